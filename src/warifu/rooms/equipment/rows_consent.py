"""Rows: the originator's prior consent, line by line; draws, third states' consents, what came after.

Law: what is left stands as the line tells it, written out exactly. A request past its deadline stays asked: its clock
runs on and shows so. What came after something named in a consent, and on which nobody has ruled, is a trouble of the
originator's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from warifu.core.quantity import Quantity
from warifu.core.schedule import Clock
from warifu.law.case import Case, Stand
from warifu.law.heads import Running, Tables, TroubleRow, day, day_number, day_of, other_party
from warifu.law.room import RowContext, Rows
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.acts.consent import ConsentItem
from warifu.rooms.equipment.rows_common import cured, laid_out, of_kind
from warifu.rooms.equipment.terms.consent import ConsentTerms, Scope

RULE_DAYS = 30
"""Days within which the originator is to rule on what came after; a draft."""
_MAX = 80


class ConsentRow(NamedTuple):
    """A consent as it stands: for what use and end use, until when, by when an answer is asked for."""

    number: str
    use: str
    asker: str
    originator: str
    end_use: str
    asked_day: int
    deadline: int
    until: int
    channel: str
    offered: str
    reference: str
    conditions: str
    partners: str
    lacking: str
    """Third states without a confirmed consent, whatever its days."""
    agreed: bool
    """Given, and the other side has confirmed that it was."""
    state: str
    revoked_on: int | None
    """The day from which it was taken back."""


class ConsentLineRow(NamedTuple):
    """So many of an item for a recipient: asked, given, drawn, passed on by a ruling, left. Exact decimals."""

    line: int
    key: str
    """Item and recipient, bounded (``key_of``): what a question looks up."""
    item: str
    recipient: str
    country: str
    unit: str
    requested: str
    given: str
    drawn: str
    carried: str
    left: str
    origin: str
    transfer: bytes
    """The transfer in which the item came; empty for what a ruling made."""


class DrawRow(NamedTuple):
    """One line of a draw, with whether the other side has confirmed it."""

    act: bytes
    line: int
    item: str
    recipient: str
    quantity: str
    unit: str
    on_day: int
    agreed: bool


class ThirdRow(NamedTuple):
    """A third state's consent as a document."""

    line: int
    state: str
    reference: str
    given_day: int
    until: int | None
    party: str
    """Who declares it."""
    confirmed: bool


class SuccessionRow(NamedTuple):
    """What came after something named in the consent, and how the originator has ruled."""

    act: bytes
    change: str
    old: str
    new: str
    country: str
    on_day: int
    party: str
    effect: str
    """Empty while nobody has ruled."""
    ruling_act: bytes


RECORDS: dict[str, type[Any]] = {
    "equipment_consent": ConsentRow,
    "equipment_consent_line": ConsentLineRow,
    "equipment_draw": DrawRow,
    "equipment_third": ThirdRow,
    "equipment_succession": SuccessionRow,
}


def consent_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of a consent."""
    terms: ConsentTerms = case.terms
    after = list(_successions(case))
    tables: Tables = {
        "equipment_consent": [_consent(case, context)],
        "equipment_consent_line": list(_lines(terms)),
        "equipment_draw": list(_draws(case)),
        "equipment_third": list(_thirds(terms)),
        "equipment_succession": after,
        "equipment_trouble": [_not_ruled(each, _originator(case, context)) for each in after],
    }
    names = (each.number for each in terms.recipients)
    items = (*(each.item for each in terms.asked), *(each.item for each in terms.scope))
    return laid_out(
        case, context, tables, _clocks(case, context), activity=terms.end_use, cured=cured(case),
        words=(*names, *items, terms.use, terms.end_use, terms.channel, terms.reference),
    )  # fmt: skip


def _originator(case: Case, context: RowContext) -> str:
    return other_party(context.pair, case.terms.asker)


def _consent(case: Case, context: RowContext) -> ConsentRow:
    terms: ConsentTerms = case.terms
    confirmed = {each.state for each in terms.third if each.confirmed}
    asked = case.line[0].placed
    return ConsentRow(
        terms.number, terms.use, terms.asker, _originator(case, context), terms.end_use, day_number(asked.body.on),
        day_number(terms.deadline), day_number(terms.until), terms.channel, " ".join(terms.offered), terms.reference,
        " ".join(terms.conditions), " ".join(terms.partners),
        " ".join(state for state in terms.partners if state not in confirmed),
        any(stand.confirmed and getattr(stand.terms, "agreed", False) for stand in case.line), case.state,
        day(case.head.placed.body.on if case.head.placed.act.kind == E + "revoke" else None),
    )  # fmt: skip


def _lines(terms: ConsentTerms) -> Iterator[ConsentLineRow]:
    """Every line asked for, with what came of it; then those that a ruling made."""
    asked = {(each.item, each.recipient): each for each in terms.asked}
    given = {each.key: each for each in terms.scope}
    for number, key in enumerate(dict.fromkeys((*asked, *given))):
        yield _line(terms, number, asked.get(key), given.get(key))


def _line(terms: ConsentTerms, number: int, asked: ConsentItem | None, given: Scope | None) -> ConsentLineRow:
    item, recipient = (asked.item, asked.recipient) if asked else given.key if given else ("", "")
    country = next((each.country for each in terms.recipients if each.number == recipient), "")
    unit = given.given.unit if given else asked.quantity.unit if asked else ""
    came = asked is not None and 0 <= asked.cite < len(terms.transfers)
    return ConsentLineRow(
        number, key_of(item, recipient), item, recipient, country, unit, _text(asked.quantity if asked else None),
        _text(given.given if given else None), _text(given.drawn if given else None),
        _text(given.carried if given else None), _text(given.left if given else None), given.origin if given else "",
        terms.transfers[asked.cite] if asked and came else b"",
    )  # fmt: skip


def key_of(item: str, recipient: str) -> str:
    """Return item and recipient as an index holds them: an act may give either any length."""
    return f"{item[:_MAX]}\n{recipient[:_MAX]}"


def _text(quantity: Quantity | None) -> str:
    return "" if quantity is None else f"{quantity.amount:f}"


def _draws(case: Case) -> Iterator[DrawRow]:
    for stand in case.line:
        placed = stand.placed
        if placed.act.kind != E + "draw":
            continue
        for number, each in enumerate(placed.body.items):
            yield DrawRow(
                placed.digest, number, each.item, placed.body.recipient, _text(each.quantity), each.quantity.unit,
                day_number(placed.body.on), stand.confirmed,
            )  # fmt: skip


def _thirds(terms: ConsentTerms) -> Iterator[ThirdRow]:
    for number, each in enumerate(terms.third):
        yield ThirdRow(
            number, each.state, each.reference, day_number(each.given), day(each.until), each.declared_by,
            each.confirmed,
        )  # fmt: skip


def rulings(case: Case) -> dict[bytes, Stand]:
    """Return the ruling on each fact of what came after."""
    found: dict[bytes, Stand] = {}
    for stand in case.line:
        if stand.placed.act.kind == E + "inherit":
            found.update(dict.fromkeys(stand.placed.act.cites, stand))
    return found


def _successions(case: Case) -> Iterator[SuccessionRow]:
    ruled = rulings(case)
    for stand in of_kind(case, E + "succession"):
        placed, body = stand.placed, stand.placed.body
        ruling = ruled.get(placed.digest)
        yield SuccessionRow(
            placed.digest, body.change, body.old, body.new, body.country, day_number(body.on), placed.act.side_of,
            ruling.placed.body.effect if ruling else "", ruling.placed.digest if ruling else b"",
        )  # fmt: skip


def _not_ruled(row: SuccessionRow, owner: str) -> TroubleRow:
    """What came after waits for a ruling, or has one."""
    return TroubleRow(
        0, row.act, "succession", owner, row.change, row.on_day, row.on_day + RULE_DAYS,
        "ruled" if row.effect else "open", row.ruling_act,
    )  # fmt: skip


def _clocks(case: Case, context: RowContext) -> Iterator[Running]:
    """An answer is asked for by a day, and silence is none; what is left of a consent ends on its day."""
    terms: ConsentTerms = case.terms
    asked = case.line[0].placed.body.on
    first = next((stand for stand in case.line[1:] if stand.state != "requested"), None)
    answered = None if first is None else getattr(first.placed.body, "on", day_of(first.placed.act.time))
    answer = Clock("consent-answer", asked, max(asked, terms.deadline), standing="draft")
    yield Running(answer, terms.number, _originator(case, context), answered)
    if case.state == "consented" and any(each.left.amount > 0 for each in terms.scope):
        given = answered or asked
        last = max(given, terms.until)
        ends = Clock("consent", given, last, standing="draft", is_right=True)
        yield Running(ends, terms.number, terms.asker)


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"consent": consent_rows}
