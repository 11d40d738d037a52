"""The checks of this room: an activity is named, has its days in order, its places, its ground. Floor 3a, pure.

Law: a released check never changes what it decides; a mend is a new version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from warifu.core.label import EXERCISE
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation, finding
from warifu.law.pack import Rule
from warifu.rooms.programme.checks.common import PLACE

_SITE = re.compile(r"([A-Z]{2})-[A-Z0-9][A-Z0-9-]*")


def activity(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An activity has a number, units of the side that proposes, places and days in order."""
    body = situation.body
    if not body.number or not body.units:
        yield reason(rule, "unnamed", number=body.number)
    if body.to_day < body.from_day:
        yield reason(rule, "days_reversed", from_day=body.from_day, to_day=body.to_day)
    wrong = [place for place in body.places if not PLACE.fullmatch(place)]
    if wrong or not body.places:
        yield reason(rule, "place_unknown", place=", ".join(wrong))
    yield from _sites(rule, body.sites, body.places)
    if body.exercise != (EXERCISE in situation.act.label):
        yield reason(rule, "exercise_mixed", number=body.number)


def ground(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The form of an activity fits its ground in Art. 1(1); the table is in the pack."""
    body = situation.body
    allowed = rule.params["forms"].get(body.ground, [])
    if body.form not in allowed:
        yield finding(rule, ground=body.ground, form=body.form)


def decision(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Grounds that are not self-executing carry the reference of the mutual decision."""
    body = situation.body
    if body.ground in rule.params["grounds"] and not body.decision:
        yield finding(rule, ground=body.ground, number=body.number)


def amend(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An amendment changes something, keeps days in order and names known places."""
    body, terms = situation.body, situation.terms
    if not any((body.places, body.sites, body.units, body.other_units, body.from_day, body.to_day)):
        yield reason(rule, "nothing_changed", number=terms.number)
    first, last = body.from_day or terms.from_day, body.to_day or terms.to_day
    if last < first:
        yield reason(rule, "days_reversed", from_day=first, to_day=last)
    wrong = [place for place in body.places if not PLACE.fullmatch(place)]
    if wrong:
        yield reason(rule, "place_unknown", place=", ".join(wrong))
    yield from _sites(rule, body.sites or terms.sites, body.places or terms.places)


def _sites(rule: Rule, sites: Iterable[str], places: tuple[str, ...]) -> Iterator[Finding]:
    """A port, airfield or training area lies in one of the places: its code begins with that country's."""
    for site in sites:
        found = _SITE.fullmatch(site)
        if found is None or found[1] not in places:
            yield reason(rule, "site_elsewhere", site=site, places=" ".join(places))


CHECKS: dict[str, Check] = {
    "programme.activity@1": activity,
    "programme.ground@1": ground,
    "programme.decision@1": decision,
    "programme.amend@1": amend,
}
