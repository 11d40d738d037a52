"""Names of seats, and of the pairs of logs between two of them. Floor 1, pure.

Law: a party's main node has the party's own name (``GB``); an *outpost* adds the seat, which is the code of the desk
that is worked there (``GB.CALDER``). Two names of two parties make a pair of logs: ``GB-JP``, ``GB.CALDER-JP.HAYASE``;
the party whose code comes first stands first. Bundles, checkpoints and addresses on the wire bear these names, so that
nothing of one pair passes for another's. Inside a pair an author is a party: acts name no seat.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from warifu.core.errors import LogError
from warifu.core.posting import pair_of

_SEAT = re.compile(r"[A-Z0-9]{1,16}")
_NAME = re.compile(r"([A-Z]{2})(?:\.([A-Z0-9]{1,16}))?")


class Seat(NamedTuple):
    """A node's place at the table: its party, and the desk that it is the node of; empty for the main node."""

    party: str
    desk: str = ""

    @property
    def name(self) -> str:
        """``GB``, or ``GB.CALDER``."""
        return f"{self.party}.{self.desk}" if self.desk else self.party


def is_desk(code: str) -> bool:
    """Tell whether a desk's code can name a seat: up to 16 capital letters and figures."""
    return bool(_SEAT.fullmatch(code))


def seat_of(name: str) -> Seat:
    """Read ``GB`` or ``GB.CALDER``; raises LogError seat.bad_name."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise LogError("seat.bad_name", name[:40])
    return Seat(found[1], found[2] or "")


def pair_of_seats(one: Seat, other: Seat) -> str:
    """Return the name of the logs between two seats; raises LogError seat.bad_pair where both are of one party."""
    if one.party == other.party:
        raise LogError("seat.bad_pair", one.name, other=other.name)
    first, second = sorted((one, other))
    return f"{first.name}-{second.name}"


def seats_of(pair: str, us: str) -> tuple[Seat, Seat]:
    """Return (our seat, the other side's) of a pair named in full; raises LogError seat.bad_pair."""
    one, dash, other = pair.partition("-")
    seats = (seat_of(one), seat_of(other)) if dash else ()
    if len(seats) != 2 or us not in {seats[0].party, seats[1].party} or pair_of_seats(*seats) != pair:
        raise LogError("seat.bad_pair", pair[:40], other=us)
    return (seats[0], seats[1]) if seats[0].party == us else (seats[1], seats[0])


def parties_of(pair: str) -> str:
    """Return the pair of parties to whom a pair of seats belongs: ``GB-JP`` of ``GB.CALDER-JP.HAYASE``."""
    return "-".join(name.partition(".")[0] for name in pair.split("-"))


def pair_named(us: str, peer: str) -> str:
    """Return the name of a pair as pages ask for it: by the peer's party, or by the whole name of a pair of seats."""
    return peer if "-" in peer else pair_of(us, peer)


def partner_of(us: str, peer: str) -> str:
    """Return the other party of a pair that is asked for as ``pair_named`` takes it; raises LogError seat.bad_pair."""
    return seats_of(peer, us)[1].party if "-" in peer else peer
