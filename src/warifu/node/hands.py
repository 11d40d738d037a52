"""Through whose hands a draft has gone: a preparation of the national log followed from its first act to its last.

Law: the passage is a function of the acts of that case in the national log, in their order: prepared, then approved or
returned, then signed, and where one officer did both, looked at by another. An act that is no step there has no effect.
What stands in the national log was judged before it was sealed (``node.preparing``); whoever is asked to sign on the
strength of it has its signatures looked at again.

Place on the path: read in step 2 of *submit* (``drafting.rulings``), by ``node.preparing`` and by pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from warifu.core.act import Sealed, open_act
from warifu.core.envelope import good
from warifu.law.flow import OPENER
from warifu.law.judge import Hands, Placed
from warifu.law.room import Room, find_kind, read_body
from warifu.node.pair import Pair
from warifu.record import log
from warifu.record.log import NATIONAL, Line

PREPARATION, APPROVAL, RETURN, SIGNATURE = (
    f"parties/{name}" for name in ("preparation", "approval", "return", "signature")
)


class Passage(msgspec.Struct):
    """One draft on its way: the act that prepared it, its state, the terms of its line, and each step taken."""

    root: Placed
    state: str
    terms: Any
    steps: dict[str, Sealed]
    """Kind to the act that took this step; of two approvals the later, the second look."""

    @property
    def body(self) -> Any:
        """The preparation: what was prepared, for whom, with which bytes."""
        return self.root.body

    def hands(self, pair: Pair) -> Hands | None:
        """Return who prepared and who approved, each signature verified under the roll; None where the first is bad."""
        preparer, approver = (self._signed(kind, pair) for kind in (PREPARATION, APPROVAL))
        return Hands(preparer, approver) if preparer else None

    def _signed(self, kind: str, pair: Pair) -> bytes:
        """The key id of who took a step; empty where nobody did, or where the signature is not that key's."""
        sealed = self.steps.get(kind)
        key = None if sealed is None else pair.rolls[pair.us].key(sealed.act.officer)
        return sealed.act.officer if sealed is not None and key is not None and good(sealed.envelope, key) else b""


def follow(pair: Pair, preparation: bytes) -> Passage | None:
    """Follow the draft that a national act prepared; None where there is none, or where it is for another peer."""
    lines = [line for _, line in log.of_cases(pair.store, NATIONAL, [preparation])]
    passage = along(sorted(lines, key=_place), pair.rooms, pair.us)
    return passage if passage is not None and passage.body.peer == pair.key else None


def along(lines: list[Line], rooms: Mapping[str, Room], us: str) -> Passage | None:
    """Follow the entries of one case of the national log, in their order; None where they do not begin with one."""
    if not lines or lines[0].kind != PREPARATION:
        return None
    room = rooms["parties"]
    flow = room.flows[PREPARATION]
    root = _placed(lines[0], rooms, us)
    passage = Passage(root, flow.start[PREPARATION], room.evolve(None, root), {PREPARATION: open_act(lines[0].raw)})
    for line in lines[1:]:
        step = flow.step(passage.state, line.kind, OPENER)
        if step is None:
            continue
        placed = _placed(line, rooms, us)
        passage.state, passage.terms = step.to, room.evolve(passage.terms, placed)
        passage.steps[line.kind] = open_act(line.raw)
    return passage


def _placed(line: Line, rooms: Mapping[str, Room], us: str) -> Placed:
    act = open_act(line.raw).act
    _, kind = find_kind(rooms.values(), act.kind)
    return Placed(act, line.act, us, None, kind, read_body(kind, act.body))


def _place(line: Line) -> int:
    return line.place
