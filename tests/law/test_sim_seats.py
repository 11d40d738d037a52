"""A shortened run of the trial of seats; ``python -m tests.law.sim_seats`` runs it over many thousand seeds."""

from __future__ import annotations

import pytest

from tests.law.sim_seats import PLANTED, SOUND, try_seeds

SEEDS = 60
MOST = 1_500
"""Seeds within which each planted defect has to be found; the rarest needs a few hundred."""


@pytest.mark.parametrize("name", SOUND)
def test_no_seed_breaks_the_rule_of_seats(name: str):
    tally, broken = try_seeds(0, SEEDS, SOUND[name])
    assert broken == []
    assert tally["confirmed acts seen"] > SEEDS
    assert tally["handovers"]
    assert tally["revocations brought to sea"]


@pytest.mark.parametrize("name", PLANTED)
def test_every_planted_defect_of_seats_is_found(name: str):
    assert any(try_seeds(seed, 1, PLANTED[name])[1] for seed in range(MOST))
