"""What the line has agreed: a transfer as applied for, undertaken, decided for each recipient, licensed.

Law: for a recipient the last decision stands. A later undertaking adds to the one before and takes nothing away: its
points and those before it hold together. A licence holds for the recipients and days that it names; after
``licence_end`` none does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.exact import EXACT
from warifu.core.marking import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.acts.transfer import Decided, Item, Licence, Recipient, Share


class Given(msgspec.Struct, frozen=True):
    """An undertaking as it was given."""

    act: bytes
    on: date
    form: str
    version: str
    post: str
    reference: str
    points: tuple[str, ...]


class Licensed(msgspec.Struct, frozen=True):
    """A licence, or the ruling that none is required, by the act that says it."""

    act: bytes
    body: Licence


class TransferTerms(msgspec.Struct, frozen=True):
    """A transfer as it stands; ``rests_on``: what its application cites."""

    number: str
    opener: str
    ground: str
    applied_on: date
    items: tuple[Item, ...]
    recipients: tuple[Recipient, ...]
    shares: tuple[Share, ...]
    end_use: str
    from_day: date
    to_day: date
    rests_on: tuple[bytes, ...] = ()
    undertakings: tuple[Given, ...] = ()
    decided: tuple[Decided, ...] = ()
    granted: tuple[Share, ...] = ()
    decided_on: date | None = None
    as_known_at: date | None = None
    reference: str = ""
    appealed: tuple[str, ...] = ()
    licences: tuple[Licensed, ...] = ()
    ratified: tuple[bytes, ...] = ()
    exercise: bool = False
    outcome: str = ""

    @property
    def agreed(self) -> bool:
        """True once something has been granted to somebody."""
        return bool(self.granted)

    def item(self, number: str) -> Item | None:
        """Return an item by its number."""
        return next((each for each in self.items if each.number == number), None)

    def recipient(self, number: str) -> Recipient | None:
        """Return a recipient by its number."""
        return next((each for each in self.recipients if each.number == number), None)

    def decision(self, recipient: str) -> Decided | None:
        """Return the decision that stands for a recipient."""
        return next((each for each in self.decided if each.recipient == recipient), None)

    def points(self) -> tuple[str, ...]:
        """Return every point undertaken, by whichever version of the form."""
        return tuple(dict.fromkeys(point for each in self.undertakings for point in each.points))


def is_transfer(terms: Any) -> bool:
    """Tell whether a line is that of a transfer."""
    return type(terms) is TransferTerms


def amount_of(shares: tuple[Share, ...], item: str, recipient: str) -> Decimal:
    """Return how much of an item is for a recipient: nothing where it is not named."""
    return total(each.quantity for each in shares if (each.item, each.recipient) == (item, recipient))


def total(values: Iterable[Decimal]) -> Decimal:
    """Add quantities of one unit up, exactly."""
    found = Decimal(0)
    for value in values:
        found = EXACT.add(found, value)
    return found


def licence_on(terms: TransferTerms, recipient: str, on: date) -> Licensed | None:
    """Return the licence under which a recipient may be supplied on a day."""
    for each in reversed(terms.licences):
        if recipient in each.body.recipients and each.body.valid_from <= on <= each.body.valid_to:
            return each
    return None


def _transfer(_terms: Any, placed: Placed) -> TransferTerms:
    act, body = placed.act, placed.body
    return TransferTerms(
        body.number, act.side_of, body.ground, body.on, body.items, body.recipients, body.shares, body.end_use,
        body.from_day, body.to_day, act.cites, exercise=EXERCISE in act.label,
    )  # fmt: skip


def _undertaking(terms: Any, placed: Placed) -> Any:
    body = placed.body
    given = Given(placed.digest, body.on, body.form, body.version, body.post, body.reference, body.points)
    return replace(terms, undertakings=(*terms.undertakings, given))


def _decision(terms: Any, placed: Placed) -> Any:
    body = placed.body
    spoken_of = {each.recipient for each in body.decided}
    kept = tuple(each for each in terms.decided if each.recipient not in spoken_of)
    granted = tuple(each for each in terms.granted if each.recipient not in spoken_of)
    return replace(
        terms, decided=(*kept, *body.decided), granted=(*granted, *body.granted), decided_on=body.on,
        as_known_at=body.as_known_at, reference=body.reference, appealed=(),
    )  # fmt: skip


def _appeal(terms: Any, placed: Placed) -> Any:
    return replace(terms, appealed=placed.body.recipients)


def _appeal_withdraw(terms: Any, _placed: Placed) -> Any:
    return replace(terms, appealed=())


def _licence(terms: Any, placed: Placed) -> Any:
    return replace(terms, licences=(*terms.licences, Licensed(placed.digest, placed.body)))


def _licence_end(terms: Any, _placed: Placed) -> Any:
    return replace(terms, licences=())


def _end(outcome: str) -> Callable[[Any, Placed], Any]:
    def end(terms: Any, _placed: Placed) -> Any:
        return replace(terms, outcome=outcome)

    return end


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    E + "transfer": _transfer,
    E + "undertaking": _undertaking,
    E + "decision": _decision,
    E + "refusal": _decision,
    E + "appeal": _appeal,
    E + "appeal_withdraw": _appeal_withdraw,
    E + "appeal_decision": _decision,
    E + "appeal_refusal": _decision,
    E + "licence": _licence,
    E + "licence_end": _licence_end,
    E + "transfer_withdraw": _end("withdrawn"),
    E + "finish": _end("finished"),
}
