"""Erase openings: the one thing that can be destroyed, by an act of the side that wrote it, on every node.

Law: ``parties/erase`` cites acts of its author's own; the openings named go with their keys, the leaf hashes stay, and
so every digest, signature and proof still verifies. It is applied in the transaction that records it, and again when a
node is opened: a restored backup applies erasures before it opens anything.
"""

from __future__ import annotations

from collections.abc import Iterable

from warifu.core import texts
from warifu.node.pair import Pair
from warifu.record import log, openings
from warifu.record.log import NATIONAL, Line

KIND = "parties/erase"


def apply(pair: Pair, lines: Iterable[Line]) -> int:
    """Destroy what these entries erase; returns how many acts lost openings."""
    count = 0
    for line in lines:
        if line.kind == KIND:
            count += _erase(pair, line)
    return count


def _erase(pair: Pair, line: Line) -> int:
    author = _author(pair, line)
    placed = pair.reader.placed(author, line)
    held = openings.read(pair.store, pair.name, placed.act.cites)
    count = 0
    for item in placed.body.items:
        if not 0 <= item.cite < len(placed.act.cites):
            continue
        act = placed.act.cites[item.cite]
        here = [leaf.slot for leaf in held.get(act, ()) if isinstance(leaf, texts.Opening)]
        slots = [slot for slot in here if not item.slots or slot in item.slots]
        if not slots or log.author_of(pair.store, pair.name, act) != author:
            continue  # a side erases its own texts alone
        openings.erase(pair.store, pair.name, act, slots)
        _erase_drafts(pair, [leaf.leaf() for leaf in held[act] if leaf.slot in slots])
        count += 1
    return count


def _erase_drafts(pair: Pair, leaves: list[bytes]) -> None:
    """Destroy the same texts where they stand in the draft that was prepared: the same leaf is the same text."""
    sql = "SELECT act, slot FROM opening WHERE pair = %s AND leaf IN ({keys})"
    for act, slot in list(pair.store.in_chunks(sql, [NATIONAL], leaves)):
        openings.erase(pair.store, NATIONAL, act, [slot])


def _author(pair: Pair, line: Line) -> str:
    return log.author_of(pair.store, pair.name, line.act)


def apply_to(pair: Pair, acts: set[bytes]) -> int:
    """Apply what both logs erase of these acts, whose openings have just come: perhaps again, or only now."""
    if not acts:
        return 0
    count = 0
    for author in (pair.us, pair.peer):
        for line in log.of_kinds(pair.store, pair.name, author, KIND, 0):
            if not acts.isdisjoint(pair.reader.placed(author, line).act.cites):
                count += _erase(pair, line)
    return count


def apply_all(pair: Pair) -> int:
    """Apply every erasure of both logs anew: after a backup was restored."""
    return sum(apply(pair, log.of_kinds(pair.store, pair.name, author, KIND, 0)) for author in (pair.us, pair.peer))
