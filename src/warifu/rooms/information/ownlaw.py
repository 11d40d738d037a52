"""Own law on classified information: what our own officers may not sign, judged by the facts of the case and a draft.

Law: custody is folded from the facts on record and the draft; what would not find its turn is refused before it is
sealed (``refused``), or is pointed out and can be recorded as it happened (``arrivals``: a package came whose dispatch
is not here yet). The other side's acts are never judged by this. Dated rows hold from their day ``from`` to ``to``.

Sources: Act on the Protection of Specially Designated Secrets, Arts. 4 (years of a designation) and 9 (provision abroad
with the designating agency's consent); the rest is registry practice, as drafts for each nation to set.
Place on the path: step 2 of *submit*, through ``law.own.judge_own``.
"""

from __future__ import annotations

from collections.abc import Iterator

from warifu.core.days import add_months
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.own import in_force
from warifu.law.pack import Rule
from warifu.rooms.information import custody
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.terms.item import ItemTerms, is_item

_MONTHS = 12


def begun(terms: ItemTerms) -> custody.Begun:
    """Return how an item began, as custody asks for it."""
    return custody.Begun(terms.opener, terms.desk, terms.registered_on, terms.markings[0].act, terms.copies)


def in_turn(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A fact of ours finds its turn in custody. Parameters: ``codes``, the discrepancies of which this row speaks."""
    if not is_item(situation.terms) or not in_force(rule, situation.on):
        return
    draft = custody.fact_of(situation.placed)
    known = [custody.fact_of(each) for each in situation.facts]
    told = custody.fold(begun(situation.terms), [*known, draft])
    for each in told.discrepancies:
        if each.act == draft.digest and each.code in rule.params["codes"]:
            yield reason(rule, each.code, copy=each.copy, **dict(each.figures))


def nothing_out(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An item is closed when nothing of it is out: each copy destroyed before a witness, back, or lost and given up."""
    if not is_item(situation.terms) or not in_force(rule, situation.on):
        return
    told = custody.fold(begun(situation.terms), [custody.fact_of(each) for each in situation.facts])
    off = set(situation.body.written_off)
    wrongly = [each.copy for each in told.copies if each.copy in off and each.now.status != custody.MISSING]
    if wrongly:
        yield reason(rule, "not_missing", numbers=", ".join(wrongly[:9]))
    out = [each for each in told.out(situation.terms.opener) if each.copy not in off]
    if out:
        yield reason(rule, "out", copies=len(out), numbers=", ".join(each.copy for each in out[:9]))


def drawn_once(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A draw on a consent serves one act; the next one draws again."""
    used = {cite for each in situation.facts for cite in each.act.cites}
    again = [each for each in situation.cited_of(I + "draw") if each.placed.digest in used]
    if again and in_force(rule, situation.on):
        yield reason(rule, "drawn_twice", draw=again[0].placed.digest.hex()[:16])


def agency(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Another agency's designated secret goes abroad only with that agency's consent."""
    body, terms = situation.body, situation.terms
    given = body.designation
    if given is None or not in_force(rule, situation.on):
        return
    originator = body.originator if situation.act.kind == I + "register" else getattr(terms, "originator", "")
    if given.agency and given.agency != originator and not given.consent.strip():
        yield reason(rule, "no_consent", agency=given.agency, originator=originator)


def years(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A designation runs for at most so many years at a time and so many in all. Parameters: both."""
    given = situation.body.designation
    if given is None or given.expires is None or not in_force(rule, situation.on):
        return
    if given.expires > add_months(given.from_day, _MONTHS * rule.params["years"]):
        yield reason(rule, "too_long", from_day=given.from_day, expires=given.expires, years=rule.params["years"])
    first = given.first_day or given.from_day
    if given.expires > add_months(first, _MONTHS * rule.params["years_in_all"]):
        yield reason(rule, "too_long_in_all", first_day=first, expires=given.expires, years=rule.params["years_in_all"])


CHECKS: dict[str, Check] = {
    "own.custody@1": in_turn,
    "own.nothing_out@1": nothing_out,
    "own.drawn_once@1": drawn_once,
    "own.agency@1": agency,
    "own.designation@1": years,
}
