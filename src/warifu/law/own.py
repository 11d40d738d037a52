"""Own law: a state's statutes as packs of a second kind, judged before sealing, on that state's own acts alone.

Law: a pack with ``law_of`` set speaks of acts that this party wrote for itself; never of the other side's, and never of
the other side's paper that it entered (``on_behalf``). The judge is the same one (``law.judge.judge``), so that all
findings are collected and a check that cannot run refuses. What comes back is national: it stands in no act, answer or
log that is sent. A row is in force from its day ``from`` to its day ``to`` (both inclusive) by the day on which the
thing happens.

Place on the path: step 2 of *submit*, after the agreement's pack; never in *receive*.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from warifu.law.judge import PERMITTED, Ruling, Situation, judge
from warifu.law.pack import Pack, Rule


def judge_own(packs: Iterable[Pack], situation: Situation) -> Ruling:
    """Judge an act of ours by every pack of our own law; permitted where none of them is law of its author."""
    found = PERMITTED
    for pack in packs:
        if speaks_of(pack, situation):
            found += judge(pack, situation)
    return found


def speaks_of(pack: Pack, situation: Situation) -> bool:
    """Tell whether a pack is the own law of the party that wrote the act, for itself."""
    act = situation.act
    return bool(pack.data.law_of) and pack.data.law_of == act.party == act.side_of


def in_force(rule: Rule, on: date) -> bool:
    """Tell whether a dated row holds on a day; a row without days always does."""
    first, last = rule.params.get("from"), rule.params.get("to")
    return (first is None or on >= first) and (last is None or on <= last)
