"""What a process does that is killed, or that writes beside another: imported once, forked for each trial."""

from __future__ import annotations

import os
from multiprocessing.connection import Connection
from pathlib import Path

from tests.node.exchange_world import Half
from warifu.law.roll import Desk
from warifu.node.drafting import Draft
from warifu.record import database

ACT, TAKEN = b"A", b"T"


def reopen(folder: Path, party: str, peer: str) -> Half:
    """Open a half whose tables are up to date already, without asking whether they are."""
    real = database.migrate
    database.migrate = lambda *_arguments, **_options: None
    try:
        return Half(party, peer, folder / party)
    finally:
        database.migrate = real


def write(half: Half, name: str, text: str = "remarks") -> bytes:
    """Write one act, a desk on the roll; returns its digest."""
    case = half.node.pair(half.peer).rolls[half.party].founded
    draft = Draft(kind="parties/desk", body=Desk(name, "Camp", "駐屯地"), desk="ROOT", case=case, texts={1: text})
    outcome = half.node.submit(half.peer, draft, half.roots.first)
    assert outcome.ok, outcome
    return outcome.act


def carry(sender: Half, receiver: Half) -> int:
    """Hand over what the receiver lacks; returns its size of the sender's log, which it holds from now on."""
    held = receiver.node.pair(sender.party).head(sender.party).size
    receiver.node.receive(sender.party, sender.node.bundle(receiver.party, held))
    return receiver.node.pair(sender.party).head(sender.party).size


def live(folder: Path, told: Connection) -> None:
    """Write and exchange without end, and tell of each step only once the call has returned."""
    gb, jp = reopen(folder, "GB", "JP"), reopen(folder, "JP", "GB")
    while True:
        for half, other in ((gb, jp), (jp, gb)):
            told.send_bytes(ACT + half.party.encode() + write(half, f"{half.party}-{os.urandom(6).hex()}"))
            told.send_bytes(TAKEN + other.party.encode() + carry(half, other).to_bytes(4, "big"))


def write_many(folder: Path, name: str, count: int) -> None:
    """Write so many acts of one half, one by one, while another process does the same."""
    half = reopen(folder, "GB", "JP")
    for number in range(count):
        write(half, f"{name}-{number}")
