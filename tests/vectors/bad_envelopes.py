"""Bad envelopes, each with the name of its defect. See ``make_bad``.

The code ``signature`` stands for one that is read but does not verify under the key that the officer named has.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cbor2

from tests.vectors import invented
from tests.vectors.trial_keys import SIGNERS
from warifu.core import act as acts
from warifu.core import envelope, keys, texts
from warifu.core.act import Act

Json = dict[str, Any]
OFFICER, CARD = "gb-officer", "gb-card"


def good_act() -> tuple[Act, list[texts.Opening]]:
    """Give the act that the bad ones are made from."""
    kind = invented.kinds()["logistics/request"]
    made, opened = invented.act(kind, invented.Chance("the act that is spoiled"), SIGNERS[OFFICER].public.key_id(), 50)
    return made, opened


def cose(protected: bytes, unprotected: Any, payload: Any, signature: Any) -> bytes:
    """Write any COSE_Sign1, good or bad."""
    return b"\xd2" + cbor2.dumps([protected, unprotected, payload, signature])


def signed(protected: bytes, payload: bytes, signer: str) -> bytes:
    """Write a COSE_Sign1 whose signature is good whatever its header says."""
    return cose(protected, {}, payload, SIGNERS[signer].sign(envelope.signed_bytes(protected, payload)))


def header(**changed: Any) -> bytes:
    """Write the good header of the officer with some of its values changed; ``None`` leaves one out."""
    whole = {1: keys.ED25519, 3: envelope.ACT, 4: SIGNERS[OFFICER].public.key_id()}
    whole |= {int(key[1:]): value for key, value in changed.items()}
    return cbor2.dumps({key: value for key, value in whole.items() if value is not None})


Row = tuple[str, bytes, str]


class Good(NamedTuple):
    """The parts of the good envelope that the bad ones are made from."""

    raw: bytes
    head: bytes
    payload: bytes
    signature: bytes
    key_id: bytes


def good_envelope() -> Good:
    """Seal the act that is spoiled."""
    payload = acts.encode(good_act()[0])
    sealed = envelope.seal(payload, envelope.ACT, SIGNERS[OFFICER])
    return Good(sealed.raw, sealed.protected, payload, sealed.signature, sealed.key_id)


def envelopes() -> list[Json]:
    """Spoil the envelope of a good act, and sign well what is no envelope of an act."""
    good = good_envelope()
    rows = [*_outer(good), *_headers(good), *_signatures(good)]
    return [{"defect": name, "key": OFFICER, **shown(raw), "code": code} for name, raw, code in rows] + _cards()


def _outer(good: Good) -> list[Row]:
    """What is no COSE_Sign1 in its one form."""
    return [
        ("nothing at all", b"", "envelope.not_cose_sign1"),
        ("cut short by one byte", good.raw[:-1], "bytes.not_cbor"),
        ("cut short in its payload", good.raw[:100], "bytes.not_cbor"),
        ("something after the end", good.raw + b"\x00", "bytes.not_canonical"),
        ("too large", good.raw + bytes(envelope.MAX_ENVELOPE_BYTES), "bytes.too_large"),
        ("no tag", good.raw[1:], "envelope.not_cose_sign1"),
        ("tag of COSE_Sign", b"\xd8\x62" + good.raw[1:], "envelope.not_cose_sign1"),
        ("tag with a head too long", b"\xd8\x12" + good.raw[1:], "envelope.not_cose_sign1"),
        ("tag twice", b"\xd2" + good.raw, "bytes.tag_not_allowed"),
        ("array with a head too long", b"\xd2\x98\x04" + good.raw[2:], "bytes.not_canonical"),
        ("indefinite array", b"\xd2\x9f" + good.raw[2:] + b"\xff", "bytes.not_cbor"),
        ("three parts", b"\xd2" + cbor2.dumps([good.head, {}, good.payload]), "envelope.not_cose_sign1"),
        (
            "five parts",
            b"\xd2" + cbor2.dumps([good.head, {}, good.payload, good.signature, b""]),
            "envelope.not_cose_sign1",
        ),
        ("header with a length head too long", b"\xd2\x84\x59\x00" + good.raw[3:], "bytes.not_canonical"),
        ("payload detached", cose(good.head, {}, None, good.signature), "envelope.not_cose_sign1"),
        ("payload as text", cose(good.head, {}, "payload", good.signature), "envelope.not_cose_sign1"),
        (
            "unprotected header not empty",
            cose(good.head, {4: good.key_id}, good.payload, good.signature),
            "envelope.unprotected_not_empty",
        ),
        (
            "key id in the unprotected header",
            cose(header(_4=None), {4: good.key_id}, good.payload, good.signature),
            "envelope.unprotected_not_empty",
        ),
    ]


def _headers(good: Good) -> list[Row]:
    """Protected headers that are not the three of the house, well signed."""
    return [
        ("protected header empty", cose(b"", {}, good.payload, good.signature), "bytes.not_cbor"),
        ("protected header an empty map", signed(b"\xa0", good.payload, OFFICER), "envelope.header_wrong"),
        ("protected header not bytes", cose({1: -8}, {}, good.payload, good.signature), "envelope.not_cose_sign1"),  # type: ignore[arg-type]
        ("no algorithm", signed(header(_1=None), good.payload, OFFICER), "envelope.header_wrong"),
        ("no content type", signed(header(_3=None), good.payload, OFFICER), "envelope.header_wrong"),
        ("no key id", signed(header(_4=None), good.payload, OFFICER), "envelope.header_wrong"),
        ("a further header", signed(header(_5=b"iv"), good.payload, OFFICER), "envelope.header_wrong"),
        (
            "critical header",
            signed(cbor2.dumps({1: -8, 2: [3], 3: envelope.ACT, 4: good.key_id}), good.payload, OFFICER),
            "envelope.header_wrong",
        ),
        (
            "headers in another order",
            signed(cbor2.dumps({4: good.key_id, 3: envelope.ACT, 1: -8}), good.payload, OFFICER),
            "envelope.header_wrong",
        ),
        ("header twice", signed(b"\xa4\x01\x27\x01\x27" + header()[3:], good.payload, OFFICER), "bytes.not_cbor"),
        (
            "header map with a head too long",
            signed(b"\xb8\x03" + header()[1:], good.payload, OFFICER),
            "bytes.not_canonical",
        ),
        (
            "algorithm with a head too long",
            signed(b"\xa3\x01\x38\x07" + header()[3:], good.payload, OFFICER),
            "bytes.not_canonical",
        ),
        ("algorithm as text", signed(header(_1="EdDSA"), good.payload, OFFICER), "envelope.algorithm_unknown"),
        ("algorithm not registered", signed(header(_1=-47), good.payload, OFFICER), "envelope.algorithm_unknown"),
        ("algorithm of a MAC", signed(header(_1=5), good.payload, OFFICER), "envelope.algorithm_unknown"),
        ("content type as a number", signed(header(_3=60), good.payload, OFFICER), "envelope.header_wrong"),
        (
            "content type unknown",
            signed(header(_3="warifu/acts"), good.payload, OFFICER),
            "envelope.content_type_wrong",
        ),
        (
            "content type of an answer",
            signed(header(_3=envelope.ANSWER), good.payload, OFFICER),
            "envelope.content_type_wrong",
        ),
        ("key id too short", signed(header(_4=good.key_id[:8]), good.payload, OFFICER), "envelope.header_wrong"),
        ("key id in full length", signed(header(_4=bytes(32)), good.payload, OFFICER), "envelope.header_wrong"),
        ("key id as text", signed(header(_4="gb-officer-key-1"), good.payload, OFFICER), "envelope.header_wrong"),
    ]


def _signatures(good: Good) -> list[Row]:
    """Signatures that do not verify."""
    return [
        (
            "signature altered",
            cose(good.head, {}, good.payload, bytes([good.signature[0] ^ 1]) + good.signature[1:]),
            "signature",
        ),
        ("signature empty", cose(good.head, {}, good.payload, b""), "signature"),
        ("signature too long", cose(good.head, {}, good.payload, good.signature + b"\0"), "signature"),
        (
            "signature of another act",
            cose(good.head, {}, good.payload, SIGNERS[OFFICER].sign(b"something else")),
            "signature",
        ),
        (
            "signature over the payload alone",
            cose(good.head, {}, good.payload, SIGNERS[OFFICER].sign(good.payload)),
            "signature",
        ),
        (
            "payload altered",
            cose(good.head, {}, good.payload[:-1] + bytes([good.payload[-1] ^ 1]), good.signature),
            "signature",
        ),
        ("signed by another key", signed(good.head, good.payload, "stranger"), "signature"),
        ("algorithm of another key", cose(header(_1=keys.ES256), {}, good.payload, good.signature), "signature"),
        ("s not below the order", cose(good.head, {}, good.payload, _high_order(good.signature)), "signature"),
    ]


def shown(raw: bytes) -> Json:
    """Write bytes as hex; of a long run at the end only its byte and how many ``times`` it follows what is written."""
    head = raw.rstrip(raw[-1:])
    times = len(raw) - len(head)
    return {"bytes": head.hex(), "then": raw[-1:].hex(), "times": times} if times > 999 else {"bytes": raw.hex()}


def _high_order(signature: bytes) -> bytes:
    """Add the group order to s of an Ed25519 signature: the same signature in a second form."""
    order = 2**252 + 27742317777372353535851937790883648493
    return signature[:32] + (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")


def _cards() -> list[Json]:
    """Spoil envelopes of the curves whose signatures have second forms."""
    rows = []
    orders = {CARD: (32, int("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)),
              "jp-card": (48, int("f" * 48 + "c7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16))}  # fmt: skip
    for name, (size, order) in orders.items():
        key = SIGNERS[name].public
        made = good_act()[0]
        payload = acts.encode(made.__class__(**{**to_fields(made), "officer": key.key_id()}))
        good = envelope.seal(payload, envelope.ACT, SIGNERS[name])
        r, s = good.signature[:size], int.from_bytes(good.signature[size:])
        head = good.protected
        spoiled = {
            f"high s ({name})": r + (order - s).to_bytes(size),
            f"s nought ({name})": r + bytes(size),
            f"r nought ({name})": bytes(size) + good.signature[size:],
            f"r the order ({name})": order.to_bytes(size) + good.signature[size:],
            f"signature as DER ({name})": b"\x30" + bytes([2 * size + 4]) + b"\x02" + bytes([size]) + r
            + b"\x02" + bytes([size]) + good.signature[size:],
        }  # fmt: skip
        rows += [
            {"defect": defect, "key": name, "bytes": cose(head, {}, payload, signature).hex(), "code": "signature"}
            for defect, signature in spoiled.items()
        ]
    return rows


def to_fields(made: Any) -> dict[str, Any]:
    """Give the fields of a record, to make a spoiled one from."""
    return {name: getattr(made, name) for name in made.__struct_fields__}
