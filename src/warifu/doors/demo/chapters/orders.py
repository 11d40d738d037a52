"""Chapters: orders of every settlement, a rehearsal before them, an irregular delivery cured."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec.structs import replace

from warifu.core.errors import WireError
from warifu.core.label import EXERCISE
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.doors.demo import cast
from warifu.doors.demo.play import NONE_AGREED, Order, Play, line, setting
from warifu.rooms.logistics.acts import (
    Accept,
    ApplySetOff,
    Issue,
    Offer,
    Ratify,
    Receipt,
    Request,
    SetOff,
    SetOffItem,
)
from warifu.rooms.logistics.acts.lines import Delivered, Line
from warifu.rooms.programme.acts.activity import Assent

STANDING_ORDER = "JP-STANDING-2026-014"


def quantity(amount: str, unit: str) -> Quantity:
    """Return a quantity."""
    return Quantity(Decimal(amount), unit)


def yen(amount: int) -> Money:
    """Return an amount in yen."""
    return Money(Decimal(amount), "JPY")


class Between(NamedTuple):
    """Which desk of which side asks which desk of the other, in which of the play's activities, and where."""

    party: str
    desk: str
    other: str
    activity: str
    place: str


def asked(play: Play, between: Between, lines: tuple[Line, ...], settlement: str, **more: Any) -> Order:
    """Return an order for which a request has been sent; ``more``: further fields of the request."""
    party, desk, other, activity, place = between
    asker, giver = (play.gb, play.jp) if party == "GB" else (play.jp, play.gb)
    kind = "exercise" if activity == "rehearsal" else activity
    told = (play.number(party, desk), setting(play, kind, place), desk, other, lines, settlement)
    return Order(play, asker, giver, Request(play.today, *told, **more)).ask(activity)  # type: ignore[arg-type]


def offered(order: Order, days: int, **more: Any) -> Offer:
    """Return an offer of what an order asks for, to be given back or returned in kind within so many days."""
    today, request = order.play.today, order.request
    told: dict[str, Any] = {
        "from_day": today, "replace_by": today + timedelta(days=days), "not_applicable": NONE_AGREED,
    } | more  # fmt: skip
    return Offer(today, told.pop("lines", request.lines), request.settlement, **told)


def cash_offer(play: Play, lines: tuple[Line, ...], total: Money) -> Offer:
    """Return an offer against cash."""
    last = play.today + timedelta(days=3)
    return Offer(
        play.today, lines, "cash", total.currency, total, payee="Revenue office", remittance="Central bank",
        from_day=play.today, to_day=last, payment_days=30, not_applicable=NONE_AGREED, standing_order=STANDING_ORDER,
    )  # fmt: skip


def _paying(play: Play) -> Accept:
    return Accept(play.today, fund="RAC 2026/014", billed="CENTRAL", standing_order=STANDING_ORDER)


def _priced(asked_for: Line, price: Money) -> Line:
    return replace(asked_for, price=price)


def gave(number: int, amount: str, unit: str, measured_by: str = "") -> Delivered:
    """Return what was handed over of one line."""
    return Delivered(number, quantity(amount, unit), measured_by=measured_by)


def rehearsal(play: Play) -> None:
    """A rehearsal order from request to closing, marked EXERCISE on every act; raises WireError if it counts."""
    play.label = (EXERCISE,)
    activity = play.act(play.gb, "liaison", "programme/activity", cast.rehearsal(play.today))
    play.sync()
    play.act(play.jp, "liaison", "programme/accept", Assent(play.today), case=activity)
    play.sync()
    play.activities["rehearsal"] = activity
    meals = line(1, "food", "Rations, meals", quantity("10", "MEAL"))
    order = asked(play, Between("GB", "CALDER", "HAYASE", "rehearsal", "XZ"), (meals,), "replacement", exercise=True)
    given = (gave(1, "10", "MEAL", "count"),)
    order.agree(offered(order, 30)).hand_over(given, given)
    play.label = ()
    for actor in (play.gb, play.jp):
        if actor.ask("statement", play.today)["debts"]:
            raise WireError("demo.rehearsal_counts", actor.party)


def fuel_at_sea(play: Play) -> Order:
    """Fuel between two ships: two deliveries, the second one short by more than the tolerance; claimed in yen.

    It is great enough to go from draft to signature through more hands than one, on both sides.
    """
    measured: dict[str, Any] = {"supply": "mixed", "tolerance": Decimal("0.005"), "measure": "provider"}
    fuel = line(1, "pol", "Fuel, naval distillate F-76", quantity("120000", "L"), **measured)
    lub = line(2, "pol", "Lubricating oil OMD-113", quantity("400", "L"))
    order = asked(
        play, Between("GB", "CALDER", "HAYASE", "exercise", "XZ"), (fuel, lub), "cash", currency="JPY",
        wanted_from=play.today, wanted_to=play.today + timedelta(days=3),
    )  # fmt: skip
    lines = (_priced(fuel, yen(112)), _priced(lub, yen(640)))
    order.agree_through_hands(cash_offer(play, lines, yen(120000 * 112 + 400 * 640)), _paying(play))
    order.hand_over((gave(1, "70000", "L"),), (gave(1, "69900", "L", "meter"),), partial=True)
    sent = (gave(1, "50000", "L"), gave(2, "400", "L"))
    got = (Delivered(1, quantity("48200", "L"), discrepancy="short", measured_by="sounding"), gave(2, "400", "L"))
    return order.hand_over(sent, got)


def relief(play: Play) -> Order:
    """Food and water in disaster relief, settled by replacement in the same type, quality and quantity."""
    lines = (
        line(1, "food", "Rations, meals", quantity("2000", "MEAL")),
        line(2, "water", "Water, potable", quantity("15000", "L")),
    )
    between = Between("JP", "TSUBAKI", "RELIEF", "relief", "ID")
    order = asked(play, between, lines, "replacement", emergency=True, standing_order=STANDING_ORDER)
    both = (gave(1, "2000", "MEAL", "count"), gave(2, "15000", "L", "meter"))
    order.agree(offered(order, 180)).hand_over(both, both, place="ID")
    order.hand_over(both, both, place="ID", purpose="replacement")
    return order.close()


def airlift_for_billeting(play: Play) -> Order:
    """Airlift exchanged for billeting: services settled by services of equivalent value."""
    lift = line(1, "transportation", "Airlift", quantity("6", "HOUR"), supply="service")
    barracks = line(101, "billeting", "Barracks", quantity("56", "NIGHT"), supply="service")
    between = Between("JP", "HOKUSEI", "AIR", "exercise", "JP")
    order = asked(play, between, (lift,), "services", currency="GBP", standing_order=STANDING_ORDER)
    hour, night, total = (Money(Decimal(amount), "GBP") for amount in (4200, 450, 25200))
    in_return = (_priced(barracks, night),)
    order.agree(offered(order, 90, lines=(_priced(lift, hour),), currency="GBP", total=total, in_return=in_return))
    flown, slept = (gave(1, "6", "HOUR"),), (gave(101, "56", "NIGHT"),)
    order.hand_over(flown, flown, place="JP")
    order.hand_over(slept, slept, place="JP", purpose="exchange")
    return order.close()


def repair(play: Play) -> Order:
    """Repair of a boat's engine, paid in cash: invoice, payment, acknowledgement, closing."""
    work = line(1, "repair", "Repair, RHIB engine", quantity("18", "HOUR"), supply="service")
    order = asked(play, Between("GB", "CALDER", "HAYASE", "exercise", "JP"), (work,), "cash", currency="JPY")
    total, done = yen(18 * 11500), (gave(1, "18", "HOUR"),)
    order.agree(cash_offer(play, (_priced(work, yen(11500)),), total), _paying(play))
    return order.hand_over(done, done, place="JP").pay(total, "NK-2026-0041").close()


def loan(play: Play) -> Order:
    """A loan of clothing against the cold, given back in good condition."""
    coats = line(1, "clothing", "Parka, cold weather", quantity("40", "EA"), stock="8415999876543")
    last, lent = play.today + timedelta(days=14), (gave(1, "40", "EA", "count"),)
    order = asked(
        play, Between("GB", "AIR", "HOKUSEI", "exercise", "JP"), (coats,), "return", transaction="loan",
        wanted_from=play.today, wanted_to=last,
    )  # fmt: skip
    order.agree(offered(order, 14, to_day=last)).hand_over(lent, lent, place="JP")
    return order.hand_over(lent, lent, place="JP", purpose="return").close()


def set_off(play: Play, fuel: Order) -> bytes:
    """At year's end: claims both ways, shown gross, set off, and applied on the line of each claim."""
    berth = line(1, "port_services", "Berth and tugs", quantity("3", "CALL"), supply="service")
    between = Between("JP", "HAYASE", "CALDER", "exercise", "XZ")
    order = asked(play, between, (berth,), "cash", currency="JPY", standing_order=STANDING_ORDER)
    less, served = yen(3 * 410000), (gave(1, "3", "CALL"),)
    order.agree(cash_offer(play, (_priced(berth, yen(410000)),), less), _paying(play)).hand_over(served, served)
    theirs = order.bill(less, "UK-2026-0007")
    ours = fuel.bill(yen((69900 + 48200) * 112 + 400 * 640), "NK-2026-0042")
    body = SetOff(
        play.today, play.number("JP", "FINANCE"), (SetOffItem(0, "GB", less), SetOffItem(1, "JP", less)), yen(0)
    )
    agreed = play.act(play.jp, "finance", "set_off", body, cites=(ours, theirs))
    play.sync()
    accepted = play.act(play.gb, "finance", "accept", Accept(play.today), case=agreed)
    play.sync()
    for claim, invoice in ((fuel, ours), (order, theirs)):
        applied, cites = ApplySetOff(play.today, less), (invoice, accepted)
        play.act(claim.giver, "finance", "apply_set_off", applied, case=claim.case, cites=cites)
    play.sync()
    return agreed


def irregular(play: Play) -> Order:
    """More was handed over than ordered: recorded as irregular with its findings, and ratified by the other side."""
    meals = line(1, "food", "Fresh provisions", quantity("300", "KG"))
    order = asked(play, Between("GB", "RELIEF", "TSUBAKI", "relief", "ID"), (meals,), "replacement")
    order.agree(offered(order, 120))
    body = Issue(play.today, "ID", (gave(1, "360", "KG", "weighbridge"),))
    title = ("more handed over than ordered; ratified by GB", "要請を超える引渡し（英国が追認）")
    issue = play.happened(title, play.jp, "issues", "issue", body, case=order.case)
    play.sync()
    play.act(play.gb, "receives", "receipt", Receipt(play.today, "ID", body.lines), case=order.case, cites=(issue,))
    play.sync()
    play.act(play.gb, "accepts", "ratify", Ratify(play.today, "over_delivery"), case=order.case, cites=(issue,))
    play.sync()
    order.issues.append(issue)
    return order
