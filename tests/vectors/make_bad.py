"""Bad bytes, each with the name of its defect and the code of the error that it must draw. See ``make``."""

from __future__ import annotations

from typing import Any

import cbor2

from tests.vectors import bad_bundles, bad_envelopes
from tests.vectors.bad_envelopes import OFFICER, good_act, header, shown, signed, to_fields
from tests.vectors.make_bytes import checkpoint
from tests.vectors.trial_keys import SIGNERS
from warifu.core import act as acts
from warifu.core import canonical, envelope, keys, merkle
from warifu.core.act import Answer, Attachment, Checkpoint, FindingWire
from warifu.core.wire import to_plain

Json = dict[str, Any]

#: (defect, bytes in hex, code): values that are not in the narrowed profile, or not in their one form.
CANONICAL = [
    ("nothing at all", "", "bytes.not_cbor"),
    ("cut short in a head", "19 01", "bytes.not_cbor"),
    ("cut short in a text", "63 61 62", "bytes.not_cbor"),
    ("cut short in an array", "82 01", "bytes.not_cbor"),
    ("cut short in a map", "a2 01 02 03", "bytes.not_cbor"),
    ("claims four thousand million items", "9a ff ff ff ff", "bytes.not_cbor"),
    ("claims more bytes than there are", "5b 7f ff ff ff ff ff ff ff", "bytes.not_cbor"),
    ("something after the end", "01 01", "bytes.not_canonical"),
    ("integer with a head too long", "18 17", "bytes.not_canonical"),
    ("integer in three bytes that fits two", "19 00 ff", "bytes.not_canonical"),
    ("integer in nine bytes that fits five", "1b 00 00 00 00 ff ff ff ff", "bytes.not_canonical"),
    ("negative integer with a head too long", "38 00", "bytes.not_canonical"),
    ("length of bytes with a head too long", "58 01 00", "bytes.not_canonical"),
    ("length of text with a head too long", "78 01 61", "bytes.not_canonical"),
    ("length of array with a head too long", "98 01 00", "bytes.not_canonical"),
    ("length of map with a head too long", "b8 01 00 00", "bytes.not_canonical"),
    ("key with a head too long", "a1 18 01 00", "bytes.not_canonical"),
    ("indefinite bytes", "5f 41 00 ff", "bytes.not_cbor"),
    ("indefinite text", "7f 61 61 ff", "bytes.not_cbor"),
    ("indefinite array", "9f 01 ff", "bytes.not_cbor"),
    ("indefinite map", "bf 01 02 ff", "bytes.not_cbor"),
    ("a stop alone", "ff", "bytes.not_cbor"),
    ("reserved head", "1c", "bytes.not_cbor"),
    ("keys in wrong order", "a2 02 00 01 00", "bytes.keys_not_ascending"),
    ("the same key twice", "a2 01 00 01 00", "bytes.not_cbor"),
    ("the same key twice, once with a head too long", "a2 01 00 18 01 00", "bytes.not_cbor"),
    ("negative key", "a1 20 00", "bytes.key_not_integer"),
    ("text as key", "a1 61 61 00", "bytes.key_not_integer"),
    ("boolean as key", "a1 f5 00", "bytes.key_not_integer"),
    ("bytes as key", "a1 41 01 00", "bytes.key_not_integer"),
    ("float as key", "a1 f9 3c 00 00", "bytes.key_not_integer"),
    ("null", "f6", "bytes.type_not_allowed"),
    ("undefined", "f7", "bytes.type_not_allowed"),
    ("null in a map", "a1 01 f6", "bytes.type_not_allowed"),
    ("simple value", "f0", "bytes.type_not_allowed"),
    ("half float", "f9 3c 00", "bytes.type_not_allowed"),
    ("single float", "fa 3f 80 00 00", "bytes.type_not_allowed"),
    ("double float", "fb 3f f0 00 00 00 00 00 00", "bytes.type_not_allowed"),
    ("not a number", "f9 7e 00", "bytes.type_not_allowed"),
    ("integer beyond 63 bits", "1b 80 00 00 00 00 00 00 00", "bytes.integer_too_large"),
    ("negative integer beyond 63 bits", "3b 80 00 00 00 00 00 00 00", "bytes.integer_too_large"),
    ("text not in NFC", "63 65 cc 81", "bytes.text_not_nfc"),
    ("kana and voicing mark apart", "66 e3 82 ab e3 82 99", "bytes.text_not_nfc"),
    ("text with U+0000", "62 61 00", "bytes.text_has_nul"),
    ("text that is not UTF-8", "61 ff", "bytes.not_cbor"),
    ("text with a surrogate", "63 ed a0 80", "bytes.not_cbor"),
    ("text with an overlong form", "62 c1 81", "bytes.not_cbor"),
    ("tag: date as text", "c0 74 32 30 32 36 2d 30 35 2d 30 31 54 30 30 3a 30 30 3a 30 30 5a", "bytes.tag_not_allowed"),
    ("tag: date as number", "c1 00", "bytes.tag_not_allowed"),
    ("tag: bignum of a small number", "c2 41 01", "bytes.tag_not_allowed"),
    ("tag: bignum", "c2 49 01 00 00 00 00 00 00 00 00", "bytes.tag_not_allowed"),
    ("tag: negative bignum", "c3 41 01", "bytes.tag_not_allowed"),
    ("tag: decimal fraction", "c4 82 20 01", "bytes.tag_not_allowed"),
    ("tag: bigfloat with a huge exponent", "c5 82 1a 7f ff ff ff 01", "bytes.tag_not_allowed"),
    ("tag: rational", "d8 1e 82 01 02", "bytes.tag_not_allowed"),
    ("tag: regular expression", "d8 23 62 28 28", "bytes.tag_not_allowed"),
    ("tag: shared array that holds itself", "d8 1c 81 d8 1d 00", "bytes.tag_not_allowed"),
    ("tag: text by reference", "d9 01 00 82 63 61 62 63 d8 19 00", "bytes.tag_not_allowed"),
    ("tag: set", "d9 01 02 81 01", "bytes.tag_not_allowed"),
    ("tag: self-described", "d9 d9 f7 00", "bytes.tag_not_allowed"),
    ("tag: COSE_Sign1 inside", "d2 84 40 a0 40 40", "bytes.tag_not_allowed"),
    ("tag: unknown", "da 00 01 00 00 00", "bytes.tag_not_allowed"),
    ("nine deep", "81" * 8 + "80", "bytes.nested_too_deep"),
    ("five thousand deep", "81" * 5000 + "80", "bytes.not_cbor"),
    ("maps nine deep", "a1 01" * 8 + "a0", "bytes.nested_too_deep"),
    ("one byte too large", "5a 00 00 ff fc" + "00" * 65_532, "bytes.too_large"),
]  # fmt: skip


def act_forms() -> list[Json]:
    """Sign well what is not in the form of an act."""
    made = good_act()[0]
    plain = to_plain(made)
    other = canonical.digest(b"another act")
    rows: list[tuple[str, Any, str]] = [
        ("not a map", [1, 2], "bytes.wrong_type"),
        ("empty map", {}, "bytes.field_missing"),
        ("no pack", _without(plain, 1), "bytes.field_missing"),
        ("no body", _without(plain, 7), "bytes.field_missing"),
        ("version written out", {**plain, 14: 1}, "bytes.default_written"),
        ("version unknown", {**plain, 14: 2}, "act.version_unknown"),
        ("empty case written out", {**plain, 8: b""}, "bytes.default_written"),
        ("no label written out", {**plain, 10: []}, "bytes.default_written"),
        ("no cites written out", {**plain, 11: []}, "bytes.default_written"),
        ("no texts written out", {**plain, 12: b""}, "bytes.default_written"),
        ("root of no texts", {**plain, 12: merkle.EMPTY_ROOT}, "bytes.default_written"),
        ("after the root, written out", {**plain, 8: other, 9: other}, "bytes.default_written"),
        ("after without a case", {**_without(plain, 8), 9: other}, "bytes.default_written"),
        ("pack too short", {**plain, 1: b"p" * 31}, "act.digest_size"),
        ("case too long", {**plain, 8: b"c" * 33}, "act.digest_size"),
        ("time as text", {**plain, 6: "2026-05-01"}, "bytes.wrong_type"),
        ("time as a truth value", {**plain, 6: True}, "bytes.wrong_type"),
        ("time negative", {**plain, 6: -1}, "act.time_out_of_range"),
        ("time beyond the year 2170", {**plain, 6: acts.MAX_TIME + 1}, "act.time_out_of_range"),
        ("body as an array", {**plain, 7: [1]}, "bytes.wrong_type"),
        ("kind empty", {**plain, 2: ""}, "act.name_size"),
        ("kind too long", {**plain, 2: "k" * 81}, "act.name_size"),
        ("desk empty", {**plain, 4: ""}, "act.name_size"),
        ("the same act cited twice", {**plain, 11: [other, other]}, "act.cites_malformed"),
        ("cite too short", {**plain, 11: [b"short"]}, "act.cites_malformed"),
        ("too many cites", {**plain, 11: [number.to_bytes(32) for number in range(1025)]}, "act.too_many"),
        ("label with an empty word", {**plain, 10: [""]}, "act.label_malformed"),
        ("attachment of negative size", {**plain, 13: [{1: other, 2: -1, 3: "image/png"}]}, "act.attachment_malformed"),
        ("attachment without media type", {**plain, 13: [{1: other, 2: 1, 3: ""}]}, "act.attachment_malformed"),
        ("too many attachments", {**plain, 13: [to_plain(Attachment(other, 1, "image/png"))] * 65}, "act.too_many"),
        ("on behalf of oneself", {**plain, 15: plain[3]}, "act.on_behalf_malformed"),
        ("on behalf of a name too long", {**plain, 15: "X" * 81}, "act.on_behalf_malformed"),
        ("on behalf of nobody, written out", {**plain, 15: ""}, "bytes.default_written"),
        ("officer another than the signer", {**plain, 5: SIGNERS["stranger"].public.key_id()}, "act.officer_differs"),
        ("officer's key id too long", {**plain, 5: bytes(32)}, "act.key_id_size"),
    ]  # fmt: skip
    return [
        {
            "defect": name,
            "key": OFFICER,
            "code": code,
            "bytes": signed(header(), cbor2.dumps(_ascending(value)), OFFICER).hex(),
        }
        for name, value, code in rows
    ]


def _without(plain: dict[int, Any], key: int) -> dict[int, Any]:
    return {each: value for each, value in plain.items() if each != key}


def _ascending(value: Any) -> Any:
    return dict(sorted(value.items())) if isinstance(value, dict) else value


def bodies() -> list[Json]:
    """Acts in form whose kind or body is not: refused when the body is read."""
    made = good_act()[0]
    body = made.body
    rows: list[tuple[str, dict[str, Any], str]] = [
        ("kind unknown", {"kind": "logistics/gift"}, "act.kind_unknown"),
        ("room unknown", {"kind": "fisheries/request"}, "act.kind_unknown"),
        ("required field missing", {"body": _without(body, 1)}, "bytes.field_missing"),
        ("day beyond 2170", {"body": {**body, 1: 73_050}}, "bytes.not_a_day"),
        ("day as text", {"body": {**body, 1: "2026-05-01"}}, "bytes.not_a_day"),
        ("default of the body written out", {"body": {**body, 8: "supply"}}, "bytes.default_written"),
        ("word of no meaning", {"body": {**body, 7: "barter"}}, "bytes.unknown_word"),
        ("lines as a map", {"body": {**body, 6: {1: 1}}}, "bytes.wrong_type"),
        (
            "quantity with a trailing nought",
            {"body": {**body, 6: [_line(4, ["KL", 0, 120])]}},
            "bytes.decimal_not_shortest",
        ),
        (
            "quantity nought with an exponent",
            {"body": {**body, 6: [_line(4, ["KL", 1, 0])]}},
            "bytes.decimal_not_shortest",
        ),
        ("quantity of an unknown unit", {"body": {**body, 6: [_line(4, ["FURLONG", 0, 1])]}}, "bytes.bad_value"),
        ("quantity too fine", {"body": {**body, 6: [_line(4, ["KL", -13, 1])]}}, "bytes.decimal_out_of_range"),
        (
            "quantity of nineteen digits",
            {"body": {**body, 6: [_line(4, ["KL", 0, 10**18 + 1])]}},
            "bytes.decimal_out_of_range",
        ),
        ("half a yen", {"body": {**body, 6: [_line(7, ["JPY", -1, 5])]}}, "bytes.bad_value"),
        ("money without currency", {"body": {**body, 6: [_line(7, [0, 5])]}}, "bytes.wrong_type"),
    ]
    return [
        {"defect": name, "code": code, "bytes": acts.encode(made.__class__(**{**to_fields(made), **changed})).hex()}
        for name, changed, code in rows
    ]


def _line(key: int, value: Any) -> dict[int, Any]:
    """Write a line of a request with one value changed."""
    return dict(sorted({1: 1, 2: "petroleum", 3: "F-76", 4: ["KL", 1, 12], key: value}.items()))


def answer_forms() -> list[Json]:
    """Spoil answers."""
    about, rival = canonical.digest(b"an act"), canonical.digest(b"its rival")
    finding = FindingWire("house.flow", "house")
    objected = to_plain(Answer(about, acts.OBJECTED, 5, (finding,)))
    rows: list[tuple[str, Any, str]] = [
        ("an act's digest too short", {**objected, 1: b"short"}, "answer.malformed"),
        ("verdict unknown", {**objected, 2: 4}, "answer.verdict_unknown"),
        ("verdict as truth value", {**objected, 2: True}, "bytes.wrong_type"),
        ("time negative", {**objected, 3: -1}, "answer.malformed"),
        ("objected without findings", {1: about, 2: acts.OBJECTED, 3: 5}, "answer.malformed"),
        ("objected with a rival", {**objected, 5: rival}, "answer.malformed"),
        ("confirmed with findings", {**objected, 2: acts.CONFIRMED}, "answer.malformed"),
        ("confirmed with a rival", {1: about, 2: acts.CONFIRMED, 3: 5, 5: rival}, "answer.malformed"),
        ("fallen without a rival", {1: about, 2: acts.FALLEN, 3: 5}, "answer.malformed"),
        ("fallen with a rival too short", {1: about, 2: acts.FALLEN, 3: 5, 5: b"r"}, "answer.malformed"),
        ("findings written out empty", {1: about, 2: acts.CONFIRMED, 3: 5, 4: []}, "bytes.default_written"),
        ("finding without a rule", {1: about, 2: acts.OBJECTED, 3: 5, 4: [{2: "house"}]}, "bytes.field_missing"),
        (
            "figure of three parts",
            {1: about, 2: 3, 3: 5, 4: [{1: "r", 2: "a", 3: [["x", "y", "z"]]}]},
            "bytes.wrong_type",
        ),
    ]
    return [{"defect": name, "code": code, "bytes": cbor2.dumps(value).hex()} for name, value, code in rows]


def checkpoint_forms() -> list[Json]:
    """Spoil checkpoints: the pair, or what both sign."""
    first, second = checkpoint(0, merkle.EMPTY_ROOT)
    other = checkpoint(3, canonical.digest(b"another root"))
    node = SIGNERS["gb-node"].public.key_id()
    good = to_plain(Checkpoint("GB", "JP", node, 3, canonical.digest(b"r"), 0, merkle.EMPTY_ROOT, 5))
    rows = [
        ("signed over two contents", (first, other[1]), "checkpoint.payloads_differ"),
        ("the two in another order", (second, first), "checkpoint.algorithms_wrong"),
        ("the first twice", (first, first), "checkpoint.algorithms_wrong"),
        ("root too short", _pair({**good, 5: b"r"}), "checkpoint.malformed"),
        ("size negative", _pair({**good, 4: -1}), "checkpoint.malformed"),
        ("nothing, with the root of something", _pair({**good, 4: 0}), "checkpoint.malformed"),
        ("something, with the root of nothing", _pair({**good, 6: 2}), "checkpoint.malformed"),
        ("node's key id too short", _pair({**good, 3: b"n"}), "checkpoint.malformed"),
        ("another node's key id", _pair({**good, 3: SIGNERS["jp-node"].public.key_id()}), "checkpoint.node_differs"),
        ("no time", _pair(_without(good, 8)), "bytes.field_missing"),
    ]
    return [{"defect": name, "code": code, "envelopes": [each.hex() for each in pair]} for name, pair, code in rows]


def _pair(plain: dict[int, Any]) -> tuple[bytes, bytes]:
    raw = cbor2.dumps(plain)
    first, second = (envelope.seal(raw, envelope.CHECKPOINT, SIGNERS[name]).raw for name in ("gb-node", "gb-node-pq"))
    return first, second


def key_forms() -> list[Json]:
    """Bytes that are no public key of their algorithm."""
    good = SIGNERS[OFFICER].public.raw
    point = SIGNERS["gb-card"].public.raw
    rows = [
        ("algorithm unknown", -47, good, "key.algorithm_unknown"),
        ("too short", keys.ED25519, good[:31], "key.size_wrong"),
        ("point not on the curve (Ed25519)", keys.ED25519, (2).to_bytes(32, "little"), "key.not_a_key"),
        ("coordinate not below the prime", keys.ED25519, (2**255 - 10).to_bytes(32, "little"), "key.not_a_key"),
        ("point of order one", keys.ED25519, (1).to_bytes(32, "little"), "key.not_a_key"),
        ("point of order two", keys.ED25519, (2**255 - 20).to_bytes(32, "little"), "key.not_a_key"),
        ("point of order four", keys.ED25519, bytes(32), "key.not_a_key"),
        ("point of order eight", keys.ED25519,
         bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "key.not_a_key"),
        ("compressed point", keys.ES256, point[:33], "key.size_wrong"),
        ("point not on the curve (P-256)", keys.ES256, point[:-1] + bytes([point[-1] ^ 1]), "key.not_a_key"),
        ("hybrid point", keys.ES256, bytes([6 + (point[-1] & 1)]) + point[1:], "key.not_a_key"),
    ]  # fmt: skip
    return [{"defect": name, "algorithm": alg, "public": raw.hex(), "code": code} for name, alg, raw, code in rows]


def bad() -> Json:
    """Give all bad bytes by what they would be."""
    return {
        "values": [
            {"defect": name, **shown(bytes.fromhex(raw.replace(" ", ""))), "code": code}
            for name, raw, code in CANONICAL
        ],
        "envelopes": bad_envelopes.envelopes(),
        "acts": act_forms(),
        "bodies": bodies(),
        "answers": answer_forms(),
        "checkpoints": checkpoint_forms(),
        "keys": key_forms(),
        **bad_bundles.bad(),  # texts, bundles, pieces, sealed, logs
    }
