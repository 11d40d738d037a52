"""The statement at the door: made from the kept balances, shown as a table, JSON or a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from warifu.core.errors import ValueTroubleError
from warifu.core.label import EXERCISE, Schemes
from warifu.core.wire import is_day
from warifu.doors import sentences
from warifu.doors.markings import highest
from warifu.doors.sheets import write_xlsx
from warifu.doors.tables import WholeTable
from warifu.node.node import Node
from warifu.record import queries_marks, queries_owed
from warifu.record.log import Store
from warifu.rooms.logistics import statement
from warifu.rooms.logistics.acts import Total
from warifu.rooms.logistics.statement import StatementOf

_COLUMNS = (
    ("debtor", "債務国"), ("creditor", "債権国"), ("account", "区分"), ("commodity", "品目・通貨"), ("owed", "発生"),
    ("settled", "決済"), ("open", "未決済"), ("undetermined", "確定不能"), ("ages", "経過"),
    ("clocks", "期限"), ("oldest", "最古"),
)  # fmt: skip


def of_day(node: Node, peer: str, day: date) -> StatementOf:
    """Return the statement of a pair as of the end of a day, from what the tables keep.

    Raises ValueTroubleError statement.no_such_day for a day that cannot stand in an act.
    """
    if not is_day(day):
        raise ValueTroubleError("statement.no_such_day", day=day.isoformat())
    pair = node.pair(peer)
    return statement.make(pair.name, day, queries_owed.books(pair.store, pair.name, day))


def marked(store: Store, pair: str) -> list[tuple[tuple[str, ...], str]]:
    """Return how the highest marked case in the sums is labelled, and what a person ruled to answer to it."""
    case = queries_marks.highest_in_sums(store, pair)
    found = queries_marks.of_cases(store, pair, () if case is None else (case,))
    return [(label, each.ruled) for each in found.values() for label in each.labels]


def label_of(store: Store, pair: str, schemes: Schemes) -> tuple[str, ...]:
    """Return the label that a statement needs: the highest of what its sums hold, as the store's reader sees it."""
    return tuple(word for word in highest((each for each, _ in marked(store, pair)), schemes) if word != EXERCISE)


def totals(found: StatementOf) -> tuple[Total, ...]:
    """Return the totals as a statement act holds them."""
    return statement.totals(found)


def document(found: StatementOf) -> dict[str, Any]:
    """Return the statement as JSON can hold it."""
    return statement.plain(found)


def table(plain: Mapping[str, Any], language: str) -> WholeTable:
    """Return a statement (as ``document`` gives it) as a terminal table: gross both ways, what is open by age."""
    at = 1 if language == "ja" else 0
    title = _TITLE[at].format(**plain)
    shown = WholeTable(title=title, title_justify="left")
    for both, right in _SHOWN:
        shown.add_column(both[at], justify="right" if right else "left", overflow="fold")
    for debt in plain["debts"]:
        ages = "\n".join(f"{sentences.word(age, language)}: {_grouped(each)}" for age, each in debt["ages"].items())
        unknown = sum(debt["undetermined"].values())
        shown.add_row(
            f"{debt['debtor']} → {debt['creditor']}",
            sentences.word(debt["account"], language),
            debt["commodity"],
            *(_grouped(debt[name]) for name in ("owed", "settled", "open")),
            ages + (f"\n{_UNKNOWN[at]}: {unknown}" if unknown else ""),
            debt["oldest"],
        )
    return shown


_TITLE = (
    "Statement {pair}, {as_of}; cannot be determined: {undetermined}",
    "計算書 {pair} {as_of}現在、確定不能{undetermined}件",
)
_UNKNOWN = ("cannot be determined", "確定不能")
_SHOWN = (
    (("who owes whom", "債務国→債権国"), False), (("settled by", "決済の方法"), False),
    (("commodity", "品目・通貨"), False), (("owed", "発生"), True), (("settled", "決済"), True),
    (("open", "未決済"), True), (("open, by age", "未決済の経過日数"), False), (("oldest", "最古"), False),
)  # fmt: skip


def _grouped(figure: str) -> str:
    whole, point, part = str(figure).partition(".")
    return f"{int(whole):,}{point}{part}" if whole.lstrip("-").isdigit() else str(figure)


def _rows(plain: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return [tuple(_cell(debt[name]) for name, _ in _COLUMNS) for debt in plain["debts"]]


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return " ".join(f"{name}:{each}" for name, each in value.items())
    return value


def write_book(path: Path, found: StatementOf, dictionary: Sequence[Sequence[str]] = (), marking: str = "") -> None:
    """Write the statement as a workbook: debts, set-off proposals, what nobody has matched, what the columns mean."""
    plain = document(found)
    headings = tuple(f"{en} / {ja}" for en, ja in _COLUMNS)
    offers = [
        (each["currency"], _cell(each["gross"]), each["meets"], each["rest"], each["rest_owed_by"])
        for each in plain["set_off_proposals"]
    ]
    unmatched = [(each["party"], each["provider"], each["dealings"]) for each in plain["unmatched"]]
    meant = {"columns": (("column / 列", "English", "日本語"), dictionary)} if dictionary else {}
    write_xlsx(
        path,
        meant
        | {
            "statement": (headings, _rows(plain)),
            "set-off": (
                ("currency / 通貨", "gross / 総額", "meets / 相殺額", "rest / 残額", "owed by / 債務国"),
                offers,
            ),
            "unmatched": (("party / 主張国", "provider / 提供国", "dealings / 件数"), unmatched),
        },
        marking,
    )
