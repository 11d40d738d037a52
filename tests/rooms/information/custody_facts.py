"""Facts of an invented item, written as short as a trial needs them."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

from warifu.rooms.information.acts import item
from warifu.rooms.information.custody import Begun, Fact

DAY = date(2026, 6, 1)
REGISTER = hashlib.sha256(b"register").digest()


def begun(*numbers: str) -> Begun:
    """An item of the United Kingdom, registered on the first day."""
    return Begun("GB", "GB-MOD", DAY, REGISTER, tuple(item.Copy(number, 12) for number in numbers))


def day(number: int) -> date:
    """A day so many days after the first."""
    return DAY + timedelta(days=number)


class Log:
    """One side's facts in the order of its log."""

    def __init__(self, side: str) -> None:
        self.side = side
        self.facts: list[Fact] = []

    def write(self, body: Any, *, cites: tuple[bytes, ...] = (), officer: str = "one", sound: bool = True) -> Fact:
        """Write a fact at the next place."""
        place = len(self.facts)
        digest = hashlib.sha256(f"{self.side} {place} {body!r}".encode()).digest()
        kind = {"MusterResult": "muster_result"}.get(type(body).__name__, type(body).__name__.lower())
        key = hashlib.sha256(f"{self.side} {officer}".encode()).digest()
        fact = Fact(self.side, (1, place), digest, key, f"{self.side}-DESK", kind, body, cites, sound)
        self.facts.append(fact)
        return fact


def dispatch(on: date, package: str, *copies: str, **more: Any) -> item.Dispatch:
    return item.Dispatch(on, package, copies, "OTHER-DESK", "courier", **more)


def receipt(on: date, package: str, *copies: str, condition: Any = "intact") -> item.Receipt:
    return item.Receipt(on, package, condition, tuple(item.Copy(each, 12) for each in copies))


def reproduction(on: date, parent: str, *made: str) -> item.Reproduction:
    return item.Reproduction(on, parent, tuple(item.Copy(each, 12) for each in made), ("P-1",))
