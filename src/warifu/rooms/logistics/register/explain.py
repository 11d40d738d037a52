"""What a pair of dealings agrees and differs in, by how much, and the likely cause. Floor 3a, pure.

Law: exact values only. Two days agree if some instant belongs to both as their zones have it. Two quantities agree
within the rounding of their last written decimals, or two in ten thousand for what is measured. Two sums agree within
their rounding, and between currencies within the measured stray of the rate. A cause is named only if it explains the
figures; where a figure is wrong and the price of one unit is right, the sum was reckoned from the wrong figure and is
no difference of its own. Causes are likely ones: officers decide.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from warifu.core.exact import Rounding, round_to
from warifu.core.money import minor_units
from warifu.core.quantity import Quantity, unit_of
from warifu.core.units import COUNTED
from warifu.rooms.logistics.register.cells import QUANTITY_PLACES
from warifu.rooms.logistics.register.columns import MINUTES_A_DAY, decimals, gap_minutes, interval
from warifu.rooms.logistics.register.dealing import Dealing
from warifu.rooms.logistics.register.figures import TAX_RATES, power_of_ten, side_by_side, swapped, taken_for, turned
from warifu.rooms.logistics.register.ratios import DULL, Ratios

MEASURED = frozenset({"volume", "mass", "length"})
_MEASURED_FLOOR = Fraction(2, 10_000)
_UNIT_FLOOR = Fraction(5, 10_000)
#: A figure rounded more coarsely than this cannot show the factor of a unit.
_LOOSEST = Fraction(1, 25)
#: Where one side counts less than this share of the other's count, no delivery was short: a figure is wrong.
_SHORTEST_SHARE = Fraction(3, 4)
_SHOWN_PLACES = 3
#: Between petrol and sea water, with room.
_DENSITIES_KG_PER_L = (Fraction(65, 100), Fraction(108, 100))
#: A value that plainly differs is likeliest a tax this near to one, if the sums are known better than a tax is large.
_BESIDE_A_TAX, _DULLEST = Fraction(15, 1000), Fraction(9, 100)
_TENS = frozenset(Fraction(10) ** power for power in range(-6, 7))


class Cause(StrEnum):
    """Likely causes, by the names that the registers' truth uses."""

    UNIT_MISTAKEN = "unit_mistaken"
    DAY_LOST = "day_lost"
    THOUSANDS = "thousands"
    DIGIT_SWAPPED = "digit_swapped"
    GROSS_NET = "gross_net"
    SHORT_DELIVERY = "short_delivery"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two dealings differ: as each book has it, and by how much (left less right, in right's terms)."""

    field: str
    gb: str
    jp: str
    by: str


#: No slip but the thousand comes near a thousand; so far beside it a sum may lie where the rate is not known.
_BESIDE_A_THOUSAND = Fraction(5, 100)


@dataclass(frozen=True, slots=True)
class RateSeen:
    """The rate to expect on a day between the books' currencies (right for one of left), and its relative stray."""

    factor: Fraction
    stray: Fraction


@dataclass(frozen=True, slots=True)
class Verdict:
    """All differences of a pair and their likely causes; no difference means the pair agrees.

    ``open``: what could not be compared (a sum that one side does not name, units that nothing joins).
    """

    differences: tuple[Difference, ...]
    causes: tuple[Cause, ...]
    open: tuple[str, ...]


def rate_seen(log: float, stray: float) -> RateSeen:
    """Make an exact rate of an estimated one: nine figures, as it is shown."""
    return RateSeen(Fraction(Decimal(f"{math.exp(log):.9g}")), Fraction(Decimal(f"{stray:.3g}")))


@dataclass(frozen=True, slots=True)
class Places:
    """The most decimals with which each book writes each unit."""

    gb: Mapping[str, int]
    jp: Mapping[str, int]


def explain(gb: Dealing, jp: Dealing, rate: RateSeen | None, places: Places) -> Verdict:
    """Compare a pair; ``rate`` is None if the currencies differ and no rate is known."""
    differences: list[Difference] = []
    causes: list[Cause] = []
    unknown: list[str] = []
    _explain_day(gb, jp, differences, causes)
    _explain_figures(gb, jp, rate, places, (differences, causes, unknown))
    for field in ("provider", "category", "stock_number"):
        one, two = getattr(gb, field), getattr(jp, field)
        if one and two and one != two:
            differences.append(Difference(field, one, two, ""))
    return Verdict(tuple(differences), tuple(dict.fromkeys(causes)), tuple(unknown))


def _explain_day(gb: Dealing, jp: Dealing, differences: list[Difference], causes: list[Cause]) -> None:
    gap = gap_minutes(interval(gb.day), interval(jp.day))
    if gap == 0:
        return
    days = (gb.day.day - jp.day.day).days
    differences.append(Difference("date", gb.day.day.isoformat(), jp.day.day.isoformat(), f"{days:+d} d"))
    if gap <= MINUTES_A_DAY:
        causes.append(Cause.DAY_LOST)


_Found = tuple[list[Difference], list[Cause], list[str]]


def _explain_figures(gb: Dealing, jp: Dealing, rate: RateSeen | None, places: Places, found: _Found) -> None:
    differences, causes, unknown = found
    ratios = _ratios(gb, jp, rate, places)
    if ratios.quantity is None:
        unknown.append("quantity")
    if ratios.value is None:
        unknown.append("value")
    if not ratios.q_same or _turned_finely(gb, jp, places):
        differences.append(_quantity_difference(gb, jp))
        causes.extend(_quantity_causes(gb, jp, ratios, places))
        if ratios.value is not None and not ratios.v_near(Fraction(1)) and not ratios.p_near(Fraction(1)):
            _value_beside_quantity(gb, jp, rate, ratios, found)
    elif ratios.quantity is None and not _plausible_density(gb.quantity, jp.quantity):
        differences.append(Difference("quantity", str(gb.quantity), str(jp.quantity), ""))
        if gb.quantity.amount == jp.quantity.amount:
            causes.append(Cause.UNIT_MISTAKEN)
    if ratios.q_same and ratios.value is not None and not ratios.v_same:
        differences.append(_value_difference(gb, jp, rate))
        causes.extend(_value_causes(gb, jp, ratios))


def _plausible_density(one: Quantity, two: Quantity) -> bool:
    """Tell whether a mass and a volume could be one cargo of fuel or water: then they are not compared, not unequal."""
    kinds = {one.dimension: one.base, two.dimension: two.base}
    if set(kinds) != {"mass", "volume"} or not kinds["volume"]:
        return False
    lightest, heaviest = _DENSITIES_KG_PER_L
    return lightest <= kinds["mass"] / kinds["volume"] <= heaviest and one.amount != two.amount


def _value_beside_quantity(gb: Dealing, jp: Dealing, rate: RateSeen | None, ratios: Ratios, found: _Found) -> None:
    """Report a value that differs of itself beside a quantity that does: a tax or thousands, on value or price."""
    differences, causes, _ = found
    differences.append(_value_difference(gb, jp, rate))
    if any(ratios.v_near(tax) or ratios.p_near(tax) for tax in TAX_RATES):
        causes.append(Cause.GROSS_NET)
    elif _thousands(ratios):
        causes.append(Cause.THOUSANDS)


def _ratios(gb: Dealing, jp: Dealing, rate: RateSeen | None, places: Places) -> Ratios:
    quantity, q_slack = None, Fraction(0)
    one, two = gb.quantity, jp.quantity
    if side_by_side(one.unit, two.unit) and one.amount and two.amount:
        same_kind = one.dimension == two.dimension
        quantity = one.base / two.base if same_kind else Fraction(one.amount) / Fraction(two.amount)
        q_slack = _rounding(one, two, places)
        if same_kind and one.dimension in MEASURED:
            q_slack = max(q_slack, _MEASURED_FLOOR)
    if gb.value is None or jp.value is None or rate is None:
        return Ratios(quantity, q_slack, None, Fraction(0), Fraction(0))
    if not gb.value or not jp.value:
        return _with_zero(gb, jp, rate, (quantity, q_slack))
    value = Fraction(gb.value.amount) * rate.factor / Fraction(jp.value.amount)
    gb_step, jp_step = (_money_step(dealing) for dealing in (gb, jp))
    v_slack = gb_step / Fraction(gb.value.amount) + jp_step / Fraction(jp.value.amount) + rate.stray
    # What a sum cut to thousands has lost: one of its own smallest steps.
    cut = max(1 / Fraction(gb.value.amount), 1 / Fraction(jp.value.amount))
    return Ratios(quantity, q_slack, value, v_slack + Fraction(1, 10**9), cut, rate.stray)


def _rounding(one: Quantity, two: Quantity, places: Places) -> Fraction:
    """Give how far rounding alone may part two quantities: nothing where both are counted or written alike."""
    if {one.dimension, two.dimension} & COUNTED:
        return Fraction(0)
    left, right = _step(one, places.gb), _step(two, places.jp)
    if one.unit != two.unit:
        return left + right
    finest = [max(decimals(q), book.get(q.unit, 0)) for q, book in ((one, places.gb), (two, places.jp))]
    return Fraction(0) if finest[0] == finest[1] else max(left, right)


def _with_zero(gb: Dealing, jp: Dealing, rate: RateSeen, quantity: tuple[Fraction | None, Fraction]) -> Ratios:
    """Compare with a sum written as nothing: as if half of its smallest step stood there."""
    one = Fraction(gb.value.amount if gb.value else 0) * rate.factor
    two = Fraction(jp.value.amount if jp.value else 0)
    step = _money_step(jp) if not two else _money_step(gb) * rate.factor
    if max(one, two) <= step:
        return Ratios(*quantity, Fraction(1), Fraction(0), Fraction(0))
    # Cut to thousands, anything below a thousand of its steps is nothing.
    ratio = Fraction(1000) if max(one, two) < 1000 * step else max(one, two) / (step / 2)
    return Ratios(*quantity, ratio if not two else 1 / ratio, Fraction(0), Fraction(0))


def _step(quantity: Quantity, places: Mapping[str, int]) -> Fraction:
    count = max(decimals(quantity), places.get(quantity.unit, 0))
    return Fraction(1, 2 * 10**count) / abs(Fraction(quantity.amount))


def _money_step(dealing: Dealing) -> Fraction:
    if dealing.value_step > 1:
        return Fraction(dealing.value_step)
    currency = dealing.value.currency if dealing.value else "JPY"
    return Fraction(1, 10 ** minor_units(currency))


def _quantity_difference(gb: Dealing, jp: Dealing) -> Difference:
    one, two = gb.quantity, jp.quantity
    if one.dimension == two.dimension:
        by = round_to(one.base / unit_of(two.unit).factor - Fraction(two.amount), _SHOWN_PLACES, Rounding.HALF_EVEN)
    else:
        by = one.amount - two.amount
    return Difference("quantity", str(one), str(two), f"{by:+,f} {two.unit}")


def _quantity_causes(gb: Dealing, jp: Dealing, ratios: Ratios, places: Places) -> list[Cause]:
    """Name the cause of unequal quantities: a unit, a digit, a short delivery, in this order."""
    ratio = ratios.quantity
    if ratio is None:
        return []
    value_whole = ratios.value is None or any(ratios.v_near(t) for t in (Fraction(1), *TAX_RATES)) or _thousands(ratios)
    price_whole = any(ratios.p_near(target) for target in (Fraction(1), *TAX_RATES))
    miswritten = _swapped(gb, jp, places) or power_of_ten(ratio)
    if _unit_mistaken(gb, jp) and (value_whole or not (price_whole and miswritten)):
        return [Cause.UNIT_MISTAKEN]
    if miswritten:
        return [Cause.DIGIT_SWAPPED]
    if min(ratio, 1 / ratio) >= _SHORTEST_SHARE:
        # Usually the receiver counts less. Where the provider does, the count is in doubt all the same, and ``by`` says who.
        return [Cause.SHORT_DELIVERY]
    return [Cause.DIGIT_SWAPPED] if price_whole or value_whole else []


def _unit_mistaken(gb: Dealing, jp: Dealing) -> bool:
    """Tell whether one figure is the other's quantity in a unit that is taken for the one written beside it."""
    if gb.quantity.dimension != jp.quantity.dimension:
        return False
    for mine, other in ((gb.quantity, jp.quantity), (jp.quantity, gb.quantity)):
        # The figure was taken in the other unit, so its own decimals say how finely.
        slack = _step(mine, {}) + _step(other, {})
        near = max(slack, _UNIT_FLOOR)
        found = any(abs(mine.base * times / other.base - 1) <= near for times in taken_for(mine.unit))
        if mine.amount == other.amount or (found and slack <= _LOOSEST):
            return True
    return False


def _swapped(gb: Dealing, jp: Dealing, places: Places) -> bool:
    """Tell whether two digits changed places in either book's figure, to the rounding of the other's."""
    one, two = gb.quantity, jp.quantity
    if one.dimension != two.dimension or one.unit == two.unit:
        return swapped(one.amount, two.amount)
    for mine, other, book in ((one, two, places.jp), (two, one, places.gb)):
        there = other.base / unit_of(mine.unit).factor
        near = _step(other, book) * there + Fraction(1, 2 * 10 ** decimals(mine))
        if any(abs(Fraction(was) - there) <= near for was in turned(mine.amount)):
            return True
    return False


def _turned_finely(gb: Dealing, jp: Dealing, places: Places) -> bool:
    """Tell whether two digits changed places so far behind that the measures agree all the same (662,108 and 662,018).

    Both figures must be kept to the same last digit, in one unit or in tens of it: no measure is off by just that.
    """
    one, two = gb.quantity, jp.quantity
    tens = unit_of(two.unit).factor / unit_of(one.unit).factor
    if one.dimension != two.dimension or one.base == two.base or tens not in _TENS:
        return False
    there = round_to(Fraction(two.amount) * tens, QUANTITY_PLACES, Rounding.HALF_EVEN)
    return swapped(one.amount, there) and abs(one.base / two.base - 1) > _rounding(one, two, places)


def _value_difference(gb: Dealing, jp: Dealing, rate: RateSeen | None) -> Difference:
    if gb.value is None or jp.value is None or rate is None:
        return Difference("value", str(gb.value or ""), str(jp.value or ""), "")
    exact = Fraction(gb.value.amount) * rate.factor - Fraction(jp.value.amount)
    by = round_to(exact, minor_units(jp.value.currency), Rounding.HALF_EVEN)
    return Difference("value", str(gb.value), str(jp.value), f"{by:+,f} {jp.value.currency}")


def _value_causes(gb: Dealing, jp: Dealing, ratios: Ratios) -> list[Cause]:
    if any(ratios.v_near(tax) for tax in TAX_RATES):
        return [Cause.GROSS_NET]
    if _thousands(ratios):
        return [Cause.THOUSANDS]
    if ratios.value is not None and any(_thousands(ratios, tax) for tax in TAX_RATES):
        return [Cause.GROSS_NET, Cause.THOUSANDS]
    if ratios.far and any(ratios.v_about(tax) for tax in TAX_RATES):
        return [Cause.GROSS_NET]
    if _value_swapped(gb, jp, ratios) or (ratios.value is not None and power_of_ten(ratios.value)):
        return [Cause.DIGIT_SWAPPED]
    # Nothing else explains it: a tax beside a rate, or a rounding, that is not known so sharply.
    loose = max(ratios.v_slack, _BESIDE_A_TAX)
    taxed = ratios.value is not None and any(ratios.within(tax, loose) for tax in TAX_RATES)
    return [Cause.GROSS_NET] if taxed and loose < _DULLEST and ratios.stray <= DULL / 2 else []


def _value_swapped(gb: Dealing, jp: Dealing, ratios: Ratios) -> bool:
    """Tell whether two digits of one book's sum changed places, as sharply as the rate allows."""
    if not gb.value or not jp.value or ratios.value is None or not ratios.sharp:
        return False
    if gb.value.currency == jp.value.currency:
        return swapped(gb.value.amount, jp.value.amount)
    # Turned back, the sum must stand to the other as the rate says.
    as_gb = (ratios.value * Fraction(was) / Fraction(gb.value.amount) for was in turned(gb.value.amount))
    as_jp = (ratios.value * Fraction(jp.value.amount) / Fraction(was) for was in turned(jp.value.amount) if was)
    return any(abs(ratio - 1) <= ratios.v_slack for ratio in (*as_gb, *as_jp))


def _thousands(ratios: Ratios, beside: Fraction = Fraction(1)) -> bool:
    """Tell whether one value is the other in thousands, rounded or cut to its own last figure."""
    if ratios.value is None:
        return False
    slack = max(ratios.reach, _BESIDE_A_THOUSAND if ratios.stray else Fraction(0)) + ratios.cut
    targets = [1000 * b for b in (beside, 1 / beside)]
    return any(abs(ratio / t - 1) <= slack for ratio in (ratios.value, 1 / ratios.value) for t in targets)
