"""``warifu serve``, ``exchange`` and ``bundle``: the wire, the disc and the mail."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warifu.core.errors import WarifuError
from warifu.doors import disc
from warifu.doors.cli.base import AsJson, Folder, PeerOption, both, fail, opened, out, peer_of, show
from warifu.doors.serving import Server
from warifu.doors.wire import WireApp
from warifu.node.caller import Link
from warifu.node.exchange import exchange as run_exchange
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
    told = address or node.config.address_of(other)
    if not told:
        raise typer.BadParameter("--address")
    try:
        report = run_exchange(Turns(node.node), other, Link(told))
    except WarifuError as trouble:
        fail(trouble, as_json=as_json)
    document = report._asdict() | {"received": report.received._asdict()}
    shown = f"sent / 送付 {report.sent}, received / 受領 {report.received.entries}, rounds / 往復 {report.rounds}"
    show(document, as_json=as_json, table=shown)


def serve(folder: Folder) -> None:
    """Answer the peer until told to stop."""
    node = opened(folder)
    host, _, port = node.config.listen.rpartition(":")
    out.print(f"{node.config.party} http://{host}:{port}")
    try:
        Server(WireApp(Turns(node.node)), (host, int(port))).run()
    except WarifuError as trouble:
        fail(trouble)
