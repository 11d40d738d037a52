"""Take in a register: dry run, then sign. rows read = acts + rejected + recognised non-rows, always, and printed.

Law: each row becomes a *past dealing* act (shared) with its original cells in a national act (never sent), or a line in
``FILE.rejected.csv`` with row, column and reason in both languages. What was taken in before adds nothing: a reference
that our log holds with the same content is passed over, with another content it is rejected. A batch may be withdrawn
until it has been sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from warifu.core.errors import FileError, LogError
from warifu.core.keys import Signer
from warifu.core.wire import to_plain
from warifu.doors import sentences
from warifu.doors.sheets import read_book, write_csv
from warifu.law.judge import Placed
from warifu.node import national
from warifu.node.drafting import Draft, Outcome
from warifu.node.node import Node
from warifu.record import log
from warifu.rooms.logistics.acts import Dealing, RegisterRow, Withdraw
from warifu.rooms.logistics.register.dealing import Dealing as Row
from warifu.rooms.logistics.register.dealing import Place, Reason, Reject, Said
from warifu.rooms.logistics.register.grid import written
from warifu.rooms.logistics.register.mapping import RegisterMap
from warifu.rooms.logistics.register.reading import Reading, read_register

KIND = "logistics/dealing"
_CELLS = "logistics/register_row"
DESK = "REGISTER"
_RUN = 500
_SAID: dict[Said, Literal["", "yes", "no"]] = {Said.YES: "yes", Said.NO: "no", Said.UNKNOWN: ""}
Progress = Callable[[int, int], None]
_T = TypeVar("_T")


class Understood(NamedTuple):
    """A register as it was understood, against what our log already holds."""

    reading: Reading
    new: tuple[Row, ...]
    known: tuple[Row, ...]
    """Dealings whose reference and content our log already holds: nothing is added for them."""
    rejects: tuple[Reject, ...]
    batch: str
    size: int
    """How many entries our log held when it was compared."""


class Signed(NamedTuple):
    """What an import signed."""

    acts: tuple[bytes, ...]
    refused: tuple[tuple[Row, Outcome], ...]
    """Rows that the judge refused, with its findings; they are reported as rejected."""
    held: int = 0
    """Rows that another process took in between the comparison and the signing: nothing is added for them."""


def understand(node: Node, peer: str, path: Path, told: RegisterMap | None, today: date) -> Understood:
    """Read a register and say what it would become; signs nothing."""
    reading = read_register(read_book(path), node.party, told, today)
    size = node.pair(peer).head(node.party).size  # read first: what comes after it, ``sign`` looks at
    held = held_dealings(node, peer, node.party)
    new, known, rejects = [], [], list(reading.rejects)
    for row in reading.dealings:
        body = body_of(row)
        before = held.get(body.reference)
        if before is None:
            new.append(row)
        elif to_plain(before) == to_plain(body):
            known.append(row)
        else:
            rejects.append(Reject(row.at, "reference", row.ref, Reason.DUPLICATE_REF, (("ref", row.ref),), row.cells))
    batch = sha256(path.read_bytes()).hexdigest()[:16]
    return Understood(reading, tuple(new), tuple(known), tuple(rejects), batch, size)


def held_dealings(node: Node, peer: str, author: str) -> dict[str, Dealing]:
    """Return the past dealings of one side that stand, by their reference."""
    return {placed.body.reference: placed.body for placed in dealings_of(node, peer, author)}


def dealings_of(node: Node, peer: str, author: str) -> Iterator[Placed]:
    """Return the past dealings in one side's log that were not withdrawn, in the order of the log."""
    pair = node.pair(peer)
    gone = {line.case for line in log.of_kinds(pair.store, pair.name, author, "logistics/withdraw", 0)}
    for line in log.of_kinds(pair.store, pair.name, author, KIND, 0):
        if line.case not in gone:
            yield pair.reader.placed(author, line)


def body_of(row: Row) -> Dealing:
    """Return the shared body of a row: the dealing itself, without the cells it was read from."""
    stamp = row.day
    return Dealing(
        on=stamp.day,
        reference=row.ref,
        provider=row.provider,
        category=row.category,
        item=row.description,
        quantity=row.quantity,
        value=row.value,
        their_reference=row.other_ref,
        own_unit=row.own_unit,
        other_unit=row.other_unit,
        stock=row.stock_number,
        activity=row.activity,
        place=row.place,
        receipt_held=_SAID[row.receipt],
        settled=_SAID[row.settled],
        instant=int(stamp.instant.timestamp()) if stamp.instant else 0,
        zone=stamp.zone,
        step=row.value_step,
    )


def sign(
    node: Node, peer: str, found: Understood, signer: Signer, progress: Progress = lambda _done, _whole: None
) -> Signed:
    """Sign the new dealings and keep the original cells of each in a national act.

    Dealings whose cells an import that was ended midway did not come to keep get them now.
    """
    acts: list[bytes] = []
    refused: list[tuple[Row, Outcome]] = []
    size, held = found.size, 0
    for kept in _runs(_without_cells(node, peer, found.known)):
        _keep_cells(node, found.batch, kept, signer)
    for run in _runs(found.new):
        part, outcomes, size = _submit(node, peer, run, signer, size)
        held += len(run) - len(part)
        told = list(zip(part, outcomes, strict=True))
        refused += [(row, outcome) for row, outcome in told if not outcome.ok]
        signed = [(row, outcome.act) for row, outcome in told if outcome.ok]
        acts += [act for _, act in signed]
        _keep_cells(node, found.batch, signed, signer)
        progress(len(acts) + len(refused) + held, len(found.new))
    return Signed(tuple(acts), tuple(refused), held)


def _keep_cells(node: Node, batch: str, signed: list[tuple[Row, bytes]], signer: Signer) -> None:
    """Keep the original cells of each row, word for word, beside the dealing (act) that it became."""
    today = datetime.fromtimestamp(node.means.clock(), UTC).date()
    cells = [
        Draft(
            kind=_CELLS,
            body=RegisterRow(today, batch, row.at.sheet, row.at.row),
            desk=DESK,
            cites=(act,),
            texts={1: "\t".join(row.original)},
        )
        for row, act in signed
    ]
    national.submit(node, cells, signer)


def _without_cells(node: Node, peer: str, known: Iterable[Row]) -> list[tuple[Row, bytes]]:
    """Rows whose dealing (act) our log holds while their cells are kept nowhere."""
    kept = {placed.act.cites[0] for placed in _kept_cells(node, peer)}
    held = {placed.body.reference: placed.digest for placed in dealings_of(node, peer, node.party)}
    return [(row, held[row.ref]) for row in known if held[row.ref] not in kept]


def _kept_cells(node: Node, peer: str) -> Iterator[Placed]:
    reader = node.pair(peer).reader
    for line in log.of_kinds(node.store, log.NATIONAL, node.party, _CELLS, 0):
        yield reader.placed(node.party, line)


_TRIES = 20


def _submit(node: Node, peer: str, rows: list[Row], signer: Signer, size: int) -> tuple[list[Row], list[Outcome], int]:
    """Submit rows but those that came to our log since ``size``: of two imports at once, one takes each row in.

    Returns the rows that were submitted, what became of them, and the size from which to look on.
    """
    moved = LogError("log.grown", node.party, expected=size, found=size)
    for _ in range(_TRIES):
        now = node.pair(peer).head(node.party).size
        since = _references_since(node, peer, size) if now > size else set()
        rows, size = [row for row in rows if body_of(row).reference not in since], now
        try:
            drafts = [Draft(kind=KIND, body=body_of(row), desk=DESK) for row in rows]
            return rows, node.submit_all(peer, drafts, signer, size), size
        except LogError as trouble:
            if trouble.code != "log.grown":
                raise
            moved = trouble
    raise moved


def _references_since(node: Node, peer: str, size: int) -> set[str]:
    pair = node.pair(peer)
    lines = log.of_kinds(pair.store, pair.name, node.party, KIND, size)
    return {pair.reader.placed(node.party, line).body.reference for line in lines}


def _runs(rows: Iterable[_T]) -> Iterator[list[_T]]:
    part: list[_T] = []
    for row in rows:
        part.append(row)
        if len(part) == _RUN:
            yield part
            part = []
    if part:
        yield part


def withdraw_batch(node: Node, peer: str, batch: str, reason: str, signer: Signer) -> list[Outcome]:
    """Withdraw the dealings of a batch; raises LogError where none is known, or once any of it has been sent."""
    pair = node.pair(peer)
    members = {placed.act.cites[0] for placed in _kept_cells(node, peer) if placed.body.batch == batch}
    if not members:
        raise LogError("register.batch_unknown", batch)
    sent = log.largest_checkpoint(node.store, pair.name, node.party)
    standing = [placed for placed in dealings_of(node, peer, node.party) if placed.digest in members]
    if any(placed.index is not None and placed.index < sent for placed in standing):
        raise LogError("register.batch_already_sent", batch)
    today = datetime.fromtimestamp(node.means.clock(), UTC).date()
    drafts = [
        Draft(kind="logistics/withdraw", body=Withdraw(today, reason), desk=DESK, case=placed.digest)
        for placed in standing
    ]
    return node.submit_all(peer, drafts, signer)


def write_rejects(path: Path, found: Understood, signed: Signed | None) -> int:
    """Write ``FILE.rejected.csv``: where, reference, reason as code and in both languages, the cells; gives the count.

    Both kinds stand there: rows that could not be read, and rows that the judge refused when they were to be signed.
    Where nothing was rejected, a list that lies there from an earlier try is taken away. Raises FileError.
    """
    rows = [_unread(each) for each in found.rejects]
    rows += [_refused(row, outcome) for row, outcome in (signed.refused if signed else ())]
    try:
        if rows:
            write_csv(path, _REJECTED, rows)
        else:
            path.unlink(missing_ok=True)
    except OSError as trouble:
        raise FileError("file.not_written", str(path), reason=trouble.strerror or "") from trouble
    return len(rows)


_REJECTED = ("sheet", "row", "column", "ref", "reason", "reason_en", "reason_ja", "cells")


def _unread(each: Reject) -> tuple[object, ...]:
    figures = dict(each.figures) | {"column": each.column}
    why = [sentences.of_code(f"register.{each.reason}", lang, figures) for lang in ("en", "ja")]
    cells = " | ".join(written(cell) for cell in each.cells)
    return (each.at.sheet, each.at.row, each.column, each.ref, str(each.reason), *why, cells)


def _refused(row: Row, outcome: Outcome) -> tuple[object, ...]:
    finding = (*outcome.ruling, *outcome.own_law)[0]
    why = [sentences.of_finding(finding, lang, KIND) for lang in ("en", "ja")]
    return (row.at.sheet, row.at.row, "", row.ref, finding.rule, *why, " | ".join(row.original))


def first_rule(outcome: Outcome) -> str:
    """Return the rule by which the judge refused a row."""
    return (*outcome.ruling, *outcome.own_law)[0].rule


def _rejected(ref: str, at: Place, reason: str) -> dict[str, Any]:
    return {"ref": ref, "row": at.row, "sheet": at.sheet, "reason": reason}


def report(found: Understood, signed: Signed | None) -> dict[str, Any]:
    """Return the import as JSON: rows read = accepted + rejected + non-rows."""
    reading = found.reading
    refused = signed.refused if signed else ()
    return {
        "rows_read": reading.rows_read,
        "accepted": len(found.new) + len(found.known) - len(refused),
        "signed": len(signed.acts) if signed else 0,
        "already_held": len(found.known) + (signed.held if signed else 0),
        "rejected": [
            *(_rejected(each.ref, each.at, str(each.reason)) for each in found.rejects),
            *(_rejected(row.ref, row.at, first_rule(outcome)) for row, outcome in refused),
        ],
        "non_rows": len(reading.non_rows),
        "batch": found.batch,
    }
