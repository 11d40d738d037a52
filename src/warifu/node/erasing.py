"""Erase openings: the one thing that can be destroyed, by an act of the side that wrote it, on every node.

Law: ``parties/erase`` cites acts of its author's own; the openings named go with their keys, the leaf hashes stay, and
so every digest, signature and proof still verifies. It is applied in the transaction that records it, and again when a
node is opened: a restored backup applies erasures before it opens anything. In the same transaction everybody who was
shown the text and every copy that holds it becomes a line to be followed up (``record.removals``).

``parties/erase_request`` asks the other side for the same. Its author's node shows these texts no more from then on
(they are withheld), and destroys them when the other side's act comes: a side erases its own texts alone.
``parties/erase_national`` does it in the national log, which no peer holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connections, transaction

from warifu.core import bundle as bundles
from warifu.core.act import open_act
from warifu.core.errors import BytesError
from warifu.node.pair import Pair
from warifu.record import anteroom, log, openings, removals
from warifu.record.log import NATIONAL, Line
from warifu.record.removals import About

KIND, REQUEST, AT_HOME = "parties/erase", "parties/erase_request", "parties/erase_national"
_SORTS = {
    "disposal": frozenset({removals.PRINT}),
}
"""What is followed up: after a disposal at the end of retention the papers alone; backups run out by themselves."""


def apply(pair: Pair, lines: Iterable[Line]) -> list[bytes]:
    """Destroy what these entries erase, withhold what they ask for; returns the keys destroyed."""
    gone: list[bytes] = []
    for line in lines:
        if line.kind == KIND:
            gone += _erase(pair, line)
        elif line.kind == REQUEST:
            _ask(pair, line)
    return gone


def apply_to(pair: Pair, acts: set[bytes]) -> list[bytes]:
    """Apply what both logs erase of these acts, whose openings have just come: perhaps again, or only now."""
    if not acts:
        return []
    gone: list[bytes] = []
    for author in (pair.us, pair.peer):
        for line in _on_the_roll(pair, author):
            if not acts.isdisjoint(act for act, _ in _named(pair.reader.placed(author, line))):
                gone += _erase(pair, line)
    return gone


def carry_out(pair: Pair, lines: Iterable[Line], acts: set[bytes]) -> None:
    """Apply what these entries erase, and what both logs erase of acts whose openings have just come.

    In the caller's transaction; once it is committed nothing of the keys is left to lie in the database's files.
    """
    gone = [*apply(pair, lines), *apply_to(pair, acts)]
    if gone:
        transaction.on_commit(lambda: openings.forget(pair.store, gone), using=pair.store.alias)


def at_opening(pair: Pair) -> None:
    """Apply every erasure before any text is opened, and let go of what readers were in the way of before."""
    gone = apply_all(pair)
    if gone:
        openings.forget(pair.store, gone)
    openings.forget_due(pair.store)


def apply_all(pair: Pair) -> list[bytes]:
    """Apply every erasure of both logs, and of the national one, anew: after a backup was restored."""
    gone = [
        key
        for author in (pair.us, pair.peer)
        for key in apply(pair, log.of_kinds(pair.store, pair.name, author, KIND, 0))
    ]
    for line in log.of_kinds(pair.store, NATIONAL, pair.us, AT_HOME, 0):
        gone += apply_at_home(pair.store, pair.reader.placed(pair.us, line))
    return gone


def _on_the_roll(pair: Pair, author: str, kinds: tuple[str, ...] = (KIND,)) -> list[Line]:
    """Return the erasures of a party: they stand in the case of its founding act."""
    sql = (
        'SELECT place, "case", act, kind, time, raw, leaf FROM entry WHERE pair = %s AND "case" IN ({keys}) '
        "AND (kind = '' OR act <> \"case\") AND kind LIKE 'parties/erase%%'"
    )
    rows = pair.store.in_chunks(sql, [pair.name], pair.rolls[author].foundings)
    return [line for line in map(Line._make, rows) if line.kind in kinds]


def naming(pair: Pair, acts: set[bytes]) -> Iterator[tuple[Line, str, bytes, tuple[int, ...]]]:
    """Yield (entry, author, act, slots; none for all) of what both sides have removed or asked for of these acts."""
    for author in (pair.us, pair.peer):
        for line in _on_the_roll(pair, author, (KIND, REQUEST)):
            for act, slots in _named(pair.reader.placed(author, line)):
                if act in acts:
                    yield line, author, act, slots


def _named(placed: Any) -> Iterator[tuple[bytes, tuple[int, ...]]]:
    """Yield (act, slots; none for all) of what an act names, by place among its cites or by digest."""
    for item in placed.body.items:
        if item.cite < 0 and item.act:
            yield item.act, item.slots
        elif 0 <= item.cite < len(placed.act.cites):
            yield placed.act.cites[item.cite], item.slots


def _erase(pair: Pair, line: Line) -> list[bytes]:
    author = log.author_of(pair.store, pair.name, line.act)
    placed = pair.reader.placed(author, line)
    gone: list[bytes] = []
    touched: set[bytes] = set()
    for act, slots in _named(placed):
        here = [(slot, leaf) for slot, leaf in openings.slots(pair.store, pair.name, act) if not slots or slot in slots]
        if not here or log.author_of(pair.store, pair.name, act) != author:
            continue  # a side erases its own texts alone
        beside = _drafts(pair, [leaf for _, leaf in here])
        _follow_up(pair, line, placed, (act, tuple(dict.fromkeys(draft for draft, _ in beside))))
        gone += openings.erase(pair.store, pair.name, act, [slot for slot, _ in here])
        for draft, slot in beside:
            gone += openings.erase(pair.store, NATIONAL, draft, [slot])
        touched.add(act)
    if touched:
        _clear_anteroom(pair, touched)
    return gone


def _drafts(pair: Pair, leaves: list[bytes]) -> list[tuple[bytes, int]]:
    """Return where the same texts stand in the draft that was prepared: the same leaf is the same text."""
    sql = "SELECT act, slot FROM opening WHERE pair = %s AND cipher <> {none} AND leaf IN ({keys})"
    none = "x''" if connections[pair.store.alias].vendor == "sqlite" else "''::bytea"
    return [(row[0], row[1]) for row in pair.store.in_chunks(sql.replace("{none}", none), [NATIONAL], leaves)]


def _follow_up(pair: Pair, line: Line, placed: Any, what: tuple[bytes, tuple[bytes, ...]]) -> None:
    """Open the lines of what is known at this moment: readers, papers, discs, backups, the other node."""
    about = about_of(pair, *what)
    if about is None:
        return
    found = removals.gathered(removals.found(pair.store, pair.name, about))
    if placed.author == pair.us:
        found.append((removals.PEER, pair.peer, line.time // 86_400, ""))
    if connections[pair.store.alias].vendor != "sqlite":
        found.append((removals.SERVER_LOG, "", line.time // 86_400, ""))
    sorts = _SORTS.get(placed.body.reason)
    removals.keep(pair.store, pair.name, line.act, about, [each for each in found if sorts is None or each[0] in sorts])


def about_of(pair: Pair, act: bytes, beside: tuple[bytes, ...] = ()) -> About | None:
    """Return where an act stands; None where it is not held in its place."""
    rows = pair.store.run(
        "SELECT \"case\", author, place, time, kind FROM entry WHERE pair = %s AND act = %s AND kind <> ''",
        [pair.name, act],
    )
    if not rows:
        return None
    case, author, place, time, kind = rows[0]
    return About(act, case, author == pair.us, place, time, beside, kind.startswith("information/"))


def _ask(pair: Pair, line: Line) -> None:
    """Withhold what we have asked the other side to remove; note what it asks of us."""
    author = log.author_of(pair.store, pair.name, line.act)
    placed = pair.reader.placed(author, line)
    for act, slots in _named(placed):
        about = about_of(pair, act)
        if about is None or about.ours == (author == pair.us):
            continue  # it asks for what its author wrote itself
        if author == pair.us:
            found = removals.gathered(removals.found(pair.store, pair.name, about))
            removals.withhold(pair.store, pair.name, act, slots, line.act)
        else:
            found = [(removals.ASKED, pair.peer, line.time // 86_400, "")]
        removals.keep(pair.store, pair.name, line.act, about, found)


def _clear_anteroom(pair: Pair, acts: set[bytes]) -> None:
    """Let go of frames that still bring these texts: they are asked for again, and come without them."""
    for kept in anteroom.waiting(pair.store, pair.name):
        frame = anteroom.frame(pair.store, pair.name, kept.mark)
        try:
            found = bundles.decode(frame)
            brought = {open_act(raw).digest for raw in found.loose}
        except BytesError:
            continue
        if not brought.isdisjoint(acts):
            anteroom.let_go(pair.store, pair.name, [kept.mark])


def apply_at_home(store: Any, placed: Any) -> list[bytes]:
    """Destroy texts of the national log that a national act names; returns the keys destroyed."""
    gone: list[bytes] = []
    for item in placed.body.items:
        here = [slot for slot, _ in openings.slots(store, NATIONAL, item.act) if not item.slots or slot in item.slots]
        gone += openings.erase(store, NATIONAL, item.act, here)
    return gone
