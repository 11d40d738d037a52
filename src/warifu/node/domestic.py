"""National cases: read from the national log, folded, and turned into rows under the pair ``national``.

Law: ``rows = f(log)`` here as everywhere. The acts of a national case form a line in the order of the log
(``law.chain``); a room that has ``national_rows`` gets its cases projected in the transaction that records them, and
``rebuild`` makes them anew. What a national act cites may stand in the national log or in any log of a pair. Nothing of
this is sent, not even how much of it there is.

Place on the path: steps 1 and 4 of ``node.national``; ``proving.rebuild``; and step 2 of *submit*, where our own law
asks what our house has decided about a case (``about``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING

from warifu.core.act import open_act
from warifu.law.case import Case
from warifu.law.chain import chain
from warifu.law.judge import AtHome, Cited, Placed
from warifu.law.room import Room, RowContext, Rows
from warifu.node.reading import Reader
from warifu.node.sighting import sighted
from warifu.record import log
from warifu.record.log import NATIONAL
from warifu.record.projection import Projection

if TYPE_CHECKING:
    from warifu.node.node import Node
    from warifu.node.pair import Pair

_RUN = 500
_place = attrgetter("index")
Progress = Callable[[int, int], None]


def _reader(node: Node) -> Reader:
    return Reader(node.store, NATIONAL, node.rooms)


def room_of(node: Node, kind: str) -> Room | None:
    """Return the room of a kind where it keeps rows of national cases."""
    room = node.rooms.get(kind.partition("/")[0])
    return room if room is not None and room.national_rows is not None else None


def cases(node: Node, roots: Iterable[bytes]) -> dict[bytes, Case]:
    """Read and fold national cases of any room; those whose root is not here are left out."""
    return _folded(_reader(node), node.rooms, roots)


def _folded(reader: Reader, rooms: Mapping[str, Room], roots: Iterable[bytes]) -> dict[bytes, Case]:
    found: dict[bytes, Case] = {}
    for root, gathered in reader.gather(list(roots)).items():
        begun = gathered.acts.get(root)
        if begun is None:
            continue
        room = rooms[begun.act.kind.partition("/")[0]]
        folded = chain(room.flows[begun.act.kind], sorted(gathered.acts.values(), key=_place), room.evolve)
        if folded is not None:
            found[root] = folded
    return found


def case(node: Node, root: bytes) -> Case | None:
    """Read and fold one national case."""
    return cases(node, [root]).get(root)


def cited(node: Node, digests: Iterable[bytes]) -> dict[bytes, Cited]:
    """Return what may be seen of these acts: national ones as they stand, shared ones as on the line of their case.

    A national act that is no step of its case cannot be cited: it has no effect.
    """
    wanted = set(digests)
    if not wanted:
        return {}
    at_home = log.cases_of(node.store, NATIONAL, wanted)
    folded = cases(node, set(at_home.values()))
    found: dict[bytes, Cited] = {}
    for digest, root in at_home.items():
        stand = folded[root].stands.get(digest) if root in folded else None
        if stand is not None and stand.status != "refused":
            found[digest] = Cited(stand.placed, stand.terms, True, node.party)
    return found | _shared(node, wanted - at_home.keys())


def _shared(node: Node, wanted: set[bytes]) -> dict[bytes, Cited]:
    """Acts of the logs of pairs, by whichever pair holds them."""
    sql = "SELECT DISTINCT pair FROM entry WHERE pair <> %s AND kind <> '' AND act IN ({keys})"
    pairs = {row[0] for row in node.store.in_chunks(sql, [NATIONAL], wanted)}
    found: dict[bytes, Cited] = {}
    for name in sorted(pairs):
        found |= Reader(node.store, name, node.rooms).cited(wanted, {})
    return found


def project(node: Node, roots: Iterable[bytes], fresh: frozenset[bytes] = frozenset()) -> None:
    """Replace the rows of these national cases; part of the log's transaction, and all of ``rebuild``."""
    folded = cases(node, roots)
    if not folded:
        return
    cites = {cite for each in folded.values() for stand in each.stands.values() for cite in stand.placed.act.cites}
    context = RowContext(NATIONAL, node.party, cited(node, cites), node.pack_tables, schemes=node.schemes)
    tables: dict[str, tuple[str, ...]] = {}
    changed: dict[bytes, Rows] = {}
    for root, each in folded.items():
        room = room_of(node, each.stands[root].placed.act.kind)
        if room is not None and room.national_rows is not None:
            tables |= room.tables
            changed[root] = sighted(room.national_rows(each, context), each, node.schemes)
    if changed:
        Projection(node.store, NATIONAL, tables).replace(changed, fresh)


def rebuild(node: Node, progress: Progress) -> None:
    """Make the rows of all national cases anew from the national log."""
    for room in node.rooms.values():
        if room.national_rows is None:
            continue
        for table in room.tables:
            node.store.run(f"DELETE FROM {table} WHERE pair = %s", [NATIONAL])  # noqa: S608  a name of this program
    for table in ("case_sight", "case_cite"):
        node.store.run(f"DELETE FROM {table} WHERE pair = %s", [NATIONAL])  # noqa: S608  a name of this program
    roots = _roots(node)
    for at in range(0, len(roots), _RUN):
        part = roots[at : at + _RUN]
        project(node, part, frozenset(part))
        progress(min(at + _RUN, len(roots)), len(roots))


def _roots(node: Node) -> list[bytes]:
    """Every national case of the rooms that keep rows of theirs."""
    found: list[bytes] = []
    for room in node.rooms.values():
        if room.national_rows is not None:
            lines = log.of_kinds(node.store, NATIONAL, node.party, f"{room.name}/", 0)
            found += [line.case for line in lines if line.case == line.act]
    return found


def about(pair: Pair, placed: Placed) -> tuple[AtHome, ...]:
    """Return the national cases about the case of a draft of ours that own law looks at, in the order of the log."""
    act, room = placed.act, pair.rooms[placed.act.kind.partition("/")[0]]
    begins = room.asks_home.get(act.kind)
    if begins is None or act.is_root:
        return ()
    lines = log.of_kinds(pair.store, NATIONAL, pair.us, begins, 0)
    roots = [
        line.act for line in lines
        if line.kind == begins and line.act == line.case and act.case in open_act(line.raw).act.cites
    ]  # fmt: skip
    folded = _folded(Reader(pair.store, NATIONAL, pair.rooms), pair.rooms, roots)
    return tuple(AtHome(one.line[0].placed, one.state, one.terms) for root in roots if (one := folded.get(root)))


def acts_of(one: Case) -> list[Placed]:
    """Return the acts of a national case that count, in the order of the log."""
    return sorted((stand.placed for stand in one.stands.values() if stand.status != "refused"), key=_place)
