"""What can be written next in a case: by whom, and which one first.

Law: read from the flow alone (whose turn, which kinds in this state) and from the pack's table of signers; what the
judge would say is asked on demand, never here. What has happened to an order (handed over, not yet counted; received,
not yet invoiced) only orders the list: a room may say that (``Room.due``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from warifu.doors.cases import turn_of
from warifu.doors.web import casepage_information, casepage_orders
from warifu.doors.web.accounts.visitor import Visitor
from warifu.law.bench import HOUSE
from warifu.law.case import Case
from warifu.law.flow import OPENER, RESPONDER, Side
from warifu.law.pack import Pack
from warifu.law.room import Kind, Room
from warifu.node.pair import Pair

_OFFICER_CHECK = "house.officer@1"
_LAST_RESORT = ("decline", "withdraw", "cancel", "rebase")
"""Kinds that give something up: never proposed as the thing to do."""


class Move(NamedTuple):
    """One kind of act that our side may write now: who may sign it, and whether the visitor may."""

    kind: str
    nature: str
    roles: tuple[str, ...]
    mine: bool


class Moves(NamedTuple):
    """What can be written: the one thing to do (None where nothing waits on us), the rest, and whose move it is."""

    main: Move | None
    more: tuple[Move, ...]
    turn: str
    since: int
    """UTC seconds at which the head was signed."""
    ways_out: tuple[tuple[str, date, bool], ...]
    """While the other side is silent: kind, the day from which our side may write it, whether that day has come."""


Suggesting = Callable[[Pair, Case], list[str]]
SUGGESTING: dict[str, Suggesting] = {
    "logistics": casepage_orders.suggested, "information": casepage_information.suggested,
}  # fmt: skip
"""Rooms in which that is read from their tables; any other says it itself (``Room.due``), or leaves it to the flow."""


def side_of(case: Case, pair: Pair) -> Side:
    """Return our side of a case."""
    return OPENER if case.opener == pair.us else RESPONDER


def moves(pair: Pair, case: Case, visitor: Visitor, day: date) -> Moves:
    """Return what our side may write now, the thing to do first."""
    room = pair.rooms[case.stands[case.root].placed.act.kind.partition("/")[0]]
    wanted = _due(pair, case, room)
    pack = pair.packs.get(case.head.pack)
    possible = {kind.name: _move(kind, pack, visitor) for kind in _kinds(pair, case, room)}
    turn = turn_of(case, pair)
    main = _main(possible, wanted, ours=turn == pair.us)
    rest = sorted(
        (move for move in possible.values() if move is not main),
        key=lambda move: (not move.mine, list(possible).index(move.kind)),
    )
    return Moves(main, tuple(rest), turn, case.head.placed.act.time, _ways_out(case, pair, day))


def _due(pair: Pair, case: Case, room: Room) -> list[str]:
    if room.name in SUGGESTING:
        return SUGGESTING[room.name](pair, case)
    return [] if room.due is None else list(room.due(case, side_of(case, pair)))


def _kinds(pair: Pair, case: Case, room: Room) -> list[Kind]:
    """Kinds that our side may write in this state: steps of the flow, facts that belong here, asides."""
    if not case.state:
        return []
    state, side = case.flow.states[case.state], side_of(case, pair)
    names = [step.kind for step in state.steps if step.by == side]
    names += [name for name in room.kinds if name in state.facts]
    if state.steps or state.facts or state.turn:
        names += [kind.name for kind in room.kinds.values() if kind.nature == "aside"]
    return [room.kinds[name] for name in dict.fromkeys(names) if not room.kinds[name].national]


def roles_for(pack: Pack | None, kind: str) -> tuple[str, ...]:
    """Return the roles that may sign a kind, by the pack's table of signers; empty where no rule says."""
    for rule in () if pack is None else pack.data.rule:
        if rule.check == _OFFICER_CHECK:
            roles: dict[str, list[str]] = rule.params["roles"]
            return tuple(roles.get(kind, roles.get("*", ())))
    return ()


def may(pair: Pair, visitor: Visitor, kind: str) -> bool:
    """Tell whether a visitor may sign a kind of our own roll: by the house's table of signers."""
    house = next((pack for pack in pair.packs.values() if pack.id == HOUSE), None)
    return visitor.signs and bool(visitor.roles & set(roles_for(house, kind)))


def may_begin(pair: Pair, visitor: Visitor, kind: str) -> bool:
    """Tell whether a visitor may sign a kind that begins a case of a room, by a pack of that room."""
    room = kind.partition("/")[0]
    packs = [each for each in pair.packs.values() if each.data.room == room and not each.data.law_of]
    return visitor.signs and any(visitor.roles & set(roles_for(each, kind)) for each in packs)


def _move(kind: Kind, pack: Pack | None, visitor: Visitor) -> Move:
    roles = roles_for(pack, kind.name)
    return Move(kind.name, kind.nature, roles, visitor.signs and bool(visitor.roles & set(roles)))


def _ways_out(case: Case, pair: Pair, day: date) -> tuple[tuple[str, date, bool], ...]:
    """While we wait: what we may write, and from which day on (law: no state is a trap)."""
    if not case.state or case.turn is None or case.turn == side_of(case, pair):
        return ()
    since = datetime.fromtimestamp(case.head.placed.act.time, UTC).date()
    ours = (out for out in case.flow.states[case.state].ways_out if out.by == side_of(case, pair))
    return tuple((out.kind, since + timedelta(days=out.days), since + timedelta(days=out.days) <= day) for out in ours)


def _main(possible: dict[str, Move], wanted: list[str], *, ours: bool) -> Move | None:
    """Choose the thing to do: what the room names first, else on our turn the first step that gives nothing up."""
    for name in wanted:
        if name in possible:
            return possible[name]
    if not ours:
        return None
    going_on = [
        move for move in possible.values() if move.nature == "will" and move.kind.partition("/")[2] not in _LAST_RESORT
    ]
    return going_on[0] if going_on else None
