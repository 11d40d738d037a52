"""What every case of a pair was when its logs had certain sizes: for figures that both sides sign.

Law: a figure that two governments agree must come out alike on both nodes whenever it is counted, so it is counted from
a fold of what stood at two named sizes, never from tables, which have gone on since. Nothing is written.
Place on the path: beside ``Node.state_digest``; read by ``doors.committee``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from warifu.core.errors import LogError
from warifu.core.seats import parties_of
from warifu.law.case import Case
from warifu.law.room import RowContext, Rows
from warifu.node import sharing
from warifu.node.node import Node
from warifu.record import log

_RUN = 500


class Counted(NamedTuple):
    """A case as it stood, and its rows."""

    case: Case
    rows: Rows


def rows_at(node: Node, peer: str, sizes: Mapping[str, int]) -> dict[bytes, Counted]:
    """Return all cases of a pair as they stood at sizes of its logs, by party; raises LogError log.beyond_head."""
    pair = node.pair(peer)
    for author, size in sizes.items():
        held = pair.head(author).size
        if not 0 <= size <= held:
            raise LogError("log.beyond_head", author, first=size, size=held)
    past = pair.at(sizes)
    cases, folded = log.all_cases(node.store, pair.name), dict[bytes, Case]()
    for at in range(0, len(cases), _RUN):
        folded |= past.fold(past.reader.gather(cases[at : at + _RUN]))
    used = sharing.used_among(past, folded)
    found: dict[bytes, Counted] = {}
    for digest, case in folded.items():
        cites = {cite for stand in case.stands.values() for cite in stand.placed.act.cites}
        cited = past.reader.cited(cites, {}) if cites else {}
        context = RowContext(parties_of(pair.name), node.party, cited, node.pack_tables, used, node.schemes)
        room = case.stands[digest].placed.act.kind.partition("/")[0]
        found[digest] = Counted(case, node.rooms[room].rows(case, context))
    return found
