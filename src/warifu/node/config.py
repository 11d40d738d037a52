"""What a node is told in its folder: ``node.toml``, written by ``warifu init`` and readable by people."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import msgspec

from warifu.core.errors import FileError

FILE = "node.toml"


class Peer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A peer: its party, the address of its node where one is known, and its TLS fingerprint from the sheet (hex)."""

    party: str
    address: str = ""
    tls: str = ""


class Smtp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The mail server that takes alerts: STARTTLS unless it is this machine; the password stands elsewhere."""

    host: str
    sender: str
    port: int = 587
    starttls: bool = True
    user: str = ""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Our party, the seat (which node of the nation this is), the database, the peers, the address to listen on."""

    party: str
    peer: tuple[Peer, ...]
    seat: str = "main"
    database: str = ""
    """Empty: ``warifu.db`` in the folder; else ``postgresql://…``."""
    listen: str = "127.0.0.1:8417"
    plain: bool = True
    """Plain HTTP where we listen on loopback; elsewhere it is TLS whatever stands here."""
    ceiling: str = ""
    """The highest marking that the node may hold, as ``scheme|version|words``; empty: whatever comes."""
    public: bool = False
    """Whether announcements are shown at ``/public/`` to whoever comes."""
    public_address: str = ""
    """The https address at which they are public, without a path: mail and feeds name it."""
    smtp: Smtp | None = None

    def address_of(self, party: str) -> str:
        """Return the address of a peer's node; empty where none is known."""
        return next((peer.address for peer in self.peer if peer.party == party), "")


def read(folder: Path) -> Config:
    """Read ``node.toml``; raises FileError where the folder is no node or the file is damaged."""
    path = folder / FILE
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Config, strict=True)
    except FileNotFoundError as trouble:
        raise FileError("node.not_a_node", str(folder)) from trouble
    except (OSError, RecursionError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as trouble:
        raise FileError("node.config_bad", str(path), trouble=str(trouble)[:200]) from trouble


def with_tls(config: Config, party: str, fingerprint: bytes) -> Config:
    """Return the configuration with the TLS fingerprint from a peer's introduction sheet."""
    peers = tuple(
        msgspec.structs.replace(peer, tls=fingerprint.hex()) if peer.party == party else peer for peer in config.peer
    )
    return msgspec.structs.replace(config, peer=peers)


def write(folder: Path, config: Config) -> None:
    """Write ``node.toml``, whole or not at all: whatever stops it leaves the one that was there."""
    folder.mkdir(parents=True, exist_ok=True)
    head = {"party": config.party, "seat": config.seat, "database": config.database, "listen": config.listen}
    head |= {"ceiling": config.ceiling, "public_address": config.public_address}
    lines = [f"{name} = {_quoted(text)}" for name, text in head.items() if text]
    lines += [] if config.plain else ["plain = false"]
    lines += ["public = true"] if config.public else []
    lines += _smtp(config.smtp) if config.smtp else []
    for peer in config.peer:
        lines += ["", "[[peer]]", f"party = {_quoted(peer.party)}"]
        lines += [f"address = {_quoted(peer.address)}"] if peer.address else []
        lines += [f"tls = {_quoted(peer.tls)}"] if peer.tls else []
    beside = folder / f"{FILE}.new"
    with beside.open("w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / FILE)


def _smtp(smtp: Smtp) -> list[str]:
    words = {"host": smtp.host, "sender": smtp.sender, "user": smtp.user}
    lines = ["", "[smtp]", f"port = {smtp.port}", f"starttls = {str(smtp.starttls).lower()}"]
    return lines + [f"{name} = {_quoted(text)}" for name, text in words.items() if text]


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(each if each >= " " and each != "\x7f" else f"\\u{ord(each):04x}" for each in plain) + '"'
