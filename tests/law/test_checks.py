"""House checks: what every agreement asks of every act."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tests.law.rolled import DAY, FIRST, LAST, PACK, Rolled, act_by, key_id, signer
from tests.law.sim_nodes import FLOW
from warifu.core.act import Attachment
from warifu.law.checks import CHECKS
from warifu.law.flow import OPENER, RESPONDER
from warifu.law.judge import Finding, Placed, Situation, finding, judge
from warifu.law.pack import Article, Pack, PackFile, Rule
from warifu.law.roll import Adoption, Appointment, Holding, Limit, OfficerKey, Revocation
from warifu.law.room import Kind


class Body(msgspec.Struct, frozen=True):
    """A body with what house checks look at."""

    on: date | None = None
    late_reason: str = ""
    worth: Decimal = Decimal(0)


class Terms(msgspec.Struct, frozen=True):
    """Terms of a line."""

    exercise: bool = False


def worth(body: Any, terms: Any) -> list[tuple[str, Decimal]]:
    return [("GBP", body.worth)]


WILL = Kind("toy/accept", "will", Body, worth=worth)
FACT = Kind("toy/deliver", "fact", Body)


def codes(check: str, situation: Situation, **params: Any) -> list[str]:
    """Codes that one check finds."""
    rule = Rule("r", check, "art", ("*",), params)
    return [each.rule for each in CHECKS[check](situation, rule)]


def situation_of(rolled: Rolled, by: str = "adams", kind: Kind = WILL, **more: Any) -> Situation:
    """An act at the next place of the roll's log."""
    body = more.pop("body", Body())
    place = more.pop("index", rolled.size)
    line = {"state": "offered", "terms": Terms(), "side": OPENER, "pack_of_line": PACK}
    line.update({name: more.pop(name) for name in list(more) if name in line})
    act = act_by(by, more.pop("day", DAY), kind=kind.name, case=b"c" * 32, **more)
    placed = Placed(act, b"d" * 32, "GB", place, kind, body)
    return Situation(placed=placed, cited={}, roll=rolled.roll, peer="JP", flow=FLOW, opener="GB", **line)


@pytest.fixture
def rolled() -> Rolled:
    made = Rolled().chief()
    made.take(Adoption(PACK, "gb-jp/invented", "1"), "chief")
    made.officer("adams", "accepting_officer", by="chief")
    return made


# --- whose turn ---


@pytest.mark.parametrize(
    ("kind", "state", "side", "found"),
    [
        ("accept", "offered", OPENER, []),
        ("accept", "offered", RESPONDER, ["r.not_a_step"]),
        ("accept", "asked", OPENER, ["r.not_a_step"]),
        ("request", None, OPENER, []),
        ("accept", None, OPENER, ["r.not_a_beginning"]),
    ],
)
def test_flow(rolled: Rolled, kind: str, state: str | None, side: str, found: list[str]):
    made = situation_of(rolled, kind=WILL._replace(name=kind), state=state, side=side)
    assert codes("house.flow@1", made) == found


@pytest.mark.parametrize(("state", "found"), [("agreed", []), ("asked", ["r.fact_out_of_turn"])])
def test_a_fact_belongs_in_its_states(rolled: Rolled, state: str, found: list[str]):
    assert codes("house.flow@1", situation_of(rolled, kind=FACT._replace(name="deliver"), state=state)) == found


def test_an_aside_belongs_everywhere(rolled: Rolled):
    aside = Kind("note", "aside", Body)
    assert codes("house.flow@1", situation_of(rolled, kind=aside, state="asked")) == []


# --- the pack ---


def test_pack_in_force(rolled: Rolled):
    assert codes("house.pack@1", situation_of(rolled)) == []
    assert codes("house.pack@1", situation_of(rolled, pack_of_line=b"x" * 32)) == ["r.not_of_the_case"]
    before_adoption = 3
    assert codes("house.pack@1", situation_of(rolled, index=before_adoption)) == ["r.not_adopted"]
    assert codes("house.pack@1", situation_of(rolled, index=None)) == []


# --- the officer ---

ROLES = {"toy/accept": ["accepting_officer"], "*": ["registrar"]}


def officer(rolled: Rolled, **more: Any) -> list[str]:
    return codes("house.officer@1", situation_of(rolled, **more), roles=ROLES)


def test_the_right_officer(rolled: Rolled):
    assert officer(rolled) == []
    assert officer(rolled, index=None) == []


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"by": "stranger"}, "r.unknown_key"),
        ({"by": "root"}, "r.unknown_key"),
        ({"by": "chief"}, "r.role_missing"),
        ({"kind": FACT}, "r.role_missing"),
        ({"day": FIRST - timedelta(days=1)}, "r.key_expired"),
        ({"index": 4}, "r.key_not_in_force"),
    ],
)
def test_the_wrong_officer(rolled: Rolled, more: dict[str, Any], found: str):
    assert officer(rolled, **more)[0] == found


def test_a_revoked_key_is_named_whatever_the_time_says(rolled: Rolled):
    rolled.revoke("key", key_id=key_id("adams"))
    assert officer(rolled, day=DAY - timedelta(days=400)) == ["r.key_not_in_force"]


@pytest.mark.parametrize(
    ("appointment", "more", "found"),
    [
        ({"desks": ("CALDER",)}, {}, ["r.wrong_desk"]),
        ({"desks": ("CALDER", "TRIAL")}, {}, []),
        ({"valid_to": DAY - timedelta(days=1)}, {}, ["r.expired"]),
        ({"valid_from": DAY + timedelta(days=1)}, {}, ["r.expired"]),
        ({"valid_to": DAY}, {}, []),
        ({"limits": (Limit("GBP", Decimal(100)),)}, {"body": Body(worth=Decimal(100))}, []),
        ({"limits": (Limit("GBP", Decimal(100)),)}, {"body": Body(worth=Decimal("100.01"))}, ["r.over_limit"]),
        ({"limits": (Limit("JPY", Decimal(100)),)}, {"body": Body(worth=Decimal(101))}, []),
    ],
)
def test_desk_days_and_limits(rolled: Rolled, appointment: dict[str, Any], more: dict[str, Any], found: list[str]):
    whole = {"desks": ("*",), "valid_from": FIRST, "valid_to": LAST, **appointment}
    rolled.take(Appointment("A-adams", ("accepting_officer",), person="adams", **whole), "chief")
    assert officer(rolled, **more) == found


def test_one_fitting_appointment_is_enough(rolled: Rolled):
    small = (Limit("GBP", Decimal(1)),)
    rolled.take(Appointment("A-2", ("accepting_officer",), ("*",), FIRST, LAST, person="adams", limits=small), "chief")
    assert officer(rolled, body=Body(worth=Decimal(50))) == []


def test_the_holder_of_a_post_on_the_day_of_sealing(rolled: Rolled):
    rolled.officer("brown", "accepting_officer", by="chief", post="harbour", number="A-post")
    rolled.take(Holding("harbour", "brown", DAY), "chief")
    assert officer(rolled, by="brown") == []
    assert officer(rolled, by="brown", day=DAY - timedelta(days=1)) == ["r.role_missing"]


def test_what_a_revoked_node_wrote_after_its_last_trusted_size(rolled: Rolled):
    rolled.take(rolled.node_key("node"))
    place = rolled.skip()
    rolled.take(Revocation("node", key_id=key_id("node"), trusted_size=place))
    assert officer(rolled, index=place) == ["r.node_not_trusted"]
    assert officer(rolled) == []


def test_a_renewed_key_heals_nothing_that_was_signed_before(rolled: Rolled):
    raw = signer("clark").public.raw
    rolled.take(OfficerKey("clark", -8, raw, FIRST, DAY - timedelta(days=1)), "chief")
    rolled.take(Appointment("A-c", ("accepting_officer",), ("*",), FIRST, LAST, person="clark"), "chief")
    place = rolled.skip()
    rolled.take(OfficerKey("clark", -8, raw, FIRST, LAST), "chief")
    assert officer(rolled, by="clark", index=place) == ["r.key_expired"]
    assert officer(rolled, by="clark") == []


# --- days and rehearsals ---


@pytest.mark.parametrize(
    ("kind", "ago", "reason", "found"),
    [
        (FACT, 0, "", []),
        (FACT, -1, "", []),  # a day of grace for the date line
        (FACT, -2, "", ["r.in_the_future"]),
        (WILL, -2, "", []),  # a will may speak of a day to come
        (FACT, 7, "", []),
        (FACT, 8, "", ["r.late_without_reason"]),
        (FACT, 8, "at sea", []),
    ],
)
def test_days(rolled: Rolled, kind: Kind, ago: int, reason: str, found: list[str]):
    body = Body(DAY - timedelta(days=ago), reason)
    assert codes("house.days@1", situation_of(rolled, kind=kind, body=body)) == found


@pytest.mark.parametrize(
    ("label", "exercise", "found"),
    [((), False, []), (("EXERCISE",), True, []), (("EXERCISE",), False, ["r.mixed"]), ((), True, ["r.mixed"])],
)
def test_a_rehearsal_stays_one(rolled: Rolled, label: tuple[str, ...], exercise: bool, found: list[str]):
    assert codes("house.exercise@1", situation_of(rolled, label=label, terms=Terms(exercise))) == found
    assert codes("house.exercise@1", situation_of(rolled, label=label, terms=None)) == []


SCAN = (Attachment(b"s" * 32, 10, "image/jpeg", "signed_scan"),)


@pytest.mark.parametrize(
    ("more", "joined", "found"),
    [
        ({}, None, []),
        ({"on_behalf": "JP", "attachments": SCAN}, None, []),
        ({"on_behalf": "JP"}, None, ["r.no_scan"]),
        ({"on_behalf": "GB", "attachments": SCAN}, None, ["r.of_whom"]),
        ({"on_behalf": "AU", "attachments": SCAN}, None, ["r.of_whom"]),
        ({"on_behalf": "JP", "attachments": SCAN}, 3, ["r.has_a_node"]),
        ({"on_behalf": "JP", "attachments": SCAN, "index": 3}, 3, []),
        ({"on_behalf": "AU"}, 3, ["r.of_whom", "r.no_scan", "r.has_a_node"]),
    ],
)
def test_paper_of_the_other_side(rolled: Rolled, more: dict[str, Any], joined: int | None, found: list[str]):
    rolled.roll.peer_joined_at = joined
    assert codes("house.paper@1", situation_of(rolled, **more)) == found


def test_a_roll_act_is_judged_by_the_roll(rolled: Rolled):
    kind = Kind("parties/adoption", "fact", Adoption)
    made = situation_of(rolled, by="adams", kind=kind, body=Adoption(b"q" * 32, "x", "1"))
    assert codes("house.roll@1", made) == ["roll.not_appointing_officer"]


# --- the judge ---


def pack_of(checks: dict[str, Any]) -> Pack:
    """A pack with one rule for each check, and one that speaks of another kind."""
    rules = [Rule(f"toy.{number}", name, "art", ("toy/accept",)) for number, name in enumerate(checks)]
    rules.append(Rule("toy.other", next(iter(checks)), "art", ("toy/other",)))
    article = Article("art", "Art. 1", "第1条", "draft", "invented", "Something", "なにか")
    data = PackFile("gb-jp/toy", "1", "Toy", "試し", "toy", rule=tuple(rules))
    return Pack(data, [article], checks)


def broken(situation: Situation, rule: Rule):
    yield finding(rule, first=1)
    raise KeyError(rule.id)


def long(situation: Situation, rule: Rule):
    yield finding(rule, text="x" * 1000)


def test_all_findings_are_collected_and_a_check_that_fails_refuses(rolled: Rolled):
    found = judge(pack_of({"toy.broken@1": broken, "toy.long@1": long}), situation_of(rolled))
    assert [each.rule for each in found] == ["toy.0", "house.check_failed", "toy.1"]
    assert found[1] == Finding("house.check_failed", "art", (("rule", "toy.0"), ("trouble", "KeyError")))
    assert len(found[-1].figures[0][1]) == 200
    assert found[-1].to_wire().figures == found[-1].figures


def test_rules_speak_of_their_kinds_alone(rolled: Rolled):
    pack = pack_of({"toy.long@1": long})
    assert [each.rule for each in judge(pack, situation_of(rolled))] == ["toy.0"]
    assert judge(pack, situation_of(rolled, kind=FACT)) == ()
