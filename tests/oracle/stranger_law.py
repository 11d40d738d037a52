"""The law of a case, the words of a fingerprint and a pack's digest, as a stranger reads them in docs/formats.md.

Shares no line with Warifu. Numbers of steps are those of section 16; words and symbols are of sections 14 and 11, the
digest of a pack is of section 15. Read by ``test_law_oracle`` against the vectors.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import cbor2

TABLES = (Path(__file__).parents[2] / "docs" / "formats-tables.md").read_text(encoding="utf-8")
NOWHERE, BOUND = 2**62, -1
DOWN, UP = {"objected", "refused", "fallen"}, {"standing", "irregular"}
Row = dict[str, Any]


def sha(raw: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(raw).digest()


@dataclass
class Case:
    """A case of the vectors, folded. Acts are called by their names; ``starts`` and ``states`` are the flow's."""

    told: Row
    natures: dict[str, str]
    starts: dict[str, str]
    states: dict[str, list[Row]]
    status: dict[str, str] = field(default_factory=dict)
    rival: dict[str, str] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    confirmed: set[str] = field(default_factory=set)
    behind: dict[str, dict[str, int]] = field(default_factory=dict)
    line: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.acts: dict[str, Row] = {each["act"]: each for each in self.told["acts"]}
        self.root = self.told["acts"][0]["act"]
        self.final, self.withdrawn = self._answers()
        self.tree = self._down(self.root)
        self._stand_behind()
        for name in self.tree:
            self._judge(name)
        self._walk()
        self._fall()
        self._rest()

    # --- what stands in the vectors

    def nature(self, name: str) -> str:
        return self.natures[self.acts[name]["kind"]]

    def author(self, name: str) -> str:
        return str(self.acts[name]["party"])

    def place(self, name: str) -> int:
        return NOWHERE if self.acts[name]["place"] is None else int(self.acts[name]["place"])

    def side(self, name: str) -> str:
        def side_of(act: Row) -> str:
            return str(act["on_behalf"] or act["party"])

        return "opener" if side_of(self.acts[name]) == side_of(self.acts[self.root]) else "responder"

    def after(self, name: str) -> list[str]:
        """Wills directly after an act."""
        return [each for each, act in self.acts.items() if act["after"] == name and self.nature(each) == "will"]

    def _down(self, name: str) -> list[str]:
        found = [name]
        for each in found:
            found += self.after(each)
        return found

    # --- steps 2 to 4

    def _answers(self) -> tuple[dict[tuple[str, str], Row], set[str]]:
        final: dict[tuple[str, str], Row] = {}
        withdrawn = set()
        for each in sorted(self.told["answers"], key=lambda each: int(each["place"])):
            known = final.get((each["party"], each["act"]))
            if self.author(each["act"]) == each["party"]:
                continue
            if known is None:
                if each["verdict"] != 2:
                    final[each["party"], each["act"]] = each
            elif known["verdict"] != each["verdict"]:
                withdrawn.add(each["act"])
        return final, withdrawn

    def finals(self, name: str, verdict: int) -> dict[str, int]:
        """Party and place of each final answer of that verdict."""
        return {
            by: each["place"] for (by, act), each in self.final.items() if act == name and each["verdict"] == verdict
        }

    def _stand_behind(self) -> None:
        for name in reversed(self.tree):
            places = self.finals(name, 1)
            for child in self.after(name):
                others = self.behind[child]
                passed = {**others, self.author(child): BOUND} if others else {self.author(child): self.place(child)}
                for by, place in passed.items():
                    if by != self.author(name) and place < NOWHERE:
                        places[by] = min(place, places.get(by, NOWHERE))
            self.behind[name] = places

    def objected(self, name: str) -> bool:
        stood = self.behind.get(name, {})
        return any(place < stood.get(by, NOWHERE) for by, place in self.finals(name, 3).items())

    # --- step 5

    def step(self, name: str) -> Row:
        """The step of the flow that an act takes; empty where there is none."""
        act = self.acts[name]
        steps = self.states.get(self.state.get(act["after"], ""), [])
        return next((s for s in steps if s["kind"] == act["kind"] and s["by"] == self.side(name)), {})

    def _judge(self, name: str) -> None:
        act, before = self.acts[name], self.status.get(self.acts[name]["after"], "")
        if before in DOWN:
            self.status[name], self.rival[name] = "fallen", act["after"]
            return
        if before == "pending":
            self.status[name] = "pending"
            return
        leads_to = self.step(name).get("to", "") if act["after"] else self.starts[act["kind"]]
        status = self._ruled(name, stood=bool(self.behind[name]), good="standing")
        if not leads_to and status not in {"pending", "objected"}:
            status = "refused"
        self.status[name], self.state[name] = status, leads_to
        if self.behind[name] and not self.objected(name) and status in UP:
            self.confirmed.add(name)

    def _ruled(self, name: str, *, stood: bool, good: str) -> str:
        ruling = self.acts[name]["ruling"]
        if self.acts[name]["after"] and not self.state.get(self.acts[name]["after"]):
            ruling = "permitted"
        if self.nature(name) == "fact":
            if ruling == "none" and (not stood or self._overruled(name)):
                return "pending"
            return "irregular" if ruling == "findings" or self.objected(name) else good
        if self.objected(name):
            return "objected"
        if stood:
            return good
        if ruling == "none" or (ruling == "findings" and self.place(name) == NOWHERE):
            return "pending"
        return "refused" if ruling == "findings" else good

    def _overruled(self, name: str) -> bool:
        return name == self.root and self.objected(name)

    # --- steps 6 and 7

    def _in_one_log(self, name: str) -> tuple[Any, ...]:
        first = min(self.behind[name].values()) if name in self.confirmed else NOWHERE
        return (first, bool(self.acts[name]["on_behalf"]), self.place(name), sha(name.encode()))

    def _precedence(self, name: str) -> tuple[Any, ...]:
        rank = self.step(name).get("rank", 0)
        return (name not in self.confirmed, bool(self.acts[name]["on_behalf"]), -rank, sha(name.encode()))

    def _walk(self) -> None:
        self.line = [self.root]
        while self.status[self.line[-1]] in UP:
            standing = [name for name in self.after(self.line[-1]) if self.status[name] == "standing"]
            first: dict[str, str] = {}
            for name in sorted(standing, key=self._in_one_log):
                first.setdefault(self.author(name), name)
            if not first:
                break
            self.line.append(min(first.values(), key=self._precedence))

    def _fall(self) -> None:
        for name in self.tree[1:]:
            before = self.acts[name]["after"]
            if name in self.line or self.status[name] not in {"standing", "pending"}:
                continue
            if self.status[before] in DOWN:
                self.status[name], self.rival[name] = "fallen", before
            elif self.status[name] == "standing":
                self.status[name] = "fallen"
                self.rival[name] = next(each for each in self.after(before) if each in self.line)

    # --- steps 8 and 9

    def _rest(self) -> None:
        beside = [name for name in self.acts if name != self.root and self.nature(name) != "will"]
        for name in beside:
            self._beside(name)
        for name in beside:
            for stray in self.after(name):
                for each in self._down(stray)[1:]:
                    self.status[each], self.rival[each] = "fallen", self.acts[each]["after"]
                self.status[stray] = "objected" if self.finals(stray, 3) else "refused"
        for name in self.acts:
            self.status.setdefault(name, "pending")

    def _beside(self, name: str) -> None:
        before, fact = self.acts[name]["after"], self.nature(name) == "fact"
        if before in self.acts and before not in self.tree and self.nature(before) != "will":
            status = "irregular" if fact else "objected" if self.objected(name) else "refused"
        elif self.status.get(before, "pending") == "pending":
            self.status[name] = "pending"
            return
        else:
            status = self._ruled(name, stood=bool(self.finals(name, 1)), good="recorded")
            if self.status[before] in DOWN and fact:
                status = "irregular"
            elif self.status[before] in DOWN and status == "recorded":
                status, self.rival[name] = "fallen", before
        self.status[name] = status
        if self.finals(name, 1):
            self.confirmed.add(name)

    # --- steps 11 and 12, section 17

    def equivocations(self) -> set[tuple[str, str]]:
        found = {(name, name) for name in self.withdrawn}
        found |= {
            (a, a) for (by, a), each in self.final.items() if each["verdict"] == 3 and by in self.behind.get(a, {})
        }
        for name in self.tree:
            after = sorted(self.after(name), key=lambda each: (self.place(each), sha(each.encode())))
            own = [each for each in after if not self.acts[each]["on_behalf"]]
            for author in {self.author(each) for each in after}:
                mine = [each for each in own if self.author(each) == author]
                found |= {(one, two) for one, two in itertools.pairwise(mine) if not self._had_fallen(one)}
                kept = [each for each in after if self.author(each) == author and each in self.confirmed]
                found |= {(each, each) for each in sorted(kept, key=self._in_one_log)[1:]}
            found |= {(one, two) for one in after for two in own if self.behind[one] and self._knew(one, two)}
        return found

    def _had_fallen(self, name: str) -> bool:
        if self.objected(name) or self.status[name] in {"refused", "pending"}:
            return True
        rival = self.rival.get(name, "")
        return self.status[name] == "fallen" and rival in self.acts and self.author(rival) != self.author(name)

    def _knew(self, name: str, rival: str) -> bool:
        by, place = self.author(rival), self.place(rival)
        if by == self.author(name) or place == NOWHERE:
            return False
        built = any(self.author(each) == by and self.place(each) < place for each in self.after(name))
        return built or self.finals(name, 1).get(by, NOWHERE) < place

    def answer(self, name: str) -> int:
        return {"pending": 0, "fallen": 2, "refused": 3, "objected": 3}.get(self.status[name], 1)

    def head(self) -> str:
        return next((name for name in reversed(self.line) if name in self.confirmed), "")

    def in_half(self) -> bytes:
        facts = sorted(sha(name.encode()) for name in self.acts if self.nature(name) == "fact")
        head = self.head()
        return cbor2.dumps([sha(self.root.encode()), sha(head.encode()) if head else b"", facts])


# --- words, symbols, packs -------------------------------------------------------------------------------------------

SYLLABLES = re.findall(r"\d+ ([a-z]+) (\w)", TABLES.split("## Syllables")[1].split("##")[0])
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def numbers(digest: bytes) -> list[int]:
    """Eighteen numbers of a digest that is read aloud."""
    found = [int.from_bytes(digest[at : at + 2], "big") for at in range(0, 32, 2)]
    return [*found, sum(found) % 65_537, sum(at * each for at, each in enumerate(found, 1)) % 65_537]


def word(number: int, script: int) -> str:
    """A number in three syllables: 0 in Latin letters, 1 in kana."""
    base = len(SYLLABLES)
    return "".join(SYLLABLES[each][script] for each in (number // base**2, number // base % base, number % base))


def symbol(kind: str, raw: bytes) -> str:
    """What a symbol says, in the base45 of RFC 9285."""
    text = kind + ":"
    for at in range(0, len(raw), 2):
        pair = raw[at : at + 2]
        value = int.from_bytes(pair, "big")
        text += "".join(SIGNS[value // 45**power % 45] for power in range(len(pair) + 1))
    return text


def pack_encodings(file: str) -> list[bytes]:
    """The two encodings over which the digest of a pack is taken."""
    told = tomllib.loads(file)
    rules = [
        [r["id"], r["check"], r["article"], r["kinds"], _pairs(r.get("params", {})), r.get("on_fact", "irregular")]
        for r in told.get("rule", [])
    ]
    whole = [
        *(told[name] for name in ("id", "version", "room")),
        told.get("parties", []),
        told.get("law_of", ""),
        rules,
    ]
    return [cbor2.dumps(each) for each in (whole, _pairs(told.get("table", {})))]


def _pairs(value: Any) -> Any:
    if isinstance(value, dict):
        return [[key, _pairs(value[key])] for key in sorted(value)]
    if isinstance(value, list):
        return [_pairs(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
