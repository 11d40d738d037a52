"""What a draw has served already, over all cases and beside the drafts signed with ours: our own drafts alone.

Law: what can be used up has a line of its own and is used by a draw on it; what is done under a draw stands elsewhere,
in as many cases as the consent speaks of. The judge sees one act and what it cites; that the same draw has been used
beside it only a node can see. It is asked before our own act is sealed; what the other side uses twice shows in rows.

- Classified information: a draw serves one act, of whichever item.
- Supplies: what is passed on under a draw is, all together, no more than was drawn. Whether more can be recorded where
  its officer insists, the pack's rule about passing on says (``on_fact``).
- Orders: a draw on a standing offer is for one order. Neither do we ask twice on one draw, nor do we accept the second
  order that rests on it, while the first has not been declined or withdrawn.
- Equipment: a draw is for items of one transfer, and what else was passed on there own law sees among the facts.

Place on the path: step 2 of *submit* (``drafting.rulings``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from warifu.law.case import Case
from warifu.law.judge import Cited, Finding, Placed, Ruling
from warifu.node.pair import Pair
from warifu.record import log, queries_house

_SERVED = frozenset({"information/released", "information/reproduction"})
_PASSED = "logistics/passed"
_REQUEST, _ACCEPT, _OFFER_DRAWN = "logistics/request", "logistics/accept", "logistics/standing_draw"
_UNUSED = frozenset({"declined", "withdrawn"})


def findings(pair: Pair, placed: Placed, earlier: Sequence[Placed] = ()) -> Ruling:
    """Return what speaks against a draft of ours that rests on draws; ``earlier``: those signed with it, before it."""
    act = placed.act
    if act.side_of != pair.us or not act.cites or act.kind not in _SERVED | {_PASSED}:
        return ()
    cited = pair.reader.cited(log.cases_of(pair.store, pair.name, act.cites), {})
    found = _elsewhere if act.kind in _SERVED else _used_up
    return tuple(found(pair, placed, cited, earlier))


def _elsewhere(
    pair: Pair, placed: Placed, cited: Mapping[bytes, Cited], earlier: Iterable[Placed]
) -> Iterator[Finding]:
    draws = [each for each, found in cited.items() if found.placed.act.kind == "information/draw"]
    uses = queries_house.uses_of(pair.store, pair.name, draws)
    uses += [(cite, each.act.case) for each in earlier if each.act.kind in _SERVED for cite in each.act.cites]
    for draw in dict.fromkeys(draw for draw, case in uses if case != placed.act.case):
        if draw in draws:
            yield Finding("beside.drawn_elsewhere", "isa:third", (("draw", draw.hex()[:16]),))


def _used_up(pair: Pair, placed: Placed, cited: Mapping[bytes, Cited], earlier: Iterable[Placed]) -> Iterator[Finding]:
    """What is passed on takes of its draws what others have left of them, in the order in which it cites them."""
    pack = pair.packs.get(placed.act.pack)
    rest = {
        digest: _amount(found.placed) for digest, found in cited.items() if found.placed.act.kind == "logistics/draw"
    }
    used = {each.digest: each for case in _citing(pair, placed, rest) for each in _passed_in(case)}
    used |= {each.digest: each for each in earlier if each.act.kind == _PASSED}
    used.pop(placed.digest, None)  # the same act a second time
    before = [each for each in used.values() if not rest.keys().isdisjoint(each.act.cites)]
    for each in before:
        _take(rest, each)
    if not before or _take(rest, placed) or pack is None:
        return  # what exceeds the draw by itself, the judge sees
    for rule, _ in pack.rules_of(_PASSED):
        if rule.check == "logistics.passed@1":
            draws = " ".join(sorted(each.hex()[:16] for each in rest))
            yield Finding(f"{rule.id}.used_up", rule.article, (("draw", draws),))


def ordered(pair: Pair, placed: Placed, root: Placed, earlier: Sequence[Placed] = ()) -> Ruling:
    """Return what speaks against our request, or our yes to theirs, where another order rests on the same draw.

    ``root``: the act that began the draft's case; ``earlier``: drafts signed with this one, before it.
    """
    act = placed.act
    asks = root.act.kind == _REQUEST and act.kind in {_REQUEST, _ACCEPT} and bool(root.act.cites)
    return tuple(_ordered_twice(pair, act.pack, root, earlier)) if asks and act.side_of == pair.us else ()


def _ordered_twice(pair: Pair, pack_of: bytes, root: Placed, earlier: Iterable[Placed]) -> Iterator[Finding]:
    cited = pair.reader.cited(log.cases_of(pair.store, pair.name, root.act.cites), {})
    draws = {digest for digest, found in cited.items() if found.placed.act.kind == _OFFER_DRAWN}
    if not draws:
        return
    others = {case.root: case.line[0].placed for case in _citing(pair, root, draws) if case.state not in _UNUSED}
    others |= {each.digest: each for each in earlier}
    others.pop(root.digest, None)
    twice = [each for each in others.values() if each.act.kind == _REQUEST and draws.intersection(each.act.cites)]
    pack = pair.packs.get(pack_of)
    rule = None if pack is None else pack.rules.get("acsa.standing")
    if twice and rule is not None:
        yield Finding(f"{rule.id}.drawn_twice", rule.article, (("order", twice[0].body.number),))


def _amount(placed: Placed) -> Fraction:
    """The amount in the base unit of its dimension; that a draw is in another dimension, the judge tells."""
    amount: Fraction = placed.body.quantity.base
    return amount


def _take(rest: dict[bytes, Fraction], passed: Placed) -> bool:
    """Take what was passed on from its draws, in their order; tell whether they covered all of it."""
    left = _amount(passed)
    for draw in passed.act.cites:
        taken = min(left, rest.get(draw, Fraction(0)))
        if taken:
            rest[draw] -= taken
            left -= taken
    return left <= 0


def _citing(pair: Pair, placed: Placed, draws: Iterable[bytes]) -> list[Case]:
    """The case of a draft, and all others that cite one of these draws."""
    sql = 'SELECT DISTINCT "case" FROM case_cite WHERE pair = %s AND act IN ({keys})'
    roots = {placed.act.case, *(row[0] for row in pair.store.in_chunks(sql, [pair.name], list(draws)))}
    return list(pair.fold(pair.reader.gather(sorted(roots))).values())


def _passed_in(case: Case) -> Iterator[Placed]:
    for stand in case.of_nature("fact"):
        if stand.placed.act.kind == _PASSED and stand.status in {"recorded", "irregular"}:
            yield stand.placed
