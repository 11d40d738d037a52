"""Rows: consultations and disputes: one row each, its sessions, and what it is about among the links of the room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from warifu.core.schedule import Clock, Warned
from warifu.law.case import Case
from warifu.law.heads import Running, Tables, day, day_number, later, other_party, table
from warifu.law.room import RowContext, Rows
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.rows_common import laid_out, links
from warifu.rooms.programme.terms.consultation import ConsultationTerms


class ConsultationRow(NamedTuple):
    """A consultation as it stands: who called, on what, when both meet, what it has come to."""

    number: str
    subject: str
    dispute: bool
    level: str
    called_by: str
    by_day: int
    meeting_day: int | None
    """The day that the side called has named."""
    sessions: int
    result: str
    reference: str
    concluded: int | None
    state: str


class SessionRow(NamedTuple):
    """A session that was held."""

    act: bytes
    on_day: int
    level: str
    place: str
    posts: str
    side: str


RECORDS: dict[str, type[Any]] = {"programme_consultation": ConsultationRow, "programme_session": SessionRow}
_DEFAULTS = {"conclude_days": 90}
_WARN_DAYS = 30
_OPEN = frozenset({"called", "consulting", "proposing_by_opener", "proposing_by_responder"})


def consultation_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of a consultation."""
    terms: ConsultationTerms = case.terms
    held = [stand for stand in case.of_nature("fact") if stand.placed.act.kind == P + "session"]
    row = ConsultationRow(
        terms.number, terms.subject, terms.dispute, terms.level, terms.called_by, day_number(terms.by_day),
        day(terms.day), len(held), terms.result, terms.reference, day(terms.concluded_on), case.state,
    )  # fmt: skip
    sessions = [
        SessionRow(
            stand.placed.digest, day_number(stand.placed.body.on), stand.placed.body.level, stand.placed.body.place,
            " ".join(stand.placed.body.posts), stand.placed.act.side_of,
        )
        for stand in held
    ]  # fmt: skip
    tables: Tables = {
        "programme_consultation": [row],
        "programme_session": sessions,
        "programme_link": links(case, ((P + "consultation", "disputed" if terms.dispute else "about"),)),
    }
    return laid_out(
        case, context, tables, _clocks(case, context),
        activity=terms.subject, disputed=int(terms.dispute and case.state in _OPEN), words=(terms.subject, terms.level),
    )  # fmt: skip


def _clocks(case: Case, context: RowContext) -> Iterator[Running]:
    """Who is called comes by a day; what has begun is concluded within the days of the pack."""
    terms: ConsultationTerms = case.terms
    if case.state in {"withdrawn", "closed"} and terms.concluded_on is None:
        return
    called = other_party(context.pair, terms.called_by)
    due = max(terms.called_on, terms.by_day)
    yield Running(Clock("consultation-attend", terms.called_on, due), terms.number, called, terms.attended_on)
    if terms.attended_on is None:
        return
    first = terms.attended_on
    last = later(first, {**_DEFAULTS, **table(case, context, "consultation")}["conclude_days"])
    warned = (Warned(0, date.fromordinal(max(first.toordinal(), last.toordinal() - _WARN_DAYS))),)
    yield Running(
        Clock("consultation-conclude", first, last, warned), terms.number, terms.called_by, terms.concluded_on
    )


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"consultation": consultation_rows}
