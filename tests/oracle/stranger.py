"""A verifier that a stranger wrote from docs/formats.md alone: it shares no line, and no COSE library, with Warifu.

CBOR is read by the few lines below; COSE by pycose and by cwt, which must agree; curves by `ecdsa`, Ed25519 a second
time by `ecdsa`, ML-DSA-65 by `dilithium-py`; records by the CDDL in the documents, with `cddl-verifier`. Runs in an
environment of its own: ``make oracle``. Section numbers are those of docs/formats.md.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import cbor2
import ecdsa
from cddl_verifier import Validator
from cwt import COSE, COSEKey
from dilithium_py.ml_dsa import ML_DSA_65
from pycose.keys import EC2Key, OKPKey
from pycose.messages import CoseMessage

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests" / "vectors"
DOCS = ROOT / "docs"
ORDERS = {-7: ecdsa.NIST256p.order, -35: ecdsa.NIST384p.order}
EMPTY_ROOT = hashlib.sha256(b"").digest()
LAST_SECOND = 6_311_519_999


class RefusedError(Exception):
    """What is not in form, or not signed."""


def vectors(name: str) -> Any:
    """Read a file of vectors."""
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="ascii"))


def raw_of(row: dict[str, Any], name: str = "bytes") -> bytes:
    """Give the bytes of a row, with what is said to follow them."""
    return bytes.fromhex(row[name]) + bytes.fromhex(row.get("then", "")) * row.get("times", 0)


def need(good: object, why: str) -> None:
    """Refuse unless something holds."""
    if not good:
        raise RefusedError(why)


# --- section 1 -------------------------------------------------------------------------------------------------------


def parse(raw: bytes, limit: int = 65_536) -> Any:
    """Read deterministic CBOR of the narrowed profile, and nothing else."""
    need(len(raw) <= limit, "too large")
    value, end = _item(raw, 0, 0)
    need(end == len(raw), "something after the end")
    return value


def _item(raw: bytes, at: int, depth: int) -> tuple[Any, int]:
    need(at < len(raw), "cut short")
    major, low = raw[at] >> 5, raw[at] & 31
    if raw[at] in {0xF4, 0xF5}:
        return raw[at] == 0xF5, at + 1
    need(major not in {6, 7}, "tag, float or simple value")
    number, at = _head(raw, at, low)
    if major in {0, 1}:
        need(number < 2**63, "integer too large")
        return (-1 - number if major else number), at
    if major in {2, 3}:
        need(at + number <= len(raw), "cut short")
        return (_text(raw[at : at + number]) if major == 3 else raw[at : at + number]), at + number
    need(depth < 8, "nested too deep")
    return _array(raw, at, number, depth) if major == 4 else _map(raw, at, number, depth)


def _head(raw: bytes, at: int, low: int) -> tuple[int, int]:
    if low < 24:
        return low, at + 1
    need(low < 28, "indefinite or reserved head")
    width = 1 << (low - 24)
    need(at + 1 + width <= len(raw), "cut short")
    number = int.from_bytes(raw[at + 1 : at + 1 + width], "big")
    need(number >= (24 if width == 1 else 256 ** (width // 2)), "head too long")
    return number, at + 1 + width


def _text(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as trouble:
        raise RefusedError("not UTF-8") from trouble
    need(unicodedata.normalize("NFC", text) == text and "\0" not in text, "text not in form")
    return text


def _array(raw: bytes, at: int, number: int, depth: int) -> tuple[list[Any], int]:
    items = []
    for _ in range(number):
        item, at = _item(raw, at, depth + 1)
        items.append(item)
    return items, at


def _map(raw: bytes, at: int, number: int, depth: int) -> tuple[dict[int, Any], int]:
    found: dict[int, Any] = {}
    last = -1
    for _ in range(number):
        key, at = _item(raw, at, depth + 1)
        need(type(key) is int and key > last, "key no integer, negative, or out of order")
        last = key
        found[key], at = _item(raw, at, depth + 1)
    return found, at


# --- section 3 -------------------------------------------------------------------------------------------------------


class Key:
    """A public key of ``keys.json`` in the forms of the libraries."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.algorithm: int = row["algorithm"]
        self.raw = bytes.fromhex(row["public"])
        half = len(self.raw) // 2
        if self.algorithm == -8:
            parameters: dict[int, Any] = {1: 1, -1: 6, -2: self.raw}
        elif self.algorithm in ORDERS:
            curve = 1 if self.algorithm == -7 else 2
            parameters = {1: 2, -1: curve, -2: self.raw[1 : 1 + half], -3: self.raw[1 + half :]}
        else:
            parameters = {1: 7, 3: -49, -1: self.raw}
        self.thumbprint_input = cbor2.dumps(parameters)
        self.key_id = hashlib.sha256(self.thumbprint_input).digest()[:16]
        self.parameters = parameters

    def verifies(self, raw: bytes, protected: bytes, payload: bytes, signature: bytes) -> bool:
        """Tell whether the signature is good; all libraries that know the algorithm must say the same."""
        message = b"\x84\x6aSignature1" + cbor2.dumps(protected) + b"\x40" + cbor2.dumps(payload)
        if self.algorithm == -49:
            return len(signature) == 3309 and ML_DSA_65.verify(self.raw, message, signature)
        if self.algorithm in ORDERS:
            half = len(self.raw) // 2
            low = int.from_bytes(signature[half:], "big") <= ORDERS[self.algorithm] // 2
            verdicts = [self._pycose(raw), self._cwt(raw), self._ecdsa(message, signature)]
            need(len(set(verdicts)) == 1, "libraries disagree")
            return low and verdicts[0]
        verdicts = [self._pycose(raw), self._cwt(raw), self._ecdsa(message, signature)]
        need(len(set(verdicts)) == 1, "libraries disagree")
        return verdicts[0]

    def _pycose(self, raw: bytes) -> bool:
        kind = OKPKey if self.algorithm == -8 else EC2Key
        try:
            message = CoseMessage.decode(raw)
            message.key = kind.from_dict(dict(self.parameters))
            return bool(message.verify_signature())
        except Exception:  # noqa: BLE001  a library may refuse in any way it likes
            return False

    def _cwt(self, raw: bytes) -> bool:
        try:
            key = COSEKey.new({**self.parameters, 2: self.key_id, 3: self.algorithm})
            COSE.new().decode(raw, key)
        except Exception:  # noqa: BLE001  as above
            return False
        return True

    def _ecdsa(self, message: bytes, signature: bytes) -> bool:
        curves = {-8: ecdsa.Ed25519, -7: ecdsa.NIST256p, -35: ecdsa.NIST384p}
        digests = {-8: None, -7: hashlib.sha256, -35: hashlib.sha384}
        point = self.raw if self.algorithm == -8 else self.raw[1:]
        key = ecdsa.VerifyingKey.from_string(point, curves[self.algorithm], digests[self.algorithm])
        try:
            return bool(key.verify(signature, message))
        except Exception:  # noqa: BLE001  as above
            return False


KEYS = {name: Key(row) for name, row in vectors("keys")["keys"].items()}
BY_ID = {key.key_id: key for key in KEYS.values()}


# --- sections 4 to 9 -------------------------------------------------------------------------------------------------


def open_envelope(raw: bytes, content_type: str) -> tuple[bytes, Key]:
    """Give payload and key of an envelope; refuse what is not in form, by an unknown key, or not signed (section 4)."""
    need(len(raw) <= 69_632, "too large")
    need(raw[:2] == b"\xd2\x84", "no COSE_Sign1")
    parts, end = _item(raw, 1, 0)
    need(end == len(raw), "something after the end")
    protected, unprotected, payload, signature = parts
    need(type(protected) is bytes and type(payload) is bytes and type(signature) is bytes, "parts of other types")
    need(unprotected == {}, "unprotected header not empty")
    header = parse(protected)
    need(type(header) is dict and list(header) == [1, 3, 4], "header")
    need(type(header[1]) is int and header[1] in {-8, -7, -35, -49}, "algorithm")
    need(type(header[3]) is str and header[3] == content_type, "content type")
    need(type(header[4]) is bytes and len(header[4]) == 16, "key id")
    key = BY_ID.get(header[4])
    need(key is not None and key.algorithm == header[1], "key unknown, or of another algorithm")
    need(key.verifies(raw, protected, payload, signature), "signature")
    return payload, key


def open_act(raw: bytes) -> dict[int, Any]:
    """Give a well-signed act in form (section 5)."""
    payload, key = open_envelope(raw, "warifu/act")
    act = parse(payload)
    need(conforms("act", payload), "record")
    need(act[5] == key.key_id, "officer is not the signer")
    check_act(act)
    return act


def check_act(act: dict[int, Any]) -> None:
    """Check what the table of section 5 says beyond types."""
    defaults = {8: b"", 9: b"", 10: [], 11: [], 12: b"", 13: [], 14: 1, 15: ""}
    need(not any(number in act and act[number] == default for number, default in defaults.items()), "default written")
    need(act.get(14, 1) == 1, "version")
    need(len(act[1]) == 32 and all(len(act.get(number, bytes(32))) == 32 for number in (8, 9, 12)), "digests")
    need(all(0 < len(act[number]) <= 80 for number in (2, 3, 4)), "names")
    need(type(act[6]) is int and 0 <= act[6] <= LAST_SECOND, "time")
    need(9 not in act or (8 in act and act[9] != act[8]), "after")
    need(act.get(12) != EMPTY_ROOT, "root of no texts")
    need(len(act.get(10, [])) <= 4 and all(0 < len(word) <= 80 for word in act.get(10, [])), "label")
    cites = act.get(11, [])
    need(len(cites) <= 1024 and len(set(cites)) == len(cites) and all(len(each) == 32 for each in cites), "cites")
    need(len(act.get(13, [])) <= 64, "attachments")
    for each in act.get(13, []):
        need(len(each[1]) == 32 and each[2] >= 0 and 0 < len(each[3]) <= 80 and each.get(4) != "", "attachment")
    need(15 not in act or (act[15] != act[3] and len(act[15]) <= 80), "on behalf")


def check_answer(raw: bytes) -> dict[int, Any]:
    """Give an answer in form (section 7)."""
    answer = parse(raw)
    need(conforms("answer", raw), "record")
    need(len(answer[1]) == 32 and type(answer[2]) is int and answer[2] in {1, 2, 3}, "act or verdict")
    need(0 <= answer[3] <= LAST_SECOND, "time")
    need((answer[2] == 3) == bool(answer.get(4)) and answer.get(4) != [], "findings")
    need((answer[2] == 2) == (len(answer.get(5, b"")) == 32) and (answer[2] == 2 or 5 not in answer), "rival")
    need(all(finding.get(3) != [] for finding in answer.get(4, [])), "figures written out empty")
    return answer


def check_checkpoint(pair: list[bytes]) -> dict[int, Any]:
    """Give a checkpoint that both keys have signed (section 9)."""
    (first, one), (second, two) = (open_envelope(raw, "warifu/checkpoint") for raw in pair)
    need(first == second and (one.algorithm, two.algorithm) == (-8, -49), "two payloads, or other algorithms")
    head = parse(first)
    need(conforms("checkpoint", first), "record")
    need(head[3] == one.key_id and 0 <= head[8] <= LAST_SECOND, "node or time")
    for size, root in ((head[4], head[5]), (head[6], head[7])):
        need(size >= 0 and len(root) == 32 and (size == 0) == (root == EMPTY_ROOT), "head")
    return head


# --- sections 2, 6 and 8 ---------------------------------------------------------------------------------------------


def _blocks(name: str) -> str:
    text = (DOCS / name).read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```cddl\n(.*?)```", text, re.DOTALL))


BASE = _blocks("formats.md")
_VALIDATORS = {"": Validator(BASE)}
for _room in re.split(r"^## Room ", (DOCS / "formats-kinds.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
    _rules = "\n".join(re.findall(r"```cddl\n(.*?)```", _room, re.DOTALL))
    _VALIDATORS[_room.split("\n", 1)[0]] = Validator(f"{_rules}\n{BASE}")
_ROW = re.compile(r"^\| `([a-z_]+/[a-z_]+)` \| [a-z, ]+ \| `([a-z-]+)`", re.MULTILINE)
BODIES = dict(_ROW.findall((DOCS / "formats-kinds.md").read_text(encoding="utf-8")))
"""Kind of act to the rule of its body."""


def conforms(rule: str, raw: bytes, room: str = "") -> bool:
    """Tell whether bytes are what a CDDL rule of the documents says, in deterministic encoding."""
    return bool(_VALIDATORS[room].validate(raw, root_type=rule, require_deterministic=True).valid)


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry as a leaf."""
    return hashlib.sha256(b"\0" + entry).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """Give the root of a tree by the definition of RFC 9162, section 2.1.1."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY_ROOT
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + root_of(leaves[:split]) + root_of(leaves[split:])).digest()


def texts_root(leaves: list[list[Any]]) -> bytes:
    """Give the root of the leaves of texts, open or sealed, in form (section 6)."""
    need(type(leaves) is list and len(leaves) <= 256, "texts")
    hashes, last = [], 0
    for leaf in leaves:
        need(type(leaf) is list and len(leaf) in {2, 3} and type(leaf[0]) is int and leaf[0] > last, "leaf")
        last = leaf[0]
        sizes = {2: 32, 3: 16}
        need(type(leaf[1]) is bytes and len(leaf[1]) == sizes[len(leaf)], "salt or leaf hash")
        if len(leaf) == 3:
            need(type(leaf[2]) is str and 0 < len(leaf[2].encode()) <= 16_384, "text")
            hashes.append(leaf_hash(cbor2.dumps(leaf)))
        else:
            hashes.append(leaf[1])
    return root_of(hashes)
