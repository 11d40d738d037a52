"""Checkpoints signed by keys that once were good, or that say of themselves what is not so. All invented."""

from __future__ import annotations

from hashlib import sha256

import pytest
from msgspec.structs import replace

from tests.world import World
from warifu.core import bundle
from warifu.core.act import open_checkpoint, seal_checkpoint
from warifu.core.errors import KeyTroubleError, LogError
from warifu.core.keys import MemorySigner, ed25519_from_seed, mldsa65_from_seed
from warifu.node import founding
from warifu.rooms.parties.acts import Desk, NodeKey

Signers = tuple[MemorySigner, MemorySigner]
DESK = Desk("TRIAL", "Trial desk", "試行担当")


@pytest.fixture
def world() -> World:
    made = World(31)
    made.exchange()
    return made


def sealed_by(frame: bytes, signers: Signers, **more: int) -> bytes:
    """The same run under a checkpoint that says something else, or is signed by other keys."""
    read = bundle.decode(frame)
    said, _, _ = open_checkpoint((read.checkpoint[0], read.checkpoint[1]))
    said = replace(said, node=signers[0].public.key_id(), **more)
    return bundle.encode(replace(read, node=said.node, checkpoint=seal_checkpoint(said, signers)))


def entered(world: World, kind: str, body: object) -> None:
    founding.write(world.gb.node, "JP", kind, body, world.gb.roots.first)


def another_node(world: World) -> Signers:
    """The root puts another node in the place of GB's."""
    signers = ed25519_from_seed(sha256(b"another").digest()), mldsa65_from_seed(sha256(b"another").digest())
    keys = (each.public.raw for each in signers)
    entered(world, "parties/node", NodeKey(*keys, world.gb.sealing.public_raw))
    return signers


def test_a_checkpoint_is_not_older_than_what_it_covers(world: World) -> None:
    world.wait(60)
    entered(world, "parties/desk", DESK)
    with pytest.raises(LogError) as trouble:
        world.jp.node.receive("GB", sealed_by(world.gb.frame(), world.gb.signers, time=world.now - 1))
    assert trouble.value.code == "checkpoint.time_goes_back"
    assert world.jp.node.receive("GB", sealed_by(world.gb.frame(), world.gb.signers, time=world.now)).entries == 1


def test_a_node_seals_the_entry_that_names_another_and_no_more(world: World) -> None:
    another_node(world)
    assert world.carry(world.gb).entries == 1
    entered(world, "parties/desk", DESK)
    with pytest.raises(KeyTroubleError) as trouble:
        world.carry(world.gb)
    assert trouble.value.code == "checkpoint.key_not_in_force"


def test_the_node_named_seals_from_its_own_entry_on(world: World) -> None:
    signers = another_node(world)
    entered(world, "parties/desk", DESK)
    assert world.jp.node.receive("GB", sealed_by(world.gb.frame(), signers)).entries == 2
