"""Two real nodes for the trials of exchange: the roll alone, invented parties' keys, a folder each.

Run as a program it is one node in a process of its own: it prints its port and serves until SIGTERM.
"""

from __future__ import annotations

import json
import random
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

from cryptography.hazmat.primitives.asymmetric import ec

from warifu.core import bundle as bundles
from warifu.core import keys
from warifu.doors.wire import serve_node
from warifu.law.pack import Pack, load
from warifu.law.roll import Desk
from warifu.node import founding, pinned, sending
from warifu.node.caller import Asker, Caller, Limits, Link
from warifu.node.drafting import Draft
from warifu.node.founding import Roots
from warifu.node.keystore import sealing_of
from warifu.node.node import Means, Node
from warifu.node.open import ROOM_APPS, all_checks
from warifu.node.turns import Turns
from warifu.record.database import close_database, open_database
from warifu.record.log import Store
from warifu.rooms import parties

NOW = 1_790_000_000
HOUSE = Path(parties.__file__).parents[2] / "packs" / "house"
QUICK = Limits(connect_seconds=2, answer_seconds=10, busy_seconds=0.1)


def house() -> Pack:
    """The pack of the house: all that the roll needs."""
    return load(HOUSE, all_checks())


def _tls_key(party: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(random.Random(f"tls of {party}").randrange(1, 2**255), ec.SECP256R1())


class Half:
    """One node with keys from a seed: the same party in another process has the same keys."""

    def __init__(self, party: str, peer: str, folder: Path) -> None:
        self.party, self.peer, self.folder = party, peer, folder
        chance = random.Random(f"keys of {party}").randbytes
        signers = keys.ed25519_from_seed(chance(32)), keys.mldsa65_from_seed(chance(32))
        self.roots = Roots(keys.ed25519_from_seed(chance(32)), keys.mldsa65_from_seed(chance(32)))
        self.sealing = sealing_of(chance(96))
        self.tls_key = _tls_key(party)
        folder.mkdir(parents=True, exist_ok=True)
        self.alias = open_database(str(folder / "warifu.db"), f"trial {folder}", ROOM_APPS)
        pack = house()
        means = Means(lambda: NOW, random.SystemRandom().randbytes, signers)
        self.node = Node(party, Store(self.alias), {"parties": parties.ROOM}, {pack.digest: pack}, means)
        self.turns = Turns(self.node)

    @staticmethod
    def tls_fingerprint(party: str) -> bytes:
        """Return the fingerprint of a party's TLS key, as its sheet would say."""
        return pinned.fingerprint(_tls_key(party).public_key())

    def found(self) -> bytes:
        """Write the founding act and the node's keys; returns the digest to pin."""
        digest = founding.found(self.node, self.peer, self.roots)
        tls = pinned.fingerprint(self.tls_key.public_key())
        founding.appoint_node(self.node, self.peer, self.roots, self.sealing, tls)
        return digest

    def desks(self, count: int, name: str = "D") -> None:
        """Write as many acts: desks on the roll."""
        case = self.node.pair(self.peer).rolls[self.party].founded
        drafts = [
            Draft(
                kind="parties/desk", body=Desk(f"{self.party}-{name}{at:04d}", "Camp", "駐屯地"), desk="ROOT", case=case
            )
            for at in range(count)
        ]
        assert all(outcome.ok for outcome in self.node.submit_all(self.peer, drafts, self.roots.first))

    def sizes(self) -> tuple[int, int]:
        """Entries of our log and of the peer's."""
        return self.turns.sizes(self.peer)

    def digest(self) -> bytes:
        """The digest of this half."""
        return self.node.state_digest(self.peer)

    def caller(self, link: Link, limits: Limits = QUICK) -> Caller:
        """A conversation with the peer, without the exchange around it."""
        means = self.node.means
        return Caller(Asker(self.party, self.peer, means.signers[0], means.chance), link, limits)

    def tls(self) -> pinned.Identity:
        """Our TLS key at work."""
        return pinned.identity(self.tls_key)

    def empty(self, peer: str, first: int) -> bytes:
        """Return a bundle without entries, as a peer would that has nothing to give."""
        means = self.node.means
        return bundles.encode(sending.bundle(self.node.pair(peer), means.signers, first, means.clock(), 0))

    def close(self) -> None:
        """Close the database."""
        close_database(self.alias)


def two(folder: Path) -> tuple[Half, Half]:
    """Two halves that have pinned each other and never spoken."""
    gb, jp = Half("GB", "JP", folder / "gb"), Half("JP", "GB", folder / "jp")
    founded = gb.found(), jp.found()
    founding.pin_peer(gb.node, "JP", founded[1])
    founding.pin_peer(jp.node, "GB", founded[0])
    return gb, jp


def plain(address: tuple[str, int]) -> Link:
    """The link to a node on this machine, without TLS."""
    return Link(f"http://{address[0]}:{address[1]}")


class BadPeer:
    """Listens on loopback and does to each connection what it was told; remembers what came."""

    def __init__(self, behave: Callable[[socket.socket], None]) -> None:
        self._behave = behave
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address: tuple[str, int] = self._listener.getsockname()
        self.connections = 0
        self._threads = [Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = Thread(target=self._one, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _one(self, sock: socket.socket) -> None:
        with sock, suppress(OSError):
            sock.settimeout(20)
            self._behave(sock)

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(20)


def forward(sock: socket.socket, address: tuple[str, int], cut_after: Callable[[], int], patience: float = 20) -> None:
    """Pass bytes to and from a node, and hang up once as many have come back as ``cut_after`` says (below 0: never)."""
    with socket.create_connection(address, timeout=patience) as other:
        there = Thread(target=_pump, args=(sock, other), daemon=True)
        there.start()
        left = cut_after()
        with suppress(OSError):
            while piece := other.recv(4096 if left < 0 else min(4096, left)):
                sock.sendall(piece)
                if left >= 0:
                    left -= len(piece)
                    if left == 0:
                        break
        for each in (sock, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        there.join(patience)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(4096):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


def main() -> None:
    """Serve one node: argv is JSON {party, peer, folder, tls, pin, desks}; prints the port and serves until SIGTERM."""
    told = json.loads(sys.argv[1])
    half = Half(told["party"], told["peer"], Path(told["folder"]))
    if not half.sizes()[0]:
        half.found()
        half.desks(told["desks"])
        founding.pin_peer(half.node, half.peer, bytes.fromhex(told["pin"]))
    tls = half.tls() if told["tls"] else None
    introduced = {half.peer: bytes.fromhex(told["introduced"])} if told["tls"] else {}
    server = serve_node(half.turns, ("127.0.0.1", told.get("port", 0)), tls, introduced)
    print(json.dumps({"port": server.address[1]}), flush=True)
    server.run()
    print(json.dumps({"digest": half.digest().hex(), "sizes": half.sizes()}), flush=True)
    half.close()


if __name__ == "__main__":
    main()
