"""Correcting, ratifying, disputing an order. Floor 3a, pure.

Law: nothing is changed, a correction is a new act; the side that did not write an irregular fact cures it; disputes end
by consultation alone [sister].
"""

from __future__ import annotations

from collections.abc import Iterator

from warifu.law.checks import reason
from warifu.law.judge import Check, Cited, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.logistics.checks.common import L, is_order, of_case, short

_DIGEST_BYTES = 32


def _facts(situation: Situation) -> list[Cited]:
    return [cited for cited in situation.cited.values() if cited.placed.kind.nature == "fact"]


def correct(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A correction cites a fact of its order and says what should stand instead."""
    body, terms = situation.body, situation.terms
    facts = [cited for cited in _facts(situation) if of_case(situation, cited)]
    if not facts:
        yield reason(rule, "no_fact")
    if not body.lines and body.amount is None:
        yield reason(rule, "nothing_corrected")
    below = [each for each in body.lines if each.quantity.amount < 0]
    if below or (body.amount is not None and body.amount.amount < 0):
        yield reason(rule, "below_zero", figure=below[0].quantity if below else body.amount)
    if is_order(terms):
        for each in body.lines:
            if terms.line(each.line) is None:
                yield reason(rule, "line_unknown", line=each.line)


def ratify(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An irregular fact of this order is cured by the side that did not write it."""
    facts = [cited for cited in _facts(situation) if of_case(situation, cited)]
    if not facts:
        yield reason(rule, "no_fact")
    for cited in facts:
        # Paper that the ratifying side itself entered for the other is its own hand too.
        if situation.act.side_of in {cited.placed.act.side_of, cited.placed.author}:
            yield reason(rule, "own_fact", act=short(cited.placed.digest), party=situation.act.side_of)


def dispute(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A dispute cites what it contests."""
    if not situation.act.cites:
        yield reason(rule, "nothing_cited")


def resolve(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A dispute (cited) ends by consultation, whose reference is given, and in no other way."""
    if not situation.cited_of(L + "dispute"):
        yield reason(rule, "no_dispute")
    if not situation.body.consultation:
        yield reason(rule, "no_consultation")


def rebase(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A case goes on under another pack, which the proposer has adopted."""
    to, act = situation.body.rebase_to, situation.act
    if len(to) != _DIGEST_BYTES or to == situation.pack_of_line:
        yield reason(rule, "no_other_pack", pack=short(to))
    elif not situation.roll.has_adopted(to, 2**62 - 1 if situation.placed.index is None else situation.placed.index):
        yield reason(rule, "not_adopted", pack=short(to), party=act.party)


CHECKS: dict[str, Check] = {
    "logistics.correct@1": correct,
    "logistics.ratify@1": ratify,
    "logistics.dispute@1": dispute,
    "logistics.resolve@1": resolve,
    "logistics.rebase@1": rebase,
}
