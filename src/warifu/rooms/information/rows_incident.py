"""Rows: loss, compromise or the possibility of it: the originator is told at once, and what follows.

Law: an incident shows by when it had to be told and when it was, what it touches, what was found, which measures are
open; until both have closed it, it stands among what is wrong, and a loss does until the copy is found. Days are days
since 1970-01-01, instants UTC seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from warifu.law.case import Case, Stand
from warifu.law.heads import Running, Tables, TroubleRow, day, day_number, day_of, later, other_party, table, turn_of
from warifu.law.room import RowContext, Rows
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.acts.visit import MAX_CIRCLE
from warifu.rooms.information.checks.incident import hours_for, tell_by
from warifu.rooms.information.rows_common import laid_out, schemes_in, sight_of
from warifu.rooms.information.rows_visit import clock, cured
from warifu.rooms.information.terms.incident import IncidentTerms


class IncidentRow(NamedTuple):
    """An incident: what, whose, by when it had to be told and when it was, what was found, what is open."""

    number: str
    what: str
    opener: str
    holder: str
    originator: str
    marking: str
    discovered: int
    told: int
    """UTC seconds at which the report was sealed."""
    tell_by: int
    """UTC seconds by which it had to be told."""
    late: bool
    place: str
    acknowledged: int | None
    investigated_by: str
    expected: int | None
    found: str
    """The outcome found so far, or in the end."""
    final: bool
    result_on: int | None
    persons: int
    damage: str
    measures: int
    open_measures: int
    items: int
    recovered: int
    """Facts that say that something is found again."""
    reopened: int
    state: str
    level: int
    circle: str
    exercise: bool


class IncidentItemRow(NamedTuple):
    """An item that an incident touches: the act cited, the case of the item, the copies, and those found again."""

    place: int
    act: bytes
    item: bytes
    number: str
    copies: str
    recovered: str


class MeasureRow(NamedTuple):
    """A measure: what, whose, by when, and when it was done."""

    number: int
    measure: str
    party: str
    due: int
    done: int | None
    act: bytes
    """The fact that says it is done."""


RECORDS: dict[str, type[Any]] = {
    "information_incident": IncidentRow,
    "information_incident_item": IncidentItemRow,
    "information_measure": MeasureRow,
}
_DEFAULTS: dict[str, Any] = {
    "tell_hours": [168, 72, 48, 24, 24], "acknowledge_days": 3, "investigation_days": 60, "assess_days": 30,
    "hours": {"GB": 0, "JP": 9},
}  # fmt: skip


def incident_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of an incident."""
    terms: IncidentTerms = case.terms
    facts = [stand for stand in case.of_nature("fact") if stand.status in {"recorded", "irregular"}]
    rules: Mapping[str, Any] = {**_DEFAULTS, **table(case, context, "incident")}
    back = [stand for stand in facts if stand.placed.act.kind == I + "recovered"]
    measures = _measures(terms, facts)
    items = _items(terms, context, back)
    sight = sight_of(case, context, terms.circle[:MAX_CIRCLE])
    tables: Tables = {
        "information_incident": [_incident(case, context, (measures, back, rules), sight.level)],
        "information_incident_item": items,
        "information_measure": measures,
        "information_trouble": [] if terms.agreed else [_open(case, context, rules)],
    }
    return laid_out(
        case, context, tables, _clocks(case, context, measures, rules), sight=sight,
        activity=terms.circle, marking=terms.marking.written, other_desk=case.line[0].placed.body.to,
        emergency=not terms.agreed, cured=cured(case),
        words=(terms.what, case.line[0].placed.body.package, *(each.number for each in items)),
    )  # fmt: skip


def _holder(terms: IncidentTerms, context: RowContext) -> str:
    return terms.opener if terms.finder_holds else other_party(context.pair, terms.opener)


def _told_by(case: Case, context: RowContext, rules: Mapping[str, Any]) -> int:
    """UTC seconds by which the incident had to be told."""
    terms: IncidentTerms = case.terms
    marking = terms.marking
    level = schemes_in(case, context).level_of((marking.scheme, marking.version, marking.written))
    return tell_by(terms.discovered_on, rules["hours"].get(terms.opener, 0), hours_for(rules, level))


def _incident(case: Case, context: RowContext, known: tuple[Any, Any, Mapping[str, Any]], level: int) -> IncidentRow:
    terms: IncidentTerms = case.terms
    measures, back, rules = known
    root, by, holder = case.line[0].placed, _told_by(case, context, rules), _holder(terms, context)
    return IncidentRow(
        terms.number, terms.what, terms.opener, holder, other_party(context.pair, holder), terms.marking.written,
        day_number(terms.discovered_on), root.act.time, by, root.act.time > by, root.body.place,
        day(terms.acknowledged_on), terms.investigated_by, day(terms.expected), terms.outcome_found, terms.final,
        day(terms.result_on), terms.persons, terms.damage, len(measures), sum(each.done is None for each in measures),
        len(terms.items), len(back), terms.reopened, case.state, level, terms.circle[:MAX_CIRCLE], terms.exercise,
    )  # fmt: skip


def _items(terms: IncidentTerms, context: RowContext, back: list[Stand]) -> list[IncidentItemRow]:
    copies = {each.cite: each.copies for each in terms.touched}
    again: dict[int, list[str]] = {}
    for stand in back:
        for each in stand.placed.body.touched:
            again.setdefault(each.cite, []).extend(each.copies or ("*",))
    found = []
    for place, cite in enumerate(terms.items):
        cited = context.cited.get(cite)
        item = b"" if cited is None else cited.placed.act.case or cited.placed.digest
        number = "" if cited is None else getattr(cited.terms, "number", "")
        found.append(
            IncidentItemRow(
                place, cite, item, number, " ".join(copies.get(place, ())),
                " ".join(dict.fromkeys(again.get(place, ()))),
            )
        )  # fmt: skip
    return found


def _measures(terms: IncidentTerms, facts: list[Stand]) -> list[MeasureRow]:
    done: dict[int, Stand] = {}
    for stand in facts:
        if stand.placed.act.kind != I + "measure_done":
            continue
        known = terms.measure(stand.placed.body.number)
        if known is not None and known.party == stand.placed.act.side_of:
            done.setdefault(known.number, stand)
    return [
        MeasureRow(
            each.number, each.measure, each.party, day_number(each.due),
            day(done[each.number].placed.body.on) if each.number in done else None,
            done[each.number].placed.digest if each.number in done else b"",
        )
        for each in terms.measures
    ]  # fmt: skip


def _open(case: Case, context: RowContext, rules: Mapping[str, Any]) -> TroubleRow:
    """An incident is somebody's to see to until both have closed it."""
    terms: IncidentTerms = case.terms
    due = terms.expected or later(terms.told_on, rules["investigation_days"])
    owner = turn_of(case, context) or _holder(terms, context)
    return TroubleRow(
        0, case.root, "incident", owner, f"incident.{terms.what}", day_number(terms.discovered_on), day_number(due),
        "open", b"",
    )  # fmt: skip


def _clocks(case: Case, context: RowContext, measures: list[MeasureRow], rules: Mapping[str, Any]) -> Iterator[Running]:
    terms: IncidentTerms = case.terms
    holder, root = _holder(terms, context), case.root.hex()
    originator, told = other_party(context.pair, holder), day_of(case.line[0].placed.act.time)
    heard = other_party(context.pair, terms.opener)
    by = day_of(_told_by(case, context, rules))
    yield Running(clock("incident-tell", terms.discovered_on, by), root, terms.opener, told)
    # Whoever investigates has heard of it: that is answer enough.
    answered = terms.acknowledged_on or (terms.investigation_on if holder == heard else None)
    yield Running(clock("incident-acknowledge", told, later(told, rules["acknowledge_days"])), root, heard, answered)
    expected = terms.expected or later(told, rules["investigation_days"])
    yield Running(clock("incident-investigation", told, expected, 14), root, holder, terms.result_on)
    if terms.result_on is not None:
        due = later(terms.result_on, rules["assess_days"])
        yield Running(clock("incident-damage", terms.result_on, due), root, originator, terms.damage_on)
    for each in measures:
        planned = _planned(case, each.number)
        done = None if each.done is None else _date(each.done)
        yield Running(clock("incident-measure", planned, _date(each.due), 7), str(each.number), each.party, done)


def _planned(case: Case, number: int) -> date:
    """The day on which a measure was first named."""
    for stand in case.line:
        if stand.placed.act.kind == I + "measures" and any(
            each.number == number for each in stand.placed.body.measures
        ):
            on: date = stand.placed.body.on
            return on
    return day_of(case.line[0].placed.act.time)


def _date(number: int) -> date:
    return day_of(number * 86_400)


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"incident": incident_rows}
