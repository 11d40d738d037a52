"""Postings: one party owes another so much of something, or owes so much less. Floor 1, pure.

Law: the ledger is double: what the debtor owes the creditor is owed, so the two legs of a posting add up to nothing.
An amount is exact and never zero; above zero it makes a debt, below zero it settles one. A set-off is therefore two
postings, one in each direction, and neither debt disappears from view. What cannot be determined is not an amount: it
is ``Undetermined``, counted with its reason, and nothing adds it to a figure.

Place on the path: a room's ``rows`` makes postings from confirmed wills and facts; ``core.ledger`` turns them into
balances; ``record.projection`` is the one that writes both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from warifu.core.errors import ValueTroubleError
from warifu.core.exact import from_pair, plain, to_pair
from warifu.core.money import MINOR_UNITS, minor_units
from warifu.core.units import UNITS

NO_ITEM = "-"
WIRE_LENGTH = 10

_CATEGORY = re.compile(r"[a-z][a-z0-9-]{0,31}")
_ITEM = re.compile(r"[A-Za-z0-9.+/-]{1,64}")
_PARTY = re.compile(r"[A-Z]{2}")
_NAME = re.compile(r"[a-z][a-z0-9._-]{0,47}")
_BASIS_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Undetermined:
    """How many dealings cannot be given a figure, and why; the reason is a code (``unmatched``, ``price-open``)."""

    count: int
    reason: str

    def __post_init__(self) -> None:
        """Refuse a count of nothing and a reason that is no code (ledger.bad_undetermined)."""
        if type(self.count) is not int or self.count < 1 or not _NAME.fullmatch(self.reason):
            raise ValueTroubleError("ledger.bad_undetermined", reason=self.reason[:48], count=self.count)


class InKind(NamedTuple):
    """A commodity that is no currency: category, grade or stock number (``-`` if it has none), canonical unit."""

    category: str
    item: str
    unit: str


@dataclass(frozen=True, slots=True)
class Posting:
    """On ``day`` the debtor comes to owe the creditor ``amount`` of a commodity (below zero: it owes so much less).

    ``account``: what the debt is for, as a code (``goods``, ``services``, ``loans``). ``commodity``: a currency
    (``GBP``) or goods (``pol/F-76@L``). ``amount``: in major units of the currency or in the unit after the ``@``;
    or ``Undetermined``. ``due``: by when it is to be settled, the same in the posting that settles it; None if no day
    is set. ``basis``: the obligation this belongs to, the same in what makes it and in what settles it.
    Raises ``ValueTroubleError`` ledger.* , money.*, unit.unknown, number.*.
    """

    account: str
    debtor: str
    creditor: str
    commodity: str
    amount: Decimal | Undetermined
    day: date
    due: date | None = None
    basis: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no posting, and give equal amounts one shape."""
        pair_of(self.debtor, self.creditor)
        if not _NAME.fullmatch(self.account):
            raise ValueTroubleError("ledger.bad_account", text=self.account[:48])
        if len(self.basis) > _BASIS_LENGTH or not self.basis.isprintable():
            raise ValueTroubleError("ledger.bad_basis", text=self.basis[:40])
        if isinstance(self.amount, Undetermined):
            check_commodity(self.commodity)
        else:
            object.__setattr__(self, "amount", _amount_of(self.amount, self.commodity))

    @property
    def pair(self) -> str:
        """The two parties in alphabetical order, ``GB-JP``: with which every key begins."""
        return pair_of(self.debtor, self.creditor)

    def to_wire(self) -> list[str | int]:
        """Give ten columns: account, debtor, creditor, commodity, number, number, reason, day, due, basis.

        A known amount is its exponent and mantissa with an empty reason; an unknown one is 0, the count and the
        reason. Days are ISO 8601; ``due`` is empty if no day is set. All are texts but the two integers.
        """
        if isinstance(self.amount, Undetermined):
            exponent, figure, reason = 0, self.amount.count, self.amount.reason
        else:
            (exponent, figure), reason = to_pair(self.amount), ""
        head: list[str | int] = [self.account, self.debtor, self.creditor, self.commodity, exponent, figure, reason]
        return [*head, self.day.isoformat(), self.due.isoformat() if self.due else "", self.basis]

    @classmethod
    def from_wire(cls, wire: Sequence[object]) -> Posting:
        """Read what ``to_wire`` wrote; refuses any other form (ledger.bad_wire, and all that a posting refuses)."""
        if len(wire) != WIRE_LENGTH or not all(isinstance(part, str) for part in (*wire[:4], *wire[6:])):
            raise ValueTroubleError("ledger.bad_wire")
        account, debtor, creditor, commodity = map(str, wire[:4])
        reason, day, due, basis = map(str, wire[6:])
        amount = _unknown(wire[4], wire[5], reason) if reason else from_pair(wire[4:6])
        until = _day(due) if due else None
        return cls(account, debtor, creditor, commodity, amount, _day(day), until, basis)


class Leg(NamedTuple):
    """What one posting is to one party: above zero it is owed so much more, below zero it owes so much more."""

    party: str
    commodity: str
    amount: Decimal


def legs(posting: Posting) -> tuple[Leg, Leg] | Undetermined:
    """Give the creditor's and the debtor's leg, which add up to nothing; what is undetermined has none."""
    if isinstance(posting.amount, Undetermined):
        return posting.amount
    creditor = Leg(posting.creditor, posting.commodity, posting.amount)
    return creditor, Leg(posting.debtor, posting.commodity, posting.amount.copy_negate())


def pair_of(one: str, other: str) -> str:
    """Give the name of a pair of parties, ``GB-JP`` whichever comes first; raises ledger.bad_pair."""
    if one == other or not (_PARTY.fullmatch(one) and _PARTY.fullmatch(other)):
        raise ValueTroubleError("ledger.bad_pair", one=one[:8], other=other[:8])
    return f"{min(one, other)}-{max(one, other)}"


def is_money(commodity: str) -> bool:
    """Tell whether a commodity is a currency."""
    return commodity in MINOR_UNITS


def in_kind(category: str, item: str, unit: str) -> str:
    """Name goods or services as a commodity, ``pol/F-76@L``; raises ledger.bad_commodity, unit.unknown."""
    commodity = f"{category}/{item or NO_ITEM}@{unit}"
    check_commodity(commodity)
    return commodity


def parts_of(commodity: str) -> InKind:
    """Take ``pol/F-76@L`` apart; raises ledger.bad_commodity for a currency or anything else, unit.unknown."""
    category, slash, rest = commodity.partition("/")
    item, at, unit = rest.rpartition("@")
    if not (slash and at and _CATEGORY.fullmatch(category) and _ITEM.fullmatch(item)):
        raise ValueTroubleError("ledger.bad_commodity", text=commodity[:64])
    if unit not in UNITS:
        raise ValueTroubleError("unit.unknown", text=unit[:20])
    return InKind(category, item, unit)


def check_commodity(commodity: str) -> None:
    """Refuse what is neither a known currency nor goods in a known unit (ledger.bad_commodity, unit.unknown)."""
    if not is_money(commodity):
        parts_of(commodity)


def _amount_of(amount: object, commodity: str) -> Decimal:
    """Give the amount in its one shape, or refuse it: no decimal, zero, or finer than the smallest coin."""
    if not isinstance(amount, Decimal):
        raise ValueTroubleError("ledger.not_a_decimal", kind=type(amount).__name__)
    bare = plain(amount)
    if not bare:
        raise ValueTroubleError("ledger.nothing_posted", commodity=commodity[:64])
    check_commodity(commodity)
    if is_money(commodity) and -int(bare.as_tuple().exponent) > (places := minor_units(commodity)):
        raise ValueTroubleError("money.too_fine", amount=str(bare), currency=commodity, places=places)
    return bare


def _unknown(exponent: object, figure: object, reason: str) -> Undetermined:
    if exponent != 0 or not isinstance(figure, int):
        raise ValueTroubleError("ledger.bad_wire")
    return Undetermined(figure, reason)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueTroubleError("ledger.bad_wire", text=text[:20]) from None
    if day.isoformat() != text:
        raise ValueTroubleError("ledger.bad_wire", text=text[:20])
    return day
