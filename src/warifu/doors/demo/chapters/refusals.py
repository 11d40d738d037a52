"""Chapter: what the rules refuse, each with its article, its figures and what to do next."""

from __future__ import annotations

from datetime import timedelta

from warifu.doors.demo.chapters import orders
from warifu.doors.demo.play import Order, Play, line, setting
from warifu.rooms.logistics.acts import Draw, OnwardRequest, Receipt, Request
from warifu.rooms.logistics.acts.lines import Line


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

    rifles = (line(1, "ammunition", "Rifle, 5.56 mm", orders.quantity("20", "EA"), stock="1005999123456"),)
    weapon = ("a weapon", "武器の要請")
    play.refused(
        weapon, play.gb, "orders", "request", asks(rifles, "exercise", "XZ"), cites=(play.activities["exercise"],)
    )
    training = (line(1, "training", "Boarding drill instruction", orders.quantity("2", "DAY"), supply="service"),)
    order = Order(play, play.gb, play.jp, asks(training, "piracy", "XZ")).ask("piracy")
    priced = Line(
        1, "training", "Boarding drill instruction", orders.quantity("2", "DAY"), "service", price=orders.yen(90000)
    )
    lesson = ("training services during counter-piracy", "海賊対処行動中の訓練業務")
    play.refused(
        lesson, play.jp, "accepts", "offer", orders.cash_offer(play, (priced,), orders.yen(180000)), case=order.case
    )
    expired = ("an expired appointment", "期限の切れた任命")
    play.refused(expired, play.gb, "former", "request", base, cites=(play.activities["exercise"],))
    onward = OnwardRequest(
        today,
        play.number("GB", "CALDER"),
        "Fuel, naval distillate F-76",
        orders.quantity("5000", "L"),
        "XB",
        "relief",
        today + timedelta(days=30),
    )
    asked = play.act(play.gb, "orders", "onward_request", onward, cites=(fuel.receipts[0],))
    play.sync()
    without = ("an onward transfer without consent", "同意のない第三者への移転")
    play.refused(without, play.gb, "receives", "draw", Draw(today, orders.quantity("5000", "L"), "XB"), case=asked)
    own = Receipt(today, "XZ", (orders.gave(1, "70000", "L"),))
    issuer = ("a receipt by the officer who issued", "引渡担当官による受領")
    play.refused(issuer, play.jp, "issues", "receipt", own, case=fuel.case, cites=(fuel.issues[0],))
