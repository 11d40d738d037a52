"""Every kind of act of supplies and services, written and signed once in the pages: the form alone has to be enough."""

from __future__ import annotations

import pytest

from tests.doors.web.test_acting import REQUEST, agreed, officers, play, requested  # noqa: F401  fixtures
from warifu.doors.demo import chapters
from warifu.record import queries_logistics
from warifu.rooms.logistics.acts import KINDS
from warifu.rooms.logistics.flow import FLOWS

WRITTEN_ELSEWHERE = {"register_row", "withdraw_batch", "rebase", "match", "statement", "dealing"}
"""From registers and balances, which have pages of their own; a change of pack needs a second version of it."""
STORIES = {
    "test_acting": "request offer accept issue receipt invoice payment acknowledge close",
    "answers": "counter decline withdraw",
    "upkeep": "note dispute resolve change cancel consult remind",
    "facts": "ratify correct loss",
    "money": "credit waive set_off apply_set_off",
    "verbal": "verbal",
    "onward": "onward_request onward_consent draw passed",
    "own_lines": "standing precedent",
    "a_limited_offer": "standing_draw",
}


def test_no_kind_is_left_out():
    told = {kind for story in STORIES.values() for kind in story.split()}
    assert {f"logistics/{kind}" for kind in told | WRITTEN_ELSEWHERE} == set(KINDS)


OFFER = {
    "desk": "HAYASE", "body__lines__0__price__amount": "112", "body__lines__0__price__currency": "JPY",
    "body__total__amount": "134400", "body__total__currency": "JPY", "body__payee": "a", "body__remittance": "b",
    "body__from_day": "2026-09-22", "body__to_day": "2026-09-25", "body__standing_order": "J-1",
}  # fmt: skip


def test_answers(officers, play, world, gb):  # noqa: F811
    case = requested(officers, play)
    world.exchange()
    officers("JP", "accepts").write(case, "logistics/offer", **OFFER)
    world.exchange()
    officers("GB", "orders").write(
        case, "logistics/counter", desk="CALDER", body__lines__0__price__amount="110", body__total__amount="132000"
    )
    world.exchange()
    officers("JP", "accepts").write(case, "logistics/decline", desk="HAYASE", body__reason="price")
    world.exchange()
    assert gb.half.case(case).state == "declined"
    other = officers("GB", "orders").write(
        None, "logistics/request", **REQUEST | {"body__number": "GB-CALDER-26-0043"},
        cites=[play.activities["exercise"].hex()],
    )  # fmt: skip
    officers("GB", "orders").write(other, "logistics/withdraw", desk="CALDER", body__reason="changed_plan")
    assert gb.half.case(other).state == "withdrawn"


def test_upkeep(officers, play, world, gb):  # noqa: F811
    case = agreed(officers, play, world)
    us, them = officers("GB", "accepts"), officers("JP", "accepts")
    us.write(case, "logistics/note", desk="CALDER", text__1="Fender wanted")
    us.write(case, "logistics/dispute", desk="CALDER", body__about="interpretation",
             cites=[gb.half.case(case).head.placed.digest.hex()])  # fmt: skip
    world.exchange()
    them.write(case, "logistics/resolve", desk="HAYASE", body__outcome="settled", body__consultation="C-1")
    world.exchange()
    us.write(case, "logistics/accept", desk="CALDER")
    us.write(case, "logistics/change", desk="CALDER", body__reason="date", body__to_day="2026-09-30")
    world.exchange()
    them.write(case, "logistics/accept", desk="HAYASE", body__standing_order="J-1")
    world.exchange()
    us.write(case, "logistics/cancel", desk="CALDER", body__reason="changed_plan")
    world.exchange()
    us.write(case, "logistics/remind", desk="CALDER", body__about="answer")
    us.write(case, "logistics/consult", desk="CALDER", body__about="no_answer")
    them.write(case, "logistics/accept", desk="HAYASE", body__standing_order="J-1")
    world.exchange()
    assert gb.half.case(case).state == "cancelled"


def test_facts(officers, play, world, gb):  # noqa: F811
    case = agreed(officers, play, world)
    them, us = officers("JP", "issues"), officers("GB", "accepts")
    them.write(case, "logistics/issue", desk="HAYASE", body__lines__0__quantity__amount="1500")
    world.exchange()
    assert "ratif" in us.get(f"/cases/{case.hex()}").lower()
    us.write(case, "logistics/ratify", desk="CALDER", body__reason="over_delivery")
    world.exchange()
    officers("GB", "receives").write(case, "logistics/receipt", desk="CALDER")
    world.exchange()
    receipt = next(s for s in gb.half.case(case).stands.values() if s.placed.act.kind == "logistics/receipt")
    us.write(case, "logistics/correct", desk="CALDER", body__reason="clerical", cites=[receipt.placed.digest.hex()],
             body__lines__0__quantity__amount="1499")  # fmt: skip
    world.exchange()
    officers("JP", "accepts").write(case, "logistics/accept", desk="HAYASE", body__standing_order="J-1")
    officers("GB", "receives").write(
        case, "logistics/loss", desk="CALDER", body__reason="lost", body__lines__0__quantity__amount="3"
    )
    assert gb.half.case(case).terms.ratified


def test_money(officers, play, world, gb):  # noqa: F811
    fuel = chapters.fuel_at_sea(play)
    berth = agreed(officers, play, world)
    officers("JP", "finance").write(
        fuel.case, "logistics/invoice", desk="HAYASE", body__number="NK-1", body__amount__amount="900000"
    )
    world.exchange()
    invoice = next(s for s in gb.half.case(fuel.case).stands.values() if s.placed.act.kind == "logistics/invoice")
    claim = {"desk": "HAYASE", "body__amount__amount": "1000", "cites": [invoice.placed.digest.hex()]}
    finance = officers("JP", "finance")
    finance.write(fuel.case, "logistics/credit", **claim, body__number="CN-1", body__reason="overcharge")
    finance.write(fuel.case, "logistics/waive", **claim, body__reason="de_minimis")
    world.exchange()
    assert gb.half.case(berth).state == "ordered"
    page = officers("GB", "finance").get("/write/logistics/set_off")
    assert "NK-1" in page
    assert invoice.placed.digest.hex() in page


class _BilledError(Exception):
    """The chapter has come to its set-off."""


def test_set_off(officers, play, world, gb, monkeypatch):  # noqa: F811
    """Claims both ways as the chapter makes them; the set-off itself is written in the pages."""
    fuel, act = chapters.fuel_at_sea(play), play.act

    def stopping(who, by, kind, body, **more):
        if kind == "set_off":
            raise _BilledError
        return act(who, by, kind, body, **more)

    monkeypatch.setattr(play, "act", stopping)
    with pytest.raises(_BilledError):
        chapters.set_off(play, fuel)
    theirs, ours = sorted(queries_logistics.open_invoices(gb.store, "GB-JP"), key=lambda row: row.debtor == "GB")
    finance, body = (
        officers("JP", "finance"),
        {"body.items#": "2", "body.rest.amount": "0", "body.rest.currency": "JPY"},
    )
    for place, invoice in enumerate((ours, theirs)):
        item = f"body.items.{place}"
        body |= {f"{item}.cite": invoice.act.hex(), f"{item}.debtor": invoice.debtor, f"{item}.amount.amount": "1000",
                 f"{item}.amount.currency": "JPY"}  # fmt: skip
    proposed = finance.write(None, "logistics/set_off", desk="FINANCE", body__number="JP-FINANCE-26-0009", **body)
    world.exchange()
    officers("GB", "finance").write(proposed, "logistics/accept", desk="HQ")
    world.exchange()
    accepted = gb.half.case(proposed).head.placed.digest.hex()
    finance.write(
        fuel.case, "logistics/apply_set_off", desk="HAYASE", body__amount__amount="1000", body__amount__currency="JPY",
        cites=[ours.act.hex(), accepted],
    )  # fmt: skip
    assert len(world.jp.case(fuel.case).terms.set_off) == 1


def test_verbal(officers, play, world, gb):  # noqa: F811
    said = {name: value for name, value in REQUEST.items() if "text" not in name}
    case = officers("GB", "orders").write(
        None, "logistics/verbal", **said, body__confirm_by="2026-09-28", body__given_by="LOGO",
        body__emergency="distress", cites=[play.activities["exercise"].hex()],
    )  # fmt: skip
    assert gb.half.case(case).state == "verbal"


def test_onward(officers, play, world, gb):  # noqa: F811
    fuel = chapters.fuel_at_sea(play)
    case = officers("GB", "orders").write(
        None, "logistics/onward_request", desk="CALDER", body__number="GB-CALDER-26-0077",
        body__item="Fuel, naval distillate F-76", body__quantity__amount="5000", body__quantity__unit="L",
        body__recipient="XB", body__purpose="relief", body__until="2026-10-20", cites=[fuel.receipts[0].hex()],
    )  # fmt: skip
    world.exchange()
    officers("JP", "accepts").write(case, "logistics/onward_consent", desk="HAYASE", body__conditions="report_use")
    world.exchange()
    officers("GB", "receives").write(case, "logistics/draw", desk="CALDER")
    world.exchange()
    officers("GB", "receives").write(case, "logistics/passed", desk="CALDER", body__place="XZ")
    world.exchange()
    assert gb.half.case(case).state == "consented"
    assert "5,000" in officers("JP", "accepts").get(f"/cases/{case.hex()}")


def test_own_lines(officers, play, world, gb):  # noqa: F811
    officers("JP", "accepts").write(
        None, "logistics/standing", desk="HAYASE", body__number="JP-HAYASE-26-0901", body__issuing="HAYASE",
        body__lines__0__category="pol", body__lines__0__item="Fuel, naval distillate F-76", body__valid_to="2026-12-31",
        body__lines__0__quantity__amount="1", body__lines__0__quantity__unit="L", body__valid_from="2026-09-21",
        body__lines__0__supply="mixed", body__lines__0__price__amount="112", body__lines__0__price__currency="JPY",
    )  # fmt: skip
    case = officers("GB", "liaison").write(
        None, "logistics/precedent", desk="HQ", body__number="GB-HQ-26-0001", body__item="Target drone",
        body__ruling="other", body__supply="goods", body__category="spares",
    )  # fmt: skip
    world.exchange()
    officers("JP", "liaison").write(case, "logistics/accept", desk="HQ")
    world.exchange()
    assert gb.half.case(case).state == "agreed"
    accepted = gb.half.case(case).head.placed.digest
    drone = {"body__lines__0__item": "Target drone", "body__lines__0__category": "spares",
             "body__lines__0__supply": "goods",
             "body__lines__0__quantity__unit": "EA", "body__lines__0__quantity__amount": "2",
             "body__lines__0__precedent": case.hex(), "body__settlement": "replacement"}  # fmt: skip
    order = officers("GB", "orders").write(None, "logistics/request", **REQUEST | drone)
    assert accepted in gb.half.case(order).stands[order].placed.act.cites


def test_a_limited_offer(officers, play, world, gb):  # noqa: F811
    offer = officers("JP", "accepts").write(
        None, "logistics/standing", desk="HAYASE", body__number="JP-HAYASE-26-0902", body__issuing="HAYASE",
        body__lines__0__category="food", body__lines__0__item="Rations, meals", body__valid_to="2026-12-31",
        body__lines__0__quantity__amount="500", body__lines__0__quantity__unit="MEAL", body__valid_from="2026-09-21",
        body__lines__0__supply="goods", body__lines__0__price__amount="900", body__lines__0__price__currency="JPY",
        body__limited="yes",
    )  # fmt: skip
    world.exchange()
    draw = officers("GB", "orders").write(
        offer, "logistics/standing_draw", desk="CALDER", body__order="GB-CALDER-26-0903",
        body__lines__0__quantity__amount="120",
    )  # fmt: skip
    world.exchange()
    assert gb.half.case(offer).terms.left(1) == 380
    assert "380" in officers("GB", "orders").get(f"/cases/{offer.hex()}")
    meals = {"body__lines__0__item": "Rations, meals", "body__lines__0__category": "food",
             "body__lines__0__supply": "goods", "body__number": "GB-CALDER-26-0903",
             "body__lines__0__quantity__unit": "MEAL", "body__lines__0__quantity__amount": "120",
             "cites": [gb.half.case(offer).head.placed.digest.hex()]}  # fmt: skip
    order = officers("GB", "orders").write(None, "logistics/request", **REQUEST | meals)
    assert gb.half.case(order).stands[order].placed.act.cites == (gb.half.case(offer).head.placed.digest,)
    assert draw


def test_every_form_opens_in_japanese(officers, play, gb):  # noqa: F811
    case = requested(officers, play)
    browser = officers("GB", "orders").browser
    flow = gb.half.case(case).flow
    steps = {step.kind for state in flow.states.values() for step in state.steps} | flow.states["ordered"].facts
    for name, kind in sorted(KINDS.items()):
        answer = browser.get(f"/cases/{case.hex()}/write/{name}", headers={"accept-language": "ja"})
        fits = not kind.national and (kind.nature == "aside" or name in steps)
        assert answer.status_code == (200 if fits else 404), name
    for name in FLOWS:
        answer = browser.get(f"/write/{name}", headers={"accept-language": "ja"})
        assert answer.status_code == (404 if KINDS[name].national else 200), name
