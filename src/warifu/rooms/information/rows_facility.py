"""Rows: contractors and facilities: assurance, inspections, custodian.

Law: an assurance is good while it has neither ended nor been suspended, its day has not passed, and no change stands
unanswered: an open change makes it *doubtful*, and that is shown and counted. Names of firms are texts; rows hold
codes. Days are days since 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from warifu.core.days import add_months
from warifu.core.schedule import Clock, Warned
from warifu.law.case import Case, Stand
from warifu.law.heads import Running, Tables, TroubleRow, day, day_number, later, other_party, table
from warifu.law.room import RowContext, Rows
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.acts.visit import MAX_CIRCLE
from warifu.rooms.information.rows_common import laid_out, schemes_in, sight_of
from warifu.rooms.information.rows_visit import clock, cured
from warifu.rooms.information.terms.facility import FacilityTerms


class FacilityRow(NamedTuple):
    """A firm's place: what was asked, what is assured and until when, who keeps it, when it is inspected next."""

    number: str
    opener: str
    authority: str
    firm: str
    site: str
    country: str
    purpose: str
    asked: str
    until: int
    marking: str
    """Up to which marking assurance is given, as written; empty for none."""
    level_assured: int
    """Its protection level while the assurance is good; 0 where there is none, or it is suspended or ended."""
    valid_to: int | None
    custodian: str
    register_kept: bool
    persons: int
    conditions: str
    reference: str
    inspected: int | None
    result: str
    next_due: int | None
    doubtful: int
    """Changes that no assurance has answered."""
    subcontract: bool
    above: bytes
    """The assurance of the firm whose subcontractor it is."""
    held: int
    disposal: str
    state: str
    level: int
    circle: str
    exercise: bool


class InspectionRow(NamedTuple):
    """An inspection or a change: what, when, with what result, and what is due after it."""

    act: bytes
    what: str
    """inspection, or what has changed."""
    on_day: int
    form: str
    result: str
    inspector: str
    found: str
    correct_by: int | None
    next_due: int | None
    to: str
    side: str
    answered: bool
    status: str


RECORDS: dict[str, type[Any]] = {
    "information_facility": FacilityRow,
    "information_inspection": InspectionRow,
}
_DEFAULTS = {"inspection_months": 18, "reaffirm_days": 60}
_WARNINGS = (6, 3, 1)
_OVER = frozenset({"refused", "withdrawn", "ended"})


def facility_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of a firm's place."""
    terms: FacilityTerms = case.terms
    facts = [stand for stand in case.of_nature("fact") if stand.status in {"recorded", "irregular"}]
    facts.sort(key=lambda stand: (stand.placed.body.on, stand.placed.act.time, stand.placed.digest))
    open_changes = [
        stand
        for stand in facts
        if stand.placed.act.kind == I + "facility_change" and stand.placed.digest not in terms.answered
    ]
    days: Mapping[str, Any] = {**_DEFAULTS, **table(case, context, "facility")}
    sight = sight_of(case, context, terms.circle[:MAX_CIRCLE])
    tables: Tables = {
        "information_facility": [_facility(case, context, facts, (len(open_changes), sight.level))],
        "information_inspection": [_inspection(stand, terms) for stand in facts],
        "information_trouble": [] if case.state in _OVER else [_doubt(each, days) for each in open_changes],
    }
    return laid_out(
        case, context, tables, _clocks(case, context, facts, days), sight=sight,
        activity=terms.purpose, marking=terms.asked.written, other_desk=case.line[0].placed.body.to,
        cured=cured(case), words=(terms.firm, terms.site, terms.country, terms.purpose),
    )  # fmt: skip


def _facility(case: Case, context: RowContext, facts: list[Stand], known: tuple[int, int]) -> FacilityRow:
    terms: FacilityTerms = case.terms
    given, (doubtful, level) = terms.assured, known
    seen = [stand.placed.body for stand in facts if stand.placed.act.kind == I + "inspection"]
    last = seen[-1] if seen else None
    inspected = last.on if last else given.inspected_on if given else None
    return FacilityRow(
        terms.number, terms.opener, other_party(context.pair, terms.opener), terms.firm, terms.site, terms.country,
        terms.purpose, terms.asked.written, day_number(terms.until), given.marking.written if given else "",
        _level(case, context, given.marking) if given and case.state == "assured" else 0,
        day(given.valid_to) if given else None,
        given.custodian if given else "", bool(given and given.register_kept), given.persons if given else 0,
        " ".join(given.conditions) if given else "", given.reference if given else "", day(inspected),
        last.result if last else "", day(_next(terms, last)), doubtful, terms.subcontract, terms.above, terms.held,
        terms.disposal, case.state, level, terms.circle[:MAX_CIRCLE], terms.exercise,
    )  # fmt: skip


def _level(case: Case, context: RowContext, marking: Any) -> int:
    return schemes_in(case, context).level_of((marking.scheme, marking.version, marking.written))


def _next(terms: FacilityTerms, last: Any) -> Any:
    """The day by which the place is inspected again; None before it is assured."""
    given = terms.assured
    if given is None:
        return last.next_due if last else None
    since = max(given.inspected_on, last.on) if last else given.inspected_on
    by_term = add_months(since, min(max(given.inspection_months, 1), 1200))
    return min(by_term, last.next_due) if last and last.on >= given.inspected_on else by_term


def _inspection(stand: Stand, terms: FacilityTerms) -> InspectionRow:
    placed, body = stand.placed, stand.placed.body
    answered = placed.digest in terms.answered
    if placed.act.kind == I + "inspection":
        return InspectionRow(
            placed.digest, "inspection", day_number(body.on), body.form, body.result, body.inspector,
            " ".join(body.found), day(body.correct_by), day(body.next_due), "", placed.act.side_of, answered,
            stand.status,
        )  # fmt: skip
    return InspectionRow(
        placed.digest, body.what, day_number(body.on), "", "", "", "", None, None, body.to, placed.act.side_of,
        answered, stand.status,
    )  # fmt: skip


def _doubt(stand: Stand, days: Mapping[str, Any]) -> TroubleRow:
    """A change that nobody has answered makes the assurance doubtful."""
    body = stand.placed.body
    return TroubleRow(
        0, stand.placed.digest, "doubtful", stand.placed.act.side_of, f"facility.{body.what}", day_number(body.on),
        day_number(later(body.on, days["reaffirm_days"])), "open", b"",
    )  # fmt: skip


def _clocks(case: Case, context: RowContext, facts: list[Stand], days: Mapping[str, Any]) -> Iterator[Running]:
    terms: FacilityTerms = case.terms
    given = terms.assured
    if given is None:
        return
    authority, root = other_party(context.pair, terms.opener), case.root.hex()
    seen = [stand for stand in facts if stand.placed.act.kind == I + "inspection"]
    if case.state not in _OVER:
        last = seen[-1].placed.body if seen else None
        since = last.on if last else given.inspected_on
        yield Running(clock("facility-inspection", since, _next(terms, last), 60), root, authority)
        warnings = tuple(
            Warned(months, warned)
            for months in _WARNINGS
            if (warned := add_months(given.valid_to, -months)) >= given.on
        )
        yield Running(Clock("facility-assurance", given.on, max(given.on, given.valid_to), warnings), root, authority)
    for stand in facts:
        if stand.placed.act.kind == I + "facility_change":
            yield _reaffirmed(case, stand, days, authority)
    for place, stand in enumerate(seen):
        yield from _corrected(stand, seen[place + 1 :], authority)


def _reaffirmed(case: Case, stand: Stand, days: Mapping[str, Any], authority: str) -> Running:
    """An assurance is given anew within some days of a change, or ends."""
    on, digest = stand.placed.body.on, stand.placed.digest
    answers = [
        each.placed.body.on
        for each in case.line
        if digest in each.placed.act.cites or each.placed.act.kind == I + "facility_end"
    ]
    done = answers[0] if answers else None
    return Running(clock("facility-reaffirm", on, later(on, days["reaffirm_days"])), digest.hex(), authority, done)


def _corrected(stand: Stand, after: list[Stand], authority: str) -> Iterator[Running]:
    """What an inspection found wrong is put right by its day, and a later inspection says so."""
    body = stand.placed.body
    if body.correct_by is None:
        return
    done = next((each.placed.body.on for each in after if each.placed.body.result == "satisfactory"), None)
    yield Running(clock("facility-correct", body.on, body.correct_by, 14), stand.placed.digest.hex(), authority, done)


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"facility": facility_rows}
