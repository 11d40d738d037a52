"""``warifu serve``, ``exchange`` and ``bundle``: the wire, the disc and the mail."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from warifu.doors import disc, peering, sentences
from warifu.doors.cli.base import AsJson, Folder, PeerOption, both, err, language, opened, peer_of, say, show
from warifu.node import recovery
from warifu.node.exchange import exchange as run_exchange
from warifu.node.open import SEALING_KEY
from warifu.node.turns import Turns

bundle = typer.Typer(help=both("Bundles for disc or mail.", "受渡しファイル(媒体・郵送)。"), no_args_is_help=True)


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
    show(document, as_json=as_json, table=shown)


def recover(
    folder: Folder,
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
    """Get back from the peer what an old copy lacks of our own log; until then nothing is written."""
    node = opened(folder)
    other = peer_of(node, peer)
    if dismiss:
        claimed = recovery.dismiss(node.node, other)
        shown = say(f"dismissed: a claim of {claimed} entries", f"{claimed}件との主張を退けた")
        show({"came_back": 0, "dismissed": claimed}, as_json=as_json, table=shown)
        return
    turns = Turns(node.node)
    back = run_exchange(turns, other, peering.link(node, turns, other, address)).came_back
    shown = say(f"{back} entries of our log came back", f"自国の記録簿の{back}件を回復した")
    show({"came_back": back, "dismissed": 0}, as_json=as_json, table=shown)


def serve(folder: Folder, as_json: AsJson = False) -> None:
    """Answer the peer until told to stop."""
    node = opened(folder)
    server = peering.server(node, Turns(node.node))
    party, listen = node.config.party, node.config.listen
    told = say(f"{party} answers at {listen} until Ctrl-C", f"{party}は{listen}で応答中（Ctrl-Cで終了）")
    show({"party": party, "listen": listen}, as_json=as_json, table=told)
    sys.stdout.flush()
    server.run()


@bundle.command(
    "export",
    help=both("Write what the peer lacks, sealed, for disc or mail.", "相手国宛てに封をした受渡しファイルを作る。"),
)
def export(
    folder: Folder,
    to: Annotated[Path, typer.Argument(help="Folder to write into. / 出力先フォルダ。")],
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
    files: Annotated[list[Path], typer.Argument(help="Files or folders. / ファイル又はフォルダ。")],
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Open sealed files and take in the bundles; leave with 1 where any was refused."""
    node = opened(folder)
    sealing = node.keys.sealing(SEALING_KEY).private
    found = disc.import_(Turns(node.node), peer_of(node, peer), files, sealing)
    troubles = [
        {"file": name, "error": each.code, "sentence": sentences.of_error(each, language())}
        for name, each in found.troubles
    ]
    document = {"bundles": found.bundles, "received": found.received._asdict(), "troubles": troubles}
    show(
        document,
        as_json=as_json,
        table=say(
            f"bundles {found.bundles}, entries {found.received.entries}",
            f"受渡しファイル{found.bundles}件、登録事項{found.received.entries}件",
        ),
    )
    for each in troubles:
        err.print(f"• {each['file']}: {each['sentence']}")
    if troubles:
        raise typer.Exit(1)
