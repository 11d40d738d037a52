"""``warifu muster``: musters of copies in hand, begun, ticked, closed, countersigned, reported on paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from warifu.core import canonical
from warifu.core.errors import FileError, LogError, ValueTroubleError
from warifu.doors.cli.base import (
    COMMAND_LINE,
    AsJson,
    Folder,
    OfficerOption,
    PeerOption,
    both,
    heading,
    opened,
    show,
    show_outcome,
    signer_of,
    table_of,
)
from warifu.doors.cli.inhouse import DeskOption, Which, case_of, digest_of, pair_of
from warifu.doors.inhouse import mustering
from warifu.doors.inhouse.mustering import By, Wanted, Word
from warifu.doors.markings import Beside
from warifu.node import open as opening
from warifu.node.open import Opened
from warifu.record import queries_house, removals
from warifu.record.removals import REGISTER, Copied

muster = typer.Typer(help=both("Musters of copies in hand.", "保有する写しの検査。"), no_args_is_help=True)


def _by(node: Opened, officer: str, desk: str) -> By:
    return By(signer_of(node, officer), desk)


@muster.command("begin", help=both("Begin a muster of what is in hand.", "検査を開始する。"))
def begin(
    folder: Folder,
    number: Annotated[str, typer.Argument(help="Number of the muster. / 検査番号。")],
    desk: DeskOption,
    form: Annotated[str, typer.Option(help="yearly, spot, handover, after_incident. / 種類。")] = "yearly",
    place: Annotated[str, typer.Option(help="Of one place alone. / 場所。")] = "",
    person: Annotated[str, typer.Option(help="Of one custodian alone. / 保管責任者。")] = "",
    to: Annotated[str, typer.Option(help="At a handover: who takes over. / 引継者。")] = "",
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Write what is expected today into sheets."""
    if form not in {"yearly", "spot", "handover", "after_incident"}:
        raise typer.BadParameter("--form: yearly, spot, handover, after_incident")
    node = opened(folder)
    wanted = Wanted(number, form, mustering.today(node.node), place, person, to)
    made = mustering.begin(node.node, pair_of(node, peer)[0], wanted, _by(node, officer, desk))
    show_outcome(next((each for each in made if not each.ok), made[0]), as_json=as_json, kind="information/muster")


@muster.command("list", help=both("Musters and how far they are.", "検査の状況を一覧する。"))
def musters(folder: Folder, as_json: AsJson = False) -> None:
    """List musters."""
    node = opened(folder)
    rows = [each._asdict() | {"case": each.case.hex()} for each in queries_house.musters(node.node.store)]
    columns = ("case", "number", "form", "state", "sheets", "closed", "expected", "sighted", "explained", "unexplained")
    cells = [[str(row[name])[:16] if name == "case" else row[name] for name in columns] for row in rows]
    show(rows, as_json=as_json, table=table_of(heading("musters"), columns, cells))


@muster.command("show", help=both("Every line of a muster.", "検査票の全ての行を示す。"))
def lines(folder: Folder, which: Which, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Show every line of every sheet, to be printed and ticked."""
    node = opened(folder)
    rows = mustering.document(node.node, pair_of(node, peer)[0], case_of(node, which))
    columns = ("sheet", "line", "number", "copy", "place", "container", "custodian", "said")
    show(rows, as_json=as_json, table=table_of(heading("muster"), columns, [[row[c] for c in columns] for row in rows]))


@muster.command("report", help=both("Write the report of a muster (PDF).", "検査報告書を出力する（PDF）。"))
def report(
    folder: Folder,
    which: Which,
    to: Annotated[Path, typer.Option("--out", help="PDF to write. / 出力するPDF。")],
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Write what was sighted, explained, and neither, for two signatures; that it left the node is noted."""
    from warifu.doors.paper import muster as printing

    node = opened(folder)
    other, pair = pair_of(node, peer)
    found = mustering.report(node.node.store, pair, case_of(node, which))
    if found is None:
        raise LogError("case.unknown", which, found=0)
    made = opening.clock()
    beside = Beside(node.node.schemes, (node.node.party, other), mustering.today(node.node))
    raw = printing.form(found, printing.Printed(node.node.party, made, beside))
    try:
        to.write_bytes(raw)
    except OSError as trouble:
        raise FileError("file.unwritable", str(to), trouble=trouble.strerror or str(trouble)) from trouble
    note = Copied(REGISTER, canonical.digest(raw), made, size=len(raw), kept=str(to), who=COMMAND_LINE)
    removals.note_copied(node.node.store, pair, note)
    told = {"file": str(to)} | {name: len(getattr(found, name)) for name in ("sighted", "explained", "open")}
    show(told, as_json=as_json, table=str(to))


def _sheet(node: Opened, which: str, sheet: int) -> bytes:
    found = [each.case for each in queries_house.sheets(node.node.store, case_of(node, which)) if each.number == sheet]
    if not found:
        raise LogError("case.unknown", f"{which}/{sheet}", found=0)
    return found[0]


def numbers_of(told: str) -> tuple[int, ...]:
    """Read ``1-40,42`` into lines; raises ValueTroubleError."""
    found: list[int] = []
    for part in filter(None, told.replace(" ", "").split(",")):
        first, _, last = part.partition("-")
        if not re.fullmatch(r"[0-9]{1,5}(-[0-9]{1,5})?", part):
            raise ValueTroubleError("muster.lines", told[:60])
        found += range(int(first), int(last or first) + 1)
    return tuple(found)


@muster.command(
    "tick", help=both("Say of lines that they were seen, or why not.", "現認又は現認できない理由を登録する。")
)
def tick(
    folder: Folder,
    which: Which,
    desk: DeskOption,
    sheet: Annotated[int, typer.Option(help="Number of the sheet. / 検査票の番号。")] = 1,
    seen: Annotated[str, typer.Option(help="Lines seen: 1-40,42. / 現認した行。")] = "",
    unseen: Annotated[list[str] | None, typer.Option(help="LINE or LINE=CODE, not seen. / 現認できない行。")] = None,
    cites: Annotated[list[str] | None, typer.Option(help="What explains it, by digest. / 引用する文書。")] = None,
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Tick one line or many."""
    node = opened(folder)
    told = [each.partition("=") for each in unseen or []]
    why = tuple((line, code) for these, _, code in told for line in numbers_of(these))
    word = Word(numbers_of(seen), why, tuple(map(digest_of, cites or [])))
    by = _by(node, officer, desk)
    outcome = mustering.tick(node.node, pair_of(node, peer)[0], _sheet(node, which, sheet), word, by)
    show_outcome(outcome, as_json=as_json, kind="information/sighted")


@muster.command("close", help=both("Close a sheet, or the whole muster.", "検査票又は検査全体を終了する。"))
def close(
    folder: Folder,
    which: Which,
    desk: DeskOption,
    sheet: Annotated[int, typer.Option(help="Sheet (0: the muster). / 検査票（0: 検査全体）。")] = 0,
    countersign: Annotated[bool, typer.Option("--countersign", help="As the second officer. / 連署。")] = False,
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Close what is done with."""
    node = opened(folder)
    other, by, case = pair_of(node, peer)[0], _by(node, officer, desk), case_of(node, which)
    if countersign:
        outcome = mustering.countersign(node.node, other, case, by)
    elif sheet:
        outcome = mustering.close_sheet(node.node, other, _sheet(node, which, sheet), by)
    else:
        outcome = mustering.close(node.node, other, case, by)
    show_outcome(outcome, as_json=as_json, kind="information/muster_closed")
