"""The roll: what a party's own acts say of its keys, posts, appointments and packs, at any place in its log.

Law: authority goes by place. An act has the authority that its author's roll gave *before this act in its author's
log*; what the author writes as the time is a claim. Trust begins by hand: the founding act holds the root keys and is
pinned; the root signs node keys, sealing keys and the appointing officers; those appoint the rest. A revocation works
from its place on and may name a day from which earlier acts are *doubtful*. A roll act that its signer had no right to
sign has no effect and stays on record with a finding.

Place on the path: read by the door (whose key is this), by the judge (had the officer the appointment), by pages.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from warifu.core.act import Act
from warifu.core.errors import KeyTroubleError
from warifu.core.keys import ED25519, ML_DSA_65, PublicKey, check_public
from warifu.law.judge import Finding, Ruling

APPOINTING = "appointing_officer"
ROLES = (
    APPOINTING,
    "ordering_officer",
    "accepting_officer",
    "issuing_officer",
    "receiving_officer",
    "finance_officer",
    "registrar",
    "custodian",
    "witness",
    "security_authority",
    "project_officer",
    "export_control_officer",
    "committee_member",
    "liaison_officer",
    "auditor",
)
ALL_DESKS = "*"
_LAST = 2**62


class Found(msgspec.Struct, frozen=True):
    """The founding act: a party's root keys, and the ML-DSA root's proof over party and Ed25519 root."""

    root: bytes
    root_pq: bytes
    proof: bytes


class NewRoot(msgspec.Struct, frozen=True):
    """New root keys, signed by the old root."""

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


class Grant(msgspec.Struct):
    """Something on the roll, in force from a place in the log up to another."""

    what: Any
    since: int
    until: int = _LAST
    doubtful_since: date | None = None

    def at(self, index: int) -> bool:
        """Tell whether it was in force before the entry at ``index``."""
        return self.since < index <= self.until


class Key(msgspec.Struct):
    """A key on the roll: what verifies with it, whose it is, from and until which place."""

    public: PublicKey
    holder: str
    use: str
    grant: Grant


class Roll:
    """One party's roll, built act by act in the order of its log."""

    def __init__(self, party: str) -> None:
        self.party = party
        self.founded = b""
        self.keys: dict[bytes, Key] = {}
        self.appointments: list[Grant] = []
        self.holdings: list[Grant] = []
        self.adoptions: dict[bytes, Grant] = {}
        self.desks: dict[str, Grant] = {}
        self.nodes: list[Grant] = []
        self.findings: list[tuple[int, bytes, Ruling]] = []
        self._authority: dict[tuple[bytes, int], list[Appointment]] = {}

    def key(self, key_id: bytes) -> PublicKey | None:
        """Return the key of an id as far as the roll has ever held it, or None (the anteroom)."""
        known = self.keys.get(key_id)
        return known.public if known else None

    def node(self) -> NodeKey | None:
        """Return the node keys now in force."""
        live = [grant for grant in self.nodes if grant.until == _LAST]
        return live[-1].what if live else None

    def has_adopted(self, pack: bytes, index: int = _LAST - 1) -> bool:
        """Tell whether the pack was adopted before the entry at ``index``."""
        grant = self.adoptions.get(pack)
        return grant is not None and grant.at(index)

    def authority(self, key_id: bytes, index: int | None) -> list[Appointment]:
        """Return the appointments that a key's holder had before the entry at ``index``; the days are not looked at."""
        place = _LAST - 1 if index is None else index
        known = self.keys.get(key_id)
        if known is None or known.use != "officer" or not known.grant.at(place):
            return []
        posts = {grant.what.post for grant in self.holdings if grant.at(place) and grant.what.person == known.holder}
        return [
            grant.what
            for grant in self.appointments
            if grant.at(place) and (grant.what.person == known.holder or (grant.what.post and grant.what.post in posts))
        ]

    def take(self, act: Act, body: Any, digest: bytes, index: int) -> Ruling:
        """Enter one roll act at its place; return why it has no effect, or an empty ruling."""
        refused = self.refusal(act, body, digest, index)
        if refused:
            self.findings.append((index, digest, refused))
            return refused
        _ENTER[type(body)](self, body, digest, index)
        return ()

    def refusal(self, act: Act, body: Any, digest: bytes, index: int) -> Ruling:
        """Tell why a roll act has no effect at a place; depends on what stands before that place alone."""
        if type(body) not in _ENTER:
            return ()
        if type(body) is Found:
            return self._refuse_found(act, body, digest)
        signer = self.keys.get(act.officer)
        if signer is None or not signer.grant.at(index):
            return (Finding("roll.signer_not_in_force", "house", (("key", act.officer.hex()),)),)
        if signer.use == "root":
            return ()
        if type(body) in _ROOT_ONLY or (type(body) is Appointment and APPOINTING in body.roles):
            return (Finding("roll.root_only", "house", (("kind", act.kind),)),)
        if not any(APPOINTING in appointment.roles for appointment in self.authority(act.officer, index)):
            return (Finding("roll.not_appointing_officer", "house", (("key", act.officer.hex()),)),)
        return ()

    def _refuse_found(self, act: Act, body: Found, digest: bytes) -> Ruling:
        if self.founded and self.founded != digest:
            return (Finding("roll.already_founded", "house"),)
        if PublicKey(ED25519, body.root).key_id() != act.officer:
            return (Finding("roll.not_self_signed", "house"),)
        return ()

    def _hold_key(self, public: PublicKey, holder: str, use: str, index: int) -> None:
        key_id = public.key_id()
        if key_id in self.keys:
            return
        self.keys[key_id] = Key(public, holder, use, Grant(None, index))

    def _enter_found(self, body: Found | NewRoot, digest: bytes, index: int) -> None:
        for known in self.keys.values():
            if known.use == "root":
                known.grant.until = min(known.grant.until, index)
        self.founded = self.founded or digest
        # The founding act is signed by the key it founds: in force from its own place on.
        self._hold_key(check_public(ED25519, body.root), "root", "root", index - 1)
        self._hold_key(check_public(ML_DSA_65, body.root_pq), "root", "root_pq", index - 1)

    def _enter_node(self, body: NodeKey, _digest: bytes, index: int) -> None:
        for grant in self.nodes:
            if grant.what.seat == body.seat:
                grant.until = min(grant.until, index)
        self.nodes.append(Grant(body, index))
        self._hold_key(check_public(ED25519, body.key), "node", "node", index)
        self._hold_key(check_public(ML_DSA_65, body.key_pq), "node", "node_pq", index)

    def _enter_officer(self, body: OfficerKey, _digest: bytes, index: int) -> None:
        self._hold_key(check_public(body.algorithm, body.key), body.person, "officer", index)
        self.keys[PublicKey(body.algorithm, body.key).key_id()].grant.what = body

    def _enter_appointment(self, body: Appointment, _digest: bytes, index: int) -> None:
        for grant in self.appointments:
            if grant.what.number == body.number:
                grant.until = min(grant.until, index)
        self.appointments.append(Grant(body, index))

    def _enter_holding(self, body: Holding, _digest: bytes, index: int) -> None:
        for grant in self.holdings:
            if grant.what.post == body.post and grant.what.acting == body.acting:
                grant.until = min(grant.until, index)
        self.holdings.append(Grant(body, index))

    def _enter_revocation(self, body: Revocation, _digest: bytes, index: int) -> None:
        grants = [known.grant for key_id, known in self.keys.items() if body.key_id and key_id == body.key_id]
        if body.what == "appointment":
            grants += [grant for grant in self.appointments if grant.what.number == body.number]
        if body.what == "person":
            grants += [known.grant for known in self.keys.values() if known.holder == body.number]
        for grant in grants:
            grant.until = min(grant.until, index)
            grant.doubtful_since = body.doubtful_since

    def _enter_adoption(self, body: Adoption, _digest: bytes, index: int) -> None:
        self.adoptions.setdefault(body.pack, Grant(body, index))

    def _enter_desk(self, body: Desk, _digest: bytes, index: int) -> None:
        self.desks[body.code] = Grant(body, index)


_ROOT_ONLY = frozenset({NewRoot, NodeKey})
_ENTER: dict[type, Callable[[Roll, Any, bytes, int], None]] = {
    Found: Roll._enter_found,  # noqa: SLF001  the table belongs to the class
    NewRoot: Roll._enter_found,  # noqa: SLF001
    NodeKey: Roll._enter_node,  # noqa: SLF001
    OfficerKey: Roll._enter_officer,  # noqa: SLF001
    Appointment: Roll._enter_appointment,  # noqa: SLF001
    Holding: Roll._enter_holding,  # noqa: SLF001
    Revocation: Roll._enter_revocation,  # noqa: SLF001
    Adoption: Roll._enter_adoption,  # noqa: SLF001
    Desk: Roll._enter_desk,  # noqa: SLF001
}


def proof_bytes(party: str, root: bytes) -> bytes:
    """Return the bytes that the ML-DSA root signs in a founding act: both roots vouch for each other."""
    return b"warifu founding act\x00" + party.encode() + b"\x00" + root


def check_founding(party: str, body: Found, good: Callable[[PublicKey, bytes, bytes], bool]) -> None:
    """Raise KeyTroubleError unless the post-quantum root vouches for the first one."""
    key = check_public(ML_DSA_65, body.root_pq, "founding act")
    if not good(key, proof_bytes(party, body.root), body.proof):
        raise KeyTroubleError("roll.proof_bad", "founding act", party=party)
