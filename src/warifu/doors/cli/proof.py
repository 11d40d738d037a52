"""``warifu log`` and ``warifu rebuild``: prove both halves from the bytes."""

from __future__ import annotations

from typing import Annotated

import typer

from warifu.doors import sentences
from warifu.doors.cli.base import AsJson, Folder, PeerOption, both, language, opened, out, peer_of, say, show, sizes_of
from warifu.node import proving

log = typer.Typer(help=both("Logs: verify, prove.", "記録簿の検証及び証明。"), no_args_is_help=True)


AtOption = Annotated[
    str,
    typer.Option(
        "--at",
        help="The digest as it was at two checkpoints, by entries: GB=120,JP=95. / 二つの照合票の時点での照合値（件数）。",
    ),
]


@log.command("verify", help=both("Verify both logs from their bytes.", "双方の記録簿を検証する。"))
def verify(folder: Folder, peer: PeerOption = "", at: AtOption = "", as_json: AsJson = False) -> None:
    """Check every entry, signature, root and checkpoint; leave with 1 if anything is wrong."""
    node = opened(folder)
    other = peer_of(node, peer)
    sizes = sizes_of(at, (node.config.party, node.node.pair(other).peer)) if at else None
    digest = node.node.state_digest(other, sizes)
    findings = proving.verify(node.node, other)
    logs = proving.heads(node.node, other, sizes)
    document = {"state_digest": digest, "logs": logs, "findings": [each._asdict() for each in findings]}
    if as_json:
        show(document, as_json=True)
    else:
        for author, head in logs.items():
            out.print(f"{author}: {head['size']} {say('entries, root', '件、根の照合値')} {head['root'].hex()}")
        out.print(f"{say('digest of this half', '自国側の照合値')} {digest.hex()}")
        for each in findings:
            out.print(
                f"• {sentences.word(each.author, language())}{f' {each.place}' if each.place >= 0 else ''}: {sentences.of_code(each.code, language(), {'detail': each.detail})}"
            )
        count = len(findings)
        out.print(say(f"{count} findings", f"指摘事項 {count}件") if count else say("everything holds", "異常なし"))
    if findings:
        raise typer.Exit(1)


@log.command("prove", help=both("Give the proof of one act.", "一つの文書の証明を出力する。"))
def prove(
    folder: Folder,
    act: Annotated[str, typer.Argument(help="Digest of the act, or its beginning. / 文書の識別値（先頭のみも可）。")],
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Print the entry, its path to the root, and the checkpoint that signs the root."""
    from warifu.doors.paper import laying

    node = opened(folder)
    other = peer_of(node, peer)
    show(proving.prove(node.node, other, laying.find(node.node, other, act))._asdict(), as_json=as_json)


def rebuild(folder: Folder, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Make every table anew from the logs and compare; leave with 1 if the tables had differed."""
    node = opened(folder)
    before, after = proving.rebuild(node.node, peer_of(node, peer))
    same = before == after
    good = say("the tables were what the logs say", "表は記録簿と一致している")
    word = good if same else say("the tables differed and are mended", "表が記録簿と異なっていたため、作り直した")
    show({"before": before, "after": after, "same": same}, as_json=as_json, table=word)
    if not same:
        raise typer.Exit(1)
