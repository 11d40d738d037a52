"""Checks that every part of this room uses: codes of the pack."""

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


CHECKS: dict[str, Check] = {"equipment.reason@1": reason_code}
