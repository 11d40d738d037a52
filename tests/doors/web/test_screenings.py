"""Screenings in the pages: an application from its form to the decision, and who holds what; in both languages."""

from __future__ import annotations

import re

import pytest

from tests.doors.web.people import visit
from tests.doors.web.test_api import Caller
from tests.house_world import appoint
from tests.packs import base_transfers
from tests.packs.base_transfers import CENTRE, FIRM, PACKAGE, SETS
from tests.scenarios.transfers_told import Going
from warifu.rooms.equipment.acts import transfer

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


class _Here(Going):
    """A transfer between the halves of the trial pages: Japan asks, and London provides."""

    def __init__(self, world, gb):
        super().__init__(world, "JP")


@pytest.fixture
def applied(world, gb):
    """An application of Japan's that waits for London's decision."""
    going = _Here(world, gb)
    going.begin(going.body("transfer"), (going.noted(),))
    going.must(going.asks, "undertaking", going.body("undertaking"))
    return going


def confirmed(browser, **more):
    browser.house.world.wait(60)
    fields = {f"body.{name}": value for name, value in more.items()}
    return {"passphrase": browser.passphrase, "code": browser.code(), "desk": "TRIAL", **fields}


def test_an_application_is_screened_in_the_pages(gb, applied):
    exports, today = visit(gb, "exports"), applied.today.isoformat()
    page = exports.get("/house/screenings").content.decode()
    assert "GB-DES-26-T-014" in page
    address = f"/house/screen/{applied.case.hex()}"
    assert applied.case.hex() in exports.get(address).content.decode()
    told = {"on": today, "number": "GB-SCR-1", "transfer": applied.case.hex(), "due": applied.day(30).isoformat()}
    begun = exports.post(address, confirmed(exports, **told))
    assert begun.status_code == 302, begun.content.decode()[-3000:]
    where = begun.headers["Location"]
    form = exports.get(f"{where}/ask_advice").content.decode()
    assert "GB-FCDO" in form
    due = applied.day(9).isoformat()
    for department in ("GB-MOD", "GB-FCDO"):
        asked = exports.post(f"{where}/ask_advice", confirmed(exports, on=today, department=department, due=due))
        assert asked.status_code == 302, asked.content.decode()[-3000:]
    page = exports.get(where).content.decode()
    assert "no answer yet" in page
    home = exports.get("/").content.decode()
    assert "What is awaited in our screenings" in home
    assert "GB-SCR-1" in home
    assert "GB-SCR-1" not in visit(gb, "finance_officer").get("/").content.decode()
    early = exports.post(f"{where}/countersign", confirmed(exports, on=today, step="case_officer"))
    assert early.status_code == 422
    text = early.content.decode()
    assert "not all who were asked have advised" in text
    assert "has prepared it and does not countersign" in text


def test_every_page_of_screenings_opens_in_both_languages(gb, applied):
    exports = visit(gb, "exports")
    told = {"on": applied.today.isoformat(), "number": "GB-SCR-2", "transfer": applied.case.hex(),
            "due": applied.day(30).isoformat()}  # fmt: skip
    where = exports.post(f"/house/screen/{applied.case.hex()}", confirmed(exports, **told)).headers["Location"]
    steps = ("ask_advice", "delegate", "advice", "countersign", "screening_dropped")
    addresses = ["/house/screenings", "/equipment/held", where, *(f"{where}/{each}" for each in steps)]
    for address in (*addresses, f"/house/screen/{applied.case.hex()}"):
        for language in ("en-gb", "ja"):
            exports.cookies["warifu_language"] = language
            page = exports.get(address, headers={"accept-language": language})
            assert page.status_code == 200, (address, page.content[:500])
        assert JAPANESE.search(page.content.decode())
    assert exports.get(f"{where}/screened").status_code == 404
    assert exports.get(f"{where}/transfer").status_code == 404


def test_who_has_no_part_in_it_reads_nothing_of_it(gb, applied, client_of):
    assert client_of("finance_officer").get("/house/screenings").status_code in {403, 404}
    assert client_of("finance_officer").get("/equipment/held").status_code in {403, 404}
    assert client_of("auditor").get("/house/screenings").status_code == 200
    assert client_of("auditor").get(f"/house/screen/{applied.case.hex()}").status_code in {403, 404}
    assert client_of("exports").get(f"/house/screenings/{'0' * 64}").status_code == 404


def test_the_page_of_a_transfer_shows_recipients_and_offers_the_next_step(gb, applied):
    exports = visit(gb, "exports")
    page = exports.get(f"/cases/{applied.case.hex()}").content.decode()
    assert CENTRE in page
    assert "ML7.f" in page
    form = exports.get(f"/act/equipment/decision/{applied.case.hex()}").content.decode()
    assert "METI" not in form


def test_what_is_held_is_listed_with_its_sum(gb, applied, world):
    whole = (transfer.Share(SETS, CENTRE, base_transfers.EIGHT), transfer.Share(PACKAGE, CENTRE, base_transfers.ONE))
    results = [
        base_transfers.house.Result(CENTRE, "granted"),
        base_transfers.house.Result(FIRM, "refused", reasons=("security",)),
    ]
    _officers(gb)
    applied.screen(*results, granted=whole)
    refused = transfer.Decided(FIRM, "refused", reasons=("security",))
    applied.must(applied.gives, "decision", applied.decision(applied.grant(CENTRE), refused, granted=whole))
    licence = transfer.Licence(applied.today, (CENTRE,), applied.today, applied.day(60), "EL-26-1")
    applied.must(applied.gives, "licence", licence)
    eight = (transfer.Moved(SETS, CENTRE, base_transfers.EIGHT),)
    shipped = applied.must(applied.gives, "shipment", transfer.Shipment(applied.today, eight))
    applied.must(applied.asks, "arrival", transfer.Arrival(applied.today, eight), cites=(shipped,))
    [told] = Caller(gb, "export_control_officer").get(f"/equipment/held?item={SETS}").json()
    assert (told["recipient"], told["received"], told["held"], told["case"]) == (CENTRE, "8", "8", applied.case.hex())
    assert Caller(gb, "export_control_officer").get("/equipment/held?recipient=NOBODY").json() == []
    assert Caller(gb, "finance_officer").get("/equipment/held").status_code == 403
    page = visit(gb, "exports").get("/equipment/held").content.decode()
    assert CENTRE in page
    assert "EL-26-1" in page


def _officers(gb):
    """Officers who advise and countersign, beside the one who prepares."""
    for name, role in (("adviser", "projects"), ("section", "liaison")):
        gb.half.officers.setdefault(name, gb.half.officers[role])
    appoint(gb.half, {"bureau": ("GB-198", ("committee_member",))})
