"""A pair on paper: two rolls, a line of acts, and the judge; no node, no log, no wire.

Law: nothing here decides anything. Acts are encoded and read back as on the wire, rolls take real roll acts, states
come from the room's flow, terms from its ``evolve``, rulings from ``law.judge``. A row of ``cases.toml`` says which
acts stand before, which one is judged, and what differs from the base act.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from tests.packs import said
from tests.packs.base_acts import BASES, DAY, kind_of
from warifu.core import act as acts_core
from warifu.core import canonical
from warifu.core.act import Act, Attachment
from warifu.core.keys import MemorySigner, ed25519_from_seed, mldsa65_from_seed
from warifu.core.wire import to_plain
from warifu.law.bench import Bench
from warifu.law.flow import OPENER, RESPONDER, Side
from warifu.law.judge import AtHome, Cited, Hands, Placed, Ruling, Situation, judge
from warifu.law.own import judge_own
from warifu.law.pack import Pack
from warifu.law.roll import APPOINTING, ROLES, Adoption, Appointment, Found, Limit, OfficerKey, Revocation, Roll
from warifu.law.room import read_body
from warifu.law.stand import At
from warifu.node.open import all_packs, rooms
from warifu.packs import folder

#: Every pack of the program that has a table of golden rulings.
PACKS: dict[str, Pack] = {pack.id: pack for pack in all_packs().values() if (folder(pack.id) / "cases.toml").exists()}
ROOMS = rooms()
#: The pack under which a room's acts are written here.
OF_ROOM = {pack.data.room: pack for pack in PACKS.values() if pack.data.parties}
_FIRST, _LAST = date(2013, 7, 4), date(2031, 12, 31)
_ROLES = tuple(role for role in ROLES if role != APPOINTING)
_ROOMY = (Limit("GBP", Decimal(1_000_000)), Limit("JPY", Decimal(100_000_000)))
_SMALL = (Limit("GBP", Decimal(1000)), Limit("JPY", Decimal(1_000_000)))
#: Officers beside the one for each role: name, roles, desks, last day, limits.
_MORE: tuple[tuple[str, tuple[str, ...], tuple[str, ...], date, tuple[Limit, ...]], ...] = (
    ("expired", _ROLES, ("*",), date(2024, 12, 31), _ROOMY),
    ("elsewhere", _ROLES, ("GB-SOMEWHERE", "JP-SOMEWHERE"), _LAST, _ROOMY),
    ("small", _ROLES, ("*",), _LAST, (*_SMALL, Limit("KL", Decimal(10)))),
    ("unlimited", _ROLES, ("*",), _LAST, ()),
    ("all", _ROLES, ("*",), _LAST, _ROOMY),
    ("revoked", _ROLES, ("*",), _LAST, _ROOMY),
    ("yen_only", _ROLES, ("*",), _LAST, (Limit("JPY", Decimal(100_000_000)),)),
    ("two_limits", _ROLES, ("*",), _LAST, (Limit("GBP", Decimal(600)), Limit("JPY", Decimal(6_000_000)))),
)  # fmt: skip
_ANSWERS = {"logistics/accept", "logistics/decline", "logistics/withdraw"}
_ONWARD = {"logistics/onward_consent", "logistics/draw", "logistics/passed"}
_HOUSE = b"\x00" * 32
_SCAN = (Attachment(b"\x06" * 32, 1000, "image/png", "signed_scan"),)
#: Digest of an invented later version of the pack, which every roll has adopted too.
LATER = b"\x02" * 32


def _signer(party: str, name: str) -> MemorySigner:
    return ed25519_from_seed(canonical.digest(f"invented {party} {name}".encode()))


def key_id(party: str, name: str) -> bytes:
    """The key id of an invented officer; ``stranger`` stands on no roll."""
    return _signer(party, name).public.key_id()


class _RollMaker:
    def __init__(self, party: str) -> None:
        self.roll = Roll(party)
        self.index = 0

    def take(self, body: Any, signer: str = "root") -> None:
        act = Act(_HOUSE, "parties/any", self.roll.party, "", key_id(self.roll.party, signer), 0, to_plain(body))
        assert self.roll.take(act, body, canonical.digest(acts_core.encode(act)), self.index) == ()
        self.index += 1

    def officer(self, name: str, roles: Iterable[str], rest: tuple[Iterable[str], date, tuple[Limit, ...]]) -> None:
        desks, last, limits = rest
        person = f"{self.roll.party}-{name}"
        public = _signer(self.roll.party, name).public
        self.take(OfficerKey(person, public.algorithm, public.raw, _FIRST, _LAST))
        self.take(Appointment(f"A-{person}", tuple(roles), tuple(desks), _FIRST, last, person, limits=limits))


def make_roll(party: str, packs: Iterable[Pack]) -> Roll:
    """A founded roll with one officer for each role, those of ``_MORE``, and the packs adopted."""
    maker = _RollMaker(party)
    maker.take(Found(_signer(party, "root").public.raw, mldsa65_from_seed(b"\x07" * 32).public.raw, b"invented"))
    for role in _ROLES:
        maker.officer(role, (role,), (("*",), _LAST, _ROOMY))
    for name, roles, desks, last, limits in _MORE:
        maker.officer(name, roles, (desks, last, limits))
    for person in ("all", "finance_officer"):
        spare = _signer(party, f"{person}_spare").public
        maker.take(OfficerKey(f"{party}-{person}", spare.algorithm, spare.raw, _FIRST, _LAST, spare=True))
    maker.take(Revocation("appointment", f"A-{party}-revoked"))
    for pack in packs:
        maker.take(Adoption(pack.digest, pack.id, pack.data.version))
    maker.take(Adoption(LATER, "gb-jp/acsa-2017", "later"))
    return maker.roll


#: Rolls of the parties that rows name; made once, they do not change.
_ROLLS = {party: make_roll(party, OF_ROOM.values()) for party in ("GB", "JP", "AU", "IN", "US")}


def _room_of(kind: str) -> str:
    return kind.partition("/")[0]


class _Line:
    """One case as far as it has gone: its root, state and terms."""

    def __init__(self, root: Placed) -> None:
        self.root = root
        self.room = ROOMS[_room_of(root.act.kind)]
        self.flow = self.room.flows[root.act.kind]
        self.state = self.flow.start[root.act.kind]
        self.terms: Any = None
        self.head = root.digest
        self.facts: list[Placed] = []

    def side(self, party: str) -> Side:
        return OPENER if party == self.root.act.side_of else RESPONDER


class Trial:
    """Lets a row's acts follow each other; ``write`` judges one and, where it is asked to stand, goes on from it."""

    def __init__(self, asker: str = "GB", provider: str = "JP") -> None:
        self.parties = {"asker": asker, "provider": provider}
        rolls = {party: _ROLLS[party] for party in (asker, provider)}
        self.cited: dict[bytes, Cited] = {}
        self.bench = Bench(ROOMS, {pack.digest: pack for pack in OF_ROOM.values()}, rolls, self.cited)
        same = OF_ROOM["logistics"].digest
        self.names: dict[str, bytes] = {"later": LATER, "same": same, "unadopted": b"\x03" * 32}
        self.steps: list[tuple[str, bytes]] = []
        self.lines: dict[str, _Line] = {}
        self.current = ""
        self.day = DAY
        self.places = dict.fromkeys((asker, provider), 1000)

    # --- writing an act -----------------------------------------------------------------------------------------------

    def situation(self, base: str, given: Mapping[str, Any]) -> Situation:
        """What the judge sees of an act written on this base with what the row gives."""
        told = dict(given)
        hands = tuple(told.pop(name, by) for name, by in (("prepared", "custodian"), ("approved", "registrar")))
        placed = self._placed(base, told)
        line = None if placed.act.is_root else self._line_of(placed.act.case)
        found = self.bench.situation(placed, self._at(placed, line))
        assert found is not None, "a row cites only what stands before it"
        keys = [key_id(placed.author, name) if name else b"" for name in hands]
        facts = () if line is None else tuple(line.facts)
        told_of = {"hands": Hands(*keys) if keys[0] else None, "facts": facts, "at_home": self._at_home(placed)}
        return msgspec.structs.replace(found, **told_of)

    def _at_home(self, placed: Placed) -> tuple[AtHome, ...]:
        """The national cases about the case of a draft that own law looks at (``node.domestic.about``)."""
        act = placed.act
        begins = ROOMS[_room_of(act.kind)].asks_home.get(act.kind)
        found = [line for line in self.lines.values() if line.root.act.kind == begins]
        return tuple(AtHome(line.root, line.state, line.terms) for line in found if act.case in line.root.act.cites)

    def write(self, step: str | Mapping[str, Any], *, must: bool = True) -> Situation:
        """Write a step and go on from it: its kind, or a table with ``do``, ``name`` and what differs."""
        given = {"do": step} if isinstance(step, str) else dict(step)
        base, name = given.pop("do"), given.pop("name", "")
        broken = given.pop("irregular", False)
        situation = self.situation(base, given)
        ruling = judge(OF_ROOM[_room_of(kind_of(base))], situation)
        assert not must or broken == bool(ruling), (base, ruling)
        self._stand(situation.placed, name or base)
        return situation

    def _stand(self, placed: Placed, name: str) -> None:
        act = placed.act
        if act.is_root:
            self.lines[name] = _Line(placed)
            self.current = name
        line = self._line_of(act.case or placed.digest)
        if placed.kind.nature == "will" or act.is_root:
            if not act.is_root:
                step = line.flow.step(line.state, act.kind, line.side(act.side_of))
                assert step is not None, (act.kind, line.state)
                line.state, line.head = step.to, placed.digest
            line.terms = line.room.evolve(line.terms, placed)
        elif placed.kind.nature == "fact":
            line.facts.append(placed)
        self.cited[placed.digest] = Cited(placed, line.terms, True, line.root.act.side_of)
        self.names[name] = placed.digest
        self.steps.append((act.kind.partition("/")[2], placed.digest))

    def _line_of(self, case: bytes) -> _Line:
        return next(line for line in self.lines.values() if line.root.digest == case)

    def _at(self, placed: Placed, line: _Line | None) -> At:
        act = placed.act
        if line is None:
            flow = ROOMS[_room_of(act.kind)].flows[act.kind]
            return At(flow, act.side_of, OPENER, None, None, act.pack)
        opener, side = line.root.act.side_of, line.side(act.side_of)
        return At(line.flow, opener, side, line.state, line.terms, line.root.act.pack)

    def _placed(self, name: str, given: dict[str, Any]) -> Placed:
        base, kind = BASES[name], kind_of(name)
        on = given.pop("on", self.day)
        is_root = kind in ROOMS[base.room].flows
        line = None if is_root else self.lines[given.pop("in", "") or self._home(kind)]
        party = self._party(given.pop("by", base.by), line)
        named = given.pop("officer", "all" if kind in _ANSWERS else base.role)
        act = {
            "label": tuple(given.pop("label", base.label)),
            "cites": self._cites(given.pop("cites", None), base.cites),
            "officer": key_id(party, named),
            "desk": given.pop("desk", {"GB": "GB-CALDER", "JP": "JP-AKASHI"}.get(party, f"{party}-DESK")),
            "time": self._time(given.pop("sealed", on)),
            "pack": b"\x09" * 32 if given.pop("other_pack", False) else OF_ROOM[base.room].digest,
            "on_behalf": given.pop("on_behalf", ""),
            "texts": b"\x05" * 32 if given.pop("words", False) else b"",
            "attachments": (Attachment(b"\x06" * 32, 1000, "image/png", "signed_scan"),)
            if given.pop("scan", False)
            else (),
        }
        body = said.apply(base.body(on), given, self.names)
        return self._wired(kind, party, line, {**act, "body": to_plain(body)})

    def _wired(self, kind: str, party: str, line: _Line | None, fields: dict[str, Any]) -> Placed:
        """Encode and read back, as on the wire."""
        after = line.head if line and line.head != line.root.digest else b""
        made = Act(kind=kind, party=party, case=line.root.digest if line else b"", after=after, **fields)
        raw = acts_core.encode(made)
        act = acts_core.decode(raw)
        self.places[party] += 1
        known = ROOMS[_room_of(act.kind)].kinds[act.kind]
        return Placed(act, canonical.digest(raw), party, self.places[party], known, read_body(known, act.body))

    def _time(self, day: date) -> int:
        return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())

    def _home(self, kind: str) -> str:
        """The case a step belongs to unless the row says: the last one in whose flow the kind has a place."""
        if kind in _ANSWERS:
            return self.current
        if not kind.startswith("logistics/"):
            return self._home_of_fact(kind)
        flow = "onward" if kind in _ONWARD else "standing" if kind == "logistics/standing_draw" else "order"
        return [name for name, line in self.lines.items() if line.flow.name == flow][-1]

    def _home_of_fact(self, kind: str) -> str:
        """Name the last case in whose flow the kind is a step, a fact or a root; the current one for an aside."""
        known = {
            name: {step.kind for state in line.flow.states.values() for step in state.steps}.union(
                *(state.facts for state in line.flow.states.values())
            )
            for name, line in self.lines.items()
        }
        return next((name for name in reversed(known) if kind in known[name]), self.current)

    def _party(self, by: str, line: _Line | None) -> str:
        """A row says asker, provider, turn (whose move it is) or waits (the other), or names the party."""
        if line is None or by not in {"turn", "waits", "asker", "provider"}:
            return self.parties.get(by, by)
        opener = line.root.act.side_of
        other = next(party for party in self.parties.values() if party != opener)
        if by in {"turn", "waits"}:
            turn = line.flow.states[line.state].turn or OPENER
            return opener if (turn == OPENER) == (by == "turn") else other
        if line.flow.name != "order":
            return self.parties[by]
        return opener if (line.terms.requester == OPENER) == (by == "asker") else other

    def _cites(self, named: list[str] | None, kinds: tuple[str, ...]) -> tuple[bytes, ...]:
        """What the row names; else every step before it of the kinds that the base cites."""
        if named is not None:
            return tuple(self.names[name] for name in named)
        return tuple(digest for kind, digest in self.steps if kind in kinds)


def ruling_of(row: Mapping[str, Any], pack: Pack) -> Ruling:
    """Run a row of ``cases.toml``: let its story and its line stand, then judge its act by the pack."""
    trial = Trial(row.get("asker", "GB"), row.get("provider", "JP"))
    own = bool(pack.data.law_of)
    trial.day = row.get("day", DAY)
    for step in (*row.get("story", ()), *row.get("line", ())):
        trial.write(step, must=not own)
    situation = trial.situation(row["act"], row.get("given", {}))
    return judge_own([pack], situation) if own else judge(pack, situation)


def cases_of(pack: Pack) -> list[dict[str, Any]]:
    """Read the golden rulings of a pack; a row that comes ``after`` a story gets its steps."""
    table = tomllib.loads((folder(pack.id) / "cases.toml").read_text(encoding="utf-8"))
    stories = table.get("story", {})
    return [{**row, "story": stories[row["after"]] if "after" in row else []} for row in table.get("case", ())]
