"""``warifu status``, ``case`` and ``act``: whose move it is, what is there, what to sign."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from warifu.core.errors import WarifuError
from warifu.doors import cases as reading
from warifu.doors.cli.base import (
    AsJson,
    Folder,
    OfficerOption,
    PeerOption,
    both,
    fail,
    opened,
    out,
    peer_of,
    show,
    show_outcome,
    table_of,
    today,
)
from warifu.doors.forms import body_of, read_file, template
from warifu.law.room import find_kind
from warifu.node.drafting import Draft, File
from warifu.node.open import rooms

case = typer.Typer(help=both("Cases: list, show.", "案件の一覧と表示。"), no_args_is_help=True)
act = typer.Typer(help=both("Acts: draft, submit.", "署名文書の起案と提出。"), no_args_is_help=True)


def status(folder: Folder, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Whose move, since when, which clocks are running."""
    node = opened(folder)
    document = reading.status(node.node, peer_of(node, peer), today())
    if as_json:
        show(document, as_json=True)
        return
    for title, rows in document.items():
        if isinstance(rows, list):
            columns = tuple(rows[0]) if rows else ("—",)
            out.print(table_of(title, columns, [tuple(row.values()) for row in rows]))
        else:
            out.print(f"{title}: {rows}")


@case.command("list", help=both("List cases.", "案件を一覧する。"))
def listing(
    folder: Folder,
    kind: Annotated[str, typer.Option(help="Only cases of this root kind. / 種別。")] = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """List the cases of a pair with their state and whose turn it is."""
    node = opened(folder)
    rows = reading.listing(node.node, peer_of(node, peer), kind)
    show(rows, as_json=as_json, table=table_of("Cases / 案件", reading.COLUMNS, [tuple(row.values()) for row in rows]))


@case.command("show", help=both("Show one case: its acts, both sides, rulings.", "案件の詳細を表示する。"))
def showing(
    folder: Folder,
    which: Annotated[str, typer.Argument(help="Digest (or its beginning) or number. / 識別値又は番号。")],
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Tell the story of a case."""
    node = opened(folder)
    try:
        found = reading.find(node.node, peer_of(node, peer), which)
    except WarifuError as trouble:
        fail(trouble, as_json=as_json)
    document = reading.story(node.node, peer_of(node, peer), found)
    rows = [
        (each["time"], each["author"], each["kind"], each["state"], each["digest"][:16], "; ".join(each["findings"]))
        for each in document["acts"]
    ]
    title = f"{document['number']} {document['state']} → {document['turn'] or '—'}"
    columns = ("time / 時刻", "by / 作成", "act / 文書", "state / 状態", "digest", "findings / 指摘")
    show(document, as_json=as_json, table=table_of(title, columns, rows))


@act.command("draft", help=both("Print a draft of a kind of act, to be filled in.", "文書の様式を出力する。"))
def draft(kind: Annotated[str, typer.Argument(help="logistics/request …")] = "") -> None:
    """Print a form as TOML; without a kind, list the kinds."""
    if not kind:
        for room in rooms().values():
            for name, each in room.kinds.items():
                out.print(f"{name}  ({each.nature})")
        return
    try:
        _, found = find_kind(rooms().values(), kind)
    except WarifuError as trouble:
        fail(trouble)
    out.print(template(found), markup=False)


@act.command("submit", help=both("Judge, sign and record a draft.", "起案を審査し、署名して登録する。"))
def submit(
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="Draft as TOML or JSON. / 起案(TOML又はJSON)。")],
    officer: OfficerOption,
    desk: Annotated[str, typer.Option(help="Desk that acts. / 担当部隊等。")],
    attach: Annotated[list[Path] | None, typer.Option(help="File to attach: PAPER=PATH. / 添付。")] = None,
    irregular: Annotated[
        bool, typer.Option("--irregular", help="Record what has happened with its findings. / 不備ありで登録。")
    ] = False,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Sign one act, or show every finding that refuses it."""
    node = opened(folder)
    other = peer_of(node, peer)
    try:
        ready = draft_of(read_file(file), desk, attach or [], node.node.pair(other), irregular=irregular)
        outcome = node.node.submit(other, ready, node.officer(officer))
    except WarifuError as trouble:
        fail(trouble, as_json=as_json)
    show_outcome(outcome, as_json=as_json)


def draft_of(written: dict[str, Any], desk: str, attach: list[Path], pair: Any, *, irregular: bool) -> Draft:
    """Return the draft that a file describes."""
    _, kind = find_kind(rooms().values(), str(written.get("kind", "")))
    files = []
    for each in attach:
        paper, _, path = str(each).rpartition("=")
        files.append(File(Path(path).read_bytes(), "application/octet-stream", paper))
    case_named = str(written.get("case", ""))
    return Draft(
        kind=kind.name,
        body=body_of(kind, written.get("body", {})),
        desk=desk,
        case=reading.find_in(pair, case_named) if case_named else b"",
        texts={int(slot): str(text) for slot, text in written.get("texts", {}).items()},
        cites=tuple(bytes.fromhex(cite) for cite in written.get("cites", [])),
        files=tuple(files),
        label=tuple(written.get("label", ())),
        on_behalf=str(written.get("on_behalf", "")),
        irregular=irregular,
    )
