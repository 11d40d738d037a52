"""What our own tables tell beside the acts that a draft about classified information rests on: our own drafts alone.

Law: the judge sees a draft's own line and what it cites, as it stood there. What lies beside (an item regraded since
the act that is cited) only a node can see, and only on its own side. So it is asked before our own act is sealed, never
of the other side's, and every finding refuses. No finding names what its reader has not named. What is cited is
protected as it stands *now*: a label, and the marking of what is made of it, are no lower.

Place on the path: step 2 of *submit* (``drafting.rulings``). Of draws ``drawn`` says the like, of national acts
``own_house``.
"""

from __future__ import annotations

from collections.abc import Iterator

from warifu.core.label import HIGHEST, Schemes, schemes_of
from warifu.law.case import Case
from warifu.law.judge import Finding, Placed, Ruling
from warifu.node.pair import Pair
from warifu.node.sighting import level_of
from warifu.record import log

_ROOM = "information/"
_MARKED = frozenset(_ROOM + name for name in ("register", "regrade", "incident", "incident_notice"))
"""Kinds whose marking speaks for what they cite, as their label does."""


def findings(pair: Pair, placed: Placed) -> Ruling:
    """Return what speaks against a draft of ours for the other side; nothing for other rooms and for their paper."""
    act = placed.act
    if not act.kind.startswith(_ROOM) or act.side_of != pair.us or not act.cites:
        return ()
    homes = log.cases_of(pair.store, pair.name, act.cites)
    return tuple(_below_now(pair, placed, set(homes.values())))


def _below_now(pair: Pair, placed: Placed, roots: set[bytes]) -> Iterator[Finding]:
    """An item that is cited may have been regraded since the act of it that is cited."""
    act = placed.act
    pack = pair.packs.get(act.pack)
    if pack is None:
        return
    schemes = schemes_of(pack.table)
    folded = pair.fold(pair.reader.gather(sorted(roots - {act.case})))
    asked = max((_level_now(schemes, each) for each in folded.values()), default=0)
    marking = placed.body.marking if act.kind in _MARKED else None
    words = [tuple(act.label)] + ([(marking.scheme, marking.version, marking.written)] if marking else [])
    for each in words:
        level = level_of(schemes, each)
        if level < min(asked, HIGHEST):
            yield Finding("beside.below_now", "isa:protection", (("label", " ".join(each)), ("asked", str(asked))))


def _level_now(schemes: Schemes, case: Case) -> int:
    """The level of an item as it stands on our line now; 0 for any other case."""
    markings = case.terms.in_force() if hasattr(case.terms, "in_force") else ()
    return max((schemes.level_of((each.scheme, each.version, each.written)) for each in markings), default=0)
