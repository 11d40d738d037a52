"""What has been taken back since it was drawn on: our own drafts alone.

Law: the judge of a delivery sees the draw that it cites as the line of the consent stood there, never after; one case
never changes another. That the consent was taken back since, only a node can see. So before our own act is sealed it is
asked for the revocation beside the draw: with both cited the judge of either side finds, from the same bytes, that
the consent was over on that day, and what has happened all the same is recorded as irregular. What the other side cites
or leaves out shows in rows (``queries_equipment_consent.delivered_after``).
Place on the path: step 2 of *submit* (``drafting.rulings``), beside ``beside`` and ``drawn``.
"""

from __future__ import annotations

from warifu.law.judge import Finding, Placed, Ruling
from warifu.node.pair import Pair
from warifu.record import log

_DELIVERS = {"equipment/passed_on": ("equipment/draw", "equipment/revoke")}
"""Kind of delivery to the kinds of draw and of revocation on the line of a consent."""


def findings(pair: Pair, placed: Placed) -> Ruling:
    """Ask for each revocation, of a consent that a draft rests on, that the draft leaves out; with its day."""
    act = placed.act
    if act.side_of != pair.us or act.kind not in _DELIVERS:
        return ()
    draw, revoke = _DELIVERS[act.kind]
    homes = log.cases_of(pair.store, pair.name, act.cites)
    drawn = {homes[each] for each, found in pair.reader.cited(homes, {}).items() if found.placed.act.kind == draw}
    heads = [case.head.placed for case in pair.fold(pair.reader.gather(sorted(drawn))).values()]
    return tuple(
        Finding("beside.taken_back", "decf:consent", (("revoke", head.digest.hex()), ("revoked", str(head.body.on))))
        for head in heads
        if head.act.kind == revoke and head.digest not in act.cites and placed.body.on > head.body.on
    )
