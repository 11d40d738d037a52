"""The stories of the demo, in memory: each ends with both halves one, proved, and rebuilt to the same tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house_world import appoint
from tests.scenarios import transfers_told
from tests.world import World, play_of
from warifu.core.errors import WireError
from warifu.doors.demo import auditor, chapters
from warifu.doors.demo.chapters import commitments, equipment, information
from warifu.doors.demo.play import Order, Play
from warifu.node import proving
from warifu.record import queries_registry, queries_sight


@pytest.fixture(scope="module")
def play() -> Play:
    world = World(11)
    world.exchange()
    return play_of(world)


def proved(play: Play) -> None:
    world = play.gb.world  # type: ignore[attr-defined]
    world.exchange()
    assert world.same()
    for half in (world.gb, world.jp):
        before, after = proving.rebuild(half.node, half.peer)
        assert before == after


CLOSING = (chapters.relief, chapters.airlift_for_billeting, chapters.repair, chapters.loan)


@pytest.mark.parametrize("chapter", CLOSING, ids=lambda chapter: chapter.__name__)
def test_an_order_goes_from_request_to_closed(play: Play, chapter: Callable[[Play], Order]) -> None:
    order = chapter(play)
    for actor in (play.gb, play.jp):
        assert actor.half.case(order.case).state == "closed"  # type: ignore[attr-defined]
    proved(play)


def test_a_partial_delivery_with_a_discrepancy_is_set_off_gross(play: Play) -> None:
    fuel = chapters.fuel_at_sea(play)
    agreed = chapters.set_off(play, fuel)
    for actor in (play.gb, play.jp):
        assert actor.half.case(agreed).state == "agreed"  # type: ignore[attr-defined]
        assert actor.half.case(fuel.case).state == "ordered"  # type: ignore[attr-defined]
    proved(play)
    chapters.refusals(play, fuel)
    rules = [[finding.rule for finding in (*r["outcome"].ruling, *r["outcome"].own_law)] for r in play.refusals]
    assert ["gb.two_hands.preparer_signs"] in rules
    assert ["acsa.weapon.named"] in rules
    assert ["jp.business.training_services"] in rules
    assert ["house.officer.expired"] in rules
    assert any("acsa.hands.same_officer" in each for each in rules)
    assert any("house.flow.not_a_step" in each for each in rules)


def test_an_irregular_delivery_is_recorded_and_ratified(play: Play) -> None:
    order = chapters.irregular(play)
    for actor in (play.gb, play.jp):
        stand = actor.half.case(order.case).stands[order.issues[-1]]  # type: ignore[attr-defined]
        assert stand.status == "irregular"
        assert [finding.rule for finding in stand.ruling] == ["acsa.issue.over"]
    proved(play)


@pytest.fixture(scope="module")
def told() -> Play:
    """The chapter on classified information, played between two registries."""
    world = World(12)
    world.exchange()
    for half in (world.gb, world.jp):
        appoint(half, {"security": (f"{half.party}-011", ("security_authority",))})
    world.exchange()
    play = play_of(world)
    information.from_register_to_destruction(play)
    return play


def test_an_item_goes_from_its_register_in_london_to_its_destruction_in_tokyo(told: Play) -> None:
    document = told.documents["information"]
    assert [(each["copy"], each["status"], each["party"]) for each in document["copies"]] == [
        ("1", "held", "GB"), ("2", "destroyed", "JP"), ("2/1", "destroyed", "JP"),
    ]  # fmt: skip
    of_two = [each["status"] for each in document["whereabouts"] if each["copy"] == "2"]
    assert of_two == ["held", "transit", "held", "released", "held", "destroyed_unwitnessed", "destroyed"]
    assert [(each["state"], each["given"], each["left"]) for each in document["consents"]] == [
        ("refused", 0, None), ("consented", 1, 0),
    ]  # fmt: skip
    muster = document["muster"]
    assert (muster["state"], muster["expected"], muster["sighted"], muster["unexplained"]) == ("countersigned", 2, 2, 0)
    assert [(each["permitted"], bool(each["findings"])) for each in document["may_see"]] == [
        (True, False),
        (False, True),
    ]
    proved(told)


def test_what_the_rules_refuse_of_an_item_is_told_with_its_findings(told: Play) -> None:
    rules = {each["en"]: {finding.rule for finding in each["outcome"].ruling} for each in told.refusals}
    assert rules == {
        "a release to a third country without consent": {"isa.released.no_consent"},
        "a witness who is the destroyer": {"isa.witness.same_person"},
    }


def test_every_act_of_the_invented_item_is_marked_exercise(told: Play) -> None:
    half = told.gb.half  # type: ignore[attr-defined]
    case = half.case(bytes.fromhex(told.documents["information"]["case"]))
    assert all("EXERCISE" in stand.placed.act.label for stand in case.stands.values())


def test_an_auditor_finds_every_copy_from_one_file(told: Play, tmp_path: Path) -> None:
    found = auditor.audited(told, tmp_path)
    assert found["findings"] == []
    assert found["digest"] == told.gb.half.digest().hex()  # type: ignore[attr-defined]
    told.documents["information"]["copies"][0]["party"] = "JP"
    (tmp_path / found["file"]).unlink()
    with pytest.raises(WireError, match="halves_differ"):
        auditor.audited(told, tmp_path)


def test_a_prototype_goes_and_comes_back_and_nothing_is_passed_on_without_consent() -> None:
    world = World(17)
    transfers_told.appoint(world)
    play = play_of(world)
    equipment.from_opportunity_to_return(play)
    rules = [[finding.rule for finding in (*r["outcome"].ruling, *r["outcome"].own_law)] for r in play.refusals]
    assert any("equipment.noted.not_confirmed" in each for each in rules)
    assert any("jp.transfer.screening.not_complete" in each or "jp.transfer.screening.none" in each for each in rules)
    assert any("house.flow.not_a_step" in each for each in rules)
    told = {name: bytes.fromhex(digest) for name, digest in play.documents["equipment"].items()}
    for half in (world.gb, world.jp):
        assert half.case(told["transfer"]).state == "finished"
        assert half.case(told["consent_refused"]).state == "refused"
        assert half.case(told["project"]).state == "active"
    proved(play)


def test_a_commitment_is_fulfilled_by_an_order(play: Play) -> None:
    play.kept["fuel"] = chapters.relief(play)
    commitments.fulfilled(play)
    proved(play)


def test_the_registrar_of_each_side_is_cleared_for_what_was_invented(told: Play) -> None:
    for actor in (told.gb, told.jp):
        half = actor.half  # type: ignore[attr-defined]
        person, today = f"{half.party}-008", half.world.today
        circles = queries_sight.circles_of(half.node.store, person, today)
        assert circles == {information.CIRCLE}
        assert queries_sight.attested(half.node.store, person, today)[""] == 3  # type: ignore[index]
        store = queries_sight.seen_by(half.node.store, queries_sight.Seeing(3, circles))
        (found,) = queries_registry.page(store, "GB-JP", queries_registry.Wanted())
        assert (found.number, found.exercise) == (told.documents["information"]["number"], True)
