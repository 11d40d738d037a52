"""Acts of a transfer as two sides write them, and the screening at home, for stories over two nodes; all invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.packs import base_equipment, base_transfers
from tests.world import Half, World
from warifu.core import keys
from warifu.law.roll import Appointment, OfficerKey
from warifu.node import national, proving
from warifu.node.drafting import Draft, Outcome
from warifu.rooms.equipment.acts import house, transfer

E = "equipment/"
CENTRE, FIRM = base_transfers.CENTRE, base_transfers.FIRM
NEWEST = {"JP": date(2024, 3, 26), "GB": date(2021, 12, 8)}
OFFICERS = {
    "projects": ("project_officer",), "exports": ("export_control_officer",), "adviser": ("project_officer",),
    "section": ("committee_member",), "bureau": ("committee_member",),
}  # fmt: skip
STEPS = {"JP": ("section", "bureau"), "GB": ("case_officer", "head_of_unit")}
DEPARTMENTS = {"JP": ("JP-MOD",), "GB": ("GB-MOD", "GB-FCDO")}


def appoint(world: World) -> None:
    """Give both sides the officers of transfers."""
    first, last = date(2020, 1, 1), date(2040, 1, 1)
    for half in (world.gb, world.jp):
        for number, (name, roles) in enumerate(OFFICERS.items(), 920):
            officer = half.officers[name] = keys.ed25519_from_seed(half.chance.randbytes(32))
            person = f"{half.party}-{number}"
            half.roll("officer", OfficerKey(person, officer.public.algorithm, officer.public.raw, first, last))
            half.roll("appointment", Appointment(f"{half.party}-A-{number}", roles, ("*",), first, last, person=person))
    world.exchange()


class Going:
    """One transfer: ``asks`` receives, ``gives`` provides; ``case`` is the transfer, ``home`` the screening."""

    def __init__(self, world: World, asker: str = "GB") -> None:
        self.world = world
        self.asks, self.gives = (world.gb, world.jp) if asker == "GB" else (world.jp, world.gb)
        self.case = self.home = b""

    @property
    def today(self) -> date:
        return self.world.today

    def day(self, days: int) -> date:
        """So many days from today."""
        return self.today + timedelta(days=days)

    def wait(self, days: int) -> None:
        """Let days pass."""
        self.world.wait(days * 86_400)

    # --- what both sides write ----------------------------------------------------------------------------------------

    def body(self, base: str, **more: Any) -> Any:
        """The body of a base act, on this day, with what differs."""
        body = {**base_equipment.BASES, **base_transfers.BASES}[base].body(self.today)
        return type(body)(**{name: getattr(body, name) for name in body.__struct_fields__} | more)

    def noted(self) -> bytes:
        """A project that both have determined, with note and reply on record; returns the reply."""
        before: list[bytes] = []
        case = b""
        for kind in ("project", "determine", "diplomatic_note", "diplomatic_reply"):
            half = self.asks if kind in {"project", "diplomatic_note"} else self.gives
            more = {"case": case} if case else {}
            outcome = half.must(E + kind, self.body(kind), "projects", **more)
            case = case or outcome.case
            before.append(outcome.act)
            self.world.exchange()
        return before[-1]

    def begin(self, body: Any, cites: tuple[bytes, ...]) -> bytes:
        """The asking side applies."""
        self.case = self.asks.must(E + "transfer", body, "projects", cites=cites).case
        self.world.exchange()
        return self.case

    def does(self, half: Half, kind: str, body: Any, **more: Any) -> Outcome:
        """One side tries to write an act of the transfer."""
        by = more.pop("by", "projects" if half is self.asks else "exports")
        return half.does(E + kind, body, by, **{"case": self.case, **more})

    def must(self, half: Half, kind: str, body: Any, **more: Any) -> bytes:
        """One side writes an act of the transfer, and the papers go to and fro."""
        outcome = self.does(half, kind, body, **more)
        assert outcome.ok, (kind, outcome.ruling, outcome.own_law)
        self.world.exchange()
        return outcome.act

    def refused(self, half: Half, kind: str, body: Any, **more: Any) -> set[tuple[str, str]]:
        """What is found, with the article, when one side tries; nothing is signed."""
        outcome = self.does(half, kind, body, **more)
        assert not outcome.ok, kind
        return {(finding.rule, finding.article) for finding in (*outcome.ruling, *outcome.own_law)}

    # --- what the providing side's own house writes -------------------------------------------------------------------

    def at_home(self, kind: str, body: Any, by: str, **more: Any) -> Outcome:
        """The providing side writes a national act about the transfer."""
        at = {} if kind == "screening" else {"case": self.home}
        draft = Draft(kind=E + kind, body=body, desk="TRIAL", **{**at, **more})
        return national.enter(self.gives.node, self.gives.peer, [draft], self.gives.officers[by])[0]

    def house(self, kind: str, body: Any, by: str = "exports", **more: Any) -> bytes:
        """A national act that has to be signed."""
        outcome = self.at_home(kind, body, by, **more)
        assert outcome.ok, (kind, outcome.ruling, outcome.own_law)
        if kind == "screening":
            self.home = outcome.case
        return outcome.act

    def screen(self, *results: house.Result, granted: tuple[transfer.Share, ...] = ()) -> None:
        """Ask, advise, countersign, and put the result down."""
        party = self.gives.party
        begun = house.Screening(self.today, f"{party}-SCR-1", self.case, self.day(40))
        self.house("screening", begun, cites=(self.case,))
        for name in DEPARTMENTS[party]:
            self.house("ask_advice", house.AskAdvice(self.today, name, self.day(14)))
            self.house("advice", house.Advice(self.today, name, "no_objection"), "adviser")
        for step, by in zip(STEPS[party], ("section", "bureau"), strict=True):
            self.house("countersign", house.Countersign(self.today, step), by)
        self.house("screened", house.Screened(self.today, results, NEWEST[party], granted))

    def decision(self, *decided: transfer.Decided, granted: tuple[transfer.Share, ...] = ()) -> transfer.Decision:
        """A decision by the newest guidelines of the providing side."""
        return transfer.Decision(self.today, decided, "DEC/26/301", NEWEST[self.gives.party], granted)

    def grant(self, recipient: str, outcome: Any = "granted", **more: Any) -> transfer.Decided:
        """What grants for a year."""
        told: dict[str, Any] = {"conditions": ("use_as_stated",), "valid_from": self.today, "valid_to": self.day(365)}
        return transfer.Decided(recipient, outcome, **{**told, **more})

    # --- what is seen -------------------------------------------------------------------------------------------------

    def state(self) -> str:
        """The state of the transfer, which both halves see alike."""
        seen = {half.case(self.case).state for half in (self.asks, self.gives)}
        assert len(seen) == 1
        return seen.pop()

    def rows(self, half: Half, table: str, columns: str, *, home: bool = False) -> list[tuple[Any, ...]]:
        """Read columns of this case's rows at one half, or of the screening's."""
        pair, case = ("national", self.home) if home else (half.node.pair(half.peer).name, self.case)
        sql = f'SELECT {columns} FROM equipment_{table} WHERE pair = %s AND "case" = %s'
        return half.node.store.run(sql, [pair, case])

    def proved(self) -> None:
        """Both halves are one, and each is rebuilt from its logs to the same tables."""
        self.world.exchange()
        assert self.world.same()
        for half in (self.world.gb, self.world.jp):
            before, after = proving.rebuild(half.node, half.peer)
            assert before == after
