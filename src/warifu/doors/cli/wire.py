"""``warifu serve``, ``exchange`` and ``bundle``: the wire, the disc and the mail."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from warifu.core.errors import WarifuError
from warifu.doors import disc, peering, sentences
from warifu.doors.cli.base import (
    AsJson,
    Folder,
    PeerOption,
    both,
    err,
    language,
    opened,
    peer_of,
    say,
    show,
    sizes_of,
)
from warifu.node import config, recovery
from warifu.node.exchange import exchange as run_exchange
from warifu.node.open import SEALING_KEY
from warifu.node.turns import Turns

if TYPE_CHECKING:
    from warifu.doors.web.house import House

bundle = typer.Typer(help=both("Bundles for disc or mail.", "媒体又は郵送による受渡しファイル。"), no_args_is_help=True)


def exchange(
    folder: Folder,
    address: Annotated[str, typer.Option(help="Address of the peer's node. / 相手国ノードのアドレス。")] = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Copy what each side lacks of the two logs until neither has news."""
    node = opened(folder)
    other = peer_of(node, peer)
    turns = Turns(node.node)
    report = run_exchange(turns, other, peering.link(node, turns, other, address))
    document = report._asdict() | {"received": report.received._asdict()}
    sent, got, rounds = report.sent, report.received.entries, report.rounds
    shown = say(f"sent {sent}, received {got}, rounds {rounds}", f"送付{sent}件、受領{got}件、往復{rounds}回")
    if report.waiting or report.waiting_there:
        here, there = report.waiting, report.waiting_there
        shown += say(
            f"; dated ahead of the other's clock: {here} of theirs wait here, {there} of ours there; compare the clocks",
            f"。相手の時計より先の日時のため、相手国分{here}件が当方で、自国分{there}件が先方で受入待ち。双方の時計を照合すること",
        )
    show(document, as_json=as_json, table=shown)


def recover(
    folder: Folder,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Files or folders of a disc that the peer wrote with `bundle return`; none: by wire. "
            "/ 相手国が bundle return で作成したファイル又はフォルダー。省略時は回線による。"
        ),
    ] = None,
    address: Annotated[str, typer.Option(help="Address of the peer's node. / 相手国ノードのアドレス。")] = "",
    peer: PeerOption = "",
    dismiss: Annotated[
        bool,
        typer.Option(
            "--dismiss", help="Go on without what the peer claims and cannot show. / 相手国が示せない主張を退けて進む。"
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Get back from the peer what an old copy lacks of our own log, by wire or disc; until then nothing is written."""
    node = opened(folder)
    other = peer_of(node, peer)
    turns = Turns(node.node)
    if dismiss:
        claimed = recovery.dismiss(node.node, other)
        shown = say(f"dismissed: a claim of {claimed} entries", f"{claimed}件との主張を退けた")
        show({"came_back": 0, "behind": 0, "dismissed": claimed, "troubles": []}, as_json=as_json, table=shown)
        return
    if files:
        found = disc.take_back(turns, other, files, node.keys.sealing(SEALING_KEY).private)
        back, troubles = found.ours, _told(found.troubles)
    else:
        back, troubles = run_exchange(turns, other, peering.link(node, turns, other, address)).came_back, []
    behind = recovery.behind(node.node, other)
    document = {"came_back": back, "behind": behind, "dismissed": 0, "troubles": troubles}
    shown = say(f"{back} entries of our log came back", f"自国の記録簿のうち{back}件を回復した")
    if behind:
        shown += say(
            f"; the peer has witnessed {behind} entries, more than it gave back: nothing is written until those are here",
            f"。相手国の確認済み件数{behind}件に達していないため、残りを回復するまで登録はできない",
        )
    show(document, as_json=as_json, table=shown)
    _end(troubles, failed=bool(behind))


def _told(troubles: Iterable[tuple[str, WarifuError]]) -> list[dict[str, str]]:
    return [
        {"file": name, "error": each.code, "sentence": sentences.of_error(each, language())} for name, each in troubles
    ]


def _end(troubles: list[dict[str, str]], *, failed: bool = False) -> None:
    """Name each file that could not be used, and leave with 1 where there was one."""
    for each in troubles:
        err.print(f"• {each['file']}: {each['sentence']}")
    if troubles or failed:
        raise typer.Exit(1)


def serve(
    folder: Folder,
    pages: Annotated[
        str,
        typer.Option(help="Serve the pages too, at this loopback address. / 画面も提供するアドレス。 (127.0.0.1:8480)"),
    ] = "",
    public: Annotated[
        str,
        typer.Option(help="Address at which a TLS proxy serves the pages. / TLSプロキシの公開アドレス。 (https://…)"),
    ] = "",
    marking: Annotated[
        str, typer.Option(help="Marking at the top and bottom of each page. / 各画面の上下に表示する区分。")
    ] = "",
    every: Annotated[
        int, typer.Option(min=0, help="Exchange by itself every so many seconds; 0: never. / 自動送受信の間隔（秒）。")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Answer the peer, and with ``--pages`` our own people, until told to stop."""
    from warifu.doors.web import wsgi
    from warifu.doors.web.house import House

    at = _address(pages) if pages else None
    if at is not None:
        wsgi.prepare(folder, config.read(folder), public)
    node = opened(folder)
    turns = Turns(node.node)
    server = peering.server(node, turns)
    told = {"party": node.config.party, "listen": node.config.listen}
    front = None
    if at is not None:
        front = wsgi.serve_pages(House(node, turns, marking), at)
        front.start()
        told["pages"] = f"http://localhost:{front.address[1]}/"
    party, listen = told["party"], told["listen"]
    shown = say(f"{party} answers at {listen} until Ctrl-C", f"{party}は{listen}で応答中（Ctrl-Cで終了）")
    shown += say(f"\npages: {told['pages']}", f"\n画面: {told['pages']}") if front else ""
    show(told, as_json=as_json, table=shown)
    sys.stdout.flush()
    over = [peering.exchanging(node, turns, every)] if every else []
    over += _mailing(House(node, turns)) if front is not None else []
    try:
        server.run()
    finally:
        for each in over:
            each.set()
        if front is not None:
            front.stop()


def _mailing(house: House) -> list[Event]:
    """Send alerts beside all else, where the node is told how."""
    from warifu.doors.public import sending

    door = house.public_door()
    return [sending.running(door, house.folder)] if door.mails else []


def _address(written: str) -> tuple[str, int]:
    host, _, port = written.rpartition(":")
    if not host or not port.isdigit():
        raise typer.BadParameter(f"--pages: {written}: 127.0.0.1:8480")
    return host.strip("[]"), int(port)


@bundle.command(
    "export",
    help=both(
        "Write what the peer lacks, sealed, for disc or mail.", "相手国宛ての、封緘した受渡しファイルを作成する。"
    ),
)
def export(
    folder: Folder,
    to: Annotated[Path, typer.Argument(help="Folder to write into. / 出力先フォルダー。")],
    piece_bytes: Annotated[int, typer.Option(help="Largest file in bytes. / 1ファイルの上限。")] = disc.PIECE_BYTES,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Write the missing suffix of our log as sealed, marked files."""
    node = opened(folder)
    files = disc.export(Turns(node.node), peer_of(node, peer), to, piece_bytes)
    show([str(each) for each in files], as_json=as_json, table="\n".join(map(str, files)))


@bundle.command("import", help=both("Take in files from disc or mail.", "受渡しファイルを取り込む。"))
def take_in(
    folder: Folder,
    files: Annotated[list[Path], typer.Argument(help="Files or folders. / ファイル又はフォルダー。")],
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Open sealed files and take in the bundles; leave with 1 where any was refused."""
    node = opened(folder)
    sealing = node.keys.sealing(SEALING_KEY).private
    found = disc.import_(Turns(node.node), peer_of(node, peer), files, sealing)
    troubles = _told(found.troubles)
    document = {"bundles": found.bundles, "received": found.received._asdict(), "troubles": troubles}
    got = found.received
    shown = say(
        f"bundles {found.bundles}, entries {got.entries}", f"受渡しファイル{found.bundles}件、登録事項{got.entries}件"
    )
    if got.aside:
        shown += say(
            f"; {got.aside} wait in the anteroom (warifu status says for what)",
            f"、受入待ち{got.aside}件（理由は warifu status による）",
        )
    if got.unnamed:
        shown += say(
            f"; {got.unnamed} files that no act names were not kept",
            f"、どの文書も挙げていないファイル{got.unnamed}件は保存しない",
        )
    show(document, as_json=as_json, table=shown)
    _end(troubles)


@bundle.command(
    "return",
    help=both(
        "Give a restored peer its own log back, sealed, for disc or mail; there: warifu recover FOLDER.",
        "旧い複製から復元した相手国ノードに、その記録簿を媒体・郵送で返す。相手国では warifu recover フォルダー。",
    ),
)
def give_back(
    folder: Folder,
    to: Annotated[Path, typer.Argument(help="Folder to write into. / 出力先フォルダー。")],
    held: Annotated[
        str,
        typer.Option(
            help="Entries that the restored node holds, as its `status` says: GB=120,JP=95. Empty: everything is written. "
            "/ 復元したノードが保有する件数（先方の status による）。空欄は全件。"
        ),
    ] = "",
    piece_bytes: Annotated[int, typer.Option(help="Largest file in bytes. / 1ファイルの上限。")] = disc.PIECE_BYTES,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Write the peer's own log as we hold it, and ours, as sealed files for a node that was restored from an old copy."""
    node = opened(folder)
    other = peer_of(node, peer)
    sizes = sizes_of(held, (node.node.pair(other).peer, node.config.party)) if held else (0, 0)
    files = disc.give_back(Turns(node.node), other, to, sizes, piece_bytes)
    show([str(each) for each in files], as_json=as_json, table="\n".join(map(str, files)))
