"""The figures of a fiscal year, counted from cases as they stood at two sizes of the logs.

Law: the same cases, year and day give the same figures on both nodes, in whatever order they come. Rehearsals are not
counted. What cannot be determined is counted under a name of its own and added to no amount. No figure names a case,
an item or a person, so that the pack of a year can lie on the table of a committee.

Keys: ``cases.FLOW.STATE`` opened within the year · ``open.DEBTOR.COMMODITY`` as of the day, ``age.DEBTOR.DAYS``
obligations by age, ``settled.DEBTOR.COMMODITY`` within the year · ``exceptions.WHAT`` · ``consents.ROOM.drawn`` ·
``incidents.WHAT`` reported within the year · ``commitments.overdue`` · ``acts.PARTY``, ``answers.PARTY.VERDICT``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from warifu.core import exact, ledger
from warifu.core.act import decode_answer, is_act
from warifu.core.days import fiscal_year_bounds
from warifu.core.posting import Posting, Undetermined
from warifu.doors.auditpack.report import age
from warifu.law.heads import day_number
from warifu.node.counting import Counted, rows_at
from warifu.node.node import Node
from warifu.record import log
from warifu.rooms.programme.acts.figures import Figure

Figures = dict[str, Decimal]
TROUBLES = ("irregular", "disputed", "pending", "refused", "fallen", "unfounded", "late", "undetermined")
_VERDICTS = {1: "confirmed", 2: "fallen", 3: "objected"}
_LINES = 1000


class Year(NamedTuple):
    """What is counted: a fiscal year (April to March) as of a day of it."""

    year: int
    as_of: date

    @property
    def first(self) -> date:
        """The first day of the year."""
        return fiscal_year_bounds(self.year)[0]


def figures(node: Node, peer: str, sizes: Mapping[str, int], year: Year) -> Figures:
    """Return the figures of a year at sizes of the logs, by key; raises LogError log.beyond_head."""
    found: Counter[str] = Counter()
    counted = list(rows_at(node, peer, sizes).values())
    real = [each for each in counted if not _head(each, "exercise", default=False)]
    for each in real:
        _count_case(each, year, found)
    amounts = _amounts([posting for each in real for posting in each.rows.postings], year)
    _count_entries(node, peer, sizes, found)
    return dict(sorted({**{key: Decimal(count) for key, count in found.items()}, **amounts}.items()))


def _head(counted: Counted, column: str, *, default: Any) -> Any:
    """A column of a case's head, of whatever room; ``default`` for a case that has none."""
    for table, rows in counted.rows.tables.items():
        if table.endswith("_case") and rows:
            return getattr(rows[0], column, default)
    return default


def _count_case(counted: Counted, year: Year, found: Counter[str]) -> None:
    opened = _head(counted, "opened", default=None)
    within = opened is not None and day_number(year.first) <= opened <= day_number(year.as_of)
    if within:
        found[f"cases.{counted.case.flow.name}.{counted.case.state}"] += 1
    for what in TROUBLES:
        count = int(_head(counted, what, default=0))
        if count:
            found[f"exceptions.{what}"] += count
    living = bool(counted.case.flow.states[counted.case.state].steps)
    for incident in _rows(counted, "information_incident"):
        if within:
            found[f"incidents.{incident.what}"] += 1
    for promised in _rows(counted, "programme_commitment"):
        if living and promised.agreed and promised.fulfilled is None and promised.due < day_number(year.as_of):
            found["commitments.overdue"] += 1
    for stand in counted.case.line:
        room, _, kind = stand.placed.act.kind.partition("/")
        if kind == "draw" and stand.confirmed and year.first <= stand.placed.body.on <= year.as_of:
            found[f"consents.{room}.drawn"] += 1


def _rows(counted: Counted, table: str) -> Iterable[Any]:
    return counted.rows.tables.get(table, ())


def _amounts(postings: list[Posting], year: Year) -> Figures:
    """What is open, how old it is, and what was settled within the year."""
    found: dict[str, Decimal] = {}

    def add(key: str, amount: Decimal) -> None:
        found[key] = exact.EXACT.add(found.get(key, Decimal(0)), amount)

    for item in ledger.items_of(postings, year.as_of):
        add(f"age.{item.line.debtor}.{age((year.as_of - item.day).days)}", Decimal(1))
        if item.line.reason:
            add(f"open.{item.line.debtor}.undetermined", Decimal(item.turnover.postings))
        else:
            add(f"open.{item.line.debtor}.{item.line.commodity}", item.turnover.open)
    for posting in postings:
        amount = posting.amount
        if year.first <= posting.day <= year.as_of and not isinstance(amount, Undetermined) and amount < 0:
            add(f"settled.{posting.debtor}.{posting.commodity}", -amount)
    return found


def _count_entries(node: Node, peer: str, sizes: Mapping[str, int], found: Counter[str]) -> None:
    for author, size in sizes.items():
        for line in _lines(node, peer, author, size):
            if is_act(line.raw):
                found[f"acts.{author}"] += 1
            else:
                found[f"answers.{author}.{_VERDICTS[decode_answer(line.raw).verdict]}"] += 1


def _lines(node: Node, peer: str, author: str, size: int) -> Iterator[log.Line]:
    name = node.pair(peer).name
    for first in range(0, size, _LINES):
        yield from log.lines(node.store, name, author, first, min(_LINES, size - first))


def to_wire(found: Mapping[str, Decimal]) -> tuple[Figure, ...]:
    """Return figures as an act holds them, in the order of their keys; raises ValueTroubleError."""
    return tuple(Figure(key, *exact.to_pair(found[key])) for key in sorted(found))


def from_wire(stated: Iterable[Figure]) -> Figures:
    """Return figures from an act."""
    return {each.key: exact.from_pair([each.exponent, each.mantissa]) for each in stated}


def differing(ours: Mapping[str, Decimal], stated: Mapping[str, Decimal]) -> Figures:
    """Return our figures where those stated differ; one that is only stated is nought with us."""
    return {
        key: ours.get(key, Decimal(0))
        for key in sorted({*ours, *stated})
        if ours.get(key, Decimal(0)) != stated.get(key, Decimal(0))
    }
