"""Acts of opportunities and joint projects as two project officers write them, for stories over two nodes; invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from tests.packs import base_equipment as base
from tests.scenarios import visits_told
from tests.world import Half, World
from warifu.core import keys
from warifu.core.days import add_months
from warifu.core.money import Money
from warifu.law.roll import Appointment, OfficerKey
from warifu.node import proving
from warifu.rooms.equipment.acts import opportunity, project

E = "equipment/"
PROJECTS = "projects"


def appoint(half: Half) -> None:
    """Give a half a project officer, and an officer who may do more."""
    officer = half.officers[PROJECTS] = keys.ed25519_from_seed(half.chance.randbytes(32))
    person, first, last = f"{half.party}-910", date(2020, 1, 1), date(2040, 1, 1)
    half.roll("officer", OfficerKey(person, officer.public.algorithm, officer.public.raw, first, last))
    body = Appointment(f"{half.party}-A-910", ("project_officer",), ("*",), first, last, person=person)
    half.roll("appointment", body)


class Joint:
    """Two states with one project: ``case`` is what is written to now, ``asks`` proposes and ``answers`` answers."""

    def __init__(self, world: World, asker: str = "GB") -> None:
        self.world = world
        self.asks, self.answers = (world.gb, world.jp) if asker == "GB" else (world.jp, world.gb)
        self.case = b""

    @property
    def today(self) -> date:
        return self.world.today

    def must(self, half: Half, kind: str, body: Any, **more: Any) -> bytes:
        """One side writes an act, and the papers go to and fro; a root begins a case."""
        outcome = self.does(half, kind, body, **more)
        assert outcome.ok, (kind, outcome.ruling, outcome.own_law)
        if kind in {"opportunity", "project"}:
            self.case = outcome.case
        self.world.exchange()
        return outcome.act

    def does(self, half: Half, kind: str, body: Any, **more: Any) -> Any:
        """One side tries to write an act."""
        at = {} if kind in {"opportunity", "project"} else {"case": self.case}
        return half.does(E + kind, body, PROJECTS, **{**at, **more})

    def refused(self, half: Half, kind: str, body: Any, **more: Any) -> set[tuple[str, str]]:
        """What is found, with the article, when one side tries; nothing is signed."""
        outcome = self.does(half, kind, body, **more)
        assert not outcome.ok, kind
        return {(finding.rule, finding.article) for finding in outcome.ruling}

    def state(self) -> str:
        """The state of the case, which both halves see alike."""
        seen = {half.case(self.case).state for half in (self.asks, self.answers)}
        assert len(seen) == 1
        return seen.pop()

    def rows(self, half: Half, table: str, columns: str) -> list[tuple[Any, ...]]:
        """Read columns of this case's rows at one half."""
        sql = f'SELECT {columns} FROM equipment_{table} WHERE pair = %s AND "case" = %s'
        return half.node.store.run(sql, [half.node.pair(half.peer).name, self.case])

    def proved(self) -> None:
        """Both halves are one, and each is rebuilt from its logs to the same tables."""
        self.world.exchange()
        assert self.world.same()
        for half in (self.world.gb, self.world.jp):
            before, after = proving.rebuild(half.node, half.peer)
            assert before == after

    # --- what is written ----------------------------------------------------------------------------------------------

    def opportunity(self) -> opportunity.Opportunity:
        """Sixty days for firms."""
        closes = date.fromordinal(self.today.toordinal() + 60)
        return opportunity.Opportunity(
            self.today, f"{self.asks.party}-O-1", "cbrn_protection", closes, ("research", "development")
        )

    def proposal(self, **more: Any) -> project.Project:
        """A classified project."""
        told = replace(base.proposal(self.today), number=f"{self.asks.party}-P-1", classified=True)
        return replace(told, **more)

    def determined(self, **more: Any) -> None:
        """A project is proposed and determined by both."""
        self.must(self.asks, "project", self.proposal(**more))
        self.must(self.answers, "determine", project.Determine(self.today, base.answered()))

    def noted(self) -> None:
        """Note and reply are put on record."""
        self.must(self.asks, "diplomatic_note", project.DiplomaticNote(self.today, "NOTE/1", self.today))
        self.must(self.answers, "diplomatic_reply", project.DiplomaticReply(self.today, "NOTE/2", self.today, "NOTE/1"))

    def arrangement(self, **more: Any) -> project.Arrangement:
        """Sixty per cent for the side that asks."""
        us, them = self.asks.party, self.answers.party
        told = replace(
            base.arrangement(self.today), terms=(*base.TERMS, "isa_protection"),
            cost_shares=(project.Bearing(us, 6000), project.Bearing(them, 4000)),
            items=(project.Arranged(1, "prototype", us, them), project.Arranged(2, "test_results", them, us)),
            to_day=add_months(self.today, 36),
        )  # fmt: skip
        return replace(told, **more)

    def arranged(self, **more: Any) -> None:
        """An arrangement is agreed."""
        self.must(self.asks, "arrangement", self.arrangement(**more))
        self.must(self.answers, "agree_arrangement", project.Assent(self.today, "SIGNED/1"))

    def phase(self, number: int) -> project.Phase:
        """A year."""
        return base.phase(self.today, number)

    def assurance(self) -> bytes:
        """A firm of the other side is assured, in the room that does so; gives the act that assures it."""
        security = visits_told.Pair(self.world, self.asks.party)
        security.begin("facility_request", security.place())
        return security.must(security.answers, "facility_assure", security.assurance())

    def participant(self, **more: Any) -> project.Participant:
        """The firm whose place was assured."""
        marking = visits_told.Pair(self.world, self.asks.party).marking()
        level = base.common.Marking(marking.scheme, marking.version, marking.written)
        them = self.answers.party
        told = project.Participant(self.today, f"{them}-FIRM-7", them, "cooperating_firm", level)
        return replace(told, **more)


def pounds(amount: str) -> Money:
    """A sum in pounds."""
    return Money(Decimal(amount), "GBP")


def yen(amount: str) -> Money:
    """A sum in yen."""
    return Money(Decimal(amount), "JPY")
