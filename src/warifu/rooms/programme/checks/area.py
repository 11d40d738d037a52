"""Checks: areas of cooperation.

Source: cooperation in third countries, cyber cooperation and preparedness for large sporting events are named among
what the two governments do together [text]; how an area is put on record is the house's own [draft].
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.terms.activity import is_activity
from warifu.rooms.programme.terms.commitment import is_commitment

_STATE = re.compile(r"[A-Z]{2}")


def area(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An area has its number, a code that fits its form, contacts of who proposes it, and days in order."""
    body = situation.body
    if not body.number.strip():
        yield reason(rule, "unnamed")
    if body.form == "third_country":
        if not _STATE.fullmatch(body.code) or body.code in {situation.act.side_of, situation.peer}:
            yield reason(rule, "not_a_third_country", code=body.code)
    elif body.code.partition(":")[0] not in rule.params["codes"].get(body.form, ()):
        yield reason(rule, "code_unknown", code=body.code, form=body.form)
    if body.form in rule.params["ending"] and body.to_day is None:
        yield reason(rule, "no_last_day", form=body.form)
    if body.to_day is not None and body.to_day < body.from_day:
        yield reason(rule, "days_reversed", from_day=body.from_day, to_day=body.to_day)
    yield from _belonging(situation, rule)


def _belonging(situation: Situation, rule: Rule) -> Iterator[Finding]:
    for cited in situation.cited.values():
        if not (is_activity(cited.terms) or is_commitment(cited.terms)):
            yield reason(rule, "does_not_belong", kind=cited.placed.act.kind)


def contacts(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Each side names at least one contact, each with post and desk, none twice."""
    body = situation.body
    found: tuple[Any, ...] = body.contacts
    if not found and _must_name(situation):
        yield reason(rule, "none", party=situation.act.side_of)
    for each in found:
        if not each.post.strip() or not each.desk.strip():
            yield reason(rule, "blank", post=each.post, desk=each.desk)
    posts = [(each.post, each.desk) for each in found]
    if len(set(posts)) != len(posts):
        yield reason(rule, "twice", posts=", ".join(post for post, _ in posts))


def _must_name(situation: Situation) -> bool:
    """Who agrees to a change need not name its contacts once more."""
    if situation.act.kind != P + "agree_area":
        return True
    return not situation.terms.contacts.get(situation.act.side_of)


def amend(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A change changes something, ends no earlier than the area begins, and brings what belongs to an area."""
    body, terms = situation.body, situation.terms
    if body.to_day is None and not situation.act.cites:
        yield reason(rule, "nothing_changed", number=terms.number)
    if body.to_day is not None and body.to_day < terms.from_day:
        yield reason(rule, "days_reversed", from_day=terms.from_day, to_day=body.to_day)
    yield from _belonging(situation, rule)


CHECKS: dict[str, Check] = {
    "programme.area@1": area,
    "programme.contacts@1": contacts,
    "programme.area_amend@1": amend,
}
