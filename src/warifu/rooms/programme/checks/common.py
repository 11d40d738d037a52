"""Checks that every part of this room uses: codes of the pack, and what an act beside the line is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule

PLACE = re.compile(r"[A-Z]{2}")
"""A country by its two letters, or XZ for the high seas."""


def reason_code(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A refusal, withdrawal, change or end gives its reason as a code of the pack; *other* needs words.

    Parameter ``codes``: a list, or a list for each kind.
    """
    code, known = situation.body.reason, rule.params["codes"]
    if code not in (known.get(situation.act.kind, ()) if isinstance(known, dict) else known):
        yield reason(rule, "unknown", code=code)
    elif code == "other" and not situation.act.texts:
        yield reason(rule, "no_words", code=code)


CHECKS: dict[str, Check] = {"programme.reason@1": reason_code}
