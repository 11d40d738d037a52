"""A peer that signs well and means ill meets the node: a short campaign, and what holds after it."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.fuzz import campaign
from tests.fuzz.hostile import Hostile
from warifu.core.errors import WarifuError

ATTACKS = 60


@pytest.mark.slow
def test_whatever_a_peer_signs_the_node_stands():
    assert campaign.run_hostile("make test", 120, ATTACKS) == (ATTACKS, [])


def test_its_acts_are_taken_in_and_refused_in_many_ways():
    """A campaign that is refused at the first door would prove nothing."""
    hostile = Hostile("ways")
    outcomes: Counter[str] = Counter()
    for _ in range(30):
        try:
            hostile.attack()
            outcomes["taken in"] += 1
        except WarifuError as trouble:
            outcomes[trouble.code] += 1
    assert outcomes["taken in"] > 5, outcomes
    assert len(outcomes) > 3, outcomes
