"""What stands in a roll act: the bodies that ``law.roll`` reads, one record for each thing a party says of itself.

Law: field *i* is key *i* of the body (``core.wire``); a field is never renumbered or removed, a new one goes last with
a default. Names of persons are texts, never fields: a person is a number here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from warifu.core.errors import KeyTroubleError
from warifu.core.keys import ED25519, ML_DSA_65, PublicKey, check_public


class Found(msgspec.Struct, frozen=True):
    """The founding act: a party's root keys, and the ML-DSA root's proof over party and Ed25519 root."""

    root: bytes
    root_pq: bytes
    proof: bytes


class NewRoot(msgspec.Struct, frozen=True):
    """New root keys, signed by the old root; the new ML-DSA root vouches for the new Ed25519 one as in a founding."""

    root: bytes
    root_pq: bytes
    proof: bytes


class NodeKey(msgspec.Struct, frozen=True):
    """A node's signing keys (Ed25519 and ML-DSA-65), its sealing key and TLS key fingerprint; signed by the root."""

    key: bytes
    key_pq: bytes
    sealing: bytes
    tls: bytes = b""
    seat: str = ""


class OfficerKey(msgspec.Struct, frozen=True):
    """A person's key. Who the person is stands in a text (personal detail), not here; ``person`` is a number."""

    person: str
    algorithm: int
    key: bytes
    valid_from: date
    valid_to: date
    spare: bool = False


class Limit(msgspec.Struct, frozen=True):
    """Up to which amount: ``of`` is a currency (value of an act) or a unit (quantity of a line)."""

    of: str
    amount: Decimal


class Appointment(msgspec.Struct, frozen=True):
    """Written delegation: who (a person, or the holder of a post) may do what, for which desks, up to which limits."""

    number: str
    roles: tuple[str, ...]
    desks: tuple[str, ...]
    valid_from: date
    valid_to: date
    person: str = ""
    post: str = ""
    limits: tuple[Limit, ...] = ()


class Holding(msgspec.Struct, frozen=True):
    """Who holds a post from a day; ``acting`` marks a deputy (代理). An earlier holder of the same kind ends here."""

    post: str
    person: str
    since: date
    acting: bool = False


class Revocation(msgspec.Struct, frozen=True):
    """End of a key (by key id), an appointment or a person's standing; ``what`` says which."""

    what: str
    number: str = ""
    key_id: bytes = b""
    doubtful_since: date | None = None
    trusted_size: int = -1


class Adoption(msgspec.Struct, frozen=True):
    """A pack, by digest, is in force for this party once both rolls hold it."""

    pack: bytes
    name: str
    version: str


class Desk(msgspec.Struct, frozen=True):
    """A unit that acts: code and names; contact details stand in texts, their expiry here."""

    code: str
    name: str
    name_ja: str
    contact_until: date | None = None


def proof_bytes(party: str, root: bytes) -> bytes:
    """Return the bytes that an ML-DSA root signs of the Ed25519 root beside it: both roots vouch for each other."""
    return b"warifu founding act\x00" + party.encode() + b"\x00" + root


Good = Callable[[PublicKey, bytes, bytes], bool]
"""What looks at a signature: key, message, signature (``core.keys.verify``)."""


def is_vouched(party: str, body: Found | NewRoot, good: Good) -> bool:
    """Tell whether the post-quantum root vouches for the first one; raises KeyTroubleError where it is no key."""
    key = check_public(ML_DSA_65, body.root_pq, "founding act")
    return good(key, proof_bytes(party, body.root), body.proof)


def check_founding(party: str, body: Found, good: Good) -> None:
    """Raise KeyTroubleError unless the post-quantum root vouches for the first one."""
    if not is_vouched(party, body, good):
        raise KeyTroubleError("roll.proof_bad", "founding act", party=party)


ROOT = "root"
"""Who holds the root keys."""


def keys_in(body: Any) -> tuple[tuple[int, bytes, str, str], ...]:
    """(algorithm, raw key, holder, use) of every signing key that a roll act brings."""
    if isinstance(body, Found | NewRoot):
        return (ED25519, body.root, ROOT, "root"), (ML_DSA_65, body.root_pq, ROOT, "root_pq")
    if isinstance(body, NodeKey):
        return (ED25519, body.key, "node", "node"), (ML_DSA_65, body.key_pq, "node", "node_pq")
    if isinstance(body, OfficerKey):
        return ((body.algorithm, body.key, body.person, "officer"),)
    return ()
