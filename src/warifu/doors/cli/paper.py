"""``warifu act print``, ``act scan`` and ``party sheet``: acts as bilingual forms, and a photograph back to its act."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warifu.core.errors import FileError, LogError
from warifu.doors import backup
from warifu.doors import cases as reading
from warifu.doors.cli.base import COMMAND_LINE, AsJson, Folder, PeerOption, both, opened, peer_of, say, show
from warifu.node import open as opening
from warifu.node.node import Node
from warifu.node.pinned import fingerprint as fingerprint_of

Out = Annotated[Path, typer.Option("--out", help="PDF to write. / 出力するPDF。")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of paper to the groups ``act`` and ``party`` of the command line."""
    groups = {group.name: group.typer_instance for group in app.registered_groups}
    act, party = groups["act"], groups["party"]
    if act is None or party is None:
        raise LookupError
    act.command("print", help=both("Print an act as a bilingual form (PDF).", "文書を両言語の様式で印刷する（PDF）。"))(
        printing
    )
    act.command("scan", help=both("Read an act back from a photograph.", "写真から文書を読み取る。"))(scanning)
    party.command("sheet", help=both("Print our introduction sheet (PDF).", "紹介状を印刷する（PDF）。"))(introducing)


def printing(
    folder: Folder,
    which: Annotated[
        str,
        typer.Argument(help="Act or case: digest, its beginning, or a case's number. / 文書又は案件の識別値・番号。"),
    ],
    out: Out,
    form: Annotated[
        str,
        typer.Option(
            help="Form of a state's own chain: claim-notice, pay-notice, dunning, uk-claim, uk-receipt. / 自国の様式。"
        ),
    ] = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Print an act as a bilingual form to be signed; a case is named by the act that began it."""
    from warifu.doors.paper import chain, laying

    node = opened(folder)
    other = peer_of(node, peer)
    digest = _act_of(node.node, other, which)
    at = opening.clock()
    made = chain.of_act(node.node, other, digest, at, form) if form else laying.of_act(node.node, other, digest, at)
    _write(out, made)
    paper = backup.Printed(made, COMMAND_LINE, str(out))
    backup.note_print(node.node.store, node.node.pair(other).name, digest, paper, at)
    show({"act": digest, "file": str(out), "bytes": len(made)}, as_json=as_json, table=_written(out, digest))


def _act_of(node: Node, peer: str, which: str) -> bytes:
    from warifu.doors.paper import laying

    try:
        return laying.find(node, peer, which)
    except LogError as trouble:
        if trouble.code != "act.not_here":
            raise
    return reading.find(node, peer, which)


def scanning(
    folder: Folder,
    picture: Annotated[Path, typer.Argument(help="Photograph or scan, PNG or JPEG. / 写真又はスキャン。")],
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Read the act that a photograph of its form shows, and say whether it stands here; enters nothing."""
    from warifu.doors.paper import laying
    from warifu.doors.paper import reading as pictures

    node = opened(folder)
    sealed = pictures.act_in(_read(picture), picture.name)
    try:
        here = laying.held(node.node, peer_of(node, peer), sealed.digest).raw == sealed.envelope.raw
    except LogError:
        here = False
    found = say("the very bytes stand here", "同一のものが登録済み") if here else say("not here yet", "未登録")
    show(
        {"act": sealed.digest, "kind": sealed.act.kind, "party": sealed.act.party, "here": here},
        as_json=as_json,
        table=f"{sealed.act.party} {sealed.act.kind} {sealed.digest.hex()}: {found}",
    )


def introducing(folder: Folder, out: Out, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Print our introduction sheet as a page, with boxes for two officers a side."""
    from warifu.doors.paper import introducing as page

    node = opened(folder)
    tls = fingerprint_of(node.keys.tls(opening.TLS_KEY).public_key())
    made = page.of_node(node.node, peer_of(node, peer), tls, opening.clock())
    _write(out, made)
    show({"file": str(out), "bytes": len(made)}, as_json=as_json, table=_written(out, b""))


def _written(out: Path, digest: bytes) -> str:
    return f"{out} {digest.hex()[:16]}".rstrip()


def _write(out: Path, made: bytes) -> None:
    try:
        out.write_bytes(made)
    except OSError as trouble:
        raise FileError("file.not_written", str(out), reason=trouble.strerror or "") from trouble


def _read(picture: Path) -> bytes:
    from warifu.doors.paper.reading import MOST_FILE_BYTES

    try:
        with picture.open("rb") as opened_file:
            return opened_file.read(MOST_FILE_BYTES + 1)
    except OSError as trouble:
        raise FileError("file.unreadable", picture.name, trouble=trouble.strerror or "") from trouble
