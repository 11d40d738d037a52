"""The stranger accepts every golden envelope and refuses every bad one: the trial of truth. Run by ``make oracle``."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
import stranger
from stranger import KEYS, RefusedError, raw_of, vectors

BAD = vectors("bad")


def named(row):
    return row.get("defect") or f"{row.get('kind', '')} {row['name']}".strip()


def refused(attempt):
    with pytest.raises(RefusedError):
        attempt()


def test_the_stranger_borrows_nothing():
    source = Path(stranger.__file__).read_text(encoding="utf-8")
    imported = {name.split(".")[0] for name in re.findall(r"^(?:from|import) (\S+)", source, re.MULTILINE)}
    assert "warifu" not in imported
    assert {"pycose", "cwt", "ecdsa", "dilithium_py", "cddl_verifier"} <= imported


@pytest.mark.parametrize("row", vectors("values")["values"], ids=named)
def test_a_golden_value_is_read(row):
    raw = bytes.fromhex(row["bytes"])
    value = stranger.parse(raw)
    assert stranger.conforms("plain", raw)
    assert stranger.cbor2.dumps(value, canonical=True) == raw


@pytest.mark.parametrize("name", KEYS)
def test_a_key_id_is_the_thumbprint(name):
    row = vectors("keys")["keys"][name]
    assert KEYS[name].thumbprint_input.hex() == row["cose_key"]
    assert KEYS[name].key_id.hex() == row["key_id"]


def test_the_documents_name_every_kind():
    assert {row["kind"] for row in vectors("acts")["acts"]} == set(stranger.BODIES)


@pytest.mark.parametrize("row", vectors("acts")["acts"], ids=named)
def test_a_golden_act_is_accepted_and_its_body_is_what_the_documents_say(row):
    raw = bytes.fromhex(row["envelope"])
    act = stranger.open_act(raw)
    payload, key = stranger.open_envelope(raw, "warifu/act")
    assert key is KEYS[row["key"]]
    assert hashlib.sha256(payload).hexdigest() == row["digest"]
    assert stranger.leaf_hash(raw).hex() == row["leaf_hash"]
    body = stranger.cbor2.dumps(act[7], canonical=True)
    assert stranger.conforms(stranger.BODIES[act[2]], body, act[2].partition("/")[0])
    leaves = [[slot, bytes.fromhex(salt), text] for slot, salt, text in row.get("openings", [])]
    assert act.get(12, b"") == (stranger.texts_root(leaves) if leaves else b"")


def test_the_founding_act_is_accepted_and_vouched_for():
    row = vectors("founding")
    act = stranger.open_act(bytes.fromhex(row["envelope"]))
    root, root_pq, proof = (act[7][number] for number in (1, 2, 3))
    message = b"warifu founding act\0" + act[3].encode() + b"\0" + root
    assert message.hex() == row["proof_message"]
    assert stranger.ML_DSA_65.verify(root_pq, message, proof)
    assert not stranger.ML_DSA_65.verify(root_pq, message + b"x", proof)


@pytest.mark.parametrize("row", vectors("answers")["answers"], ids=named)
def test_a_golden_answer_is_accepted_bare_and_alone(row):
    raw = bytes.fromhex(row["bytes"])
    stranger.check_answer(raw)
    assert stranger.leaf_hash(raw).hex() == row["leaf_hash"]
    assert stranger.open_envelope(bytes.fromhex(row["envelope"]), "warifu/answer") == (raw, KEYS[row["key"]])


@pytest.mark.parametrize("row", vectors("checkpoints")["checkpoints"], ids=named)
def test_a_golden_checkpoint_is_accepted(row):
    stranger.check_checkpoint([bytes.fromhex(each) for each in row["envelopes"]])


@pytest.mark.parametrize("row", vectors("texts")["texts"], ids=named)
def test_golden_texts_have_their_root(row):
    leaves = stranger.parse(bytes.fromhex(row["wire"]))
    assert stranger.conforms("leaves", bytes.fromhex(row["wire"]))
    assert stranger.texts_root(leaves).hex() == row["root"]


def test_the_golden_log_has_its_roots():
    row = vectors("log")
    leaves = [stranger.leaf_hash(bytes.fromhex(entry)) for entry in row["entries"]]
    assert [stranger.root_of(leaves[:size]).hex() for size in range(len(leaves) + 1)] == row["roots"]


def test_the_content_of_a_bundle_is_what_the_documents_say():
    rows = [row for row in vectors("bundles")["bundles"] if "content" in row]
    assert rows
    for row in rows:
        raw = bytes.fromhex(row["content"])
        assert stranger.conforms("bundle", raw)
        head = stranger.check_checkpoint(stranger.parse(raw)[7])
        assert head[4] == 5


def test_golden_pieces_join():
    row = vectors("bundles")
    whole = {}
    for piece in map(bytes.fromhex, row["pieces"]):
        assert piece[:4] == b"WRP\1"
        assert piece[4:12].hex() == row["pieces_sha256"][:16]
        assert int.from_bytes(piece[14:16], "big") == len(row["pieces"])
        whole[int.from_bytes(piece[12:14], "big")] = piece[16:]
    joined = b"".join(whole[index] for index in range(len(whole)))
    assert hashlib.sha256(joined).hexdigest() == row["pieces_sha256"]


@pytest.mark.parametrize("row", BAD["values"], ids=named)
def test_a_bad_value_is_refused(row):
    refused(lambda: stranger.parse(raw_of(row)))


@pytest.mark.parametrize("row", BAD["envelopes"], ids=named)
def test_a_bad_envelope_is_refused(row):
    refused(lambda: stranger.open_act(raw_of(row)))


@pytest.mark.parametrize("row", BAD["acts"], ids=named)
def test_what_is_no_act_is_refused(row):
    refused(lambda: stranger.open_act(raw_of(row)))


def _body_in_form(raw):
    """Section 1 on decimals, section 2 on defaults, and the CDDL of the kind."""
    act = stranger.parse(raw)
    stranger.check_act(act)
    stranger.need(act[2] in stranger.BODIES, "kind")
    body = stranger.cbor2.dumps(act[7], canonical=True)
    stranger.need(stranger.conforms(stranger.BODIES[act[2]], body, act[2].partition("/")[0]), "body")
    _numbers_in_form(act[7])


def _numbers_in_form(value):
    if isinstance(value, dict):
        for each in value.values():
            _numbers_in_form(each)
    elif (
        isinstance(value, list)
        and len(value) == 3
        and type(value[0]) is str
        and type(value[1]) is type(value[2]) is int
    ):
        code, exponent, mantissa = value
        stranger.need((mantissa % 10 or (exponent, mantissa) == (0, 0)) and abs(mantissa) < 10**18, "decimal")
        stranger.need(code != "FURLONG" and not (code == "JPY" and exponent < 0), "unit or minor unit")
    elif isinstance(value, list):
        for each in value:
            _numbers_in_form(each)


@pytest.mark.parametrize(
    "row", [row for row in BAD["bodies"] if row["defect"] != "default of the body written out"], ids=named
)
def test_a_bad_body_is_refused(row):
    refused(lambda: _body_in_form(raw_of(row)))


def test_a_default_of_a_body_stands_in_the_documents():
    """The bad row writes a default out; the documents must say that it is one."""
    text = (stranger.DOCS / "formats-kinds.md").read_text(encoding="utf-8")
    request = re.search(r"^request = \{.*?^\}", text, re.DOTALL | re.MULTILINE)
    assert request
    assert '; transaction (default "supply")' in request[0]


@pytest.mark.parametrize("row", BAD["answers"], ids=named)
def test_a_bad_answer_is_refused(row):
    refused(lambda: stranger.check_answer(raw_of(row)))


@pytest.mark.parametrize("row", BAD["checkpoints"], ids=named)
def test_a_bad_checkpoint_is_refused(row):
    refused(lambda: stranger.check_checkpoint([bytes.fromhex(each) for each in row["envelopes"]]))


@pytest.mark.parametrize("row", BAD["texts"], ids=named)
def test_bad_texts_are_refused(row):
    def attempt():
        root = stranger.texts_root(stranger.parse(bytes.fromhex(row["wire"])))
        stranger.need(root.hex() == row["root"], "root")

    refused(attempt)
