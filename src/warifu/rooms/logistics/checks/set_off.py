"""Set-off: by agreement, gross, both ways, and applied to each claim on its own line. Floor 3a, pure.

Article: set-off of the procedural arrangement [text in substance]: only by agreement, shown gross.
"""

from __future__ import annotations

from collections.abc import Iterator

from warifu.core.money import Money, nothing
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.logistics.checks.common import L, is_order, of_case, other_party, short
from warifu.rooms.logistics.checks.money import left_of
from warifu.rooms.logistics.terms import SetOffTerms

_INVOICE = L + "invoice"


def set_off(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A set-off names invoices both ways in one currency, none twice or above its claim, and the rest to the coin."""
    body, cites = situation.body, situation.act.cites
    seen: set[int] = set()
    currency = body.rest.currency
    owed = {situation.placed.author: nothing(currency), situation.peer: nothing(currency)}
    for item in body.items:
        cited = situation.cited[cites[item.cite]] if 0 <= item.cite < len(cites) else None
        if cited is None or cited.placed.act.kind != _INVOICE:
            yield reason(rule, "not_an_invoice", place=item.cite)
            continue
        if item.cite in seen:
            yield reason(rule, "twice", number=cited.placed.body.number)
        seen.add(item.cite)
        claimed = cited.placed.body.amount
        debtor = other_party(situation, cited.placed.act.side_of)
        if item.debtor != debtor:
            yield reason(rule, "debtor", debtor=item.debtor, expected=debtor, number=cited.placed.body.number)
        if not item.amount.currency == claimed.currency == currency:
            yield reason(rule, "currency", currency=item.amount.currency, claimed=claimed.currency, rest=currency)
            continue
        if item.amount.amount <= 0 or item.amount > claimed:
            yield reason(rule, "above_invoice", amount=item.amount, claimed=claimed, number=cited.placed.body.number)
        owed[debtor] += item.amount
    yield from _rest(rule, situation, owed)


def _rest(rule: Rule, situation: Situation, owed: dict[str, Money]) -> Iterator[Finding]:
    body = situation.body
    (one, by_one), (other, by_other) = owed.items()
    if not by_one or not by_other:
        yield reason(rule, "one_direction", debtor=one if by_one else other)
        return
    who, rest = (one, by_one - by_other) if by_one > by_other else (other, by_other - by_one)
    if rest != body.rest:
        yield reason(rule, "rest", stated=body.rest, expected=rest)
    elif body.rest_owed_by != (who if rest else ""):
        yield reason(rule, "rest_owed_by", stated=body.rest_owed_by, expected=who if rest else "")


def apply_set_off(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """On the claim's own line: its invoice is cited first, then the acceptance of the set-off that names it; once.

    It settles what meets: the rest, where the claims of one side are more, stays owed on the claim.
    """
    body, terms, act = situation.body, situation.terms, situation.act
    first = situation.cited[act.cites[0]].placed if act.cites else None
    if first is None or first.act.kind != _INVOICE or not of_case(situation, situation.cited[first.digest]):
        yield reason(rule, "no_invoice")
        return
    agreed = [
        cited.terms for cited in situation.cited_of(L + "accept")
        if type(cited.terms) is SetOffTerms and cited.terms.agreed
    ]  # fmt: skip
    if not agreed:
        yield reason(rule, "not_agreed", invoice=first.body.number)
        return
    settled = agreed[0].settles(first.digest)
    if settled is None:
        yield reason(rule, "not_in_set_off", invoice=first.body.number, number=agreed[0].number)
    elif body.amount != settled or not settled:
        yield reason(rule, "amount", amount=body.amount, agreed=settled, number=agreed[0].number)
    if is_order(terms):
        before = [share for share in terms.set_off if share.invoice == first.digest]
        if before:
            yield reason(rule, "twice", number=first.body.number, act=short(before[0].act))
        elif body.amount.currency == first.body.amount.currency:
            left = left_of(first.body.amount, first.digest, terms.waived)
            if body.amount > left:
                yield reason(rule, "above_claim", amount=body.amount, left=left)


CHECKS: dict[str, Check] = {
    "logistics.set_off@1": set_off,
    "logistics.apply_set_off@1": apply_set_off,
}
