"""``warifu log`` and ``warifu rebuild``: prove both halves from the bytes."""

from __future__ import annotations

from typing import Annotated

import typer

from warifu.core.errors import WarifuError
from warifu.doors import sentences
from warifu.doors.cli.base import AsJson, Folder, PeerOption, both, fail, language, opened, out, peer_of, show
from warifu.node import proving

log = typer.Typer(help=both("Logs: verify, prove.", "記録簿の検証と証明。"), no_args_is_help=True)


@log.command("verify", help=both("Verify both logs from their bytes.", "双方の記録簿を検証する。"))
def verify(folder: Folder, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Check every entry, signature, root and checkpoint; leave with 1 if anything is wrong."""
    node = opened(folder)
    other = peer_of(node, peer)
    findings = proving.verify(node.node, other)
    pair = node.node.pair(other)
    document = {
        "state_digest": node.node.state_digest(other),
        "logs": {
            author: {"size": pair.head(author).size, "root": pair.head(author).root} for author in sorted(pair.rolls)
        },
        "findings": [each._asdict() for each in findings],
    }
    if as_json:
        show(document, as_json=True)
    else:
        for author in sorted(pair.rolls):
            out.print(f"{author}: {pair.head(author).size} entries / 登録事項, root {pair.head(author).root.hex()}")
        out.print(f"digest of this half / この半分の照合値 {node.node.state_digest(other).hex()}")
        for each in findings:
            out.print(
                f"• {each.author} {each.place}: {sentences.of_code(each.code, language(), {'detail': each.detail})}"
            )
        out.print(
            "everything holds / 異常なし" if not findings else f"{len(findings)} findings / 指摘 {len(findings)} 件"
        )
    if findings:
        raise typer.Exit(1)


@log.command("prove", help=both("Give the proof of one act.", "一つの文書の証明を出力する。"))
def prove(
    folder: Folder,
    act: Annotated[str, typer.Argument(help="Digest of the act. / 文書の識別値。")],
    peer: PeerOption = "",
    as_json: AsJson = True,
) -> None:
    """Print the entry, its path to the root, and the checkpoint that signs the root."""
    node = opened(folder)
    try:
        found = proving.prove(node.node, peer_of(node, peer), bytes.fromhex(act))
    except (WarifuError, ValueError) as trouble:
        fail(trouble if isinstance(trouble, WarifuError) else WarifuError("log.act_unknown", act[:40]), as_json=as_json)
    show(found._asdict(), as_json=as_json)


def rebuild(folder: Folder, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Make every table anew from the logs and compare; leave with 1 if the tables had differed."""
    node = opened(folder)
    before, after = proving.rebuild(node.node, peer_of(node, peer))
    same = before == after
    word = "tables were what the logs say / 一致" if same else "tables differed and are mended / 不一致を修復した"
    show({"before": before, "after": after, "same": same}, as_json=as_json, table=word)
    if not same:
        raise typer.Exit(1)
