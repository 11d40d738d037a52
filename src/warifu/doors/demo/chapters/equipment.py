"""Chapter: the project on protection against CBRN hazards, from an opportunity to a prototype that went back; invented.

London names the area, Tokyo opens it to industry; both determine a project, note and reply confirm it. A prototype goes
to London under an undertaking, Tokyo's screening and a licence; London asks whether a firm in Australia may have it,
Tokyo refuses, and what is not consented to is not drawn. The prototype goes back, and the transfer is finished.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from warifu.core.days import add_months
from warifu.core.errors import WireError
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.doors.demo.play import Play
from warifu.doors.demo.stage import Actor
from warifu.node.drafting import Draft
from warifu.rooms.equipment.acts import consent, house, opportunity, project, running, transfer

_E = "equipment/"
AREA, PROTOTYPE, CENTRE, ABROAD = "cbrn_protection", "PROTO-1", "GB-CENTRE-1", "AU-FIRM-3"
GUIDELINES = date(2024, 3, 26)
_FACTORS = (
    "commercial_viability", "defence_need", "technical_feasibility", "cost_and_benefit", "security", "law_and_charter",
)  # fmt: skip
_TERMS = (
    "project_use_only", "un_charter", "no_third_party_without_consent", "law_and_budget", "survives_the_end",
)  # fmt: skip
_HALVES = (project.Bearing("GB", 5000), project.Bearing("JP", 5000))
_ONE = Quantity(Decimal(1), "SET")


class Story:
    """The case that is written to now."""

    def __init__(self, play: Play) -> None:
        self.play, self.today, self.case = play, play.today, b""

    def act(self, who: Actor, kind: str, body: Any, by: str = "projects", **more: Any) -> bytes:
        """Have one side write an act of the case, and carry it to the other."""
        signed = self.play.act(who, by, _E + kind, body, **({"case": self.case} | more))
        self.play.sync()
        return signed

    def begin(self, who: Actor, kind: str, body: Any, **more: Any) -> bytes:
        """Begin a case."""
        self.case = self.act(who, kind, body, **({"case": b""} | more))
        return self.case

    def later(self, days: int) -> date:
        """So many days from today."""
        return self.today + timedelta(days=days)


def from_opportunity_to_return(play: Play) -> None:
    """Play the chapter and leave what was said of the prototype in ``play.documents``."""
    story = Story(play)
    reply, joint = _determined(story, _opened(story))
    _begun(story)
    moved = _transferred(story, reply)
    refused = _not_passed_on(story, moved, reply)
    _returned(story, moved)
    play.documents["equipment"] = {"project": joint.hex(), "transfer": moved.hex(), "consent_refused": refused.hex()}


def _opened(story: Story) -> bytes:
    """An area for industry, opened by the other side; two firms declare interest."""
    play, today = story.play, story.today
    body = opportunity.Opportunity(
        today, play.number("GB", "DES-O"), AREA, story.later(60), ("research", "development")
    )
    story.begin(play.gb, "opportunity", body)
    story.act(play.jp, "open_to_industry", opportunity.OpenToIndustry(today, "ATLA/INVENTED/14"))
    for who in (play.gb, play.jp):
        firm = opportunity.Interest(today, f"{who.party}-FIRM-7", who.party, "cooperating_firm")
        story.act(who, "interest", firm, texts={opportunity.FIRM: "Invented Works / 架空工業"})
    return story.act(play.gb, "close", opportunity.Close(today, "project", "enough_firms"))


def _determined(story: Story, closed: bytes) -> tuple[bytes, bytes]:
    """Proposed with every factor answered, determined by the other side, confirmed by note and reply."""
    play, today = story.play, story.today
    factors = tuple(project.Factor(name, "yes") for name in _FACTORS)
    proposal = project.Project(today, play.number("GB", "DES-P"), AREA, "development", factors)
    case = story.begin(play.gb, "project", proposal, cites=(closed,))
    story.act(play.jp, "determine", project.Determine(today, factors, "ATLA/INVENTED/31"))
    play.refused(
        ("a detailed arrangement before the diplomatic notes", "外交上の確認を経ない細目取極"),
        play.gb, "projects", _E + "arrangement", _arrangement(today), case=case,
    )  # fmt: skip
    story.act(play.gb, "diplomatic_note", project.DiplomaticNote(today, "BE/INVENTED/112", today))
    reply = project.DiplomaticReply(today, "MOFA/INVENTED/87", today, "BE/INVENTED/112")
    return story.act(play.jp, "diplomatic_reply", reply), case


def _arrangement(today: date) -> project.Arrangement:
    ceilings = tuple(
        project.Ceiling(Money(Decimal(most), of)) for most, of in ((200_000, "GBP"), (38_000_000, "JPY"))
    )  # fmt: skip
    what = (project.Arranged(1, "prototype", "JP", "GB"), project.Arranged(2, "test_results", "GB", "JP"))
    return project.Arrangement(
        today, "PA/INVENTED/1", ("GB-MOD", "JP-MOD", "JP-METI"), what, _TERMS, _HALVES, _HALVES, ceilings, today,
        add_months(today, 24),
    )  # fmt: skip


def _begun(story: Story) -> None:
    """Arranged with halves of cost and work; a first phase, and what each side has spent."""
    play, today = story.play, story.today
    story.act(play.gb, "arrangement", _arrangement(today))
    story.act(play.jp, "agree_arrangement", project.Assent(today))
    criteria = ("requirement_met", "results_shared")
    story.act(play.gb, "phase", project.Phase(today, 1, "prototype", today, add_months(today, 12), criteria))
    story.act(play.jp, "agree_step", project.Assent(today))
    for who, amount, currency in ((play.gb, 60_000, "GBP"), (play.jp, 5_000_000, "JPY")):
        spent = running.Cost(today, Money(Decimal(amount), currency), 1, "labour", f"{who.party}/INVENTED/1")
        story.act(who, "cost", spent)


def _transferred(story: Story, reply: bytes) -> bytes:
    """The prototype goes to London: undertaking, screening at home in Tokyo, decision, licence, shipment, arrival."""
    play, today = story.play, story.today
    share = transfer.Share(PROTOTYPE, CENTRE, Decimal(1))
    body = transfer.Transfer(
        today, play.number("GB", "DES-T"), (transfer.Item(PROTOTYPE, _ONE, "ML7.f", "1-13"),),
        (transfer.Recipient(CENTRE, "GB", "end_user"),), (share,), "trial", today, add_months(today, 24),
    )  # fmt: skip
    case = story.begin(play.gb, "transfer", body, cites=(reply,))
    points = ("no_other_use", "no_third_party", "un_charter", "report_use", "allow_inspection")
    undertaking = transfer.Undertaking(today, "end_user_form", "2024", "GB-MOD-DIRECTOR", "DES/INVENTED/88", points)
    story.act(play.gb, "undertaking", undertaking)
    granted = transfer.Decided(CENTRE, "granted", ("use_as_stated",), valid_from=today, valid_to=story.later(365))
    decision = transfer.Decision(today, (granted,), "METI/INVENTED/301", GUIDELINES, (share,))
    play.refused(
        ("a decision before the screening at home is complete", "国内の審査を終えない決定"),
        play.jp, "exports", _E + "decision", decision, case=case,
    )  # fmt: skip
    _screened(story, share)
    story.act(play.jp, "decision", decision, "exports")
    licence = transfer.Licence(today, (CENTRE,), today, story.later(180), "EL-INVENTED-777")
    story.act(play.jp, "licence", licence, "exports")
    moved = (transfer.Moved(PROTOTYPE, CENTRE, Decimal(1)),)
    sent = story.act(play.jp, "shipment", transfer.Shipment(today, moved, "AWB-INVENTED-1"), "exports")
    came = (transfer.Moved(PROTOTYPE, CENTRE, Decimal(1), "good"),)
    story.act(play.gb, "arrival", transfer.Arrival(today, came), cites=(sent,))
    story.act(play.gb, "use_report", transfer.Used(today, moved, "trial"))
    return case


def _screened(story: Story, share: transfer.Share) -> None:
    """Advice asked for and given, two hands in their order; none of it is ever sent."""
    play, today, case = story.play, story.today, story.case
    screening = house.Screening(today, play.number("JP", "SCR"), case, story.later(40))
    home = _at_home(play, "screening", screening, "exports", cites=(case,))
    steps: tuple[tuple[str, Any, str], ...] = (
        ("ask_advice", house.AskAdvice(today, "JP-MOD", story.later(14)), "exports"),
        ("advice", house.Advice(today, "JP-MOD", "no_objection"), "adviser"),
        ("countersign", house.Countersign(today, "section"), "section"),
        ("countersign", house.Countersign(today, "bureau"), "bureau"),
        ("screened", house.Screened(today, (house.Result(CENTRE, "granted", ("use_as_stated",)),), GUIDELINES, (share,)),
         "exports"),
    )  # fmt: skip
    for kind, body, by in steps:
        _at_home(play, kind, body, by, case=home)


def _at_home(play: Play, kind: str, body: Any, by: str, **more: Any) -> bytes:
    """Have Tokyo's house enter an act of its own; returns the case."""
    outcome = play.jp.ask("registry", "enter", Draft(kind=_E + kind, body=body, desk="HQ", **more), by)
    if not outcome.ok:
        raise WireError("demo.refused", f"JP {kind}", reasons=str((*outcome.ruling, *outcome.own_law)))
    case: bytes = outcome.case
    return case


def _not_passed_on(story: Story, moved: bytes, reply: bytes) -> bytes:
    """London asks whether a firm in Australia may have the prototype; Tokyo refuses; nothing can be drawn."""
    play, today = story.play, story.today
    asked = consent.ConsentRequest(
        today, play.number("GB", "DES-C"), "third_party", (consent.ConsentItem(0, PROTOTYPE, _ONE, ABROAD),), "trial",
        add_months(today, 6), story.later(30), (consent.Receiver(ABROAD, "AU"),), ("report_each_use",),
    )  # fmt: skip
    case = story.begin(play.gb, "consent_request", asked, by="exports", cites=(moved, reply))
    story.act(play.jp, "refuse_consent", consent.ConsentEnd(today, "recipient"), "exports")
    play.refused(
        ("a delivery to a third party without consent", "同意のない第三者への移転"),
        play.gb, "exports", _E + "draw", consent.Draw(today, (consent.Drawn(PROTOTYPE, _ONE),), ABROAD), case=case,
    )  # fmt: skip
    return case


def _returned(story: Story, moved: bytes) -> None:
    """The prototype goes back, is taken back, and nothing is held any more."""
    play, today = story.play, story.today
    story.case = moved
    one = (transfer.Moved(PROTOTYPE, CENTRE, Decimal(1)),)
    given = story.act(play.gb, "returned", transfer.Given(today, one, "AWB-INVENTED-9"))
    story.act(play.jp, "taken_back", transfer.Given(today, one), "exports", cites=(given,))
    story.act(play.gb, "finish", transfer.End(today, "all_accounted_for"))
