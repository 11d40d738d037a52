"""Cases of the law told in names, with how all of it stands, and a roll on which much changes hands. See ``make``.

The cases are drawn from a seed, so that what nobody would think of is among them; an act's digest is that of its name.
Rulings are given, for what each check asks is a matter of packs. Everything is invented.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from random import Random
from typing import Any

from tests.law.sim_nodes import FLOW, KINDS, Body
from tests.vectors import make_roll
from tests.vectors.make_roll import FIRST, LAST, PARTY
from tests.vectors.trial_keys import SEALING, SIGNERS
from warifu.core import act as acts
from warifu.core import canonical
from warifu.core.act import Act, Answer, FindingWire
from warifu.law import roll, seats
from warifu.law.case import At, Case, Heard, Placed, fold, verdict_on
from warifu.law.judge import Finding, Ruling
from warifu.law.roll import Roll
from warifu.record.half import facts_of, of_cases

Json = dict[str, Any]
CASES = 80
STARTS = {"request": "asked", "deliver": "agreed"}
WILLS = tuple(name for name, kind in KINDS.items() if kind.nature == "will" and name != "request")
OTHERS = tuple(name for name, kind in KINDS.items() if kind.nature != "will")
DAY = date(2026, 5, 1)
BAD: Ruling = (Finding("told.bad", "told"),)


def digest_of(name: str) -> bytes:
    """The digest that an act of that name has."""
    return sha256(name.encode()).digest()


class Drawn:
    """One case drawn from a seed; it is its own bench."""

    def __init__(self, number: int) -> None:
        self.chance = Random(number)
        self.number = number
        self.sizes = {"A": 0, "B": 0}
        self.placed: dict[str, Placed] = {}
        self.after: dict[str, str] = {}
        self.answers: list[tuple[str, Heard]] = []
        self.rulings: dict[bytes, Ruling | None] = {}
        self.write("request" if self.chance.random() < 0.8 else "deliver", "")
        for _ in range(self.chance.randrange(2, 13)):
            if self.chance.random() < 0.55:
                self.write(self.chance.choice(WILLS if self.chance.random() < 0.75 else OTHERS), self._before())
            else:
                self.answer()

    def _before(self) -> str:
        """What a new act follows: mostly a will, now and then a fact, or what is not here."""
        names = list(self.placed)
        wills = [name for name in names if KINDS[self.placed[name].act.kind].nature == "will" or name == names[0]]
        drawn = self.chance.random()
        if drawn < 0.03:
            return f"{self.number}.elsewhere"
        return self.chance.choice(names) if drawn < 0.1 else wills[-1] if drawn < 0.55 else self.chance.choice(wills)

    def write(self, kind: str, after: str) -> None:
        """Somebody writes an act, mostly into its own log and in its own name."""
        party, other = self.chance.sample("AB", 2)
        root = next(iter(self.placed), "")
        name = f"{self.number}.{len(self.placed)}"
        made = Act(
            bytes(32), kind, party, "D", bytes(16), 0, {}, digest_of(root) if root else b"",
            b"" if after in {"", root} else digest_of(after), on_behalf=other if self.chance.random() < 0.12 else "",
        )  # fmt: skip
        place = None if self.chance.random() < 0.1 else self._next(party)
        self.placed[name] = Placed(made, digest_of(name), party, place, KINDS[kind], Body())
        self.after[name] = after or root
        drawn = self.chance.random()
        self.rulings[digest_of(name)] = BAD if drawn < 0.1 else None if drawn < 0.18 else ()

    def answer(self) -> None:
        """Somebody answers an act."""
        name, party = self.chance.choice(list(self.placed)), self.chance.choice("AB")
        verdict = self.chance.choices((acts.CONFIRMED, acts.FALLEN, acts.OBJECTED), (6, 1, 2))[0]
        findings = (FindingWire("told.bad", "told"),) if verdict == acts.OBJECTED else ()
        rival = bytes(32) if verdict == acts.FALLEN else b""
        said = Answer(digest_of(name), verdict, 0, findings, rival)
        self.answers.append((name, Heard(said, party, self._next(party))))

    def _next(self, party: str) -> int:
        self.sizes[party] += 1
        return self.sizes[party] - 1

    def rule(self, placed: Placed, _at: At) -> Ruling | None:
        """As it was drawn."""
        return self.rulings[placed.digest]

    def evolve(self, terms: Any, _placed: Placed) -> Any:
        """There are no terms."""
        return terms

    def is_late(self, _placed: Placed) -> bool:
        """Nothing is late."""
        return False

    def case(self) -> Case:
        """Fold it."""
        heard = [each for _, each in self.answers]
        found = fold(FLOW._replace(start=STARTS), self.placed.values(), heard, self)
        if found is None:
            raise AssertionError(self.number)
        return found


def _row(drawn: Drawn, case: Case) -> Json:
    names = {placed.digest: name for name, placed in drawn.placed.items()}
    names |= {digest_of(f"{drawn.number}.elsewhere"): f"{drawn.number}.elsewhere"}
    told, stands = [], {}
    for name, each in drawn.placed.items():
        ruling, stand = drawn.rulings[each.digest], case.stands[each.digest]
        told.append({
            "act": name, "party": each.author, "on_behalf": each.act.on_behalf, "kind": each.act.kind,
            "after": drawn.after[name], "place": each.index,
            "ruling": "none" if ruling is None else "findings" if ruling else "permitted",
        })  # fmt: skip
        answer = verdict_on(stand)
        stands[name] = {
            "status": stand.status, "confirmed": stand.confirmed, "rival": names.get(stand.rival, ""),
            "answer": answer[0] if answer else 0,
        }  # fmt: skip
    heard = [
        {"party": each.by, "place": each.index, "act": name, "verdict": each.answer.verdict}
        for name, each in drawn.answers
    ]
    head = case.confirmed_head()
    return {
        "acts": told, "answers": heard, "stands": stands, "line": [names[each.placed.digest] for each in case.line],
        "state": case.state, "head": names.get(head, ""),
        "equivocations": [[names[one], names[other]] for one, other in case.equivocations],
        "in_half": canonical.encode([case.root, head, facts_of(case)]).hex(),
    }  # fmt: skip


def cases() -> Json:
    """The flow, the natures of its kinds, the cases, and the digest of a half that holds them all."""
    drawn = [Drawn(number) for number in range(CASES)]
    folded = [each.case() for each in drawn]
    states = {
        name: [{"kind": s.kind, "by": s.by, "to": s.to, "rank": s.rank} for s in state.steps]
        for name, state in FLOW.states.items()
    }
    return {
        "starts": STARTS,
        "natures": {name: kind.nature for name, kind in KINDS.items()},
        "states": states,
        "cases": [_row(one, case) for one, case in zip(drawn, folded, strict=True)],
        "half": of_cases({case.root: case for case in folded}).hex(),
    }


def _post(number: str, post: str, *roles: str) -> roll.Appointment:
    return roll.Appointment(number, roles, (roll.ALL_DESKS,), FIRST, LAST, post=post)


def _node(name: str) -> roll.NodeKey:
    return roll.NodeKey(SIGNERS[name].public.raw, SIGNERS[f"{name}-pq"].public.raw, SEALING.public, bytes(32))


def _turns() -> list[make_roll.Step]:
    """(kind, who signs, body) of each entry of the second roll."""
    officer, found = make_roll.officer, make_roll.found
    return [
        ("found", "gb-root", found("gb-root")),
        ("node", "gb-root", _node("gb-node")),
        ("officer", "gb-root", officer("gb-officer", "P-0001")),
        ("appointment", "gb-root", make_roll.appointment("A-1", "P-0001", roll.APPOINTING)),
        ("officer", "gb-officer", officer("gb-card", "P-0002")),
        ("appointment", "gb-officer", _post("A-2", "N4", "ordering_officer")),
        ("holding", "gb-officer", roll.Holding("N4", "P-0002", FIRST)),
        ("node", "gb-root", _node("gb-new-node")),  # another node in the place of the first
        ("desk", "gb-officer", roll.Desk("TYNE", "HMS Tyne", "タイン")),
        ("holding", "gb-officer", roll.Holding("N4", "P-0003", FIRST)),
        (
            "revocation",
            "gb-officer",
            roll.Revocation("person", "P-0003"),
        ),  # who held the post before does not come back
        ("holding", "gb-officer", roll.Holding("N4", "P-0002", FIRST, acting=True)),  # another kind of holder
        ("appointment", "gb-root", _post("A-3", "N1", roll.APPOINTING)),
        ("holding", "gb-officer", roll.Holding("N1", "P-0002", FIRST)),  # such a post is for the root
        ("officer", "gb-root", officer("gb-officer", "P-0001", date(2026, 4, 30))),  # its days are over
        ("desk", "gb-officer", roll.Desk("TEES", "HMS Tees", "ティーズ")),
        ("revocation", "gb-root", roll.Revocation("node", key_id=SIGNERS["gb-new-node"].public.key_id())),
        ("found", "gb-new-root", found("gb-new-root")),  # pinned: the party begins anew
        ("desk", "gb-root", roll.Desk("TEES", "HMS Tees", "ティーズ")),
        ("node", "gb-new-root", _node("gb-node")),  # the first node again: its keys were never ended
        ("found", "gb-root", found("gb-root")),  # pinned too, and its keys have been on the roll
    ]


def roll_turns() -> Json:
    """Give the second roll as ``make_roll`` gives the first, with the keys that seal a log of that many entries."""
    steps = _turns()
    sealed = make_roll.sealed_steps(steps)
    pins = [each.digest for (kind, _, _), each in zip(steps, sealed, strict=True) if kind == "found"]
    found = Roll(PARTY, pins)
    told = make_roll.told(found, steps, sealed, DAY)
    for row in [*told["entries"], told["after"]]:
        sealing = [key for key in found.keys.values() if key.grant.at(row["place"])]
        ids = (key.public.key_id() for key in sealing)
        row["sealed_by"] = sorted(each.hex() for each in ids if seats.seals(found, each, row["place"]))
    return {"party": PARTY, "pins": [pin.hex() for pin in pins], **told}
