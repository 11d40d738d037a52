"""What the forms of a transfer begin with, at each step of the story, as who writes sees it."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from tests.packs.base_transfers import EIGHT, PACKAGE, SETS, TWO
from tests.scenarios.transfers_told import CENTRE, FIRM, Going, appoint
from tests.world import World
from warifu.doors.web.forming import filling
from warifu.rooms.equipment.acts import house, transfer
from warifu.rooms.equipment.acts.transfer import Moved, Share

WHOLE = (Share(SETS, CENTRE, EIGHT), Share(PACKAGE, CENTRE, Decimal(1)))


@pytest.fixture(scope="module")
def going() -> Going:
    world = World(31)
    appoint(world)
    return Going(world)


def _form(going: Going, half: Any, kind: str) -> dict[str, str]:
    pair = half.node.pair(half.peer)
    known = pair.rooms["equipment"].kinds[f"equipment/{kind}"]
    typed = filling.begin(known, pair, pair.case(going.case), going.today, ("TRIAL",))
    return {name.removeprefix("body."): text for name, text in typed.items()}


def _lines(form: dict[str, str], name: str = "lines") -> list[tuple[str, str, str]]:
    places = sorted({key.split(".")[1] for key in form if key.startswith(f"{name}.")})
    return [tuple(form[f"{name}.{at}.{part}"] for part in ("item", "recipient", "quantity")) for at in places]


def test_each_form_begins_with_what_the_case_says(going):
    asks, gives = going.asks, going.gives
    going.begin(going.body("transfer"), (going.noted(),))
    form = _form(going, asks, "undertaking")
    assert (form["form"], form["version"], form.get("points")) == ("end_user_form", "2024", None)
    going.must(asks, "undertaking", going.body("undertaking_old"))
    assert _form(going, asks, "undertaking")["points"].split() == ["no_other_use", "no_third_party", "un_charter"]

    form = _form(going, gives, "decision")
    assert [form["decided.0.recipient"], form["decided.1.recipient"]] == [CENTRE, FIRM]
    assert ("SET-1", FIRM, "4") in _lines(form, "granted")
    assert not any(name.endswith(("outcome", "conditions")) for name in form)
    assert _form(going, gives, "refusal")["decided.1.outcome"] == "refused"

    refused = transfer.Decided(FIRM, "refused", reasons=("security",))
    going.screen(house.Result(CENTRE, "granted"), house.Result(FIRM, "refused", reasons=("security",)), granted=WHOLE)
    going.must(gives, "decision", going.decision(going.grant(CENTRE), refused, granted=WHOLE))
    assert _form(going, asks, "appeal")["recipients"] == FIRM
    licence = SimpleNamespace(**_form(going, gives, "licence"))
    assert (licence.recipients, licence.valid_to) == (CENTRE, going.day(365).isoformat())
    going.must(gives, "licence", transfer.Licence(going.today, (CENTRE,), going.today, going.day(90), "EL-26-1"))

    assert _lines(_form(going, gives, "shipment")) == [("SET-1", CENTRE, "8"), ("TEC-1", CENTRE, "1")]
    shipped = going.must(gives, "shipment", transfer.Shipment(going.today, (Moved(SETS, CENTRE, EIGHT),)))
    form = _form(going, asks, "arrival")
    assert _lines(form) == [("SET-1", CENTRE, "8")]
    assert shipped.hex() in form.values()
    assert _lines(_form(going, gives, "shipment")) == [("TEC-1", CENTRE, "1")]
    going.must(asks, "arrival", transfer.Arrival(going.today, (Moved(SETS, CENTRE, EIGHT),)), cites=(shipped,))
    assert _lines(_form(going, asks, "arrival")) == []

    form = _form(going, asks, "use_report")
    assert (form["use"], _lines(form)) == ("trial", [("SET-1", CENTRE, "8")])
    given = going.must(asks, "returned", transfer.Given(going.today, (Moved(SETS, CENTRE, TWO),)))
    assert _lines(_form(going, asks, "disposed")) == [("SET-1", CENTRE, "6")]
    form = _form(going, gives, "taken_back")
    assert (_lines(form), given.hex() in form.values()) == ([("SET-1", CENTRE, "2")], True)
