"""Checks on visits: the form is complete, days are in order and in time, visitors are cleared and need to know.

Law: what is due, how early, how long and for which reasons are tables of the pack, by type of visit. Lead
times are counted from the day of sealing where the host is, so that a day written earlier shortens nothing. Rank, post
or clearance alone lets nobody in. What the host decides has its checks in ``checks.visit_decision``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from warifu.core.days import add_months
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation, finding
from warifu.law.pack import Rule
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.acts.visit import MAX_CIRCLE, Visitor
from warifu.rooms.information.checks import marks, visit_decision
from warifu.rooms.information.checks.visit_decision import clearance_faults, form_of
from warifu.rooms.information.terms.visit import VisitTerms, amended, is_visit, supplemented

_EPOCH = date(1970, 1, 1).toordinal()


def wanted(situation: Situation) -> Any:
    """Return the visit as this act would have it: a request itself, or the terms with a change or a supplement."""
    body, terms = situation.body, situation.terms
    if not is_visit(terms):
        return body
    if situation.act.kind == I + "visit_amend":
        return amended(replace(terms, pending=body))
    return supplemented(terms, body) if situation.act.kind == I + "visit_supplement" else amended(terms)


def elements(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Every element of the form that is due for this type of visit is there.

    Parameters: table ``visit_form``: by type, ``elements`` due with the request, ``papers`` due at the end.
    """
    visit = wanted(situation)
    known = form_of(rule, visit.form)
    due = known.get("elements", ())
    if situation.act.kind == I + "visit_close":
        due = (*due, *known.get("papers", ()))
    for element in due:
        if not getattr(visit, element):
            yield reason(rule, "missing", element=element, form=visit.form)


def dates(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A visit ends after it begins, is no longer than its type allows, and is asked for before it begins."""
    visit = wanted(situation)
    first, last = visit.from_day, visit.to_day
    if last < first:
        yield reason(rule, "reversed", from_day=first, to_day=last)
        return
    known = form_of(rule, visit.form)
    longest = _last_day(first, known)
    if last > longest:
        yield reason(rule, "too_long", from_day=first, to_day=last, longest=longest, form=visit.form)
    if (first if situation.act.kind == I + "visit_request" else last) < situation.on:
        yield reason(rule, "past", from_day=first, to_day=last, on=situation.on)


def _last_day(first: date, known: Any) -> date:
    if known.get("months"):
        return add_months(first, known["months"])
    return first + timedelta(days=known["days"] - 1)


def sealed_at(seconds: int, hours: int) -> date:
    """Day of sealing at a place so many hours ahead of UTC: sealed at 20:00 in London, it is tomorrow's in Tokyo."""
    return date.fromordinal(_EPOCH + (seconds + hours * 3600) // 86_400)


def lead(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A visit, or the change of one, is asked for so many days before; an emergency visit by its own, shorter time.

    Parameters: tables ``visit_form``: ``lead_days`` by type; ``visit``: ``amendment_lead_days``, ``hours`` by party.
    """
    visit, table = wanted(situation), rule.params["visit"]
    host = situation.peer
    asked = max(situation.on, sealed_at(situation.act.time, table["hours"].get(host, 0)))
    if situation.act.kind == I + "visit_request":
        begins, days = visit.from_day, form_of(rule, visit.form)["lead_days"]
    else:
        begins, days = _change_begins(situation, visit, asked), table["amendment_lead_days"]
    if asked + timedelta(days=days) > begins:
        yield finding(rule, days=days, asked=asked, from_day=begins, form=visit.form)


def _change_begins(situation: Situation, visit: Any, asked: date) -> date:
    """The first day that a change touches: of a visit to come its first; of one that runs the end, old or new."""
    if asked < min(visit.from_day, situation.terms.from_day):
        return min(visit.from_day, situation.terms.from_day)  # type: ignore[no-any-return]
    return min(visit.to_day, situation.terms.to_day)  # type: ignore[no-any-return]


def visitors(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """There are visitors, each by a number, once, with a need that is a code: never rank, post or clearance alone.

    Parameters: ``needs``: codes; ``never``: what is no need.
    """
    visit = wanted(situation)
    given: tuple[Visitor, ...] = visit.visitors
    if not given:
        yield reason(rule, "nobody", form=visit.form)
    twice = [person for person, count in Counter(each.person for each in given).items() if count > 1]
    if twice:
        yield reason(rule, "twice", persons=", ".join(twice))
    for each in given:
        yield from _visitor(rule, each)
    if visit.form == "security_representatives" and not any(each.officer for each in given):
        yield reason(rule, "no_security_officer", form=visit.form)


def _visitor(rule: Rule, each: Visitor) -> Iterator[Finding]:
    if not each.person.strip() or not each.agency.strip():
        yield reason(rule, "unnamed", person=each.person, agency=each.agency)
    if each.need in rule.params["never"]:
        yield reason(rule, "rank_alone", person=each.person, need=each.need)
    elif each.need not in rule.params["needs"]:
        yield reason(rule, "need_unknown", person=each.person, need=each.need)


def clearance(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Every visitor is attested by the own agency, up to the level asked for, throughout the visit.

    The attestations of an emergency visit may follow with its papers.
    """
    visit = wanted(situation)
    if visit.marking is None:
        return
    later = visit.form == "emergency" and situation.act.kind != I + "visit_close"
    for each in visit.visitors:
        if each.attested is None and later:
            continue
        yield from clearance_faults(rule, each, visit.marking, (visit.from_day, visit.to_day))


def level(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The highest level asked for is a marking that is known and in force when the visit begins."""
    visit = wanted(situation)
    if visit.marking is not None:
        yield from marks.wrong_with(rule, visit.marking, max(situation.on, visit.from_day))


def emergency(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An emergency visit says by a code why it cannot wait; no other visit claims to be one.

    Parameters: ``emergencies``: codes.
    """
    body = situation.body
    if body.form == "emergency":
        if body.emergency not in rule.params["emergencies"]:
            yield reason(rule, "no_reason", code=body.emergency)
        elif body.emergency == "other" and not situation.act.texts:
            yield reason(rule, "no_words", code=body.emergency)
    elif body.emergency:
        yield reason(rule, "not_one", form=body.form, code=body.emergency)


def named(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A request bears a number; sites have codes and lie in states; the host is among them.

    The kinds of information and of access are codes of the pack.
    """
    body, params = situation.body, rule.params
    if not body.number.strip():
        yield reason(rule, "number", number=body.number)
    if len(body.circle) > MAX_CIRCLE:
        yield reason(rule, "circle", most=MAX_CIRCLE)
    for code in body.information:
        if code not in params["information"]:
            yield reason(rule, "information", code=code)
    for name in ("site_access", "initiative"):
        code = getattr(body, name)
        if code and code not in params[name]:
            yield reason(rule, name, code=code)
    for site in body.sites:
        if not site.site.strip() or site.country != situation.peer:
            yield reason(rule, "site", site=site.site, country=site.country, host=situation.peer)


def ask(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The host asks for elements that there are, by a day that is still to come.

    Parameters: ``askable``.
    """
    body = situation.body
    if not body.elements:
        yield reason(rule, "nothing", number=situation.terms.number)
    unknown = [each for each in body.elements if each not in rule.params["askable"]]
    if unknown:
        yield reason(rule, "unknown", element=", ".join(unknown))
    if body.by_day is not None and body.by_day < situation.on:
        yield reason(rule, "past", by_day=body.by_day, on=situation.on)


_AFTERWARDS = ("visitors", "sites", "marking")
_GIVEN = (
    *_AFTERWARDS, "information", "site_access", "initiative", "programme", "purpose", "security_officer",
    "certified_by", "certificate",
)  # fmt: skip


def supplement(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A supplement gives something; after approval it completes an emergency visit's papers and changes no visitor."""
    body, terms = situation.body, situation.terms
    if not any(getattr(body, name) for name in _GIVEN):
        yield reason(rule, "nothing", number=terms.number)
    asked = [each for each in terms.asked if each in _GIVEN and not getattr(body, each)]
    if asked:
        yield reason(rule, "not_given", element=", ".join(asked))
    if terms.approved is None:
        return
    if terms.form != "emergency":
        yield reason(rule, "not_an_emergency", form=terms.form)
    changed = [name for name in _AFTERWARDS if getattr(body, name)]
    if changed and not _completes(terms, body):
        yield reason(rule, "changes_what_is_approved", element=", ".join(changed))


def _completes(terms: VisitTerms, body: Any) -> bool:
    """Tell whether the papers speak of the same persons and sites, with their attestations; and of no other level."""
    persons = {each.person for each in terms.visitors}
    sites = {each.site for each in terms.sites}
    return (
        (not body.visitors or {each.person for each in body.visitors} == persons)
        and (not body.sites or {each.site for each in body.sites} == sites)
        and (body.marking is None or terms.marking is None or body.marking == terms.marking)
    )


def amend(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A change changes something, takes away only who is there, and an emergency visit is not prolonged."""
    body, terms = situation.body, situation.terms
    if not (body.visitors or body.without or body.from_day or body.to_day):
        yield reason(rule, "nothing", number=terms.number)
    strange = [person for person in body.without if terms.visitor(person) is None]
    if strange:
        yield reason(rule, "not_there", persons=", ".join(strange))
    if terms.form == "emergency":
        yield reason(rule, "emergency", form=terms.form)


def ratified(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What is taken as it is, is cited: facts of a case like this one, and not a second time."""
    cites = situation.act.cites
    if not cites:
        yield reason(rule, "nothing_cited")
    facts = [each.placed.digest for each in situation.cited.values() if each.placed.kind.nature == "fact"]
    if len(facts) < len(cites):
        yield reason(rule, "not_a_fact", cited=len(cites), facts=len(facts))
    root = situation.act.case
    foreign = [each for each in situation.cited.values() if (each.placed.act.case or each.placed.digest) != root]
    if foreign:
        yield reason(rule, "of_another_case", cited=len(foreign))
    again = set(cites) & set(getattr(situation.terms, "ratified", ()))
    if again:
        yield reason(rule, "again", cited=len(again))


def attestation(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An attestation names issuer and agency and a marking that is known; nothing else of the evaluation."""
    for each in wanted(situation).visitors:
        given = each.attested
        if given is None:
            continue
        if not given.issuer.strip() or not given.agency.strip():
            yield reason(rule, "no_issuer", person=each.person)
        codes = {found.rule.rpartition(".")[2] for found in marks.wrong_with(rule, given.marking, situation.on)}
        if codes & {"unknown", "refused"}:
            yield reason(rule, "marking", person=each.person, marking=given.marking.written)


CHECKS: dict[str, Check] = {
    **visit_decision.CHECKS,
    "isa.visit.elements@1": elements,
    "isa.visit.dates@1": dates,
    "isa.visit.lead@1": lead,
    "isa.visit.visitors@1": visitors,
    "isa.visit.clearance@1": clearance,
    "isa.visit.level@1": level,
    "isa.visit.emergency@1": emergency,
    "isa.visit.named@1": named,
    "isa.visit.ask@1": ask,
    "isa.visit.supplement@1": supplement,
    "isa.visit.amend@1": amend,
    "isa.visit.attestation@1": attestation,
    "isa.ratify@1": ratified,
}
