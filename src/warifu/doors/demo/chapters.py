"""The chapters of the play: orders of every settlement, refusals with article and sentence, an irregular delivery cured."""

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
    Draw,
    Issue,
    Offer,
    OnwardRequest,
    Ratify,
    Receipt,
    Request,
    SetOff,
    SetOffItem,
)
from warifu.rooms.logistics.acts.lines import Delivered, Line
from warifu.rooms.programme.acts.activity import Assent

STANDING_ORDER = "JP-STANDING-2026-014"


def _q(amount: str, unit: str) -> Quantity:
    return Quantity(Decimal(amount), unit)


def _yen(amount: int) -> Money:
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
    meals = line(1, "food", "Rations, meals", _q("10", "MEAL"))
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
    given = (_gave(1, "10", "MEAL", "count"),)
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
        _q("120000", "L"),
        supply="mixed",
        tolerance=Decimal("0.005"),
        measure="provider",
    )
    lub = line(2, "pol", "Lubricating oil OMD-113", _q("400", "L"))
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
    order.agree_through_hands(_offer(play, lines, _yen(120000 * 112 + 400 * 640)), _paying(play))
    order.hand_over((_gave(1, "70000", "L"),), (_gave(1, "69900", "L", "meter"),), partial=True)
    sent = (_gave(1, "50000", "L"), _gave(2, "400", "L"))
    got = (Delivered(1, _q("48200", "L"), discrepancy="short", measured_by="sounding"), _gave(2, "400", "L"))
    return order.hand_over(sent, got)


def _priced(asked: Line, price: int) -> Line:
    return Line(
        asked.number,
        asked.category,
        asked.item,
        asked.quantity,
        asked.supply,
        asked.stock,
        _yen(price),
        tolerance=asked.tolerance,
        measure=asked.measure,
    )


def _offer(play: Play, lines: tuple[Line, ...], total: Money) -> Offer:
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


def _gave(number: int, amount: str, unit: str, measured_by: str = "") -> Delivered:
    return Delivered(number, _q(amount, unit), measured_by=measured_by)


def relief(play: Play) -> Order:
    """Food and water in disaster relief, settled by replacement in the same type, quality and quantity."""
    lines = (
        line(1, "food", "Rations, meals", _q("2000", "MEAL")),
        line(2, "water", "Water, potable", _q("15000", "L")),
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
    both = (_gave(1, "2000", "MEAL", "count"), _gave(2, "15000", "L", "meter"))
    order.hand_over(both, both, place="ID")
    order.hand_over(both, both, place="ID", purpose="replacement")
    return order.close()


def airlift_for_billeting(play: Play) -> Order:
    """Airlift exchanged for billeting: services settled by services of equivalent value."""
    lift = line(1, "transportation", "Airlift", _q("6", "HOUR"), supply="service")
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
    barracks = Line(101, "billeting", "Barracks", _q("56", "NIGHT"), "service", price=Money(Decimal(450), "GBP"))
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
    flown, slept = (_gave(1, "6", "HOUR"),), (_gave(101, "56", "NIGHT"),)
    order.hand_over(flown, flown, place="JP")
    order.hand_over(slept, slept, place="JP", purpose="exchange")
    return order.close()


def repair(play: Play) -> Order:
    """Repair of a boat's engine, paid in cash: invoice, payment, acknowledgement, closing."""
    work = line(1, "repair", "Repair, RHIB engine", _q("18", "HOUR"), supply="service")
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
    priced = Line(1, "repair", "Repair, RHIB engine", work.quantity, "service", price=_yen(11500))
    order.agree(_offer(play, (priced,), _yen(18 * 11500)), _paying(play))
    done = (_gave(1, "18", "HOUR"),)
    order.hand_over(done, done, place="JP")
    order.pay(_yen(18 * 11500), "NK-2026-0041")
    return order.close()


def loan(play: Play) -> Order:
    """A loan of clothing against the cold, given back in good condition."""
    coats = line(1, "clothing", "Parka, cold weather", _q("40", "EA"), stock="8415999876543")
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
    lent = (_gave(1, "40", "EA", "count"),)
    order.hand_over(lent, lent, place="JP")
    order.hand_over(lent, lent, place="JP", purpose="return")
    return order.close()


def set_off(play: Play, fuel: Order) -> bytes:
    """At year's end: claims both ways, shown gross, set off, and applied on the line of each claim."""
    berth = line(1, "port_services", "Berth and tugs", _q("3", "CALL"), supply="service")
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
    priced = Line(1, "port_services", "Berth and tugs", berth.quantity, "service", price=_yen(410000))
    order.agree(_offer(play, (priced,), _yen(3 * 410000)), _paying(play))
    served = (_gave(1, "3", "CALL"),)
    order.hand_over(served, served)
    theirs = order.bill(_yen(3 * 410000), "UK-2026-0007")
    owed = _yen((69900 + 48200) * 112 + 400 * 640)
    ours = fuel.bill(owed, "NK-2026-0042")
    less = _yen(3 * 410000)
    body = SetOff(
        play.today, play.number("JP", "FINANCE"), (SetOffItem(0, "GB", less), SetOffItem(1, "JP", less)), _yen(0)
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
    meals = line(1, "food", "Fresh provisions", _q("300", "KG"))
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
    body = Issue(play.today, "ID", (_gave(1, "360", "KG", "weighbridge"),))
    issue = play.act(play.jp, "issues", "issue", body, case=order.case, irregular=True)
    play.sync()
    play.act(play.gb, "receives", "receipt", Receipt(play.today, "ID", body.lines), case=order.case, cites=(issue,))
    play.sync()
    play.act(play.gb, "accepts", "ratify", Ratify(play.today, "over_delivery"), case=order.case, cites=(issue,))
    play.sync()
    order.issues.append(issue)
    return order


def refusals(play: Play, fuel: Order) -> None:
    """What the rules refuse, each with its article, its figures and what to do next."""
    today = play.today
    base = fuel.request

    def asks(lines: tuple[Line, ...], activity: str, place: str) -> Request:
        return Request(
            today,
            play.number("GB", "CALDER"),
            setting(play, activity, place),
            "CALDER",
            "HAYASE",
            lines,
            "cash",
            currency="JPY",
        )

    rifles = (line(1, "ammunition", "Rifle, 5.56 mm", _q("20", "EA"), stock="1005999123456"),)
    weapon = ("a weapon", "武器の要請")
    play.refused(
        weapon, play.gb, "orders", "request", asks(rifles, "exercise", "XZ"), cites=(play.activities["exercise"],)
    )
    training = (line(1, "training", "Boarding drill instruction", _q("2", "DAY"), supply="service"),)
    order = Order(play, play.gb, play.jp, asks(training, "piracy", "XZ")).ask("piracy")
    priced = Line(1, "training", "Boarding drill instruction", _q("2", "DAY"), "service", price=_yen(90000))
    lesson = ("training services during counter-piracy", "海賊対処行動中の訓練業務")
    play.refused(lesson, play.jp, "accepts", "offer", _offer(play, (priced,), _yen(180000)), case=order.case)
    expired = ("an expired appointment", "期限の切れた任命")
    play.refused(expired, play.gb, "former", "request", base, cites=(play.activities["exercise"],))
    onward = OnwardRequest(
        today,
        play.number("GB", "CALDER"),
        "Fuel, naval distillate F-76",
        _q("5000", "L"),
        "XB",
        "relief",
        today + timedelta(days=30),
    )
    asked = play.act(play.gb, "orders", "onward_request", onward, cites=(fuel.receipts[0],))
    play.sync()
    without = ("an onward transfer without consent", "同意のない第三者への移転")
    play.refused(without, play.gb, "receives", "draw", Draw(today, _q("5000", "L"), "XB"), case=asked)
    own = Receipt(today, "XZ", (_gave(1, "70000", "L"),))
    issuer = ("a receipt by the officer who issued", "引渡担当官による受領")
    play.refused(issuer, play.jp, "issues", "receipt", own, case=fuel.case, cites=(fuel.issues[0],))
