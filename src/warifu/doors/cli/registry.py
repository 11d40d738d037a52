"""``warifu item register`` and ``item copies``: classified items and their copies, and where each was on a date.

Law: the command line is the keeper's and sees the whole node; what it writes to a file is noted like any other print.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from warifu.core import canonical
from warifu.core.errors import FileError, LogError
from warifu.doors import registry as registers
from warifu.doors import sentences
from warifu.doors.cli.base import (
    COMMAND_LINE,
    AsJson,
    Folder,
    PeerOption,
    both,
    day_of,
    language,
    opened,
    out,
    peer_of,
    say,
    show,
)
from warifu.doors.tables import WholeTable
from warifu.node import open as opening
from warifu.node.node import Node
from warifu.record import queries_registry, removals
from warifu.record.queries_registry import NARROWED, Wanted
from warifu.record.removals import REGISTER, Copied

item = typer.Typer(
    help=both("Classified items: the register, copies, from hand to hand.", "秘密情報の登録簿、写し及びその所在。"),
    no_args_is_help=True,
)

OnOption = Annotated[str, typer.Option("--on", help="As of the end of this day. / 基準日（年-月-日）。")]
Shown = Annotated[str, typer.Option("--only", help=f"{', '.join(NARROWED)}. / 抽出条件。")]
_FORMS = {".csv": "csv", ".xlsx": "xlsx", ".pdf": "pdf"}


@item.command("register", help=both("The register as of a date.", "基準日現在の登録簿を示す。"))
def register(
    folder: Folder,
    on: OnOption = "",
    only: Shown = "",
    words: Annotated[str, typer.Option("--search", help="Number, agency, purpose. / 番号、機関、目的。")] = "",
    to: Annotated[Path | None, typer.Option("--out", help="CSV, XLSX or PDF to write. / 出力するファイル。")] = None,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Show or write every item and copy, and where each was at the end of a day."""
    if only and only not in NARROWED:
        raise typer.BadParameter(f"--only: {', '.join(NARROWED)}")
    node = opened(folder)
    pair, today = node.node.pair(peer_of(node, peer)).name, _today()
    day = day_of(on) if on else today
    wanted = Wanted(words=words.casefold(), state=only, on=day, today=today)
    form = "json" if to is None else _FORMS.get(to.suffix.lower(), "")
    if not form:
        raise FileError("file.unknown_kind", str(to), kind=to.suffix if to else "")
    lines = list(registers.whole(node.node.store, pair, wanted, day, registers.MOST_LINES[form]))
    shown = [line.item.case for line in lines if line.title is not None]
    removals.note_seen_all(node.node.store, pair, shown, COMMAND_LINE, opening.clock())
    if to is not None:
        _write(node.node, pair, to, (lines, day, words or only))
    if as_json:
        show([registers.document(line) for line in lines], as_json=True)
    elif to is None:
        out.print(_table(lines, day))
    else:
        out.print(f"{to} {len(lines)}")


def _today() -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + opening.clock() // 86_400)


def _write(node: Node, pair: str, to: Path, told: tuple[list[registers.Line], date, str]) -> None:
    lines, day, narrowed = told
    made = opening.clock()
    if to.suffix.lower() == ".pdf":
        from warifu.doors.paper import register as printing

        said = (sentences.Both(narrowed, narrowed),) if narrowed else ()
        us, _, two = pair.partition("-")
        other = two if us == node.party else us
        to.write_bytes(printing.form(lines, printing.Printed(node.party, other, day, made, node.schemes, said)))
    else:
        registers.write(to, _FORMS[to.suffix.lower()], iter(lines), language())
    raw = to.read_bytes()
    note = Copied(REGISTER, canonical.digest(raw), made, size=len(raw), kept=str(to), who=COMMAND_LINE)
    removals.note_copied(node.store, pair, note)


def _table(lines: list[registers.Line], day: date) -> WholeTable:
    shown = WholeTable(title=say(f"Register as of {day}", f"{day}現在の登録簿"), title_justify="left")
    for name in ("number", "title", "marking", "corresponding", "copy", "expires"):
        shown.add_column(registers.column(name).in_(language()), overflow="fold")
    for line in lines:
        plain = registers.document(line)
        copies = "\n".join(registers.counted(line.copies, language()))
        shown.add_row(
            line.item.number, line.title or "—", line.item.marking, line.item.corresponding, copies, plain["expires"]
        )
    return shown


@item.command("copies", help=both("Each copy of an item, from hand to hand.", "秘密情報の写しの所在の経緯を示す。"))
def copies(
    folder: Folder,
    which: Annotated[str, typer.Argument(help="Register number, or digest of the item. / 登録番号又は識別値。")],
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Show every interval of every copy of an item, and what does not fit."""
    node = opened(folder)
    pair, store = node.node.pair(peer_of(node, peer)).name, node.node.store
    case = queries_registry.named(store, pair, which)
    if case is None:
        raise LogError("house.case_unknown", which[:80])
    history = queries_registry.history(store, pair, case)
    wrong = queries_registry.differences(store, pair, case)
    if as_json:
        show(
            {"history": [_plain(each) for each in history], "differences": [_plain(each) for each in wrong]},
            as_json=True,
        )
        return
    shown = WholeTable(title=which, title_justify="left")
    for name in ("copy", "where", "party", "desk", "since", "package", "other"):
        shown.add_column(registers.column(name).in_(language()), overflow="fold")
    for each in history:
        shown.add_row(
            each.copy, registers.where_called(each, language()), each.party, each.desk, each.from_day.isoformat(),
            each.package, each.other,
        )  # fmt: skip
    out.print(shown)
    for different in wrong:
        figures = different.figures | {"copy": different.copy}
        out.print(f"• {sentences.of_code(f'custody.{different.code}', language(), figures)}")


def _plain(found: Any) -> dict[str, Any]:
    told = found._asdict()
    return {
        name: value.hex() if isinstance(value, bytes) else value.isoformat() if isinstance(value, date) else value
        for name, value in told.items()
    }
