"""Shares of cost: who has borne what of a joint project, and what each side owes the other by the agreed split. Pure.

Law: money is reckoned in whole coins of its currency, pounds and yen apart, and never converted. A cost is borne by the
side that tells it; the other side's share of it is the whole of its costs so far, in that currency and under that
split, times its basis points, rounded down, less what was shared before: so the shares of many small costs are that of
their sum, and the side that paid keeps the odd coin. A contribution settles what its payer owes, the first due first;
what is beyond it is held in advance, and the next share is taken from it. What cannot be shared (a third currency,
beyond the ceiling, irregular and not taken as it is, no split agreed) is counted with its reason, and is no figure.
The outcome is that of the *set* of what was told: it is replayed by day, costs first, never by arrival.
Place on the path: between the facts of a project and its rows; the postings go to the ledger that all rooms share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import msgspec

from warifu.core.exact import EXACT
from warifu.core.money import Money, minor_units
from warifu.core.posting import Posting, Undetermined
from warifu.law.heads import later

SHARE, ADVANCE = "project-share", "project-advance"
WHOLE = 10_000
ABOVE_CEILING, NO_SPLIT, THIRD_CURRENCY, TOO_LARGE = "above-ceiling", "no-split", "third-currency", "too-large"
_MOST = 10**15
"""Coins of one act; more is a slip of the pen, and many of them would not fit into a posting."""


class Split(NamedTuple):
    """How costs are shared from a day on: basis points by state, and days until a share is due."""

    from_day: date
    points: Mapping[str, int]
    settle_days: int


class Told(NamedTuple):
    """A cost or a contribution, as one side tells it; ``unknown``: why it is no figure."""

    digest: bytes
    on: date
    party: str
    amount: Money
    is_cost: bool
    unknown: str = ""
    over_ceiling: bool = False
    """The other side has taken it as it is: it counts beyond the ceiling too."""


class Figures(msgspec.Struct):
    """What one state has incurred, is to bear, has paid and been paid in one currency, in whole coins."""

    incurred: int = 0
    bears: int = 0
    paid: int = 0
    received: int = 0
    unknown: int = 0

    @property
    def net(self) -> int:
        """What it is owed (above zero) or owes (below)."""
        return self.incurred + self.paid - self.bears - self.received


class _Owing(msgspec.Struct):
    """A share of one cost, or an advance: what is left of it."""

    account: str
    debtor: str
    creditor: str
    currency: str
    basis: str
    due: date | None = None
    rest: int = 0


class Book:
    """One project's shares between two sides; ``postings`` for the ledger, ``figures`` by state and currency."""

    def __init__(
        self, name: str, sides: tuple[str, str], splits: Iterable[Split], ceilings: Mapping[str, Decimal]
    ) -> None:
        self.name = name
        self.sides = sides
        self.splits = sorted(splits, key=lambda split: split.from_day)
        self.ceilings = {currency: _coins(Money(amount, currency)) for currency, amount in ceilings.items()}
        self.figures: dict[tuple[str, str], Figures] = {}
        self.postings: list[Posting] = []
        self.beyond: list[tuple[bytes, str, int]] = []
        """Costs of which a part is above the ceiling: act, currency, coins."""
        self.shared: dict[bytes, int] = {}
        """Cost to the other side's share of it, in coins."""
        self._so_far: dict[tuple[int, str, str], int] = {}
        self._total: dict[str, int] = {}
        self._owings: dict[tuple[str, str, str], list[_Owing]] = {}

    def replay(self, told: Iterable[Told]) -> Book:
        """Enter everything in its fixed order: by day, costs before contributions, then by digest."""
        for each in sorted(told, key=lambda one: (one.on, not one.is_cost, one.digest)):
            reason = each.unknown or self._no_figure(each)
            if reason:
                self._unknown(each, reason)
            elif each.is_cost:
                self._cost(each)
            else:
                self._contribution(each)
        return self

    def of(self, party: str, currency: str) -> Figures:
        """Return the figures of a state in a currency."""
        return self.figures.setdefault((party, currency), Figures())

    def due(self, debtor: str, currency: str) -> date | None:
        """Return the first day on which something that a side owes is due; None where it owes nothing."""
        days = [each.due for each in self._open(SHARE, debtor, currency) if each.due is not None]
        return min(days, default=None)

    # --- what is entered ----------------------------------------------------------------------------------------------

    def _no_figure(self, told: Told) -> str:
        if told.party not in self.sides or not self.splits:
            return NO_SPLIT
        if told.amount.currency not in self.ceilings:
            return THIRD_CURRENCY
        return TOO_LARGE if _coins(told.amount) > _MOST else ""

    def _unknown(self, told: Told, reason: str) -> None:
        """Count what has no figure, as owed by the other side for a cost, by the one that was paid for a payment."""
        currency = told.amount.currency
        self.of(told.party, currency).unknown += 1
        if told.party in self.sides:
            account, debtor = SHARE if told.is_cost else ADVANCE, self._other(told.party)
            self.postings.append(
                Posting(
                    account, debtor, told.party, currency, Undetermined(1, reason), told.on, None, self._basis(told)
                )
            )  # fmt: skip

    def _cost(self, told: Told) -> None:
        currency, coins = told.amount.currency, _coins(told.amount)
        before = self._total.get(currency, 0)
        within = coins if told.over_ceiling else max(0, min(coins, self.ceilings[currency] - before))
        self._total[currency] = before + within
        if within < coins:
            self.beyond.append((told.digest, currency, coins - within))
            self._unknown(told, ABOVE_CEILING)
        if within:
            self._share(told, within)

    def _share(self, told: Told, coins: int) -> None:
        place, split = self._split_on(told.on)
        currency, other = told.amount.currency, self._other(told.party)
        at = (place, currency, told.party)
        before = self._so_far.get(at, 0)
        self._so_far[at] = before + coins
        rest = coins
        for party, points in split.points.items():
            if party != told.party:
                part = (before + coins) * points // WHOLE - before * points // WHOLE
                self.of(party, currency).bears += part
                rest -= part
                if party == other:
                    self.shared[told.digest] = part
                    self._owe(told, part, later(told.on, split.settle_days))
        mine = self.of(told.party, currency)
        mine.incurred += coins
        mine.bears += rest

    def _owe(self, told: Told, coins: int, due: date) -> None:
        """The other side comes to owe its share, less what is held of it in advance."""
        currency, debtor = told.amount.currency, self._other(told.party)
        owing = _Owing(SHARE, debtor, told.party, currency, self._basis(told), due)
        self._move(owing, coins, told.on)
        self._keep(owing)
        for held in self._open(ADVANCE, told.party, currency):
            taken = min(owing.rest, held.rest)
            if taken > 0:
                self._move(held, -taken, told.on)
                self._move(owing, -taken, told.on)

    def _contribution(self, told: Told) -> None:
        currency, left = told.amount.currency, _coins(told.amount)
        other = self._other(told.party)
        self.of(told.party, currency).paid += left
        self.of(other, currency).received += left
        for owing in self._open(SHARE, told.party, currency):
            taken = min(left, owing.rest)
            if taken > 0:
                self._move(owing, -taken, told.on)
                left -= taken
        if left:
            held = _Owing(ADVANCE, other, told.party, currency, self._basis(told))
            self._move(held, left, told.on)
            self._keep(held)

    # --- what it is entered in ----------------------------------------------------------------------------------------

    def _other(self, party: str) -> str:
        one, two = self.sides
        return two if party == one else one

    def _split_on(self, day: date) -> tuple[int, Split]:
        """The last split in force on a day; the first for what is older than all."""
        places = [place for place, split in enumerate(self.splits) if split.from_day <= day]
        place = places[-1] if places else 0
        return place, self.splits[place]

    def _basis(self, told: Told) -> str:
        return f"{self.name}:{told.digest.hex()[:16]}"

    def _open(self, account: str, debtor: str, currency: str) -> list[_Owing]:
        """What a side still owes in a currency, the first due first, then as it arose."""
        asked = (account, debtor, currency)
        still = self._owings[asked] = [each for each in self._owings.get(asked, ()) if each.rest > 0]
        return sorted(still, key=lambda each: each.due or date.max)

    def _keep(self, owing: _Owing) -> None:
        self._owings.setdefault((owing.account, owing.debtor, owing.currency), []).append(owing)

    def _move(self, owing: _Owing, coins: int, on: date) -> None:
        owing.rest += coins
        if coins:
            amount = amount_of(coins, owing.currency)
            self.postings.append(
                Posting(
                    owing.account, owing.debtor, owing.creditor, owing.currency, amount, on, owing.due, owing.basis
                )
            )  # fmt: skip


def amount_of(coins: int, currency: str) -> Decimal:
    """Return whole coins as an amount in major units."""
    return Decimal(coins).scaleb(-minor_units(currency), EXACT) if coins else Decimal(0)


def _coins(money: Money) -> int:
    """Return a sum in whole coins of its currency; a sum is never finer."""
    return int(money.amount.scaleb(minor_units(money.currency), EXACT))
