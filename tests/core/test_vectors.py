"""The golden and the bad bytes in tests/vectors: still what we make, still read, still refused as stated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.vectors import invented, make, trial_keys
from warifu.core import act, bundle, canonical, envelope, keys, merkle, texts
from warifu.core.errors import BytesError, KeyTroubleError, WarifuError
from warifu.core.keys import PublicKey
from warifu.core.wire import to_plain
from warifu.law import roll
from warifu.law.room import find_kind, read_body

VECTORS = Path(__file__).parents[1] / "vectors"
ROOMS: list[Any] = [type("Room", (), {"kinds": invented.kinds()})]


def vectors(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="ascii"))


BAD = vectors("bad")
KEYS = {
    name: PublicKey(row["algorithm"], bytes.fromhex(row["public"])) for name, row in vectors("keys")["keys"].items()
}


def raw_of(row: dict[str, Any]) -> bytes:
    return bytes.fromhex(row["bytes"]) + bytes.fromhex(row.get("then", "")) * row.get("times", 0)


def named(row: dict[str, Any]) -> str:
    return row.get("defect") or f"{row.get('kind', '')} {row['name']}".strip()


def refused(row: dict[str, Any], attempt: Any) -> None:
    with pytest.raises(WarifuError) as trouble:
        attempt()
    assert trouble.value.code == row["code"]


def test_the_files_are_what_we_make_today():
    for path, text in make.files().items():
        if path.name == "formats-tables.md":  # the wording of a check may be mended; what is listed may not be missing
            shown = path.read_text(encoding="utf-8")
            assert [row for row in text.splitlines() if row[:40] not in shown] == []
            continue
        assert path.read_text(encoding="utf-8") == text, f"{path.name} differs: if that is meant, run `make vectors`"


def test_every_kind_of_act_has_its_two_vectors():
    found = [(row["kind"], row["name"]) for row in vectors("acts")["acts"] if row["name"] != "later"]
    assert sorted(found) == [(kind, name) for kind in invented.kinds() for name in ("all", "least")]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("row", vectors("values")["values"], ids=named)
def test_a_golden_value_is_read_and_written_as_it_stands(row):
    raw = bytes.fromhex(row["bytes"])
    assert canonical.encode(canonical.decode(raw)) == raw


@pytest.mark.parametrize("name", KEYS)
def test_a_golden_key_has_its_key_id(name):
    row = vectors("keys")["keys"][name]
    assert keys.check_public(row["algorithm"], bytes.fromhex(row["public"])) == KEYS[name]
    assert keys.cose_key(KEYS[name]).hex() == row["cose_key"]
    assert KEYS[name].key_id().hex() == row["key_id"] == canonical.digest(bytes.fromhex(row["cose_key"])).hex()[:32]


@pytest.mark.parametrize("row", vectors("acts")["acts"], ids=named)
def test_a_golden_act_is_read_verified_and_written_as_it_stands(row):
    raw = bytes.fromhex(row["envelope"])
    sealed = act.open_act(raw)
    assert envelope.good(sealed.envelope, KEYS[row["key"]])
    assert sealed.digest.hex() == row["digest"]
    assert merkle.leaf_hash(raw).hex() == row["leaf_hash"]
    assert act.encode(sealed.act) == sealed.envelope.payload
    _, kind = find_kind(ROOMS, sealed.act.kind)
    assert to_plain(read_body(kind, sealed.act.body)) == sealed.act.body
    openings = [texts.Opening(slot, bytes.fromhex(salt), text) for slot, salt, text in row.get("openings", [])]
    assert (texts.root(openings) if openings else b"") == sealed.act.texts


def test_the_founding_act_is_read_and_its_roots_vouch_for_each_other():
    row = vectors("founding")
    sealed = act.open_act(bytes.fromhex(row["envelope"]))
    assert envelope.good(sealed.envelope, KEYS["gb-root"])
    found = canonical_body(roll.Found, sealed.act.body)
    roll.check_founding("GB", found, keys.verify)
    assert roll.proof_bytes("GB", found.root).hex() == row["proof_message"]
    with pytest.raises(KeyTroubleError) as trouble:
        roll.check_founding("JP", found, keys.verify)
    assert trouble.value.code == "roll.proof_bad"


def test_the_golden_roll_gives_force_by_place():
    row = vectors("roll")
    found = roll.Roll(row["party"], [bytes.fromhex(row["pin"])])
    for each in row["entries"]:
        sealed = act.open_act(bytes.fromhex(each["envelope"]))
        assert envelope.good(sealed.envelope, KEYS[each["key"]])
        _, kind = find_kind(ROOMS, sealed.act.kind)
        body = read_body(kind, sealed.act.body)
        assert [finding.rule for finding in found.take(sealed.act, body, sealed.digest, each["place"])] == each[
            "no_effect"
        ]
    for each in [*row["entries"], row["after"]]:
        assert [key for key, held in _keys_of(found) if held.grant.at(each["place"])] == each["keys_before"]
        for name, roles in each["roles_before"].items():
            held = found.authority(KEYS[name].key_id(), each["place"])
            assert sorted(role for appointment in held for role in appointment.roles) == roles
    found_rules = {rule.partition(".")[2] for each in row["entries"] for rule in each["no_effect"]}
    assert found_rules >= {
        "root_only", "not_appointing_officer", "signer_not_in_force", "key_taken", "key_ended", "proof_bad",
    }  # fmt: skip


def _keys_of(found):
    return sorted((key_id.hex(), key) for key_id, key in found.keys.items())


def canonical_body(kind: Any, plain: Any) -> Any:
    from warifu.core.wire import from_plain

    return from_plain(kind, plain)


@pytest.mark.parametrize("row", vectors("answers")["answers"], ids=named)
def test_a_golden_answer_is_read_in_a_log_and_alone(row):
    raw = bytes.fromhex(row["bytes"])
    answer = act.decode_answer(raw)
    assert act.encode_answer(answer) == raw
    assert merkle.leaf_hash(raw).hex() == row["leaf_hash"]
    assert not act.is_act(raw)
    alone, outer = act.open_answer(bytes.fromhex(row["envelope"]))
    assert alone == answer
    assert envelope.good(outer, KEYS[row["key"]])


@pytest.mark.parametrize("row", vectors("checkpoints")["checkpoints"], ids=named)
def test_a_golden_checkpoint_is_signed_twice(row):
    _, *outers = act.open_checkpoint(tuple(bytes.fromhex(each) for each in row["envelopes"]))
    assert [envelope.good(outer, KEYS[name]) for outer, name in zip(outers, row["keys"], strict=True)] == [True, True]


@pytest.mark.parametrize("row", vectors("texts")["texts"], ids=named)
def test_golden_texts_have_their_root(row):
    raw = bytes.fromhex(row["wire"])
    leaves = texts.from_plain(canonical.decode(raw), "texts")
    texts.verify(leaves, bytes.fromhex(row["root"]), "texts")
    assert [leaf.leaf().hex() for leaf in leaves] == row["leaf_hashes"]
    assert canonical.encode(texts.to_plain(leaves)) == raw


def test_erasing_a_text_leaves_the_root_as_it_was():
    rows = {row["name"]: row for row in vectors("texts")["texts"]}
    assert rows["all open"]["root"] == rows["the second erased"]["root"] == rows["all erased"]["root"]


@pytest.mark.parametrize("row", vectors("bundles")["bundles"], ids=named)
def test_a_golden_bundle_opens_to_its_content(row):
    opened = bundle.decode(bytes.fromhex(row["frame"]))
    content = canonical.encode(to_plain(opened))
    assert canonical.digest(content).hex() == row["content_sha256"]
    assert row.get("content", content.hex()) == content.hex()


def test_golden_pieces_join_in_any_order():
    row = vectors("bundles")
    pieces = [bytes.fromhex(piece) for piece in row["pieces"]]
    assert len(pieces) > 2
    assert canonical.digest(bundle.join(reversed(pieces))).hex() == row["pieces_sha256"]


def test_the_golden_sealed_bundle_opens_with_its_key():
    row = vectors("bundles")["sealed"]
    key = bundle.sealing_key_from_seed(bytes.fromhex(row["seed"]))
    assert key.public.hex() == row["public"]
    frame = bundle.unseal(bytes.fromhex(row["bytes"]), key.private)
    assert canonical.digest(frame).hex() == row["frame_sha256"]
    assert bundle.decode(frame).party == "GB"


def test_the_golden_log_has_its_roots_and_proofs():
    row = vectors("log")
    leaves = [merkle.leaf_hash(bytes.fromhex(entry)) for entry in row["entries"]]
    roots = [bytes.fromhex(root) for root in row["roots"]]
    assert [leaf.hex() for leaf in leaves] == row["leaf_hashes"]
    assert [merkle.root_of(leaves[:size]) for size in range(len(leaves) + 1)] == roots
    for at, path in enumerate(row["inclusion"]):
        assert merkle.verify_inclusion(leaves[at], (at, len(leaves)), [bytes.fromhex(h) for h in path], roots[-1])
    for old, path in enumerate(row["consistency"]):
        assert merkle.verify_consistency((old, len(leaves)), [bytes.fromhex(h) for h in path], roots[old], roots[-1])


@pytest.mark.parametrize("row", BAD["values"], ids=named)
def test_a_bad_value_is_refused(row):
    refused(row, lambda: canonical.decode(raw_of(row)))


@pytest.mark.parametrize("row", BAD["envelopes"], ids=named)
def test_a_bad_envelope_is_refused(row):
    if row["code"] != "signature":
        refused(row, lambda: envelope.read(raw_of(row), envelope.ACT))
    else:
        assert not envelope.good(envelope.read(raw_of(row), envelope.ACT), KEYS[row["key"]])


@pytest.mark.parametrize("row", BAD["acts"], ids=named)
def test_what_is_no_act_is_refused_though_it_is_well_signed(row):
    assert envelope.good(envelope.read(raw_of(row), envelope.ACT), KEYS[row["key"]])
    refused(row, lambda: act.open_act(raw_of(row)))


@pytest.mark.parametrize("row", BAD["bodies"], ids=named)
def test_a_bad_body_is_refused_though_its_act_is_in_form(row):
    made = act.decode(raw_of(row))
    refused(row, lambda: read_body(find_kind(ROOMS, made.kind)[1], made.body))


@pytest.mark.parametrize("row", BAD["answers"], ids=named)
def test_a_bad_answer_is_refused(row):
    refused(row, lambda: act.decode_answer(raw_of(row)))


@pytest.mark.parametrize("row", BAD["checkpoints"], ids=named)
def test_a_bad_checkpoint_is_refused(row):
    refused(row, lambda: act.open_checkpoint(tuple(bytes.fromhex(each) for each in row["envelopes"])))


@pytest.mark.parametrize("row", BAD["keys"], ids=named)
def test_what_is_no_key_is_refused(row):
    refused(row, lambda: keys.check_public(row["algorithm"], bytes.fromhex(row["public"])))


@pytest.mark.parametrize("row", BAD["texts"], ids=named)
def test_bad_texts_are_refused(row):
    def attempt():
        wire = canonical.decode(bytes.fromhex(row["wire"]))
        texts.verify(texts.from_plain(wire, "texts"), bytes.fromhex(row["root"]), "texts")

    refused(row, attempt)


@pytest.mark.parametrize("row", BAD["bundles"], ids=named)
def test_a_bad_bundle_is_refused(row):
    refused(row, lambda: bundle.decode(bytes.fromhex(row["frame"])))


@pytest.mark.parametrize("row", BAD["pieces"], ids=named)
def test_bad_pieces_are_refused(row):
    refused(row, lambda: bundle.join(bytes.fromhex(piece) for piece in row["pieces"]))


@pytest.mark.parametrize("row", BAD["sealed"], ids=named)
def test_a_bad_sealed_bundle_is_refused(row):
    refused(row, lambda: bundle.unseal(bytes.fromhex(row["bytes"]), trial_keys.SEALING.private))


@pytest.mark.parametrize("row", BAD["logs"], ids=named)
def test_a_log_that_was_changed_does_not_meet_its_checkpoint(row):
    opened = bundle.decode(bytes.fromhex(row["frame"]))
    head, *_ = act.open_checkpoint(opened.checkpoint)
    held = [bytes.fromhex(entry) for entry in row["held"]]
    whole = [*held[: opened.first], *opened.entries]
    root = merkle.root_of([merkle.leaf_hash(entry) for entry in whole])
    assert (len(whole), root) != (head.size, head.root)
    assert (row["code"] == "log.hole") == (len(held) < opened.first)


def test_no_defect_is_named_twice():
    for section, rows in BAD.items():
        defects = [row["defect"] for row in rows]
        assert len(set(defects)) == len(defects), section
        assert len(defects) > 5, section


@pytest.mark.parametrize("bad", [b"", b"\x00", b"\xd2"])
def test_an_error_says_where(bad):
    with pytest.raises(BytesError) as trouble:
        act.open_act(bad, "entry 17")
    assert trouble.value.where == "entry 17"
