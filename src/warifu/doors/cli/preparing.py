"""``warifu act prepare | waiting | approve | sign``: a paper that goes through more hands than one.

The draft is a file as ``act submit`` takes it. What is prepared is named by its digest, or the beginning of one; what
waits is listed by ``act waiting``. Nothing of this is sent: it stands in the national log.
"""

from __future__ import annotations

from typing import Annotated, Any, cast

import typer

from warifu.core.errors import LogError
from warifu.doors import sentences
from warifu.doors.cases import shown
from warifu.doors.cli.base import (
    COMMAND_LINE,
    AsJson,
    Folder,
    OfficerOption,
    PeerOption,
    both,
    heading,
    language,
    opened,
    peer_of,
    show,
    show_outcome,
    signer_of,
    table_of,
)
from warifu.doors.cli.cases import AttachOption, DeskOption, DraftArgument, IrregularOption, act, draft_of
from warifu.doors.forms import read_file
from warifu.doors.labelling import labelled
from warifu.node import preparing
from warifu.node.open import Opened
from warifu.node.preparing import Verdict, Waiting
from warifu.record import removals

__all__ = ["act"]

_LEAST = 6
_COLUMNS = ("digest", "act", "desk", "case", "state", "waits_for", "prepared_by", "since", "approved_by")
Named = Annotated[str, typer.Argument(help="Digest of the prepared draft (or its beginning). / 起案の識別値。")]


@act.command("prepare", help=both("Prepare a draft for another officer to sign.", "他の担当官が署名する案を起案する。"))
def prepare(
    folder: Folder,
    file: DraftArgument,
    desk: DeskOption,
    officer: OfficerOption = "",
    attach: AttachOption = None,
    irregular: IrregularOption = False,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Judge a draft in all but who signs it, and put it on record in the national log."""
    node = opened(folder)
    other = peer_of(node, peer)
    written = read_file(file)
    ready = draft_of(written, desk, attach or [], node.node.pair(other), irregular=irregular)
    if "label" not in written:
        ready = labelled(ready, node.node.pair(other), node.node.schemes)
    show_outcome(preparing.prepare(node.node, other, ready, signer_of(node, officer)), as_json=as_json, kind=ready.kind)


@act.command("waiting", help=both("List prepared drafts and whom they wait for.", "処理待ちの案を一覧する。"))
def waiting(folder: Folder, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """List what waits for an approval, a signature or a second look."""
    node = opened(folder)
    waits = preparing.prepared(node.node, peer_of(node, peer))
    if as_json:
        pair, now = node.node.pair(peer_of(node, peer)).name, node.node.means.clock()
        for each in waits:
            if each.texts:
                removals.note_seen(node.node.store, pair, each.digest, COMMAND_LINE, now)
    rows = [_document(each) for each in waits]
    cells = [[_cell(column, row[column]) for column in _COLUMNS] for row in rows]
    show(rows, as_json=as_json, table=table_of(heading("waiting"), _COLUMNS, cells))


def _document(each: Waiting) -> dict[str, Any]:
    return {
        "digest": each.digest.hex(),
        "act": each.kind,
        "desk": each.desk,
        "case": each.case.hex(),
        "state": each.state,
        "waits_for": each.waits_for,
        "prepared_by": each.prepared_by,
        "since": shown(each.prepared_at),
        "approved_by": each.approved_by,
        "needs_approval": each.needs_approval,
        "texts": each.texts,
    }


def _cell(column: str, value: Any) -> Any:
    if column in {"act", "waits_for"}:
        return sentences.word(str(value), language())
    return str(value)[:16] if column in {"digest", "case"} else value


@act.command("approve", help=both("Approve, return or discard a prepared draft.", "起案を決裁、差戻し又は廃棄する。"))
def approve(
    folder: Folder,
    which: Named,
    officer: OfficerOption = "",
    verdict: Annotated[str, typer.Option(help="approve | return | discard. / 決裁・差戻し・廃棄。")] = "approve",
    reason: Annotated[str, typer.Option(help="Why, in words (kept in the national log). / 理由。")] = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Say yes, send it back to be mended, or discard it with its texts; after the signature: the second look."""
    if verdict not in {"approve", "return", "discard"}:
        raise typer.BadParameter("--verdict: approve, return, discard")
    node = opened(folder)
    other = peer_of(node, peer)
    said = Verdict(cast("Any", verdict), reason)
    outcome = preparing.approve(node.node, other, _found(node, other, which), signer_of(node, officer), said)
    show_outcome(outcome, as_json=as_json, kind="parties/approval" if verdict == "approve" else "parties/return")


@act.command("sign", help=both("Judge and sign a prepared draft.", "起案された案を審査し、署名して登録する。"))
def sign(
    folder: Folder,
    which: Named,
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Sign what another officer prepared; refused, it goes on waiting."""
    node = opened(folder)
    other = peer_of(node, peer)
    digest = _found(node, other, which)
    told = preparing.find(node.node, other, digest)
    outcome = preparing.submit_prepared(node.node, other, digest, signer_of(node, officer))
    show_outcome(outcome, as_json=as_json, kind=told.kind if told else "")


def _found(node: Opened, peer: str, which: str) -> bytes:
    """Return the prepared draft of a digest, or of the beginning of one among those that wait; raises LogError."""
    named = which.lower()
    if len(named) == 64:
        return _digest(named, which)
    waits = [each.digest for each in preparing.prepared(node.node, peer) if each.digest.hex().startswith(named)]
    if len(waits) != 1 or len(named) < _LEAST:
        raise LogError("draft.unknown", which, found=len(waits))
    return waits[0]


def _digest(named: str, which: str) -> bytes:
    try:
        return bytes.fromhex(named)
    except ValueError as trouble:
        raise LogError("draft.unknown", which, found=0) from trouble
