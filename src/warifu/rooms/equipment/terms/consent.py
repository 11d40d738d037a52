"""What the line has agreed: a consent line by line, what is left of each, third states' consents, rulings.

Law: of every line ``given`` = ``drawn`` + ``carried`` + ``left``. A draw takes from ``left``; a ruling on what came
after takes all that is left of the lines that name what was before, and gives to the new lines no more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.label import EXERCISE
from warifu.core.quantity import Quantity
from warifu.law.judge import Placed
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.acts.consent import ConsentItem, Portion, Receiver


class Scope(msgspec.Struct, frozen=True):
    """One line of a consent: so many of an item for a recipient, and what became of them."""

    item: str
    recipient: str
    given: Quantity
    drawn: Quantity
    carried: Quantity
    """Passed to another line by a ruling, or ended by it."""
    origin: str = ""
    """What it was before a ruling; empty for what was asked for."""

    @property
    def left(self) -> Quantity:
        """What can still be drawn."""
        return self.given - self.drawn - self.carried

    @property
    def key(self) -> tuple[str, str]:
        """Item and recipient."""
        return self.item, self.recipient


class Third(msgspec.Struct, frozen=True):
    """A third state's consent as a document: who declares it, and whether the other side has confirmed it."""

    state: str
    reference: str
    given: date
    until: date | None
    declared_by: str
    confirmed: bool = False

    def holds(self, on: date) -> bool:
        """Tell whether it is confirmed and holds on a day."""
        return self.confirmed and self.given <= on and (self.until is None or on <= self.until)


class ConsentTerms(msgspec.Struct, frozen=True):
    """A consent as it stands; ``scope`` is empty until consent is given."""

    number: str
    use: str
    asker: str
    asked: tuple[ConsentItem, ...]
    recipients: tuple[Receiver, ...]
    end_use: str
    until: date
    deadline: date
    transfers: tuple[bytes, ...]
    """What the request cites."""
    partners: tuple[str, ...] = ()
    channel: str = ""
    offered: tuple[str, ...] = ()
    agreed: bool = False
    scope: tuple[Scope, ...] = ()
    conditions: tuple[str, ...] = ()
    reference: str = ""
    third: tuple[Third, ...] = ()
    ruled: tuple[bytes, ...] = ()
    """Facts of what came after, on which the originator has ruled."""
    ratified: tuple[bytes, ...] = ()
    exercise: bool = False
    outcome: str = ""

    def line(self, item: str, recipient: str) -> Scope | None:
        """Return the line of an item and a recipient."""
        return next((each for each in self.scope if each.key == (item, recipient)), None)

    def lacking(self, on: date) -> tuple[str, ...]:
        """Return the third states whose confirmed consent is wanting on a day."""
        held = {each.state for each in self.third if each.holds(on)}
        return tuple(state for state in self.partners if state not in held)

    def before(self, change: str, old: str) -> tuple[Scope, ...]:
        """Return the lines with something left that name what was before a change."""
        return tuple(each for each in self.scope if each.left.amount > 0 and old == named(each, change))


def named(line: Scope | Portion, change: str) -> str:
    """Return what of a line a change is about: its item, or its recipient."""
    return line.item if change == "new_item" else line.recipient


def after(line: Scope, change: str, new: str) -> tuple[str, str]:
    """Return item and recipient of a line after a change."""
    return (new, line.recipient) if change == "new_item" else (line.item, new)


def is_consent(terms: Any) -> bool:
    """Tell whether a line is that of a consent."""
    return type(terms) is ConsentTerms


def _none(unit: str) -> Quantity:
    return Quantity(Decimal(0), unit)


def _line(portion: Portion, origin: str = "") -> Scope:
    unit = portion.quantity.unit
    return Scope(portion.item, portion.recipient, portion.quantity, _none(unit), _none(unit), origin)


def _with(scope: tuple[Scope, ...], new: Iterable[Scope]) -> tuple[Scope, ...]:
    """Add lines; one that is there already, in the same unit, grows."""
    found = list(scope)
    for line in new:
        place = next((at for at, each in enumerate(found) if each.key == line.key), None)
        if place is None:
            found.append(line)
        elif found[place].given.unit == line.given.unit:
            found[place] = replace(found[place], given=found[place].given + line.given)
    return tuple(found)


def _request(_terms: Any, placed: Placed) -> ConsentTerms:
    act, body = placed.act, placed.body
    return ConsentTerms(
        body.number, body.use, act.side_of, body.items, body.recipients, body.end_use, body.until, body.deadline,
        act.cites, body.partners, body.channel, body.conditions, exercise=EXERCISE in act.label,
    )  # fmt: skip


def _consent(terms: Any, placed: Placed) -> Any:
    body = placed.body
    if not is_consent(terms):
        return terms
    return replace(
        terms, agreed=True, scope=_with((), map(_line, body.items)), until=body.until, conditions=body.conditions,
        reference=body.reference,
    )  # fmt: skip


def _draw(terms: Any, placed: Placed) -> Any:
    body = placed.body
    return replace(terms, scope=drawn(terms.scope, body.recipient, body.items)) if is_consent(terms) else terms


def drawn(scope: tuple[Scope, ...], recipient: str, items: Iterable[Any]) -> tuple[Scope, ...]:
    """Return the lines after a draw; what is of no line, or in another unit, takes nothing."""
    found = {each.key: each for each in scope}
    for item in items:
        line = found.get((item.item, recipient))
        if line is not None and line.given.unit == item.quantity.unit:
            found[line.key] = replace(line, drawn=line.drawn + item.quantity)
    return tuple(found.values())


def _third(terms: Any, placed: Placed) -> Any:
    body, by = placed.body, placed.act.side_of
    if not is_consent(terms):
        return terms
    new = Third(body.state, body.reference, body.given, body.until, by)
    kept = tuple(each for each in terms.third if (each.state, each.reference) != (body.state, body.reference))
    return replace(terms, third=(*kept, new))


def _confirmed(terms: Any, placed: Placed) -> Any:
    body = placed.body
    if not is_consent(terms):
        return terms
    said = (body.state, body.reference)
    third = tuple(
        replace(each, confirmed=True) if (each.state, each.reference) == said else each for each in terms.third
    )
    return replace(terms, third=third)


def _inherit(terms: Any, placed: Placed) -> Any:
    body = placed.body
    if not is_consent(terms):
        return terms
    ended = {each.key for each in terms.before(body.change, body.old)}
    scope = tuple(
        replace(each, carried=each.carried + each.left) if each.key in ended else each for each in terms.scope
    )
    new = Receiver(body.new, body.country)
    named_now = {each.number for each in terms.recipients}
    more = () if body.change == "new_item" or body.new in named_now or not body.items else (new,)
    return replace(
        terms, scope=_with(tuple(scope), (_line(each, body.old) for each in body.items)),
        recipients=(*terms.recipients, *more), ruled=(*terms.ruled, *placed.act.cites),
    )  # fmt: skip


def _ended(outcome: str) -> Callable[[Any, Placed], Any]:
    def end(terms: Any, _placed: Placed) -> Any:
        return replace(terms, outcome=outcome) if is_consent(terms) else terms

    return end


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    E + "consent_request": _request,
    E + "consent": _consent,
    E + "draw": _draw,
    E + "third_consent": _third,
    E + "confirm_third": _confirmed,
    E + "inherit": _inherit,
    E + "refuse_consent": _ended("refused"),
    E + "withdraw_request": _ended("withdrawn"),
    E + "revoke": _ended("revoked"),
}
