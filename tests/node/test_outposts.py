"""Two ships out of reach of home: an order between them, what home learns, the roll by disc, a seat handed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.outposts import PAIR, AtHome, Sea, Ship
from warifu.core import bundle as bundles
from warifu.core.act import open_act
from warifu.core.bundle import Bundle
from warifu.core.errors import WarifuError
from warifu.core.merkle import leaf_hash
from warifu.core.seats import Seat, parties_of, seat_of, seats_of
from warifu.doors.demo import cast, chapters
from warifu.law import seats
from warifu.law.roll import Revocation
from warifu.node import outposts, proving, recovery, sending
from warifu.record import evidence, log
from warifu.record.log import Line
from warifu.rooms.programme.acts.activity import Activity, Assent


@pytest.fixture
def sea() -> Sea:
    found = Sea()
    found.exchange()
    return found


def activity(sea: Sea, number: int = 1) -> Activity:
    body = next(iter(cast.activities(sea.today).values()))
    return msgspec.structs.replace(body, number=f"GB-CALDER-26-{number:04d}")


def refused(code: str, call: Callable[[], Any]) -> None:
    with pytest.raises(WarifuError) as caught:
        call()
    assert caught.value.code == code, caught.value


def rules(outcome: Any) -> list[str]:
    return [finding.rule for finding in outcome.ruling]


# --- names ---


def test_names_of_seats_and_pairs():
    assert seats_of(PAIR, "JP") == (Seat("JP", "HAYASE"), Seat("GB", "CALDER"))
    assert seat_of("GB").name == "GB"
    assert parties_of(PAIR) == parties_of("GB-JP") == "GB-JP"
    for name in ("GB.", "gb.CALDER", "GB.CAL-DER", "GB.CALDER.X", "GB." + "A" * 17):
        refused("seat.bad_name", lambda name=name: seat_of(name))
    for pair in ("JP.HAYASE-GB.CALDER", "GB.CALDER-GB.KENT", "GB.CALDER", "FR.NORD-JP"):
        refused("seat.bad_pair", lambda pair=pair: seats_of(pair, "GB"))


# --- at sea, and what home learns ---


def test_two_ships_exchange_an_order_home_learns_later_and_the_seat_goes_home_and_back(sea: Sea):
    order = chapters.fuel_at_sea(sea.play())
    assert sea.gb.case(order.case).state == sea.jp.case(order.case).state == "ordered"
    assert sea.gb.digest() == sea.jp.digest()
    for ship in (sea.gb, sea.jp):
        carried = sea.home_learns(ship)
        other = sea.jp if ship is sea.gb else sea.gb
        assert carried == (ship.size(ship.party), ship.size(other.party), False, ())
        assert ship.home.node.pair(PAIR).case(order.case).state == "ordered"
        # What home holds of its own pair is what it was: no case of the ships stands in it.
        assert ship.home.node.pair(ship.home.peer).case(order.case) is None
    assert sea.home_learns(sea.gb)[:2] == (0, 0)
    assert sea.to_home(sea.gb).writes
    home = AtHome(sea.world.gb, "CALDER")
    refused("seat.elsewhere", lambda: sea.gb.must("programme/activity", activity(sea), "liaison"))
    case = home.must("programme/activity", activity(sea), "liaison").case
    sea.exchange(home, sea.jp)
    sea.jp.must("programme/accept", Assent(sea.today), "liaison", case=case)
    sea.exchange(home, sea.jp)
    assert home.case(case).state == sea.jp.case(case).state == "agreed"
    assert sea.and_back(sea.gb).writes
    refused("seat.elsewhere", lambda: home.must("programme/activity", activity(sea, 2), "liaison"))
    last = sea.gb.must("programme/activity", activity(sea, 3), "liaison").case
    sea.exchange()
    assert sea.jp.case(last).stands[last].confirmed
    assert sea.gb.digest() == sea.jp.digest()
    for ship in (sea.gb, sea.jp):
        sea.home_learns(ship)
        for node in (ship.node, ship.home.node):
            assert node.state_digest(PAIR) == sea.gb.digest()
            assert proving.verify(node, PAIR) == []
            before, after = proving.rebuild(node, PAIR)
            assert before == after


def test_home_carries_and_neither_writes_nor_answers_nor_takes_anything_from_the_other_side(sea: Sea):
    case = sea.gb.must("programme/activity", activity(sea), "liaison").case
    sea.exchange()
    frames = outposts.frames(sea.jp.node, PAIR)
    ours = [frame for frame in frames if bundles.decode(frame).party == "JP.HAYASE"]
    node = sea.world.jp.node
    refused("log.behind_witness", lambda: outposts.take(node, ours))
    assert node.pair(PAIR).head("JP").size == 0
    outposts.take(node, frames)
    size, home = node.pair(PAIR).head("JP").size, AtHome(sea.world.jp, "HAYASE")
    refused("seat.elsewhere", lambda: home.must("programme/accept", Assent(sea.today), "liaison", case=case))
    refused("seat.elsewhere", lambda: node.receive(PAIR, sea.gb.node.bundle(PAIR, 0)))
    refused("seat.elsewhere", lambda: outposts.enter_roll(node, PAIR, sea.jp.roll()))
    refused("seat.elsewhere", lambda: sending.checkpoint(node.pair(PAIR), node.means.signers, sea.world.now))
    assert node.pair(PAIR).head("JP").size == size
    sea.jp.must("programme/accept", Assent(sea.today), "liaison", case=case)
    assert node.pair(PAIR).case(case).state != sea.jp.case(case).state
    sea.home_learns(sea.jp)
    assert node.pair(PAIR).case(case).state == sea.jp.case(case).state


def test_a_desk_is_worked_at_one_node_at_a_time(sea: Sea):
    home = sea.world.gb
    assert rules(sea.gb.does("programme/activity", activity(sea), "liaison", desk="HQ")) == ["house.desk_elsewhere"]
    assert rules(home.does("programme/activity", activity(sea), "liaison", desk="CALDER")) == ["house.desk_elsewhere"]
    assert home.does("programme/activity", activity(sea), "liaison", desk="HQ").ok
    # A seat whose node is revoked is a seat no more: its desk is worked at home again.
    mine = seats.key_ids(sea.gb.node.pair(PAIR).rolls["GB"].node())[0]
    home.roll("revocation", Revocation("node", key_id=mine, trusted_size=3), home.roots.first)
    assert home.does("programme/activity", activity(sea, 2), "liaison", desk="CALDER").ok
    # The size that is trusted is one of the ship's log: in the home log nothing is distrusted.
    assert home.node.pair("JP").rolls["GB"].distrusted == []


# --- the roll ---


def test_a_revocation_works_at_sea_from_the_entry_that_brings_it(sea: Sea):
    first = sea.world.gb.roll("revocation", Revocation("person", "GB-009"))
    sea.world.wait(86_400)
    case = sea.gb.must("programme/activity", activity(sea), "liaison").case
    sea.exchange()
    assert sea.jp.case(case).stands[case].confirmed
    assert outposts.enter_roll(sea.gb.node, PAIR, sea.gb.roll()) == (1, False)
    assert sea.gb.does("programme/activity", activity(sea, 2), "liaison", desk="CALDER").ruling
    sea.exchange()
    assert sea.jp.case(case).stands[case].confirmed
    assert log.cases_of(sea.jp.node.store, PAIR, [first.act], "GB")
    assert outposts.enter_roll(sea.gb.node, PAIR, sea.gb.roll()) == (0, False)
    assert proving.verify(sea.jp.node, PAIR) == []
    assert sea.home_learns(sea.gb).odd == ()


def test_a_copy_of_the_roll_is_judged_act_by_act_and_home_sees_what_was_left_out(sea: Sea):
    at_sea = sea.gb.must("programme/activity", activity(sea), "liaison").act
    for person in ("GB-008", "GB-009"):
        sea.world.gb.roll("revocation", Revocation("person", person))
    roll = bundles.decode(sea.gb.roll())

    def tried(**changed: Any) -> Callable[[], Any]:
        frame = bundles.encode(msgspec.structs.replace(roll, texts=(), **changed))
        return lambda: outposts.enter_roll(sea.gb.node, PAIR, frame)

    fresh = roll.loose[-1]
    refused("envelope.signature_bad", tried(loose=(*roll.loose[:-1], fresh[:-1] + bytes([fresh[-1] ^ 1]))))
    refused("seat.not_of_the_roll", tried(loose=(sea.raw(sea.gb, at_sea),)))
    refused("seat.not_of_the_roll", tried(loose=bundles.decode(sea.jp.roll()).loose))
    refused("bundle.not_for_us", tried(peer="GB.KENT"))
    refused("bundle.not_for_us", tried(party="JP"))
    assert tried(loose=(*roll.loose[:-2], fresh))().entries == 1
    assert [code for code, _ in sea.home_learns(sea.gb).odd] == ["seat.roll_differs"]
    assert [what for _, what, _, _ in evidence.kept(sea.world.gb.node.store, PAIR)] == ["noted seat.roll_differs"]


def test_an_outpost_begins_only_where_the_roll_names_it(sea: Sea):
    refused("seat.not_named", Ship(sea.world.gb, "stranger").begin)
    refused("seat.begun_already", sea.gb.begin)


# --- the seat moves ---


def test_a_handover_on_the_roll_waits_until_an_officer_enters_it(sea: Sea):
    refused("seat.no_handover", lambda: outposts.enter_roll(sea.gb.node, PAIR, sea.gb.roll(), hand_over=True))
    sea.name_home(sea.gb)
    assert outposts.enter_roll(sea.gb.node, PAIR, sea.gb.roll()) == (0, True)
    assert sea.gb.node.writes(sea.gb.node.pair(PAIR))


def test_nobody_takes_over_what_was_not_handed_over_and_who_handed_over_is_done(sea: Sea, monkeypatch):
    """Home enters the act that names it into its copy and seals that itself; later the ship goes on all the same."""
    case = sea.gb.must("programme/activity", activity(sea), "liaison").case
    sea.exchange()
    sea.home_learns(sea.gb)
    sea.name_home(sea.gb)
    held, home = sea.jp.size("GB"), sea.world.gb.node
    with monkeypatch.context() as lawless:
        lawless.setattr(home, "writes", lambda _pair: True)
        lawless.setattr(sending, "_may_seal", lambda *_: True)
        lawless.setattr(seats, "seals", lambda *_: True)
        assert outposts.enter_roll(home, PAIR, sea.gb.roll()).entries
        taken_over = home.bundle(PAIR, held)
    refused("seat.not_handed_over", lambda: sea.jp.node.receive(PAIR, taken_over))
    outposts.enter_roll(sea.gb.node, PAIR, sea.gb.roll(), hand_over=True)
    assert sea.carry(sea.gb, sea.jp) == 1
    with monkeypatch.context() as lawless:
        lawless.setattr(sea.gb.node, "writes", lambda _pair: True)
        lawless.setattr(sending, "_may_seal", lambda *_: True)
        lawless.setattr(sending.seats, "seals", lambda *_: True)
        sea.gb.must("programme/activity", activity(sea, 2), "liaison")
        went_on = sea.gb.node.bundle(PAIR, held + 1)
    refused("checkpoint.key_not_in_force", lambda: sea.jp.node.receive(PAIR, went_on))
    assert sea.jp.size("GB") == held + 1
    assert sea.jp.case(case).stands[case].confirmed
    assert "checkpoint.key_not_in_force" in {each.code for each in proving.verify(sea.gb.node, PAIR)}


def test_a_run_never_goes_beyond_a_handover(sea: Sea):
    sea.to_home(sea.gb)
    home, held = AtHome(sea.world.gb, "CALDER"), sea.jp.size("GB")
    home.must("programme/activity", activity(sea), "liaison")
    first = bundles.decode(home.node.bundle(PAIR, held))
    assert len(first.entries) == 1
    assert first.node == sea.gb.signers[0].public.key_id()
    whole = bundles.decode(home.node.bundle(PAIR, held + 1))
    joined = msgspec.structs.replace(whole, first=held, entries=(*first.entries, *whole.entries))
    refused("seat.not_handed_over", lambda: sea.jp.node.receive(PAIR, bundles.encode(joined)))
    assert sea.carry(home, sea.jp) == 2


def test_the_new_node_passes_on_the_seal_of_the_old_one_though_it_has_sealed_that_size_itself(sea: Sea):
    act = sea.gb.must("programme/activity", activity(sea), "liaison").act
    sea.carry(sea.gb, sea.jp)
    sea.to_home(sea.gb)
    home, held = AtHome(sea.world.gb, "CALDER"), sea.jp.size("GB")
    assert sea.carry(sea.jp, home) == 1  # an answer, which asks for none
    found, _ = sending.checkpoint(home.node.pair(PAIR), home.node.means.signers, sea.world.now)
    assert (found.size, found.peer_size) == (home.size("GB"), home.size("JP"))
    assert home.case(act).stands[act].confirmed
    assert bundles.decode(home.node.bundle(PAIR, held)).node == sea.gb.signers[0].public.key_id()
    assert sea.carry(home, sea.jp) == 1
    assert proving.verify(sea.jp.node, PAIR) == proving.verify(home.node, PAIR) == []


def test_a_ship_that_was_restored_from_an_old_copy_gets_its_log_back_from_the_other(sea: Sea):
    case = sea.gb.must("programme/activity", activity(sea), "liaison").case
    sea.exchange()
    sea.jp.must("programme/accept", Assent(sea.today), "liaison", case=case)
    sea.exchange()
    old = Ship(sea.world.gb)
    old.begin()
    refused("log.behind_witness", lambda: sea.carry(sea.jp, old))
    refused("log.behind_witness", lambda: old.must("programme/activity", activity(sea, 2), "liaison"))
    at, pair = old.size("GB"), sea.jp.node.pair(PAIR)
    ours = bundles.encode(sending.returned(pair, at, 1000))
    theirs = sea.jp.node.bundle(PAIR, 0)
    assert recovery.take_back(old.node, PAIR, [ours], [theirs])[0] == sea.gb.size("GB") - at
    assert old.digest() == sea.gb.digest() == sea.jp.digest()
    assert old.must("programme/activity", activity(sea, 2), "liaison").ok


def test_a_seat_that_has_moved_begins_with_a_new_partner_under_its_present_node(sea: Sea):
    sea.to_home(sea.gb)
    sea.and_back(sea.gb)
    pins = [sea.world.gb.node.pair("JP").rolls["GB"].founded, sea.world.jp.node.pair("GB").rolls["JP"].founded]
    sea.world.exchange()
    name, other = "GB.CALDER-JP", sea.world.jp.node
    outposts.begin(sea.gb.node, name, sea.gb.roll(), (pins[0], pins[1]))
    outposts.begin(other, name, outposts.roll_frame(other, "GB", Seat("JP")), (pins[1], pins[0]))
    for giver, taker in ((sea.gb.node, other), (other, sea.gb.node), (sea.gb.node, other)):
        held = taker.pair(name).head(giver.party).size
        taker.receive(name, giver.bundle(name, held))
    assert other.state_digest(name) == sea.gb.node.state_digest(name)
    assert proving.verify(other, name) == []


def test_a_seat_comes_with_its_paper_or_not_at_all(sea: Sea):
    act = sea.gb.must("programme/activity", activity(sea), "liaison").act
    key = sea.gb.signers[0].public.key_id()
    paper = Bundle("GB.CALDER", "JP.HAYASE", key, loose=(sea.raw(sea.gb, act),))
    sea.jp.node.receive(PAIR, bundles.encode(paper))
    sea.jp.must("programme/accept", Assent(sea.today), "liaison", case=act)
    sea.name_home(sea.jp)
    outposts.enter_roll(sea.jp.node, PAIR, sea.jp.roll(), hand_over=True)
    frames = outposts.frames(sea.jp.node, PAIR)
    bare = [frame for frame in frames if not bundles.decode(frame).loose]
    assert len(bare) == len(frames) - 1
    home = sea.world.jp.node
    refused("seat.paper_missing", lambda: outposts.take(home, bare))
    assert home.pair(PAIR).head("JP").size == 0
    assert outposts.take(home, frames)[1].writes
    assert home.pair(PAIR).case(act).state == sea.jp.case(act).state
    assert home.state_digest(PAIR) == sea.jp.digest()


# --- what belongs to another log ---


def test_what_is_of_one_pair_is_refused_in_another(sea: Sea):
    sea.gb.must("programme/activity", activity(sea), "liaison")
    refused("bundle.not_for_us", lambda: sea.world.jp.node.receive("GB", sea.gb.node.bundle(PAIR, 0)))
    refused("bundle.not_for_us", lambda: sea.jp.node.receive(PAIR, sea.world.gb.node.bundle("JP", 0)))
    # The ship's keys stand on the home log's roll as well; a checkpoint by them in the home log is refused.
    sea.world.exchange()
    home = sea.world.gb
    home.roll("revocation", Revocation("person", "GB-009"))
    means, home.node.means = home.node.means, home.node.means._replace(signers=sea.gb.signers)
    frame = home.node.bundle("JP", sea.world.jp.node.pair("GB").head("GB").size)
    home.node.means = means
    refused("checkpoint.key_not_in_force", lambda: sea.world.jp.node.receive("GB", frame))


def test_home_sees_an_act_that_stands_in_two_logs(sea: Sea):
    act = sea.gb.must("programme/activity", activity(sea), "liaison").act
    raw = sea.raw(sea.gb, act)
    sealed = open_act(raw)
    home = sea.world.gb.node
    head = home.pair("JP").head("GB")
    line = Line(head.size, act, act, sealed.act.kind, max(head.time, sealed.act.time), raw, leaf_hash(raw))
    log.append(home.store, "GB-JP", "GB", head.size, [line])
    assert sea.home_learns(sea.gb).odd == (("seat.act_in_two_logs", act.hex()),)
