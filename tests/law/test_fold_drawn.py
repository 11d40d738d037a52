"""Cases drawn from seeds: whatever the judges say, both halves agree on what is confirmed."""

from __future__ import annotations

import pytest

from tests.vectors.make_law import Drawn


@pytest.mark.parametrize("hundred", range(5))
def test_no_ruling_moves_the_confirmed_head(hundred: int) -> None:
    for number in range(100 * hundred, 100 * (hundred + 1)):
        drawn = Drawn(number)
        head = drawn.case().confirmed_head()
        drawn.rulings = dict.fromkeys(drawn.rulings, ())
        assert drawn.case().confirmed_head() == head, number
