"""The tables of an audit pack: orders against their mandatory elements, signatures, ages, and what is wrong.

Law: every line names the act by its digest (column ``act``; an open obligation by the first figures of the digests of
its case and act, ``basis``), so that whoever has the logs finds what it speaks of; codes stand as they are signed. No
text is here: a title may be classified, and no proof needs one. What cannot be told is *undetermined* and counted,
never left out.
Place on the path: from the fold of cases and the tables; read by ``packing`` and ``report``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from warifu.core.act import decode_answer, is_act, open_act
from warifu.law.pack import Pack
from warifu.node.node import Node
from warifu.node.pair import Pair
from warifu.record import log, queries_logistics, queries_owed
from warifu.rooms.logistics import completeness
from warifu.rooms.logistics.completeness import MISSING, NOT_DUE, PRESENT, UNDETERMINED

_CASES, _LINES = 500, 1000
_VERDICTS = {1: "confirmed", 2: "fallen", 3: "objected"}
AGES = (90, 180, 270, 365)
"""Upper ends in days of the ages in which open obligations are counted."""


class Table(NamedTuple):
    """A table: names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class Tables(NamedTuple):
    """The tables of a pack."""

    orders: Table
    elements: Table
    signatures: Table
    ageing: Table
    exceptions: Table


def of_pair(node: Node, peer: str, day: date) -> Tables:
    """Return the tables of a pair as of a day."""
    pair = node.pair(peer)
    orders, stated = _orders(pair, elements_of(node.packs))
    return Tables(orders, stated, _signatures(pair), _ageing(pair, day), _exceptions(pair))


def elements_of(packs: Mapping[bytes, Pack]) -> dict[bytes, Sequence[Any]]:
    """Return the list of mandatory elements of each pack that has one, by the pack's digest."""
    return {
        digest: rule.params["elements"]
        for digest, pack in packs.items()
        for rule in pack.rules.values()
        if rule.check.startswith("logistics.element@")
    }


def _orders(pair: Pair, lists: Mapping[bytes, Sequence[Any]]) -> tuple[Table, Table]:
    orders = Table(
        ("number", "opened_by", "moved", "state", "settlement", "agreed", "exercise", "present", "missing",
         "not_applicable", "not_due", "undetermined", "act"),
        [],
    )  # fmt: skip
    stated = Table(("number", "element", "step", "state", "act"), [])
    heads = queries_logistics.cases(pair.store, pair.name, "order", limit=10**9)
    for at in range(0, len(heads), _CASES):
        part = heads[at : at + _CASES]
        folded = pair.fold(pair.reader.gather([head.case for head in part]))
        for head in part:
            case = folded[head.case]
            found = completeness.completeness(case, lists.get(case.line[0].placed.act.pack, ()))
            counted = Counter(each.state for each in found)
            missing = " ".join(each.element for each in found if each.state == MISSING)
            orders.rows.append(
                (
                    head.number, head.opener, _instant(head.since), head.state, head.settlement,
                    bool(getattr(case.terms, "agreed", False)), head.exercise, counted[PRESENT], missing,
                    counted[completeness.NOT_APPLICABLE], counted[NOT_DUE], counted[UNDETERMINED], head.case.hex(),
                )
            )  # fmt: skip
            stated.rows.extend((head.number, each.element, each.step, each.state, head.case.hex()) for each in found)
    return orders, stated


def _signatures(pair: Pair) -> Table:
    table = Table(
        ("log", "place", "kind", "desk", "officer", "time", "verdict", "verdict_place", "case", "act"), []
    )  # fmt: skip
    sides = tuple(sorted((pair.us, pair.peer)))
    verdicts = {author: _verdicts(pair, author) for author in sides}
    for author, other in (sides, sides[::-1]):
        for line in _lines(pair, author):
            if not is_act(line.raw):
                continue
            act = open_act(line.raw).act
            verdict, place = verdicts[other].get(line.act, ("unanswered", ""))
            table.rows.append(
                (
                    pair.name_of(author), line.place, act.kind, act.desk, act.officer.hex(), _instant(act.time),
                    verdict, place, line.case.hex(), line.act.hex(),
                )
            )  # fmt: skip
    return table


def _verdicts(pair: Pair, author: str) -> dict[bytes, tuple[str, int | str]]:
    """The last answer of a party to each act."""
    found: dict[bytes, tuple[str, int | str]] = {}
    for line in _lines(pair, author):
        if not is_act(line.raw):
            answer = decode_answer(line.raw)
            found[answer.act] = (_VERDICTS[answer.verdict], line.place)
    return found


def _lines(pair: Pair, author: str) -> Iterator[log.Line]:
    size = pair.head(author).size
    for first in range(0, size, _LINES):
        yield from log.lines(pair.store, pair.name, author, first, _LINES)


def _ageing(pair: Pair, day: date) -> Table:
    table = Table(
        ("debtor", "creditor", "account", "commodity", "open", "undetermined", "since", "age_days", "due", "basis"), []
    )
    for item in queries_owed.open_items(pair.store, pair.name, day):
        line = item.line
        table.rows.append(
            (
                line.debtor, line.creditor, line.account, line.commodity, item.turnover.open, line.reason,
                item.day.isoformat(), (day - item.day).days, item.due.isoformat() if item.due else "", item.basis,
            )
        )  # fmt: skip
    return table


def _exceptions(pair: Pair) -> Table:
    table = Table(("what", "number", "owner", "code", "since", "due", "act"), [])
    table.rows.extend(
        (
            each.what,
            each.number,
            each.owner,
            each.code,
            each.since.isoformat(),
            each.due.isoformat() if each.due else "",
            each.act.hex(),
        )
        for each in queries_logistics.wrong(pair.store, pair.name)
    )
    return table


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
