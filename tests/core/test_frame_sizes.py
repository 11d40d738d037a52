"""Frames are small enough for what they are for: a symbol on paper, a slow link. Digests do not shrink."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import islice

import msgspec

from tests.vectors import invented
from tests.vectors.invented import Chance
from tests.vectors.trial_keys import SIGNERS
from warifu.core import act, bundle, texts
from warifu.core.act import Act
from warifu.core.bundle import Bundle
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.core.wire import to_plain
from warifu.rooms.logistics.acts import Line, Request, Setting

OFFICER = SIGNERS["gb-officer"]
NODE = SIGNERS["gb-node"].public.key_id()
ONE_SYMBOL = 900
"""Bytes that one QR symbol of 60 mm still holds at level M."""
KEYS_ALONE = {"parties/found", "parties/new_root", "parties/node"}


def fuel_order() -> tuple[Act, list[texts.Opening]]:
    """Invent an order of two lines of fuel with all its texts."""
    lines = tuple(
        Line(
            number, "petroleum", item, Quantity(Decimal(amount), "KL"), stock=stock, price=Money(Decimal(price), "JPY"),
            tolerance=Decimal("0.005"), measure="provider", density=Decimal("845.6"),
        )
        for number, item, amount, stock, price in (
            (1, "F-76", "180", "9140-01-408-5067", 118_500), (2, "F-44", "24.5", "9130-01-305-1256", 139_200),
        )
    )  # fmt: skip
    body = Request(
        date(2026, 7, 14), "GB-CALDER-26-0007", Setting("a", "EX-26-04", "XZ", together=True), "CALDER", "TOKIWA",
        lines, "cash", wanted_from=date(2026, 7, 16), wanted_to=date(2026, 7, 17), billed="NAVCOM-LOG",
        fund="RN26/FUEL/118", currency="JPY",
    )  # fmt: skip
    said = {
        1: "RAS on the port side, two probes; weather limits per the agreed plan",
        4: "33-40N 138-15E, 八丈島の東方海上",
        101: "Marine gas oil for ships, grade F-76",
        102: "艦載機用航空燃料",
    }
    chance = Chance("a fuel order")
    opened = texts.make(said, iter(lambda: chance.raw(16), b""))
    made = Act(
        chance.raw(32), "logistics/request", "GB", "CALDER", OFFICER.public.key_id(), 1_784_030_000, to_plain(body),
        texts=texts.root(opened),
    )  # fmt: skip
    return made, opened


def test_a_signed_fuel_order_of_two_lines_fits_one_symbol():
    made, opened = fuel_order()
    entry = act.seal(made, OFFICER).envelope.raw
    frame = bundle.encode(Bundle("GB", "JP", NODE, loose=(entry,), texts=((0, texts.to_plain(opened)),)))
    assert bundle.decode(frame).loose == (entry,)
    assert len(frame) <= ONE_SYMBOL


def test_a_thousand_varied_acts_take_220_bytes_each():
    chance = Chance("a thousand acts")
    acts: list[bytes] = []
    drawn = (made for made, _ in invented.stream("varied", OFFICER.public.key_id(), 25) if _travels(made))
    root = last = b""
    for number, made in enumerate(islice(drawn, 1000)):
        if number % 5 == 0:
            root = last = b""  # a new case; its acts follow each other or acts of the other side
        after = b"" if not root else chance.pick((last, chance.raw(32)))
        cites = (chance.raw(32),) if root and not chance.below(4) else ()
        placed = msgspec.structs.replace(
            made, party="GB", case=root, after=b"" if after == root else after, cites=cites, label=(),
            time=invented.FIRST_TIME + 600 * number,
        )  # fmt: skip
        sealed = act.seal(placed, OFFICER)
        acts.append(sealed.envelope.raw)
        root, last = root or sealed.digest, sealed.digest
    frame = bundle.encode(Bundle("GB", "JP", NODE, 4711, tuple(acts)))
    assert len(frame) / 1000 <= 220


def _travels(made: Act) -> bool:
    return not invented.kinds()[made.kind].national and made.kind not in KEYS_ALONE
