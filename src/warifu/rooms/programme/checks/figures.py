"""Checks: the yearly figures of the joint committee: of one fiscal year, each once, in one form, really different."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from warifu.core.days import fiscal_year_bounds
from warifu.core.errors import ValueTroubleError
from warifu.core.exact import from_pair
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.programme.acts.figures import Figure

_KEY = re.compile(r"[a-z_]{1,30}(\.[A-Za-z0-9_+:/@-]{1,80}){1,6}")


def figures(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Figures are of one fiscal year, as of a day of it that is over, each key once and known."""
    body, terms = situation.body, situation.terms
    if not body.number.strip():
        yield reason(rule, "no_number")
    if terms is not None and (body.year, body.number) != (terms.year, terms.number):
        yield reason(rule, "another_year", year=body.year, stated=terms.year)
    first, last = fiscal_year_bounds(body.year)
    if not first <= body.as_of <= last:
        yield reason(rule, "not_of_the_year", as_of=body.as_of, year=body.year)
    if body.as_of > body.on:
        yield reason(rule, "not_over", as_of=body.as_of, on=body.on)
    if min(body.own_size, body.other_size) < 1:
        yield reason(rule, "no_size", own=body.own_size, other=body.other_size)
    yield from _well_formed(body.figures, rule)


def differ(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who does not agree gives figures that differ from those stated."""
    body, terms = situation.body, situation.terms
    yield from _well_formed(body.figures, rule)
    stated = {each.key: each for each in terms.figures}
    same = sorted(each.key for each in body.figures if stated.get(each.key) == each)
    if same:
        yield reason(rule, "same", keys=", ".join(same[:5]))


def _well_formed(figures_: Iterable[Figure], rule: Rule) -> Iterator[Finding]:
    keys = Counter(each.key for each in figures_)
    if not keys:
        yield reason(rule, "none")
    twice = sorted(key for key, count in keys.items() if count > 1)
    if twice:
        yield reason(rule, "twice", keys=", ".join(twice[:5]))
    strange = sorted(key for key in keys if not _is_known(key, rule))
    if strange:
        yield reason(rule, "key_unknown", keys=", ".join(strange[:5]))
    for each in figures_:
        try:
            from_pair([each.exponent, each.mantissa])
        except ValueTroubleError:
            yield reason(rule, "form", key=each.key)


def _is_known(key: str, rule: Rule) -> bool:
    return bool(_KEY.fullmatch(key)) and key.partition(".")[0] in rule.params["groups"]


def settle(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Differences stand for a reason of the list."""
    unknown = sorted(set(situation.body.reasons) - set(rule.params["codes"]))
    if unknown or not situation.body.reasons:
        yield reason(rule, "unknown", codes=", ".join(unknown))
    if "other" in situation.body.reasons and not situation.act.texts:
        yield reason(rule, "no_words")


CHECKS: dict[str, Check] = {
    "programme.figures@1": figures,
    "programme.differ@1": differ,
    "programme.settle@1": settle,
}
