"""A shortened run of the simulation; ``make sim`` runs it over many thousand seeds."""

from __future__ import annotations

import pytest

from tests.law.sim import DISHONEST, HONEST, World, try_seeds
from tests.law.sim_defects import BREAKS_AN_HONEST_PAIR, FOLDS, TWO_NODES

SEEDS = 150
MOST = 1_500
"""Seeds within which each planted defect has to be found; the rarest needs a few hundred."""


@pytest.mark.parametrize("peer", [HONEST, DISHONEST])
def test_no_seed_breaks_the_law(peer: str):
    tally, broken = try_seeds(0, SEEDS, World(peer))
    assert broken == []
    if peer == DISHONEST:
        assert tally["confirmed acts seen"] > SEEDS
        assert tally["withdrawn confirmations kept as evidence"]
        assert tally["rivals kept as evidence"]


def first_found(world: World) -> int | None:
    """The first seed that breaks a property, or None."""
    return next((seed for seed in range(MOST) if try_seeds(seed, 1, world)[1]), None)


@pytest.mark.parametrize("defect", [*FOLDS, TWO_NODES])
def test_every_planted_defect_is_found(defect: str):
    if defect == TWO_NODES:
        assert first_found(World(twins=True)) is not None
        return
    peer = HONEST if defect in BREAKS_AN_HONEST_PAIR else DISHONEST
    assert first_found(World(peer, FOLDS[defect])) is not None


def test_a_failing_seed_replays():
    world = World(DISHONEST, FOLDS["later answers override"])
    seed = first_found(world)
    assert seed is not None
    assert try_seeds(seed, 1, world) == try_seeds(seed, 1, world)
