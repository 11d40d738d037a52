"""The audit pack: what it counts, and that its own verifier finds whatever was changed, run by a bare Python."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from typing import Any

import pypdfium2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world import World, play_of
from warifu.core import canonical, envelope, keys
from warifu.core.errors import FileError
from warifu.doors.auditpack import packing, verify
from warifu.doors.auditpack.packing import Asked
from warifu.doors.demo import chapters
from warifu.node import proving
from warifu.record import log


@pytest.fixture(scope="module")
def world() -> World:
    """Both halves after a relief order that was closed and fuel that came short and is still owed."""
    made = World(23)
    made.exchange()
    play = play_of(made)
    chapters.relief(play)
    chapters.fuel_at_sea(play)
    made.exchange()
    return made


@pytest.fixture(scope="module")
def pack(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("audit") / "pack"
    packing.write(world.gb.node, _asked(world), to)
    return to


def _asked(world: World, party: str = "GB") -> Asked:
    made = world.gb.node.means.clock()
    return Asked(party, "JP", datetime.fromtimestamp(made, UTC).date(), made)


def verify_day(seconds: int) -> Any:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).date()


def _rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "tables" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _run(folder: Path, *roots: str) -> tuple[int, str]:
    """Run the pack's own verifier with no packages at all."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py"), *roots], capture_output=True, check=False, timeout=120
    )
    return ran.returncode, ran.stdout.decode("utf-8") + ran.stderr.decode("utf-8")


def _roots(world: World) -> list[str]:
    halves = ((world.gb, "JP"), (world.jp, "GB"))
    return [f"{peer}={log.pin(half.node.store, half.node.pair(peer).name).hex()}" for half, peer in halves]


def test_a_bare_python_verifies_the_pack_and_the_program_proves_the_same(world: World, pack: Path) -> None:
    status, said = _run(pack, *_roots(world))
    assert status == 0, said
    assert "everything holds 異常なし" in said
    assert said.count("as told") == 2
    for author, head in proving.heads(world.gb.node, "JP").items():
        assert f"{author} checkpoint 照合票: {head['size']} entries 件, root {head['root'].hex()}" in said
    assert len((pack / "verify.py").read_text(encoding="utf-8").splitlines()) < 300


def test_both_nodes_pack_the_same_logs_and_tables(world: World, pack: Path, tmp_path: Path) -> None:
    made = world.gb.node.means.clock()
    packing.write(world.jp.node, Asked("GB", "GB", datetime.fromtimestamp(made, UTC).date(), made), tmp_path / "jp")
    for name in ("logs/GB.log", "logs/JP.log", *(f"tables/{each.name}" for each in (pack / "tables").iterdir())):
        assert (pack / name).read_bytes() == (tmp_path / "jp" / name).read_bytes(), name


def test_the_figures_are_those_of_the_tables(pack: Path) -> None:
    figures = json.loads((pack / "figures.json").read_text(encoding="utf-8"))
    orders = _rows(pack, "orders")
    assert figures["orders"]["all"] == sum(row["exercise"] == "False" for row in orders) == 2
    assert figures["orders"]["agreed_complete"] == 2
    stated = _rows(pack, "elements")
    assert len(stated) == 25 * len(orders)
    assert not [row for row in stated if row["state"] in {"missing", "undetermined"}]
    open_now = _rows(pack, "ageing")
    assert open_now
    assert {row["debtor"] for row in open_now} == {each["debtor"] for each in figures["ageing"]}
    signed = _rows(pack, "signatures")
    assert len(signed) == figures["signatures"]["all"] == sum(each["acts"] for each in figures["logs"].values())
    assert {row["verdict"] for row in signed} <= {"confirmed", "fallen", "objected", "unanswered"}


def test_the_report_is_read_in_both_languages(pack: Path) -> None:
    document = pypdfium2.PdfDocument(pack / "report.pdf")
    said = "".join(page.get_textpage().get_text_range() for page in document)
    for phrase in ("Audit report", "監査報告書", "Orders and their mandatory elements", "発注及び必須項目"):
        assert phrase in said
    assert b"pdfaid" in (pack / "report.pdf").read_bytes()


def _remade(folder: Path) -> None:
    """Write MANIFEST anew, as whoever changes a file would."""
    names = sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())
    lines = [f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names if name != "MANIFEST"]
    (folder / "MANIFEST").write_text("".join(lines), encoding="utf-8")


def _entries(raw: bytes) -> list[bytes]:
    return verify.Log("GB", raw).entries


def _joined(entries: list[bytes]) -> bytes:
    return b"".join(len(each).to_bytes(4, "big") + each for each in entries)


def _changed_log(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Path], None]:
    def change_it(folder: Path) -> None:
        path = folder / "logs" / "GB.log"
        path.write_bytes(_joined(change(_entries(path.read_bytes()))))

    return change_it


def _flipped(entries: list[bytes]) -> list[bytes]:
    at = max(place for place, entry in enumerate(entries) if entry[:1] == b"\xd2")
    return [*entries[:at], entries[at][:-1] + bytes([entries[at][-1] ^ 1]), *entries[at + 1 :]]


def _last_bit_of_a_body(entries: list[bytes]) -> list[bytes]:
    at = max(place for place, entry in enumerate(entries) if entry[:1] == b"\xd2")
    spoiled = bytearray(entries[at])
    spoiled[len(spoiled) // 2] ^= 1
    return [*entries[:at], bytes(spoiled), *entries[at + 1 :]]


def _swapped_checkpoints(folder: Path) -> None:
    one, two = (folder / "logs" / f"{party}.checkpoint" for party in ("GB", "JP"))
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)


def _another_act_in_a_table(folder: Path) -> None:
    path = folder / "tables" / "orders.csv"
    digest = _rows(folder, "orders")[0]["act"]
    path.write_text(path.read_text(encoding="utf-8-sig").replace(digest, "00" * 32), encoding="utf-8-sig")


def _one_more_entry_told(folder: Path) -> None:
    path = folder / "figures.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["logs"]["JP"]["entries"] += 1
    path.write_text(json.dumps(told), encoding="utf-8")


DEFECTS: dict[str, Callable[[Path], None]] = {
    "a signature": _changed_log(_flipped),
    "a bit of an act": _changed_log(_last_bit_of_a_body),
    "the last entry gone": _changed_log(lambda entries: entries[:-1]),
    "an entry from the middle gone": _changed_log(lambda entries: [*entries[:20], *entries[21:]]),
    "two entries in another order": _changed_log(lambda entries: [*entries[:-2], entries[-1], entries[-2]]),
    "no entries": _changed_log(lambda _entries: []),
    "the founding act gone": _changed_log(lambda entries: entries[1:]),
    "a log cut in an entry": lambda folder: (
        (folder / "logs" / "GB.log").write_bytes((folder / "logs" / "GB.log").read_bytes()[:-3]) and None
    ),
    "checkpoints of the other side": _swapped_checkpoints,
    "an act in a table that nobody signed": _another_act_in_a_table,
    "a figure": _one_more_entry_told,
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_the_verifier_finds_what_was_changed(pack: Path, tmp_path: Path, defect: str) -> None:
    spoiled = copytree(pack, tmp_path / "spoiled")
    DEFECTS[defect](spoiled)
    _remade(spoiled)
    status, said = _run(spoiled)
    assert status == 1, said
    assert "DOES NOT HOLD 異常あり" in said


def test_the_verifier_finds_a_file_that_manifest_does_not_name_and_another_root(
    world: World, pack: Path, tmp_path: Path
) -> None:
    spoiled = copytree(pack, tmp_path / "spoiled")
    (spoiled / "tables.xlsx").write_bytes(b"another")
    assert _run(spoiled)[0] == 1
    _remade(spoiled)
    assert _run(spoiled, *_roots(world))[0] == 0
    (spoiled / "tables" / "more.csv").write_text("act\n", encoding="utf-8")
    assert _run(spoiled)[0] == 1
    status, said = _run(pack, f"GB={'00' * 32}")
    assert status == 1
    assert "another founding act" in said


def test_a_pack_in_one_file_holds_the_same_and_never_overwrites(world: World, pack: Path, tmp_path: Path) -> None:
    to = tmp_path / "half.zip"
    packing.write(world.gb.node, _asked(world), to)
    with zipfile.ZipFile(to) as packed:
        packed.extractall(tmp_path)
    assert _run(tmp_path / "half", *_roots(world))[0] == 0
    assert (tmp_path / "half" / "MANIFEST").exists()
    before = to.read_bytes()
    with pytest.raises(FileError, match=r"file\.exists"):
        packing.write(world.gb.node, _asked(world), to)
    assert to.read_bytes() == before
    with pytest.raises(FileError, match=r"file\.unwritable"):
        packing.write(world.gb.node, _asked(world), tmp_path / "nowhere" / "half.zip")


# --- forgeries: a log whose signatures and roots are all sound, and whose signer had no right -----------------------


class Forger:
    """A party that signs whatever it likes with keys of its own."""

    def __init__(self) -> None:
        self.root, self.node, self.one, self.two = (keys.ed25519_from_seed(bytes([each]) * 32) for each in range(4))
        self.entries: list[bytes] = []
        self.signs("parties/found", {1: self.root.public.raw, 2: b"", 3: b""}, self.root)
        self.signs("parties/node", {1: self.node.public.raw}, self.root)
        self.officer("one", self.one)
        self.officer("two", self.two)

    def officer(self, person: str, signer: keys.MemorySigner) -> None:
        self.signs("parties/officer", {1: person, 2: -8, 3: signer.public.raw}, self.root)

    def signs(self, kind: str, body: dict[int, Any], by: keys.MemorySigner, party: str = "GB") -> None:
        act = {1: b"\0" * 32, 2: kind, 3: party, 4: "D", 5: by.public.key_id(), 6: 1, 7: body}
        self.entries.append(envelope.seal(canonical.encode(act, "act"), envelope.ACT, by).raw)

    def log(self) -> verify.Log:
        log = verify.Log("GB", _joined(self.entries))
        log.verify()
        return log


def _signed_by_a_revoked_person(forger: Forger) -> None:
    forger.signs("parties/revocation", {1: "person", 2: "two"}, forger.root)
    forger.signs("notes/note", {}, forger.two)


def _signed_by_a_key_that_came_back(forger: Forger) -> None:
    forger.signs("parties/revocation", {1: "officer", 3: forger.two.public.key_id()}, forger.root)
    forger.officer("two", forger.two)
    forger.signs("notes/note", {}, forger.two)


def _signed_by_a_node_entered_as_an_officer(forger: Forger) -> None:
    forger.officer("three", forger.node)
    forger.signs("notes/note", {}, forger.node)


def _signed_under_a_root_replaced(forger: Forger) -> None:
    forger.signs("parties/new_root", {1: keys.ed25519_from_seed(b"n" * 32).public.raw}, forger.root)
    forger.signs("notes/note", {}, forger.root)


def _of_another_party(forger: Forger) -> None:
    forger.signs("notes/note", {}, forger.one, "JP")


def _with_a_key_twice(forger: Forger) -> None:
    body = canonical.encode({1: "GB"}, "act")
    act = b"\xa2" + body[1:] * 2
    forger.entries.append(envelope.seal(act, envelope.ACT, forger.one).raw)


def _with_bytes_behind_the_act(forger: Forger) -> None:
    act = {1: b"", 2: "notes/note", 3: "GB", 4: "D", 5: forger.one.public.key_id(), 6: 1, 7: {}}
    forger.entries.append(envelope.seal(canonical.encode(act, "act") + b"\0", envelope.ACT, forger.one).raw)


def _founded_again_by_another(forger: Forger) -> None:
    other = keys.ed25519_from_seed(b"o" * 32)
    forger.signs("parties/found", {1: other.public.raw}, other)


FORGED = (
    _signed_by_a_revoked_person, _signed_by_a_key_that_came_back, _signed_by_a_node_entered_as_an_officer,
    _signed_under_a_root_replaced, _of_another_party, _with_a_key_twice, _with_bytes_behind_the_act,
    _founded_again_by_another,
)  # fmt: skip


def test_a_log_of_a_party_that_keeps_its_roll_is_accepted() -> None:
    forger = Forger()
    forger.officer("two", forger.two)  # a renewal
    forger.signs("parties/revocation", {1: "person", 2: "two"}, forger.root)
    forger.signs("notes/note", {}, forger.one)
    assert len(forger.log().acts) == 6  # a renewal is the same act again


@pytest.mark.parametrize("forge", FORGED)
def test_the_verifier_refuses_who_had_no_right_to_sign(forge: Callable[[Forger], None]) -> None:
    forger = Forger()
    forge(forger)
    with pytest.raises(ValueError, match=r"revoked|officer|an act of|CBOR"):
        forger.log()


def _without_signatures(folder: Path) -> None:
    (folder / "tables" / "signatures.csv").unlink()


def _a_signature_left_out(folder: Path) -> None:
    path = folder / "tables" / "signatures.csv"
    path.write_text("\n".join(path.read_text(encoding="utf-8-sig").splitlines()[:-1]), encoding="utf-8-sig")


def _acts_under_another_name(folder: Path) -> None:
    path = folder / "tables" / "orders.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b",act", b",Act"))


def _two_logs_of_one_party(folder: Path) -> None:
    for kind in ("log", "checkpoint"):
        (folder / "logs" / f"JP.{kind}").unlink()
        (folder / "logs" / f"GB.OTHER.{kind}").write_bytes((folder / "logs" / f"GB.{kind}").read_bytes())


def _nested_too_deep(folder: Path) -> None:
    (folder / "logs" / "GB.log").write_bytes(_joined([b"\x81" * 100_000]))


def _a_third_log_told(folder: Path) -> None:
    path = folder / "figures.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["logs"]["FR"] = {"entries": 0, "acts": 0, "answers": 0}
    path.write_text(json.dumps(told), encoding="utf-8")


TRICKS = {
    _without_signatures: "left out", _a_signature_left_out: "left out", _acts_under_another_name: "no column of acts",
    _two_logs_of_one_party: "logs: ['GB']", _nested_too_deep: "RecursionError", _a_third_log_told: "figures.json",
}  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
def test_the_verifier_sees_through_tables_and_folders_that_hide_something(
    pack: Path, tmp_path: Path, trick: Callable[[Path], None]
) -> None:
    spoiled = copytree(pack, tmp_path / "spoiled")
    trick(spoiled)
    _remade(spoiled)
    status, said = _run(spoiled)
    assert (status, TRICKS[trick] in said) == (1, True), said


def test_the_verifier_wants_each_file_once_and_no_links(pack: Path, tmp_path: Path) -> None:
    spoiled = copytree(pack, tmp_path / "spoiled")
    (spoiled / "logs").rename(tmp_path / "logs")
    (spoiled / "logs").symlink_to(tmp_path / "logs")
    _remade(spoiled)
    assert _run(spoiled)[0] == 1
    twice = copytree(pack, tmp_path / "twice")
    listed = (twice / "MANIFEST").read_text(encoding="utf-8")
    (twice / "MANIFEST").write_text(f"{'0' * 64}  README.txt\n{listed}", encoding="utf-8")
    assert _run(twice)[0] == 1
    for told in ("JPN=00", "GB="):
        assert _run(pack, told)[0] == 1


# --- the arithmetic of the verifier, against the library that gives the verdict in the program ----------------------


@settings(max_examples=15)
@given(st.binary(max_size=200), st.binary(min_size=32, max_size=32), st.integers(0, 511))
def test_ed25519_says_what_the_library_says(message: bytes, seed: bytes, bit: int) -> None:
    private = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = private.sign(message)
    assert verify.ed_holds(public, message, signature)
    spoiled = bytearray(signature)
    spoiled[bit // 8] ^= 1 << bit % 8
    with suppress(ValueError):
        assert not verify.ed_holds(public, message, bytes(spoiled))
    assert not verify.ed_holds(public, message + b"x", signature)
    assert verify.key_id(-8, public) == keys.PublicKey(keys.ED25519, public).key_id()


@pytest.mark.parametrize("algorithm", [-7, -35])
@settings(max_examples=6)
@given(message=st.binary(max_size=100), secret=st.integers(1, 2**255))
def test_ecdsa_says_what_the_library_says(algorithm: int, message: bytes, secret: int) -> None:
    curve, hashed = (ec.SECP256R1(), hashes.SHA256()) if algorithm == -7 else (ec.SECP384R1(), hashes.SHA384())
    private = ec.derive_private_key(secret, curve)
    public = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    r, s = decode_dss_signature(private.sign(message, ec.ECDSA(hashed)))
    order, size = verify.CURVES[algorithm][2], {-7: 32, -35: 48}[algorithm]
    low, high = min(s, order - s), max(s, order - s)
    signature = r.to_bytes(size, "big") + low.to_bytes(size, "big")
    assert verify.ec_holds(algorithm, public, message, signature)
    assert not verify.ec_holds(algorithm, public, message + b"x", signature)
    assert not verify.ec_holds(algorithm, public, message, r.to_bytes(size, "big") + high.to_bytes(size, "big"))
    assert verify.key_id(algorithm, public) == keys.PublicKey(algorithm, public).key_id()


@given(st.recursive(
    st.integers(-(2**63), 2**63 - 1) | st.binary(max_size=300) | st.text("abc日本", max_size=40) | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.integers(0, 2**32), inner, max_size=4),
    max_leaves=8,
))  # fmt: skip
def test_the_verifier_reads_what_the_program_writes(value: Any) -> None:
    raw = canonical.encode(value, "trial")
    assert verify.read(raw) == (value, len(raw))
