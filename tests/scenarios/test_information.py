"""The story of an item between London and Tokyo, on two nodes: held, copied, missing, found, regraded, destroyed."""

from __future__ import annotations

import random
import secrets
from datetime import timedelta
from pathlib import Path

import pytest

from tests.house_world import appoint
from tests.scenarios.information_told import CHUI, LOWER, I, Story, ask, held_by_japan
from tests.world import World
from warifu.doors import audit
from warifu.node import proving
from warifu.rooms.information.acts import common, consent, holdings, incident, item

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def story(engine: str) -> Story:
    return Story(World(4))


HELD = ("2", "2/1", "2/J")


def test_from_london_to_tokyo_and_to_the_end(story, tmp_path):
    story.begin()
    story.world.exchange()
    _sent_and_copied(story)
    _missing_and_found(story)
    _released_onward(story)
    _stated_once_a_year(story, _regraded(story))
    _destroyed_and_closed(story)
    for half in (story.world.gb, story.world.jp):
        assert story.custody(half).discrepancies == ()
        assert not [stand for stand in half.case(story.case).stands.values() if stand.ruling]
        before, after = proving.rebuild(half.node, half.peer)
        assert before == after
    assert story.world.same()
    _proved_from_outside(story, tmp_path)


def _proved_from_outside(story: Story, folder: Path) -> None:
    """An auditor with one file and both founding acts finds every copy where both registries say it is."""
    gb = story.world.gb
    audit.export(gb.node, "JP", folder / "both", texts=False)
    roots = {party: gb.node.pair("JP").rolls[party].founded for party in ("GB", "JP")}
    found = audit.verify(
        folder / "both", roots, (str(folder / "audit.db"), lambda: story.world.now, secrets.token_bytes)
    )
    assert found.findings == []
    assert found.digest == gb.digest()
    rows = found.node.store.run("SELECT copy, status, party FROM information_copy")
    assert sorted(rows) == sorted((each.copy, each.now.status, each.now.party) for each in story.custody(gb).copies)


def _sent_and_copied(story: Story) -> None:
    jp = story.world.jp
    sent = story.send()
    assert story.copy("2").now.status == "transit"
    story.after(2)
    story.receive(sent)
    assert (story.copy("2").now.status, story.copy("2").now.party) == ("held", "JP")
    story.must(jp, "reproduction", item.Reproduction(story.today, "2", (item.Copy("2/1", 12),), ("JP-P-77",)))
    body = item.Reproduction(story.today, "2", (item.Copy("2/J", 15),), ("JP-P-78",), "ja")
    story.must(jp, "reproduction", body)
    assert [story.copy(each).now.party for each in ("2/1", "2/J")] == ["JP", "JP"]


def _missing_and_found(story: Story) -> None:
    jp = story.world.jp
    story.after(3)
    unsighted = (item.Unsighted("2/1", "not_found"),)
    story.must(jp, "muster_result", item.MusterResult(story.today, "JP-M-26-1", ("2", "2/J"), unsighted))
    lost = story.must(jp, "missing", item.Missing(story.today, ("2/1",), "muster"))
    assert story.copy("2/1").now.status == "missing"
    told = _told_at_once(story, lost)
    story.after(4)
    story.must(jp, "found", item.Found(story.today, ("2/1",)))
    assert story.copy("2/1").now.status == "held"
    back = incident.Recovered(story.today, (incident.Touched(0, ("2/1",)),), "intact")
    story.must(jp, "recovered", back, case=told, cites=(lost,))


def _told_at_once(story: Story, lost: bytes) -> bytes:
    """The originator hears of the loss the same day and says so; returns the incident's case."""
    gb, jp = story.world.gb, story.world.jp
    touched = (incident.Touched(0, ("2/1",)),)
    told = incident.Incident(
        story.today, "JP-SEC-26-I-1", "loss", "TRIAL", story.today, item.Marking(*story.label), touched,
        circle=gb.case(story.case).terms.purpose,
    )  # fmt: skip
    case = jp.must(I + "incident", told, "registrar", cites=(lost,), label=story.label).case
    story.world.exchange()
    story.must(gb, "incident_acknowledge", incident.IncidentStep(story.today, "MOD/26/61"), case=case)
    assert jp.case(case).turn is not None
    return case


def _released_onward(story: Story) -> None:
    """A third country: refused, then granted with conditions; drawn, released, brought back; nothing is left."""
    gb, jp = story.world.gb, story.world.jp
    refused = ask(story)
    story.must(gb, "refuse_consent", consent.RefuseConsent(story.today, "policy"), case=refused.case)
    assert jp.case(refused.case).state == "refused"
    granted = ask(story, copies=("2",)).case
    until = story.today + timedelta(days=60)
    body = consent.Consent(story.today, 1, until, "MOD/26/51", "AU", ("return_after_use", "no_copies"))
    story.must(gb, "consent", body, case=granted)
    draw = consent.Draw(story.today, 1, "AU", ("2",))
    drawn = story.must(jp, "draw", draw, case=granted)
    released = item.Released(story.today, ("2",), "AU")
    assert not story.does(jp, "released", released).ok
    story.must(jp, "released", released, cites=(drawn,))
    assert (story.copy("2").now.status, story.copy("2").now.other) == ("released", "AU")
    assert not story.does(jp, "draw", draw, case=granted).ok
    story.after(10)
    story.must(jp, "found", item.Found(story.today, ("2",)))


def _regraded(story: Story) -> bytes:
    """It reaches every copy, and each holder says so."""
    body = item.Regrade(story.today, "downgrade", item.Marking(*LOWER), "passage_of_time", "MOD/26/60")
    regraded = story.must(story.world.gb, "regrade", body)
    story.label = LOWER
    story.must(story.world.jp, "remarked", item.Remarked(story.today, HELD, CHUI), cites=(regraded,))
    assert all(story.copy(each).remarked == (regraded,) for each in HELD)
    return regraded


def _stated_once_a_year(story: Story, regraded: bytes) -> None:
    """Stated, disputed, stated anew, accepted."""
    gb, jp = story.world.gb, story.world.jp
    cites = (story.case, regraded)
    stated = jp.must(I + "holdings", held_by_japan(story), "registrar", cites=cites, label=LOWER).case
    story.world.exchange()
    differs = (holdings.Difference("7", "not_listed", "GB-UKDEF-26-0117"),)
    story.must(gb, "dispute_holdings", holdings.DisputeHoldings(story.today, differs), case=stated)
    story.must(jp, "restate_holdings", held_by_japan(story), case=stated, cites=cites)
    story.must(gb, "accept_holdings", holdings.AcceptHoldings(story.today), case=stated)
    assert jp.case(stated).state == "accepted"


def _destroyed_and_closed(story: Story) -> None:
    """Not closed while copies are out; the destroyer is no witness."""
    gb, jp = story.world.gb, story.world.jp
    assert not story.does(gb, "close", item.Close(story.today, "no_longer_needed")).ok
    burnt = story.must(jp, "destruction", item.Destruction(story.today, HELD, "shredding"))
    assert not story.does(jp, "witness", item.Witness(story.today, HELD), cites=(burnt,)).ok
    story.must(jp, "witness", item.Witness(story.today, HELD), "receives", cites=(burnt,))
    assert {story.copy(each).now.status for each in HELD} == {"destroyed"}
    story.must(gb, "close", item.Close(story.today, "all_destroyed"))
    assert jp.case(story.case).state == "closed"


def _lost_for_good(story: Story) -> tuple[bytes, bytes]:
    """Tokyo loses copy 2; both close the incident without finding it. Returns the loss, and the agreement to close."""
    gb, jp = story.world.gb, story.world.jp
    lost = story.must(jp, "missing", item.Missing(story.today, ("2",), "muster"))
    told = incident.Incident(
        story.today, "JP-SEC-26-I-2", "loss", "TRIAL", story.today, item.Marking(*story.label),
        (incident.Touched(0, ("2",)),), circle=gb.case(story.case).terms.purpose,
    )  # fmt: skip
    case = jp.must(I + "incident", told, "registrar", cites=(lost,), label=story.label).case
    story.world.exchange()
    story.must(gb, "incident_acknowledge", incident.IncidentStep(story.today), case=case)
    opened = incident.Investigation(story.today, "JP-INV", story.today + timedelta(days=30))
    story.must(jp, "investigation", opened, case=case)
    story.must(jp, "incident_result", incident.IncidentResult(story.today, "lost", ("human_error",)), case=case)
    story.must(gb, "damage", incident.Damage(story.today, "minor"), "security", case=case)
    story.must(jp, "incident_close", incident.IncidentStep(story.today), case=case)
    return lost, story.must(gb, "incident_agree", incident.IncidentStep(story.today), "security", case=case)


def test_a_copy_that_is_never_found_is_given_up_by_name_and_may_still_come_back(story):
    gb, jp = story.world.gb, story.world.jp
    appoint(gb, {"security": ("GB-090", ("security_authority",))})
    story.begin()
    story.world.exchange()
    story.receive(story.send())
    lost, agreed = _lost_for_good(story)
    closed = item.Close(story.today, "written_off", written_off=("2",))
    assert not story.does(gb, "close", item.Close(story.today, "no_longer_needed"), cites=(lost, agreed)).ok
    alone = story.does(gb, "close", closed, cites=(lost,))
    assert [each.rule for each in alone.ruling] == ["isa.write_off.not_agreed"]
    story.must(gb, "close", closed, cites=(lost, agreed))
    for half in (gb, jp):
        assert half.case(story.case).state == "closed"
        rows = half.node.store.run("SELECT missing, out, discrepancies FROM information_item")
        assert rows == [(1, 0, 0)], "it stays missing on the register, and nobody has to answer for it"
        assert half.node.store.run("SELECT name FROM information_clock WHERE done IS NULL AND pair = 'GB-JP' "
                                   'AND "case" = %s', [story.case]) == []  # fmt: skip
    story.must(jp, "found", item.Found(story.today, ("2",)))
    rows = gb.node.store.run("SELECT code, copy FROM information_discrepancy")
    assert rows == [("out_after_close", "2")]
    story.must(gb, "reopen", item.Close(story.today, "copy_found"))
    assert gb.node.store.run("SELECT missing, out, discrepancies FROM information_item") == [(0, 1, 0)]
    assert story.world.same()


def test_bad_input_is_refused_with_its_finding_and_nothing_is_lost(story):
    world = story.world
    gb, jp = world.gb, world.jp
    story.begin()
    world.exchange()
    sent = story.send()
    story.receive(sent)
    regrade = item.Regrade(story.today, "downgrade", item.Marking(*LOWER), "error", "X/1")
    codes = [each.rule for each in story.does(jp, "regrade", regrade).ruling]
    assert codes == ["house.flow.not_a_step", "isa.regrade.not_originator"]
    again = item.Dispatch(story.today, "GB-P-2", ("2",), "TRIAL", "courier", seals=("B1",))
    assert [each.rule for each in story.does(gb, "dispatch", again).own_law] == ["gb.custody.not_held"]
    made = item.Reproduction(story.today, "2", (item.Copy("1", 12),), ("JP-P-77",))
    found = story.does(jp, "reproduction", made)
    assert ([each.rule for each in found.ruling], [each.rule for each in found.own_law]) == (
        ["isa.reproduction.number_twice"], ["jp.custody.number_twice"],
    )  # fmt: skip
    forged = item.Receipt(story.today, "GB-P-1", "intact", (item.Copy("2", 12),), ("A1", "A2"))
    found = story.does(gb, "receipt", forged, cites=(sent,))
    assert "isa.receipt.own_dispatch" in [each.rule for each in found.ruling]
    tomorrow = item.Missing(story.today + timedelta(days=5), ("2",), "unknown")
    assert "house.days.in_the_future" in [each.rule for each in story.does(jp, "missing", tomorrow).ruling]
    assert story.copy("2").now.party == "JP"
    assert world.same()


def test_a_package_whose_dispatch_is_not_here_is_put_down_as_it_came(story):
    world = story.world
    story.begin()
    world.exchange()
    body = item.Dispatch(story.today, "GB-P-1", ("2",), "TRIAL", "courier", seals=("A1", "A2"))
    assert story.does(world.gb, "dispatch", body).ok
    came = item.Receipt(story.today, "GB-P-1", "tampered", (item.Copy("2", 11),), ("A1",), None)
    refused = story.does(world.jp, "receipt", came)
    assert (refused.ok, refused.can_insist) == (False, True)
    assert {each.rule for each in refused.own_law} == {"jp.arrival.not_dispatched"}
    assert story.does(world.jp, "receipt", came, irregular=True).ok
    world.exchange()
    assert (story.copy("2").now.status, story.copy("2").now.party) == ("held", "JP")
    note = common.Word(story.today, "discrepancy")
    receipt = next(s for s in world.gb.case(story.case).of_nature("fact") if s.placed.act.kind == I + "receipt")
    assert receipt.status == "irregular"
    story.must(world.gb, "note", note, cites=(receipt.placed.digest,))
    assert world.same()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_comes_first_both_sides_see_the_same_copies(seed):
    """Both registries write while the wire is down, then frames are lost, doubled and late."""
    story = Story(World(seed))
    world, chance = story.world, random.Random(seed)
    story.begin()
    world.exchange()
    sent = story.send("GB-P-1", ("1", "2"))
    story.receive(sent, "GB-P-1", item.Copy("1", 12), item.Copy("2", 12))
    story.does(world.jp, "reproduction", item.Reproduction(story.today, "1", (item.Copy("3", 12),), ("JP-P-1",)))
    story.does(world.gb, "reproduction", item.Reproduction(story.today, "1", (item.Copy("3", 12),), ("GB-P-1",)))
    story.does(world.gb, "missing", item.Missing(story.today, ("3",), "unknown"), irregular=True)
    story.does(world.jp, "dispatch", item.Dispatch(story.today, "J1", ("2",), "TRIAL", "courier", "return", 2, ("S",)))
    story.does(world.jp, "destruction", item.Destruction(story.today, ("1",), "burning", "emergency"))
    story.does(world.jp, "found", item.Found(story.today, ("1",)), irregular=True)
    halves = [world.gb, world.jp]
    for _ in range(6):
        half = chance.choice(halves)
        frame = half.frame()
        for _ in range(chance.randrange(3)):
            world.other(half).node.receive(half.party, frame)
    world.exchange()
    assert story.custody(world.gb) == story.custody(world.jp)
    copies = story.custody(world.gb).copies
    assert sorted(each.copy for each in copies) == ["1", "2", "3"]
    assert {each.copy: each.now.status for each in copies}["1"] == "destroyed_unwitnessed"
    assert world.same()
