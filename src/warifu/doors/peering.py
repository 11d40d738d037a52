"""From a node's folder to its wire: the link by which we ask a peer, the server by which we are asked.

Law: loopback may speak plain HTTP; everything else is TLS with the key in the folder. The pin of a peer's TLS key is
what its roll says; until the roll is here, what its introduction sheet said (``tls`` beside the address in
``node.toml``). Our own TLS key must be the one on our roll, or the peer would turn us away.
"""

from __future__ import annotations

import logging
from threading import Event, Thread
from urllib.parse import urlsplit

from django.db import connections

from warifu.core.errors import FileError, KeyTroubleError, WarifuError, WireError
from warifu.doors.serving import Server
from warifu.doors.talking import Bounds
from warifu.doors.wire import serve_node
from warifu.node import pinned
from warifu.node.caller import Link
from warifu.node.config import Config
from warifu.node.exchange import exchange
from warifu.node.open import TLS_KEY, Opened
from warifu.node.patience import is_loopback
from warifu.node.pinned import FINGERPRINT_BYTES, Identity
from warifu.node.turns import Turns

_LOG = logging.getLogger("warifu.serve")


def introduced(config: Config) -> dict[str, bytes]:
    """TLS fingerprints by party, as the introduction sheets gave them; raises FileError where one is malformed."""
    found = {}
    for peer in config.peer:
        if peer.tls:
            try:
                found[peer.party] = bytes.fromhex(peer.tls)
            except ValueError:
                found[peer.party] = b""
            if len(found[peer.party]) != FINGERPRINT_BYTES:
                raise FileError("node.tls_malformed", peer.party, length=len(peer.tls))
    return found


def identity(node: Opened) -> Identity:
    """Open our TLS key; raises KeyTroubleError where a roll of ours names another."""
    found = pinned.identity(node.keys.tls(TLS_KEY))
    for peer in node.config.peer:
        pair = node.node.pair(peer.party)
        on_roll = pair.rolls[node.config.party].node() if node.node.writes(pair) else None
        if on_roll is not None and on_roll.tls and on_roll.tls != found.own:
            raise KeyTroubleError("key.tls_not_on_roll", peer.party, shown=found.own.hex()[:16])
    return found


def link(node: Opened, turns: Turns, peer: str, address: str = "") -> Link:
    """Return how to reach a peer, at the address told or the one in the configuration; raises WireError without one."""
    told = address or node.config.address_of(peer)
    if not told:
        raise WireError("exchange.address_missing", peer)
    if urlsplit(told).scheme != "https":
        return Link(told)
    by_hand = introduced(node.config).get(peer, b"")
    pin = turns.tls_of(peer, by_hand)
    return Link(told, identity(node).client, pin, by_hand if "-" in peer else b"")


def server(node: Opened, turns: Turns, bounds: Bounds | None = None) -> Server:
    """Return the server of this node, bound to its address and not yet started; ``run`` or ``start`` it."""
    host, _, port = node.config.listen.rpartition(":")
    if not host or not port.isdigit():
        raise WireError("exchange.cannot_listen", node.config.listen)
    host = host.strip("[]")
    plain = node.config.plain and (host == "localhost" or is_loopback(host))
    tls = None if plain else identity(node)
    return serve_node(turns, (host, int(port)), tls, introduced(node.config), bounds)


def exchanging(node: Opened, turns: Turns, seconds: int) -> Event:
    """Exchange with every peer again and again, beside all else, until the event that is returned is set.

    A peer that cannot be reached is tried again the next time; what went wrong is logged by its code.
    """
    over = Event()

    def go_on() -> None:
        while not over.wait(seconds):
            for peer in node.config.peer:
                if not node.config.address_of(peer.party):
                    continue
                try:
                    exchange(turns, peer.party, link(node, turns, peer.party))
                except WarifuError as trouble:
                    _LOG.warning("exchange with %s: %s", peer.party, trouble.code)
        connections.close_all()

    Thread(target=go_on, name="exchange", daemon=True).start()
    return over
