"""Trust begins by hand: the founding act, the node's keys, the first appointing officer, and the pin of the peer.

Law: ``init`` makes the root keys (Ed25519 and ML-DSA-65, to be kept off the node), the founding act signed by the root,
first on the roll, and the node's own keys signed by the root. An introduction sheet is read back by two officers a side
and pins the other's root; only ``pin_peer`` sets a pin, and it is on record in the national log.
"""

from __future__ import annotations

from typing import NamedTuple

from warifu.core.errors import KeyTroubleError
from warifu.core.keys import Signer
from warifu.law.roll import Adoption, Found, NodeKey, proof_bytes
from warifu.node.drafting import Draft, Outcome
from warifu.node.keystore import SealingKey
from warifu.node.node import Node
from warifu.record import log

DESK = "ROOT"


class Roots(NamedTuple):
    """The two root signers of a party."""

    first: Signer
    second: Signer


def founding_body(party: str, roots: Roots) -> Found:
    """Return the founding act's body: both root keys, the second vouching for the first."""
    proof = roots.second.sign(proof_bytes(party, roots.first.public.raw))
    return Found(roots.first.public.raw, roots.second.public.raw, proof)


def found(node: Node, peer: str, roots: Roots) -> bytes:
    """Write the founding act as the first entry of our log; returns its digest, which names the roll's case."""
    draft = Draft(kind="parties/found", body=founding_body(node.party, roots), desk=DESK)
    return _must(node.submit(peer, draft, roots.first)).case


def appoint_node(node: Node, peer: str, roots: Roots, sealing: SealingKey, tls: bytes = b"") -> None:
    """Put this node's signing keys, sealing key and TLS key on the roll, signed by the root."""
    first, second = node.means.signers
    body = NodeKey(first.public.raw, second.public.raw, sealing.public_raw, tls)
    write(node, peer, "parties/node", body, roots.first)


def adopt_all(node: Node, peer: str, signer: Signer) -> None:
    """Adopt every agreement's pack that this program holds for the pair and that is not adopted yet."""
    roll = node.pair(peer).rolls[node.party]
    for pack in node.packs.values():
        if {node.party, peer} <= set(pack.data.parties) and not roll.has_adopted(pack.digest):
            write(node, peer, "parties/adoption", Adoption(pack.digest, pack.id, pack.data.version), signer)


def write(node: Node, peer: str, kind: str, body: object, signer: Signer) -> Outcome:
    """Write one roll act in the case of our founding act; raises KeyTroubleError if the roll refuses it."""
    roll = node.pair(peer).rolls[node.party]
    return _must(node.submit(peer, Draft(kind=kind, body=body, desk=DESK, case=roll.founded), signer))


def _must(outcome: Outcome) -> Outcome:
    if not outcome.ok:
        finding = outcome.ruling[0]
        raise KeyTroubleError("roll.refused", finding.rule, **dict(finding.figures))
    return outcome


def pin_peer(node: Node, peer: str, digest: bytes) -> None:
    """Pin the peer's founding act after the introduction was read back; refuses to change a pin in silence."""
    pair = node.pair(peer)
    held = log.pin(node.store, pair.name)
    if held and held != digest:
        raise KeyTroubleError("pin.already_set", peer, held=held.hex()[:16])
    log.set_pin(node.store, pair.name, digest)
