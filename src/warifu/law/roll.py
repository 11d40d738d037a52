"""The roll: what a party's own acts say of its keys, posts, appointments and packs, at any place in its log.

Law: authority goes by place. An act has the authority that its author's roll gave *before this act in its author's
log*; what the author writes as the time is a claim. Trust begins by hand: the founding act holds the root keys and is
pinned; the root signs node keys, sealing keys and the appointing officers; those appoint the rest. A revocation works
from its place on and may name a day from which earlier acts are *doubtful*. A roll act that its signer had no right to
sign has no effect and stays on record with a finding. Whatever is asked of a place depends on what stands before it
alone, so that an answer given once stays right. A key keeps its holder, and a revoked key does not come back.

Place on the path: read by the door (whose key is this), by the judge (had the officer the appointment), by pages.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from warifu.core.act import Act
from warifu.core.errors import KeyTroubleError
from warifu.core.keys import ED25519, PublicKey, check_public, verify
from warifu.law.judge import Finding, Ruling
from warifu.law.roll_acts import (
    ROOT,
    Adoption,
    Appointment,
    Desk,
    Found,
    Holding,
    Limit,
    NewRoot,
    NodeKey,
    OfficerKey,
    Revocation,
    check_founding,
    is_vouched,
    keys_in,
    proof_bytes,
)

__all__ = [
    "ALL_DESKS", "APPOINTING", "ROLES", "Adoption", "Appointment", "Desk", "Found", "Grant", "Holding", "Key", "Limit",
    "NewRoot", "NodeKey", "OfficerKey", "Revocation", "Roll", "check_founding", "proof_bytes",
]  # fmt: skip

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
FOUND, AFFIRM = "parties/found", "parties/affirm"
_LAST = 2**62
_MAX_CACHED = 4096


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
    terms: list[tuple[int, OfficerKey]] = []
    """Each statement of an officer's key (from when to when it is good) with its place; a later one renews it."""

    def terms_at(self, index: int | None) -> OfficerKey | None:
        """Return the statement that held before the entry at ``index``; None for a key that is no officer's."""
        place = _LAST if index is None else index
        for since, body in reversed(self.terms):
            if since < place:
                return body
        return None


class Roll:
    """One party's roll, built act by act in the order of its log.

    ``pins``: founding acts pinned by hand; a second one has effect only if it is among them. ``seat``: ``law.seats``.
    """

    def __init__(self, party: str, pins: Iterable[bytes] = (), seat: str = "") -> None:
        self.party = party
        self.seat = seat
        self.pins = frozenset(pins)
        self.peer_joined_at: int | None = None
        """First place in this party's log that answers the peer's founding act: from there on the peer signs itself."""
        self.founded = b""
        self.foundings: dict[bytes, int] = {}
        self.keys: dict[bytes, Key] = {}
        self.appointments: list[Grant] = []
        self.holdings: list[Grant] = []
        self.adoptions: dict[bytes, Grant] = {}
        self.desks: dict[str, Grant] = {}
        self.nodes: list[Grant] = []
        self.distrusted: list[tuple[int, int]] = []
        self.findings: list[tuple[int, bytes, Ruling]] = []
        self.affirmed: set[bytes] = set()
        """Acts entered on paper in this party's name that its own officers have affirmed."""
        self._changes: list[int] = []
        self._held: dict[tuple[bytes, int, date | None], list[Grant]] = {}

    def key(self, key_id: bytes) -> PublicKey | None:
        """Return the key of an id as far as the roll has ever held it, or None."""
        known = self.keys.get(key_id)
        return known.public if known else None

    def node(self) -> NodeKey | None:
        """Return the keys, now in force, of the node that writes this log."""
        live = [grant for grant in self.nodes if grant.until == _LAST and grant.what.seat == self.seat]
        return live[-1].what if live else None

    def opening(self) -> int:
        """Count the entries, from the first on and without a gap, that are roll acts with effect."""
        return next((at for at, place in enumerate(self._changes) if at != place), len(self._changes))

    def has_adopted(self, pack: bytes, index: int = _LAST - 1) -> bool:
        """Tell whether the pack was adopted before the entry at ``index``."""
        grant = self.adoptions.get(pack)
        return grant is not None and grant.at(index)

    def trusts(self, index: int | None) -> bool:
        """Tell whether a place lies outside what a revoked node key wrote after its last trusted checkpoint."""
        if index is None or not self.distrusted:
            return True
        return not any(size <= index < until for size, until in self.distrusted)

    def authority(self, key_id: bytes, index: int | None, day: date | None = None) -> list[Appointment]:
        """Return the appointments that a key's holder had before the entry at ``index``.

        ``day``: day of sealing, by which the holder of a post is told; without it the one named last holds it. The days
        of the appointments are not looked at.
        """
        return [grant.what for grant in self._grants(key_id, index, day)]

    def persons(self, index: int | None, day: date, desk: str, roles: Iterable[str]) -> frozenset[str]:
        """Return who may act for a desk in one of these roles, before the entry at ``index``, on a day."""
        wanted = frozenset(roles)
        return frozenset(
            known.holder
            for key_id, known in self.keys.items()
            if known.use == "officer"
            for each in self.authority(key_id, index, day)
            if each.valid_from <= day <= each.valid_to
            and not wanted.isdisjoint(each.roles)
            and (ALL_DESKS in each.desks or desk in each.desks)
        )

    def is_doubtful(self, key_id: bytes, index: int, day: date) -> bool:
        """Tell whether a later revocation casts doubt on what the key signed at ``index`` on a day."""
        known = self.keys.get(key_id)
        if known is None:
            return False
        grants = self._grants(key_id, index, day)
        return _doubts(known.grant, index, day) or (bool(grants) and all(_doubts(each, index, day) for each in grants))

    def _grants(self, key_id: bytes, index: int | None, day: date | None) -> list[Grant]:
        place = _LAST - 1 if index is None else index
        # Between two changes of the roll nothing differs, and what is entered later changes no earlier place.
        asked = (key_id, bisect_left(self._changes, place), day if self.holdings else None)
        held = self._held.get(asked)
        if held is None:
            if len(self._held) >= _MAX_CACHED:
                self._held.clear()
            held = self._held[asked] = self._find_grants(key_id, place, day)
        return held

    def _find_grants(self, key_id: bytes, place: int, day: date | None) -> list[Grant]:
        known = self.keys.get(key_id)
        if known is None or known.use != "officer" or not known.grant.at(place):
            return []
        posts = self._posts_of(known.holder, place, day) if self.holdings else frozenset()
        return [
            grant
            for grant in self.appointments
            if grant.at(place)
            and (grant.what.person == known.holder if grant.what.person else grant.what.post in posts)
        ]

    def _posts_of(self, person: str, place: int, day: date | None) -> frozenset[str]:
        """Posts that a person holds, or acts in: of each post and kind the holder named last whose day has come."""
        holders: dict[tuple[str, bool], Grant] = {}
        for grant in self.holdings:
            if grant.since < place and (day is None or grant.what.since <= day):
                holders[grant.what.post, grant.what.acting] = grant
        return frozenset(
            post for (post, _), grant in holders.items() if grant.what.person == person and grant.at(place)
        )

    def take(self, act: Act, body: Any, digest: bytes, index: int) -> Ruling:
        """Enter one roll act at its place; return why it has no effect, or an empty ruling."""
        if act.kind == AFFIRM:
            self.affirmed.update(act.cites)
        enter = _ENTER.get(type(body))
        if enter is None:
            return ()
        refused = self.refusal(act, body, digest, index)
        if refused:
            self.findings.append((index, digest, refused))
            return refused
        if self._changes and index <= self._changes[-1]:
            self._held.clear()
        insort(self._changes, index)
        enter(self, body, digest, index)
        return ()

    def refusal(self, act: Act, body: Any, digest: bytes, index: int) -> Ruling:
        """Tell why a roll act has no effect at a place; depends on what stands before that place alone."""
        if type(body) not in _ENTER:
            return ()
        found = (
            self._refuse_found(act, body, digest, index)
            if type(body) is Found
            else self._refuse_signer(act, body, index)
        )
        return found or self._refuse_keys(body, index)

    def _refuse_found(self, act: Act, body: Found, digest: bytes, index: int) -> Ruling:
        before = [each for each, place in self.foundings.items() if place < index and each != digest]
        if before and digest not in self.pins:
            return (Finding("roll.already_founded", "house"),)
        if PublicKey(ED25519, body.root).key_id() != act.officer:
            return (Finding("roll.not_self_signed", "house"),)
        return ()

    def _refuse_signer(self, act: Act, body: Any, index: int) -> Ruling:
        figures = (("key", act.officer.hex()),)
        signer = self.keys.get(act.officer)
        if signer is None or not signer.grant.at(index) or signer.use not in {"root", "officer"}:
            return (Finding("roll.signer_not_in_force", "house", figures),)
        if signer.use == "root":
            return ()
        if self._is_for_the_root(body, index):
            return (Finding("roll.root_only", "house", (("kind", act.kind),)),)
        day = datetime.fromtimestamp(act.time, UTC).date()
        held = [each for each in self.authority(act.officer, index, day) if APPOINTING in each.roles]
        if not held:
            return (Finding("roll.not_appointing_officer", "house", figures),)
        terms = signer.terms_at(index)
        in_time = terms is not None and terms.valid_from <= day <= terms.valid_to
        if not in_time or not any(each.valid_from <= day <= each.valid_to for each in held):
            return (Finding("roll.signer_expired", "house", (*figures, ("on", day.isoformat()))),)
        return ()

    def _is_for_the_root(self, body: Any, index: int) -> bool:
        """Roots, nodes, appointing officers: to make or end them, or name who holds such a post, is the root's."""
        live = [grant.what for grant in self.appointments if grant.at(index) and APPOINTING in grant.what.roles]
        if type(body) is Appointment:
            return APPOINTING in body.roles or any(each.number == body.number for each in live)
        if type(body) is Holding:
            return any(each.post == body.post for each in live)
        if type(body) is Revocation:
            known = self.keys.get(body.key_id)
            return body.what == "node" or (known is not None and known.grant.since < index and known.use != "officer")
        return type(body) in {NewRoot, NodeKey}

    def _refuse_keys(self, body: Any, index: int) -> Ruling:
        """A key is well formed, keeps its holder and use, and does not come back once it was revoked or replaced.

        A new root is new in both its keys: the old ones end with it, and one that came again would end unseen. Its keys
        vouch for each other, as those of a founding act do (looked at where it is pinned).
        """
        born = index - 1 if type(body) is Found else index  # a founding act stands under the keys that it founds
        for algorithm, raw, holder, use in keys_in(body):
            try:
                key_id = check_public(algorithm, raw).key_id()
            except KeyTroubleError as trouble:
                return (Finding("roll.key_bad", "house", (("trouble", trouble.code),)),)
            known = self.keys.get(key_id)
            if known is None or known.grant.since >= born:
                continue
            if (known.holder, known.use) != (holder, use):
                return (Finding("roll.key_taken", "house", (("key", key_id.hex()),)),)
            if known.grant.until < index:
                return (Finding("roll.key_ended", "house", (("key", key_id.hex()),)),)
            if type(body) in {Found, NewRoot}:
                return (Finding("roll.key_reused", "house", (("key", key_id.hex()),)),)
        if type(body) is NewRoot and not is_vouched(self.party, body, verify):
            return (Finding("roll.proof_bad", "house", (("party", self.party),)),)
        return ()

    def _hold_keys(self, body: Any, index: int) -> None:
        for algorithm, raw, holder, use in keys_in(body):
            public = PublicKey(algorithm, raw)
            self.keys.setdefault(public.key_id(), Key(public, holder, use, Grant(None, index), []))

    def _enter_found(self, body: Found | NewRoot, digest: bytes, index: int) -> None:
        for known in self.keys.values():
            if known.holder == ROOT:
                known.grant.until = min(known.grant.until, index)
        if isinstance(body, NewRoot):
            self._hold_keys(body, index)
            return
        self.founded = digest
        self.foundings[digest] = index
        # The founding act is signed by the key it founds: in force from its own place on.
        self._hold_keys(body, index - 1)

    def _enter_node(self, body: NodeKey, _digest: bytes, index: int) -> None:
        for grant in self.nodes:
            if grant.what.seat == body.seat:
                grant.until = min(grant.until, index + 1)  # the node before seals the handover itself
        self.nodes.append(Grant(body, index))
        self._hold_keys(body, index)

    def _enter_officer(self, body: OfficerKey, _digest: bytes, index: int) -> None:
        self._hold_keys(body, index)
        known = self.keys[PublicKey(body.algorithm, body.key).key_id()]
        known.grant.what = body
        known.terms.append((index, body))

    def _enter_appointment(self, body: Appointment, _digest: bytes, index: int) -> None:
        for grant in self.appointments:
            if grant.what.number == body.number:
                grant.until = min(grant.until, index)
        self.appointments.append(Grant(body, index))

    def _enter_holding(self, body: Holding, _digest: bytes, index: int) -> None:
        # An earlier holder is not ended here: whose day has come last holds the post (``_posts_of``).
        self.holdings.append(Grant(body, index))

    def _enter_revocation(self, body: Revocation, _digest: bytes, index: int) -> None:
        grants = [known.grant for key_id, known in self.keys.items() if body.key_id and key_id == body.key_id]
        if body.what == "appointment":
            grants += [grant for grant in self.appointments if grant.what.number == body.number]
        if body.what == "person":
            grants += [
                known.grant for known in self.keys.values() if known.holder == body.number and known.use == "officer"
            ]
            grants += [grant for grant in (*self.appointments, *self.holdings) if grant.what.person == body.number]
        grants += (ended := self._ended_nodes(body))
        for grant in grants:
            if grant.until > index:
                grant.until, grant.doubtful_since = index, body.doubtful_since
        if body.what == "node" and body.trusted_size >= 0 and any(each.what.seat == self.seat for each in ended):
            self.distrusted.append((body.trusted_size, index))

    def _ended_nodes(self, body: Revocation) -> list[Grant]:
        return [
            grant
            for grant in self.nodes
            if body.key_id
            in {key_id for key_id, each in self.keys.items() if each.public.raw in {grant.what.key, grant.what.key_pq}}
        ]

    def _enter_adoption(self, body: Adoption, _digest: bytes, index: int) -> None:
        self.adoptions.setdefault(body.pack, Grant(body, index))

    def _enter_desk(self, body: Desk, _digest: bytes, index: int) -> None:
        self.desks[body.code] = Grant(body, index)


def _doubts(grant: Grant, index: int, day: date) -> bool:
    return grant.doubtful_since is not None and index <= grant.until and day >= grant.doubtful_since


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
