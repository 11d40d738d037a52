"""Two registers laid side by side: what matches, what differs and why, what only one side has. Floor 3a, pure.

Law: one-to-one, explainable, and the same on both nodes: rows are put in the order of their references first, nothing
depends on the order in which they came. What correspondence there is between the words of two languages, and what the
rate was, is learned here from the rows that references and figures prove, and used to find the others. Steps:
1 candidates, 2 score, 3 assign, each learned anew from the last round; then 4 explain every pair exactly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from warifu.rooms.logistics.register import rates as rates_of
from warifu.rooms.logistics.register.assign import Edges, Standing, assign, ties
from warifu.rooms.logistics.register.candidates import candidate_pairs, named_pairs
from warifu.rooms.logistics.register.columns import Bools, Codes, Ints, lay_out, places_by_unit
from warifu.rooms.logistics.register.dealing import Dealing
from warifu.rooms.logistics.register.explain import Cause, Difference, Places, RateSeen, explain, rate_seen
from warifu.rooms.logistics.register.likeness import Likeness, learn
from warifu.rooms.logistics.register.rates import Rates
from warifu.rooms.logistics.register.row import ref_key
from warifu.rooms.logistics.register.score import Scored, score

ROUNDS, ROUNDS_LEFT_OVER = 3, 2
#: Pairs scored at once, to bound memory.
CHUNK = 500_000
#: Thousandths of score below which a pair is not thought of, where each row has one candidate. Among more candidates a
#: stranger is likelier to look right by chance, so the logarithm of their number is added (Fellegi and Sunter's odds).
LEAST, MORE_AT_FIRST = 2500, 2000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two dealings, one of each book, that are one: by their references, with what speaks for it.

    ``score``: thousandths of natural logarithm of odds. ``evidence``: its parts by name, in thousandths.
    ``differences`` and ``causes`` are empty for a match; ``open`` names what could not be compared.
    """

    gb: str
    jp: str
    score: int
    evidence: tuple[tuple[str, int], ...]
    differences: tuple[Difference, ...] = ()
    causes: tuple[Cause, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that differ."""
        return tuple(difference.field for difference in self.differences)


@dataclass(frozen=True, slots=True)
class Undetermined:
    """A dealing that could equally be several of the other book's."""

    side: str
    ref: str
    could_be: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatchResult:
    """What two registers say of each other; every dealing of both stands in exactly one of the five lists."""

    matched: tuple[Pair, ...]
    differing: tuple[Pair, ...]
    only_gb: tuple[str, ...]
    only_jp: tuple[str, ...]
    undetermined: tuple[Undetermined, ...]
    rates: tuple[tuple[str, str, str, str], ...] = ()

    def to_json(self) -> dict[str, object]:
        """Give the lists by the registers' own references, as ``match.json`` holds them."""
        return {
            "matched": [{"gb": pair.gb, "jp": pair.jp} for pair in self.matched],
            "differing": [
                {"gb": pair.gb, "jp": pair.jp, "fields": list(pair.fields), "causes": [str(c) for c in pair.causes]}
                for pair in self.differing
            ],
            "only_gb": list(self.only_gb),
            "only_jp": list(self.only_jp),
            "undetermined": [
                {"side": row.side.lower(), "ref": row.ref, "could_be": list(row.could_be)} for row in self.undetermined
            ],
        }


def match(gb: Sequence[Dealing], jp: Sequence[Dealing]) -> MatchResult:
    """Match two books; each reference stands once in its book."""
    left, right = (sorted(book, key=lambda dealing: (ref_key(dealing.ref), dealing.ref)) for book in (gb, jp))
    if not left or not right:
        only = tuple(d.ref for d in left), tuple(d.ref for d in right)
        return MatchResult((), (), only[0], only[1], ())
    table = _Table(left, right)
    scored, standing, rates = table.link()
    return table.told(scored, standing, rates)


Linked = tuple[Ints, Ints]


@dataclass(frozen=True, slots=True)
class _Held:
    """The pairs that stand after a round, by index, and what could not be told apart."""

    linked: Linked
    standing: Standing


class _Table:
    """Both books on the table, while they are matched."""

    def __init__(self, left: list[Dealing], right: list[Dealing]) -> None:
        self.left, self.right = left, right
        currencies, stocks = Codes(), Codes()
        self.sides = left[0].side, right[0].side
        self.gb = lay_out(left, currencies, stocks, self.sides[0])
        self.jp = lay_out(right, currencies, stocks, self.sides[0])
        self.currencies = tuple(currencies.known)
        self.named = _keys(np.array(sorted(named_pairs(left, right)), dtype=np.int64).reshape(-1, 2).T, len(right))

    def link(self) -> tuple[Scored, Standing, Rates]:
        """Steps 1 to 3, round by round; the first round knows only references, figures and what is written alike."""
        pairs, named = self._pairs()
        linked: Linked = (pairs[0][named], pairs[1][named])
        least = _least(len(named), len(self.left))
        held = self._round((pairs, named), linked, least + MORE_AT_FIRST)
        for _ in range(ROUNDS - 1):
            held = self._round((pairs, named), held.linked, least)
        for _ in range(ROUNDS_LEFT_OVER):
            held = self._left_over(pairs, named, held)
        learned = self._learn(held.linked)
        order = np.argsort(held.linked[0], kind="stable")
        stand = held.linked[0][order], held.linked[1][order]
        return score(self.gb, self.jp, stand, self._are_named(stand), learned), held.standing, learned[0]

    def _left_over(self, pairs: Linked, named: Bools, held: _Held) -> _Held:
        """Look once more at the rows that nothing holds yet: among few candidates less is enough."""
        free_left, free_right = np.ones(len(self.left), dtype=bool), np.ones(len(self.right), dtype=bool)
        free_left[[*held.linked[0], *held.standing.ties_left]] = False
        free_right[[*held.linked[1], *held.standing.ties_right]] = False
        here = free_left[pairs[0]] & free_right[pairs[1]]
        if not here.any():
            return held
        least = _least(int(here.sum()), len(np.unique(pairs[0][here])))
        more = self._round(((pairs[0][here], pairs[1][here]), named[here]), held.linked, least)
        linked = tuple(np.concatenate(both) for both in zip(held.linked, more.linked, strict=True))
        ties_left = held.standing.ties_left | more.standing.ties_left
        ties_right = held.standing.ties_right | more.standing.ties_right
        return _Held((linked[0], linked[1]), Standing(np.arange(len(linked[0])), ties_left, ties_right))

    def _learn(self, linked: Linked) -> tuple[Rates, Likeness]:
        return rates_of.estimate(self.gb, self.jp, *linked), learn(self.gb, self.jp, *linked)

    def _round(self, candidates: tuple[Linked, Bools], linked: Linked, least: int) -> _Held:
        """Learn from the pairs linked so far, score all candidates, choose one-to-one, take back what is undecided."""
        (left, right), named = candidates
        learned = self._learn(linked)
        worth: list[tuple[Ints, Ints, Ints, Bools]] = []
        for start in range(0, len(named), CHUNK):
            part = slice(start, start + CHUNK)
            some = score(self.gb, self.jp, (left[part], right[part]), named[part], learned)
            good = np.flatnonzero(some.score >= least)
            worth.append((some.i[good], some.j[good], some.score[good], named[part][good]))
        if not worth:
            return _Held(linked, Standing(np.arange(len(linked[0])), {}, {}))
        i, j, scores, proven = (np.concatenate(column) for column in zip(*worth, strict=True))
        edges = Edges(i, j, scores)
        standing = ties(edges, assign(edges, (len(self.left), len(self.right)), least), proven)
        return _Held((i[standing.chosen], j[standing.chosen]), standing)

    def _pairs(self) -> tuple[Linked, Bools]:
        """Give all candidate pairs, sorted, each once, and which of them a reference proves."""
        chunks = [_keys(chunk, len(self.right)) for chunk in candidate_pairs(self.gb, self.jp)]
        keys = np.concatenate([*chunks, np.zeros(0, dtype=np.int64)])
        keys.sort()
        missing = self.named[~_within(self.named, keys)]
        keys = np.insert(keys, np.searchsorted(keys, missing), missing)
        return (keys // len(self.right), keys % len(self.right)), _within(keys, self.named)

    def _are_named(self, linked: Linked) -> Bools:
        return _within(_keys(linked, len(self.right)), self.named)

    def told(self, scored: Scored, standing: Standing, rates: Rates) -> MatchResult:
        """Step 4: explain the pairs that stand, and name the rest."""
        places = Places(places_by_unit(self.left), places_by_unit(self.right))
        expected, stray = rates.of(self.gb, self.jp, scored.i, scored.j)
        matched: list[Pair] = []
        differing: list[Pair] = []
        for at in range(len(scored.i)):
            i, j = int(scored.i[at]), int(scored.j[at])
            rate = rate_seen(float(expected[at]), float(stray[at])) if np.isfinite(expected[at]) else None
            pair = self._pair(scored, at, (i, j), rate, places)
            (differing if pair.differences else matched).append(pair)
        gb_linked = set(scored.i.tolist()) | set(standing.ties_left)
        jp_linked = set(scored.j.tolist()) | set(standing.ties_right)
        return MatchResult(
            tuple(matched),
            tuple(differing),
            tuple(d.ref for at, d in enumerate(self.left) if at not in gb_linked),
            tuple(d.ref for at, d in enumerate(self.right) if at not in jp_linked),
            self._undetermined(standing),
            self._rates(rates),
        )

    def _pair(self, scored: Scored, at: int, rows: tuple[int, int], rate: RateSeen | None, places: Places) -> Pair:
        gb, jp = self.left[rows[0]], self.right[rows[1]]
        same_currency = gb.value is not None and jp.value is not None and gb.value.currency == jp.value.currency
        verdict = explain(gb, jp, RateSeen(Fraction(1), Fraction(0)) if same_currency else rate, places)
        evidence = tuple((name, round(float(part[at]) * 1000)) for name, part in sorted(scored.parts.items()))
        return Pair(gb.ref, jp.ref, int(scored.score[at]), evidence, verdict.differences, verdict.causes, verdict.open)

    def _undetermined(self, standing: Standing) -> tuple[Undetermined, ...]:
        gb = [
            Undetermined(self.sides[0], self.left[i].ref, tuple(self.right[j].ref for j in js))
            for i, js in standing.ties_left.items()
        ]
        jp = [
            Undetermined(self.sides[1], self.right[j].ref, tuple(self.left[i].ref for i in gis))
            for j, gis in standing.ties_right.items()
        ]
        return (*gb, *jp)

    def _rates(self, rates: Rates) -> tuple[tuple[str, str, str, str], ...]:
        """Name each rate that was read from the pairs: of, to, its median, and from how many pairs."""
        return tuple(
            (self.currencies[one], self.currencies[two], f"{np.exp(known.middle):.6g}", str(known.count))
            for (one, two), known in sorted(rates.known.items())
        )


def _within(some: Ints, sorted_all: Ints) -> Bools:
    """Tell which numbers stand in a sorted list, without copying it."""
    if not len(sorted_all):
        return np.zeros(len(some), dtype=bool)
    at = np.minimum(np.searchsorted(sorted_all, some), len(sorted_all) - 1)
    return np.asarray(sorted_all[at] == some, dtype=bool)


def _least(pairs: int, rows: int) -> int:
    """Give the least score for a book with so many candidate pairs for its rows, in thousandths."""
    return LEAST + round(1000 * math.log(1 + pairs / max(1, rows)))


def _keys(pairs: tuple[Ints, Ints] | np.ndarray, width: int) -> Ints:
    """Give one number for each index pair."""
    return np.asarray(pairs[0] * width + pairs[1], dtype=np.int64)
