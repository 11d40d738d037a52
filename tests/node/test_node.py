"""The two doors of the node: what enters, what is refused, what can never be lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from tests.world import START, World
from warifu.core import act as acts
from warifu.core import bundle as bundles
from warifu.core.errors import BytesError, KeyTroubleError, LogError, WarifuError
from warifu.core.quantity import Quantity
from warifu.law.roll import Revocation
from warifu.node import proving
from warifu.node.received import Received
from warifu.rooms.logistics.acts import Dealing, Note
from warifu.rooms.programme.acts.activity import Activity, Assent


@pytest.fixture
def world() -> World:
    made = World(1)
    made.exchange()
    return made


def activity(world: World, number: str = "GB-TRIAL-26-0001") -> Activity:
    return Activity(
        on=world.today,
        number=number,
        form="exercise",
        ground="a",
        places=("JP",),
        from_day=world.today,
        to_day=world.today + timedelta(days=20),
        units=("CALDER",),
        other_units=("HAYASE",),
    )


def dealing(reference: str) -> Dealing:
    return Dealing(
        on=date(2026, 4, 2),
        reference=reference,
        provider="GB",
        category="food",
        item="Rations",
        quantity=Quantity(Decimal(10), "EA"),
    )


def test_two_nodes_agree_on_a_case_and_prove_it(world: World) -> None:
    proposed = world.gb.must("programme/activity", activity(world), "liaison")
    world.exchange()
    assert world.jp.case(proposed.case).state == "proposed"
    world.jp.must("programme/accept", Assent(world.today), "liaison", case=proposed.case)
    world.exchange()
    for half in (world.gb, world.jp):
        case = half.case(proposed.case)
        assert (case.state, case.head.confirmed) == ("agreed", True)
        assert proving.verify(half.node, half.peer) == []
        before, after = proving.rebuild(half.node, half.peer)
        assert before == after
    assert world.same()


def test_what_is_held_already_adds_nothing(world: World) -> None:
    world.gb.must("programme/activity", activity(world), "liaison")
    frame = world.gb.frame()
    first = world.jp.node.receive("GB", frame)
    again = world.jp.node.receive("GB", frame)
    whole = world.jp.node.receive("GB", world.gb.frame(0))
    assert (first.entries, again.entries, whole.entries) == (1, 0, 0)


def test_a_hole_is_refused_and_named(world: World) -> None:
    world.gb.must("programme/activity", activity(world), "liaison")
    world.gb.must("programme/activity", activity(world, "GB-TRIAL-26-0002"), "liaison")
    held = world.jp.node.pair("GB").head("GB").size
    with pytest.raises(LogError) as found:
        world.jp.node.receive("GB", world.gb.frame(held + 1))
    assert found.value.code == "log.hole"


def test_a_frame_cut_anywhere_enters_nothing(world: World) -> None:
    world.gb.must("programme/activity", activity(world), "liaison")
    frame = world.gb.frame()
    held = world.jp.node.pair("GB").head("GB").size
    for length in range(0, len(frame), 7):
        with pytest.raises(WarifuError):
            world.jp.node.receive("GB", frame[:length])
    assert world.jp.node.pair("GB").head("GB").size == held


def changed(frame: bytes, **fields: object) -> bytes:
    return bundles.encode(msgspec.structs.replace(bundles.decode(frame), **fields))


def test_without_its_checkpoint_a_run_is_refused(world: World) -> None:
    world.gb.must("programme/activity", activity(world), "liaison")
    with pytest.raises(LogError) as found:
        world.jp.node.receive("GB", changed(world.gb.frame(), checkpoint=()))
    assert found.value.code == "bundle.checkpoint_missing"


def test_a_signature_that_does_not_verify_refuses_the_run(world: World) -> None:
    world.gb.must("programme/activity", activity(world), "liaison")
    frame = world.gb.frame()
    entry = bytearray(bundles.decode(frame).entries[0])
    entry[-1] ^= 1
    with pytest.raises(KeyTroubleError) as found:
        world.jp.node.receive("GB", changed(frame, entries=(bytes(entry),)))
    assert found.value.code == "envelope.signature_bad"


def test_a_rewritten_entry_is_evidence_of_a_fork(world: World) -> None:
    world.gb.must("programme/activity", activity(world), "liaison")
    whole = world.gb.frame(0)
    world.carry(world.gb)
    entries = list(bundles.decode(whole).entries)
    entries[3], entries[4] = entries[4], entries[3]
    with pytest.raises(LogError) as found:
        world.jp.node.receive("GB", changed(whole, entries=tuple(entries)))
    assert found.value.code == "log.forked"


def test_acts_of_the_future_wait_outside(world: World) -> None:
    world.now += 3600
    world.gb.must("programme/activity", activity(world), "liaison")
    frame = world.gb.frame()
    world.now -= 3600
    before = world.jp.digest()
    assert world.jp.node.receive("GB", frame) == Received(aside=1)
    assert world.jp.digest() == before
    world.now += 3600
    assert world.jp.node.receive("GB", frame).confirmed == 1


def test_time_never_goes_back_in_our_log(world: World) -> None:
    world.gb.must("programme/activity", activity(world), "liaison")
    world.now -= 86_400
    outcome = world.gb.must("programme/activity", activity(world, "GB-TRIAL-26-0002"), "liaison")
    assert world.gb.case(outcome.case).head.placed.act.time >= START


def test_nothing_enters_before_the_pin(world: World) -> None:
    fresh = World(7, pinned=False)
    assert fresh.carry(fresh.gb) == Received(aside=26)
    assert fresh.jp.node.pair("GB").head("GB").size == 0
    fresh.pin()
    fresh.exchange()
    assert fresh.same()


def test_an_officer_without_the_appointment_is_refused_before_signing(world: World) -> None:
    outcome = world.gb.does("programme/activity", activity(world), "finance")
    assert not outcome.ok
    assert [finding.rule for finding in outcome.ruling] == ["house.officer.role_missing"]


def test_a_revocation_works_from_its_place_on(world: World) -> None:
    kept = world.gb.must("programme/activity", activity(world), "liaison")
    key = world.gb.officers["liaison"].public.key_id()
    world.gb.roll("revocation", Revocation("key", key_id=key, doubtful_since=world.today))
    refused = world.gb.does("programme/activity", activity(world, "GB-TRIAL-26-0002"), "liaison")
    assert [finding.rule for finding in refused.ruling] == ["house.officer.key_not_in_force"]
    world.exchange()
    assert world.jp.case(kept.case).head.confirmed is False or world.jp.case(kept.case).state == "proposed"
    assert world.gb.case(kept.case).head.confirmed


def test_two_who_write_at_once_end_with_one_line(world: World) -> None:
    proposed = world.gb.must("programme/activity", activity(world), "liaison")
    world.exchange()
    from warifu.rooms.programme.acts.activity import Refuse

    world.gb.must("programme/withdraw", Refuse(world.today, "changed_plan"), "liaison", case=proposed.case)
    world.jp.must("programme/accept", Assent(world.today), "liaison", case=proposed.case)
    world.exchange()
    states = {half.case(proposed.case).state for half in (world.gb, world.jp)}
    assert len(states) == 1
    assert world.same()


def test_texts_travel_beside_the_act_and_can_be_read(world: World) -> None:
    from warifu.record import openings

    outcome = world.gb.must("programme/activity", activity(world), "liaison", texts={1: "北の灯 — rehearsal remarks"})
    world.exchange()
    for half in (world.gb, world.jp):
        leaves = openings.read(half.node.store, "GB-JP", [outcome.act])[outcome.act]
        assert [leaf.text for leaf in leaves] == ["北の灯 — rehearsal remarks"]


def test_a_thousand_dealings_in_one_bundle(world: World) -> None:
    from warifu.node.drafting import Draft

    drafts = [Draft(kind="logistics/dealing", body=dealing(f"UK/{n}"), desk="REG") for n in range(1000)]
    outcomes = world.gb.node.submit_all("JP", drafts, world.gb.officers["registrar"])
    assert all(outcome.ok for outcome in outcomes)
    assert world.carry(world.gb).confirmed == 1000
    world.exchange()
    assert world.same()


def test_a_log_edited_on_disk_is_found(world: World) -> None:
    world.gb.must("programme/activity", activity(world), "liaison")
    place = world.gb.node.pair("JP").head("GB").size - 1
    raw = bytearray(world.gb.node.store.run("SELECT raw FROM entry WHERE author = 'GB' AND place = %s", [place])[0][0])
    raw[-5] ^= 0x40
    world.gb.node.store.run("UPDATE entry SET raw = %s WHERE author = 'GB' AND place = %s", [bytes(raw), place])
    codes = {finding.code for finding in proving.verify(world.gb.node, "JP")}
    assert {"log.entry_edited", "log.head_differs"} <= codes


@pytest.mark.parametrize(
    ("column", "value", "entry"),
    [
        ("kind", "'logistics/receipt'", "act"),
        ("time", "time + 1", "act"),
        ("act", "x'07'", "act"),
        ('"case"', "x'07'", "act"),
        ("kind", "'logistics/receipt'", "answer"),
        ("time", "time + 1", "answer"),
        ("act", "x'07'", "answer"),
        ("time", "'noon'", "act"),
        ("raw", "'typed by hand'", "act"),
        ("raw", "'typed by hand'", "answer"),
    ],
)
def test_what_stands_beside_an_entry_is_what_the_entry_says(world: World, column: str, value: str, entry: str) -> None:
    world.gb.must("programme/activity", activity(world), "liaison")
    world.exchange()
    store = world.jp.node.store
    assert proving.verify(world.jp.node, "GB") == []
    same = "=" if entry == "answer" else "<>"
    last = f"SELECT MAX(place) FROM entry WHERE author = 'JP' AND kind {same} ''"
    store.run(f"UPDATE entry SET {column} = {value} WHERE author = 'JP' AND place = ({last})")
    assert {"log.index_differs", "log.entry_edited"} & {finding.code for finding in proving.verify(world.jp.node, "GB")}


@pytest.mark.parametrize("column", ["size", "root", "tree", "time"])
def test_a_head_of_another_type_is_named(world: World, column: str) -> None:
    world.gb.node.store.run(f"UPDATE log SET {column} = 'typed by hand' WHERE author = 'JP'")
    with pytest.raises(LogError) as told:
        proving.verify(world.gb.node, "JP")
    assert told.value.code == "log.tree_state"


def test_the_national_log_is_verified_too(world: World) -> None:
    from warifu.node import national
    from warifu.node.drafting import Draft
    from warifu.record.log import NATIONAL
    from warifu.rooms.parties.acts import Pin

    node = world.gb.node
    pins = [Pin(world.today, "JP", bytes(32), ("GB-001", who)) for who in ("GB-002", "GB-003")]
    drafts = [Draft(kind="parties/pin", body=pin, desk="ROOT") for pin in pins]
    national.submit(node, drafts, world.gb.officers["chief"])
    assert proving.verify(node, "JP") == []
    raw = bytearray(node.store.run("SELECT raw FROM entry WHERE pair = %s AND place = 0", [NATIONAL])[0][0])
    raw[-5] ^= 0x40
    node.store.run("UPDATE entry SET raw = %s WHERE pair = %s AND place = 0", [bytes(raw), NATIONAL])
    found = proving.verify(node, "JP")
    assert {each.author for each in found} == {NATIONAL}
    assert {"log.entry_edited", "log.signature_bad", "log.head_differs"} <= {each.code for each in found}


def test_a_proof_convinces_who_has_only_the_checkpoint(world: World) -> None:
    from warifu.core import merkle

    outcome = world.gb.must("programme/activity", activity(world), "liaison")
    world.exchange()
    proof = proving.prove(world.jp.node, "GB", outcome.act)
    checkpoint, first, second = acts.open_checkpoint(proof.checkpoint)
    assert (checkpoint.size, checkpoint.root) == (proof.size, proof.root)
    leaf = merkle.leaf_hash(proof.entry)
    assert merkle.verify_inclusion(leaf, (proof.place, proof.size), proof.path, proof.root)
    assert not merkle.verify_inclusion(merkle.leaf_hash(b"another"), (proof.place, proof.size), proof.path, proof.root)
    assert first.algorithm != second.algorithm


def test_a_body_of_another_kind_is_refused(world: World) -> None:
    with pytest.raises(BytesError):
        world.gb.does("programme/activity", Note(world.today), "liaison")


def test_paper_of_the_other_side_is_weaker_until_it_is_affirmed() -> None:
    from warifu.node.drafting import File
    from warifu.rooms.parties.acts import Affirm

    world = World(3, pinned=False)
    scan = File(b"%PDF trial scan of an invented letter", "application/pdf", "signed_scan")
    proposed = world.gb.must("programme/activity", activity(world), "liaison")
    on_paper = world.gb.must(
        "programme/accept", Assent(world.today), "liaison", case=proposed.case, files=(scan,), on_behalf="JP"
    )
    case = world.gb.case(proposed.case)
    assert (case.state, case.head.confirmed) == ("agreed", False)
    world.pin()
    world.carry(world.jp)
    # Once the peer has a node its paper has no effect, on either node, until its own officers have affirmed it.
    assert world.gb.case(proposed.case).stands[on_paper.act].status == "pending"
    before, after = proving.rebuild(world.gb.node, "JP")
    assert before == after
    world.exchange()
    for half in (world.gb, world.jp):
        assert half.case(proposed.case).state == "proposed"
        assert half.case(proposed.case).stands[on_paper.act].status == "pending"
    roll = world.jp.node.pair("GB").rolls["JP"].founded
    world.jp.must("parties/affirm", Affirm(world.today), "chief", case=roll, cites=(on_paper.act,))
    world.exchange()
    for half in (world.gb, world.jp):
        assert half.case(proposed.case).head.confirmed
        before, after = proving.rebuild(half.node, half.peer)
        assert before == after
    later = world.gb.must("programme/activity", activity(world, "GB-TRIAL-26-0002"), "liaison")
    refused = world.gb.does(
        "programme/accept", Assent(world.today), "liaison", case=later.case, files=(scan,), on_behalf="JP"
    )
    assert "house.paper.has_a_node" in [finding.rule for finding in refused.ruling]


def test_erased_texts_are_gone_on_both_halves_and_everything_still_verifies(world: World) -> None:
    from warifu.core import texts
    from warifu.law.removal import Erase, Erased
    from warifu.record import openings

    spilled = "a title that should never have been typed"
    outcome = world.gb.must("programme/activity", activity(world), "liaison", texts={1: spilled, 2: "harmless"})
    world.exchange()
    roll = world.gb.node.pair("JP").rolls["GB"].founded
    body = Erase(world.today, "spill", (Erased(0, (1,)),))
    world.gb.must("parties/erase", body, "registrar", case=roll, cites=(outcome.act,))
    world.exchange()
    for half in (world.gb, world.jp):
        leaves = openings.read(half.node.store, "GB-JP", [outcome.act])[outcome.act]
        assert [type(leaf) for leaf in leaves] == [texts.Sealed, texts.Opening]
        texts.verify(leaves, half.case(outcome.case).stands[outcome.act].placed.act.texts, "trial")
        assert proving.verify(half.node, half.peer) == []
    assert spilled.encode() not in world.gb.frame(0)


def test_nobody_erases_the_texts_of_the_other_side(world: World) -> None:
    from warifu.law.removal import Erase, Erased
    from warifu.record import openings

    outcome = world.gb.must("programme/activity", activity(world), "liaison", texts={1: "kept"})
    world.exchange()
    roll = world.jp.node.pair("GB").rolls["JP"].founded
    body = Erase(world.today, "personal", (Erased(0),))
    world.jp.does("parties/erase", body, "registrar", case=roll, cites=(outcome.act,), irregular=True)
    world.exchange()
    for half in (world.gb, world.jp):
        assert [leaf.text for leaf in openings.read(half.node.store, "GB-JP", [outcome.act])[outcome.act]] == ["kept"]


def test_an_act_that_begins_no_case_needs_one(world: World) -> None:
    with pytest.raises(BytesError) as found:
        world.gb.does("programme/accept", Assent(world.today), "liaison")
    assert found.value.code == "act.begins_nothing"
