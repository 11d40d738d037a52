"""Outposts from their folders: make one, name who writes for a seat, bring the roll out and both logs home.

Law: what goes between two nodes of one side goes by disc, sealed to the node that it is for, as the roll names it. Root
keys come from their own folder and go back to it. An outpost's keys are made in its own folder and stay there.

Place on the path: between ``doors.cli.outposts`` and ``node.outposts``; files by ``doors.disc``.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from warifu.core.errors import KeyTroubleError, LogError
from warifu.core.seats import Seat, pair_of_seats, seat_of
from warifu.doors import disc
from warifu.law.roll import NodeKey, Roll
from warifu.law.seats import NODE, key_ids, seals
from warifu.node import config, founding, outposts
from warifu.node import open as opening
from warifu.node.founding import Roots
from warifu.node.keystore import Keystore
from warifu.node.open import SEALING_KEY, Opened
from warifu.node.pinned import fingerprint
from warifu.record import log


class Planned(NamedTuple):
    """A seat to be made: the party it deals with, its desk, the other side's desk (empty: its main node)."""

    peer: str
    desk: str
    other: str

    def pair(self, us: str) -> str:
        """Return the name of its logs."""
        return pair_of_seats(self.seat(us), seat_of(Seat(self.peer, self.other).name))

    def seat(self, us: str) -> Seat:
        """Return the seat."""
        return seat_of(Seat(us, self.desk).name)


class Place(NamedTuple):
    """Where an outpost will be: its folder, its passphrase, where it listens, the address of the other side's node."""

    folder: Path
    passphrase: str
    listen: str = "127.0.0.1:8427"
    address: str = ""


def make(home: Opened, planned: Planned, place: Place, roots: Roots, officers: Sequence[str] = ()) -> str:
    """Make an outpost's folder and keys, name it on the roll at home and begin its log; returns the pair's name.

    ``officers``: keys that go aboard, copied. Raises KeyTroubleError key.name_taken, LogError seat.*.
    """
    us = home.config.party
    name = planned.pair(us)
    if (place.folder / config.FILE).exists():
        raise KeyTroubleError("key.name_taken", str(place.folder))
    pins = pins_of(home, planned.peer)
    store = Keystore(place.folder / "keys", place.passphrase, secrets.token_bytes)
    opening.make_keys(store)
    for officer in officers:
        home.officer(officer)  # it opens, or says why not
        home.keys.copy_to(officer, store)
    told = config.Config(us, (config.Peer(name, place.address),), planned.desk, "", place.listen)
    config.write(place.folder, told)
    outpost = Opened(place.folder, place.passphrase, new=True)
    founding.write(home.node, planned.peer, NODE, keys_of(outpost, planned.desk), roots.first)
    outposts.begin(outpost.node, name, outposts.roll_frame(home.node, planned.peer, planned.seat(us)), pins)
    return name


def meet(home: Opened, planned: Planned) -> outposts.Entered:
    """Deal from the main node with an outpost of the other side: begin that log, or bring its copy of the roll up."""
    name = planned.pair(home.config.party)
    frame = outposts.roll_frame(home.node, planned.peer, Seat(home.config.party))
    pair = home.node.pair(name)
    if pair.head(pair.us).size:
        return outposts.enter_roll(home.node, name, frame)
    return outposts.begin(home.node, name, frame, pins_of(home, planned.peer))


def pins_of(home: Opened, peer: str) -> tuple[bytes, bytes]:
    """Return the founding acts, ours and the pinned one of the peer; raises LogError seat.not_ours_to_carry."""
    pair = home.node.pair(peer)
    pins = pair.rolls[pair.us].founded, log.pin(home.node.store, pair.name)
    if not all(pins):
        raise LogError("seat.not_ours_to_carry", pair.name)
    return pins


def keys_of(node: Opened, desk: str) -> NodeKey:
    """Return a node's public keys as they stand on the roll for a seat."""
    first, second = node.node.means.signers
    tls = fingerprint(node.keys.tls(opening.TLS_KEY).public_key())
    sealing = node.keys.sealing(SEALING_KEY).public_raw
    return NodeKey(first.public.raw, second.public.raw, sealing, tls, desk)


def name_next(home: Opened, planned: Planned, roots: Roots, *, back: bool) -> NodeKey:
    """Have the root name who writes for a seat next: this node, or (``back``) the one that had it before.

    Nothing changes until the node that has the seat enters it and seals that. Raises LogError seat.not_named.
    """
    roll = home.node.pair(planned.peer).rolls[home.config.party]
    body = other_node(home, roll, planned.desk) if back else keys_of(home, planned.desk)
    founding.write(home.node, planned.peer, NODE, body, roots.first)
    return body


def other_node(node: Opened, roll: Roll, desk: str) -> NodeKey:
    """Return the node of a seat, other than this one, that the roll named last; raises LogError seat.not_named."""
    mine = node.node.means.signers[0].public.key_id()
    found = [grant.what for grant in roll.nodes if grant.what.seat == desk and mine not in key_ids(grant.what)]
    if not found:
        raise LogError("seat.not_named", Seat(roll.party, desk).name, seat=Seat(roll.party, desk).name)
    body: NodeKey = found[-1]
    return body


def send_roll(home: Opened, planned: Planned, to: Path) -> list[Path]:
    """Write a copy of the roll for the node of a seat, sealed to it; returns the files."""
    roll = home.node.pair(planned.peer).rolls[home.config.party]
    body, seat = other_node(home, roll, planned.desk), planned.seat(home.config.party)
    frame = outposts.roll_frame(home.node, planned.peer, seat)
    return disc.pack(to, body.sealing, f"roll-for-{seat.name}", [frame])


def take_roll(node: Opened, name: str, files: Iterable[Path], *, hand_over: bool) -> outposts.Entered:
    """Enter a copy of the roll that was brought; see ``node.outposts.enter_roll``."""
    entered, waits = 0, False
    for frame in disc.unpack(files, node.keys.sealing(SEALING_KEY).private):
        found = outposts.enter_roll(node.node, name, frame, hand_over=hand_over)
        entered, waits = entered + found.entries, waits or found.handover_waits
    return outposts.Entered(entered, waits)


def hand_back(home: Opened, planned: Planned) -> outposts.Entered:
    """Give a seat back that this node has: enter our own roll, which names the outpost anew, and stop there."""
    us = home.config.party
    frame = outposts.roll_frame(home.node, planned.peer, planned.seat(us))
    return outposts.enter_roll(home.node, planned.pair(us), frame, hand_over=True)


def carry(node: Opened, name: str, to: Path, held: tuple[int, int] = (0, 0)) -> list[Path]:
    """Write both logs of a pair of seats for the other node of our side, sealed to it; returns the files.

    An outpost writes for the main node of its party, and for the node that it named when it handed over; the main node
    for the outpost.
    """
    pair = node.node.pair(name)
    roll = pair.rolls[pair.us]
    mine = node.node.means.signers[0].public.key_id()
    main = [grant.what for grant in roll.nodes if not grant.what.seat]
    home = main and mine in key_ids(main[-1])
    body = other_node(node, roll, pair.ours.desk) if home or not main else main[-1]
    return disc.pack(to, body.sealing, f"{name}-carried", outposts.frames(node.node, name, held))


def take(node: Opened, files: Iterable[Path]) -> tuple[str, outposts.Carried]:
    """Take in what another node of our side carried; where the seat came with it, this node's folder says so.

    See ``node.outposts.take``.
    """
    name, carried = outposts.take(node.node, disc.unpack(files, node.keys.sealing(SEALING_KEY).private))
    if carried.writes and name not in {peer.party for peer in node.config.peer}:
        config.write(node.folder, with_peer(node.config, name))
    return name, carried


def with_peer(told: config.Config, name: str) -> config.Config:
    """Return a configuration in which a pair of seats stands beside the peers."""
    return msgspec.structs.replace(told, peer=(*told.peer, config.Peer(name)))


def listing(node: Opened) -> list[dict[str, Any]]:
    """List the pairs of seats that this node holds: who writes here, how far both logs go, whether both sides began."""
    rows = []
    for name in outposts.pairs_of_seats(node.node):
        pair = node.node.pair(name)
        ours, theirs = pair.head(pair.us).size, pair.head(pair.peer).size
        writes = node.node.writes(pair)
        rows.append({
            "pair": name,
            "seat": pair.ours.name,
            "with": pair.theirs.name,
            "writes": writes,
            "our_log": ours,
            "their_log": theirs,
            "handed_over": not writes and seals(pair.rolls[pair.us], node.node.means.signers[0].public.key_id(), ours),
        })  # fmt: skip
    return rows
