"""What a party may say of itself: one row a case, last column the finding's code ("" where it is permitted)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.packs.bench import key_id, make_roll
from warifu.core.act import Act
from warifu.core.wire import to_plain
from warifu.law.flow import OPENER
from warifu.law.judge import Cited, Placed, Situation, judge
from warifu.law.pack import load
from warifu.law.removal import Erase, Erased
from warifu.law.roll import Appointment, Desk, Holding, Limit, Revocation
from warifu.packs import folder
from warifu.rooms.parties import ROOM
from warifu.rooms.parties.acts import Affirm, Approval, Handover, Pin, Preparation, Reaffirm, Takeover, Withdrawn

HOUSE = load(folder("house"), ROOM.checks)
ROLL = make_roll("GB", [])
DAY = date(2026, 6, 10)
ROOT, DRAFT = b"\x11" * 32, b"\x22" * 32
LATER = date(2027, 6, 9)
CITED, OTHER = b"\x31" * 32, b"\x32" * 32
HANDOVER = Handover(DAY, "GB-H-1", "GB-CALDER-LOGO", "GB-all", (ROOT,))
PREPARATION = Preparation(DAY, DRAFT, "logistics/request")


def _appointment(**given) -> Appointment:
    fields = {"roles": ("witness",), "desks": ("*",), "valid_from": DAY, "valid_to": LATER, "person": "GB-9"} | given
    return Appointment("A-9", **fields)


def _placed(kind: str, body, **given) -> Placed:
    officer = key_id("GB", given.pop("officer", "all"))
    fields = {"case": ROOT, "time": 1_781_092_800} | given
    act = Act(HOUSE.digest, f"parties/{kind}", "GB", "GB-CALDER", officer, body=to_plain(body), **fields)
    return Placed(act, b"\x41" * 32, "GB", 1000, ROOM.kinds[act.kind], body)


def _cited(author: str, digest: bytes, **given) -> Cited:
    act = Act(HOUSE.digest, "parties/handover", author, "X", key_id("GB", "registrar"), 1, {1: 1}, ROOT, **given)
    return Cited(Placed(act, digest, author, 4, ROOM.kinds[act.kind], HANDOVER), None, True, author)


ROOT_OF = {"parties/takeover": "parties/handover", "parties/approval": "parties/preparation"}


def _codes(placed: Placed, state=None, terms=None, cited=None) -> list[str]:
    kind = placed.act.kind
    flow = ROOM.flows[kind if kind in ROOM.flows else ROOT_OF.get(kind, "parties/found")]
    found = judge(HOUSE, Situation(placed, OPENER, state, terms, cited or {}, ROLL, "JP", flow, HOUSE.digest, "GB"))
    return [each.rule for each in found if each.rule.startswith("parties.")]


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("appointment", _appointment(), ""),
        ("appointment", _appointment(person="", post="GB-CALDER-LOGO"), ""),
        ("appointment", _appointment(valid_to=date(2026, 6, 9)), "parties.appointment.days_reversed"),
        ("appointment", _appointment(roles=("king",)), "parties.appointment.role_unknown"),
        ("appointment", _appointment(roles=()), "parties.appointment.role_unknown"),
        ("appointment", _appointment(desks=()), "parties.appointment.no_desk"),
        ("appointment", _appointment(post="GB-LOGO"), "parties.appointment.person_or_post"),
        ("appointment", _appointment(person=""), "parties.appointment.person_or_post"),
        ("appointment", _appointment(limits=(Limit("GBP", Decimal(-1)),)), "parties.appointment.limit_below_zero"),
        ("holding", Holding("GB-LOGO", "GB-9", DAY), ""),
        ("holding", Holding("", "GB-9", DAY), "parties.holding.post_and_person"),
        ("revocation", Revocation("appointment", "A-GB-all"), ""),
        ("revocation", Revocation("appointment", "A-nobody"), "parties.revocation.not_on_the_roll"),
        ("revocation", Revocation("key", key_id=key_id("GB", "all")), ""),
        ("revocation", Revocation("key", key_id=key_id("GB", "stranger")), "parties.revocation.not_on_the_roll"),
        ("revocation", Revocation("person", "GB-all"), ""),
        ("revocation", Revocation("weather"), "parties.revocation.unknown_kind"),
        ("desk", Desk("GB-CALDER", "HMS Calder (invented)", "カルダー（架空）"), ""),
        ("desk", Desk("GB-CALDER", "HMS Calder (invented)", ""), "parties.desk.unnamed"),
        ("pin", Pin(DAY, "JP", ROOT, ("1", "2")), ""),
        ("pin", Pin(DAY, "GB", ROOT, ("1", "2")), "parties.pin.own_party"),
        ("pin", Pin(DAY, "JP", b"\x01", ("1", "2")), "parties.pin.no_founding_act"),
        ("pin", Pin(DAY, "JP", ROOT, ("1", "1")), "parties.pin.one_reader"),
        ("affirm", Affirm(DAY), "parties.affirm.nothing_cited"),
        ("erase", Erase(DAY, "spill", ()), "parties.erase.nothing_named"),
        ("erase", Erase(DAY, "spill", (Erased(0),)), "parties.erase.not_cited"),
        ("reaffirm", Reaffirm(DAY), "parties.reaffirm.nothing_cited"),
    ],
)
def test_a_party_speaks_of_itself(kind, body, code):
    placed = _placed(kind, body, case=b"" if kind == "pin" else ROOT)
    assert _codes(placed, None if kind == "pin" else "founded") == ([code] if code else [])


@pytest.mark.parametrize(
    ("kind", "body", "author", "given", "code"),
    [
        ("affirm", Affirm(DAY), "JP", {"on_behalf": "GB"}, ""),
        ("affirm", Affirm(DAY), "JP", {}, "parties.affirm.not_on_our_behalf"),
        ("affirm", Affirm(DAY), "GB", {}, "parties.affirm.own_act"),
        ("erase", Erase(DAY, "spill", (Erased(0, (1,)),)), "GB", {"texts": b"\x05" * 32}, ""),
        ("erase", Erase(DAY, "spill", (Erased(0),)), "GB", {}, "parties.erase.no_text"),
        ("erase", Erase(DAY, "spill", (Erased(0),)), "JP", {"texts": b"\x05" * 32}, "parties.erase.not_own"),
        ("reaffirm", Reaffirm(DAY), "GB", {}, ""),
        ("reaffirm", Reaffirm(DAY), "JP", {}, "parties.reaffirm.not_own"),
    ],
)
def test_what_it_cites_is_looked_at(kind, body, author, given, code):
    placed = _placed(kind, body, cites=(CITED,))
    assert _codes(placed, "founded", None, {CITED: _cited(author, CITED, **given)}) == ([code] if code else [])


def test_no_key_reaffirms_what_it_signed():
    placed = _placed("reaffirm", Reaffirm(DAY), cites=(CITED,), officer="registrar")
    assert _codes(placed, "founded", None, {CITED: _cited("GB", CITED)}) == ["parties.reaffirm.same_key"]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("registrar", "all", ""),
        ("all", "all", "parties.takeover.same_officer"),
        ("registrar", "small", "parties.takeover.not_the_incoming"),
    ],
)
def test_a_handover_takes_two_officers(first, second, code):
    terms = ROOM.evolve(None, _placed("handover", HANDOVER, case=b"", officer=first))
    placed = _placed("takeover", Takeover(DAY), officer=second)
    assert _codes(placed, "handed_over", terms) == ([code] if code else [])
    assert ROOM.evolve(terms, placed).outcome == "taken_over"


@pytest.mark.parametrize(
    ("second", "draft", "code"),
    [
        ("small", DRAFT, ""),
        ("all", DRAFT, "parties.approval.preparer_signs"),
        ("small", ROOT, "parties.approval.another_draft"),
    ],
)
def test_the_preparer_is_not_the_approver(second, draft, code):
    terms = ROOM.evolve(None, _placed("preparation", PREPARATION, case=b""))
    placed = _placed("approval", Approval(DAY, draft), officer=second)
    assert _codes(placed, "prepared", terms) == ([code] if code else [])
    assert ROOM.evolve(terms, placed).outcome == "approved"


def test_a_draft_sent_back_is_not_approved():
    terms = ROOM.evolve(None, _placed("preparation", PREPARATION, case=b""))
    assert ROOM.evolve(terms, _placed("return", Withdrawn(DAY, "error"))).outcome == "returned"


def test_national_papers_are_never_sent():
    national = {name for name, kind in ROOM.kinds.items() if kind.national}
    names = (
        "pin", "preparation", "approval", "return", "signature", "erase_national", "followed_up", "hold", "hold_lifted",
    )  # fmt: skip
    assert national == {f"parties/{name}" for name in names}
