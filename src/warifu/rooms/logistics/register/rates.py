"""The rate between two currencies that neither book states, read from pairs already thought to belong together.

Law: a rate is a median, so that a tax, a thousand or a swapped digit in fewer than half of the pairs does not move it;
it is taken from the pairs nearest in time, so that a rate that changes by month or year is followed; and how far honest
pairs stray from it is measured, because that is what "equal" means between two currencies. Within one currency the
rate is one and nothing is estimated. No median is taken per category: a category in which one side always adds tax
would then look honest. Floor 3a, pure; logarithms of likeness, never sums that anybody is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from warifu.rooms.logistics.register.columns import Columns, Floats, Ints

NEAREST = 15
FEWEST = 3
#: Below this stray the rate is taken for one fixed by the book: only rounding differs.
_EXACT = 2e-5
_LARGEST_STRAY = 0.03


@dataclass(frozen=True, slots=True)
class Known:
    """The rate of one pair of currencies through time: days (minutes UTC), smoothed logarithms, and the stray."""

    days: Ints
    logs: Floats
    stray: float
    count: int


@dataclass(frozen=True, slots=True)
class Rates:
    """All rates known between two books, by (currency number left, currency number right)."""

    known: dict[tuple[int, int], Known] = field(default_factory=dict)

    def of(self, left: Columns, right: Columns, i: Ints, j: Ints) -> tuple[Floats, Floats]:
        """Give, for index pairs, the logarithm of right over left value to expect, and its stray; NaN if unknown."""
        expected = np.where((left.currency[i] == right.currency[j]) & (left.currency[i] > 0), 0.0, np.nan)
        stray = np.zeros(len(i))
        for (one, two), rate in self.known.items():
            where = np.flatnonzero((left.currency[i] == one) & (right.currency[j] == two))
            if len(where):
                expected[where] = np.interp(left.lo[i[where]].astype(float), rate.days.astype(float), rate.logs)
                stray[where] = rate.stray
        return expected, stray


def estimate(left: Columns, right: Columns, i: Ints, j: Ints) -> Rates:
    """Estimate the rates from linked index pairs."""
    known = {}
    for one in np.unique(left.currency[i]):
        for two in np.unique(right.currency[j]):
            if one == two or not one or not two:
                continue
            where = np.flatnonzero((left.currency[i] == one) & (right.currency[j] == two))
            ratio = right.value[j[where]] - left.value[i[where]]
            slack = left.value_slack[i[where]] + right.value_slack[j[where]]
            usable = np.isfinite(ratio) & (slack < _LARGEST_STRAY)
            if usable.sum() >= FEWEST:
                known[int(one), int(two)] = _smooth(left.lo[i[where]][usable], ratio[usable], slack[usable])
    return Rates(known)


def _smooth(days: Ints, ratio: Floats, slack: Floats) -> Known:
    order = np.lexsort((ratio, days))
    days, ratio, slack = days[order], ratio[order], slack[order]
    middle = float(np.median(ratio))
    off = ratio - middle
    honest = np.abs(off) < max(_LARGEST_STRAY, 4 * float(np.median(np.abs(off))))
    days, ratio, slack = days[honest], ratio[honest], slack[honest]
    if float(np.median(np.abs(ratio - np.median(ratio)) / np.maximum(slack, _EXACT))) <= 1.0:
        # One rate for the whole book: the figures with the least rounding say it best.
        best = np.argsort(slack, kind="stable")[: max(FEWEST, len(slack) // 2)]
        smooth = np.full(len(ratio), float(np.median(ratio[best])))
    else:
        smooth = _running_median(ratio)
    left_over = np.abs(ratio - smooth) - slack
    stray = float(np.quantile(np.maximum(left_over, 0.0), 0.9)) * 1.5
    unique, first = np.unique(days, return_index=True)
    return Known(unique, smooth[first], min(max(stray, _EXACT), _LARGEST_STRAY), len(ratio))


def _running_median(values: Floats) -> Floats:
    half = NEAREST // 2
    padded = np.pad(values, half, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    return np.asarray(np.median(windows, axis=1), dtype=np.float64)
