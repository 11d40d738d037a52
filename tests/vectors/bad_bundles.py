"""Bad texts, bundles, pieces and logs, each with the name of its defect. See ``make_bad``."""

from __future__ import annotations

from typing import Any

import cbor2
import zstandard

from tests.vectors import invented
from tests.vectors.make_bundles import golden
from tests.vectors.trial_keys import SEALING, SIGNERS, seal_once
from warifu.core import act as acts
from warifu.core import bundle, canonical, merkle, texts
from warifu.core.bundle import Bundle
from warifu.core.wire import to_plain

Json = dict[str, Any]
PLAIN = bundle.FRAME + bytes([bundle.FORMAT, bundle.PLAIN_ZSTD])
"""Head of a frame without dictionary."""


def _plain_frame(content: bytes, **options: Any) -> bytes:
    return PLAIN + zstandard.ZstdCompressor(level=9, **options).compress(content)


def text_forms() -> list[Json]:
    """Spoil the texts of an act."""
    salts = [canonical.digest(bytes([each]))[: texts.SALT_BYTES] for each in range(2)]
    opened = texts.make({1: "one", 2: "two"}, salts)
    root = texts.root(opened)
    one, two = texts.to_plain(opened)
    rows: list[tuple[str, Any, str]] = [
        ("another text", [one, [2, salts[1], "tow"]], "texts.root_differs"),
        ("another salt", [one, [2, salts[0], "two"]], "texts.root_differs"),
        ("another slot", [one, [3, salts[1], "two"]], "texts.root_differs"),
        ("one left out", [one], "texts.root_differs"),
        ("one more", [one, two, [3, salts[0], "three"]], "texts.root_differs"),
        ("erased, with another leaf hash", [one, [2, bytes(32)]], "texts.root_differs"),
        ("slots in another order", [two, one], "texts.slots_not_ascending"),
        ("the same slot twice", [one, one], "texts.slots_not_ascending"),
        ("slot nought", [[0, salts[0], "nought"]], "texts.slots_not_ascending"),
        ("salt too short", [one, [2, salts[1][:8], "two"]], "texts.malformed"),
        ("empty text", [one, [2, salts[1], ""]], "texts.malformed"),
        ("leaf hash too short", [one, [2, b"short"]], "texts.malformed"),
        ("text as bytes", [one, [2, salts[1], b"two"]], "texts.malformed"),
        ("slot as text", [one, ["2", salts[1], "two"]], "texts.malformed"),
        ("not an array", {1: one}, "texts.malformed"),
        ("text too long", [[1, salts[0], "x" * (texts.MAX_TEXT_BYTES + 1)]], "texts.too_long"),
        ("too many", [[slot, salts[0], "x"] for slot in range(1, 258)], "texts.malformed"),
    ]
    return [
        {"defect": name, "code": code, "root": root.hex(), "wire": cbor2.dumps(wire).hex()} for name, wire, code in rows
    ]


def bundle_forms() -> list[Json]:
    """Spoil frames, and what is in them."""
    whole = golden()["its last two entries"]
    plain = to_plain(whole)
    content = canonical.encode(plain)
    frame = bundle.encode(whole)
    paper = golden()["a log from its beginning"].files[0][1]
    leaf = [1, bytes(texts.SALT_BYTES), "x"]
    framed: list[tuple[str, bytes, str]] = [
        ("nothing at all", b"", "bundle.not_a_bundle"),
        ("another mark", b"WRX" + frame[3:], "bundle.not_a_bundle"),
        ("format of the future", frame[:3] + b"\x02" + frame[4:], "bundle.format_unknown"),
        ("dictionary unknown", frame[:4] + b"\x09" + frame[5:], "bundle.dictionary_unknown"),
        ("another dictionary", frame[:4] + b"\x00" + frame[5:], "bundle.not_zstd"),
        ("no content", frame[:5], "bundle.not_a_bundle"),
        ("cut short", frame[:-7], "bundle.not_zstd"),
        ("not zstd", PLAIN + b"rubbish, rubbish, rubbish", "bundle.not_zstd"),
        ("something after the end", frame + b"\x00", "bundle.not_zstd"),
        ("size not stated", _plain_frame(content, write_content_size=False), "bytes.too_large"),
        ("bomb of 65 million bytes", _plain_frame(bytes(bundle.MAX_BUNDLE_BYTES + 1)), "bytes.too_large"),
        ("skippable frame", PLAIN + bytes.fromhex("502a4d18") + (4).to_bytes(4, "little") + b"skip", "bytes.too_large"),
        (
            "two million empty arrays",
            _plain_frame(b"\x9a\x00\x1e\x84\x80" + b"\x80" * 2_000_000),
            "bytes.too_many_items",
        ),
        ("content not CBOR", _plain_frame(b"\xff" * 40), "bytes.not_cbor"),
        (
            "content not canonical",
            _plain_frame(b"\xb8" + bytes([content[0] - 0xA0]) + content[1:]),
            "bytes.not_canonical",
        ),
    ]
    bad: list[tuple[str, dict[int, Any], str]] = [
        ("no party", {key: value for key, value in plain.items() if key != 1}, "bytes.field_missing"),
        ("node's key id too short", {**plain, 3: b"short"}, "bundle.head_malformed"),
        ("first place negative", {**plain, 4: -1}, "bundle.head_malformed"),
        ("first place nought written out", {**plain, 4: 0}, "bytes.default_written"),
        ("entry not bytes", {**plain, 5: [1]}, "bytes.wrong_type"),
        ("too many entries", {**plain, 5: [b""] * (bundle.MAX_ENTRIES + 1)}, "bundle.too_many_entries"),
        ("checkpoint signed once", {**plain, 7: plain[7][:1]}, "bundle.checkpoint_malformed"),
        ("texts of an entry that is not there", {**plain, 6: [[2, [leaf]]]}, "bundle.texts_out_of_place"),
        ("texts twice for one entry", {**plain, 6: [[0, [leaf]], [0, [leaf]]]}, "bundle.texts_out_of_place"),
        ("texts in another order", {**plain, 6: [[1, [leaf]], [0, [leaf]]]}, "bundle.texts_out_of_place"),
        ("file with another digest", {**plain, 9: [[bytes(32), paper]]}, "bundle.file_differs"),
    ]
    framed += [(name, _plain_frame(cbor2.dumps(dict(sorted(value.items())))), code) for name, value, code in bad]
    return [{"defect": name, "code": code, "frame": raw.hex()} for name, raw, code in framed]


def piece_forms() -> list[Json]:
    """Spoil the pieces of a bundle."""
    pieces = bundle.cut(bundle.encode(golden()["its last two entries"]), 700)
    other = bundle.cut(b"another bundle" * 100, 700)
    second = pieces[1]
    rows: list[tuple[str, list[bytes], str]] = [
        ("none", [], "bundle.piece_missing"),
        ("one missing", pieces[1:], "bundle.piece_missing"),
        ("one of another bundle", [*pieces[:-1], other[-1]], "bundle.piece_of_another"),
        (
            "one with another count",
            [pieces[0], second[:14] + b"\x00\x09" + second[16:], *pieces[2:]],
            "bundle.piece_of_another",
        ),
        ("one beyond the count", [*pieces, second[:12] + b"\x00\x63" + second[14:]], "bundle.piece_of_another"),
        ("one altered", [pieces[0], second[:-1] + bytes([second[-1] ^ 1]), *pieces[2:]], "bundle.piece_altered"),
        ("one cut short", [pieces[0], second[:-1], *pieces[2:]], "bundle.piece_altered"),
        ("one without content", [second[:16]], "bundle.not_a_piece"),
        ("one without its mark", [second[3:]], "bundle.not_a_piece"),
    ]
    return [{"defect": name, "code": code, "pieces": [each.hex() for each in made]} for name, made, code in rows]


def sealed_forms() -> list[Json]:
    """Spoil a sealed bundle."""
    sealed = seal_once(b"a frame, invented")
    middle = len(sealed) // 2
    rows = [
        (
            "bit flipped in the key's part",
            sealed[:middle] + bytes([sealed[middle] ^ 1]) + sealed[middle + 1 :],
            "bundle.not_for_us",
        ),
        ("bit flipped in the content", sealed[:-1] + bytes([sealed[-1] ^ 1]), "bundle.not_for_us"),
        ("cut short", sealed[:-1], "bundle.not_for_us"),
        ("shorter than a key", sealed[:100], "bundle.not_for_us"),
        ("without its mark", sealed[1:], "bundle.not_sealed"),
        ("format of the future", sealed[:3] + b"\x02" + sealed[4:], "bundle.not_sealed"),
    ]
    return [
        {"defect": name, "code": code, "bytes": raw.hex(), "to": SEALING.public.hex()[:16]} for name, raw, code in rows
    ]


def log_forms() -> list[Json]:
    """Bundles in form whose log does not meet its checkpoint; ``held`` are the entries that the receiver has."""
    whole = golden()["a log from its beginning"]
    signer = SIGNERS["gb-officer"]
    stray, _ = invented.act(invented.kinds()["logistics/note"], invented.Chance("a stray"), signer.public.key_id(), 0)
    other = acts.seal(stray, signer).envelope.raw
    log = list(whole.entries)
    rows = [
        ("one entry left out", 0, [*log[:2], *log[3:]], "log.root_differs"),
        ("two entries in another order", 0, [log[1], log[0], *log[2:]], "log.root_differs"),
        ("one entry replaced", 0, [*log[:2], other, *log[3:]], "log.root_differs"),
        ("one entry twice", 0, [*log[:2], log[1], *log[2:]], "log.root_differs"),
        ("one entry more than was signed", 0, [*log, other], "log.root_differs"),
        ("a place written a second time", 2, [other, *log[3:]], "log.root_differs"),
        ("a hole before the first entry", 4, log[4:], "log.hole"),
    ]
    found = []
    for name, first, changed, code in rows:
        made = Bundle(whole.party, whole.peer, whole.node, first, tuple(changed), (), whole.checkpoint)
        held = log[: 3 if name.startswith("a place") else min(first, 2)]
        found.append({
            "defect": name, "code": code, "held": [entry.hex() for entry in held],
            "frame": bundle.encode(made).hex(),
            "root": merkle.root_of([merkle.leaf_hash(entry) for entry in [*log[:first], *changed]]).hex(),
        })  # fmt: skip
    return found


def bad() -> Json:
    """Give what is bad in texts, bundles, pieces, sealed bundles and logs."""
    return {
        "texts": text_forms(),
        "bundles": bundle_forms(),
        "pieces": piece_forms(),
        "sealed": sealed_forms(),
        "logs": log_forms(),
    }
