"""The programme between two nodes: commitments, standing offers, consultations, areas, activities; both alike."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.world import Half, World
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.node import proving
from warifu.rooms.logistics import acts as orders
from warifu.rooms.programme.acts import area, commitment, consultation, support
from warifu.rooms.programme.acts.activity import Activity, Amend, Assent, Refuse
from warifu.rooms.programme.acts.common import P

L = "logistics/"
OFFERED = (
    support.Support(1, "pol", "F-76 marine diesel", Quantity(Decimal(300), "KL"), price=Money(Decimal(95000), "JPY")),
    support.Support(2, "port_services", "berth", Quantity(Decimal(5), "DAY"), "service", basis="list", place="JP"),
)


@pytest.fixture(scope="module")
def world() -> World:
    """One pair of nodes for all stories: each has cases of its own, and time goes on."""
    return World(23)


@pytest.fixture
def story(world: World) -> Story:
    world.wait(60)
    return Story(world)


class Story:
    """Two liaison officers write acts of the programme; after each one the papers go to and fro."""

    numbers = 0

    def __init__(self, world: World) -> None:
        self.world, self.gb, self.jp = world, world.gb, world.jp
        Story.numbers += 1
        self.number = f"26-{Story.numbers:04d}"

    @property
    def today(self) -> date:
        return self.world.today

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def does(self, half: Half, kind: str, body: Any, case: bytes = b"", **more: Any) -> Any:
        """One side tries to write an act of the programme, after whatever stands on its line."""
        given = {"case": case, **more} if case else more
        return half.does(P + kind, body, "liaison", **given)

    def must(self, half: Half, kind: str, body: Any, case: bytes = b"", **more: Any) -> bytes:
        """One side writes an act; gives the act, or for a beginning the case."""
        outcome = self.does(half, kind, body, case, **more)
        assert outcome.ok, (kind, outcome.ruling, outcome.own_law)
        self.world.exchange()
        return outcome.act if case else outcome.case

    def activity(self, **more: Any) -> bytes:
        """An exercise that both sides have agreed."""
        body = Activity(
            self.today, f"VIGILANT-{self.number}", "exercise", "a", ("JP", "XZ"), self.day(10), self.day(24),
            ("GB-CALDER",), **more,
        )  # fmt: skip
        case = self.must(self.gb, "activity", body)
        self.must(self.jp, "accept", Assent(self.today, ("JP-AKASHI",)), case)
        return case

    def commitment(self, meeting: date = date(2016, 1, 8)) -> bytes:
        """A commitment of January 2016 that both sides have agreed."""
        texts = {commitment.WORDING_EN: "Conclude an agreement.", commitment.WORDING_JA: "協定を締結する。"}
        body = commitment.Commitment(
            self.today, f"C-{self.number}", "2+2-2016-01", meeting, "both", date(2017, 12, 31), "supplies_services"
        )
        case = self.must(self.gb, "commitment", body, texts=texts)
        self.must(self.jp, "agree_commitment", commitment.CommitmentAnswer(self.today), case)
        return case

    def prices(self) -> bytes:
        """A price list of another room, published by Japan."""
        line = orders.Line(
            1, "pol", "F-76 marine diesel", Quantity(Decimal(1), "KL"), price=Money(Decimal(95000), "JPY")
        )
        body = orders.Standing(
            on=self.today, number=f"JP-L-{self.number}", lines=(line,), valid_from=self.today, valid_to=self.day(90),
            issuing="TRIAL", payment_days=20,
        )  # fmt: skip
        outcome = self.jp.must(L + "standing", body, "accepts")
        self.world.exchange()
        return outcome.case

    def rows(self, half: Half, table: str, columns: str, case: bytes) -> list[tuple[Any, ...]]:
        found = half.node.store.run(f'SELECT {columns} FROM programme_{table} WHERE "case" = %s', [case])
        return [tuple(bytes(each) if isinstance(each, memoryview) else each for each in row) for row in found]

    def alike(self, table: str, columns: str, case: bytes) -> list[tuple[Any, ...]]:
        """What both nodes show, alike."""
        ours, theirs = (self.rows(half, table, columns, case) for half in (self.gb, self.jp))
        assert ours == theirs
        return ours

    def state(self, case: bytes) -> str:
        assert self.world.same()
        return str(self.alike("case", "state", case)[0][0])

    def proved(self) -> None:
        """Both halves are one, and what the tables say follows from the logs."""
        assert self.world.same()
        for half in (self.gb, self.jp):
            before, after = proving.rebuild(half.node, half.peer)
            assert before == after


def found(outcome: Any) -> list[str]:
    return [finding.rule for finding in outcome.ruling]


def test_a_commitment_of_2016_is_fulfilled_by_a_case_of_another_room(story):
    case, prices = story.commitment(), story.prices()
    assert story.state(case) == "agreed"
    assert [row[:2] for row in story.alike("clock", "name, holder, due", case)][:2] == [
        ("commitment-due", "GB"), ("commitment-due", "JP"),
    ]  # fmt: skip
    story.must(story.jp, "progress", commitment.Progress(story.today, "on_track", story.day(30)), case)
    empty = story.does(story.jp, "fulfil", commitment.Fulfil(story.today), case)
    assert found(empty) == ["programme.fulfil.nothing_cited"]
    story.must(story.jp, "fulfil", commitment.Fulfil(story.today), case, cites=(prices,))
    assert story.state(case) == "fulfilling_by_responder"
    assert story.alike("commitment", "fulfilled, fulfilled_by, standing", case) == [(None, 0, "on_track")]
    itself = story.does(story.jp, "agree_fulfilment", commitment.CommitmentAnswer(story.today), case)
    assert "house.flow.not_a_step" in found(itself)
    story.must(story.gb, "agree_fulfilment", commitment.CommitmentAnswer(story.today), case)
    assert story.state(case) == "fulfilled"
    assert story.alike("commitment", "fulfilled_by, agreed", case) == [(1, 1)]
    assert ("fulfils", prices) in story.alike("link", "what, act", case)
    assert {row[0] for row in story.alike("clock", "done IS NULL", case)} == {0}
    story.proved()


def test_a_commitment_is_put_off_declined_and_replaced_by_another(story):
    old = story.commitment()
    amend = commitment.CommitmentAmend(story.today, "date", due=date(2018, 6, 30))
    story.must(story.jp, "commitment_amend", amend, old)
    story.must(story.gb, "decline_commitment", commitment.CommitmentEnd(story.today, "date"), old)
    assert story.gb.case(old).terms.due == date(2017, 12, 31)
    story.must(story.jp, "commitment_amend", amend, old)
    story.must(story.gb, "agree_commitment", commitment.CommitmentAnswer(story.today), old)
    assert story.jp.case(old).terms.due == date(2018, 6, 30)
    story.number += "-B"
    newer = story.commitment(date(2017, 12, 14))
    agreed = story.gb.case(newer).head.placed.digest
    story.must(story.gb, "supersede", commitment.Supersede(story.today, "new_meeting"), old, cites=(agreed,))
    story.must(story.jp, "agree_commitment", commitment.CommitmentAnswer(story.today), old)
    assert (story.state(old), story.state(newer)) == ("superseded", "agreed")
    assert [row[0] for row in story.alike("clock", "name", old)] == []
    story.proved()


def test_a_standing_offer_is_taken_up_by_an_order_that_cites_it(story):
    exercise = story.activity()
    body = support.SupportOffer(story.today, f"S-{story.number}", OFFERED, story.day(10), story.day(20), "TRIAL")
    assert found(story.does(story.jp, "support_offer", body)) == ["programme.support.no_activity"]
    offer = story.must(story.jp, "support_offer", body, cites=(exercise,))
    assert story.alike("support", "provider, known, noted", offer) == [("JP", 1, 0)]
    story.must(story.gb, "support_taken_note", support.SupportNoted(story.today, ("GB-CALDER",)), offer)
    setting = orders.Setting("a", f"exercise:VIGILANT-{story.number}", "XZ", together=True, same_kind=True)
    line = orders.Line(1, "pol", "F-76 marine diesel", Quantity(Decimal(100), "KL"))
    request = orders.Request(
        on=story.today, number=f"GB-O-{story.number}", setting=setting, receiving="TRIAL", issuing="TRIAL",
        lines=(line,), settlement="cash", wanted_from=story.day(12), wanted_to=story.day(12),
    )  # fmt: skip
    order = story.gb.must(L + "request", request, "orders", cites=(exercise, offer))
    story.world.exchange()
    assert offer in story.jp.case(order.case).line[0].placed.act.cites
    assert story.jp.case(order.case).line[0].confirmed
    # The offer is not changed by who takes it up; its own side cuts it down, and then ends it.
    assert (story.alike("support", "noted", offer), story.state(offer)) == ([(1,)], "noted")
    less = support.SupportAmend(story.today, "quantity", OFFERED[:1], story.day(10), story.day(15))
    story.must(story.jp, "support_amend", less, offer)
    assert story.alike("support_line", "category, amount, unit, price, currency", offer) == [
        ("pol", "300", "KL", "95000", "JPY")
    ]
    assert (story.alike("support", "noted", offer), story.state(offer)) == ([(0,)], "offered")
    story.must(story.jp, "support_withdraw", support.SupportWithdraw(story.today, "mission"), offer)
    assert story.state(offer) == "withdrawn"
    assert story.gb.case(order.case).state == "requested"
    story.proved()


def test_a_note_and_a_withdrawal_at_once_end_alike_in_both_capitals(story):
    exercise = story.activity()
    body = support.SupportOffer(story.today, f"S-{story.number}", OFFERED, story.day(10), story.day(20), "JP-AKASHI")
    offer = story.must(story.jp, "support_offer", body, cites=(exercise,))
    assert story.does(story.gb, "support_taken_note", support.SupportNoted(story.today), offer).ok
    assert story.does(story.jp, "support_withdraw", support.SupportWithdraw(story.today, "mission"), offer).ok
    story.world.exchange()
    assert story.state(offer) == "withdrawn"
    story.proved()


def test_a_dispute_is_consulted_on_to_its_outcome(story):
    prices = story.prices()
    call = consultation.Consultation(story.today, f"K-{story.number}", "prices", "desk", story.day(14), dispute=True)
    assert found(story.does(story.gb, "consultation", call)) == ["programme.consultation.nothing_disputed"]
    case = story.must(story.gb, "consultation", call, cites=(prices,))
    assert story.alike("case", "disputed, turn", case) == [(1, "JP")]
    assert ("disputed", prices) in story.alike("link", "what, act", case)
    story.must(story.jp, "attend", consultation.Attend(story.today, story.day(7), "committee", ("JP-LOG-2",)), case)
    story.world.wait(7 * 86_400)
    story.must(
        story.jp, "session", consultation.Session(story.today, "committee", "JP", ("JP-LOG-2", "GB-LOG-1")), case
    )
    views = story.does(story.jp, "outcome", consultation.Outcome(story.today, "views_exchanged"), case)
    assert found(views) == ["programme.outcome.leaves_dispute"]
    story.must(story.jp, "outcome", consultation.Outcome(story.today, "shared", f"REC-{story.number}"), case)
    story.must(story.gb, "decline_outcome", consultation.ConsultationEnd(story.today, "not_as_discussed"), case)
    assert (story.state(case), story.gb.case(case).terms.proposed) == ("consulting", "")
    story.must(story.gb, "outcome", consultation.Outcome(story.today, "corrected"), case)
    agreed = story.must(story.jp, "agree_outcome", consultation.OutcomeAnswer(story.today), case)
    assert story.state(case) == "concluded"
    assert story.alike("consultation", "result, sessions", case) == [("corrected", 1)]
    assert story.alike("case", "disputed", case) == [(0,)]
    # What was disputed is as it was: it is put right in its own case, by an act that may cite the outcome.
    assert story.gb.node.pair("JP").case(prices).state == "published"
    assert agreed in story.gb.case(case).stands
    closing = consultation.ConsultationEnd(story.today, "carried_out")
    story.must(story.gb, "close_consultation", closing, case)
    assert story.state(case) == "closed"
    story.proved()


def test_an_area_has_contacts_of_both_and_its_exercise(story):
    exercise, promised = story.activity(), story.commitment()
    ours = (area.Contact("GB-LIAISON", "GB-UKDEF", at_all_hours=True),)
    body = area.Area(
        story.today, f"R-{story.number}", "event_preparedness", "expo:2027", ours, story.today, story.day(400)
    )
    case = story.must(story.gb, "area", body, cites=(exercise,))
    nobody = story.does(story.jp, "agree_area", area.AreaAgree(story.today), case)
    assert found(nobody) == ["programme.contacts.none"]
    story.must(story.jp, "agree_area", area.AreaAgree(story.today, (area.Contact("JP-LIAISON", "JP-JSO"),)), case)
    assert story.alike("contact", "party, post, at_all_hours", case) == [
        ("GB", "GB-LIAISON", 1),
        ("JP", "JP-LIAISON", 0),
    ]
    assert ("belongs", exercise) in story.alike("link", "what, act", case)
    newer = area.AreaContacts(story.today, (area.Contact("JP-WATCH", "JP-JSO", at_all_hours=True),))
    story.must(story.jp, "area_contacts", newer, case)
    assert story.state(case) == "agreed"
    assert ("JP", "JP-WATCH") in story.alike("contact", "party, post", case)
    more = area.AreaAmend(story.today, "exercise_added")
    story.must(story.gb, "area_amend", more, case, cites=(promised,))
    story.must(story.jp, "agree_area", area.AreaAgree(story.today), case)
    assert story.gb.case(case).terms.cites == (exercise, promised)
    story.must(story.jp, "area_end", area.AreaEnd(story.today, "completed"), case)
    assert story.state(case) == "ended"
    story.proved()


def test_a_rehearsal_stays_a_rehearsal(story):
    body = area.Area(
        story.today, f"R-{story.number}", "third_country", "KE", (area.Contact("GB-LIAISON", "GB-UKDEF"),), story.today
    )
    case = story.must(story.gb, "area", body, label=("EXERCISE",))
    unmarked = story.does(story.jp, "decline_area", area.AreaEnd(story.today, "policy"), case)
    assert found(unmarked) == ["house.exercise.mixed"]
    story.must(story.jp, "decline_area", area.AreaEnd(story.today, "policy"), case, label=("EXERCISE",))
    assert story.alike("case", "state, exercise", case) == [("declined", 1)]


def test_an_activity_is_amended_with_its_sites_and_cancelled(story):
    case = story.activity(sites=("JP-YOKOSUKA",))
    longer = Amend(story.today, "weather", to_day=story.day(40), sites=("JP-YOKOSUKA", "XZ-NORTH-PACIFIC"))
    story.must(story.jp, "amend", longer, case)
    assert story.alike("activity", "sites, turn", case) == [("JP-YOKOSUKA", "GB")]
    story.must(story.gb, "accept", Assent(story.today), case)
    assert story.alike("activity", "sites", case) == [("JP-YOKOSUKA XZ-NORTH-PACIFIC",)]
    story.must(story.gb, "cancel", Refuse(story.today, "weather"), case)
    assert story.state(case) == "cancelled"
    story.proved()
