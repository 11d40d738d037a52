"""The vault: content files, each under a key of its own, outside the tables; opened only after a permitted decision.

Law:

- A file is put for an act that names its content by digest, and only within the node's ceiling. It lies in two files
  of the folder ``vault``: NAME.bin, pieces of one MiB under AES-256-GCM with the file's own key, and NAME.key, that key
  with what it is for, under the vault's key, which lies in the keystore under the node's passphrase. NAME tells
  nothing: it is a keyed digest of act and content.
- Everything is bound: act, content digest and size are authenticated with each piece, and so are its number and whether
  it is the last. Pieces swapped, left out, added, or of another file do not open; nor does another key.
- An opening is judged and recorded (``information/opened``, national) before a byte leaves, and the whole file is
  verified against its content digest before that.
- Destruction is an act too (``information/vault_destroyed``): recorded first, then the key is overwritten and unlinked,
  then the file. Whatever stopped in between is done when the vault is opened again: a file without a key goes, and a
  key whose destruction is on record goes.

Place on the path: beside ``Node``, over the keystore and the folder; what it asks of the log is the national case of
the decision.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from hmac import digest as hmac
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from warifu.core import canonical
from warifu.core.act import Act, open_act
from warifu.core.errors import BytesError, FileError, KeyTroubleError
from warifu.law.judge import Finding
from warifu.law.room import find_kind, read_body
from warifu.node import ceiling, deciding, domestic, keystore, national
from warifu.node.drafting import Draft, Outcome
from warifu.record import log
from warifu.record.log import NATIONAL

if TYPE_CHECKING:
    from warifu.core.keys import Signer
    from warifu.node.keystore import Keystore
    from warifu.node.node import Node

OPENED, DESTROYED = "information/opened", "information/vault_destroyed"
VAULT_KEY = "vault"
PIECE_BYTES = 1024 * 1024
MAX_FILE_BYTES = 256 * 1024 * 1024
_NONCE_BYTES, _NAME_BYTES = 12, 16
_MAGIC = b"WRV1"
_TAG_BYTES = 16

NO_FILE = Finding("vault.no_file", "isa:access")
NO_DECISION = Finding("vault.no_decision", "isa:access")


class Kept(NamedTuple):
    """One file of the vault: for which act, which content, how large, of which media type, at which level."""

    act: bytes
    content: bytes
    size: int
    media: str
    level: int


class Vault:
    """The vault of one node folder."""

    def __init__(self, folder: Path, keys: Keystore, node: Node) -> None:
        """Open the vault and finish what was begun; raises KeyTroubleError where its key is lost or locked."""
        self.folder, self.node, self._keys = folder, node, keys
        self._key = keys.secret(VAULT_KEY) if keys.has(VAULT_KEY) else b""
        if self._key:
            self.settle()

    # --- putting ------------------------------------------------------------------------------------------------------

    def put(self, act: bytes, raw: bytes, media: str) -> Kept:
        """Keep the content of an act; the same again changes nothing.

        Raises FileError vault.act_unknown, vault.other_content, vault.too_large, vault.above_ceiling, vault.destroyed.
        """
        named = self._act(act)
        content = canonical.digest(raw)
        if len(raw) > MAX_FILE_BYTES:
            raise FileError("vault.too_large", act.hex()[:16], size=len(raw), limit=MAX_FILE_BYTES)
        if content not in _contents(self.node, named):
            raise FileError("vault.other_content", act.hex()[:16], content=content.hex()[:16])
        if ceiling.is_above(self.node, named.label) or self._level_now(named.case or act) > self.node.ceiling:
            raise FileError("vault.above_ceiling", act.hex()[:16], label=" ".join(named.label))
        if (named.case or act, content) in set(self._destroyed()):
            raise FileError("vault.destroyed", act.hex()[:16])
        kept = Kept(act, content, len(raw), media, self.node.schemes.level_of(named.label))
        name = self._name(act, content)
        if not (self._path(name, "key").exists() and self._path(name, "bin").exists()):
            self._keep(name, kept, raw)
        return kept

    def _keep(self, name: str, kept: Kept, raw: bytes) -> None:
        """Write the file, then its key; another process that opens the vault in between takes a file without a key."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = self.node.means.chance(32)
        sealed = b"".join(_sealed(raw, key, _bound(kept)))
        _write(self._path(name, "bin"), sealed)
        _write(self._path(name, "key"), self._wrapped(name, kept, key))
        if not self._path(name, "bin").exists():
            _write(self._path(name, "bin"), sealed)
        _settle_folder(self.folder)

    def _level_now(self, case: bytes) -> int:
        """The level from which a case is seen now: its act may have been marked before the item was upgraded."""
        rows = self.node.store.run('SELECT MAX(level) FROM case_sight WHERE "case" = %s', [case])
        return int(rows[0][0] or 0)

    def _act(self, digest: bytes) -> Act:
        rows = self.node.store.run(
            "SELECT raw FROM entry WHERE act = %s AND kind <> '' AND pair <> %s LIMIT 1", [digest, NATIONAL]
        )
        if not rows:
            raise FileError("vault.act_unknown", digest.hex()[:16])
        return open_act(rows[0][0]).act

    # --- opening ------------------------------------------------------------------------------------------------------

    def open(self, peer: str, decision: bytes, by: tuple[Signer, str]) -> tuple[Outcome, bytes]:
        """Open the file of a decision (its case): verify it, record the opening, and then hand it out.

        ``by``: the key of the person whom it permits, and the desk. Refused: the findings and no bytes. Raises
        FileError vault.damaged where the file does not verify: then nothing is recorded and nothing leaves.
        """
        signer, desk = by
        case = domestic.case(self.node, decision)
        asked = case.terms.body if case is not None and case.flow.name == "access" else None
        if case is None or asked is None:
            return Outcome(ruling=(NO_DECISION,)), b""
        kept = self.find(asked.item)
        if kept is None:
            return Outcome(ruling=(NO_FILE,)), b""
        raw = self._read(kept)
        _, kind = find_kind(self.node.rooms.values(), OPENED)
        today = asked.on if asked.on in deciding.days_now(self.node) else deciding.today(self.node)
        body, label = kind.body(today, asked.person, kept.content), case.line[0].placed.act.label
        draft = Draft(kind=OPENED, body=body, desk=desk, case=case.root, label=label)
        outcome = national.enter(self.node, peer, [draft], signer)[0]
        return outcome, raw if outcome.ok else b""

    def find(self, item: bytes) -> Kept | None:
        """Return the file of an item: that of its register act, else the one of the newest act of its case."""
        acts = {line.act: line.time for _, line in self._of_case(item)}
        found = [kept for kept in self.list() if kept.act in acts or kept.act == item]
        return max(found, key=lambda kept: (kept.act == item, acts.get(kept.act, 0), kept.content), default=None)

    def _of_case(self, item: bytes) -> Iterator[tuple[str, Any]]:
        pairs = self.node.store.run("SELECT DISTINCT pair FROM entry WHERE act = %s AND pair <> %s", [item, NATIONAL])
        for row in pairs:
            yield from log.of_cases(self.node.store, row[0], [item])

    def _read(self, kept: Kept) -> bytes:
        name = self._name(kept.act, kept.content)
        held, key = self._unwrapped(name)
        if held != kept:
            raise FileError("vault.damaged", name, what="key")
        try:
            raw = b"".join(_pieces(self._path(name, "bin").read_bytes(), key, _bound(kept)))
        except (InvalidTag, OSError, ValueError) as trouble:
            raise FileError("vault.damaged", name, what="file") from trouble
        if len(raw) != kept.size or canonical.digest(raw) != kept.content:
            raise FileError("vault.damaged", name, what="content")
        return raw

    def list(self) -> list[Kept]:
        """Return what the vault holds; raises FileError vault.damaged for a key that does not open."""
        return [self._unwrapped(path.stem)[0] for path in sorted(self.folder.glob("*.key"))]

    # --- destroying ---------------------------------------------------------------------------------------------------

    def destroy(self, peer: str, draft: Draft, signer: Signer) -> Outcome:
        """Record the destruction of a file (``vault_destroyed``) and carry it out; refused as it is judged."""
        outcome = national.enter(self.node, peer, [draft], signer)[0]
        if outcome.ok:
            self._burn(draft.body.item, draft.body.content)
        return outcome

    def _burn(self, item: bytes, content: bytes) -> int:
        acts = {item} | {line.act for _, line in self._of_case(item)}
        gone = 0
        for act in acts:
            name = self._name(act, content)
            if self._path(name, "key").exists() or self._path(name, "bin").exists():
                self._forget(name)
                gone += 1
        return gone

    def _forget(self, name: str) -> None:
        """Overwrite and unlink the key, and then the file, which nothing opens any more."""
        key = self._path(name, "key")
        if key.exists():
            with key.open("r+b") as file:
                file.write(self.node.means.chance(key.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            key.unlink()
            _settle_folder(self.folder)
        self._path(name, "bin").unlink(missing_ok=True)

    def settle(self) -> int:
        """Finish what a crash left: files without a key, and what was destroyed on record; returns how many went."""
        gone = 0
        for path in sorted(self.folder.glob("*.new")):
            path.unlink(missing_ok=True)
        for path in sorted(self.folder.glob("*.bin")):
            if not self._path(path.stem, "key").exists():
                path.unlink(missing_ok=True)
                gone += 1
        return gone + sum(self._burn(item, content) for item, content in list(self._destroyed()))

    def _destroyed(self) -> Iterator[tuple[bytes, bytes]]:
        """(item, content) of every destruction on record."""
        lines = log.of_kinds(self.node.store, NATIONAL, self.node.party, DESTROYED, 0)
        for case in domestic.cases(self.node, [line.case for line in lines]).values():
            body = case.line[0].placed.body
            yield body.item, body.content

    # --- keys and names -----------------------------------------------------------------------------------------------

    def _secret(self) -> bytes:
        if not self._key:
            self._keys.make(VAULT_KEY, keystore.VAULT)
            self._key = self._keys.secret(VAULT_KEY)
        return self._key

    def _name(self, act: bytes, content: bytes) -> str:
        return hmac(self._secret(), b"name" + act + content, "sha256")[:_NAME_BYTES].hex()

    def _path(self, name: str, ending: str) -> Path:
        return self.folder / f"{name}.{ending}"

    def _wrapped(self, name: str, kept: Kept, key: bytes) -> bytes:
        nonce = self.node.means.chance(_NONCE_BYTES)
        plain = canonical.encode({1: kept.act, 2: kept.content, 3: kept.size, 4: kept.media, 5: kept.level, 6: key})
        return _MAGIC + nonce + AESGCM(self._secret()).encrypt(nonce, plain, name.encode())

    def _unwrapped(self, name: str) -> tuple[Kept, bytes]:
        try:
            raw = self._path(name, "key").read_bytes()
            if raw[:4] != _MAGIC:
                raise FileError("vault.damaged", name, what="key")
            nonce = raw[4 : 4 + _NONCE_BYTES]
            plain = AESGCM(self._secret()).decrypt(nonce, raw[4 + _NONCE_BYTES :], name.encode())
            found = canonical.decode(plain, name)
            return Kept(*(found[at] for at in range(1, 6))), found[6]
        except (InvalidTag, OSError, ValueError, KeyError, BytesError, KeyTroubleError) as trouble:
            raise FileError("vault.damaged", name, what="key") from trouble


def _contents(node: Node, act: Act) -> set[bytes]:
    """Digests of content that an act names: of its item, or of its attachments."""
    _, kind = find_kind(node.rooms.values(), act.kind)
    named = getattr(read_body(kind, act.body), "content", b"")
    return {each for each in (named, *(file.digest for file in act.attachments)) if each}


def _bound(kept: Kept) -> bytes:
    """What every piece is authenticated with."""
    return _MAGIC + kept.act + kept.content + kept.size.to_bytes(8)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_NONCE_BYTES - 1) + bytes([last])


def _sealed(raw: bytes, key: bytes, bound: bytes) -> Iterator[bytes]:
    """Pieces under the file's own key; each knows its number and whether it is the last. An empty file has one."""
    cipher, count = AESGCM(key), max(1, -(-len(raw) // PIECE_BYTES))
    for number in range(count):
        part = raw[number * PIECE_BYTES : (number + 1) * PIECE_BYTES]
        yield cipher.encrypt(_nonce(number, last=number == count - 1), part, bound)


def _pieces(sealed: bytes, key: bytes, bound: bytes) -> Iterator[bytes]:
    cipher, step = AESGCM(key), PIECE_BYTES + _TAG_BYTES
    count = max(1, -(-len(sealed) // step))
    for number in range(count):
        part = sealed[number * step : (number + 1) * step]
        yield cipher.decrypt(_nonce(number, last=number == count - 1), part, bound)


def _write(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all; a second time where another process has just cleared what was being written."""
    beside = path.with_suffix(path.suffix + ".new")
    for last in (False, True):
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        try:
            beside.replace(path)
        except FileNotFoundError:
            if last:
                raise
        else:
            return


def _settle_folder(folder: Path) -> None:
    """Have the folder's entries written before going on."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
