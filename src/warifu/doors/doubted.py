"""Which acts of a case are doubtful: a revocation named the day from which on a key or an appointment is not trusted.

Law: an act stays what it was, for authority goes by place; whether it is still trusted is asked of the roll as it is
now. It is doubtful until its party holds to it all the same (``parties/reaffirm``, by another key). Place on the path:
none; the page and the story of a case tell it.
"""

from __future__ import annotations

from datetime import UTC, datetime

from warifu.law.case import Case, Stand
from warifu.node.pair import Pair

REAFFIRM = "parties/reaffirm"


def doubted(pair: Pair, case: Case) -> frozenset[bytes]:
    """Return the digests of those acts of a case that are doubtful and not reaffirmed."""
    found = {stand.placed.digest: stand.placed.author for stand in case.stands.values() if _is_doubted(pair, stand)}
    authors = set(found.values())
    held_to = {(author, digest) for author in authors for digest in _reaffirmed(pair, author)}
    return frozenset(digest for digest, author in found.items() if (author, digest) not in held_to)


def _is_doubted(pair: Pair, stand: Stand) -> bool:
    placed = stand.placed
    if placed.index is None:
        return False
    day = datetime.fromtimestamp(placed.act.time, UTC).date()
    return pair.rolls[placed.author].is_doubtful(placed.act.officer, placed.index, day)


def _reaffirmed(pair: Pair, author: str) -> set[bytes]:
    root = pair.case(pair.rolls[author].founded)
    stands = root.stands.values() if root else ()
    return {
        cite
        for stand in stands
        if stand.placed.act.kind == REAFFIRM and stand.placed.author == author and stand.status == "recorded"
        for cite in stand.placed.act.cites
    }
