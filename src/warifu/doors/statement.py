"""The statement at the door: made from the kept balances, shown as a table, JSON or a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rich.table import Table

from warifu.doors.sheets import write_xlsx
from warifu.node.node import Node
from warifu.record import queries_owed
from warifu.rooms.logistics import statement
from warifu.rooms.logistics.acts import Total
from warifu.rooms.logistics.statement import StatementOf

_COLUMNS = (
    ("debtor", "債務国"), ("creditor", "債権国"), ("account", "区分"), ("commodity", "品目・通貨"), ("owed", "発生"),
    ("settled", "決済"), ("open", "未決済"), ("undetermined", "確定不能"), ("ages", "経過"),
    ("clocks", "期限"), ("oldest", "最古"),
)  # fmt: skip


def of_day(node: Node, peer: str, day: date) -> StatementOf:
    """Return the statement of a pair as of the end of a day, from what the tables keep."""
    pair = node.pair(peer)
    return statement.make(pair.name, day, queries_owed.books(pair.store, pair.name, day))


def totals(found: StatementOf) -> tuple[Total, ...]:
    """Return the totals as a statement act holds them."""
    return statement.totals(found)


def document(found: StatementOf) -> dict[str, Any]:
    """Return the statement as JSON can hold it."""
    return statement.plain(found)


def table(plain: Mapping[str, Any]) -> Table:
    """Return a statement (as ``document`` gives it) as a terminal table in both languages."""
    title = f"Statement / 計算書 {plain['pair']} {plain['as_of']} — undetermined / 確定不能 {plain['undetermined']}"
    shown = Table(title=title, title_justify="left")
    for en, ja in _COLUMNS:
        shown.add_column(f"{en}\n{ja}", overflow="fold")
    for row in _rows(plain):
        shown.add_row(*map(str, row))
    return shown


def _rows(plain: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return [tuple(_cell(debt[name]) for name, _ in _COLUMNS) for debt in plain["debts"]]


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return " ".join(f"{name}:{each}" for name, each in value.items())
    return value


def write_book(path: Path, found: StatementOf) -> None:
    """Write the statement as a workbook: debts, set-off proposals, what nobody has matched."""
    plain = document(found)
    headings = tuple(f"{en} / {ja}" for en, ja in _COLUMNS)
    offers = [
        (each["currency"], _cell(each["gross"]), each["meets"], each["rest"], each["rest_owed_by"])
        for each in plain["set_off_proposals"]
    ]
    unmatched = [(each["party"], each["provider"], each["dealings"]) for each in plain["unmatched"]]
    write_xlsx(
        path,
        {
            "statement": (headings, _rows(plain)),
            "set-off": (
                ("currency / 通貨", "gross / 総額", "meets / 相殺額", "rest / 残額", "owed by / 債務国"),
                offers,
            ),
            "unmatched": (("party / 主張国", "provider / 提供国", "dealings / 件数"), unmatched),
        },
    )
