"""``warifu status``, ``case`` and ``act``: whose move it is, what is there, what to sign."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from warifu.core.errors import ValueTroubleError
from warifu.doors import cases as reading
from warifu.doors import files, sentences, wording
from warifu.doors.cli.base import (
    AsJson,
    Folder,
    OfficerOption,
    PeerOption,
    both,
    heading,
    language,
    opened,
    out,
    peer_of,
    show,
    show_outcome,
    signer_of,
    table_of,
    today,
)
from warifu.doors.forms import body_of, known_names, read_file, template
from warifu.doors.labelling import labelled
from warifu.law.room import find_kind
from warifu.node.drafting import Draft, File
from warifu.node.open import rooms

case = typer.Typer(help=both("Cases: list, show.", "案件の一覧と表示。"), no_args_is_help=True)
act = typer.Typer(help=both("Acts: draft, submit.", "署名文書の起案と提出。"), no_args_is_help=True)

_STATUS = {
    "waits_on_us": ("number", "kind", "state", "since", "case"),
    "waits_on_them": ("number", "kind", "state", "since", "case"),
    "unanswered": ("number", "kind", "since", "turn", "act"),
    "clocks": ("number", "name", "holder", "due", "phase", "left", "case"),
    "wrong": ("what", "number", "owner", "code", "since", "due", "case"),
    "terms": ("agreement", "starts", "ends", "notice_by", "phase", "left"),
    "returns": ("holder", "originator", "as_of", "due", "phase", "left", "statement"),
    "clashes": ("thing", "from_day", "to_day", "first_number", "first_state", "second_number", "second_state"),
    "evidence": ("told", "act"),
    "above_ceiling": ("case", "level"),
    "removals": ("what", "who", "day", "kept", "act", "line"),
    "under_way": ("what", "since", "our_log", "their_log", "files", "bytes", "digest"),
    "anteroom": ("what", "why", "until", "first", "entries", "since", "key"),
}
"""Which columns of each list a terminal shows; ``--json`` holds them all."""
_SHORT = 16
_NO_PAPER = "document"
"""What is wrong where a step's paper is not attached; elsewhere the code is a form of item, and has that name."""


def status(folder: Folder, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Whose move, since when, which clocks are running."""
    node = opened(folder)
    document = reading.status(node.node, peer_of(node, peer), today())
    if as_json:
        show(document, as_json=True)
        return
    for title, rows in document.items():
        if title not in _STATUS:
            shown = rows if not isinstance(rows, bool) else heading("yes" if rows else "no")
            out.print(f"{heading(title)}: {shown}")
        elif rows:
            columns = _STATUS[title]
            cells = [[_short(column, _value(row, column)) for column in columns] for row in rows]
            out.print(table_of(heading(title), columns, cells))
        else:
            out.print(f"{heading(title)}: —")


def _value(row: dict[str, Any], column: str) -> Any:
    """Return what a row has in a column; an agreement is called by its title in the reader's language."""
    if column in {"agreement", "marking"}:
        name = "title" if column == "agreement" else "marking"
        return row[f"{name}_ja"] if language() == "ja" else row[name]
    return row[language()] if column == "told" else row.get(column, "")


def _short(column: str, value: Any) -> Any:
    if column in {"case", "act", "line", "statement"}:
        return str(value)[:_SHORT]
    if column == "code":
        return sentences.word(str(value), language())
    if column == "what" and value == _NO_PAPER:
        return sentences.word(f"what.{_NO_PAPER}", language())
    if column in {"kind", "flow"} and "/" not in str(value):
        return sentences.called("flow", str(value), language())
    if column == "room":
        return sentences.called("room", str(value), language())
    return value


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
    cells = [[_short(column, _value(row, column)) for column in reading.COLUMNS] for row in rows]
    show(rows, as_json=as_json, table=table_of(heading("cases"), reading.COLUMNS, cells))


@case.command("search", help=both("Search the cases of every room.", "全ての業務区分の案件を検索する。"))
def searching(
    folder: Folder,
    words: Annotated[str, typer.Argument(help="Number, desk, item or code. / 番号、部隊等、品名又は符号。")],
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """List the first cases of each room that are found."""
    node = opened(folder)
    other = peer_of(node, peer)
    rows = reading.search(node.node, other, words, reading.keeper(node.node, other))
    columns = ("room", "flow", "number", "state", "turn", "since", "case")
    cells = [[_short(column, row[column]) for column in columns] for row in rows]
    show(rows, as_json=as_json, table=table_of(heading("cases"), columns, cells))


@case.command("show", help=both("Show one case: its acts, both sides, rulings.", "案件の詳細を表示する。"))
def showing(
    folder: Folder,
    which: Annotated[str, typer.Argument(help="Digest (or its beginning) or number. / 識別値又は番号。")],
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Tell the story of a case."""
    node = opened(folder)
    found = reading.find(node.node, peer_of(node, peer), which)
    document = reading.story(node.node, peer_of(node, peer), found)
    rows = [
        (each["time"], each["author"], each["kind"], _stands(each), each["digest"][:_SHORT], _why(each))
        for each in document["acts"]
    ]
    state = sentences.word(document["state"], language())
    marked = _value(document, "marking")
    title = f"{document['number']} {state} → {document['turn'] or '—'}\n{document['case']}"
    title = f"{marked}\n{title}\n{marked}" if marked else title
    columns = ("time", "author", "kind", "state", "digest", "findings")
    show(document, as_json=as_json, table=table_of(title, columns, rows))


def _stands(told: dict[str, Any]) -> str:
    state = sentences.word(told["state"], language())
    return f"{state}\n{sentences.word('doubtful', language())}" if told["doubtful"] else state


def _why(told: dict[str, Any]) -> str:
    return "\n".join(f"• {each[language()]}" for each in (*told["findings"], *told["objection"]))


DraftArgument = Annotated[Path, typer.Argument(help="Draft as TOML or JSON. / 起案(TOML又はJSON)。")]
DeskOption = Annotated[str, typer.Option(help="Desk that acts. / 担当部隊等。")]
AttachOption = Annotated[list[str] | None, typer.Option(help="File to attach: PAPER=PATH. / 添付。")]
IrregularOption = Annotated[
    bool, typer.Option("--irregular", help="Record what has happened with its findings. / 不備ありで登録。")
]
"""What every command asks that takes a draft from a file."""


@act.command("draft", help=both("Print a draft of a kind of act, to be filled in.", "文書の様式を出力する。"))
def draft(
    kind: Annotated[str, typer.Argument(help="logistics/request …; empty: list the kinds. / 空欄は種類の一覧。")] = "",
    as_json: AsJson = False,
) -> None:
    """Print a form as TOML; without a kind, list the kinds."""
    if kind:
        _, found = find_kind(rooms().values(), kind)
        form = template(found)
        show({"kind": kind, "form": form}, as_json=as_json, table=form.rstrip())
        return
    kinds = [(name, each) for room in rooms().values() for name, each in room.kinds.items()]
    rows = [(name, sentences.word(name, language()), sentences.word(each.nature, language())) for name, each in kinds]
    document = [{"kind": name, "nature": each.nature} for name, each in kinds]
    show(document, as_json=as_json, table=table_of(heading("kinds"), ("code", "act", "nature"), rows))


@act.command("submit", help=both("Judge, sign and record a draft.", "起案を審査し、署名して登録する。"))
def submit(
    folder: Folder,
    file: DraftArgument,
    desk: DeskOption,
    officer: OfficerOption = "",
    attach: AttachOption = None,
    irregular: IrregularOption = False,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Sign one act, or show every finding that refuses it."""
    node = opened(folder)
    other = peer_of(node, peer)
    written = read_file(file)
    ready = draft_of(written, desk, attach or [], node.node.pair(other), irregular=irregular)
    if "label" not in written:
        ready = labelled(ready, node.node.pair(other), node.node.schemes)
    outcome = node.node.submit(other, ready, signer_of(node, officer))
    show_outcome(outcome, as_json=as_json, kind=ready.kind)


_DRAFT = ("kind", "case", "cites", "texts", "body", "label", "on_behalf")


def draft_of(written: dict[str, Any], desk: str, attach: list[str], pair: Any, *, irregular: bool) -> Draft:
    """Return the draft that a file describes; raises ValueTroubleError, BytesError, LogError, FileError."""
    known_names(written, _DRAFT)
    _, kind = find_kind(rooms().values(), str(written.get("kind", "")))
    case_named = str(written.get("case", ""))
    try:
        cites = tuple(bytes.fromhex(cite) for cite in written.get("cites", []))
        texts = {int(slot): str(text) for slot, text in written.get("texts", {}).items()}
    except (TypeError, ValueError, AttributeError) as trouble:
        raise ValueTroubleError("form.does_not_fit", kind.name, trouble=str(trouble)[:200]) from trouble
    return Draft(
        kind=kind.name,
        body=wording.fixed(kind.name, body_of(kind, written.get("body", {})), texts),
        desk=desk,
        case=reading.find_in(pair, case_named) if case_named else b"",
        texts=texts,
        cites=cites,
        files=tuple(_attached(each) for each in attach),
        label=tuple(written.get("label", ())),
        on_behalf=str(written.get("on_behalf", "")),
        irregular=irregular,
    )


def _attached(told: str) -> File:
    paper, _, path = told.rpartition("=")
    return File(files.read(Path(path), files.MAX_FILE_BYTES), "application/octet-stream", paper)
