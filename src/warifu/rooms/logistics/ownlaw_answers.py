"""Japan's law as one table: activity x place x category x goods or service, as the judge answers. Floor 3a, pure.

Law: nothing is decided here. Each row is an offer as it would be written, given to the same judge by the same pack,
with every condition of fact met (together on the scene, the same kind of work, at Japan's request, an order cited), so
that what is left is law: what may be given, in which activity, where. Place on the path: none; lawyers and pages read
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, NamedTuple

from warifu.core.act import Act
from warifu.core.quantity import Quantity
from warifu.law.flow import OPENER, RESPONDER
from warifu.law.judge import Cited, Placed, Ruling, Situation, judge
from warifu.law.pack import Pack
from warifu.law.roll import Roll
from warifu.rooms.logistics.acts import KINDS, Line, Offer, Setting, Supply
from warifu.rooms.logistics.flow import ORDER
from warifu.rooms.logistics.ownlaw import WEAPONS
from warifu.rooms.logistics.terms import OrderTerms

_OFFER = KINDS["logistics/offer"]
_NOBODY, _NO_PACK = b"\x00" * 32, b"\x00" * 32
_ELSEWHERE, _HIGH_SEAS = "SG", "XZ"
_SUPPLIES: tuple[Supply, ...] = ("goods", "service")


class Place(NamedTuple):
    """A place as the law tells places apart: name of the row, country code, whose facility."""

    name: str
    country: str
    facility_of: str


class Answer(NamedTuple):
    """One row: what was asked of the law, and the ruling (empty: permitted)."""

    activity: str
    place: str
    category: str
    supply: str
    ruling: Ruling


def places(partner: str) -> tuple[Place, ...]:
    """Return the places that Article 100-8(1) items 8 and 9 tell apart, for a partner."""
    return (
        Place("high_seas", _HIGH_SEAS, ""),
        Place("own_facility_in_japan", "JP", "JP"),
        Place("own_facility_abroad", _ELSEWHERE, "JP"),
        Place("partners_facility_at_home", partner, partner),
        Place("partners_facility_elsewhere", _ELSEWHERE, partner),
        Place("third_states_facility", _ELSEWHERE, _ELSEWHERE),
    )


def answers(pack: Pack, on: date, partner: str) -> Iterator[Answer]:
    """Give every row of the table for a day and a partner, in the order of the pack's own tables.

    ``pack``: ``law/jp``; its tables ``activity`` and ``business`` name the rows: some 3,000.
    """
    for activity in pack.table["activity"]:
        for place in places(partner):
            for category in (*pack.table["business"], WEAPONS):
                for supply in _SUPPLIES:
                    asked = _setting(activity, place), _line(category, supply)
                    yield Answer(activity, place.name, category, supply, ask(pack, on, partner, asked))


def ask(pack: Pack, on: date, partner: str, asked: tuple[Setting, Line]) -> Ruling:
    """Return what the law says to an offer of one line in a setting; the order that a service needs is cited."""
    setting, line = asked
    body = Offer(on, (line,), "cash", standing_order="any")
    sealed = int(datetime.combine(on, time(12), UTC).timestamp())
    act = Act(_NO_PACK, _OFFER.name, "JP", "", _NOBODY, sealed, {}, _NO_PACK)
    terms = OrderTerms("", setting, OPENER, partner, on, _NOBODY, "", "", (line,), (line,), "cash")
    placed = Placed(act, _NO_PACK, "JP", None, _OFFER, body)
    nothing_cited: Mapping[bytes, Cited] = MappingProxyType({})
    return judge(
        pack,
        Situation(placed, RESPONDER, "requested", terms, nothing_cited, Roll("JP"), partner, ORDER, _NO_PACK, partner),
    )


def _setting(activity: str, place: Place) -> Setting:
    ground: Literal["b", "d"] = "b" if activity == "relief_complement" else "d"
    return Setting(
        ground, activity, place.country, place.facility_of, together=True, same_kind=True, at_request_of="JP"
    )


def _line(category: str, supply: Supply) -> Line:
    return Line(1, category, category, Quantity(Decimal(1), "EA"), supply)
