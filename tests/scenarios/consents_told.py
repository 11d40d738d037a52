"""A joint project, a transfer that was decided, licensed and received, and consents to it, over two nodes; invented.

The holder has twelve protection sets of a project; the originator let it have them and screened that at home.
"""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.world import Half, World
from warifu.core import keys
from warifu.core.days import add_months
from warifu.core.quantity import Quantity
from warifu.doors import shipping
from warifu.doors.shipping import Asked
from warifu.law.roll import Appointment, OfficerKey
from warifu.node import national, proving
from warifu.node.drafting import Draft, Outcome
from warifu.rooms.equipment.acts import consent, house, project, transfer
from warifu.rooms.equipment.shipping import Answer

E = "equipment/"
ITEM, NEW_ITEM = "SET-1", "SET-2"
_STORIES = itertools.count(1)
ROLES = {
    "project": "project_officer", "export": "export_control_officer", "first": "committee_member",
    "second": "committee_member",
}  # fmt: skip
FACTORS = (
    "commercial_viability", "defence_need", "technical_feasibility", "cost_and_benefit", "security", "law_and_charter",
)  # fmt: skip


def sets(number: int | str) -> Quantity:
    """So many protection sets."""
    return Quantity(Decimal(number), "SET")


def appoint(half: Half) -> None:
    """Give a half the officers of equipment cooperation."""
    first, last = date(2020, 1, 1), date(2040, 1, 1)
    for number, (name, role) in enumerate(ROLES.items(), start=800):
        officer = half.officers[name] = keys.ed25519_from_seed(half.chance.randbytes(32))
        person = f"{half.party}-{number}"
        half.roll("officer", OfficerKey(person, officer.public.algorithm, officer.public.raw, first, last))
        half.roll("appointment", Appointment(f"{half.party}-A-{number}", (role,), ("*",), first, last, person=person))


def begun(world: World) -> Story:
    """The British side holds twelve protection sets that Japan let it have; all that was signed is answered."""
    for half in (world.gb, world.jp):
        appoint(half)
    world.exchange()
    story = Story(world, "GB")
    story.supply()
    return story


class Story:
    """One side holds, the other is the originator; ``case`` is the consent that is spoken of."""

    def __init__(self, world: World, holder: str) -> None:
        self.world = world
        self.holder, self.originator = (world.gb, world.jp) if holder == "GB" else (world.jp, world.gb)
        self.case = b""
        self.project = self.reply = self.transfer = b""
        self.place = next(_STORIES)
        self.firm, self.buyer = f"AU-FIRM-{self.place}", f"AU-BUYER-{self.place}"
        self.centre = f"{self.holder.party}-CENTRE-{self.place}"
        self._numbers = itertools.count(1)

    @property
    def today(self) -> date:
        return self.world.today

    def day(self, days: int) -> date:
        """So many days from today."""
        return self.today + timedelta(days=days)

    def number(self, letter: str) -> str:
        """A number that no other act of the story bears."""
        return f"{self.holder.party}-DES-26-{letter}{self.place:02d}-{next(self._numbers):03d}"

    def does(self, half: Half, kind: str, body: Any, by: str = "export", **more: Any) -> Outcome:
        """One side tries to write an act of the consent."""
        return half.does(E + kind, body, by, **{"case": self.case, **more})

    def must(self, half: Half, kind: str, body: Any, by: str = "export", **more: Any) -> bytes:
        """One side writes an act, and the papers go to and fro."""
        outcome = self.does(half, kind, body, by, **more)
        assert outcome.ok, (kind, outcome.ruling, outcome.own_law)
        self.world.exchange()
        return outcome.act

    # --- before a consent ---------------------------------------------------------------------------------------------

    def agree_project(self, *partners: str) -> bytes:
        """A project, determined and confirmed through diplomatic channels; returns the note in reply."""
        factors = tuple(project.Factor(name, "yes") for name in FACTORS)
        both = ("GB", "JP") if partners else ()
        body = project.Project(
            self.today, self.number("P"), "cbrn_protection", "research", factors, partners=partners,
            consenting=(*both, *partners),
        )  # fmt: skip
        case = self.project = self.must(self.holder, "project", body, "project", case=b"")
        self.must(self.originator, "determine", project.Determine(self.today, factors, "REF/1"), "project", case=case)
        note = project.DiplomaticNote(self.today, "NOTE/26/112", self.today)
        self.must(self.holder, "diplomatic_note", note, "project", case=case)
        reply = project.DiplomaticReply(self.today, "NOTE/26/187", self.today, "NOTE/26/112")
        self.reply = self.must(self.originator, "diplomatic_reply", reply, "project", case=case)
        return self.reply

    def apply(self) -> bytes:
        """The holder asks to receive twelve sets for its test centre."""
        body = transfer.Transfer(
            self.today, self.number("T"), (transfer.Item(ITEM, sets(12), "ML7.f", "1-13"),),
            (transfer.Recipient(self.centre, self.holder.party, "end_user"),),
            (transfer.Share(ITEM, self.centre, Decimal(12)),), "trial", self.today, add_months(self.today, 24),
        )  # fmt: skip
        self.transfer = self.must(self.holder, "transfer", body, "project", case=b"", cites=(self.reply,))
        return self.transfer

    def supply(self, *partners: str, quantity: int = 12) -> bytes:
        """A project, an application, undertaken, screened, decided, licensed, shipped and received."""
        self.agree_project(*partners)
        self.apply()
        self.undertake()
        self.decide()
        self.license()
        moved = (transfer.Moved(ITEM, self.centre, Decimal(quantity), "good"),)
        sent = self.must(self.originator, "shipment", transfer.Shipment(self.today, moved), case=self.transfer)
        self.must(self.holder, "arrival", transfer.Arrival(self.today, moved), case=self.transfer, cites=(sent,))
        return self.transfer

    def undertake(self) -> None:
        """The holder's end-user undertaking, by the newest form of the pack."""
        pack = next(each for each in self.holder.node.packs.values() if each.id == "gb-jp/decf-2013")
        form = [row for row in pack.table["undertaking"]["forms"] if "project" in row["grounds"]][-1]
        given = transfer.Undertaking(
            self.today, form["form"], form["version"], f"{self.holder.party}-MOD-DIR", "UND/1", tuple(form["points"])
        )
        self.must(self.holder, "undertaking", given, "project", case=self.transfer)

    def decide(self) -> None:
        """The originator screens at home, then grants all."""
        newest = self.screen()
        decided = (
            transfer.Decided(self.centre, "granted", valid_from=self.today, valid_to=add_months(self.today, 12)),
        )
        granted = (transfer.Share(ITEM, self.centre, Decimal(12)),)
        body = transfer.Decision(self.today, decided, "DEC/26/301", newest, granted)
        self.must(self.originator, "decision", body, case=self.transfer)

    def license(self) -> None:
        """The originator's licence for half a year."""
        body = transfer.Licence(self.today, (self.centre,), self.today, add_months(self.today, 6), "EL-26-777")
        self.must(self.originator, "licence", body, case=self.transfer)

    def screen(self) -> date:
        """The originator's house screens by its own law, and grants; returns the day of its guidelines."""
        half = self.originator
        own = next(each for each in half.node.packs.values() if each.id == f"law/{half.party.lower()}-equipment")
        known = next(rule.params["known"] for rule in own.data.rule if rule.check == "own.guidelines@1")
        newest = max(day for day in known if day <= self.today)
        body = house.Screening(self.today, self.number("S"), self.transfer, self.day(40))
        case = self.enter("screening", body, "export", cites=(self.transfer,))
        for row in own.table["departments"]:
            if row.get("required"):
                ask = house.AskAdvice(self.today, row["code"], self.day(14))
                self.enter("ask_advice", ask, "export", case=case)
                self.enter("advice", house.Advice(self.today, row["code"], "no_objection"), "project", case=case)
        steps = (row["step"] for row in own.table["order"] if not row.get("important"))
        for step, by in zip(steps, ("first", "second"), strict=False):
            self.enter("countersign", house.Countersign(self.today, step), by, case=case)
        granted = (transfer.Share(ITEM, self.centre, Decimal(12)),)
        result = house.Screened(self.today, (house.Result(self.centre, "granted"),), newest, granted)
        self.enter("screened", result, "export", case=case)
        return newest

    def enter(self, kind: str, body: Any, by: str, **more: Any) -> bytes:
        """The originator enters a national act."""
        half = self.originator
        draft = Draft(kind=E + kind, body=body, desk="TRIAL", **more)
        outcome = national.enter(half.node, half.peer, [draft], half.officers[by])[0]
        assert outcome.ok, (kind, outcome.ruling, outcome.own_law)
        return outcome.case

    # --- the consent --------------------------------------------------------------------------------------------------

    def request(self, quantity: int = 2, **more: Any) -> consent.ConsentRequest:
        """Ask that so many sets may go to a firm in Australia, for a trial."""
        told: dict[str, Any] = {
            "items": (consent.ConsentItem(0, ITEM, sets(quantity), self.firm),), "end_use": "trial",
            "until": add_months(self.today, 6), "deadline": self.day(30),
            "recipients": (consent.Receiver(self.firm, "AU"),),
        } | more  # fmt: skip
        return consent.ConsentRequest(self.today, self.number("C"), "third_party", **told)

    def ask(self, quantity: int = 2, **more: Any) -> bytes:
        """The holder asks; the case is this request from now on."""
        body = self.request(quantity, **more)
        self.case = self.must(self.holder, "consent_request", body, case=b"", cites=(self.transfer, self.reply))
        return self.case

    def give(self, quantity: int = 2, **more: Any) -> bytes:
        """The originator consents to so many, on a condition."""
        told: dict[str, Any] = {"conditions": ("report_each_use",)} | more
        body = consent.Consent(
            self.today,
            "CON/26/51",
            (consent.Portion(ITEM, sets(quantity), self.firm),),
            add_months(self.today, 3),
            **told,
        )
        return self.must(self.originator, "consent", body)

    def drawing(self, number: int = 1, item: str = ITEM, to: str = "") -> consent.Draw:
        """A draw of so many sets for a delivery today."""
        return consent.Draw(self.today, (consent.Drawn(item, sets(number)),), to or self.firm)

    def draw(self, number: int = 1, item: str = ITEM, to: str = "") -> bytes:
        """The holder draws, and the originator confirms."""
        return self.must(self.holder, "draw", self.drawing(number, item, to))

    def pass_on(self, draw: bytes, number: int = 1, to: str = "") -> bytes:
        """The holder hands so many sets on, under a draw."""
        moved = (transfer.Moved(ITEM, self.centre, Decimal(number)),)
        body = transfer.PassedOn(self.today, moved, to or self.firm)
        return self.must(self.holder, "passed_on", body, case=self.transfer, cites=(draw,))

    def may(self, to: str = "", item: str = ITEM, on: date | None = None, quantity: int | None = None) -> Answer:
        """May the holder ship, on a day; both nodes are asked nothing else."""
        asked = Asked(item, to or self.firm, on or self.today, None if quantity is None else Decimal(quantity))
        return shipping.may_ship(self.holder.node, self.holder.peer, asked)

    def turned(self) -> Story:
        """The same story from the other side: the originator holds and asks."""
        other = Story.__new__(Story)
        other.__dict__ = {**self.__dict__, "holder": self.originator, "originator": self.holder}
        return other

    def why(self, **asked: Any) -> list[str]:
        """The steps that stand against shipping."""
        answer = self.may(**asked)
        assert bool(answer.ruling) != answer.permitted
        return [each.rule.removeprefix("equipment.ship.") for each in answer.ruling]

    def state(self) -> str:
        """The state of the consent, which both halves see alike."""
        seen = {half.case(self.case).state for half in (self.holder, self.originator)}
        assert len(seen) == 1
        return seen.pop()

    def rows(self, half: Half, table: str, columns: str) -> list[tuple[Any, ...]]:
        """Read columns of this consent's rows at one half."""
        sql = f'SELECT {columns} FROM equipment_{table} WHERE pair = %s AND "case" = %s'
        return half.node.store.run(sql, [half.node.pair(half.peer).name, self.case])

    def proved(self) -> None:
        """Both halves are one, and each is rebuilt from its logs to the same tables."""
        self.world.exchange()
        assert self.world.same()
        for half in (self.world.gb, self.world.jp):
            before, after = proving.rebuild(half.node, half.peer)
            assert before == after
