"""Checks on incidents: told at once, about which items, investigated, assessed, measured, closed by both.

Law: that something was lost is recorded whatever is wrong with the report; a late one is irregular. What is put on the
wire about an item is marked and limited to a circle as the item is: that alone is refused. Hours and days are the
pack's table ``incident``; hours run from the end of the day of discovery where the finder is, by the day of sealing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from warifu.core.label import schemes_of
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.acts.visit import MAX_CIRCLE
from warifu.rooms.information.checks import marks
from warifu.rooms.information.terms.incident import IncidentTerms, is_incident
from warifu.rooms.information.terms.item import ItemTerms, is_item

_DAY_SECONDS, _HOUR = 86_400, 3600
_EPOCH = date(1970, 1, 1).toordinal()


def tell_by(discovered_on: date, ahead: int, hours: int) -> int:
    """UTC seconds by which a finding is told: so many hours after the end of the day of discovery at the finder's."""
    midnight = (discovered_on.toordinal() + 1 - _EPOCH) * _DAY_SECONDS - ahead * _HOUR
    return midnight + hours * _HOUR


def hours_for(table: Any, level: int) -> int:
    """Hours within which an incident of a protection level is told; the list begins with level 0."""
    hours: list[int] = list(table["tell_hours"])
    return hours[min(level, len(hours) - 1)]


def told(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The other side is told within the hours that the pack gives for the level.

    Parameters: table ``incident``: ``tell_hours`` by level, ``hours`` ahead of UTC by party.
    """
    body, table = situation.body, rule.params["incident"]
    hours = hours_for(table, marks.highest(schemes_of(rule.params), (body.marking,)))
    last = tell_by(body.discovered_on, table["hours"].get(situation.act.side_of, 0), hours)
    if situation.act.time > last:
        yield reason(rule, "late", discovered_on=body.discovered_on, hours=hours)


def days(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What was discovered had happened before, and is told afterwards."""
    body = situation.body
    if body.discovered_on > body.on:
        yield reason(rule, "before_discovery", discovered_on=body.discovered_on, on=body.on)
    if body.occurred_on is not None and body.occurred_on > body.discovered_on:
        yield reason(rule, "after_discovery", occurred_on=body.occurred_on, discovered_on=body.discovered_on)


def report(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A report bears a number, names acts of items that it cites, and says by codes what was done at once.

    Parameters: ``without``: what may be told of without an item; ``immediate``: codes.
    """
    body = situation.body
    if not body.number.strip():
        yield reason(rule, "number", number=body.number)
    if not situation.cited and body.what not in rule.params["without"]:
        yield reason(rule, "no_item", what=body.what)
    wrong = [each.cite for each in body.touched if not 0 <= each.cite < len(situation.act.cites)]
    if wrong:
        yield reason(rule, "cite", cites=", ".join(map(str, wrong)))
    unknown = [code for code in body.immediate if code not in rule.params["immediate"]]
    if unknown:
        yield reason(rule, "unknown", code=", ".join(unknown))
    if body.what == "tampered_package" and not body.package.strip():
        yield reason(rule, "package", what=body.what)


def _items(situation: Situation) -> list[ItemTerms]:
    return [each.terms for each in situation.cited.values() if is_item(each.terms)]


def originator(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who holds tells the originator; who originated tells the holder: all items of one report are of one side."""
    holds = situation.act.kind == I + "incident"
    wanted = situation.peer if holds else situation.act.side_of
    wrong = [each.number for each in _items(situation) if each.opener != wanted]
    if wrong:
        yield reason(rule, "other_side", items=", ".join(wrong), originator=wanted)


def marking(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The report names the highest marking of the items that it is about, or a higher one."""
    schemes, given = schemes_of(rule.params), situation.body.marking
    asked = marks.highest(schemes, (each for item in _items(situation) for each in item.in_force()))
    yield from (each for each in marks.wrong_with(rule, given, situation.on) if not each.rule.endswith(".not_in_force"))
    if marks.highest(schemes, (given,)) < asked:
        yield reason(rule, "too_low", marking=given.written, asked=asked)


def circle(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who may see the report are those who may see each of its items: its circle is their purpose."""
    given = situation.body.circle
    other = sorted({each.purpose for each in _items(situation)} - {given})
    if other:
        yield reason(rule, "wider", circle=given, purposes=", ".join(other))
    if len(given) > MAX_CIRCLE:
        yield reason(rule, "too_long", most=MAX_CIRCLE)


def investigation(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An investigation has a body, and its result is expected within the days of the pack.

    Parameters: table ``incident``: ``investigation_days``.
    """
    body, most = situation.body, rule.params["incident"]["investigation_days"]
    if not body.body.strip():
        yield reason(rule, "nobody")
    if not situation.on <= body.expected <= situation.on + timedelta(days=most):
        yield reason(rule, "expected", expected=body.expected, days=most)


def result(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A result is a code, with causes; the last one follows an opened investigation, an interim one says when.

    Parameters: ``interim`` and ``final``: codes, together ``outcomes``; ``causes``: codes; ``uncaused``: final results
    without a cause.
    """
    body, terms, params = situation.body, situation.terms, rule.params
    final = situation.act.kind == I + "incident_result"
    if body.outcome not in params["final" if final else "interim"]:
        yield reason(rule, "unknown", code=body.outcome)
    unknown = [code for code in body.causes if code not in params["causes"]]
    if unknown:
        yield reason(rule, "cause", code=", ".join(unknown))
    if final and not body.causes and body.outcome not in params["uncaused"]:
        yield reason(rule, "no_cause", code=body.outcome)
    if is_incident(terms) and terms.investigation_on is None:
        yield reason(rule, "not_opened", number=terms.number)
    if not final and (body.expected is None or body.expected < situation.on):
        yield reason(rule, "no_day", expected=body.expected or "")


def damage(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The damage is a code, and so is what the originator asks for.

    Parameters: ``damages``, ``asked``.
    """
    body = situation.body
    if body.damage not in rule.params["damages"]:
        yield reason(rule, "unknown", code=body.damage)
    unknown = [code for code in body.asked if code not in rule.params["asked"]]
    if unknown:
        yield reason(rule, "asked", code=", ".join(unknown))


def measures(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Measures have numbers of their own, codes, a party of the two, and days that are to come.

    Parameters: ``measures``: codes.
    """
    given = situation.body.measures
    if not given:
        yield reason(rule, "nothing")
    counted = Counter(each.number for each in given)
    if any(number <= 0 or count > 1 for number, count in counted.items()):
        yield reason(rule, "number", numbers=", ".join(str(each.number) for each in given))
    parties = {situation.act.side_of, situation.peer}
    for each in given:
        if each.measure not in rule.params["measures"]:
            yield reason(rule, "unknown", code=each.measure)
        if each.party not in parties:
            yield reason(rule, "party", party=each.party)
        if each.due < situation.on:
            yield reason(rule, "past", number=each.number, due=each.due)


def done(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A measure that is done was agreed, and is told by the side whose it is."""
    terms, number = situation.terms, situation.body.number
    known = terms.measure(number) if is_incident(terms) else None
    if known is None:
        yield reason(rule, "unknown", number=number)
    elif known.party != situation.act.side_of:
        yield reason(rule, "other_side", number=number, party=known.party)


def close(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """It is proposed to close once there is a result, the damage is assessed, and each measure is cited as done."""
    terms: IncidentTerms = situation.terms
    if not terms.final:
        yield reason(rule, "no_result", number=terms.number)
    if not terms.damage:
        yield reason(rule, "no_damage", number=terms.number)
    cited = situation.cited_of(I + "measure_done")
    told = {
        each.placed.body.number
        for each in cited
        if each.placed.act.case == situation.act.case and _is_its(terms, each.placed)
    }
    open_ones = [str(each.number) for each in terms.measures if each.number not in told]
    if open_ones:
        yield reason(rule, "open_measures", numbers=", ".join(open_ones))


def _is_its(terms: IncidentTerms, placed: Any) -> bool:
    known = terms.measure(placed.body.number)
    return known is not None and known.party == placed.act.side_of


def recovered(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What is found again had been reported: an item that the report cites, and copies that it names."""
    terms, body = situation.terms, situation.body
    if not body.touched:
        yield reason(rule, "nothing")
    if not is_incident(terms):
        return
    named = {each.cite: set(each.copies) for each in terms.touched}
    for each in body.touched:
        known = named.get(each.cite)
        if known is None or (known and not set(each.copies) <= known):
            yield reason(rule, "not_reported", cite=each.cite, copies=", ".join(each.copies))


CHECKS: dict[str, Check] = {
    "isa.incident.told@1": told,
    "isa.incident.days@1": days,
    "isa.incident.report@1": report,
    "isa.incident.originator@1": originator,
    "isa.incident.marking@1": marking,
    "isa.incident.circle@1": circle,
    "isa.incident.investigation@1": investigation,
    "isa.incident.result@1": result,
    "isa.incident.damage@1": damage,
    "isa.incident.measures@1": measures,
    "isa.incident.done@1": done,
    "isa.incident.close@1": close,
    "isa.incident.recovered@1": recovered,
}
