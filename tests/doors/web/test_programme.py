"""The programme in the pages: every kind written and signed once by its form alone, and what its cases show.

The British officer reads English, the Japanese one Japanese; each answers what the other has written.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.doors.web.test_acting import officers, play  # noqa: F401  fixtures
from warifu.rooms.programme.acts import area, commitment, consultation, support

P = "programme/"
STORIES = {
    "support": "support_offer support_taken_note support_amend support_withdraw",
    "commitment": "commitment agree_commitment decline_commitment withdraw_commitment commitment_amend supersede "
    "progress fulfil agree_fulfilment",
    "consultation": "consultation attend session outcome agree_outcome decline_outcome withdraw_consultation "
    "close_consultation",
    "area": "area agree_area decline_area withdraw_area area_contacts area_amend area_end",
}


def test_no_kind_is_left_out():
    kinds = {**support.KINDS, **commitment.KINDS, **consultation.KINDS, **area.KINDS}
    assert {P + kind for story in STORIES.values() for kind in story.split()} == set(kinds)


@pytest.fixture
def both(officers, play, world):  # noqa: F811
    return Both(officers, play, world)


class Both:
    """Two liaison officers at their pages; after each act the papers go to and fro."""

    def __init__(self, officers, play, world):  # noqa: F811
        self.play, self.world = play, world
        self.of = {party: officers(party, "liaison") for party in ("GB", "JP")}

    def day(self, days: int) -> str:
        return (self.world.today + timedelta(days=days)).isoformat()

    def write(self, party: str, kind: str, case: bytes | None = None, **fields: object) -> bytes:
        desk = {"GB": "CALDER", "JP": "HAYASE"}[party]
        found = self.of[party].write(case, P + kind, desk=desk, **fields)
        self.world.exchange()
        return found

    def page(self, party: str, case: bytes) -> str:
        return self.of[party].get(f"/cases/{case.hex()}")

    def state(self, case: bytes) -> str:
        here, there = (half.case(case).state for half in (self.world.gb, self.world.jp))
        assert here == there
        return here

    def commitment(self, number: str) -> bytes:
        case = self.write(
            "GB", "commitment", body__number=number, body__meeting="2+2-2016-01", body__meeting_day="2016-01-08",
            body__owner="both", body__due="2017-12-31", body__area="supplies_services",
            text__4="Conclude an agreement.", text__5="協定を締結する。",
        )  # fmt: skip
        self.write("JP", "agree_commitment", case)
        return case


def test_support(both):
    exercise = both.play.activities["exercise"]
    offered = both.of["JP"].get(f"/write/{P}support_offer")
    assert exercise.hex() in offered
    case = both.write(
        "JP", "support_offer", cites=[exercise.hex()], body__number="S-1", body__issuing="HAYASE",
        body__from_day=both.day(0), body__to_day=both.day(9), body__lines__0__category="pol",
        body__lines__0__item="F-76", body__lines__0__quantity__amount="300", body__lines__0__quantity__unit="KL",
    )  # fmt: skip
    assert case.hex() in both.of["GB"].get("/write/logistics/request")
    both.write("GB", "support_taken_note", case)
    assert both.state(case) == "noted"
    # The form of a change begins with the offer as it is.
    both.write("JP", "support_amend", case, body__reason="quantity", body__lines__0__quantity__amount="200")
    shown = both.page("GB", case)
    assert "200" in shown
    assert "What is offered" in shown
    both.write("JP", "support_withdraw", case, body__reason="mission")
    assert both.state(case) == "withdrawn"
    assert case.hex() not in both.of["GB"].get("/write/logistics/request")


def test_commitment(both):
    case = both.commitment("C-1")
    both.write("JP", "progress", case, body__standing="at_risk")
    both.write("JP", "commitment_amend", case, body__reason="date", body__due="2018-06-30")
    both.write("GB", "decline_commitment", case, body__reason="date")
    both.write("JP", "commitment_amend", case, body__reason="date", body__due="2018-03-31")
    both.write("JP", "withdraw_commitment", case, body__reason="error")
    exercise = both.play.activities["exercise"]
    assert exercise.hex() in both.of["GB"].get(f"/cases/{case.hex()}/write/{P}fulfil")
    both.write("GB", "fulfil", case, cites=[exercise.hex()])
    both.write("JP", "agree_fulfilment", case)
    assert both.state(case) == "fulfilled"
    english, japanese = both.page("GB", case), both.page("JP", case)
    assert f'href="/acts/{exercise.hex()}"' in english
    assert "fulfils it" in english
    assert "協定を締結する。" in japanese
    assert "履行済み" in japanese


def test_commitment_replaced(both):
    old, new = both.commitment("C-1"), both.commitment("C-2")
    agreed = both.world.gb.case(new).head.placed.digest
    both.write("GB", "supersede", old, body__reason="new_meeting", cites=[agreed.hex()])
    both.write("JP", "agree_commitment", old)
    assert both.state(old) == "superseded"


def test_consultation(both):
    exercise = both.play.activities["exercise"]
    called = both.write(
        "GB", "consultation", cites=[exercise.hex()], body__number="K-1", body__subject="planning",
        body__level="desk", body__by_day=both.day(10), body__dispute="yes",
    )  # fmt: skip
    both.write("GB", "withdraw_consultation", called, body__reason="error")
    case = both.write(
        "JP", "consultation", cites=[exercise.hex()], body__number="K-2", body__subject="planning",
        body__level="desk", body__by_day=both.day(10),
    )  # fmt: skip
    both.write("GB", "attend", case)
    both.write("GB", "session", case, body__place="JP")
    both.write("GB", "outcome", case, body__outcome="views_exchanged")
    both.write("JP", "decline_outcome", case, body__reason="wording")
    both.write("JP", "outcome", case, body__outcome="understanding", body__reference="REC-1")
    both.write("GB", "agree_outcome", case)
    assert both.state(case) == "concluded"
    both.write("JP", "close_consultation", case, body__reason="carried_out")
    assert both.state(case) == "closed"
    assert "common understanding" in both.page("GB", case)
    assert "共通の理解" in both.page("JP", case)


def test_a_consultation_is_called_from_the_case_it_is_about(both):
    exercise = both.play.activities["exercise"]
    address = f"/write/programme/consultation?cite={exercise.hex()}"
    assert address in both.page("GB", exercise)
    case = both.of["GB"].checked(
        address, desk="CALDER", body__number="K-3", body__subject="planning", body__level="desk",
        body__by_day=both.day(10), body__dispute="yes",
    )  # fmt: skip
    signed = both.of["GB"].sign(case).redirect_chain[-1][0]
    root = bytes.fromhex(signed.partition("/cases/")[2][:64])
    assert both.world.gb.case(root).terms.about == (exercise,)


def test_area(both):
    exercise = both.play.activities["exercise"]
    fields = {
        "body__form": "event_preparedness", "body__code": "expo:2027", "body__from_day": both.day(0),
        "body__to_day": both.day(200), "body__contacts__0__post": "GB-LIAISON", "body__contacts__0__desk": "CALDER",
    }  # fmt: skip
    refused = both.write("GB", "area", **fields, body__number="R-1")
    both.write("JP", "decline_area", refused, body__reason="policy")
    withdrawn = both.write("GB", "area", **fields, body__number="R-2")
    both.write("GB", "withdraw_area", withdrawn, body__reason="error")
    case = both.write("GB", "area", **fields, body__number="R-3", cites=[exercise.hex()])
    contact = {"body__contacts__0__post": "JP-LIAISON", "body__contacts__0__desk": "HAYASE"}
    both.write("JP", "agree_area", case, **contact)
    # The form begins with our own contacts, not with theirs.
    form = both.of["GB"].get(f"/cases/{case.hex()}/write/{P}area_contacts")
    assert "GB-LIAISON" in form
    assert "JP-LIAISON" not in form.partition("<form")[2].partition("cites")[0]
    both.write("GB", "area_contacts", case, body__contacts__0__at_all_hours="yes")
    both.write("JP", "area_amend", case, body__reason="date", body__to_day=both.day(300))
    both.write("GB", "agree_area", case)
    shown = both.page("GB", case)
    assert "JP-LIAISON" in shown
    assert "belongs to it" in shown
    both.write("JP", "area_end", case, body__reason="completed")
    assert both.state(case) == "ended"


def test_a_port_visit_names_its_port(both):
    case = both.write(
        "GB", "activity", body__number="PV-1", body__form="port_visit", body__ground="d", body__places="JP",
        body__sites="JP-YOKOSUKA", body__from_day=both.day(3), body__to_day=both.day(6), body__units="CALDER",
    )  # fmt: skip
    both.write("JP", "accept", case)
    assert both.state(case) == "agreed"
    assert "JP-YOKOSUKA" in both.page("JP", case)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_lists_narrow_to_the_kinds_of_case(both, language):
    both.commitment("C-9")
    listed = both.of["GB"].browser.get(
        "/orders?room=programme&flow=commitment", headers={"accept-language": language}
    ).content.decode()  # fmt: skip
    assert "C-9" in listed
    assert "VIGILANT" not in listed
