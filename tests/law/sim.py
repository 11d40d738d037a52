"""Trial of the law of a case: two sides, a bad wire, many seeds. ``python -m tests.law.sim --seeds N --start S``.

Properties, for every seed:

(a) both nodes show the same case once they hold the same logs, and a fold is a function of the set it is given;
(b) what an honest node has seen confirmed never falls, and a fact it has seen never goes, whatever the other side does;
(c) what a dishonest peer can do is counted and printed; an honest side is never accused;
(d) equivocation is found and kept;
(e) an honest pair reaches the end of every case, without an objection, a refusal or an accusation among them.

A failing seed is printed; ``--start SEED --seeds 1 --world NAME`` replays it.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections import Counter
from random import Random
from typing import Any, NamedTuple

from tests.law.sim_defects import FOLDS, TWO_NODES
from tests.law.sim_dishonest import Dishonest
from tests.law.sim_nodes import Node, Wire
from warifu.core.act import CONFIRMED
from warifu.law.case import Case, _Fold

TICKS = 40
UP = {"standing", "irregular"}
HONEST, DISHONEST = "honest", "dishonest"


class BrokenError(AssertionError):
    """A property that does not hold."""


class World(NamedTuple):
    """Who takes part: a dishonest peer or two answering nodes, and the fold under trial."""

    peer: str = HONEST
    folds: type[_Fold] = _Fold
    twins: bool = False


class Trial:
    """One seed."""

    def __init__(self, seed: int, world: World) -> None:
        self.rng = Random(f"{seed} {world.peer} {world.twins}")
        self.world = world
        self.wire = Wire(self.rng, self.rng.choice((0.0, 0.2, 0.6)), self.rng.choice((0.0, 0.2, 0.5)))
        names = ["A", "B", "A2"] if world.twins else ["A", "B"]
        self.nodes: dict[str, Node] = {}
        for name in names:
            kind = Dishonest if world.peer == DISHONEST and name == "B" else Node
            others = [other for other in names if other != name]
            self.nodes[name] = kind(name, others, self.rng, world.folds)
        self.honest = [node for node in self.nodes.values() if not isinstance(node, Dishonest)]
        self.seen: dict[str, set[bytes]] = {name: set() for name in self.nodes}
        self.facts: dict[str, set[bytes]] = {name: set() for name in self.nodes}
        self.tally: Counter[str] = Counter()

    def run(self) -> Counter[str]:
        """Act, send and receive for a while, then let the wire be good and bring every case to its end."""
        for name in self.rng.sample(("A", "B"), self.rng.choice((1, 2))):
            self.nodes[name].open_case()
        for _ in range(TICKS):
            node = self.rng.choice(list(self.nodes.values()))
            self._move(node)
            for other in node.known_of:
                if self.rng.random() < 0.5:
                    self.wire.send(node, other)
            for receiver in self.wire.deliver(self.nodes):
                self.watch(receiver)
        self._settle()
        self._same_everywhere()
        self._count()
        return self.tally

    def _move(self, node: Node) -> None:
        if isinstance(node, Dishonest) and self.rng.random() < node.zeal:
            node.harm()
            for placed in node.to_post:
                self.wire._post("A", placed)
            node.to_post.clear()
        elif self.rng.random() < 0.7:
            for _ in range(self.rng.choice((1, 1, 1, 3))):
                node.act()
        self.watch(node)

    # --- (b) ---

    def watch(self, node: Node) -> None:
        """Hold an honest node to what it has seen."""
        if isinstance(node, Dishonest):
            return
        name = node.source
        standing, kept = set(), set()
        for case in node.folded_cases():
            standing.update(stand.placed.digest for stand in case.line if stand.status in UP)
            kept.update(d for d, s in case.stands.items() if s.status in {"recorded", "irregular"} and s.effective)
            self.seen[name].update(s.placed.digest for s in case.line if s.confirmed and s.status in UP)
            self.facts[name].update(
                digest
                for digest, stand in case.stands.items()
                if stand.placed.kind.nature == "fact" and stand.confirmed and stand.effective
            )
        if not self.seen[name] <= standing:
            raise BrokenError(f"(b) a confirmed act fell at {name}")
        if not self.facts[name] <= kept | standing:
            raise BrokenError(f"(b) a fact went at {name}")

    # --- the end ---

    def _exchange(self) -> bool:
        """Bring all logs everywhere over a good wire; tell whether anything was new."""
        before = [len(node.log) for node in self.nodes.values()]
        for _ in range(3):
            for node in self.nodes.values():
                for other in node.known_of:
                    receiver = self.nodes[other]
                    node.known_of[other] = len(receiver.logs[node.source])
                    receiver.receive(node.suffix_for(other))
                    self.watch(receiver)
        return before != [len(node.log) for node in self.nodes.values()]

    def _settle(self) -> None:
        for node in self.nodes.values():
            if isinstance(node, Dishonest):
                node.frank = True  # an onlooker is to see what the honest side has seen
        # What is still under way (paper above all) comes or is lost.
        for _ in range(14):
            for receiver in self.wire.deliver(self.nodes):
                self.watch(receiver)
        for _ in range(40):
            moved = self._exchange()
            for node in self.honest:
                before = len(node.log)
                node.act(closing=True)
                if len(node.log) > before:
                    moved = True
                    self.watch(node)
                    self._exchange()
            if not moved:
                return
        if self.world.peer == HONEST:
            raise BrokenError("(e) the pair never comes to rest")

    # --- (a), (d), (e) ---

    def _same_everywhere(self) -> None:
        views = [{case.root: view(case) for case in node.folded_cases()} for node in self._comparable()]
        if any(other != views[0] for other in views[1:]):
            raise BrokenError("(a) two nodes with the same logs show different cases")
        for node in self.honest:
            for case in node.folded_cases():
                self._shuffled(node, case)
                self._judge_end(node, case)

    def _comparable(self) -> list[Node]:
        """Honest nodes, and an onlooker who was given the logs alone, unless paper that was never logged is about."""
        onlooker = Node("Z", [name for name in self.nodes if name != "A2"], Random(0), self.world.folds)
        if self.world.twins:
            return self.honest
        for name in self.rng.sample(("A", "B"), 2):
            for entry in self.nodes[name].log:
                onlooker.hold(name, entry)
        if any(placed.index is None for acts in self.nodes["A"].cases.values() for placed in acts.values()):
            self.tally["seeds with paper that was never logged"] += 1
            ours = {case.root: view(case)[:3] for case in self.nodes["A"].folded_cases()}
            logs_alone = {case.root: view(case)[:3] for case in onlooker.folded_cases()}
            self.tally["seeds where the logs without that paper tell another case"] += ours != logs_alone
            return self.honest
        return [*self.honest, onlooker]

    def _shuffled(self, node: Node, case: Case) -> None:
        acts, answers = list(node.cases[case.root].values()), node.answers(case.root)
        self.rng.shuffle(acts)
        self.rng.shuffle(answers)
        again = node.fold(acts, answers)
        if again is None or view(again) != view(case) or list(again.stands) != list(case.stands):
            raise BrokenError("(a) the fold depends on the order of its input")

    def _judge_end(self, node: Node, case: Case) -> None:
        culprits = {culprit(node, pair) for pair in case.equivocations}
        if culprits & {honest.party for honest in self.honest}:
            raise BrokenError("(c) an honest side is accused")
        if self.world.peer == DISHONEST:
            self._evidence(node, case)
            return
        if any(stand.status in {"objected", "refused"} for stand in case.stands.values()):
            raise BrokenError("(e) honest nodes refuse each other")
        if case.state != "over" or any(s.status == "pending" for s in case.stands.values()):
            raise BrokenError("(e) an honest pair is stuck")

    def _evidence(self, node: Node, case: Case) -> None:
        """(d) Look through the dishonest log by itself: what it took back must be among the evidence."""
        first: dict[bytes, int] = {}
        for entry in node.logs["B"]:
            if entry.answer is None or node.case_of.get(entry.answer.act) != case.root:
                continue
            digest, verdict = entry.answer.act, entry.answer.verdict
            if case.stands[digest].placed.author == "B":
                continue
            if first.setdefault(digest, verdict) == CONFIRMED and verdict != CONFIRMED:
                if (digest, digest) not in case.equivocations:
                    raise BrokenError("(d) a withdrawn confirmation left no trace")
                self.tally["withdrawn confirmations kept as evidence"] += 1
        pairs = {pair for pair in case.equivocations if pair[0] != pair[1]}
        self.tally["rivals kept as evidence"] += len(pairs)
        accused = {digest for pair in pairs for digest in pair}
        line = [stand.placed for stand in case.line]
        for before, placed in itertools.pairwise(line):
            if placed.author != "B" or placed.act.on_behalf:
                continue
            same = [s.placed for s in case.stands.values() if s.placed.act.follows == before.digest]
            later = [p for p in same if p.author == "B" and not p.act.on_behalf and _after(p, placed)]
            if any(p.kind.nature == "will" for p in later) and placed.digest not in accused:
                raise BrokenError("(d) a rival of a standing act left no trace")

    def _count(self) -> None:
        """(c) What the dishonest peer brought about at the honest node."""
        if self.world.peer != DISHONEST:
            return
        node = self.nodes["A"]
        peer = self.nodes["B"]
        for deed, times in peer.deeds.items():  # type: ignore[attr-defined]
            self.tally[f"deed: {deed}"] += times
        for case in node.folded_cases():
            for stand in case.stands.values():
                mine = stand.placed.author == "A"
                if mine and stand.placed.kind.nature == "will":
                    self.tally["own wills"] += 1
                    self.tally[f"own wills {stand.status}"] += 1
                    self.tally["own wills objected without ground"] += stand.unfounded
                elif not mine:
                    self.tally["its acts"] += 1
                    self.tally[f"its acts {stand.status}"] += 1
            self.tally["cases"] += 1
            self.tally["cases that ended" if case.state == "over" else "cases that the peer leaves open"] += 1
        self.tally["confirmed acts seen"] += len(self.seen["A"])
        self.tally["confirmed acts that fell"] += 0


def _after(placed: Any, first: Any) -> bool:
    return placed.index is not None and first.index is not None and placed.index > first.index


def culprit(node: Node, pair: tuple[bytes, bytes]) -> str:
    """Who equivocated: the author of the later rival, or whoever answered the act."""
    author = node.stand(pair[1]).placed.author
    if pair[0] != pair[1]:
        return author
    return next((heard.by for heard in node.heard.get(pair[0], ()) if heard.by != author), "")


def view(case: Case) -> tuple[Any, ...]:
    """All that two nodes must agree on."""
    acts = {
        digest: (s.status, s.confirmed, s.effective, s.state, s.terms, s.rival, s.ruling, s.objection)
        for digest, s in case.stands.items()
    }
    return case.state, case.terms, [s.placed.digest for s in case.line], acts, case.equivocations


def try_seeds(start: int, seeds: int, world: World) -> tuple[Counter[str], list[tuple[int, str]]]:
    """Run seeds from ``start`` on; return the tally and (seed, what broke)."""
    tally: Counter[str] = Counter()
    broken = []
    for seed in range(start, start + seeds):
        try:
            tally.update(Trial(seed, world).run())
        except BrokenError as trouble:
            broken.append((seed, str(trouble)))
    return tally, broken


def worlds() -> dict[str, World]:
    """All worlds by name: honest, dishonest, and one for each planted defect and kind of peer."""
    found = {HONEST: World(), DISHONEST: World(DISHONEST), TWO_NODES: World(twins=True)}
    for name, folds in FOLDS.items():
        found[f"{name}, {HONEST}"] = World(HONEST, folds)
        found[f"{name}, {DISHONEST}"] = World(DISHONEST, folds)
    return found


def main() -> int:
    """Run the sound fold over all seeds and each planted defect over a twentieth of them; tell whether all is well."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seeds", type=int, default=10_000)
    options.add_argument("--start", type=int, default=0)
    options.add_argument("--world", default="", help="one world alone: " + " | ".join(worlds()))
    chosen = options.parse_args()
    unfound = {TWO_NODES, *FOLDS} if not chosen.world else set()
    failed = False
    for name, world in worlds().items():
        if chosen.world and name != chosen.world:
            continue
        sound = world.folds is _Fold and not world.twins
        seeds = chosen.seeds if sound or chosen.world else max(chosen.seeds // 20, 300)
        tally, broken = try_seeds(chosen.start, seeds, world)
        _report(name, seeds, tally if sound else Counter(), broken)
        failed |= sound and bool(broken)
        if broken:
            unfound.discard(name.rpartition(", ")[0] or name)
    for name in sorted(unfound):
        print(f"NOT FOUND: {name}")
    return failed or bool(unfound)


def _report(name: str, seeds: int, tally: Counter[str], broken: list[tuple[int, str]]) -> None:
    print(f"{name}: {len(broken)} of {seeds} seeds broken")
    for what, times in sorted(Counter(what for _, what in broken).items()):
        first = next(seed for seed, each in broken if each == what)
        print(f"    {times:9} {what}, first at seed {first}")
    for what, times in sorted(tally.items()):
        print(f"    {times:9} {what}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
