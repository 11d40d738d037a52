"""Decisions on access: the same truth table through this house, cedarpy and pycasbin; and a muster of 100,000 copies.

Law: first the verdicts are equal on every question, then the speeds are compared. Cedar is given one ``forbid`` a rule,
so that it names its reasons as this house does, and they are held against ours; casbin gives a verdict alone. What each
is asked is laid out beforehand, in the form that serves it best: only the answer is timed.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import casbin
import cedarpy

from tests.house_world import CIRCLE, SECRET, house_world
from warifu.doors.inhouse import mustering
from warifu.doors.inhouse.mustering import By, Wanted, Word
from warifu.node.open import all_packs
from warifu.record.log import NATIONAL
from warifu.rooms.information import access
from warifu.rooms.information.access import Question
from warifu.rooms.information.acts.house import Clearance, Known

QUESTIONS, ROUNDS = 12_000, 5
COPIES = 100_000
_DAY = date(2026, 6, 10).toordinal()


@dataclass(frozen=True)
class Row:
    """One question, flat: what all three are asked. At most one attestation and one need; days as numbers."""

    agency: str
    purpose: str
    circle: str
    owner: str
    level: int
    state: str
    releasable: bool
    designated_by: str
    consented: bool
    has_clearance: bool
    clearance_agency: str
    clearance_level: int
    clearance_from: int
    clearance_to: int
    scope: str
    broken: str
    nationality: str
    contractor: str
    facility_level: int
    has_need: bool
    need_from: int
    need_to: int
    briefed_on: int
    place_level: int
    on: int


def table(seed: int = 9) -> list[Row]:
    """Return the questions: most of what is asked of each is in order, so that permits and all refusals occur."""
    chance = random.Random(seed)

    def mostly(good: Any, *bad: Any) -> Any:
        return good if chance.random() < 0.9 else chance.choice(bad)

    return [
        Row(
            agency="JP-MOD", purpose=mostly(CIRCLE, "exercise:OTHER"), circle=CIRCLE, owner="GB",
            level=chance.choice([0, 1, 1, 2, 2, 3, 3, 4]), state=mostly("held", "missing", "transit", "destroyed"),
            releasable=mostly(True, False), designated_by=mostly("", "JP-MOD", "JP-MOFA"),
            consented=mostly(False, True),
            has_clearance=mostly(True, False), clearance_agency=mostly("JP-MOD", "JP-MOFA"),
            clearance_level=mostly(4, 0, 1, 2, 3), clearance_from=_DAY - mostly(100, 0, -1),
            clearance_to=_DAY + mostly(100, 0, -1), scope=mostly("", CIRCLE, "exercise:OTHER"),
            broken=mostly("", "JP-MOFA"), nationality=mostly("", "AU", "GB"), contractor=mostly("", "JP-F-7"),
            facility_level=mostly(3, -1, 1, 2), has_need=mostly(True, False), need_from=_DAY - mostly(100, 0, -1),
            need_to=_DAY + mostly(100, 0, -1), briefed_on=_DAY - mostly(50, 0, -1, -(2**20)),
            place_level=mostly(4, -1, 0, 1, 2, 3), on=_DAY,
        )
        for _ in range(QUESTIONS)
    ]  # fmt: skip


def question(row: Row) -> Question:
    """Return a row as this house asks it."""
    day = date.fromordinal
    never = row.briefed_on > _DAY + 10_000
    known = Known(
        row.level, row.circle, row.owner, row.state, ("AU",) if row.releasable else (), row.designated_by,
        row.consented,
        (
            Clearance(
                row.clearance_agency, row.clearance_level, day(row.clearance_from), day(row.clearance_to), row.scope,
                row.broken,
            ),
        ) if row.has_clearance else (),
        row.nationality, row.contractor, ((day(row.need_from), day(row.need_to)),) if row.has_need else (),
        None if never else day(row.briefed_on), row.place_level, row.facility_level,
    )  # fmt: skip
    return Question("JP-091", row.agency, row.purpose, "R1", "paper", day(row.on), known)


_CLEARED = "c.level >= 1 && c.has_clearance"
_OF_AGENCY = f"{_CLEARED} && c.clearance_agency == c.agency"
_UNBROKEN = f'{_OF_AGENCY} && c.broken == ""'
_VALID = f"{_UNBROKEN} && c.clearance_from <= c.on && c.on <= c.clearance_to"
_FORBIDS = {
    "cleared": "c.level >= 1 && !c.has_clearance",
    "agency": f"{_CLEARED} && c.clearance_agency != c.agency",
    "transferred": f'{_OF_AGENCY} && c.broken != ""',
    "validity": f"{_UNBROKEN} && !(c.clearance_from <= c.on && c.on <= c.clearance_to)",
    "scope": f'{_VALID} && c.scope != "" && c.scope != c.circle',
    "level": f'{_VALID} && (c.scope == "" || c.scope == c.circle) && c.clearance_level < c.level',
    "need": "c.level >= 1 && !(c.has_need && c.need_from <= c.on && c.on <= c.need_to)",
    "purpose": "c.purpose != c.circle",
    "briefing": "c.level >= 2 && c.briefed_on > c.on",
    "releasable": 'c.level >= 1 && c.nationality != "" && c.nationality != c.owner && '
    '!(c.releasable && c.nationality == "AU")',
    "facility": 'c.level >= 1 && c.contractor != "" && c.facility_level < c.level',
    "designated": 'c.designated_by != "" && c.designated_by != c.agency && !c.consented',
    "place": "c.level >= 1 && c.place_level < c.level",
    "copy": 'c.state != "held"',
}
"""What refuses, once for both others; ``c`` stands for what each calls the question."""
_ASKED = re.compile(r"\bc\.")


def cedar_policies() -> str:
    """One permit, and a forbid for each rule with its id."""
    asked = {name: _ASKED.sub("context.", text) for name, text in _FORBIDS.items()}
    forbids = (f'@id("{name}")\nforbid(principal, action, resource) when {{ {text} }};' for name, text in asked.items())
    return "permit(principal, action, resource);\n" + "\n".join(forbids)


def _cedar(rows: list[Row]) -> Callable[[], list[tuple[bool, frozenset[str]]]]:
    """Return what asks cedarpy for all rows, in one batch, over policies that are parsed once."""
    parsed, entities = cedarpy.PolicySet.from_str(cedar_policies()), cedarpy.Entities.from_json_str("[]")
    requests = [
        {"principal": 'P::"a"', "action": 'A::"see"', "resource": 'R::"copy"', "context": asdict(row)} for row in rows
    ]

    def ask() -> list[tuple[bool, frozenset[str]]]:
        answers = cedarpy.is_authorized_batch(requests, parsed, entities)
        return [(each.allowed, frozenset(each.diagnostics.reasons)) for each in answers]

    return ask


_MODEL = """
[request_definition]
r = q
[policy_definition]
p = rule
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = {matcher}
"""


def _matcher() -> str:
    """The same rules as one matcher: none of them refuses."""
    text = " || ".join(f"({each})" for each in _FORBIDS.values())
    return _ASKED.sub("r.q.", f"!({text})")


def _casbin(rows: list[Row]) -> Callable[[], list[bool]]:
    model = casbin.Model()
    model.load_model_from_text(_MODEL.format(matcher=_matcher()))
    enforcer = casbin.Enforcer(model)
    enforcer.add_policy("access")
    return lambda: [enforcer.enforce(row) for row in rows]


def _best(work: Callable[[], Any], rounds: int) -> float:
    """Seconds of the quickest round."""
    found = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found)


def rules() -> access.Rules:
    """The rows of the pack that decide."""
    return access.rules_of(next(pack for pack in all_packs().values() if pack.id == "gb-jp/isa-2013"))


def measure_access() -> dict[str, Any]:
    """Equality first; then microseconds a decision with its reasons, and how many times quicker than the quicker."""
    rows, by = table(), rules()
    asked = [question(row) for row in rows]
    decide = access.decide
    ours = [frozenset(access.codes(decide(each, by))) for each in asked]
    cedar, other = _cedar(rows), _casbin(rows)
    theirs = cedar()
    named = _named(theirs, cedar_policies())
    assert [not each for each in ours] == [allowed for allowed, _ in theirs]
    assert ours == named
    assert [not each for each in ours] == other()
    mine = _best(lambda: [decide(each, by) for each in asked], ROUNDS) / QUESTIONS
    times = {
        "cedarpy, all questions in one batch": _best(cedar, 3) / QUESTIONS,
        "pycasbin": _best(other, 1) / QUESTIONS,
    }
    return {
        "questions, verdicts of all three equal, reasons equal to Cedar's": QUESTIONS,
        "permitted": sum(not each for each in ours),
        "one decision with its reasons (µs)": round(mine * 1e6, 2),
        **{f"{name} (µs)": round(each * 1e6, 1) for name, each in times.items()},
        "times quicker than the quicker (target 10)": round(min(times.values()) / mine, 1),
    }


def _named(theirs: list[tuple[bool, frozenset[str]]], policies: str) -> list[frozenset[str]]:
    """Cedar's reasons by the rule they stand for: by its annotation, or by the place of the policy."""
    ids = ["", *(f"information.access.{name}" for name in _FORBIDS)]
    places = {f"policy{at}": name for at, name in enumerate(ids)}
    assert policies.count("forbid(") == len(_FORBIDS)
    return [frozenset(filter(None, (places.get(each, each) for each in reasons))) for _, reasons in theirs]


def measure_muster(copies: int = COPIES) -> dict[str, Any]:
    """Seconds to begin a muster of so many copies, to tick them all and to close; from rows laid out directly."""
    world = house_world(seed=5)
    node = world.jp.node
    _lay(world, copies)
    by, wanted = By(world.jp.officers["clerk"], "TRIAL"), Wanted("JP-M-26-9", "yearly", world.today)
    begun = time.perf_counter()
    made = mustering.begin(node, "GB", wanted, by)
    first = time.perf_counter() - begun
    assert all(each.ok for each in made), made[0].ruling
    world.wait(1)
    begun = time.perf_counter()
    for sheet in made[1:]:
        lines = tuple(range(1, 501))
        assert mustering.tick(node, "GB", sheet.case, Word(lines), by).ok
        assert mustering.close_sheet(node, "GB", sheet.case, by).ok
    second = time.perf_counter() - begun
    begun = time.perf_counter()
    closed = mustering.close(node, "GB", made[0].act, by)
    assert closed.ok, closed.ruling
    seen = node.store.run("SELECT SUM(sighted) FROM information_sheet WHERE pair = %s", [NATIONAL])[0][0]
    assert int(seen) == copies
    return {
        f"muster of {copies} copies: expected, written into sheets, signed (s)": round(first, 2),
        "every sheet ticked and closed (s)": round(second, 2),
        "closed, each sheet cited (s)": round(time.perf_counter() - begun, 2),
    }


def _lay(world: Any, copies: int) -> None:
    """Write rows of items and copies as the projection would: a tenth as many items, ten copies each."""
    store, day = world.jp.node.store, world.today.toordinal() - date(1970, 1, 1).toordinal()
    columns = {
        name: [row[1] for row in store.run(f"PRAGMA table_info({name})")]
        for name in ("information_item", "information_movement")
    }
    given: dict[str, Any] = {
        "form": "document", "opener": "GB", "originator": "GB-MOD", "scheme": SECRET[0], "version": SECRET[1],
        "marking": SECRET[2], "level": 3, "circle": CIRCLE, "state": "registered", "status": "held", "party": "JP",
        "desk": "TRIAL", "from_day": day - 10, "to_day": None,
    }  # fmt: skip

    def row(name: str, **known: Any) -> list[Any]:
        blank = {"content": b"", "act": b"", "expires": None, "loan_until": None, "corresponding": "", "exercise": 0}
        told = {**dict.fromkeys(columns[name], ""), **blank, **given, **known, "pair": "GB-JP"}
        numbers = {"sources", "since", "registered", "copies", "out", "missing", "released", "destroyed", "step"}
        return [0 if column in numbers | {"discrepancies"} else told[column] for column in columns[name]]

    roots = [number.to_bytes(32) for number in range(1, copies // 10 + 1)]
    for name, rows in (
        ("information_item", [row("information_item", case=root, number=f"N-{at}") for at, root in enumerate(roots)]),
        (
            "information_movement",
            [
                row("information_movement", case=root, place=place, copy=str(place))
                for root in roots
                for place in range(10)
            ],
        ),
    ):
        marks = ", ".join(["%s"] * len(columns[name]))
        store.many(f"INSERT INTO {name} VALUES ({marks})", rows)


def measure() -> dict[str, Any]:
    """Both figures."""
    return {**measure_access(), **measure_muster()}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1, ensure_ascii=False))
