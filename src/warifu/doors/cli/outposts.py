"""``warifu outpost``: a desk at sea as a node of its own."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated

import typer

from warifu.core import fingerprint
from warifu.core.seats import is_desk
from warifu.doors import outposts
from warifu.doors.cli.base import (
    AsJson,
    Folder,
    PeerOption,
    both,
    err,
    heading,
    opened,
    passphrase_of,
    peer_of,
    say,
    show,
    sizes_of,
    table_of,
)
from warifu.doors.outposts import Place, Planned
from warifu.node import config
from warifu.node import open as opening
from warifu.node.founding import Roots
from warifu.node.keystore import Keystore
from warifu.node.open import Opened
from warifu.node.pinned import fingerprint as fingerprint_of

outpost = typer.Typer(
    help=both("Outposts: a desk at sea as a node of its own.", "艦上等のノード: 部隊が自らノードを持つ場合の操作。"),
    no_args_is_help=True,
)

SeatOption = Annotated[str, typer.Option("--seat", help="Desk of the seat (CALDER). / 担当部隊等。")]
WithOption = Annotated[
    str, typer.Option("--with", help="Desk of the other side's seat; empty: its main node. / 相手国側の担当部隊等。")
]
RootOption = Annotated[Path, typer.Option("--root", help="Folder of the root keys. / ルート鍵のフォルダー。")]
To = Annotated[Path, typer.Argument(help="Folder to write into. / 出力先フォルダー。")]
Files = Annotated[list[Path], typer.Argument(help="Files or folders of the disc. / 媒体のファイル又はフォルダー。")]


def _roots(folder: Path) -> Roots:
    return opening.roots(Keystore(folder, passphrase_of(), secrets.token_bytes))


def _planned(node: Opened, peer: str, seat: str, other: str) -> Planned:
    desks = [each.upper() for each in (seat, other)]
    if any(each and not is_desk(each) for each in desks):
        raise typer.BadParameter("--seat, --with: A-Z 0-9, 1-16")
    nations = [each.party for each in node.config.peer if "-" not in each.party]
    return Planned(nations[0] if not peer and len(nations) == 1 else peer_of(node, peer), *desks)


@outpost.command(
    "make",
    help=both(
        "At home: make an outpost's folder and keys, name it on the roll, begin its log.",
        "本国で、艦上等のノードのフォルダーと鍵を作成し、任命記録に載せ、記録簿を始める。",
    ),
)
def make(
    folder: Folder,
    to: Annotated[Path, typer.Argument(help="Folder of the new node. / 新しいノードのフォルダー。")],
    seat: SeatOption,
    root: RootOption,
    other: WithOption = "",
    officer: Annotated[
        list[str] | None,
        typer.Option(
            "--officer", help="Key that goes aboard, copied; repeat. / 艦上に持参する鍵（複写、複数指定可）。"
        ),
    ] = None,
    listen: Annotated[str, typer.Option(help="Where it listens. / 待受アドレス。")] = "127.0.0.1:8427",
    address: Annotated[str, typer.Option(help="Address of the other side's seat. / 相手国側のアドレス。")] = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Make an outpost while it lies at home."""
    home = opened(folder)
    planned = _planned(home, peer, seat, other)
    place = Place(to, passphrase_of(), listen, address)
    name = outposts.make(home, planned, place, _roots(root), officer or ())
    made = Opened(to, place.passphrase)
    tls = fingerprint_of(made.keys.tls(opening.TLS_KEY).public_key())
    shown = f"{name}: {to}\n{heading('tls')}: {tls.hex()}\n{' '.join(fingerprint.words(tls))}"
    show({"pair": name, "folder": str(to), "tls": tls}, as_json=as_json, table=shown)


@outpost.command(
    "meet",
    help=both(
        "Deal from the main node with the other side's outpost.", "主たるノードから相手国の艦上等のノードと取り扱う。"
    ),
)
def meet(
    folder: Folder,
    other: Annotated[str, typer.Option("--with", help="Desk of the other side's seat. / 相手国側の担当部隊等。")],
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Begin the main node's log with an outpost of the other side, or bring its copy of the roll up."""
    home = opened(folder)
    planned = _planned(home, peer, "", other)
    found = outposts.meet(home, planned)
    name = planned.pair(home.config.party)
    if name not in {each.party for each in home.config.peer}:
        config.write(folder, outposts.with_peer(home.config, name))
    show({"pair": name, "entries": found.entries}, as_json=as_json, table=f"{name}: {found.entries}")


@outpost.command(
    "name",
    help=both(
        "At home: have the root name who has a seat next; the node that has it hands over.",
        "本国で、次に担当するノードをルート鍵で定める。引継ぎは現に担当するノードが行う。",
    ),
)
def name_next(
    folder: Folder,
    seat: SeatOption,
    root: RootOption,
    back: Annotated[
        bool,
        typer.Option("--back", help="The outpost that had it before, not this node. / 以前の艦上等のノードに戻す。"),
    ] = False,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Enter on the roll which node writes for a seat once it is handed over."""
    home = opened(folder)
    body = outposts.name_next(home, _planned(home, peer, seat, ""), _roots(root), back=back)
    show({"seat": seat.upper(), "key": body.key, "back": back}, as_json=as_json, table=body.key.hex())


@outpost.command(
    "roll", help=both("At home: write the roll for an outpost, sealed.", "本国で、任命記録の写しを封印して出力する。")
)
def roll(folder: Folder, to: To, seat: SeatOption, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Write a copy of the roll: appointments and revocations since it sailed."""
    home = opened(folder)
    files = outposts.send_roll(home, _planned(home, peer, seat, ""), to)
    show([str(each) for each in files], as_json=as_json, table="\n".join(map(str, files)))


@outpost.command(
    "join",
    help=both(
        "At sea: enter what the roll brings; with --hand-over, hand the seat over and stop.",
        "艦上で、届いた任命記録を登録する。--hand-over を付けると担当を引き継いで登録を終える。",
    ),
)
def join(
    folder: Folder,
    files: Files,
    hand_over: Annotated[
        bool,
        typer.Option(
            "--hand-over", help="Enter the act that names the next node. / 次のノードを定める文書も登録する。"
        ),
    ] = False,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Enter a copy of the roll into the log of the seat."""
    node = opened(folder)
    found = outposts.take_roll(node, peer_of(node, peer), files, hand_over=hand_over)
    shown = say(f"{found.entries} entries of the roll", f"任命記録{found.entries}件を登録した")
    if found.handover_waits:
        shown += say("; a handover waits for --hand-over", "。引継ぎの文書がある（--hand-over で登録する）")
    show(found._asdict(), as_json=as_json, table=shown)


@outpost.command(
    "hand-back",
    help=both(
        "At home: give a seat back that this node has; then carry both logs aboard.",
        "本国で、このノードが担当するものを艦上等のノードに戻す。その後、双方の記録簿を届ける。",
    ),
)
def hand_back(
    folder: Folder, seat: SeatOption, other: WithOption = "", peer: PeerOption = "", as_json: AsJson = False
) -> None:
    """Enter our own roll, which names the outpost anew, into the log of the seat, and stop there."""
    home = opened(folder)
    found = outposts.hand_back(home, _planned(home, peer, seat, other))
    shown = say(
        f"{found.entries} entries; carry both logs aboard", f"{found.entries}件を登録した。双方の記録簿を届ける"
    )
    show(found._asdict(), as_json=as_json, table=shown)


@outpost.command(
    "carry",
    help=both(
        "Write both logs of a seat for the other node of our side, sealed.",
        "担当ノードの双方の記録簿を、自国の他方のノード宛てに封印して出力する。",
    ),
)
def carry(
    folder: Folder,
    to: To,
    held: Annotated[
        str, typer.Option(help="Entries that are held there: GB=120,JP=95. Empty: all. / 先方が保有する件数。")
    ] = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Write both logs and the paper: what home shows, and what a handover takes along."""
    node = opened(folder)
    name = peer_of(node, peer)
    parties = node.config.party, node.node.pair(name).peer
    files = outposts.carry(node, name, to, sizes_of(held, parties) if held else (0, 0))
    show([str(each) for each in files], as_json=as_json, table="\n".join(map(str, files)))


@outpost.command(
    "take", help=both("Take in what the other node carried.", "他方のノードが出力した双方の記録簿を取り込む。")
)
def take(folder: Folder, files: Files, as_json: AsJson = False) -> None:
    """Take in both logs of a seat; leave with 1 where home sees something odd."""
    node = opened(folder)
    name, found = outposts.take(node, files)
    shown = say(
        f"{name}: {found.ours} of ours, {found.theirs} of theirs", f"{name}: 自国{found.ours}件、相手国{found.theirs}件"
    )
    if found.writes:
        shown += say("; this node writes here now", "。以後このノードが登録する")
    show({"pair": name, **found._asdict()}, as_json=as_json, table=shown)
    for code, what in found.odd:
        err.print(f"• {code}: {what[:16]}")
    if found.odd:
        raise typer.Exit(1)


@outpost.command("list", help=both("Pairs of seats that this node holds.", "このノードが保有する担当ノードの組。"))
def listing(folder: Folder, as_json: AsJson = False) -> None:
    """List pairs of seats: who writes, how far both logs go."""
    rows = outposts.listing(opened(folder))
    columns = ("pair", "seat", "with", "writes", "handed_over", "our_log", "their_log")
    cells = [[row[column] for column in columns] for row in rows]
    show(rows, as_json=as_json, table=table_of(heading("seats"), columns, cells))
