"""What several checks of this room need: tables read once, sides and parties, sums and measures. Floor 3a, pure.

Law: money and quantities are exact; what cannot be compared gives None and never a guess.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

from warifu.core.errors import ValueTroubleError
from warifu.core.exact import EXACT, Rounding, round_to
from warifu.core.money import MINOR_UNITS, Money
from warifu.core.quantity import Density, Quantity, in_unit
from warifu.core.units import UNITS
from warifu.law.flow import OPENER, Side
from warifu.law.judge import Cited, Situation
from warifu.law.pack import Rule
from warifu.rooms.logistics.acts.lines import Delivered, Line
from warifu.rooms.logistics.fuel import at_15
from warifu.rooms.logistics.terms import OrderTerms

T = TypeVar("T")
_ROOM = Context(prec=60)
_MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.DOWN: ROUND_DOWN,
    Rounding.UP: ROUND_UP,
    Rounding.FLOOR: ROUND_FLOOR,
    Rounding.CEILING: ROUND_CEILING,
}
L = "logistics/"
PROVISION = "provision"


NOTHING_SAID = frozenset(
    {
        "", "na", "none", "nil", "tbd", "tbc", "unknown", "notapplicable", "todo", "x", "xx", "xxx",
        "なし", "無し", "無", "該当なし", "未定", "不明", "同上",
    }
)  # fmt: skip
"""What people put into a field that has to be filled in, and that says nothing."""


@lru_cache(maxsize=20_000)
def is_said(text: str) -> bool:
    """Tell whether a text says anything: blanks, dashes and *N/A* fill no element in; not applicable has its reason."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())
    return bare not in NOTHING_SAID


def prepared(make: Callable[[Rule], T]) -> Callable[[Rule], T]:
    """Make what a check needs of its rule once; the rule is kept beside it, so that its identity stays its own."""
    kept: dict[int, tuple[Rule, T]] = {}

    def of(rule: Rule) -> T:
        found = kept.get(id(rule))
        if found is None:
            found = kept[id(rule)] = (rule, make(rule))
        return found[1]

    return of


def party_of(situation: Situation, side: Side) -> str:
    """Return the party that is on a side of this case."""
    if side == OPENER:
        return situation.opener
    author = situation.placed.author
    return situation.peer if situation.opener == author else author


def other_party(situation: Situation, party: str) -> str:
    """Return the other one of the two parties of this pair."""
    author = situation.placed.author
    return situation.peer if party == author else author


def is_order(terms: Any) -> bool:
    """Tell whether terms are those of an order."""
    return type(terms) is OrderTerms


def concludes(situation: Situation) -> bool:
    """Tell whether an acceptance concludes an order (and does not answer a proposal about one)."""
    terms = situation.terms
    return type(terms) is OrderTerms and not terms.agreed and terms.pending is None


def of_case(situation: Situation, cited: Cited) -> bool:
    """Tell whether a cited act stands in the case of the act under judgement."""
    return (cited.placed.act.case or cited.placed.digest) == situation.act.case


_PROVIDERS = frozenset(L + name for name in ("invoice", "credit", "acknowledge"))


def in_order(situation: Situation, *kinds: str) -> list[Cited]:
    """Return the cited acts of these kinds that stand in this order and were written by the side whose part they are.

    The provider issues and claims, the receiver receives and pays; for what is given back it is the other way round.
    What the wrong side wrote is recorded all the same, and nothing rests on it.
    """
    terms = situation.terms
    found = [cited for cited in situation.cited_of(*kinds) if of_case(situation, cited)]
    if not found or type(terms) is not OrderTerms:
        return found
    provider, requester = (party_of(situation, side) for side in (terms.provider, terms.requester))
    return [cited for cited in found if cited.placed.act.side_of == (provider if _provides(cited) else requester)]


def refunds_in(situation: Situation) -> list[Cited]:
    """Return the cited payments of this order by which the provider pays back what was paid too much."""
    terms = situation.terms
    if type(terms) is not OrderTerms:
        return []
    provider = party_of(situation, terms.provider)
    found = [cited for cited in situation.cited_of(L + "payment") if of_case(situation, cited)]
    return [cited for cited in found if cited.placed.act.side_of == provider]


def _provides(cited: Cited) -> bool:
    """Tell whether an act is the provider's part."""
    kind = cited.placed.act.kind
    if kind in {L + "issue", L + "receipt"}:
        return bool((kind == L + "issue") == (cited.placed.body.purpose == PROVISION))
    return kind in _PROVIDERS


def extended(line: Line, rounding: Rounding) -> Decimal | None:
    """Price times quantity in the price's currency, rounded to the smallest coin; None where no price is fixed.

    The product of two bounded figures may be larger than a sum of money can be; it is compared, never kept.
    """
    price = line.price
    if price is None:
        return None
    exact = EXACT.multiply(price.amount, line.quantity.amount)
    places = MINOR_UNITS[price.currency]
    if -int(exact.as_tuple().exponent) <= places:
        return exact
    return exact.quantize(Decimal(1).scaleb(-places), _MODES[rounding], _ROOM)


def priced(price: Money, amount: Fraction, rounding: Rounding) -> Money:
    """Price times an amount, rounded to the smallest coin in the stated way; raises number.out_of_bounds."""
    places = MINOR_UNITS[price.currency]
    return Money(round_to(Fraction(price.amount) * amount, places, rounding), price.currency)


def in_line_unit(line: Line, quantity: Quantity) -> Fraction | None:
    """Return an amount in the unit of a line, by factor or by the line's density; None where they do not compare."""
    if quantity.unit == line.quantity.unit:
        return Fraction(quantity.amount)
    density = Density(line.density, "line") if line.density else None
    try:
        return in_unit(quantity, line.quantity.unit, density)
    except ValueTroubleError:
        return None


def same_dimension(left: str, right: str) -> bool:
    """Tell whether two unit codes measure the same thing."""
    return left == right or UNITS[left].dimension == UNITS[right].dimension


def beyond(line: Line, measured: Fraction, expected: Fraction) -> bool:
    """Tell whether two measures of a line differ by more than its tolerance; the border itself is within."""
    return measured != expected and abs(measured - expected) > abs(expected) * Fraction(line.tolerance)


def sums_by_line(
    terms: OrderTerms, delivered: Iterable[Delivered], *, accepted_only: bool = False
) -> dict[int, Fraction]:
    """Add up deliveries by line number in each line's unit, fuel at 15 °C; what cannot be compared is left out."""
    sums: dict[int, Fraction] = {}
    for each in delivered:
        line = terms.line(each.line)
        if line is None or (accepted_only and not each.accepted):
            continue
        amount = in_line_unit(line, at_15(each, line).quantity)
        if amount is not None:
            sums[each.line] = sums[each.line] + amount if each.line in sums else amount
    return sums


def delivered_in(acts: Iterable[Cited], purpose: str = "") -> Iterator[Delivered]:
    """Give the lines of cited issues or receipts, of one purpose or of all."""
    for cited in acts:
        if not purpose or cited.placed.body.purpose == purpose:
            yield from cited.placed.body.lines


def short(digest: bytes) -> str:
    """Show a digest as people read it: its first sixteen figures."""
    return digest.hex()[:16]


def figure(value: Fraction | Decimal) -> str:
    """Show an amount exactly where it has an end, else as a fraction."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if value.denominator == 1:
        return str(value.numerator)
    places = next((n for n in range(1, 10) if (value * 10**n).denominator == 1), 0)
    if not places:
        return f"{value.numerator}/{value.denominator}"
    return f"{Decimal((value * 10**places).numerator).scaleb(-places):f}"
