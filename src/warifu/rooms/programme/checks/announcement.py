"""Checks: announcements: named, worded in both languages, with an embargo, unmarked, and agreed by its digests.

Law: a released check never changes what it decides. No check reads a wording: it sees digests; whether the texts are
those of the digests is for the doors to see before anybody signs, and again before anything is public.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from warifu.core.errors import ValueTroubleError
from warifu.core.label import EXERCISE, KNOWN
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.programme.terms.announcement import is_announcement
from warifu.rooms.programme.wording import second_of

_DIGEST_BYTES = 32


def announcement(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An announcement has a number and authorities that the pack knows.

    Parameters: ``issuers``: codes of authorities.
    """
    body = situation.body
    if not body.number.strip():
        yield reason(rule, "unnamed")
    if not body.issuers:
        yield reason(rule, "nobody", number=body.number)
    unknown = [code for code in body.issuers if code not in rule.params["issuers"]]
    if unknown:
        yield reason(rule, "issuer_unknown", code=", ".join(unknown))


def wording(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A wording stands in both languages, each with its digest, and is not the one that it is to replace."""
    body, terms = situation.body, situation.terms
    digests = (body.digest_en, body.digest_ja)
    if any(len(each) != _DIGEST_BYTES for each in digests) or not situation.act.texts:
        yield reason(rule, "not_fixed", en=body.digest_en.hex()[:16], ja=body.digest_ja.hex()[:16])
    elif body.digest_en == body.digest_ja:
        yield reason(rule, "one_language", digest=body.digest_en.hex()[:16])
    if not is_announcement(terms):
        return
    before = terms.waits or (terms.wordings[-1] if terms.wordings else None)
    at = second_of(body.embargo_day, body.embargo_time)
    if before is not None and (*digests, at, body.dated) == (
        before.digest_en, before.digest_ja, before.embargo, before.dated,
    ):  # fmt: skip
        yield reason(rule, "unchanged", number=terms.number)


def embargo(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The embargo is a second of a day, no further ahead than the pack says, and the day borne is not after it.

    Parameters: ``most_days``.
    """
    body = situation.body
    if second_of(body.embargo_day, body.embargo_time) is None:
        yield reason(rule, "time", text=body.embargo_time)
    if body.embargo_day > situation.on + timedelta(days=rule.params["most_days"]):
        yield reason(rule, "far", embargo_day=body.embargo_day, days=rule.params["most_days"])
    if body.dated > body.embargo_day + timedelta(days=1):
        yield reason(rule, "dated_after", dated=body.dated, embargo_day=body.embargo_day)


def unmarked(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What will be public carries no marking above the level of the pack; a marking that nobody reads is above all.

    Parameters: ``most_level``: 0 open, 1 such as OFFICIAL-SENSITIVE.
    """
    marked = tuple(word for word in situation.act.label if word != EXERCISE)
    if not marked:
        return
    try:
        level = KNOWN.level(KNOWN.from_wire(marked))
    except ValueTroubleError:
        level = rule.params["most_level"] + 1
    if level > rule.params["most_level"]:
        yield reason(rule, "marked", marking=marked[-1])


def agreed(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An agreement names the digests of the very wording that waits."""
    body, terms = situation.body, situation.terms
    if not is_announcement(terms) or terms.waits is None:
        return
    waits = terms.waits
    for language, said, asked in (("en", body.digest_en, waits.digest_en), ("ja", body.digest_ja, waits.digest_ja)):
        if said != asked:
            yield reason(rule, "other_wording", language=language, said=said.hex()[:16], asked=asked.hex()[:16])


CHECKS: dict[str, Check] = {
    "programme.announcement@1": announcement,
    "programme.announcement_wording@1": wording,
    "programme.announcement_embargo@1": embargo,
    "programme.announcement_unmarked@1": unmarked,
    "programme.announcement_agreed@1": agreed,
}
