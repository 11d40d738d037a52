"""Checks on markings: known, in force, of the right side, mapped without lowering, and on the label of every act.

Law: schemes and what stands for what are dated tables of the pack; a check reads them through ``core.label``. Mapping
never lowers protection: the receiver's marking is one of the candidates that the table gives, and where it gives more
than one, or none, a person has ruled. The label of an act about an item protects at least as much as the item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from warifu.core.days import add_months
from warifu.core.errors import ValueTroubleError
from warifu.core.label import Schemes, schemes_of
from warifu.core.marking import Label
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.terms.item import ItemTerms, is_item

_MONTHS = 12


def labelled(schemes: Schemes, marking: Any) -> Label:
    """Read a marking of a body; raises ``ValueTroubleError`` as ``Schemes.marked``."""
    return schemes.marked(marking.scheme, marking.version, marking.written)


def wrong_with(rule: Rule, marking: Any, on: date) -> Iterator[Finding]:
    """Say what is wrong with a marking by itself: refused, unknown, or not in force on the day."""
    schemes = schemes_of(rule.params)
    try:
        label = labelled(schemes, marking)
    except ValueTroubleError as trouble:
        name = "refused" if trouble.code == "label.refused" else "unknown"
        yield reason(rule, name, marking=marking.written, scheme=marking.scheme, version=marking.version)
        return
    if not schemes.in_force(label, on):
        yield reason(rule, "not_in_force", marking=marking.written, scheme=marking.scheme, on=on)


def marking_given(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A marking is one of a scheme of the originator's side that was in force on the day."""
    given = situation.body.marking
    found = list(wrong_with(rule, given, situation.on))
    yield from found
    if found and not found[0].rule.endswith(".not_in_force"):
        return
    schemes, opener = schemes_of(rule.params), situation.opener
    if schemes.party(labelled(schemes, given)) != opener:
        yield reason(rule, "of_another_side", marking=given.written, scheme=given.scheme, party=opener)


def _marked_for(situation: Situation) -> tuple[Any, Any]:
    """(the marking of the item at this place, the marking of the other side that is said to answer to it)."""
    body, terms = situation.body, situation.terms
    given = getattr(body, "corresponding", None) or getattr(body, "marking", None)
    if situation.act.kind in {I + "register", I + "regrade"}:
        return body.marking, body.corresponding
    return (terms.marking if is_item(terms) else None), given


def mapping(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The other side's marking protects at least as much, is what the table gives, and was ruled where it gives more.

    Parameters: ``asked``: kinds of act that must bring the receiver's marking.
    """
    source, given = _marked_for(situation)
    if given is None:
        copies: tuple[Any, ...] = getattr(situation.body, "copies", ())
        if situation.act.kind in rule.params["asked"] and copies and situation.act.side_of != situation.opener:
            yield reason(rule, "missing", kind=situation.act.kind)
        return
    found = list(wrong_with(rule, given, situation.on))
    yield from found
    schemes = schemes_of(rule.params)
    if source is None or found or any(wrong_with(rule, source, situation.on)):
        return
    yield from _mapped(rule, schemes, (labelled(schemes, source), given), situation.on)


def _mapped(rule: Rule, schemes: Schemes, pair: tuple[Label, Any], on: date) -> Iterator[Finding]:
    of, given = pair
    label = labelled(schemes, given)
    figures = {"marking": of.written, "given": given.written}
    if schemes.level(label) < schemes.level(of):
        yield reason(rule, "too_low", **figures)
        return
    mapped = schemes.mapped(of, schemes.party(label), on)
    if label not in mapped.candidates:
        yield reason(rule, "not_a_candidate", **figures, row=mapped.rule)
    elif mapped.needs_ruling and not given.ruled_by:
        yield reason(rule, "ruling_missing", **figures, row=mapped.rule)
    if given.mapped_by and given.mapped_by != mapped.rule:
        yield reason(rule, "rule_differs", given=given.mapped_by, row=mapped.rule)


def sources(situation: Situation) -> list[ItemTerms]:
    """Return the items that an act cites, each as it stood at the last act of it that is cited."""
    found: dict[bytes, ItemTerms] = {}
    for cited in situation.cited.values():
        if is_item(cited.terms):
            case = cited.placed.act.case or cited.placed.digest
            known = found.get(case)
            if known is None or len(known.markings) < len(cited.terms.markings):
                found[case] = cited.terms
    return list(found.values())


def _markings_of(situation: Situation) -> Iterator[Any]:
    """Yield every marking that an act speaks of: its item's, its own if it can be read, those of the items it cites."""
    if is_item(situation.terms):
        yield from situation.terms.in_force()
    yield from (each for source in sources(situation) for each in source.in_force())


def _level_of_own(situation: Situation, schemes: Schemes) -> int:
    """The level of a marking that the act gives; 0 for one that cannot be read, which ``marking`` refuses."""
    if situation.act.kind not in {I + "register", I + "regrade", I + "propose_regrade"}:
        return 0
    try:
        return schemes.level(labelled(schemes, situation.body.marking))
    except ValueTroubleError:
        return 0


def label_covers(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The label of an act protects at least as much as every marking that it speaks of, and as its root's label."""
    schemes = schemes_of(rule.params)
    asked = max(highest(schemes, _markings_of(situation)), _level_of_own(situation, schemes))
    root = tuple(getattr(situation.terms, "label", ()))
    level = max(asked, schemes.level_of(root) if root else 0)
    try:
        own = schemes.level(schemes.from_wire(situation.act.label))
    except ValueTroubleError:
        yield reason(rule, "unreadable", label=" ".join(situation.act.label))
        return
    if own < level:
        yield reason(rule, "too_low", label=" ".join(situation.act.label), level=own, asked=level)


def highest(schemes: Schemes, markings: Iterable[Any]) -> int:
    """Give the highest level of some markings; one that cannot be read stands on the highest there is."""
    return max((schemes.level_of((each.scheme, each.version, each.written)) for each in markings), default=0)


def derived(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What is made of other items is marked as high as the highest of them, and goes to nobody they may not go to.

    It serves the purpose for which the other side gave them, or their originator has consented to another; and what it
    once took from them it keeps: who lowers, widens or turns it cites them again.
    """
    schemes, body, terms = schemes_of(rule.params), situation.body, situation.terms
    known = sources(situation)
    if is_item(terms):
        if not _loosens(situation, schemes):
            return
        left = [each for each in terms.made_of if each not in situation.cited]
        if left:
            yield reason(rule, "source_not_cited", sources=", ".join(each.hex()[:16] for each in left))
    marking: Any = getattr(body, "marking", None)
    asked = highest(schemes, (each for source in known for each in source.in_force()))
    own = asked if marking is None else schemes.level_of((marking.scheme, marking.version, marking.written))
    if own < asked:
        yield reason(rule, "below_source", marking=marking.written, level=own, asked=asked)
    for source in known:
        wider = set(getattr(body, "releasable_to", ())) - set(source.releasable_to)
        if wider:
            yield reason(rule, "wider_than_source", source=source.number, states=", ".join(sorted(wider)))
    yield from _other_purpose(situation, rule, known)


def _loosens(situation: Situation, schemes: Schemes) -> bool:
    """Tell whether a regrading or amendment of a derived item lowers it, widens it or turns it to another purpose."""
    body, terms = situation.body, situation.terms
    if not terms.made_of:
        return False
    if situation.act.kind == I + "regrade":
        given = schemes.level_of((body.marking.scheme, body.marking.version, body.marking.written))
        return given < highest(schemes, terms.in_force())
    return bool(set(body.releasable_to) - set(terms.releasable_to)) or body.purpose not in {"", terms.purpose}


def _other_purpose(situation: Situation, rule: Rule, known: Iterable[ItemTerms]) -> Iterator[Finding]:
    """What the other side gave for one purpose serves no other without a draw on its consent to that."""
    purpose = getattr(situation.body, "purpose", "")
    if not purpose:
        return
    drawn = [each.terms for each in situation.cited_of(I + "draw") if getattr(each.terms, "use", "") == "other_use"]
    freed = {item for terms in drawn for item in terms.items}
    for source in known:
        if source.opener == situation.act.side_of or purpose == source.purpose:
            continue
        if source.markings[0].act not in freed:
            yield reason(rule, "other_purpose", source=source.number, purpose=purpose, given_for=source.purpose)


def designation(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A designation names its agency, ends, ends within five years, and within thirty of the first.

    Parameters: ``years``, ``years_in_all``; ``schemes``: schemes whose markings are designations and so must bring one.
    """
    body = situation.body
    given = body.designation
    if given is None:
        marked = getattr(body, "marking", None)
        if marked is not None and marked.scheme in rule.params["schemes"]:
            yield reason(rule, "missing", marking=marked.written)
        return
    if not given.agency:
        yield reason(rule, "no_agency")
    if given.expires is None:
        yield reason(rule, "no_expiry", agency=given.agency)
        return
    years, in_all = rule.params["years"], rule.params["years_in_all"]
    if given.expires > add_months(given.from_day, _MONTHS * years):
        yield reason(rule, "too_long", from_day=given.from_day, expires=given.expires, years=years)
    if given.expires > add_months(given.first_day or given.from_day, _MONTHS * in_all):
        yield reason(rule, "too_long_in_all", first_day=given.first_day, expires=given.expires, years=in_all)
    if given.expires < situation.on or given.expires < given.from_day:
        yield reason(rule, "expired", expires=given.expires, on=situation.on)
    if given.renewals and given.first_day is None:
        yield reason(rule, "no_first_day", renewals=given.renewals)


CHECKS: dict[str, Check] = {
    "isa.marking@1": marking_given,
    "isa.mapping@1": mapping,
    "isa.label@1": label_covers,
    "isa.derived@1": derived,
    "isa.designation@1": designation,
}
