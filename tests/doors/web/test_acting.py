"""An order written, checked, signed and settled in the pages alone, on two houses; and what goes wrong."""

from __future__ import annotations

import pytest

from tests.doors.web.people import Visit, account_of
from tests.doors.web.writing import Form, Writer
from tests.world import play_of


@pytest.fixture
def play(world):
    return play_of(world)


@pytest.fixture
def officers(play, client_of, gb, jp):
    """Officers by (party, name): GB reads English, JP reads Japanese."""
    made = {}

    def officer(party: str, name: str) -> Writer:
        if (party, name) not in made:
            house = gb if party == "GB" else jp
            made[party, name] = Writer(client_of(name, house), "ja" if party == "JP" else "en")
        return made[party, name]

    return officer


REQUEST = {
    "desk": "CALDER", "body__number": "GB-CALDER-26-0042", "body__setting__ground": "a",
    "body__setting__activity": "exercise", "body__setting__place": "XZ", "body__setting__together": "yes",
    "body__setting__same_kind": "yes", "body__receiving": "CALDER", "body__issuing": "HAYASE",
    "body__lines__0__category": "pol", "body__lines__0__item": "Fuel, naval distillate F-76",
    "body__lines__0__quantity__amount": "１，２００", "body__lines__0__quantity__unit": "L",
    "body__lines__0__supply": "mixed", "body__settlement": "cash", "body__currency": "JPY",
    "body__wanted_from": "2026-09-22", "body__wanted_to": "2026-09-25", "text__1": "Alongside, port side",
}  # fmt: skip


def requested(officers, play) -> bytes:
    return officers("GB", "orders").write(
        None, "logistics/request", **REQUEST, cites=[play.activities["exercise"].hex()]
    )


def agreed(officers, play, world) -> bytes:
    case = requested(officers, play)
    world.exchange()
    officers("JP", "accepts").write(
        case, "logistics/offer", desk="HAYASE", body__lines__0__price__amount="112",
        body__lines__0__price__currency="JPY", body__total__amount="134400", body__total__currency="JPY",
        body__payee="歳入徴収官", body__remittance="日本銀行", body__from_day="2026-09-22", body__to_day="2026-09-25",
        body__standing_order="JP-STANDING-2026-014",
    )  # fmt: skip
    world.exchange()
    officers("GB", "accepts").write(case, "logistics/accept", desk="CALDER", body__fund="RAC 1", body__billed="CENTRAL")
    world.exchange()
    return case


def test_an_order_from_request_to_closing_in_the_pages_alone(officers, play, world, gb, jp):
    case = agreed(officers, play, world)
    officers("JP", "issues").write(case, "logistics/issue", desk="HAYASE", body__lines__0__measured_by="meter")
    world.exchange()
    officers("GB", "receives").write(case, "logistics/receipt", desk="CALDER", body__lines__0__measured_by="meter")
    world.exchange()
    officers("JP", "finance").write(case, "logistics/invoice", desk="HAYASE", body__number="NK-1")
    world.exchange()
    officers("GB", "finance").write(case, "logistics/payment", desk="CALDER", body__reference="PAY-1")
    world.exchange()
    officers("JP", "cashier").write(case, "logistics/acknowledge", desk="HAYASE")
    world.exchange()
    officers("GB", "finance").write(case, "logistics/close", desk="CALDER")
    world.exchange()
    officers("JP", "finance").write(case, "logistics/accept", desk="HAYASE")
    world.exchange()
    assert gb.half.case(case).state == jp.half.case(case).state == "closed"
    assert world.same()
    page = officers("JP", "finance").get(f"/cases/{case.hex()}")
    assert "134,400" in page
    assert "Alongside, port side" in page


def test_every_form_carries_its_token(play, world, gb):
    """The same with the check of tokens on, as a browser meets it; without its token a form is refused."""
    browser = Visit(gb, account_of(gb, "orders"), enforce_csrf_checks=True)
    browser.force_login(browser.account.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    writer = Writer(browser)
    case = writer.write(None, "logistics/request", **REQUEST)
    assert gb.half.case(case).state == "requested"
    for address in ("/write/logistics/request", "/relief", f"/orders/repeat?from={case.hex()}"):
        form = Form(writer.get(address))
        assert form.fields["csrfmiddlewaretoken"]
        del form.fields["csrfmiddlewaretoken"]
        assert writer.post(form.action, form.fields).status_code == 403
