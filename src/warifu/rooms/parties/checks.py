"""The checks of this room: what a party may say of itself. Floor 3a, pure.

Law: who may sign a roll act is asked by ``house.roll`` and ``house.officer``; here stands what makes it sound: days in
order, roles that exist, someone to hold what is given, two hands where two are asked for. A released check never
changes what it decides; a mend is a new version.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from warifu.law.checks import CHECKS as HOUSE_CHECKS
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.law.roll import ROLES, Appointment, OfficerKey, Revocation

DIGEST_BYTES = 32
BY_DIGEST = -1
_ROLES = frozenset(ROLES)
_READERS = 2
_LAST = 2**62


def _reversed(body: Appointment | OfficerKey) -> dict[str, date]:
    """Figures where the days run backwards; empty where they do not."""
    if body.valid_from <= body.valid_to:
        return {}
    return {"valid_from": body.valid_from, "valid_to": body.valid_to}


def appointment(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Written delegation names roles that exist, desks, a person or a post, days in order, limits above nothing."""
    body: Appointment = situation.body
    if figures := _reversed(body):
        yield reason(rule, "days_reversed", **figures)
    unknown = sorted(set(body.roles) - _ROLES)
    if unknown or not body.roles:
        yield reason(rule, "role_unknown", roles=", ".join(unknown))
    if not body.desks:
        yield reason(rule, "no_desk", appointment=body.number)
    if bool(body.person) == bool(body.post):
        yield reason(rule, "person_or_post", appointment=body.number)
    for limit in body.limits:
        if limit.amount < 0:
            yield reason(rule, "limit_below_zero", of=limit.of, limit=limit.amount)


def officer_key(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A person's key is for days in order and names its holder."""
    body: OfficerKey = situation.body
    if figures := _reversed(body):
        yield reason(rule, "days_reversed", **figures)
    if not body.person:
        yield reason(rule, "no_person")


def holding(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A holding names both post and person."""
    if not situation.body.post or not situation.body.person:
        yield reason(rule, "post_and_person", post=situation.body.post, person=situation.body.person)


def revocation(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A revocation names what it ends, and that stands on the roll before it."""
    body: Revocation = situation.body
    if body.what not in rule.params["what"]:
        yield reason(rule, "unknown_kind", what=body.what)
        return
    roll, index = situation.roll, situation.placed.index
    place = _LAST if index is None else index
    if body.key_id:
        held = [roll.keys[body.key_id].grant] if body.key_id in roll.keys else []
    elif body.what == "appointment":
        held = [grant for grant in roll.appointments if grant.what.number == body.number]
    else:
        held = [key.grant for key in roll.keys.values() if key.holder == body.number]
    # What is entered after this place changes nothing about it.
    known = any(grant.since < place for grant in held)
    if not known:
        yield reason(rule, "not_on_the_roll", what=body.what, number=body.number or body.key_id.hex())


def pin(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A pin is of another party's founding act and was read back by two persons."""
    body = situation.body
    if body.party == situation.act.party:
        yield reason(rule, "own_party", party=body.party)
    if len(body.root) != DIGEST_BYTES:
        yield reason(rule, "no_founding_act", size=len(body.root))
    if len(set(body.read_by)) < _READERS:
        yield reason(rule, "one_reader", readers=len(set(body.read_by)))


def takeover(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The incoming officer, not the outgoing one, signs the takeover, and he is the one whom the handover names."""
    terms, act = situation.terms, situation.act
    if terms.first_key == act.officer:
        yield reason(rule, "same_officer", number=terms.body.number)
        return
    known = situation.roll.keys.get(act.officer)
    if known is not None and known.holder != terms.body.incoming:
        yield reason(rule, "not_the_incoming", number=terms.body.number, incoming=terms.body.incoming)


def approval(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The preparer is not the approver, and what is approved is what was prepared."""
    terms, body = situation.terms, situation.body
    first, second = (situation.roll.keys.get(key) for key in (terms.first_key, situation.act.officer))
    same_person = first is not None and second is not None and first.holder == second.holder
    if terms.first_key == situation.act.officer or same_person:
        yield reason(rule, "preparer_signs", kind=terms.body.kind)
    if body.draft != terms.body.draft:
        yield reason(rule, "another_draft", prepared=terms.body.draft.hex()[:16], approved=body.draft.hex()[:16])


def affirm(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An affirmation cites acts that the other side entered on our behalf, each of them."""
    if not situation.act.cites:
        yield reason(rule, "nothing_cited")
    for cited in situation.cited.values():
        if cited.placed.author == situation.act.party:
            yield reason(rule, "own_act", act=cited.placed.digest.hex()[:16])
        elif cited.placed.act.on_behalf != situation.act.party:
            yield reason(rule, "not_on_our_behalf", act=cited.placed.digest.hex()[:16])


def erase(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Openings are erased by the side that wrote them: each item names an own act among those cited."""
    cites = situation.act.cites
    if not situation.body.items:
        yield reason(rule, "nothing_named")
    for item in situation.body.items:
        if item.cite == BY_DIGEST and len(item.act) == DIGEST_BYTES:
            continue  # what cannot be cited: whose it is, is looked at where it is applied
        if not 0 <= item.cite < len(cites):
            yield reason(rule, "not_cited", place=item.cite)
            continue
        cited = situation.cited[cites[item.cite]].placed
        if cited.author != situation.act.party:
            yield reason(rule, "not_own", act=cited.digest.hex()[:16], party=cited.author)
        elif not cited.act.texts:
            yield reason(rule, "no_text", act=cited.digest.hex()[:16])


def erase_request(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What the other side wrote is asked for: each item names an act of its own with a text among those cited."""
    cites = situation.act.cites
    if not situation.body.items:
        yield reason(rule, "nothing_named")
    for item in situation.body.items:
        if item.cite == BY_DIGEST and len(item.act) == DIGEST_BYTES:
            continue  # what cannot be cited: whose it is, is looked at where it is applied
        if not 0 <= item.cite < len(cites):
            yield reason(rule, "not_cited", place=item.cite)
            continue
        cited = situation.cited[cites[item.cite]].placed
        if cited.author == situation.act.party:
            yield reason(rule, "own_act", act=cited.digest.hex()[:16])
        elif not cited.act.texts:
            yield reason(rule, "no_text", act=cited.digest.hex()[:16])


def erase_national(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Each item names an act whole; whether that stands in the national log is seen when it is applied."""
    if not situation.body.items or any(len(item.act) != DIGEST_BYTES for item in situation.body.items):
        yield reason(rule, "nothing_named")


def followed_up(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A line that is closed is named whole, with the act whose text it was about."""
    body = situation.body
    if len(body.line) != DIGEST_BYTES or len(body.act) != DIGEST_BYTES:
        yield reason(rule, "no_line", size=len(body.line))


def hold(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A hold names the cases that it keeps."""
    if not situation.body.cases or any(len(each) != DIGEST_BYTES for each in situation.body.cases):
        yield reason(rule, "no_case", cases=len(situation.body.cases))


def reaffirm(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A side reaffirms acts of its own, and no key reaffirms what it signed itself."""
    if not situation.act.cites:
        yield reason(rule, "nothing_cited")
    for cited in situation.cited.values():
        if cited.placed.author != situation.act.party:
            yield reason(rule, "not_own", act=cited.placed.digest.hex()[:16], party=cited.placed.author)
        elif cited.placed.act.officer == situation.act.officer:
            yield reason(rule, "same_key", act=cited.placed.digest.hex()[:16])


def desk(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A desk has a code and a name in both languages."""
    body = situation.body
    if not (body.code and body.name and body.name_ja):
        yield reason(rule, "unnamed", desk=body.code)


CHECKS: dict[str, Check] = {
    **HOUSE_CHECKS,
    "parties.appointment@1": appointment,
    "parties.officer_key@1": officer_key,
    "parties.holding@1": holding,
    "parties.revocation@1": revocation,
    "parties.pin@1": pin,
    "parties.takeover@1": takeover,
    "parties.approval@1": approval,
    "parties.affirm@1": affirm,
    "parties.erase@1": erase,
    "parties.erase_request@1": erase_request,
    "parties.erase_national@1": erase_national,
    "parties.followed_up@1": followed_up,
    "parties.hold@1": hold,
    "parties.reaffirm@1": reaffirm,
    "parties.desk@1": desk,
}
