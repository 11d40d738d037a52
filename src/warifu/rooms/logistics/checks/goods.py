"""What may be supplied: sixteen categories, no weapons, doubtful things by precedent, lines in form. Floor 3a, pure.

Articles: the categories and the exclusion of weapons [text]; ammunition is inside. The border between them, and between
goods and services, is ruled by people; the ruling is kept as a precedent, agreed by both, and cited.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.logistics.acts.lines import Line
from warifu.rooms.logistics.acts.own_lines import Precedent
from warifu.rooms.logistics.checks.common import L, is_said, prepared
from warifu.rooms.logistics.checks.weapon_words import Words, named, words_of
from warifu.rooms.logistics.terms import PaperTerms

_DEALING = L + "dealing"
_PRECEDENT = L + "precedent"
_ZERO = Decimal(0)


@prepared
def _supplies(rule: Rule) -> dict[str, frozenset[str]]:
    return {row[0]: frozenset(row[3]) for row in rule.params["categories"]}


def category(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Each line is of one of the sixteen categories, and supplied in a way that the category knows."""
    known, body = _supplies(rule), situation.body
    kind = situation.act.kind
    if kind == _DEALING:
        if body.category not in known:
            yield reason(rule, "unknown", line="", category=body.category)
        return
    if kind == _PRECEDENT:
        if body.category and body.category not in known:
            yield reason(rule, "unknown", line="", category=body.category)
        return
    for line in body.lines:
        ways = known.get(line.category)
        if ways is None:
            yield reason(rule, "unknown", line=line.number, category=line.category)
        elif line.supply not in ways and not line.precedent:
            yield reason(rule, "supply", line=line.number, category=line.category, supply=line.supply)


@prepared
def _words(rule: Rule) -> Words:
    return words_of(rule.params)


@prepared
def _seen(rule: Rule) -> dict[tuple[str, str, str, str], str]:
    """What was found of an item before: a force orders the same things again and again. Bounded by ``_ROOM``."""
    del rule
    return {}


_ROOM = 20_000
_GROUP = re.compile(r"\d\d")


def _what(rule: Rule, item: str, category_code: str, supply: str, stock: str = "") -> str:
    group = found.group() if (found := _GROUP.match(unicodedata.normalize("NFKC", stock).strip())) else ""
    seen, key = _seen(rule), (item, category_code, supply, group)
    what = seen.get(key)
    if what is None:
        if len(seen) > _ROOM:
            seen.clear()
        what = seen[key] = named(_words(rule), *key)
    return what


def weapon(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """No weapon is supplied. What people must rule on first is supplied only under a precedent, as it was ruled."""
    body = situation.body
    if situation.act.kind == _DEALING:
        yield from _weapon_named(rule, "", body.item, _what(rule, body.item, body.category, "service", body.stock))
        return
    for line in body.lines:
        if line.precedent:
            ruled = _ruling(situation, line)
            if ruled is not None and ruled.ruling == "weapon":
                yield reason(rule, "ruled", line=line.number, item=line.item, precedent=ruled.number)
            continue
        what = _what(rule, line.item, line.category, line.supply, line.stock)
        if what:
            yield from _weapon_named(rule, line.number, line.item, what)


def _weapon_named(rule: Rule, line: int | str, item: str, what: str) -> Iterator[Finding]:
    if what == "weapon":
        yield reason(rule, "named", line=line, item=item)
    elif what:
        yield reason(rule, "doubtful", line=line, item=item)


def _ruling(situation: Situation, line: Line) -> Precedent | None:
    """Return the body of the precedent a line names, if its acceptance by the other side is cited; else None."""
    for cited in situation.cited_of(L + "accept"):
        terms = cited.terms
        if cited.placed.act.case == line.precedent and type(terms) is PaperTerms and terms.agreed:
            return terms.body if type(terms.body) is Precedent else None
    return None


def precedent(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A precedent named by a line was agreed (its acceptance is cited) and speaks of this very item."""
    if situation.act.kind == _PRECEDENT:
        if not situation.body.item or not situation.body.number:
            yield reason(rule, "unnamed", number=situation.body.number)
        return
    for line in situation.body.lines:
        if not line.precedent:
            continue
        ruled = _ruling(situation, line)
        if ruled is None:
            yield reason(rule, "not_agreed", line=line.number, item=line.item)
        elif ruled.item != line.item:
            yield reason(rule, "another_item", line=line.number, item=line.item, ruled=ruled.item)
        elif ruled.supply != line.supply or (ruled.category and ruled.category != line.category):
            yield reason(rule, "ruled_otherwise", line=line.number, supply=ruled.supply, category=ruled.category)


@prepared
def _most(rule: Rule) -> Decimal:
    return Decimal(rule.params["tolerance_max"])


def line_form(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Lines are numbered once, name an item, ask for more than nothing, and state whose measure a tolerance goes by."""
    numbers: set[int] = set()
    lines = situation.body.lines
    if not lines and situation.act.kind != L + "change":
        yield reason(rule, "none")
    for line in lines:
        if line.number < 1 or line.number in numbers:
            yield reason(rule, "number", line=line.number)
        numbers.add(line.number)
        if not is_said(line.item):
            yield reason(rule, "no_item", line=line.number)
        if line.quantity.amount <= _ZERO:
            yield reason(rule, "nothing_asked", line=line.number, quantity=line.quantity)
        if line.tolerance:
            yield from _tolerance(rule, line)
        if line.density is not None and line.density <= _ZERO:
            yield reason(rule, "density", line=line.number, density=line.density)
        if line.expansion is not None and not _ZERO < line.expansion <= Decimal(rule.params["expansion_max"]):
            yield reason(rule, "expansion", line=line.number, expansion=line.expansion)


def _tolerance(rule: Rule, line: Line) -> Iterator[Finding]:
    most = _most(rule)
    if not _ZERO <= line.tolerance <= most:
        yield reason(rule, "tolerance", line=line.number, tolerance=line.tolerance, most=most)
    if not line.measure:
        yield reason(rule, "whose_measure", line=line.number, tolerance=line.tolerance)


CHECKS: dict[str, Check] = {
    "logistics.category@1": category,
    "logistics.weapon@1": weapon,
    "logistics.precedent@1": precedent,
    "logistics.line@1": line_form,
}
