"""Golden bytes of single things: values, keys, acts of every kind, answers, checkpoints, texts. See ``make``."""

from __future__ import annotations

from typing import Any

from tests.vectors import invented
from tests.vectors.trial_keys import SIGNERS
from warifu.core import act as acts
from warifu.core import canonical, keys, merkle, texts
from warifu.core.act import CONFIRMED, FALLEN, OBJECTED, Act, Answer, Checkpoint, FindingWire
from warifu.core.wire import to_plain
from warifu.law import roll

Json = dict[str, Any]

_VALUES: dict[str, Any] = {
    "nought": 0, "largest of one byte": 23, "smallest of two bytes": 24, "largest of two bytes": 255,
    "smallest of three bytes": 256, "smallest of five bytes": 65_536, "smallest of nine bytes": 2**32,
    "largest": 2**63 - 1, "minus one": -1, "smallest": -(2**63), "false": False, "true": True, "no bytes": b"",
    "24 bytes": bytes(24), "no text": "", "text": "F-76", "Japanese text": "割符", "composed text": "é ガ",
    "text beyond the first plane": "𠮷野家", "no items": [], "items": [1, [2, b"3"], "four"], "no fields": {},
    "fields": {0: 1, 23: "a", 24: b"b", 256: {1: True}}, "eight deep": [[[[[[[[]]]]]]]], "24 items": list(range(24)),
}  # fmt: skip


def values() -> Json:
    """Give plain values, with their one form and their diagnostic notation."""
    rows = [
        {"name": name, "diagnostic": diagnostic(value), "bytes": canonical.encode(value).hex()}
        for name, value in _VALUES.items()
    ]
    return {"values": rows}


def diagnostic(value: Any) -> str:
    """Write a plain value in CBOR's diagnostic notation (RFC 8949 section 8)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return f"h'{value.hex()}'"
    if isinstance(value, list):
        return "[" + ", ".join(map(diagnostic, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {diagnostic(each)}" for key, each in value.items()) + "}"
    return f'"{value}"' if isinstance(value, str) else str(value)


def trial_keys() -> Json:
    """Give the trial keys' public halves, with COSE_Key and key id."""
    rows = {}
    for name, signer in SIGNERS.items():
        key = signer.public
        rows[name] = {
            "algorithm": key.algorithm, "public": key.raw.hex(), "cose_key": keys.cose_key(key).hex(),
            "key_id": key.key_id().hex(),
        }  # fmt: skip
    return {"note": "Trial keys from seeds in trial_keys.py: known to everybody, they protect nothing.", "keys": rows}


def signer_of(number: int) -> str:
    """Name the trial key that signs the act of this number: cards now and then."""
    return ("gb-officer", "gb-card", "gb-officer", "jp-officer", "jp-card")[number % 5]


def sealed_act(made: Act, opened: list[texts.Opening], signer: str, name: str) -> Json:
    """Give the row of one act."""
    sealed = acts.seal(made, SIGNERS[signer])
    row: Json = {
        "name": name, "kind": made.kind, "key": signer, "digest": sealed.digest.hex(),
        "leaf_hash": merkle.leaf_hash(sealed.envelope.raw).hex(), "envelope": sealed.envelope.raw.hex(),
    }  # fmt: skip
    if opened:
        row["openings"] = [[leaf.slot, leaf.salt.hex(), leaf.text] for leaf in opened]
    return row


LATER_KINDS = ("parties/signature",)
"""Kinds that came later, in the order in which they came: a new one changes no vector made before."""


def every_kind() -> Json:
    """Give two acts of each kind: the least that it needs, and all that it can hold."""
    rows = []
    kinds = invented.kinds()
    at_first = [kind for name, kind in kinds.items() if name not in LATER_KINDS]
    for number, kind in enumerate([*at_first, *(kinds[name] for name in LATER_KINDS)]):
        later = [("later", invented.WITH_LATER_FIELDS)] if kind.body.__name__ in invented.LATER_FIELDS else []
        for name, fullness in (("least", 0), ("all", 100), *later):
            signer = signer_of(number)
            chance = invented.Chance(f"{kind.name} {name}")
            made, opened = invented.act(kind, chance, SIGNERS[signer].public.key_id(), fullness)
            rows.append(sealed_act(made, opened, signer, name))
    return {"acts": rows}


def founding() -> Json:
    """Give a founding act: root keys that vouch for each other, signed by the Ed25519 root."""
    root, root_pq = SIGNERS["gb-root"], SIGNERS["gb-root-pq"]
    proof = root_pq.sign(roll.proof_bytes("GB", root.public.raw))
    body = to_plain(roll.Found(root.public.raw, root_pq.public.raw, proof))
    made = Act(invented.PACK, "parties/found", "GB", "HOME", root.public.key_id(), invented.FIRST_TIME, body)
    row = sealed_act(made, [], "gb-root", "founding act of GB")
    return {**row, "proof_message": roll.proof_bytes("GB", root.public.raw).hex(), "proof": proof.hex()}


def _answers() -> dict[str, Answer]:
    about = canonical.digest(b"an act")
    finding = FindingWire("logistics.category.weapon", "acsa.1", (("category", "weapon"), ("line", "2")))
    return {
        "confirmed": Answer(about, CONFIRMED, invented.FIRST_TIME),
        "fallen": Answer(about, FALLEN, invented.FIRST_TIME + 1, rival=canonical.digest(b"its rival")),
        "objected": Answer(about, OBJECTED, invented.FIRST_TIME + 2, (finding,)),
        "objected twice": Answer(
            about, OBJECTED, invented.FIRST_TIME + 3, (finding, FindingWire("house.flow", "house"))
        ),
    }


def answers() -> Json:
    """Give answers as they stand in a log, and signed as they travel alone."""
    rows = []
    for name, answer in _answers().items():
        raw = acts.encode_answer(answer)
        alone = acts.seal_answer(answer, SIGNERS["gb-node"]).raw
        rows.append({
            "name": name, "bytes": raw.hex(), "leaf_hash": merkle.leaf_hash(raw).hex(), "key": "gb-node",
            "envelope": alone.hex(),
        })  # fmt: skip
    return {"answers": rows}


def checkpoint(size: int, root: bytes, peer_size: int = 0, peer_root: bytes = merkle.EMPTY_ROOT) -> tuple[bytes, bytes]:
    """Seal a checkpoint of the invented node of GB."""
    node, node_pq = SIGNERS["gb-node"], SIGNERS["gb-node-pq"]
    head = Checkpoint("GB", "JP", node.public.key_id(), size, root, peer_size, peer_root, invented.FIRST_TIME + 99)
    return acts.seal_checkpoint(head, (node, node_pq))


def checkpoints() -> Json:
    """Give checkpoints: of an empty log, and of one of three entries that witnesses five of the peer's."""
    roots = [merkle.root_of([merkle.leaf_hash(bytes([each])) for each in range(size)]) for size in (3, 5)]
    rows = {
        "nothing yet": checkpoint(0, merkle.EMPTY_ROOT),
        "three, and five of theirs": checkpoint(3, roots[0], 5, roots[1]),
    }
    return {
        "checkpoints": [
            {"name": name, "keys": ["gb-node", "gb-node-pq"], "envelopes": [each.hex() for each in pair]}
            for name, pair in rows.items()
        ]
    }


def openings() -> Json:
    """Give texts with their leaves and root: all open, one erased, all erased."""
    salts = [canonical.digest(bytes([each]))[: texts.SALT_BYTES] for each in range(3)]
    opened = texts.make({1: "Delivered alongside at 0600Z", 2: "受領書のとおり", 101: "Diesel fuel marine"}, salts)
    forms: dict[str, list[texts.Leaf]] = {"all open": list(opened)}
    erased = [texts.Sealed(leaf.slot, leaf.leaf()) for leaf in opened]
    forms["the second erased"] = [opened[0], erased[1], opened[2]]
    forms["all erased"] = list(erased)
    forms["one alone"] = [opened[0]]
    return {
        "texts": [
            {
                "name": name,
                "wire": canonical.encode(texts.to_plain(leaves)).hex(),
                "leaf_hashes": [leaf.leaf().hex() for leaf in leaves],
                "root": texts.root(leaves).hex(),
            }
            for name, leaves in forms.items()
        ]
    }
