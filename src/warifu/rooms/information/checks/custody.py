"""Checks on what is said of copies: dispatch, receipt, reproduction, release, destruction, loss, re-marking, muster.

Law: these are facts: a finding refuses nothing that has happened, it makes the fact irregular and says what has to be
cured. Whether a copy was in whose hands is no matter of one act: ``custody`` folds that from all of them, and own law
asks it before our own act is sealed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from warifu.core.label import schemes_of
from warifu.law.checks import reason
from warifu.law.judge import Check, Cited, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.checks import marks
from warifu.rooms.information.terms.consent import ConsentTerms, is_consent
from warifu.rooms.information.terms.item import ItemTerms, is_item

RELEASING = frozenset({"third_government", "third_person"})


def _level(situation: Situation, rule: Rule) -> int:
    """The level of the item at this place."""
    terms = situation.terms
    return marks.highest(schemes_of(rule.params), terms.in_force()) if is_item(terms) else 0


def _case(situation: Situation) -> bytes:
    return situation.act.case


def copies(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An act names the copies it is about, each once and by number."""
    given = list(situation.body.copies)
    if not given:
        yield reason(rule, "none", kind=situation.act.kind)
    if any(not each.strip() for each in given):
        yield reason(rule, "no_number", copies=len(given))
    twice = sorted(each for each, count in Counter(given).items() if count > 1)
    if twice:
        yield reason(rule, "named_twice", copies=", ".join(twice))


def dispatch(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A package has a number, an addressee and seals, and goes by a channel good for its level, in a double envelope.

    Parameters: ``channels``: rows of [channel, highest level, "paper" or "electronic"]; ``sealed_from``: the level from
    which seals and a double envelope are asked for.
    """
    body, level = situation.body, _level(situation, rule)
    for name in ("package", "to"):
        if not getattr(body, name).strip():
            yield reason(rule, "blank", field=name)
    known = {row[0]: row for row in rule.params["channels"]}
    channel = known.get(body.channel)
    if channel is None:
        yield reason(rule, "channel_unknown", channel=body.channel)
    elif level > channel[1]:
        yield reason(rule, "channel_too_low", channel=body.channel, level=level, highest=channel[1])
    electronic = channel is not None and channel[2] == "electronic"
    guarded = level >= rule.params["sealed_from"]
    if electronic and not body.encrypted:
        yield reason(rule, "not_encrypted", channel=body.channel)
    if guarded and channel is not None and not electronic:
        if body.envelopes < rule.params["envelopes"]:
            yield reason(rule, "envelope", envelopes=body.envelopes, asked=rule.params["envelopes"])
        if not body.seals:
            yield reason(rule, "no_seal", package=body.package)
    yield from _loan(situation, rule)


def _loan(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A loan says until when; nothing else does."""
    body = situation.body
    if (body.sent_as == "loan") != (body.loan_until is not None):
        yield reason(rule, "loan", sent_as=body.sent_as, until=body.loan_until)
    elif body.loan_until is not None and body.loan_until < body.on:
        yield reason(rule, "loan_past", until=body.loan_until, on=body.on)


def receipt(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A receipt answers the other side's dispatch, at the desk addressed, and reads back what that says."""
    body = situation.body
    if body.condition != "intact":
        yield reason(rule, "condition", condition=body.condition, package=body.package)
    if body.condition == "empty" and body.copies:
        yield reason(rule, "empty_with_copies", copies=len(body.copies))
    sent = situation.cited_of(I + "dispatch")
    if not sent:
        yield reason(rule, "no_dispatch", package=body.package)
        return
    yield from _forged(situation, rule, sent[0])
    yield from _read_back(situation, rule, sent[0].placed.body)


def _forged(situation: Situation, rule: Rule, sent: Cited) -> Iterator[Finding]:
    """Name what shows that this cannot be the receipt of that package."""
    act, body, package = situation.act, situation.body, sent.placed.body
    if sent.placed.act.side_of == act.side_of:
        yield reason(rule, "own_dispatch", party=act.side_of, package=body.package)
    if sent.placed.act.case != _case(situation):
        yield reason(rule, "of_another_item", package=package.package)
    if package.package != body.package:
        yield reason(rule, "package_differs", sent=package.package, received=body.package)
    if package.to != act.desk and not act.on_behalf and body.condition != "wrong_addressee":
        yield reason(rule, "not_addressee", desk=act.desk, addressee=package.to)
    if body.on < package.on:
        yield reason(rule, "before_dispatch", sent=package.on, received=body.on)


def _read_back(situation: Situation, rule: Rule, package: Any) -> Iterator[Finding]:
    """Compare seals, numbers and pages with the dispatch and the register."""
    body = situation.body
    if sorted(body.seals) != sorted(package.seals):
        yield reason(rule, "seals_differ", sent=", ".join(package.seals), received=", ".join(body.seals))
    sent, received = sorted(package.copies), sorted(each.copy for each in body.copies)
    if sent != received:
        yield reason(rule, "copies_differ", sent=", ".join(sent), received=", ".join(received))
    if not is_item(situation.terms):
        return
    pages = {each.copy: each.pages for each in situation.terms.copies}
    for each in body.copies:
        if each.copy in pages and pages[each.copy] != each.pages:
            yield reason(rule, "pages_differ", copy=each.copy, registered=pages[each.copy], received=each.pages)


def draws(situation: Situation, uses: frozenset[str]) -> list[tuple[ConsentTerms, Any]]:
    """Return the draws that an act cites on consents to one of these uses: the terms of the line, and the draw."""
    cited = situation.cited_of(I + "draw")
    return [(each.terms, each.placed.body) for each in cited if is_consent(each.terms) and each.terms.use in uses]


def _drawn(situation: Situation, rule: Rule, uses: frozenset[str], number: int) -> Iterator[Finding]:
    """Say what is wrong with the consent on which an act rests: none, of another item, too little, ended."""
    found = draws(situation, uses)
    if not found:
        yield reason(rule, "no_consent", kind=situation.act.kind)
        return
    for terms, drawn in found:
        if _case(situation) not in terms.items:
            yield reason(rule, "of_another_item", consent=terms.number)
        if terms.asker != situation.act.side_of:
            yield reason(rule, "of_another_side", consent=terms.number, party=terms.asker)
        if situation.on > terms.until:
            yield reason(rule, "expired", consent=terms.number, until=terms.until, on=situation.on)
        if situation.on < drawn.on:
            yield reason(rule, "before_draw", consent=terms.number, drawn=drawn.on, on=situation.on)
    if number > sum(drawn.count for _, drawn in found):
        yield reason(rule, "above_draw", count=number, drawn=sum(drawn.count for _, drawn in found))


def reproduction(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Copies are made by cleared persons, are numbered, and have the originator's consent where it is asked for.

    Parameters: ``consent_from``: the level from which it always is; ``consent``: by use, the handling codes that ask.
    """
    body, terms = situation.body, situation.terms
    if not body.made:
        yield reason(rule, "nothing_made", parent=body.parent)
    if not [each for each in body.persons if each.strip()]:
        yield reason(rule, "no_person", parent=body.parent)
    given = [each.copy for each in body.made]
    known = {each.copy for each in terms.copies} if is_item(terms) else set()
    if any(not each.strip() for each in given):
        yield reason(rule, "no_number", copies=len(given))
    twice = {each for each, count in Counter(given).items() if count > 1} | (known & set(given))
    if twice:
        yield reason(rule, "number_twice", copies=", ".join(sorted(twice)))
    use = "translation" if body.language else "reproduction"
    if is_item(terms) and situation.act.side_of != terms.opener and _asks(situation, rule, use):
        yield from _drawn(situation, rule, frozenset({use}), len(body.made))
        yield from _consented_otherwise(situation, rule, frozenset({use}), (body.parent,))
        for line, _ in draws(situation, frozenset({use})):
            if line.language and line.language != body.language:
                yield reason(rule, "language", language=body.language, consented=line.language)


def _asks(situation: Situation, rule: Rule, use: str) -> bool:
    terms: ItemTerms = situation.terms
    codes = set(rule.params["consent"].get(use, ()))
    return _level(situation, rule) >= rule.params["consent_from"] or not codes.isdisjoint(terms.handling)


def released(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Nothing goes to a third party without a draw on the originator's consent, for that recipient, in its days.

    The originator's own side needs nobody's consent.
    """
    body, terms = situation.body, situation.terms
    if not body.recipient.strip():
        yield reason(rule, "no_recipient")
    if is_item(terms) and situation.act.side_of == terms.opener:
        return
    yield from _drawn(situation, rule, RELEASING, len(body.copies))
    for _, drawn in draws(situation, RELEASING):
        if body.recipient != drawn.recipient:
            yield reason(rule, "recipient", recipient=body.recipient, consented=drawn.recipient)
    yield from _consented_otherwise(situation, rule, RELEASING, body.copies)


def _consented_otherwise(
    situation: Situation, rule: Rule, uses: frozenset[str], given: tuple[str, ...]
) -> Iterator[Finding]:
    """Where consent, or the draw on it, names copies, no other copy is meant by it."""
    for line, drawn in draws(situation, uses):
        for named in (line.copies, drawn.copies):
            if named and not set(given) <= set(named):
                yield reason(rule, "copies", copies=", ".join(given), consented=", ".join(named))
                break


def destruction(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Copies are destroyed by a method of the table."""
    if situation.body.method not in rule.params["methods"]:
        yield reason(rule, "method_unknown", method=situation.body.method)


def witness(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The witness of a destruction is another person of the side that destroyed, and saw these copies."""
    cited = situation.cited_of(I + "destruction")
    if not cited:
        yield reason(rule, "no_destruction")
        return
    act, body = situation.act, situation.body
    for each in cited:
        burnt = each.placed
        if burnt.act.case != _case(situation) or burnt.act.side_of != act.side_of:
            yield reason(rule, "of_another", party=burnt.act.side_of)
        if _person(situation, burnt.act.officer) == _person(situation, act.officer):
            yield reason(rule, "same_person", person=_person(situation, act.officer))
        if body.on < burnt.body.on:
            yield reason(rule, "before", destroyed=burnt.body.on, on=body.on)
    burnt_copies = {copy for each in cited for copy in each.placed.body.copies}
    rest = sorted(set(body.copies) - burnt_copies)
    if rest:
        yield reason(rule, "copies", copies=", ".join(rest))


def _person(situation: Situation, key: bytes) -> str:
    """The person who holds a key, by number; the key itself where the roll knows none."""
    known = situation.roll.keys.get(key)
    return known.holder if known is not None else key.hex()[:16]


def missing(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A loss names its circumstances by a code, and was last seen before it was noticed."""
    body = situation.body
    if body.circumstances not in rule.params["circumstances"]:
        yield reason(rule, "circumstances", code=body.circumstances)
    if body.last_seen is not None and body.last_seen > body.on:
        yield reason(rule, "last_seen", last_seen=body.last_seen, on=body.on)


def found(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What is found again is whole: its condition, and its pages where they are counted."""
    body, terms = situation.body, situation.terms
    if body.condition != "intact":
        yield reason(rule, "condition", condition=body.condition)
    if not (body.pages and is_item(terms)):
        return
    for each in terms.copies:
        if each.copy in body.copies and each.pages != body.pages:
            yield reason(rule, "pages_differ", copy=each.copy, registered=each.pages, found=body.pages)


def remarked(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A holder re-marks after a regrading of this item, the copies that it speaks of."""
    body, cited = situation.body, situation.cited_of(I + "regrade")
    ours = [each.placed.body for each in cited if each.placed.act.case == _case(situation)]
    if not ours:
        yield reason(rule, "no_regrade")
        return
    for each in ours:
        rest = sorted(set(body.copies) - set(each.copies)) if each.copies else []
        if rest:
            yield reason(rule, "copies", copies=", ".join(rest))


def muster_result(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A muster says of each copy once whether it was seen, and explains by a code why not."""
    body = situation.body
    seen = [*body.sighted, *(each.copy for each in body.not_sighted)]
    if not seen or not body.muster.strip():
        yield reason(rule, "nothing", muster=body.muster)
    twice = sorted(each for each, count in Counter(seen).items() if count > 1)
    if twice:
        yield reason(rule, "named_twice", copies=", ".join(twice))
    for each in body.not_sighted:
        if each.explanation not in rule.params["explanations"]:
            yield reason(rule, "explanation", copy=each.copy, code=each.explanation)


def trace(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A tracer goes after a package of one's own, once the days for its receipt are over. Parameters: ``days``."""
    sent = situation.cited_of(I + "dispatch")
    if not sent or sent[0].placed.act.side_of != situation.act.side_of:
        yield reason(rule, "no_dispatch", package=situation.body.package)
        return
    due = sent[0].placed.body.on + timedelta(days=rule.params["days"])
    if situation.on < due:
        yield reason(rule, "too_early", due=due, on=situation.on)


CHECKS: dict[str, Check] = {
    "isa.copies@1": copies,
    "isa.dispatch@1": dispatch,
    "isa.receipt@1": receipt,
    "isa.reproduction@1": reproduction,
    "isa.released@1": released,
    "isa.destruction@1": destruction,
    "isa.witness@1": witness,
    "isa.missing@1": missing,
    "isa.found@1": found,
    "isa.remarked@1": remarked,
    "isa.muster_result@1": muster_result,
    "isa.trace@1": trace,
}
