"""Who may seal the log of a seat, and how a seat is handed over: read from the log's own copy of the roll.

Law (``docs/adr`` 0021; ``tests/law/sim_seats.py`` looks for a seed that breaks it): a seat's log has one writer at a
time. The node's entry for that seat, in that log, names it. The first works at once. A later one, at place *h*, is the
*handover*: the run that brings it ends with it and is sealed, at h + 1 entries, by the node before; from there on the
node named writes and the one before seals nothing longer. What stands in the copy of the roll with which a log opens is
history and hands nothing over: there is nothing yet to be handed over. So a log goes on in one hand, and nobody takes a
seat over that was not handed over. A key seals only the logs of the seats for which it stands on the roll. In the
log of two parties, too, the node before seals nothing beyond the entry that puts another in its place.

Place on the path: step 1 of *receive* (``node.intake``), before our own act (``Node.writable``), and ``verify``.
"""

from __future__ import annotations

from functools import lru_cache

from warifu.core.keys import ED25519, ML_DSA_65, PublicKey
from warifu.law.judge import Finding, Ruling
from warifu.law.roll import Grant, Roll
from warifu.law.roll_acts import NodeKey

NODE = "parties/node"
_NOW = 2**61
ROLL_ACTS = frozenset(
    f"parties/{name}"
    for name in (
        "found", "new_root", "node", "officer", "appointment", "holding", "revocation", "adoption", "desk",
    )
)  # fmt: skip
"""Kinds written on the roll at home and copied into the logs of seats: the same bytes, each at a place of its own."""


@lru_cache(maxsize=256)
def key_ids(body: NodeKey) -> tuple[bytes, bytes]:
    """Ids of the two keys that a node's entry brings: Ed25519, ML-DSA-65."""
    return PublicKey(ED25519, body.key).key_id(), PublicKey(ML_DSA_65, body.key_pq).key_id()


def _of_seat(roll: Roll) -> list[Grant]:
    return [grant for grant in roll.nodes if grant.what.seat == roll.seat]


def seals(roll: Roll, key_id: bytes, size: int) -> bool:
    """Tell whether a key is that of the node which seals this log at a size: the seat's own, and not handed over."""
    return any(grant.at(size) and key_id in key_ids(grant.what) for grant in _of_seat(roll))


def next_handover(roll: Roll, first: int) -> int | None:
    """Return the place of the first handover at or after ``first``; None where there is none.

    What the roll says of earlier nodes in the copy with which a log opens is history: no other entry stands before it.
    """
    begun = max(first, roll.opening())
    return next((grant.since for grant in _of_seat(roll)[1:] if grant.since >= begun), None)


def handed_over_by(roll: Roll, place: int, key_id: bytes) -> bool:
    """Tell whether a key is that of the node which could hand the seat over at a place: the one before, in force."""
    nodes = _of_seat(roll)
    at = next((number for number, grant in enumerate(nodes) if grant.since == place), 0)
    return at > 0 and nodes[at - 1].at(place + 1) and key_id in key_ids(nodes[at - 1].what)


def roll_refusal(kind: str) -> Ruling:
    """Tell why an act of the roll is not drafted in a pair of seats: it is written at home, and copied from there."""
    return (Finding("house.roll_at_home", "house", (("kind", kind),)),) if kind in ROLL_ACTS else ()


def desk_refusal(roll: Roll, desk: str) -> Ruling:
    """Tell why no case of a desk is begun in this log: a desk is worked at one node at a time.

    In a seat's log that desk alone works; elsewhere none that has a node of its own.
    """
    outposts = {grant.what.seat for grant in roll.nodes if grant.what.seat and grant.at(_NOW)}
    if (desk == roll.seat) if roll.seat else (desk not in outposts):
        return ()
    return (Finding("house.desk_elsewhere", "house", (("desk", desk), ("seat", roll.seat or roll.party))),)


def writer(roll: Roll) -> NodeKey | None:
    """Return the node that writes this log now; None before its first node stands in it, or once it was revoked."""
    return roll.node()
