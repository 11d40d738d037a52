"""Past dealings, their matching, and statements both sides sign. Floor 3a, pure.

Law: a past dealing posts nothing by itself. A match cites one dealing of each side; what stands after it is one of the
two figures, or is named as corrected. Articles: dealings [house rule], statement of the procedural arrangement [draft].
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from warifu.law.checks import reason
from warifu.law.judge import Check, Cited, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.logistics.checks.common import L, short

_DEALING = L + "dealing"
_ZERO = Decimal(0)
_EXPONENTS = range(-12, 19)


def dealing(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A dealing has a reference, a provider who is one of the two parties, and a quantity above nothing."""
    body = situation.body
    if not body.reference:
        yield reason(rule, "no_reference")
    if body.provider not in {situation.placed.author, situation.peer}:
        yield reason(rule, "provider", provider=body.provider, reference=body.reference)
    if body.quantity.amount <= _ZERO:
        yield reason(rule, "quantity", quantity=body.quantity, reference=body.reference)
    if body.value is not None and body.value.amount < _ZERO:
        yield reason(rule, "value", value=body.value, reference=body.reference)


def match(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Each pair is one dealing of each side, used once, whose figures stand as one side had them or as corrected."""
    body = situation.body
    if not body.pairs:
        yield reason(rule, "nothing_matched", number=body.number)
    used: set[bytes] = set()
    for pair in body.pairs:
        ours, theirs = (_dealing_at(situation, place) for place in (pair.ours, pair.theirs))
        if ours is None or theirs is None:
            yield reason(rule, "no_dealing", ours=pair.ours, theirs=pair.theirs)
            continue
        one, other = ours.placed, theirs.placed
        if one.author != situation.placed.author or other.author == one.author:
            yield reason(rule, "wrong_owner", ours=one.body.reference, theirs=other.body.reference)
        for placed in (one, other):
            if placed.digest in used:
                yield reason(rule, "twice", reference=placed.body.reference, act=short(placed.digest))
            used.add(placed.digest)
        if not one.body.provider == other.body.provider == pair.provider:
            yield reason(rule, "provider", ours=one.body.provider, theirs=other.body.provider, stands=pair.provider)
        yield from _figures(rule, pair, (one.body, other.body))


def _dealing_at(situation: Situation, place: int) -> Cited | None:
    cites = situation.act.cites
    cited = situation.cited[cites[place]] if 0 <= place < len(cites) else None
    return cited if cited is not None and cited.placed.act.kind == _DEALING else None


def _figures(rule: Rule, pair: Any, bodies: tuple[Any, Any]) -> Iterator[Finding]:
    """A figure that stands is one of the two sides', or its field is named among the corrected."""
    for field in ("quantity", "on", "value", "settled"):
        stands = getattr(pair, field)
        if field in pair.corrected or stands in {getattr(body, field) for body in bodies}:
            continue
        if stands is None or stands == "":
            continue
        yield reason(rule, "not_named_as_corrected", field=field, stands=stands, reference=bodies[0].reference)


def statement(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A statement shows each balance once, between the two parties, above nothing, as of a day that has come."""
    body = situation.body
    parties = {situation.placed.author, situation.peer}
    seen: set[tuple[str, str, str]] = set()
    if body.as_of > body.on:
        yield reason(rule, "not_yet", as_of=body.as_of, on=body.on)
    for total in body.totals:
        if {total.debtor, total.creditor} != parties:
            yield reason(rule, "parties", debtor=total.debtor, creditor=total.creditor)
        key = (total.debtor, total.creditor, total.commodity)
        if key in seen:
            yield reason(rule, "twice", debtor=total.debtor, commodity=total.commodity)
        seen.add(key)
        if total.mantissa <= 0 or total.exponent not in _EXPONENTS:
            yield reason(rule, "amount", commodity=total.commodity, exponent=total.exponent, mantissa=total.mantissa)
    counts = (body.matched, body.differing, body.only_ours, body.only_theirs, body.undetermined)
    if min(counts) < 0:
        yield reason(rule, "count", counts=" ".join(map(str, counts)))


CHECKS: dict[str, Check] = {
    "logistics.dealing@1": dealing,
    "logistics.match@1": match,
    "logistics.statement@1": statement,
}
