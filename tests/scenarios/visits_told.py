"""Acts of visits, firms and incidents as two security authorities write them, for stories over two nodes; invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.world import Half, World
from warifu.core import keys
from warifu.core.days import add_months
from warifu.law.roll import Appointment, OfficerKey
from warifu.node import proving
from warifu.rooms.information.acts import facility, incident, item, visit

I = "information/"  # noqa: E741  the room's prefix, as in the room
LOW = {"GB": ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE"), "JP": ("JP-ADMIN", "draft", "注意")}
HIGH = {"GB": ("GB-GSC", "2014-04-02", "SECRET"), "JP": ("JP-HIMITSU", "2013-07-04", "極秘")}
CIRCLE = "exercise:VIGILANT-26"
SECURITY = "security"


def appoint(half: Half) -> None:
    """Give a half a security authority."""
    officer = half.officers[SECURITY] = keys.ed25519_from_seed(half.chance.randbytes(32))
    person, first, last = f"{half.party}-900", date(2020, 1, 1), date(2040, 1, 1)
    half.roll("officer", OfficerKey(person, officer.public.algorithm, officer.public.raw, first, last))
    body = Appointment(f"{half.party}-A-900", ("security_authority",), ("*",), first, last, person=person)
    half.roll("appointment", body)


class Pair:
    """One side that asks and the other that answers; ``label`` marks what both write."""

    def __init__(self, world: World, asker: str) -> None:
        self.world = world
        self.asks, self.answers = (world.gb, world.jp) if asker == "GB" else (world.jp, world.gb)
        self.label = LOW[asker]
        self.case = b""

    def appoint(self) -> None:
        """Give both sides a security authority."""
        for half in (self.world.gb, self.world.jp):
            appoint(half)
        self.world.exchange()

    @property
    def today(self) -> date:
        return self.world.today

    def day(self, days: int) -> date:
        """So many days from today."""
        return self.today + timedelta(days=days)

    def begin(self, kind: str, body: Any, by: str = SECURITY, **more: Any) -> bytes:
        """The asking side begins a case."""
        self.case = self.asks.must(I + kind, body, by, **{"label": self.label, **more}).case
        self.world.exchange()
        return self.case

    def does(self, half: Half, kind: str, body: Any, by: str = SECURITY, **more: Any) -> Any:
        """One side tries to write an act of the case."""
        return half.does(I + kind, body, by, **{"case": self.case, "label": self.label, **more})

    def must(self, half: Half, kind: str, body: Any, by: str = SECURITY, **more: Any) -> bytes:
        """One side writes an act of the case, and the papers go to and fro."""
        outcome = self.does(half, kind, body, by, **more)
        assert outcome.ok, (kind, outcome.ruling, outcome.own_law)
        self.world.exchange()
        return outcome.act

    def state(self) -> str:
        """The state of the case, which both halves see alike."""
        seen = {half.case(self.case).state for half in (self.asks, self.answers)}
        assert len(seen) == 1
        return seen.pop()

    def proved(self) -> None:
        """Both halves are one, and each is rebuilt from its logs to the same tables."""
        self.world.exchange()
        assert self.world.same()
        for half in (self.world.gb, self.world.jp):
            before, after = proving.rebuild(half.node, half.peer)
            assert before == after

    def rows(self, half: Half, table: str, columns: str) -> list[tuple[Any, ...]]:
        """Read columns of this case's rows at one half."""
        sql = f'SELECT {columns} FROM information_{table} WHERE pair = %s AND "case" = %s'
        return half.node.store.run(sql, [half.node.pair(half.peer).name, self.case])

    # --- what is written ----------------------------------------------------------------------------------------------

    def marking(self) -> item.Marking:
        """The marking SECRET, or 極秘, of the side that asks."""
        return item.Marking(*HIGH[self.asks.party])

    def visitor(self, person: str, *, attested: bool = True, until: date | None = None) -> visit.Visitor:
        """A visitor of the asking side's ministry."""
        us = self.asks.party
        shown = visit.Attested(
            f"{us}-CLEARING", f"{us}-MOD", self.marking(), until or add_months(self.today, 9)
        ) if attested else None  # fmt: skip
        return visit.Visitor(person, us, f"{us}-MOD", "programme", shown)

    def visit(self, form: Any = "one_time", ahead: int = 30, days: int = 5, **more: Any) -> visit.VisitRequest:
        """A visit of two persons to one place of the host."""
        us, host = self.asks.party, self.answers.party
        told: dict[str, Any] = {
            "visitors": (self.visitor("P-31"), self.visitor("P-32")), "information": ("document",),
            "site_access": "controlled_area", "initiative": "government_asked", "programme": CIRCLE,
            "purpose": "design review", "marking": self.marking(), "security_officer": "P-05",
            "certified_by": f"{us}-NSA", "certificate": "RFV/26/0117",
        } | more  # fmt: skip
        return visit.VisitRequest(
            self.today, f"{us}-V-{form}", form, "TRIAL", f"{us}-MOD", (visit.Site(f"{host}-YARD-1", host),),
            self.day(ahead), self.day(ahead + days - 1), **told,
        )  # fmt: skip

    def approval(self, *persons: str, **more: Any) -> visit.VisitApprove:
        """The host lets these persons in, on the days that are asked for."""
        terms = self.asks.case(self.case).terms
        last = getattr(terms.pending, "to_day", None) or terms.to_day
        told: dict[str, Any] = {"from_day": terms.from_day, "to_day": last, "conditions": ("escort",)} | more
        granted = tuple(visit.Granted(each, "need_confirmed") for each in persons)
        return visit.VisitApprove(self.today, granted, marking=self.marking(), reference="HOST/26/88", **told)

    def place(self, **more: Any) -> facility.FacilityRequest:
        """Assurance of a yard of the other side is asked for."""
        us, host = self.asks.party, self.answers.party
        told: dict[str, Any] = {"firm": f"{host}-FIRM-7", "site": f"{host}-YARD-1"} | more
        return facility.FacilityRequest(
            self.today, f"{us}-F-{told['firm']}", "TRIAL", country=host, marking=self.marking(), purpose="project:CBRN",
            until=add_months(self.today, 24), **told,
        )  # fmt: skip

    def assurance(self, **more: Any) -> facility.FacilityAssure:
        """Assurance for three years."""
        told: dict[str, Any] = {"ownership": "domestic", "valid_to": add_months(self.today, 36)} | more
        return facility.FacilityAssure(
            self.today, self.marking(), custodian="CUSTODIAN-1", register_kept=True, inspected_on=self.day(-10),
            inspection_months=12, reference="NSA/26/7", persons=14, **told,
        )  # fmt: skip

    def report(self, **more: Any) -> incident.Incident:
        """Copy 2 is not in its place, found so today."""
        told: dict[str, Any] = {"what": "loss", "touched": (incident.Touched(0, ("2",)),), "circle": CIRCLE} | more
        marking = item.Marking(*HIGH[self.answers.party])
        return incident.Incident(
            self.today, f"{self.asks.party}-I-1", to="TRIAL", discovered_on=self.today, marking=marking,
            immediate=("search_begun",), **told,
        )  # fmt: skip

    def item(self) -> bytes:
        """The other side registers an item, of which the asking side holds the second copy."""
        party = self.answers.party
        body = item.Register(
            self.today, f"{party}-REG-1", "document", f"{party}-MOD", item.Marking(*HIGH[party]), CIRCLE,
            (item.Copy("1", 12), item.Copy("2", 12)),
        )  # fmt: skip
        case = self.answers.must(I + "register", body, "registrar", label=HIGH[party]).case
        self.world.exchange()
        return case
