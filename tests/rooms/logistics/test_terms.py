"""What a line of wills agrees: told in steps, read from the terms. Acts of ``tests.packs.base_acts``, all invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.packs.bench import Trial
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.law.flow import OPENER, RESPONDER
from warifu.rooms.logistics import ROOM
from warifu.rooms.logistics.terms import OnwardTerms, OrderTerms, PaperTerms, SetOffTerms, StandingTerms

ORDERED = ["request", "offer", "accept"]
RECEIVED = [*ORDERED, "issue", "receipt"]


def _terms(*steps, of: str = "") -> object:
    trial = Trial()
    for step in steps:
        trial.write(step)
    return trial.lines[of or next(iter(trial.lines))].terms


def test_a_request_says_who_receives_and_who_gives():
    terms = _terms("request")
    assert type(terms) is OrderTerms
    assert (terms.requester, terms.provider, terms.opened_by) == (OPENER, RESPONDER, "GB")
    assert terms.requested == terms.lines == terms.on_the_table
    assert not terms.agreed


def test_a_verbal_order_written_down_by_who_heard_it_turns_the_sides_round():
    terms = _terms({"do": "verbal", "by": "JP", "officer": "accepting_officer", "heard": True})
    assert (terms.requester, terms.provider, terms.opened_by) == (RESPONDER, OPENER, "JP")
    assert terms.verbal
    assert terms.confirm_by is not None


def test_an_offer_stands_on_the_table_and_an_acceptance_puts_it_in_force():
    offered = _terms("request", "offer")
    assert offered.lines[0].price == Money(Decimal(95_000), "JPY")
    assert offered.requested[0].price is None
    assert not offered.agreed
    agreed = _terms(*ORDERED)
    assert agreed.agreed
    assert agreed.agreed_on == Trial().day
    assert (agreed.payment_days, agreed.currency, agreed.payee) == (20, "JPY", "JP-MOF")
    assert (agreed.fund, agreed.billed) == ("UK-OP-26-11", "GB-DEFLOG")
    assert {each.element for each in agreed.not_applicable} == {"liability", "special"}


CHANGE = {"do": "change", "to_day": date(2026, 7, 1)}


@pytest.mark.parametrize(
    ("steps", "to_day", "open_proposal"),
    [
        ([CHANGE], date(2026, 6, 10), True),
        ([CHANGE, "accept"], date(2026, 7, 1), False),
        ([CHANGE, "decline"], date(2026, 6, 10), False),
        ([CHANGE, {"do": "withdraw", "by": "provider"}], date(2026, 6, 10), False),
    ],
)
def test_a_change_is_in_force_once_the_other_side_accepts(steps, to_day, open_proposal):
    terms = _terms(*ORDERED, *steps)
    assert terms.to_day == to_day
    assert (terms.pending is not None) == open_proposal
    assert terms.agreed
    assert terms.outcome == ""


def test_a_changed_line_stands_in_the_place_of_the_old_one():
    # the total of an order whose lines change falls away unless the change states the new one
    terms = _terms(*ORDERED, {"do": "change", "lines": [], "settlement": "set_off", "to_day": "none"}, "accept")
    assert terms.settlement == "set_off"
    assert terms.lines[0].quantity == Quantity(Decimal(100), "KL")
    assert terms.total == Money(Decimal(9_500_000), "JPY")


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [
        (["request", "decline"], "declined"),
        (["request", {"do": "withdraw", "by": "asker"}], "withdrawn"),
        ([*ORDERED, "cancel", "accept"], "cancelled"),
        ([*ORDERED, "cancel", "decline"], ""),
        ([*RECEIVED, "invoice", "payment", "acknowledge", "close", "accept"], "closed"),
    ],
)
def test_how_an_order_ends(steps, outcome):
    assert _terms(*steps).outcome == outcome


def test_an_agreed_correction_names_the_fact_and_what_stands_instead():
    terms = _terms(*RECEIVED, "correct", "accept")
    assert len(terms.corrections) == 1
    assert terms.corrections[0].body.lines
    assert terms.corrections[0].facts


def test_a_waiver_is_a_share_of_its_invoice():
    trial = Trial()
    for step in [*RECEIVED, "invoice", {"do": "waive", "amount": "500000 JPY"}]:
        trial.write(step)
    share = trial.lines["request"].terms.waived[0]
    assert share.invoice == trial.names["invoice"]
    assert share.amount == Money(Decimal(500_000), "JPY")


CONSENTED = [*RECEIVED, "onward_request", "onward_consent"]


@pytest.mark.parametrize(
    ("steps", "remaining"),
    [
        (CONSENTED, 20),
        ([*CONSENTED, "draw"], 10),
        ([*CONSENTED, "draw", {"do": "draw", "quantity": "10 KL", "name": "second"}], 0),
    ],
)
def test_a_draw_uses_up_the_consent(steps, remaining):
    terms = _terms(*steps, of="onward_request")
    assert type(terms) is OnwardTerms
    assert terms.consented
    assert terms.remaining == Quantity(Decimal(remaining), "KL")


def test_a_withdrawn_consent_says_so():
    steps = [*CONSENTED, {"do": "withdraw", "by": "JP", "reason": "changed_plan"}]
    assert _terms(*steps, of="onward_request").outcome == "withdrawn"


def test_smaller_cases_are_agreed_by_their_acceptance():
    assert type(_terms("standing")) is StandingTerms
    precedent = _terms("precedent", "accept")
    assert type(precedent) is PaperTerms
    assert precedent.agreed
    assert not _terms("precedent").agreed
    assert _terms("statement", "accept").agreed_on == Trial().day


def test_a_set_off_keeps_each_claim_with_its_invoice_gross():
    trial = Trial()
    two = {"in": "two"}
    for step in [
        *RECEIVED, "invoice",
        {"do": "request_back", "name": "two"}, {"do": "offer", "name": "o2", **two},
        {"do": "accept", "name": "a2", **two}, {"do": "issue", "name": "i2", **two},
        {"do": "receipt", "name": "r2", "cites": ["i2"], **two},
        {"do": "invoice", "name": "v2", "number": "GB-2026-9", "cites": ["r2"], **two},
        {"do": "set_off", "cites": ["invoice", "v2"]}, {"do": "accept", "name": "set"},
    ]:  # fmt: skip
        trial.write(step)
    terms = trial.lines["set_off"].terms
    assert type(terms) is SetOffTerms
    assert terms.agreed
    assert [(invoice, debtor) for invoice, debtor, _ in terms.items] == [
        (trial.names["invoice"], "GB"), (trial.names["v2"], "JP"),
    ]  # fmt: skip


def test_facts_and_asides_change_no_terms():
    assert _terms(*ORDERED) == _terms(*RECEIVED, "invoice", "payment", "acknowledge", "dispute")


def test_a_rehearsal_is_one_from_its_root_on():
    assert _terms({"do": "request", "exercise": True, "label": ["EXERCISE"]}).exercise
    assert not _terms("request").exercise


def test_a_past_dealing_agrees_nothing():
    trial = Trial()
    trial.write("dealing")
    assert trial.lines["dealing"].terms.exercise is False
    assert ROOM.evolve(trial.lines["dealing"].terms, trial.cited[trial.names["dealing"]].placed).exercise is False


def test_a_set_off_settles_what_meets_and_leaves_the_rest_on_the_claims_named_last():
    yen = [Money(Decimal(amount), "JPY") for amount in (5000, 2000, 3000, 1000)]
    items = ((b"a", "GB", yen[0]), (b"b", "GB", yen[1]), (b"c", "JP", yen[2]), (b"d", "JP", yen[3]))
    terms = SetOffTerms("S-1", "JP", items, Money(Decimal(3000), "JPY"), "GB")
    settled = {name: terms.settles(name) for name in (b"a", b"b", b"c", b"d", b"e")}
    assert {name: None if each is None else int(each.amount) for name, each in settled.items()} == {
        b"a": 4000, b"b": 0, b"c": 3000, b"d": 1000, b"e": None,
    }  # fmt: skip
    assert SetOffTerms("S-2", "JP", items[:2], yen[0]).settles(b"a") == Money(Decimal(0), "JPY")
