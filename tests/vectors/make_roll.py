"""A roll, entry by entry, with what is in force before each place and what has no effect, and why. See ``make``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.vectors import invented
from tests.vectors.trial_keys import SEALING, SIGNERS
from warifu.core import act as acts
from warifu.core.act import Act
from warifu.core.wire import to_plain
from warifu.law import roll
from warifu.law.roll import Roll

Json = dict[str, Any]
Step = tuple[str, str, Any]
FIRST, LAST = date(2026, 4, 1), date(2029, 3, 31)
PARTY = "GB"


def officer(name: str, person: str, last: date = LAST) -> roll.OfficerKey:
    """The key of a name, for a person."""
    public = SIGNERS[name].public
    return roll.OfficerKey(person, public.algorithm, public.raw, FIRST, last)


def appointment(number: str, person: str, *roles: str) -> roll.Appointment:
    """An appointment of a person, for all desks."""
    return roll.Appointment(number, roles, (roll.ALL_DESKS,), FIRST, LAST, person=person)


def found(
    name: str, kind: type[roll.Found | roll.NewRoot] = roll.Found, party: str = PARTY
) -> roll.Found | roll.NewRoot:
    """The keys of a root, proved for a party."""
    root, root_pq = SIGNERS[name].public, SIGNERS.get(f"{name}-pq", SIGNERS["gb-root-pq"])
    return kind(root.raw, root_pq.public.raw, root_pq.sign(roll.proof_bytes(party, root.raw)))


def _steps() -> list[Step]:
    """(kind, who signs, body) of each entry, in the order of the log."""
    node, node_pq = SIGNERS["gb-node"].public, SIGNERS["gb-node-pq"].public
    chief = SIGNERS["gb-officer"].public.key_id()
    return [
        ("found", "gb-root", found("gb-root")),
        ("node", "gb-root", roll.NodeKey(node.raw, node_pq.raw, SEALING.public, bytes(32), "main")),
        ("officer", "gb-root", officer("gb-officer", "P-0001")),
        ("appointment", "gb-root", appointment("A-1", "P-0001", roll.APPOINTING)),
        ("officer", "gb-officer", officer("gb-card", "P-0002")),
        ("appointment", "gb-officer", appointment("A-2", "P-0002", "ordering_officer")),
        ("appointment", "gb-officer", appointment("A-3", "P-0002", roll.APPOINTING)),  # for the root alone
        ("officer", "gb-card", officer("stranger", "P-0003")),  # not an appointing officer
        ("officer", "stranger", officer("stranger", "P-0003")),  # a key that is not on the roll
        ("found", "stranger", found("stranger")),  # not pinned
        ("officer", "gb-officer", officer("gb-card", "P-0004")),  # the key is another's
        ("adoption", "gb-officer", roll.Adoption(invented.PACK, "gb-jp/invented", "1")),
        ("desk", "gb-officer", roll.Desk("CALDER", "HMS Calder", "コールダー")),
        ("revocation", "gb-root", roll.Revocation("key", key_id=chief, doubtful_since=date(2026, 4, 20))),
        ("desk", "gb-officer", roll.Desk("TYNE", "HMS Tyne", "タイン")),  # the key was ended
        ("officer", "gb-root", officer("gb-officer", "P-0001")),  # an ended key does not come back
        ("new_root", "gb-root", found("gb-new-root", roll.NewRoot, "JP")),  # proved for another party
        ("new_root", "gb-root", found("gb-new-root", roll.NewRoot)),
        ("desk", "gb-root", roll.Desk("TYNE", "HMS Tyne", "タイン")),  # the former root was ended
        ("desk", "gb-new-root", roll.Desk("TYNE", "HMS Tyne", "タイン")),  # the new root may
    ]


def sealed_steps(steps: Sequence[Step]) -> list[acts.Sealed]:
    """Seal the acts of a roll."""
    sealed: list[acts.Sealed] = []
    for place, (kind, signer, body) in enumerate(steps):
        case = sealed[0].digest if sealed and kind != "found" else b""
        made = Act(
            invented.PACK, f"parties/{kind}", PARTY, "HOME", SIGNERS[signer].public.key_id(),
            invented.FIRST_TIME + place, to_plain(body), case=case,
        )  # fmt: skip
        sealed.append(acts.seal(made, SIGNERS[signer]))
    return sealed


def in_force(found: Roll, place: int) -> list[str]:
    """Key ids in force before a place."""
    return sorted(key_id.hex() for key_id, key in found.keys.items() if key.grant.at(place))


def roll_vector() -> Json:
    """Give the entries with what each does, and the roles of both officers before each place."""
    steps = _steps()
    sealed = sealed_steps(steps)
    return {"party": PARTY, "pin": sealed[0].digest.hex(), **told(Roll(PARTY), steps, sealed)}


def told(found: Roll, steps: Sequence[Step], sealed: Sequence[acts.Sealed], day: date | None = None) -> Json:
    """Enter the acts one by one; ``day``: by which the holder of a post is told."""
    rows: list[Json] = []
    for place, ((_, signer, body), each) in enumerate(zip(steps, sealed, strict=True)):
        ruling = found.take(each.act, body, each.digest, place)
        rows.append({
            "place": place, "kind": each.act.kind, "key": signer, "digest": each.digest.hex(),
            "envelope": each.envelope.raw.hex(), "no_effect": [finding.rule for finding in ruling],
        })  # fmt: skip
    rows.append({"place": len(rows)})
    for row in rows:
        row["keys_before"] = in_force(found, row["place"])
        row["roles_before"] = {name: _roles(found, name, row["place"], day) for name in ("gb-officer", "gb-card")}
    return {"entries": rows[:-1], "after": rows[-1]}


def _roles(found: Roll, name: str, place: int, day: date | None) -> list[str]:
    held = found.authority(SIGNERS[name].public.key_id(), place, day)
    return sorted(role for appointment in held for role in appointment.roles)
