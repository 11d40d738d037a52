"""Rows: requests for visit, with the elements of the multinational form, and what the host decides.

Law: a visit shows what was asked and what was approved side by side, each visitor with the attestation as given and the
days on which that person came, and every attendance. Names are texts and stand in no row. Days are days since
1970-01-01. A clock says who has to act; whether it is over is asked when a page is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from warifu.core.schedule import Clock, Warned
from warifu.law.case import Case, Stand
from warifu.law.flow import OPENER
from warifu.law.heads import Running, Tables, day, day_number, day_of, later, other_party, table
from warifu.law.room import RowContext, Rows
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.acts.visit import MAX_CIRCLE
from warifu.rooms.information.rows_common import laid_out, sight_of
from warifu.rooms.information.terms.visit import Approved, VisitTerms, amended


class VisitRow(NamedTuple):
    """A visit as asked for and as approved: days, highest level, how many are let in, how many came."""

    number: str
    form: str
    opener: str
    host: str
    agency: str
    sites: str
    programme: str
    purpose: str
    initiative: str
    from_day: int
    to_day: int
    marking: str
    """The highest level asked for, as written."""
    visitors: int
    certificate: str
    approved_from: int | None
    approved_to: int | None
    approved_marking: str
    approved: int
    conditions: str
    reference: str
    papers: str
    """Of an emergency visit: due or complete."""
    changing: bool
    attendances: int
    irregular: int
    state: str
    level: int
    circle: str
    exercise: bool


class VisitorRow(NamedTuple):
    """A visitor: number of the person, why, the attestation as given, whether let in and on what ground, when there."""

    place: int
    person: str
    nationality: str
    agency: str
    need: str
    issuer: str
    marking: str
    valid_to: int | None
    approved: bool
    ground: str
    days: int
    """How many times this person came."""
    last_day: int | None


class AttendanceRow(NamedTuple):
    """Who came, when and where, and up to which level something was shown."""

    act: bytes
    on_day: int
    site: str
    persons: str
    shown: str
    side: str
    status: str


RECORDS: dict[str, type[Any]] = {
    "information_visit": VisitRow,
    "information_visitor": VisitorRow,
    "information_attendance": AttendanceRow,
}
_DEFAULTS = {"amendment_lead_days": 10, "papers_days": 14, "answer_days": 14}
_STANDING = "draft"
_PAPERS = (
    "information", "site_access", "initiative", "programme", "security_officer", "certified_by", "certificate",
)  # fmt: skip


def cured(case: Case) -> dict[bytes, Stand]:
    """Return the facts that a will of the line takes as they are, each with that will."""
    found: dict[bytes, Stand] = {}
    for stand in case.line:
        if stand.placed.act.kind == I + "ratify":
            found.update(dict.fromkeys(stand.placed.act.cites, stand))
    return found


def visit_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of a visit."""
    terms: VisitTerms = case.terms
    came = [stand for stand in case.of_nature("fact") if stand.placed.act.kind == I + "attended" and _counts(stand)]
    sight = sight_of(case, context, terms.circle[:MAX_CIRCLE])
    tables: Tables = {
        "information_visit": [_visit(case, context, came, sight.level)],
        "information_visitor": _visitors(case, came),
        "information_attendance": [_attendance(stand) for stand in came],
    }
    return laid_out(
        case, context, tables, _clocks(case, context), sight=sight, activity=terms.programme,
        marking=terms.marking.written if terms.marking else "", other_desk=case.line[0].placed.body.to,
        emergency=terms.form == "emergency", cured=cured(case),
        words=(terms.form, terms.agency, terms.certificate, *(each.person for each in terms.visitors),
               *(each.site for each in terms.sites)),
    )  # fmt: skip


def _counts(stand: Stand) -> bool:
    return stand.status in {"recorded", "irregular"}


def _visit(case: Case, context: RowContext, came: list[Stand], level: int) -> VisitRow:
    terms: VisitTerms = case.terms
    given = terms.approved
    return VisitRow(
        terms.number, terms.form, terms.opener, other_party(context.pair, terms.opener), terms.agency,
        " ".join(each.site for each in terms.sites), terms.programme, terms.purpose, terms.initiative,
        day_number(terms.from_day), day_number(terms.to_day), terms.marking.written if terms.marking else "",
        len(terms.visitors), terms.certificate, day(given.from_day) if given else None,
        day(given.to_day) if given else None, given.marking.written if given else "",
        len(given.persons) if given else 0, " ".join(given.conditions) if given else "",
        given.reference if given else "", papers(terms), terms.pending is not None, len(came),
        sum(stand.status == "irregular" for stand in came), case.state, level, terms.circle[:MAX_CIRCLE],
        terms.exercise,
    )  # fmt: skip


def papers(terms: VisitTerms) -> str:
    """Say how the papers of an emergency visit stand: empty for any other visit, due, or complete."""
    if terms.form != "emergency":
        return ""
    attested = all(each.attested is not None for each in terms.visitors)
    return "complete" if attested and all(getattr(terms, name) for name in _PAPERS) else "due"


def _visitors(case: Case, came: list[Stand]) -> list[VisitorRow]:
    terms: VisitTerms = case.terms
    let_in = set(terms.approved.persons) if terms.approved else set()
    grounds = {each.person: each.ground for stand in case.line for each in _granted(stand)}
    days: dict[str, list[date]] = {}
    for stand in came:
        for person in stand.placed.body.persons:
            days.setdefault(person, []).append(stand.placed.body.on)
    found = []
    for place, each in enumerate(amended(terms).visitors):
        given, there = each.attested, days.get(each.person, [])
        found.append(
            VisitorRow(
                place, each.person, each.nationality, each.agency, each.need, given.issuer if given else "",
                given.marking.written if given else "", day(given.valid_to) if given else None,
                each.person in let_in, grounds.get(each.person, ""), len(there), day(max(there)) if there else None,
            )
        )  # fmt: skip
    return found


def _granted(stand: Stand) -> tuple[Any, ...]:
    return stand.placed.body.visitors if stand.placed.act.kind == I + "visit_approve" else ()


def _attendance(stand: Stand) -> AttendanceRow:
    placed, body = stand.placed, stand.placed.body
    return AttendanceRow(
        placed.digest, day_number(body.on), body.site, " ".join(body.persons), body.shown.written if body.shown else "",
        placed.act.side_of, stand.status,
    )  # fmt: skip


def clock(name: str, starts: date, due: date, warning: int = 0, *, is_right: bool = False) -> Clock:
    """Return a clock that does not end before it begins, with one warning some days before."""
    due = max(starts, due)
    warned = (Warned(0, max(starts, later(due, -warning))),) if warning else ()
    return Clock(name, starts, due, warned, standing=_STANDING, is_right=is_right)


def _clocks(case: Case, context: RowContext) -> Iterator[Running]:
    terms: VisitTerms = case.terms
    days: Mapping[str, Any] = {**_DEFAULTS, **table(case, context, "visit")}
    host, root = other_party(context.pair, terms.opener), case.root.hex()
    decided = next((_on(stand) for stand in case.line if stand.placed.act.kind in _DECISIONS), None)
    if decided is not None or case.state in {"requested", "queried"}:
        first = case.line[0].placed.body.on
        yield Running(clock("visit-answer", first, later(first, days["answer_days"])), root, host, decided)
    if terms.asked_by is not None and case.turn == OPENER:
        yield Running(clock("visit-more", _on(case.head), terms.asked_by), root, terms.opener)
    if terms.approved is not None and not terms.outcome:
        yield from _approved(terms, terms.approved, days, (root, host))


def _approved(terms: VisitTerms, given: Approved, days: Mapping[str, Any], named: tuple[str, str]) -> Iterator[Running]:
    """What is due while an approval holds: the last day to ask for a change, its end, the papers, the closing."""
    root, host = named
    last_change = later(given.from_day, -days["amendment_lead_days"])
    if last_change >= given.on:
        yield Running(clock("visit-change", given.on, last_change, is_right=True), root, terms.opener)
    yield Running(clock("visit-ends", given.on, given.to_day, 30, is_right=True), root, terms.opener)
    closing = later(given.to_day, days["papers_days"])
    yield Running(clock("visit-close", given.to_day, closing), root, host)
    if terms.form == "emergency":
        done = terms.supplemented_on if papers(terms) == "complete" else None
        yield Running(clock("visit-papers", given.on, closing), root, terms.opener, done)


_DECISIONS = frozenset({I + "visit_approve", I + "visit_refuse"})


def _on(stand: Stand) -> date:
    return getattr(stand.placed.body, "on", None) or day_of(stand.placed.act.time)


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"visit": visit_rows}
