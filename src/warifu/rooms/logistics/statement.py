"""The statement: what is owed by whom as of a day, in kind and in money, with ages and clocks. Floor 3a, pure.

Law: both directions are shown gross; a set-off is proposed beside them and hides nothing. What cannot be determined is
counted with its reason, under who would owe it, and past dealings that nobody has matched under the side that claims
them; no figure contains it. Ages run from the day something fell due, clocks from the day of delivery: settlement
within twelve months, with warnings after 6, 9 and 11 (sister).

Place on the path: made from balances and open items (``record.queries_owed``); shown by pages, the command line, the
spreadsheet; its totals stand in the statement act that both sides sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from warifu.core import ledger
from warifu.core.exact import EXACT, to_pair
from warifu.core.posting import Undetermined, is_money
from warifu.core.schedule import Clock, settlement
from warifu.rooms.logistics.acts import Total
from warifu.rooms.logistics.rows_common import written

ZERO = Decimal(0)


class Debt(NamedTuple):
    """What a debtor owes a creditor of one commodity under one account, gross, with its ages and clocks."""

    debtor: str
    creditor: str
    account: str
    """return, replacement, services, money (delivered, not claimed), claimed, overpaid."""
    commodity: str
    in_money: bool
    owed: Decimal
    settled: Decimal
    open: Decimal
    unknown: tuple[Undetermined, ...]
    ages: tuple[tuple[str, Decimal], ...]
    """By how long ago it fell due (``ledger.Age``), what is open; no empty ones."""
    clocks: tuple[tuple[str, Decimal], ...]
    """By clock state of settlement (on-time, warning-6 …, overdue), what is open; no empty ones."""
    oldest: date | None
    """Day of the oldest delivery that is still open."""


class SetOffProposal(NamedTuple):
    """What could be set off in one currency if both agree: gross both ways, the part that meets, and the rest."""

    currency: str
    gross: tuple[tuple[str, Decimal], ...]
    """By debtor."""
    meets: Decimal
    rest: Decimal
    rest_owed_by: str
    """Empty if nothing is left."""


class Claimed(NamedTuple):
    """Past dealings that nobody has matched, under the side whose register claims them."""

    party: str
    provider: str
    dealings: int


class StatementOf(NamedTuple):
    """A statement as of the end of a day."""

    pair: str
    as_of: date
    debts: tuple[Debt, ...]
    set_offs: tuple[SetOffProposal, ...]
    unmatched: tuple[Claimed, ...]

    @property
    def undetermined(self) -> int:
        """All that cannot be determined, counted."""
        owed = sum(part.count for debt in self.debts for part in debt.unknown)
        return owed + sum(each.dealings for each in self.unmatched)


class Books(Protocol):
    """What a statement is made from: kept balances of the day, the items open then, unmatched dealings by side.

    ``items``: one for each obligation, its ``day`` the day of delivery. ``unmatched``: (party, provider, dealings).
    ``record.queries_owed.books`` gives it.
    """

    @property
    def sums(self) -> Mapping[ledger.Line, ledger.Turnover]:
        """Balances as they stood at the end of the day."""

    @property
    def items(self) -> Sequence[ledger.Item]:
        """What was open at the end of the day."""

    @property
    def unmatched(self) -> Sequence[tuple[str, str, int]]:
        """Past dealings that no agreed match covers."""


def make(pair: str, as_of: date, books: Books, clock_of: Callable[[date], Clock] = settlement) -> StatementOf:
    """Return the statement as of the end of a day.

    ``clock_of``: the clock of what was delivered on a day, where the pack says other than twelve months.
    """
    found = books.items
    ages = ledger.ageing([(i.line, i.due.isoformat() if i.due else "", i.turnover) for i in found], as_of)
    clocks = ledger.by_clock(found, as_of, clock_of)
    oldest: dict[ledger.Line, date] = {}
    for item in found:
        bare = item.line._replace(reason="")
        oldest[bare] = min(item.day, oldest.get(bare, item.day))
    debts = tuple(
        _debt(line, balance, ages.get(line, {}), clocks.get(line, {}), oldest.get(line))
        for line, balance in sorted(ledger.balances(books.sums).items())
        if balance.known.open or balance.unknown
    )
    return StatementOf(pair, as_of, debts, _set_offs(debts), tuple(Claimed(*each) for each in books.unmatched))


def _debt(
    line: ledger.Line,
    balance: ledger.Balance,
    ages: Mapping[Any, ledger.Turnover],
    clocks: Mapping[str, ledger.Turnover],
    oldest: date | None,
) -> Debt:
    known = balance.known
    return Debt(
        line.debtor, line.creditor, line.account, line.commodity, is_money(line.commodity), known.owed, known.settled,
        known.open, balance.unknown, _parts(ages), _parts(clocks), oldest,
    )  # fmt: skip


def _parts(sums: Mapping[Any, ledger.Turnover]) -> tuple[tuple[str, Decimal], ...]:
    return tuple((str(name), turnover.open) for name, turnover in sums.items() if turnover.open)


def _set_offs(debts: Iterable[Debt]) -> tuple[SetOffProposal, ...]:
    """One proposal for each currency in which both sides owe something known."""
    gross: dict[str, dict[str, Decimal]] = {}
    for debt in debts:
        if debt.in_money and debt.open > 0:
            sides = gross.setdefault(debt.commodity, {})
            sides[debt.debtor] = EXACT.add(sides.get(debt.debtor, ZERO), debt.open)
    found = []
    for currency, sides in sorted(gross.items()):
        if len(sides) > 1:
            (less, meets), (more, most) = sorted(sides.items(), key=lambda side: (side[1], side[0]))
            rest = EXACT.subtract(most, meets)
            both = tuple(sorted({less: meets, more: most}.items()))
            found.append(SetOffProposal(currency, both, meets, rest, more if rest else ""))
    return tuple(found)


def totals(statement: StatementOf) -> tuple[Total, ...]:
    """Return the totals of a statement act: by debtor and commodity over all accounts, what is open and known."""
    sums: dict[tuple[str, str, str], Decimal] = {}
    for debt in statement.debts:
        at = (debt.debtor, debt.creditor, debt.commodity)
        sums[at] = EXACT.add(sums.get(at, ZERO), debt.open)
    return tuple(Total(*at, *to_pair(amount)) for at, amount in sorted(sums.items()) if amount)


def plain(statement: StatementOf) -> dict[str, Any]:
    """Return a statement as texts, integers and lists: what ``--json`` writes; amounts as exact digits."""
    return {
        "pair": statement.pair,
        "as_of": statement.as_of.isoformat(),
        "debts": [_plain_debt(debt) for debt in statement.debts],
        "set_off_proposals": [
            {
                "currency": each.currency,
                "gross": {party: written(amount) for party, amount in each.gross},
                "meets": written(each.meets),
                "rest": written(each.rest),
                "rest_owed_by": each.rest_owed_by,
            }
            for each in statement.set_offs
        ],
        "unmatched": [each._asdict() for each in statement.unmatched],
        "undetermined": statement.undetermined,
    }


def _plain_debt(debt: Debt) -> dict[str, Any]:
    return {
        "debtor": debt.debtor,
        "creditor": debt.creditor,
        "account": debt.account,
        "commodity": debt.commodity,
        "in_money": debt.in_money,
        "owed": written(debt.owed),
        "settled": written(debt.settled),
        "open": written(debt.open),
        "undetermined": {part.reason: part.count for part in debt.unknown},
        "ages": {name: written(amount) for name, amount in debt.ages},
        "clocks": {name: written(amount) for name, amount in debt.clocks},
        "oldest": debt.oldest.isoformat() if debt.oldest else "",
    }
