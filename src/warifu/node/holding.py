"""Holds: cases that are evidence, of which nothing is disposed of until the hold is lifted by another act.

Law: a hold and its lifting are national acts; nobody across the border learns of an inquiry. While one stands, an
erasure for *disposal* that names an act of a held case is refused before it is sealed, by whichever door it comes. A
spill, personal detail or a court's order is another matter: there the hold is told and the text goes.

Place on the path: asked in step 2 of *submit* (``drafting.rulings``), and by ``node.removing``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from warifu.core.act import open_act
from warifu.law.judge import Finding, Placed, Ruling
from warifu.law.room import read_body
from warifu.node.pair import Pair
from warifu.record import log
from warifu.record.log import NATIONAL

HOLD, LIFTED = "parties/hold", "parties/hold_lifted"
_MOST_NAMED = 20


class Hold(NamedTuple):
    """A hold that stands: the national act that set it, why, since when (UTC seconds), and the cases it keeps."""

    act: bytes
    why: str
    since: int
    cases: tuple[bytes, ...]


def standing(pair: Pair) -> list[Hold]:
    """Return the holds of our side that stand, the oldest first."""
    lines = log.of_kinds(pair.store, NATIONAL, pair.us, HOLD, 0)
    lifted = {line.case for line in lines if line.kind == LIFTED}
    _, kind = pair.reader.kinds[HOLD]
    found = []
    for line in lines:
        if line.kind == HOLD and line.act not in lifted:
            body = read_body(kind, open_act(line.raw).act.body)
            found.append(Hold(line.act, body.why, line.time, body.cases))
    return found


def held(pair: Pair, cases: Iterable[bytes]) -> dict[bytes, Hold]:
    """Return those of these cases that are held, each with a hold that keeps it."""
    wanted = set(cases)
    return {case: hold for hold in standing(pair) for case in hold.cases if case in wanted}


def findings(pair: Pair, placed: Placed) -> Ruling:
    """Return what forbids a disposal: the cases held, as one finding; empty for any other act."""
    if placed.act.kind != "parties/erase" or getattr(placed.body, "reason", "") != "disposal":
        return ()
    named = {*placed.act.cites, *(item.act for item in placed.body.items if item.act)}
    kept = held(pair, log.cases_of(pair.store, pair.name, named).values())
    if not kept:
        return ()
    told = ", ".join(sorted(case.hex()[:16] for case in kept)[:_MOST_NAMED])
    return (Finding("house.held", "house:holds", (("cases", told), ("count", str(len(kept))))),)
