"""Chapters: orders of every settlement, a rehearsal before them, an irregular delivery cured."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

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


def rehearsal(play: Play) -> None:
    """A rehearsal order from request to closing, marked EXERCISE on every act; raises WireError if it counts."""
    play.label = (EXERCISE,)
    body = cast.rehearsal(play.today)
    activity = play.act(play.gb, "liaison", "programme/activity", body)
    play.sync()
    play.act(play.jp, "liaison", "programme/accept", Assent(play.today), case=activity)
    play.sync()
    play.activities["rehearsal"] = activity
    meals = line(1, "food", "Rations, meals", quantity("10", "MEAL"))
    request = Request(
        play.today, play.number("GB", "CALDER"), setting(play, "exercise", "XZ"), "CALDER", "HAYASE", (meals,),
        "replacement", exercise=True,
    )  # fmt: skip
    order = Order(play, play.gb, play.jp, request).ask("rehearsal")
    offer = Offer(
        play.today, (meals,), "replacement", from_day=play.today, replace_by=play.today + timedelta(days=30),
        not_applicable=NONE_AGREED,
    )  # fmt: skip
    order.agree(offer)
    given = (gave(1, "10", "MEAL", "count"),)
    order.hand_over(given, given)
    play.label = ()
    for actor in (play.gb, play.jp):
        if actor.ask("statement", play.today)["debts"]:
            raise WireError("demo.rehearsal_counts", actor.party)


def fuel_at_sea(play: Play) -> Order:
    """Fuel between two ships: two deliveries, the second one short by more than the tolerance; claimed in yen.

    It is great enough to go from draft to signature through more hands than one, on both sides.
    """
    fuel = line(
        1,
        "pol",
        "Fuel, naval distillate F-76",
        quantity("120000", "L"),
        supply="mixed",
        tolerance=Decimal("0.005"),
        measure="provider",
    )
    lub = line(2, "pol", "Lubricating oil OMD-113", quantity("400", "L"))
    request = Request(
        play.today,
        play.number("GB", "CALDER"),
        setting(play, "exercise", "XZ"),
        "CALDER",
        "HAYASE",
        (fuel, lub),
        "cash",
        currency="JPY",
        wanted_from=play.today,
        wanted_to=play.today + timedelta(days=3),
    )
    order = Order(play, play.gb, play.jp, request).ask("exercise")
    lines = (_priced(fuel, 112), _priced(lub, 640))
    order.agree_through_hands(cash_offer(play, lines, yen(120000 * 112 + 400 * 640)), _paying(play))
    order.hand_over((gave(1, "70000", "L"),), (gave(1, "69900", "L", "meter"),), partial=True)
    sent = (gave(1, "50000", "L"), gave(2, "400", "L"))
    got = (Delivered(1, quantity("48200", "L"), discrepancy="short", measured_by="sounding"), gave(2, "400", "L"))
    return order.hand_over(sent, got)


def _priced(asked: Line, price: int) -> Line:
    return Line(
        asked.number,
        asked.category,
        asked.item,
        asked.quantity,
        asked.supply,
        asked.stock,
        yen(price),
        tolerance=asked.tolerance,
        measure=asked.measure,
    )


def cash_offer(play: Play, lines: tuple[Line, ...], total: Money) -> Offer:
    """Return an offer against cash."""
    return Offer(
        play.today,
        lines,
        "cash",
        total.currency,
        total,
        payee="Revenue office",
        remittance="Central bank",
        from_day=play.today,
        to_day=play.today + timedelta(days=3),
        payment_days=30,
        not_applicable=NONE_AGREED,
        standing_order=STANDING_ORDER,
    )


def _paying(play: Play) -> Accept:
    return Accept(play.today, fund="RAC 2026/014", billed="CENTRAL", standing_order=STANDING_ORDER)


def gave(number: int, amount: str, unit: str, measured_by: str = "") -> Delivered:
    """Return what was handed over of one line."""
    return Delivered(number, quantity(amount, unit), measured_by=measured_by)


def relief(play: Play) -> Order:
    """Food and water in disaster relief, settled by replacement in the same type, quality and quantity."""
    lines = (
        line(1, "food", "Rations, meals", quantity("2000", "MEAL")),
        line(2, "water", "Water, potable", quantity("15000", "L")),
    )
    request = Request(
        play.today,
        play.number("JP", "TSUBAKI"),
        setting(play, "relief", "ID"),
        "TSUBAKI",
        "RELIEF",
        lines,
        "replacement",
        emergency=True,
        standing_order=STANDING_ORDER,
    )
    order = Order(play, play.jp, play.gb, request).ask("relief")
    offer = Offer(
        play.today,
        lines,
        "replacement",
        from_day=play.today,
        replace_by=play.today + timedelta(days=180),
        not_applicable=NONE_AGREED,
    )
    order.agree(offer)
    both = (gave(1, "2000", "MEAL", "count"), gave(2, "15000", "L", "meter"))
    order.hand_over(both, both, place="ID")
    order.hand_over(both, both, place="ID", purpose="replacement")
    return order.close()


def airlift_for_billeting(play: Play) -> Order:
    """Airlift exchanged for billeting: services settled by services of equivalent value."""
    lift = line(1, "transportation", "Airlift", quantity("6", "HOUR"), supply="service")
    request = Request(
        play.today,
        play.number("JP", "HOKUSEI"),
        setting(play, "exercise", "JP"),
        "HOKUSEI",
        "AIR",
        (lift,),
        "services",
        currency="GBP",
        standing_order=STANDING_ORDER,
    )
    order = Order(play, play.jp, play.gb, request).ask("exercise")
    priced = Line(1, "transportation", "Airlift", lift.quantity, "service", price=Money(Decimal(4200), "GBP"))
    barracks = Line(101, "billeting", "Barracks", quantity("56", "NIGHT"), "service", price=Money(Decimal(450), "GBP"))
    offer = Offer(
        play.today,
        (priced,),
        "services",
        "GBP",
        Money(Decimal(25200), "GBP"),
        from_day=play.today,
        replace_by=play.today + timedelta(days=90),
        not_applicable=NONE_AGREED,
        in_return=(barracks,),
    )
    order.agree(offer)
    flown, slept = (gave(1, "6", "HOUR"),), (gave(101, "56", "NIGHT"),)
    order.hand_over(flown, flown, place="JP")
    order.hand_over(slept, slept, place="JP", purpose="exchange")
    return order.close()


def repair(play: Play) -> Order:
    """Repair of a boat's engine, paid in cash: invoice, payment, acknowledgement, closing."""
    work = line(1, "repair", "Repair, RHIB engine", quantity("18", "HOUR"), supply="service")
    request = Request(
        play.today,
        play.number("GB", "CALDER"),
        setting(play, "exercise", "JP"),
        "CALDER",
        "HAYASE",
        (work,),
        "cash",
        currency="JPY",
    )
    order = Order(play, play.gb, play.jp, request).ask("exercise")
    priced = Line(1, "repair", "Repair, RHIB engine", work.quantity, "service", price=yen(11500))
    order.agree(cash_offer(play, (priced,), yen(18 * 11500)), _paying(play))
    done = (gave(1, "18", "HOUR"),)
    order.hand_over(done, done, place="JP")
    order.pay(yen(18 * 11500), "NK-2026-0041")
    return order.close()


def loan(play: Play) -> Order:
    """A loan of clothing against the cold, given back in good condition."""
    coats = line(1, "clothing", "Parka, cold weather", quantity("40", "EA"), stock="8415999876543")
    request = Request(
        play.today,
        play.number("GB", "AIR"),
        setting(play, "exercise", "JP"),
        "AIR",
        "HOKUSEI",
        (coats,),
        "return",
        transaction="loan",
        wanted_from=play.today,
        wanted_to=play.today + timedelta(days=14),
    )
    order = Order(play, play.gb, play.jp, request).ask("exercise")
    offer = Offer(
        play.today,
        (coats,),
        "return",
        from_day=play.today,
        to_day=play.today + timedelta(days=14),
        replace_by=play.today + timedelta(days=14),
        not_applicable=NONE_AGREED,
    )
    order.agree(offer)
    lent = (gave(1, "40", "EA", "count"),)
    order.hand_over(lent, lent, place="JP")
    order.hand_over(lent, lent, place="JP", purpose="return")
    return order.close()


def set_off(play: Play, fuel: Order) -> bytes:
    """At year's end: claims both ways, shown gross, set off, and applied on the line of each claim."""
    berth = line(1, "port_services", "Berth and tugs", quantity("3", "CALL"), supply="service")
    request = Request(
        play.today,
        play.number("JP", "HAYASE"),
        setting(play, "exercise", "XZ"),
        "HAYASE",
        "CALDER",
        (berth,),
        "cash",
        currency="JPY",
        standing_order=STANDING_ORDER,
    )
    order = Order(play, play.jp, play.gb, request).ask("exercise")
    priced = Line(1, "port_services", "Berth and tugs", berth.quantity, "service", price=yen(410000))
    order.agree(cash_offer(play, (priced,), yen(3 * 410000)), _paying(play))
    served = (gave(1, "3", "CALL"),)
    order.hand_over(served, served)
    theirs = order.bill(yen(3 * 410000), "UK-2026-0007")
    owed = yen((69900 + 48200) * 112 + 400 * 640)
    ours = fuel.bill(owed, "NK-2026-0042")
    less = yen(3 * 410000)
    body = SetOff(
        play.today, play.number("JP", "FINANCE"), (SetOffItem(0, "GB", less), SetOffItem(1, "JP", less)), yen(0)
    )
    agreed = play.act(play.jp, "finance", "set_off", body, cites=(ours, theirs))
    play.sync()
    accepted = play.act(play.gb, "finance", "accept", Accept(play.today), case=agreed)
    play.sync()
    for claim in (fuel, order):
        cites = (ours if claim is fuel else theirs, accepted)
        play.act(claim.giver, "finance", "apply_set_off", ApplySetOff(play.today, less), case=claim.case, cites=cites)
    play.sync()
    return agreed


def irregular(play: Play) -> Order:
    """More was handed over than ordered: recorded as irregular with its findings, and ratified by the other side."""
    meals = line(1, "food", "Fresh provisions", quantity("300", "KG"))
    request = Request(
        play.today,
        play.number("GB", "RELIEF"),
        setting(play, "relief", "ID"),
        "RELIEF",
        "TSUBAKI",
        (meals,),
        "replacement",
    )
    order = Order(play, play.gb, play.jp, request).ask("relief")
    offer = Offer(
        play.today,
        (meals,),
        "replacement",
        from_day=play.today,
        replace_by=play.today + timedelta(days=120),
        not_applicable=NONE_AGREED,
    )
    order.agree(offer)
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
