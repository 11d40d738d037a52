"""Checks: what a transfer rests on, what is undertaken, decided for each recipient, and licensed.

Sources: Art. 1(1) and 1(2) (what projects need; each confirmed through diplomatic channels) [text]; the undertaking of
prior consent for other use and for passing on [text]; supplies of equipment under the ACSA are transfers too [text];
validity, conditions, appeal and licences are drafts. Of acts of other rooms only the kind and plainly named attributes
are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from warifu.law.checks import reason
from warifu.law.judge import Check, Cited, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.acts.transfer import Decided, Item, Share
from warifu.rooms.equipment.checks import transfer_facts
from warifu.rooms.equipment.terms.transfer import amount_of, total

MAX_CHARS = 200
_COUNTRY = 2
_ANEW = frozenset({E + "appeal_decision", E + "appeal_refusal"})
_GRANTING = frozenset({E + "decision", E + "appeal_decision"})


# --- application ----------------------------------------------------------------------------------------------------


def named(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The fields that the rule lists are there and no longer than a reference."""
    for name in rule.params["fields"].get(situation.act.kind.removeprefix(E), ()):
        value = getattr(situation.body, name)
        if not value.strip() or len(value) > MAX_CHARS:
            yield reason(rule, "missing", field=name)


def items(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Every item has a number of its own, more than nothing of it, and stands on a list that the pack knows."""
    body = situation.body
    yield from _once(rule, "item_twice", (each.number for each in body.items))
    if not body.items:
        yield reason(rule, "none")
    for each in body.items:
        if each.quantity.amount <= 0:
            yield reason(rule, "quantity", item=each.number, quantity=each.quantity)
        if not each.uk_entry and not each.jp_entry:
            yield reason(rule, "not_listed", item=each.number)
        for entry, known in ((each.uk_entry, "uk_list"), (each.jp_entry, "jp_list")):
            if entry and entry not in rule.params[known]:
                yield reason(rule, "entry_unknown", item=each.number, entry=entry)


def _once(rule: Rule, branch: str, numbers: Iterable[str]) -> Iterator[Finding]:
    said = list(numbers)
    for number in sorted({each for each in said if said.count(each) > 1 or not each.strip()}):
        yield reason(rule, branch, number=number)


def recipients(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Every recipient has a number and a country; one of them at least is the end user; the end use is of the table."""
    body = situation.body
    yield from _once(rule, "recipient_twice", (each.number for each in body.recipients))
    for each in body.recipients:
        if len(each.country) != _COUNTRY or not each.country.isupper():
            yield reason(rule, "country", recipient=each.number, country=each.country)
    if not any(each.role == "end_user" for each in body.recipients):
        yield reason(rule, "no_end_user", recipients=len(body.recipients))
    if body.end_use not in rule.params["end_uses"]:
        yield reason(rule, "end_use", code=body.end_use)
    if body.to_day < body.from_day:
        yield reason(rule, "days_reversed", from_day=body.from_day, to_day=body.to_day)


def shares(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """All of every item is for somebody, and everybody is to have something."""
    body = situation.body
    told = [(each.item, each.recipient) for each in body.shares]
    numbers, named_ = {each.number for each in body.items}, {each.number for each in body.recipients}
    for item, recipient in sorted({each for each in told if told.count(each) > 1}):
        yield reason(rule, "twice", item=item, recipient=recipient)
    for each in body.shares:
        if each.item not in numbers or each.recipient not in named_:
            yield reason(rule, "unknown", item=each.item, recipient=each.recipient)
        elif each.quantity <= 0:
            yield reason(rule, "quantity", item=each.item, recipient=each.recipient, quantity=each.quantity)
    for item in body.items:
        shared = _all_of(body.shares, item)
        if shared != item.quantity.amount:
            yield reason(rule, "not_all", item=item.number, shared=shared, quantity=item.quantity.amount)
    for number in sorted(named_ - {recipient for _, recipient in told}):
        yield reason(rule, "nothing_for", recipient=number)


def _all_of(given: Iterable[Share], item: Item) -> Decimal:
    return total(each.quantity for each in given if each.item == item.number)


def project(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A transfer for a project cites the one whose diplomatic note is on record, sent and answered."""
    if situation.body.ground != "project":
        return
    cited = [each for each in situation.cited.values() if hasattr(each.terms, "note")]
    if not cited:
        yield reason(rule, "no_project", number=situation.body.number)
    for each in cited:
        if not str(each.terms.note).strip():
            yield reason(rule, "no_note", project=_number(each))
        elif not str(getattr(each.terms, "note_reply", "") or getattr(each.terms, "reply", "")).strip():
            yield reason(rule, "note_unanswered", project=_number(each), note=each.terms.note)


def _number(cited: Cited) -> str:
    return str(getattr(cited.terms, "number", "") or cited.placed.digest.hex()[:16])


def supply(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A transfer that is a supply cites the order or issue by which the other side supplies, and no more than it."""
    body = situation.body
    if body.ground != "acsa":
        return
    cited = [each for each in situation.cited.values() if each.placed.act.kind in rule.params["supplies"]]
    if len(cited) != 1:
        yield reason(rule, "no_supply", cited=len(cited))
        return
    if cited[0].placed.act.side_of == situation.act.side_of and cited[0].placed.kind.nature == "fact":
        yield reason(rule, "own_supply", kind=cited[0].placed.act.kind)
    lines = _lines(cited[0])
    for item in body.items:
        supplied = lines.get(item.line)
        if supplied is None:
            yield reason(rule, "line", item=item.number, line=item.line)
        elif supplied.unit != item.quantity.unit or item.quantity.amount > supplied.amount:
            yield reason(rule, "more_than_supplied", item=item.number, quantity=item.quantity, supplied=supplied)


def _lines(cited: Cited) -> dict[int, Any]:
    """Quantity by line of the supply: of the act itself, else of what its line has agreed."""
    told = getattr(cited.placed.body, "lines", ()) or getattr(cited.terms, "lines", ())
    return {getattr(each, "line", getattr(each, "number", 0)): each.quantity for each in told}


def assured(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What is classified goes to a firm only whose facility is assured: the act that assures it is cited."""
    body = situation.body
    classified = any(getattr(each.terms, "classified", False) for each in situation.cited.values())
    if not classified and not any(each.classified for each in body.items):
        return
    given = {each.placed.digest for each in situation.cited.values() if each.placed.act.kind == rule.params["assures"]}
    for each in body.recipients:
        if each.body == "firm" and each.assurance not in given:
            yield reason(rule, "no_assurance", recipient=each.number)


# --- undertaking ----------------------------------------------------------------------------------------------------


def undertaking(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The form is known in that version and still accepted that day, and every point of the version is undertaken."""
    body, terms = situation.body, situation.terms
    known = rule.params["undertaking"]
    rows = [row for row in known["forms"] if row["form"] == body.form]
    row = next((row for row in rows if row["version"] == body.version), None)
    if row is None:
        yield reason(rule, "version_unknown", form=body.form, version=body.version)
        return
    if terms.ground not in row["grounds"]:
        yield reason(rule, "form_of_another_ground", form=body.form, ground=terms.ground)
    if body.on < row["from"] or ("to" in row and body.on > row["to"]):
        yield reason(rule, "not_accepted", form=body.form, version=body.version, on=body.on)
    missing = [point for point in row["points"] if point not in body.points]
    if missing:
        yield reason(rule, "points", version=body.version, points=", ".join(missing))
    unknown = [point for point in body.points if point not in known["points"]]
    if unknown:
        yield reason(rule, "point_unknown", points=", ".join(unknown))
    yield from _nothing_lost(situation, rule, [each["version"] for each in rows])


def _nothing_lost(situation: Situation, rule: Rule, versions: list[str]) -> Iterator[Finding]:
    """A later form is no older than the one before, and takes back no point that was undertaken."""
    body, given = situation.body, situation.terms.undertakings
    if not given:
        return
    before = given[-1]
    older = before.version in versions and versions.index(body.version) < versions.index(before.version)
    if before.form != body.form or older:
        yield reason(rule, "older_than_before", version=body.version, before=before.version)
    lost = [point for point in situation.terms.points() if point not in body.points]
    if lost:
        yield reason(rule, "point_lost", points=", ".join(lost))


# --- decision, appeal, licence --------------------------------------------------------------------------------------


def decided(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Each recipient applied for is decided once, and nobody else; on an appeal those for whom it was made."""
    body, terms = situation.body, situation.terms
    asked = terms.appealed if situation.act.kind in _ANEW else tuple(each.number for each in terms.recipients)
    yield from _once(rule, "twice", (each.recipient for each in body.decided))
    told = {each.recipient for each in body.decided} | {each.recipient for each in body.granted}
    for number in sorted(told - set(asked)):
        yield reason(rule, "not_applied_for", recipient=number)
    for number in sorted(set(asked) - told):
        yield reason(rule, "not_decided", recipient=number)
    grants = any(each.outcome != "refused" for each in body.decided)
    if grants != (situation.act.kind in _GRANTING):
        yield reason(rule, "of_another_kind", kind=situation.act.kind)


def granted(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Granted is all that was asked, in part is less, refused is nothing; never more of anything than was asked."""
    body, terms = situation.body, situation.terms
    numbers = {each.number for each in terms.recipients}
    for each in body.decided:
        if each.recipient in numbers:
            yield from _amounts(each, body.granted, situation, rule)


def _amounts(each: Decided, given: tuple[Share, ...], situation: Situation, rule: Rule) -> Iterator[Finding]:
    terms, told = situation.terms, []
    for item in sorted({share.item for share in (*terms.shares, *given)}):
        asked, got = amount_of(terms.shares, item, each.recipient), amount_of(given, item, each.recipient)
        told.append((asked, got))
        if got > asked or got < 0:
            yield reason(rule, "above_quantity", recipient=each.recipient, item=item, quantity=got, asked=asked)
    whole, nothing = all(asked == got for asked, got in told), not any(got for _, got in told)
    if {"granted": not whole, "granted_in_part": whole or nothing, "refused": not nothing}[each.outcome]:
        yield reason(rule, "not_the_outcome", recipient=each.recipient, outcome=each.outcome)


def codes(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Conditions and reasons are codes of the pack; who gets less than was asked is told why."""
    for each in situation.body.decided:
        for condition in each.conditions:
            if condition not in rule.params["conditions"]:
                yield reason(rule, "condition_unknown", recipient=each.recipient, code=condition)
        for code in each.reasons:
            if code not in rule.params["reasons"]:
                yield reason(rule, "reason_unknown", recipient=each.recipient, code=code)
        if each.outcome != "granted" and not each.reasons:
            yield reason(rule, "no_reason", recipient=each.recipient, outcome=each.outcome)


def validity(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What is granted holds from a day to a day, and was decided by guidelines known by then."""
    body = situation.body
    if body.as_known_at > body.on:
        yield reason(rule, "guidelines_later", as_known_at=body.as_known_at, on=body.on)
    for each in body.decided:
        if each.outcome == "refused":
            continue
        if each.valid_from is None or each.valid_to is None:
            yield reason(rule, "no_days", recipient=each.recipient)
        elif not body.on <= each.valid_to >= each.valid_from:
            yield reason(rule, "days", recipient=each.recipient, valid_from=each.valid_from, valid_to=each.valid_to)


def appeal(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An appeal is for recipients who did not get all, within so many days of the decision."""
    body, terms = situation.body, situation.terms
    yield from _once(rule, "twice", body.recipients)
    if not body.recipients:
        yield reason(rule, "for_nobody")
    for number in body.recipients:
        known = terms.decision(number)
        if known is None or known.outcome == "granted":
            yield reason(rule, "nothing_to_appeal", recipient=number)
    days = (body.on - terms.decided_on).days
    if not 0 <= days <= rule.params["days"]:
        yield reason(rule, "too_late", days=days, limit=rule.params["days"])


def licence(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A licence has a reference; or none is required, and it says why and which post has ruled so."""
    body, terms = situation.body, situation.terms
    if bool(body.reference.strip()) == bool(body.none_required):
        yield reason(rule, "reference_or_ruling", reference=body.reference, none_required=body.none_required)
    if body.none_required and body.none_required not in rule.params["none_required"]:
        yield reason(rule, "code_unknown", code=body.none_required)
    if body.none_required and not body.ruled_by.strip():
        yield reason(rule, "who_ruled", code=body.none_required)
    if not body.recipients:
        yield reason(rule, "for_nobody")
    for number in body.recipients:
        known = terms.decision(number)
        if known is None or known.outcome == "refused":
            yield reason(rule, "not_granted", recipient=number)
        elif not known.valid_from <= body.valid_from <= body.valid_to <= known.valid_to:
            yield reason(rule, "beyond_decision", recipient=number, valid_to=body.valid_to, decided=known.valid_to)


CHECKS: dict[str, Check] = {
    "equipment.named@1": named,
    "equipment.items@1": items,
    "equipment.recipients@1": recipients,
    "equipment.shares@1": shares,
    "equipment.project_note@1": project,
    "equipment.supply@1": supply,
    "equipment.assured@1": assured,
    "equipment.undertaking@1": undertaking,
    "equipment.decided@1": decided,
    "equipment.granted@1": granted,
    "equipment.decision_codes@1": codes,
    "equipment.validity@1": validity,
    "equipment.appeal@1": appeal,
    "equipment.licence@1": licence,
    **transfer_facts.CHECKS,
}
