"""A roll in the making: invented keys from seeds, roll acts at the places of a log, and the whole in two lines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from warifu.core.act import Act
from warifu.core.keys import MemorySigner, ed25519_from_seed, mldsa65_from_seed
from warifu.law.judge import Ruling
from warifu.law.roll import (
    APPOINTING,
    Appointment,
    Found,
    Holding,
    NewRoot,
    NodeKey,
    OfficerKey,
    Revocation,
    Roll,
    proof_bytes,
)

PACK = b"\x01" * 32
FIRST, LAST = date(2020, 1, 1), date(2039, 12, 31)
DAY = date(2026, 9, 21)


@cache
def signer(name: str) -> MemorySigner:
    """The Ed25519 key of a name."""
    return ed25519_from_seed(sha256(name.encode()).digest())


@cache
def second(name: str) -> bytes:
    """The raw ML-DSA-65 key of a name."""
    return mldsa65_from_seed(sha256(name.encode()).digest()).public.raw


@cache
def proof(name: str, party: str = "GB") -> bytes:
    """What the ML-DSA-65 key of a name says of its Ed25519 key, as a root of a party."""
    return mldsa65_from_seed(sha256(name.encode()).digest()).sign(proof_bytes(party, signer(name).public.raw))


def key_id(name: str) -> bytes:
    """The key id of a name."""
    return signer(name).public.key_id()


def seconds(day: date) -> int:
    """Noon of a day, in seconds since 1970."""
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())


def act_by(name: str, day: date = DAY, **more: Any) -> Act:
    """An act signed by a name on a day."""
    return Act(
        PACK, more.pop("kind", "parties/any"), "GB", more.pop("desk", "TRIAL"), key_id(name), seconds(day), {}, **more
    )


class Rolled:
    """A founded roll that grows by one place with every act."""

    def __init__(self, **more: Any) -> None:
        self.roll = Roll("GB", **more)
        self.size = 0
        self.taken: list[tuple[Act, Any, bytes, int, Ruling]] = []
        self.take(self.founding("root"), "root")

    def founding(self, name: str) -> Found:
        """A founding act's body."""
        return Found(signer(name).public.raw, second(name), b"proof")

    def new_root(self, name: str) -> NewRoot:
        """A new root's body."""
        return NewRoot(signer(name).public.raw, second(name), proof(name))

    def node_key(self, name: str, **more: Any) -> NodeKey:
        """A node's keys."""
        return NodeKey(signer(name).public.raw, second(name), b"sealing", **more)

    def take(self, body: Any, by: str = "root", day: date = DAY) -> str:
        """Enter a roll act; return the code of the first finding, or nothing."""
        act = act_by(by, day)
        digest = sha256(repr((self.size, body)).encode()).digest()
        ruling = self.roll.take(act, body, digest, self.size)
        self.taken.append((act, body, digest, self.size, ruling))
        self.size += 1
        return ruling[0].rule if ruling else ""

    def skip(self) -> int:
        """Let something else stand at the next place; return that place."""
        self.size += 1
        return self.size - 1

    def officer(self, name: str, role: str = "ordering_officer", by: str = "root", **more: Any) -> str:
        """A key and an appointment for a person of that name."""
        self.take(OfficerKey(name, -8, signer(name).public.raw, FIRST, LAST), by)
        number = more.pop("number", f"A-{name}")
        whom = {} if "post" in more else {"person": name}
        return self.take(Appointment(number, (role,), ("*",), FIRST, LAST, **whom, **more), by)

    def chief(self) -> Rolled:
        """With an appointing officer."""
        self.officer("chief", APPOINTING)
        return self

    def may(self, name: str, index: int | None = None, day: date | None = None) -> list[str]:
        """Numbers of the appointments of a name at a place (now, if none is given)."""
        place = self.size if index is None else index
        return [each.number for each in self.roll.authority(key_id(name), place, day)]

    def holds(self, post: str, name: str, since: date = FIRST, by: str = "chief", *, acting: bool = False) -> str:
        """Name the holder of a post."""
        return self.take(Holding(post, name, since, acting), by)

    def revoke(self, what: str, by: str = "chief", **more: Any) -> str:
        """Revoke."""
        return self.take(Revocation(what, **more), by)
