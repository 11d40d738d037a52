"""Rows: the originator's prior written consent: third government or person, reproduction, translation, other use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from warifu.core.schedule import Clock
from warifu.law.case import Case
from warifu.law.heads import Running, Tables, day_number, in_column
from warifu.law.room import RowContext, Rows
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.rows_common import laid_out
from warifu.rooms.information.rows_item import MAX_CIRCLE


class ConsentRow(NamedTuple):
    """A consent as it stands: for what use, to whom, how often, until when, what is left."""

    number: str
    use: str
    asker: str
    recipient: str
    language: str
    asked: int
    given: int
    left: int | None
    """None before consent is given."""
    until: int
    conditions: str
    written_approval: str
    copies: str
    agreed: bool
    """Given, and the other side has confirmed that it was."""
    state: str


class ConsentItemRow(NamedTuple):
    """An item that a consent is about, by its register act."""

    item: bytes


class DrawRow(NamedTuple):
    """A draw on a consent."""

    act: bytes
    count: int  # type: ignore[assignment]  # how many, not tuple.count
    recipient: str
    copies: str
    on: int
    agreed: bool


RECORDS: dict[str, type[Any]] = {
    "information_consent": ConsentRow,
    "information_consent_item": ConsentItemRow,
    "information_draw": DrawRow,
}


def consent_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of a consent."""
    terms = case.terms
    agreed = any(stand.confirmed and getattr(stand.terms, "agreed", False) for stand in case.line)
    row = ConsentRow(
        terms.number, terms.use, terms.asker, terms.recipient, terms.language, terms.asked, terms.given,
        None if terms.left is None else in_column(terms.left),
        day_number(terms.until), " ".join(terms.conditions), terms.written_approval, " ".join(terms.copies), agreed,
        case.state,
    )  # fmt: skip
    draws = [
        DrawRow(
            stand.placed.digest, stand.placed.body.count, stand.placed.body.recipient,
            " ".join(stand.placed.body.copies), day_number(stand.placed.body.on), stand.confirmed,
        )
        for stand in case.line
        if stand.placed.act.kind == I + "draw"
    ]  # fmt: skip
    tables: Tables = {
        "information_consent": [row],
        "information_consent_item": [ConsentItemRow(item) for item in terms.items],
        "information_draw": draws,
    }
    return laid_out(
        case, context, tables, _clocks(case),
        circle=terms.purpose[:MAX_CIRCLE], activity=terms.purpose, words=(terms.recipient, terms.use, terms.purpose),
    )  # fmt: skip


def _clocks(case: Case) -> list[Running]:
    """What is left of a consent ends on its day."""
    terms = case.terms
    if case.state != "consented" or not terms.left:
        return []
    given = next(stand.placed.body.on for stand in case.line if stand.placed.act.kind == I + "consent")
    return [Running(Clock("consent", given, max(given, terms.until), is_right=True), terms.number, terms.asker)]


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"consent": consent_rows}
