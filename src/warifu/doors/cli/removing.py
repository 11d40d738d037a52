"""``warifu spill``, ``backup``, ``restore`` and ``retention``: a text in the wrong place, and what has run its time."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

import typer

from warifu.core.errors import LogError
from warifu.doors import backup as backups
from warifu.doors import cases as reading
from warifu.doors import sentences
from warifu.doors import spill as spills
from warifu.doors.cli.base import (
    COMMAND_LINE,
    AsJson,
    Folder,
    OfficerOption,
    PeerOption,
    both,
    day_of,
    heading,
    language,
    opened,
    out,
    peer_of,
    say,
    show,
    show_outcome,
    signer_of,
    table_of,
    today,
)
from warifu.law.removal import FollowedUp, Hold
from warifu.node import config, holding, removing
from warifu.node.founding import DESK
from warifu.node.open import Opened
from warifu.node.removing import Wanted
from warifu.record import removals

spill = typer.Typer(
    help=both("A text in the wrong place: show, erase, follow up.", "誤って記載された記述: 確認、消去、事後処置。"),
    no_args_is_help=True,
)
retention = typer.Typer(
    help=both("Retention: what is due, disposal, holds.", "保存期間: 満了、廃棄、保全指定。"), no_args_is_help=True
)
DONE, WHY = (get_args(get_type_hints(kind)[name]) for kind, name in ((FollowedUp, "done"), (Hold, "why")))
Which = Annotated[str, typer.Argument(help="Digest of the act, or its beginning. / 文書の識別値。")]
DeskOption = Annotated[str, typer.Option("--desk", help="Desk that acts. / 担当部隊等。")]
_LINES = ("what", "who", "day", "kept", "done", "line")
_FOUND = ("what", "who", "day", "kept")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(spill, name="spill")
    app.add_typer(retention, name="retention")
    app.command("backup", help=both("Make, note or list backups.", "バックアップの作成、記録及び一覧。"))(backup)
    app.command("restore", help=both("Lay a backup into an empty node's folder.", "バックアップから復元する。"))(
        restore
    )


_PREFIX = {
    "what": "removal.", "done": "done.", "state": "text.", "why": "hold.", "held": "hold.", "outcome": "outcome.",
}  # fmt: skip
"""Columns whose codes are called by a word of their own."""


def _table(title: str, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> Any:
    cells = [[_cell(name, row[name]) for name in columns] for row in rows]
    return table_of(title, columns, cells)


def _cell(name: str, value: Any) -> Any:
    if name in _PREFIX and value:
        return sentences.word(_PREFIX[name] + str(value), language())
    if name == "cases":
        return len(value)
    return str(value)[:16] if name in {"line", "case", "act"} else value


@spill.command("show", help=both("Who was shown an act's texts, what holds them.", "記述の閲覧者及び複製を示す。"))
def showing(folder: Folder, which: Which, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Show where the texts of an act stand, who was shown them, which copies hold them, what has been done."""
    node = opened(folder)
    pair = node.node.pair(peer_of(node, peer))
    removals.settle(node.node.store, pair.name, pair.peer)
    document = spills.document(removing.told(pair, removing.find(pair, which)))
    if as_json:
        show(document, as_json=True)
        return
    out.print(f"{document['act']}\n{document['author']} {document['kind']} {document['time']}")
    out.print(_table(heading("texts"), ("slot", "state"), document["texts"]))
    if document["found"]:
        out.print(_table(heading("found"), _FOUND, document["found"]))
    if document["lines"]:
        out.print(_table(heading("removals"), _LINES, document["lines"]))


@spill.command(
    "erase",
    help=both("Remove a text of ours, or ask the other side.", "自国の記述を消去し、又は相手国に消去を求める。"),
)
def erase(
    folder: Folder,
    which: Which,
    slot: Annotated[
        list[int] | None, typer.Option(help="Text by number; none: all. / 記述の番号。省略時は全て。")
    ] = None,
    reason: Annotated[str, typer.Option(help="spill | personal | court_order. / 理由。")] = "spill",
    desk: DeskOption = DESK,
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Sign the act that removes a text; of the other side's text: the act that asks for it, and withhold it here."""
    if reason not in {"spill", "personal", "court_order"}:
        raise typer.BadParameter("--reason: spill, personal, court_order")
    node = _with_accounts(folder)
    other = peer_of(node, peer)
    wanted = Wanted(removing.find(node.node.pair(other), which), tuple(slot or ()), reason, desk)
    from warifu.doors.web.drafts import keeping

    signer = signer_of(node, officer)
    outcome = spills.remove(node.node, other, wanted, signer, (folder, keeping.holding))
    show_outcome(outcome, as_json=as_json, kind="parties/erase")


def _with_accounts(folder: Path) -> Opened:
    """Open a node with its accounts, to look into the drafts; Django is made ready for both before."""
    from warifu.doors.web import wsgi

    wsgi.prepare(folder, config.read(folder))
    return opened(folder)


@spill.command(
    "follow-up", help=both("List what is open; or close a line.", "未処理の一覧を示す。又は一件を処理済みとする。")
)
def follow_up(
    folder: Folder,
    line: Annotated[str, typer.Argument(help="Line to close (its beginning); none: list. / 項目。省略時は一覧。")] = "",
    done: Annotated[
        str,
        typer.Option(
            help="destroyed | recalled | overwritten | briefed | run_out | not_found | on_hold | passed_on | declined. "
            "/ 処置。"
        ),
    ] = "",
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """List the open lines of all removals, or say by a signed national act what was done about one."""
    node = opened(folder)
    other = peer_of(node, peer)
    found = removing.open_lines(node.node.pair(other))
    if not line:
        rows = [spills.line_document(each) for each in found]
        show(rows, as_json=as_json, table=_table(heading("removals"), _LINES, rows))
        return
    if done not in DONE:
        raise typer.BadParameter(f"--done: {', '.join(DONE)}")
    meant = [each for each in found if len(line) >= 6 and each.mark.hex().startswith(line.lower())]
    if not meant or len({(each.act, each.mark) for each in meant}) > 1:
        raise LogError("removal.unknown", line[:40], found=len(meant))
    named = (meant[0].act, meant[0].mark)
    show_outcome(removing.follow_up(node.node, other, named, done, signer_of(node, officer)), as_json=as_json)


def backup(
    folder: Folder,
    to: Annotated[Path | None, typer.Option("--to", help="File to write. / 出力先。")] = None,
    kept: Annotated[str, typer.Option(help="Where it is kept. / 保管場所。")] = "",
    noted: Annotated[
        str,
        typer.Option("--noted", help="Note a backup made by other means, kept here. / 別途作成したものの保管場所。"),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Write a whole copy of the node's database, and put on record that there is one; or list those on record."""
    node = opened(folder)
    if to is not None:
        made = backups.make(node, to, kept, COMMAND_LINE)
        document = {
            "file": str(made.file),
            "bytes": made.size,
            "digest": made.digest.hex(),
            "accounts": str(made.accounts or ""),
        }
        show(document, as_json=as_json, table=f"{made.file}: {made.size} B, SHA-256 {made.digest.hex()}")
        return
    if noted:
        backups.note(node, None, noted, COMMAND_LINE)
    rows = [
        {
            "time": reading.shown(each.time),
            "kept": each.kept,
            "size": each.size,
            "digest": each.digest.hex(),
            "pair": pair.name,
        }
        for pair in (node.node.pair(peer.party) for peer in node.config.peer)
        for each in removals.copied(node.node.store, pair.name, removals.BACKUP)
    ]
    show(rows, as_json=as_json, table=table_of(
        heading("backups"), ("time", "kept", "size", "pair"), [[row[name] for name in ("time", "kept", "size", "pair")] for row in rows]
    ))  # fmt: skip


def restore(
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="The backup. / バックアップ。")],
    as_json: AsJson = False,
) -> None:
    """Lay a backup into a node's folder that has keys and settings and no database, and say what is still to come."""
    laid = backups.restore(folder, file)
    node = opened(folder)
    sizes = {peer.party: node.node.pair(peer.party).head(node.config.party).size for peer in node.config.peer}
    told = "\n".join(f"{party}: {size}" for party, size in sizes.items())
    shown = say(
        f"laid: {', '.join(map(str, laid))}\nerasures known to it are applied; entries of our log towards:\n{told}\n"
        "Next: warifu exchange (or warifu recover): what came after it, erasures too, comes back from the peer",
        f"復元: {', '.join(map(str, laid))}\n既知の消去は適用済み。相手国ごとの自国の記録簿の件数:\n{told}\n"
        "次の操作: warifu exchange（又はwarifu recover）。その後の登録事項と消去は相手国から回復する",
    )
    show({"laid": [str(each) for each in laid], "our_log": sizes}, as_json=as_json, table=shown)


_DUE = ("number", "record_class", "expiry", "outcome", "texts", "held", "case")


@retention.command("due", help=both("Cases whose retention has run out.", "保存期間が満了した案件を一覧する。"))
def due(
    folder: Folder,
    on: Annotated[
        date | None, typer.Option("--on", parser=day_of, metavar="YYYY-MM-DD", help="Day. / 基準日。")
    ] = None,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """List what has run its time and still has texts of ours, with what is done then and what stands in the way."""
    node = opened(folder)
    pair = node.node.pair(peer_of(node, peer))
    rows: list[dict[str, Any]] = [
        {
            "number": each.case.number, "record_class": each.case.record_class, "expiry": str(each.case.expiry),
            "outcome": each.case.outcome, "texts": each.texts, "held": each.held.why if each.held else "",
            "case": each.case.case.hex(),
        }
        for each in removing.due(pair, on or today())
    ]  # fmt: skip
    show(rows, as_json=as_json, table=_table(heading("retention"), _DUE, rows))


@retention.command("dispose", help=both("Destroy the texts of cases that are due.", "期間満了の案件の記述を廃棄する。"))
def dispose(
    folder: Folder,
    which: Annotated[list[str], typer.Argument(help="Cases: digest or number. / 案件。")],
    desk: DeskOption = DESK,
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Sign the acts by which the texts of these cases go; `warifu act print` makes the certificate of each."""
    node = opened(folder)
    other = peer_of(node, peer)
    cases = [reading.find(node.node, other, each) for each in which]
    for outcome in removing.dispose(node.node, other, cases, signer_of(node, officer), desk):
        show_outcome(outcome, as_json=as_json, kind="parties/erase")


@retention.command("hold", help=both("Keep cases as evidence.", "案件を証拠として保全する。"))
def hold(
    folder: Folder,
    which: Annotated[list[str], typer.Argument(help="Cases: digest or number. / 案件。")],
    why: Annotated[
        str, typer.Option(help="inquiry | litigation | audit | investigation | dispute | information_request. / 理由。")
    ],
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Sign a national act: nothing of these cases is disposed of until it is lifted."""
    if why not in WHY:
        raise typer.BadParameter(f"--why: {', '.join(WHY)}")
    node = opened(folder)
    other = peer_of(node, peer)
    cases = [reading.find(node.node, other, each) for each in which]
    show_outcome(removing.hold(node.node, other, cases, why, signer_of(node, officer)), as_json=as_json)


@retention.command("lift", help=both("Lift a hold.", "保全指定を解除する。"))
def lift(
    folder: Folder,
    which: Annotated[str, typer.Argument(help="Digest of the hold (its beginning). / 保全指定の識別値。")],
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Sign the national act that lifts a hold."""
    node = opened(folder)
    other = peer_of(node, peer)
    held = removing.find(node.node.pair(other), which)
    show_outcome(removing.lift(node.node, other, held, signer_of(node, officer)), as_json=as_json)


@retention.command("holds", help=both("List the holds that stand.", "保全指定を一覧する。"))
def holds(folder: Folder, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """List the holds of our side that stand, and the cases they keep."""
    node = opened(folder)
    rows: list[dict[str, Any]] = [
        {
            "why": each.why,
            "since": reading.shown(each.since),
            "cases": [case.hex() for case in each.cases],
            "act": each.act.hex(),
        }
        for each in holding.standing(node.node.pair(peer_of(node, peer)))
    ]
    show(rows, as_json=as_json, table=_table(heading("holds"), ("why", "since", "cases", "act"), rows))
