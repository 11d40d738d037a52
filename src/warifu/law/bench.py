"""The bench: what the fold asks of judgement, joined from rooms, packs, rolls and cited acts. Pure.

Law: an act is *pending* (no ruling) while its pack, a cited act, or the other side's adoption of the pack is not here;
a cited will must be confirmed by the other side, a cited fact or aside must be held. Paper that one side enters in the
name of another is pending, and so is what cites it, from the moment the other has a node (its founding act is held)
until the other's own officers have affirmed it. Everything else gets a ruling.
A pack rules only the kinds of its own room and between its own parties: a case begun under another agreement's pack, or
under somebody's own law, would have no rules at all, and is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from warifu.law.case import At
from warifu.law.checks import LATE_AFTER
from warifu.law.judge import Cited, Finding, Placed, Ruling, Situation, judge
from warifu.law.pack import Pack
from warifu.law.roll import Roll
from warifu.law.room import Room
from warifu.law.stand import PAPER

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()


class Bench:
    """One pair's judgement: ``rolls`` by party, ``packs`` by digest, ``cited`` by digest of the act."""

    def __init__(
        self,
        rooms: Mapping[str, Room],
        packs: Mapping[bytes, Pack],
        rolls: Mapping[str, Roll],
        cited: Mapping[bytes, Cited],
    ) -> None:
        self.rooms = rooms
        self.packs = packs
        self.rolls = rolls
        self.cited = cited
        self._peer = {party: next((other for other in rolls if other != party), "") for party in rolls}
        self._spoken: dict[tuple[str, str, bytes], bool] = {}

    def rule(self, placed: Placed, at: At) -> Ruling | None:
        """Judge one act at its place; None while something it needs is not here (pending)."""
        pack = self.packs.get(at.pack)
        if pack is None or not self._adopted_by_other(placed.author, at.pack, pack):
            return None
        if not self._speaks_of(placed, pack):
            return (Finding(PACK_OF_ANOTHER, HOUSE, (("pack", pack.id), ("kind", placed.act.kind))),)
        situation = self.situation(placed, at)
        if situation is None:
            return None
        ruling = judge(pack, situation)
        if placed.act.on_behalf and self._awaits_affirmation(placed):
            return ruling if any(each.rule.startswith(PAPER) for each in ruling) else None
        return ruling

    def _awaits_affirmation(self, placed: Placed) -> bool:
        """Tell whether an act is paper for a side that has a node of its own and has not affirmed it.

        Then it has no effect, whoever entered it and whenever: a side that never answers our founding act could
        otherwise speak in our name for ever. What is affirmed is affirmed act by act: who affirms the root of a case
        says nothing of what may be entered there in its name later.
        """
        roll = self.rolls.get(placed.act.on_behalf)
        return roll is not None and bool(roll.founded) and placed.digest not in roll.affirmed

    def _speaks_of(self, placed: Placed, pack: Pack) -> bool:
        """Tell whether a pack holds rules for this kind of act between these two, and is nobody's own law."""
        asked = (placed.author, placed.act.kind, pack.digest)
        told = self._spoken.get(asked)
        if told is None:
            told = self._spoken[asked] = self._find_speaks_of(placed, pack)
        return told

    def _find_speaks_of(self, placed: Placed, pack: Pack) -> bool:
        between = pack.data.parties
        named = not between or (placed.author in between and self._peer[placed.author] in {*between, ""})
        return placed.act.kind.partition("/")[0] == pack.data.room and not pack.data.law_of and named

    def situation(self, placed: Placed, at: At) -> Situation | None:
        """Return what the judge may see of an act at its place; None while a cited act is not here or not confirmed."""
        cited: dict[bytes, Cited] = {}
        author = placed.author
        for digest in placed.act.cites:
            found = self.cited.get(digest)
            if found is None or (not found.confirmed and self._must_be_confirmed(found, placed)):
                return None
            cited[digest] = found
        return Situation(
            placed,
            at.side,
            at.state,
            at.terms,
            cited,
            self.rolls[author],
            self._peer[author],
            at.flow,
            at.pack,
            at.opener,
        )

    def _must_be_confirmed(self, found: Cited, citing: Placed) -> bool:
        """Only confirmed wills may be cited, and no paper that awaits affirmation.

        Paper entered in the citing side's own name is cited to affirm it.
        """
        paper = found.placed.act.on_behalf
        if paper and paper == citing.act.side_of:
            return False
        return found.placed.kind.nature == "will" or (bool(paper) and self._awaits_affirmation(found.placed))

    def _adopted_by_other(self, author: str, digest: bytes, pack: Pack) -> bool:
        """True once the other side's roll holds the pack; while it has no node (alone) there is nobody to ask."""
        if pack.data.law_of or pack.id == HOUSE:
            return True
        other = self.rolls.get(self._peer[author])
        return other is None or not other.founded or other.has_adopted(digest)

    def evolve(self, terms: Any, placed: Placed) -> Any:
        """Return the terms after a will."""
        return self.rooms[placed.act.kind.partition("/")[0]].evolve(terms, placed)

    def is_late(self, placed: Placed) -> bool:
        """Tell whether the act speaks of a day more than seven days before it was sealed."""
        on = getattr(placed.body, "on", None)
        if on is None:
            return False
        late: bool = _EPOCH + placed.act.time // _DAY - on.toordinal() > LATE_AFTER.days
        return late


PACK_OF_ANOTHER = "house.pack_of_another"
HOUSE = "house"
"""Id of the pack under which roll acts are written; it is part of the program and needs no adoption."""
