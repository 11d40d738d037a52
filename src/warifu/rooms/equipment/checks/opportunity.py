"""Checks: opportunities for industry.

Source: areas for cooperation between the industries of both states are announced together [draft]; the areas named so
far are codes of the pack, each with its standing in the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.equipment.terms.opportunity import is_opportunity

STATE = re.compile(r"[A-Z]{2}")


def opportunity(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An opportunity has a number, says what it may lead to, and leaves firms time to declare.

    Parameters: ``days``: firms have at least so many days.
    """
    body = situation.body
    if not body.number.strip():
        yield reason(rule, "blank", field="number")
    if not body.forms or len(set(body.forms)) < len(body.forms):
        yield reason(rule, "no_form", number=body.number)
    left = (body.closes - situation.on).days
    if left < rule.params["days"]:
        yield reason(rule, "too_short", closes=body.closes, days=rule.params["days"])


def area(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The area is a code of the pack; *other* needs words.

    Parameters: ``areas``.
    """
    code = situation.body.area
    if code not in rule.params["areas"]:
        yield reason(rule, "unknown", code=code)
    elif code == "other" and not situation.act.texts:
        yield reason(rule, "no_words", code=code)


def interest(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A firm is named with its state; each side tells of its own firms, or of those of a third state; in time."""
    body, terms = situation.body, situation.terms
    if not body.firm.strip():
        yield reason(rule, "blank", field="firm")
    if not STATE.fullmatch(body.country):
        yield reason(rule, "country_unknown", country=body.country)
    elif body.country == situation.peer:
        yield reason(rule, "other_side", country=body.country, firm=body.firm)
    if is_opportunity(terms):
        last = min(terms.closes, terms.closed_on or terms.closes)
        if body.on > last:
            yield reason(rule, "after_closing", on=body.on, closes=last)


def close(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What leads to no project says why, as a code of the pack; firms have had their time, or a reason is given.

    Parameters: ``codes``.
    """
    body, terms = situation.body, situation.terms
    if body.reason and body.reason not in rule.params["codes"]:
        yield reason(rule, "unknown", code=body.reason)
    elif body.reason == "other" and not situation.act.texts:
        yield reason(rule, "no_words", code=body.reason)
    if body.leads_to == "no_project" and not body.reason:
        yield reason(rule, "no_reason")
    early = is_opportunity(terms) and situation.on < terms.closes
    if early and not body.reason:
        yield reason(rule, "before_its_day", on=situation.on, closes=terms.closes)


CHECKS: dict[str, Check] = {
    "equipment.opportunity@1": opportunity,
    "equipment.area@1": area,
    "equipment.interest@1": interest,
    "equipment.close@1": close,
}
