"""Checks on items: what is entered, numbers of copies, handling, regrading, amendment, reasons.

Law: every copy has a number and no number stands twice; the originator alone regrades, in writing, and a regrading says
truly which way it goes. What is said of custody has its checks in ``checks.custody``, of markings in ``checks.marks``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from warifu.core.canonical import DIGEST_BYTES
from warifu.core.errors import ValueTroubleError
from warifu.core.label import schemes_of
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.information import ownlaw
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.acts.item import Copy
from warifu.rooms.information.checks import custody, marks
from warifu.rooms.information.terms.incident import is_incident
from warifu.rooms.information.terms.item import is_item

_STATE = re.compile(r"[A-Z]{2}")
_MAX_NUMBER = 40
MAX_WORDS = 80
"""Characters of a register number, an agency, a purpose; the purpose is the circle of those who need to know."""


def register(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An item has a register number, an agency that answers for it, a purpose, and numbered copies."""
    body = situation.body
    for name in ("number", "originator", "purpose"):
        if not getattr(body, name).strip():
            yield reason(rule, "blank", field=name)
        if len(getattr(body, name)) > MAX_WORDS:
            yield reason(rule, "too_long", field=name, limit=MAX_WORDS)
    if body.form == "oral_briefing":
        if body.copies:
            yield reason(rule, "copies_of_words", number=body.number)
    elif not body.copies:
        yield reason(rule, "no_copies", number=body.number)
    yield from numbers(rule, body.copies)
    if body.form == "document" and any(not each.pages for each in body.copies):
        yield reason(rule, "no_pages", number=body.number)
    if body.content and len(body.content) != DIGEST_BYTES:
        yield reason(rule, "content", size=len(body.content))


def numbers(rule: Rule, copies: Iterable[Copy], before: Iterable[str] = ()) -> Iterator[Finding]:
    """Every copy bears a number of its own, none that a copy ``before`` bears, and no count below nothing."""
    given = [each.copy for each in copies]
    if any(not number.strip() or len(number) > _MAX_NUMBER for number in given):
        yield reason(rule, "no_number", copies=len(given))
    twice = sorted(number for number, count in Counter([*given, *before]).items() if count > 1 and number in given)
    if twice:
        yield reason(rule, "number_twice", copies=", ".join(twice))
    if any(each.pages < 0 for each in copies):
        yield reason(rule, "pages", copies=", ".join(given))


def handling(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Handling is by codes of the table; states are two letters, and neither of the two parties, who have it anyhow."""
    body = situation.body
    for code in body.handling:
        if code not in rule.params["handling"]:
            yield reason(rule, "unknown", code=code)
    ours = {situation.act.side_of, situation.peer}
    for state in body.releasable_to:
        if not _STATE.fullmatch(state) or state in ours:
            yield reason(rule, "state", state=state)


def regrade(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The originator's side alone regrades, says in writing which way, and the marking goes that way."""
    body, terms = situation.body, situation.terms
    if not is_item(terms):
        yield reason(rule, "no_item")
        return
    if situation.act.side_of != terms.opener:
        yield reason(rule, "not_originator", party=situation.act.side_of, originator=terms.opener)
    if not body.written_notice.strip():
        yield reason(rule, "no_notice")
    schemes = schemes_of(rule.params)
    befores = [terms.marking_of(copy).marking for copy in body.copies] or terms.in_force()
    before = marks.highest(schemes, befores)
    try:
        after = schemes.level(marks.labelled(schemes, body.marking))
    except ValueTroubleError:
        return
    if not _goes(body.direction, before, after):
        yield reason(rule, "direction", direction=body.direction, before=before, after=after)
    if body.direction == "expiry" and not _has_expired(situation):
        yield reason(rule, "not_expired", on=situation.on)


def _goes(direction: str, before: int, after: int) -> bool:
    if direction == "upgrade":
        return after >= before
    return after <= before if direction == "downgrade" else after < before


def _has_expired(situation: Situation) -> bool:
    given = situation.terms.designation
    return given is not None and given.expires is not None and given.expires <= situation.on


def write_off(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Only what was reported missing is given up, by name; what the other side had, after both closed its incident.

    Parameters: ``reason``: the code that says so; ``lost``: results of an incident after which a copy may be given up.
    """
    body, terms, case = situation.body, situation.terms, situation.act.case
    off = set(body.written_off)
    if (body.reason == rule.params["reason"]) != bool(off) or len(off) != len(body.written_off):
        yield reason(rule, "named", reason=body.reason, copies=", ".join(body.written_off))
    if not off or not is_item(terms):
        return
    lost = [each.placed for each in situation.cited_of(I + "missing") if each.placed.act.case == case]
    unsaid = sorted(off - {copy for each in lost for copy in each.body.copies})
    if unsaid:
        yield reason(rule, "not_missing", copies=", ".join(unsaid))
    theirs = {copy for each in lost if each.act.side_of != terms.opener for copy in each.body.copies}
    left = sorted(copy for copy in off & theirs if not _agreed(situation, rule, copy))
    if left:
        yield reason(rule, "not_agreed", copies=", ".join(left))


def _agreed(situation: Situation, rule: Rule, copy: str) -> bool:
    """Tell whether an incident that both have closed has found this copy lost, and its act is cited."""
    ours = {digest for digest, each in situation.cited.items() if each.placed.act.case == situation.act.case}
    ours.add(situation.act.case)
    for each in situation.cited_of(I + "incident_agree"):
        told = each.terms
        if not is_incident(told) or not told.agreed or told.outcome_found not in rule.params["lost"]:
            continue
        for at, item in enumerate(told.items):
            named = [touched.copies for touched in told.touched if touched.cite == at]
            if item in ours and any(not copies or copy in copies for copies in named or [()]):
                return True
    return False


def amend(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An amendment changes something."""
    body = situation.body
    if not (body.purpose or body.releasable_to or body.handling or body.designation):
        yield reason(rule, "nothing_changed")
    if len(body.purpose) > MAX_WORDS:
        yield reason(rule, "too_long", field="purpose", limit=MAX_WORDS)


def propose(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Another marking is proposed by the side that is not the originator, and is another."""
    body, terms = situation.body, situation.terms
    if not is_item(terms):
        yield reason(rule, "no_item")
        return
    if situation.act.side_of == terms.opener:
        yield reason(rule, "by_originator", party=terms.opener)
    if body.marking == terms.marking:
        yield reason(rule, "same", marking=body.marking.written)


def codes(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A reason is a code of the table for its kind of act; *other* needs words.

    Parameters: ``codes`` by kind of act.
    """
    code = situation.body.reason
    if code not in rule.params["codes"].get(situation.act.kind, ()):
        yield reason(rule, "unknown", code=code)
    elif code == "other" and not situation.act.texts:
        yield reason(rule, "no_words", code=code)


def about(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A reminder, a call for consultation or a note says by a code what it is about."""
    if situation.body.about not in rule.params["codes"]:
        yield reason(rule, "unknown", code=situation.body.about)


CHECKS: dict[str, Check] = {
    **marks.CHECKS,
    **custody.CHECKS,
    **ownlaw.CHECKS,
    "isa.register@1": register,
    "isa.handling@1": handling,
    "isa.regrade@1": regrade,
    "isa.write_off@1": write_off,
    "isa.amend@1": amend,
    "isa.propose@1": propose,
    "isa.reason@1": codes,
    "isa.about@1": about,
}
