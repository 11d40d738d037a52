"""Verify an audit pack with nothing but Python 3.10 or later: this file needs no other program, no key and no network.

    python3 -I verify.py [FOLDER] [GB=DIGEST] [JP=DIGEST]
It checks, and says so line by line in English and Japanese:
 1 files      every file has the SHA-256 that MANIFEST states, and MANIFEST names every file
 2 founding   each log begins with a founding act; its digest is the one told (from the introduction sheet)
 3 signatures every signed act, under a key that stood on its party's roll, unrevoked, before the act's place in the log
 4 logs       the roots (RFC 9162) of both logs are those in the checkpoint that each party's node signed, at its sizes
 5 answers    each answer is to an act of the other log
 6 tables     every act that a table names stands in a log, and the counts in figures.json are those of the logs
It leaves with 0 if all holds, else with 1. Not checked here: the second signature of a checkpoint (ML-DSA-65), limits
of officers, rules of the agreements, a party founded anew. `warifu audit verify` checks these too.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

Point = tuple[int, int, int, int]
Key = tuple[str, int, bytes, str]  # its use (root, node, officer), algorithm (COSE number), raw public key, holder
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
CURVES = {  # p, b, n, gx, gy: NIST P-256 and P-384 (FIPS 186-5)
    -7: (2**256 - 2**224 + 2**192 + 2**96 - 1, 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
         0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
         0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
         0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5),
    -35: (2**384 - 2**128 - 2**96 + 2**32 - 1,
          0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
          0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
          0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
          0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F),
}  # fmt: skip


def need(good: object, what: str) -> None:
    """Refuse unless something holds; the text says what and where."""
    if not good:
        raise ValueError(what)


def read(raw: bytes, at: int = 0) -> tuple[Any, int]:
    """Read one item; returns it and where it ends. A tag is returned as (number, item)."""
    major, small, at = raw[at] >> 5, raw[at] & 31, at + 1
    if major == 7:
        return {20: False, 21: True}[small], at
    if small >= 24:
        size = {24: 1, 25: 2, 26: 4, 27: 8}[small]
        small, at = int.from_bytes(raw[at : at + size], "big"), at + size
    if major < 2:
        return (small if major == 0 else -1 - small), at
    if major < 4:
        part = bytes(raw[at : at + small])
        need(len(part) == small, "CBOR: ends too early")
        return (part if major == 2 else part.decode("utf-8")), at + small
    items: list[Any] = []
    while len(items) < (1 if major == 6 else small * (major - 3)):
        item, at = read(raw, at)
        items.append(item)
    if major != 5:
        return (items if major == 4 else (small, items[0])), at
    need(len(table := dict(zip(items[::2], items[1::2], strict=True))) == small, "CBOR: a key twice")
    return table, at


def whole(raw: bytes) -> Any:
    """Read one item that is all there is."""
    item, end = read(raw)
    need(end == len(raw), "CBOR: something behind the item")
    return item


def byte_string(raw: bytes) -> bytes:
    """Write a byte string with the shortest head."""
    size = len(raw)
    wide = 0 if size < 24 else 1 if size < 2**8 else 2 if size < 2**16 else 4
    return (bytes([0x40 | size]) if not wide else bytes([0x57 + wide.bit_length()]) + size.to_bytes(wide, "big")) + raw


def times(scalar: int, point: Any, add: Callable[[Any, Any], Any], zero: Any = None) -> Any:
    """Multiply a point."""
    for bit in f"{scalar:b}":
        zero = add(zero, zero)
        if bit == "1":
            zero = add(zero, point)
    return zero


def ed_add(one: Point, two: Point) -> Point:
    """Add two points of edwards25519 in extended coordinates."""
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def ed_point(raw: bytes) -> Point:
    """Read a point."""
    sign, y = divmod(int.from_bytes(raw, "little"), 2**255)
    need(len(raw) == 32 and y < P, "Ed25519: no point")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x * pow(2, (P - 1) // 4, P) % P if (x * x - square) % P else x
    need((x * x - square) % P == 0 and not (x == 0 and sign), "Ed25519: no point")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def ed_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether an Ed25519 signature holds: S B = R + k A, compared as bytes of R."""
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    (x, y, z, t), base, zero = ed_point(key), ed_point(bytes([0x58] + [0x66] * 31)), (0, 1, 1, 0)
    x, y, z, _ = ed_add(times(s, base, ed_add, zero), times(k, (-x % P, y, z, -t % P), ed_add, zero))
    x, y = x * pow(z, P - 2, P) % P, y * pow(z, P - 2, P) % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def ec_add(p: int, one: Any, two: Any) -> Any:
    """Add two points of a curve with a = -3 over p; None is the point at infinity."""
    if one is None or two is None:
        return one or two
    if one[0] == two[0] and (one[1] + two[1]) % p == 0:
        return None
    above, below = (3 * one[0] * one[0] - 3, 2 * one[1]) if one == two else (two[1] - one[1], two[0] - one[0])
    slope = above * pow(below, p - 2, p)
    x = (slope * slope - one[0] - two[0]) % p
    return x, (slope * (one[0] - x) - one[1]) % p


def ec_holds(algorithm: int, key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether an ECDSA signature with low s holds."""
    p, b, n, gx, gy = CURVES[algorithm]
    size, hashed = (32, hashlib.sha256) if algorithm == -7 else (48, hashlib.sha384)
    r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
    x, y = int.from_bytes(key[1 : 1 + size], "big"), int.from_bytes(key[1 + size :], "big")
    formed = (len(key), key[:1], len(signature)) == (1 + 2 * size, b"\x04", 2 * size)
    if not formed or not (0 < r < n and 0 < s <= n // 2) or (y * y - x * x * x + 3 * x - b) % p:
        return False
    add = partial(ec_add, p)
    e, inverse = int.from_bytes(hashed(message).digest(), "big"), pow(s, n - 2, n)
    one, two = times(e * inverse % n, (gx, gy), add), times(r * inverse % n, (x, y), add)
    return bool(found := add(one, two)) and found[0] % n == r


def key_id(algorithm: int, key: bytes) -> bytes:
    """16 bytes: the shortened thumbprint of a COSE key (RFC 9679)."""
    half, curve = (len(key) - 1) // 2, b"\x01" if algorithm == -7 else b"\x02"
    parts = (b"\xa4\x01\x02\x20", curve, b"\x21", byte_string(key[1 : 1 + half]), b"\x22", byte_string(key[1 + half :]))
    named = b"\xa3\x01\x01\x20\x06\x21" + byte_string(key) if algorithm == -8 else b"".join(parts)
    return hashlib.sha256(named).digest()[:16]


def opened(envelope: bytes, content: str, keys: dict[bytes, Key]) -> tuple[bytes, bytes, str]:
    """Read a COSE_Sign1 (RFC 9052) and check its signature; returns payload, key id, and what the key is for."""
    tag, parts = whole(envelope)
    header = whole(parts[0])
    need((tag, len(parts), parts[1], len(header), header[3]) == (18, 4, {}, 3, content), f"envelope: not {content}")
    signed = b"\x84\x6aSignature1" + byte_string(parts[0]) + b"\x40" + byte_string(parts[2])
    algorithm, signer = header[1], header[4]
    role, its, key, _ = keys.get(signer, ("revoked", 0, b"", ""))
    need(role != "revoked", f"key {signer.hex()} is on no roll, or was revoked")
    good = ed_holds(key, signed, parts[3]) if its == -8 else ec_holds(its, key, signed, parts[3])
    need(algorithm == its and good, f"the signature under key {signer.hex()} does not hold")
    return parts[2], signer, role


def root_of(leaves: list[bytes]) -> bytes:
    """Return the root of an RFC 9162 tree over leaf hashes."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root_of(leaves[:split]) + root_of(leaves[split:])).digest()


class Log:
    """One party's log: its entries, the keys on its roll, and what was found in it."""

    def __init__(self, name: str, raw: bytes) -> None:
        self.name, self.founding, at = name, b"", 0
        self.entries, self.answers = list[bytes](), list[dict[int, Any]]()
        self.acts, self.keys = set[bytes](), dict[bytes, Key]()
        while at < len(raw):
            end = at + 4 + int.from_bytes(raw[at : at + 4], "big")
            need(end <= len(raw), f"{name}: ends too early")
            self.entries.append(raw[at + 4 : end])
            at = end
        self.leaves = [hashlib.sha256(b"\x00" + each).digest() for each in self.entries]

    def verify(self) -> None:
        """Check every entry in order: the roll before a place says which keys may sign there."""
        for entry in self.entries:
            if entry[:1] != b"\xd2":
                self.answers.append(whole(entry))
                continue
            payload = whole(entry)[1][2]
            act, digest = whole(payload), hashlib.sha256(payload).digest()
            need(act[3] == self.name.partition(".")[0], f"{self.name}: {digest.hex()}: an act of {act[3]}")
            if act[2] == "parties/found" and not self.founding:
                self.founding = digest
                self.keys[key_id(-8, act[7][1])] = ("root", -8, act[7][1], "")
            _, signer, role = opened(entry, "warifu/act", self.keys)
            need(signer == act[5] and role != "node", f"{self.name}: {digest.hex()}: not signed by an officer")
            self.acts.add(digest)
            self.enter(act[2], act[7], role)

    def enter(self, kind: str, body: dict[int, Any], role: str) -> None:
        """Let an act of the roll have its effect: a key keeps its first use and holder, and one that ended stays so."""
        if kind in ("parties/revocation", "parties/new_root"):
            for each, (use, algorithm, key, holder) in list(self.keys.items()):
                person = body[1] == "person" and (use, holder) == ("officer", body.get(2))
                if (each == body.get(3) or person) if kind == "parties/revocation" else use == "root":
                    self.keys[each] = ("revoked", algorithm, key, holder)
        if kind == "parties/officer":
            self.keys.setdefault(key_id(body[2], body[3]), ("officer", body[2], body[3], body[1]))
        elif kind in ("parties/node", "parties/new_root"):
            need(role == "root", f"{self.name}: {kind} that no root signed")
            self.keys.setdefault(key_id(-8, body[1]), (kind[8:].replace("new_", ""), -8, body[1], ""))

    def sealed(self, raw: bytes, other: Log) -> Any:
        """Check the newest checkpoint: its signature, its root, and what it says of the other log."""
        payload, signer, role = opened(whole(raw)[0], "warifu/checkpoint", self.keys)
        told = whole(payload)
        need((role, told[3], told[1], told[2]) == ("node", signer, self.name, other.name), f"{self.name}: not sealed")
        need((told[4], told[5]) == (len(self.leaves), root_of(self.leaves)), f"{self.name}: the root is another")
        seen = other.leaves[: told[6]]
        need((told[6], told[7]) == (len(seen), root_of(seen)), f"{self.name}: the other log's root is another")
        return told


def table_faults(folder: Path, logs: list[Log]) -> Iterator[str]:
    """Yield what tables and figures state that the logs do not hold."""
    known = left_out = {digest.hex() for log in logs for digest in log.acts}
    for path in sorted((folder / "tables").glob("*.csv")):
        table = csv.DictReader(path.read_text(encoding="utf-8-sig").split("\n"))
        acts = {row["act"] for row in table if row.get("act")}
        left_out = known - acts if path.stem == "signatures" else left_out
        strange = acts - known if {"act", "basis"} & set(table.fieldnames or ()) else {"no column of acts"}
        yield from (f"{path.name}: this act is in no log: {each}" for each in sorted(strange))
    yield from (f"signatures.csv: this act is left out: {each}" for each in sorted(left_out))
    told = json.loads((folder / "figures.json").read_text(encoding="utf-8"))["logs"]
    counted = {x.name: {"entries": len(x.entries), "acts": len(x.acts), "answers": len(x.answers)} for x in logs}
    if told != counted:
        yield f"figures.json: {told} told, {counted} counted"


def verify(folder: Path, roots: dict[str, str]) -> Iterator[str]:
    """Check a folder; yields a line for each thing that holds. Raises ValueError, or what broken bytes raise."""
    told = [line.split("  ", 1) for line in (folder / "MANIFEST").read_text("utf-8").splitlines()]
    there = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or path.is_file()]
    listed = sorted(["MANIFEST", *(name for _, name in told)])
    need(sorted(there) == listed, f"MANIFEST: not the files that are here: {sorted({*there} ^ {*listed})}")
    for digest, name in told:
        need(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, f"{name}: not the bytes of MANIFEST")
    yield f"files 全ファイル: {len(told)}"
    logs = [Log(path.stem, path.read_bytes()) for path in sorted((folder / "logs").glob("*.log"))]
    parties = {log.name.partition(".")[0] for log in logs}
    need(len(logs) == len(parties) == 2 and set(roots) <= parties, f"logs: {sorted(parties)}; told: {sorted(roots)}")
    for log in logs:
        log.verify()
        root = roots.get(log.name.partition(".")[0])
        need(root in (None, log.founding.hex()), f"{log.name}: another founding act than {root}")
        same = "as told / 指定値と一致" if root else "compare by hand / 紹介状と照合のこと"
        yield f"{log.name} founding act 設立文書: {log.founding.hex()} ({same})"
        yield f"{log.name} signatures 署名: {len(log.acts)}; answers 回答: {len(log.answers)}"
    for log, other in zip(logs, logs[::-1], strict=True):
        seal = log.sealed((folder / "logs" / f"{log.name}.checkpoint").read_bytes(), other)
        yield f"{log.name} checkpoint 照合票: {seal[4]} entries 件, root {seal[5].hex()}; {other.name}: {seal[6]}"
        strange = sum(each[1] not in other.acts for each in log.answers)
        need(not strange, f"{log.name}: {strange} answers to acts that {other.name} does not hold")
    need(not (faults := list(table_faults(folder, logs))), "\n".join(faults[:20]))
    yield "tables 表: every act named stands in a log 記載の署名文書は全て記録簿に存在する"


def main() -> int:
    """Say what holds, and leave with 1 at the first thing that does not."""
    roots = dict(each.split("=", 1) for each in sys.argv[1:] if "=" in each)
    folder = next((Path(each) for each in sys.argv[1:] if "=" not in each), Path(__file__).parent)
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)  # type: ignore[union-attr]
    try:
        sys.stdout.writelines(f"{line}\n" for line in verify(folder, roots))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as trouble:
        sys.stdout.write(f"DOES NOT HOLD 異常あり: {type(trouble).__name__}: {trouble}\n")
        return 1
    sys.stdout.write("everything holds 異常なし\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
