"""One order for the trials of balances and papers: ten hours of repair for yen, received and not yet invoiced."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.world import World, play_of
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.doors.demo.play import NONE_AGREED, Order, line, setting
from warifu.rooms.logistics.acts import Accept, Offer, Request
from warifu.rooms.logistics.acts.lines import Delivered, Line

HOURS = Quantity(Decimal(10), "HOUR")
WORK = line(1, "repair", "Repair, engine", HOURS, supply="service")
STANDING = "JP-STANDING-2026-014"
"""Japan's own standing order: what Japan writes names it."""


def repaired_for(world: World, asker: str, label: tuple[str, ...] = ()) -> Order:
    """Play the order with ``asker`` (GB or JP) as the side that asks and owes; ``label`` marks every act of it."""
    world.exchange()
    play = play_of(world)
    play.label = label
    sides = {"GB": (play.gb, "CALDER", ""), "JP": (play.jp, "HAYASE", STANDING)}
    giver = "JP" if asker == "GB" else "GB"
    (ours, desk, standing), (theirs, other, _) = sides[asker], sides[giver]
    body = Request(
        play.today, f"{asker}-{desk}-26-0901", setting(play, "exercise", "JP"), desk, other, (WORK,), "cash",
        currency="JPY", standing_order=standing,
    )  # fmt: skip
    order = Order(play, ours, theirs, body).ask("exercise")
    priced = Line(1, "repair", WORK.item, HOURS, "service", price=Money(Decimal(1000), "JPY"))
    offer = Offer(
        play.today, (priced,), "cash", "JPY", Money(Decimal(10_000), "JPY"), payee="Revenue office",
        remittance="Central bank", from_day=play.today, to_day=play.today + timedelta(days=3), payment_days=30,
        not_applicable=NONE_AGREED, standing_order=STANDING,
    )  # fmt: skip
    order.agree(offer, Accept(play.today, fund="RAC 2026/014", billed="CENTRAL", standing_order=standing))
    return order.hand_over((Delivered(1, HOURS),), (Delivered(1, HOURS),))
