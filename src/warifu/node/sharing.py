"""What can be used up once by cases that do not know each other: which of them has it, told alike on both nodes.

Law: one case never changes another, and no act falls because of this. A match speaks of dealings that lie in cases of
their own; two matches of one dealing are both agreed acts, but what a dealing makes owing is owed once. The rows tell
which one counts: cases in the order of their claims (places in the logs, ``law.room.Claim``), each group whose things
are all unused yet. It is a function of the logs alone, and of the same cases whatever their order of arrival: whenever
a case is projected, those that speak of the same things are projected with it.

Place on the path: the first step of ``Node.project``, in the transaction that records, and in ``rebuild``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from warifu.law.case import Case
from warifu.law.room import Claim, Uses
from warifu.node.pair import Pair
from warifu.record.projection import cases_with


def with_rivals(pair: Pair, cases: Mapping[bytes, Case]) -> tuple[Mapping[bytes, Case], dict[bytes, frozenset[int]]]:
    """Return these cases with all that speak of the same things, and by case which of its groups are used already."""
    uses = {each.root: each for room in pair.rooms.values() for each in room.uses}
    claims = _claims(cases, uses)
    if not claims:
        return cases, {}
    whole, news = dict(cases), claims
    while news:
        rivals = _speaking_of(pair, uses.values(), news.values()) - whole.keys()
        folded = pair.fold(pair.reader.gather(rivals)) if rivals else {}
        whole |= folded
        news = _claims(folded, uses)
        claims |= news
    return whole, _used(claims)


def used_among(pair: Pair, cases: Mapping[bytes, Case]) -> dict[bytes, frozenset[int]]:
    """Return by case which of its groups an earlier one has used up, where all cases of the pair are at hand."""
    uses = {each.root: each for room in pair.rooms.values() for each in room.uses}
    return _used(_claims(cases, uses))


def _claims(cases: Mapping[bytes, Case], uses: Mapping[str, Uses]) -> dict[bytes, Claim]:
    found = {}
    for digest, case in cases.items():
        use = uses.get(case.stands[digest].placed.act.kind)
        if use is not None:
            found[digest] = use.claim(case)
    return found


def _speaking_of(pair: Pair, uses: Iterable[Uses], claims: Iterable[Claim]) -> set[bytes]:
    """Cases whose rows say that they were agreed and speak of any of these things."""
    things = {thing for claim in claims for group in claim.groups for thing in group}
    found: set[bytes] = set()
    for use in uses:
        found |= cases_with(pair.store, pair.name, (use.table, use.columns, use.agreed), things)
    return found


def _used(claims: Mapping[bytes, Claim]) -> dict[bytes, frozenset[int]]:
    """By case, the numbers of the groups that an earlier claim has used up; cases that lose nothing are left out."""
    spent: set[bytes] = set()
    used: dict[bytes, frozenset[int]] = {}
    in_force = [(claim.order, digest, claim) for digest, claim in claims.items() if claim.order is not None]
    for _, digest, claim in sorted(in_force):
        late = set()
        for number, group in enumerate(claim.groups):
            if spent.isdisjoint(group):
                spent.update(group)
            else:
                late.add(number)
        if late:
            used[digest] = frozenset(late)
    return used
