"""Checks that every part of this room uses: codes of the pack, and facts taken as they are."""

from __future__ import annotations

from collections.abc import Iterator

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule


def reason_code(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A refusal, withdrawal, change or end gives its reason as a code of the pack; *other* needs words."""
    code = situation.body.reason
    if code not in rule.params["codes"]:
        yield reason(rule, "unknown", code=code)
    elif code == "other" and not situation.act.texts:
        yield reason(rule, "no_words", code=code)


def ratify(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Facts of the same case are taken as they are, by the side that did not write them."""
    act = situation.act
    facts = [each.placed for each in situation.cited.values() if each.placed.kind.nature == "fact"]
    if not facts:
        yield reason(rule, "nothing_cited", cited=len(situation.cited))
    for placed in facts:
        if placed.act.case != act.case:
            yield reason(rule, "of_another_case", kind=placed.act.kind)
        elif placed.act.side_of == act.side_of:
            yield reason(rule, "own_fact", kind=placed.act.kind)


CHECKS: dict[str, Check] = {"equipment.reason@1": reason_code, "equipment.ratify@1": ratify}
