"""The rate between two currencies that neither book states, read from pairs already thought to belong together.

Law: each pair allows the rates between its own roundings. Books fix a rate for a year, a quarter, a month or for ever:
the rate of a period is the one that most of its pairs allow, so that a tax, a thousand or a swapped digit in fewer than
half of them does not move it, and the longest period is taken that explains nearly as many pairs as any. If none does,
the rate drifts: then it is the median of the pairs nearest in time. How sure a rate is goes with it everywhere, because
that is what "equal" means between two currencies; where it is not sure enough to tell a tax, no tax is named. Within
one currency the rate is one. None is taken per category: one in which a side always adds tax would then look honest.
Floor 3a, pure; logarithms of likeness, never sums that anybody is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from warifu.rooms.logistics.register.columns import MINUTES_A_DAY, Columns, Floats, Ints

NEAREST = 15
FEWEST = 3
#: Share of pairs that must agree to their rounding for a period to be the right one.
_MOST = 0.6
_NEARLY = 0.02
_EXACT = 2e-5
_LARGEST_STRAY = 0.03
_FURTHEST = 0.5

#: Further than this no rate leaps from what holds before and after, unless so many pairs of its period say it.
_A_LEAP, _MANY = 0.045, 6
#: How far off a rate may be that few pairs say and others of its period do not.
_OF_FEW = 0.003

#: Share of pairs whose sums are taken for honest when it is read off them how far a rate strays.
_HONEST = 0.8

_Period = Callable[[date], int]
_Fixed = dict[int, tuple[float, float]]
#: Periods for which rates are fixed, longest first: for ever, fiscal year, year, half, quarter, month.
_PERIODS: tuple[_Period, ...] = (
    lambda _: 0,
    lambda day: day.year - (day.month < 4),  # April
    lambda day: day.year,
    lambda day: day.year * 2 + (day.month > 6),  # July
    lambda day: day.year * 4 + (day.month - 1) // 3,
    lambda day: day.year * 12 + day.month,
)


@dataclass(frozen=True, slots=True)
class Known:
    """The rate of one pair of currencies through time.

    ``fixed``: logarithm and stray by period, where ``period`` is not None. ``days``, ``logs``, ``stray``: the smoothed
    rate and its stray, for days whose period says nothing. ``count``: pairs it was read from.
    """

    days: Ints
    logs: Floats
    stray: float
    count: int
    period: _Period | None = None
    fixed: dict[int, tuple[float, float]] = field(default_factory=dict)

    @property
    def middle(self) -> float:
        """The logarithm of the median rate over all time, to be shown."""
        return float(np.median([log for log, _ in self.fixed.values()] if self.fixed else self.logs))

    def at(self, minutes: Ints) -> tuple[Floats, Floats]:
        """Give the logarithm of the rate and its stray for moments in minutes UTC."""
        expected = np.interp(minutes.astype(float), self.days.astype(float), self.logs)
        stray = np.full(len(minutes), self.stray)
        if self.period is not None:
            unknown = (np.nan, np.nan)
            found = np.array([self.fixed.get(number, unknown) for number in _numbers(self.period, minutes)]).reshape(
                -1, 2
            )
            known = np.isfinite(found[:, 0])
            expected[known], stray[known] = found[known, 0], found[known, 1]
        return expected, stray


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
                expected[where], stray[where] = rate.at(left.lo[i[where]])
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
            # A rate may move, but not to half or double: there it is a thousand, not a rate, however many agree.
            usable[usable] = np.abs(ratio[usable] - np.median(ratio[usable])) < _FURTHEST if usable.any() else False
            if usable.sum() >= FEWEST:
                known[int(one), int(two)] = _known(left.lo[i[where]][usable], ratio[usable], slack[usable])
    return Rates(known)


def _known(days: Ints, ratio: Floats, slack: Floats) -> Known:
    order = np.lexsort((ratio, days))
    days, ratio, slack = days[order], ratio[order], slack[order]
    smooth = _running_median(ratio)
    period = _best_period(days, ratio, slack, smooth)
    unique, first = np.unique(days, return_index=True)
    if period is None:
        off = np.maximum(np.abs(ratio - smooth) - slack, 0.0)
        stray = min(max(float(np.quantile(off, _HONEST)) * 1.5, _EXACT), _LARGEST_STRAY)
        return Known(unique, smooth[first], stray, len(ratio))
    fixed = _loosened(_fixed(period, days, ratio, slack, smooth), _numbers(period, days), ratio, slack)
    # Of a period that says nothing only so much is known: its rate is no further off than most neighbours are apart.
    steps = np.abs(np.diff([log for _, (log, _) in sorted(fixed.items())]))
    usual = float(np.quantile(steps, _HONEST)) if len(steps) else 0.0
    return Known(unique, smooth[first], max(usual * 1.2, _EXACT), len(ratio), period, fixed)


def _numbers(period: _Period, minutes: Ints) -> Ints:
    """Give the period of each moment, reckoned once for each day."""
    days, inverse = np.unique(minutes // MINUTES_A_DAY, return_inverse=True)
    numbers = np.array([period(date(1970, 1, 1) + timedelta(days=int(day))) for day in days], dtype=np.int64)
    return np.asarray(numbers[inverse.reshape(-1)], dtype=np.int64)


def _fixed(period: _Period, days: Ints, ratio: Floats, slack: Floats, smooth: Floats) -> _Fixed:
    """Give rate and stray of each period in which enough pairs, and at least half, allow one rate.

    Rates a tax away from what held before and after (``smooth``) are believed of many pairs only: a few may all be
    taxed. Where as many pairs allow a rate in its place, that one is taken.
    """
    numbers = _numbers(period, days)
    result = {}
    for number in np.unique(numbers):
        here = np.flatnonzero(numbers == number)
        middle = float(np.median(smooth[here]))
        log, stray, allow = _most_allowed(ratio[here], slack[here] + _EXACT)
        if abs(log - middle) > _A_LEAP and allow < _MANY:
            in_place = here[np.abs(ratio[here] - middle) <= _A_LEAP + slack[here]]
            if not len(in_place):
                continue
            log, stray, allow = _most_allowed(ratio[in_place], slack[in_place] + _EXACT)
            here = in_place
        if allow >= min(FEWEST, max(2, len(here) // 2)) and allow * 2 >= len(here):
            result[int(number)] = log, stray if allow >= _MANY or allow == len(here) else max(stray, _OF_FEW)
    return result


def _loosened(fixed: _Fixed, numbers: Ints, ratio: Floats, slack: Floats) -> _Fixed:
    """Widen the strays by how far most pairs lie off: nothing for a rate truly fixed, its drift for one that only seems so."""
    middle = np.array([fixed.get(int(number), (np.nan, 0.0))[0] for number in numbers])
    off = np.maximum(np.abs(ratio - middle) - slack, 0.0)
    # A sum written coarsely hides any drift: only the sharper half is asked.
    known = off[np.isfinite(off) & (slack <= np.median(slack))]
    loose = min(float(np.quantile(known, _HONEST)) * 1.5, _LARGEST_STRAY) if len(known) else 0.0
    return {number: (log, max(stray, loose)) for number, (log, stray) in fixed.items()}


def _most_allowed(ratio: Floats, slack: Floats) -> tuple[float, float, int]:
    """Give the middle and half the width of the range that most pairs allow, and how many do."""
    edges = np.concatenate([ratio - slack, ratio + slack])
    turns = np.concatenate([np.ones(len(ratio)), -np.ones(len(ratio))])
    order = np.lexsort((-turns, edges))
    depth = np.cumsum(turns[order])
    at = int(np.argmax(depth))
    low, high = float(edges[order][at]), float(edges[order][at + 1])
    return (low + high) / 2, max((high - low) / 2, _EXACT), int(depth[at])


def _best_period(days: Ints, ratio: Floats, slack: Floats, smooth: Floats) -> _Period | None:
    """Choose the longest period that explains nearly as many pairs as any; None if none explains most."""
    shares = [_share(period, days, ratio, slack, smooth) for period in _PERIODS]
    if max(shares) < _MOST:
        return None
    return next(period for period, share in zip(_PERIODS, shares, strict=True) if share >= max(shares) - _NEARLY)


def _share(period: _Period, days: Ints, ratio: Floats, slack: Floats, smooth: Floats) -> float:
    fixed = _fixed(period, days, ratio, slack, smooth)
    expected = np.array([fixed.get(int(number), (np.nan, 0.0)) for number in _numbers(period, days)]).reshape(-1, 2)
    with np.errstate(invalid="ignore"):
        return float(np.mean(np.abs(ratio - expected[:, 0]) <= slack + _EXACT))


def _running_median(values: Floats) -> Floats:
    half = NEAREST // 2
    padded = np.pad(values, half, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    return np.asarray(np.median(windows, axis=1), dtype=np.float64)
