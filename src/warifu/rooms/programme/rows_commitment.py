"""Rows: commitments of ministers' meetings: one row each, with what fulfils them among the links of the room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from warifu.core.schedule import Clock, Warned
from warifu.law.case import Case
from warifu.law.heads import Running, Tables, day, day_number, other_party
from warifu.law.room import RowContext, Rows
from warifu.rooms.programme.acts.commitment import BOTH
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.rows_common import laid_out, links
from warifu.rooms.programme.terms.commitment import CommitmentTerms


class CommitmentRow(NamedTuple):
    """A commitment as it stands: of which meeting, whose, until when, how far, by when it was fulfilled."""

    number: str
    meeting: str
    meeting_day: int
    owner: str
    due: int
    area: str
    put_by: str
    agreed: bool
    """Agreed, and the agreement confirmed."""
    standing: str
    """How far it has come, as last said; empty where nobody has said."""
    expected: int | None
    fulfilled: int | None
    """Day on which it was fulfilled, once both sides have agreed that."""
    fulfilled_by: int
    """By how many acts."""
    changing: bool
    state: str


RECORDS: dict[str, type[Any]] = {"programme_commitment": CommitmentRow}
_WARN_DAYS = (180, 90, 30)
_MEANT = ((P + "fulfil", "fulfils"), (P + "supersede", "supersedes"), (P + "progress", "progress"))


def commitment_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of a commitment."""
    terms: CommitmentTerms = case.terms
    told = [stand.placed.body for stand in case.of_nature("fact") if stand.placed.act.kind == P + "progress"]
    last = max(told, key=lambda body: body.on) if told else None
    row = CommitmentRow(
        terms.number, terms.meeting, day_number(terms.meeting_day), terms.owner, day_number(terms.due), terms.area,
        terms.put_by, any(stand.confirmed and getattr(stand.terms, "agreed", False) for stand in case.line),
        last.standing if last else "", day(last.expected) if last else None, day(terms.fulfilled_on),
        len(terms.fulfilled_by), terms.pending is not None, case.state,
    )  # fmt: skip
    tables: Tables = {"programme_commitment": [row], "programme_link": links(case, _MEANT)}
    return laid_out(
        case, context, tables, _clocks(case, context),
        activity=terms.area, words=(terms.meeting, terms.owner, terms.area),
    )  # fmt: skip


def _clocks(case: Case, context: RowContext) -> list[Running]:
    """It is due on its day, from who owes it; who owes it together has a clock each."""
    terms: CommitmentTerms = case.terms
    if not terms.agreed or terms.outcome == "superseded":
        return []
    first, due = terms.meeting_day, max(terms.meeting_day, terms.due)
    warned = tuple(Warned(0, on) for days in _WARN_DAYS if (on := _before(due, days)) >= first)
    owners = (case.opener, other_party(context.pair, case.opener)) if terms.owner == BOTH else (terms.owner,)
    return [
        Running(Clock("commitment-due", first, due, warned, standing="draft"), terms.number, owner, terms.fulfilled_on)
        for owner in owners
    ]


def _before(due: date, days: int) -> date:
    return date.fromordinal(max(1, due.toordinal() - days))


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"commitment": commitment_rows}
