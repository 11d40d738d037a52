"""Checks: what stays in our own house: attestations, need-to-know, custodians, musters, decisions, openings.

Law: a national act is judged before it is sealed, like any other of ours. What a check needs of another case the act
cites. Who answers for a copy, and who may sign for it, is told by the key that signs: its holder on the roll.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from warifu.core.canonical import DIGEST_BYTES
from warifu.core.days import add_months
from warifu.core.errors import ValueTroubleError
from warifu.core.label import HIGHEST, schemes_of
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.pack import Rule
from warifu.rooms.information import access
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.acts.house import MAX_LINES

MAX_CHARS = 80
MAX_SHEETS = 1000


def holder(situation: Situation) -> str:
    """Number of the person whose key signs; empty where the roll does not know it."""
    return person_of(situation, situation.act.officer)


def person_of(situation: Situation, key: bytes) -> str:
    """Number of the person who holds a key; empty where the roll does not know it."""
    known = situation.roll.keys.get(key)
    return known.holder if known else ""


def _same_hand(situation: Situation, before: bytes) -> bool:
    """Tell whether who signed before, and who signs now, are one person: with whichever key, for whichever post."""
    now = situation.act.officer
    return before == now or (bool(before) and person_of(situation, before) == person_of(situation, now) != "")


# --- forms ----------------------------------------------------------------------------------------------------------


def named(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The fields that the rule lists are there and not longer than a name; a digest is whole."""
    for name in rule.params["fields"].get(situation.act.kind.removeprefix(I), ()):
        value = getattr(situation.body, name)
        if isinstance(value, bytes):
            if len(value) != DIGEST_BYTES:
                yield reason(rule, "not_a_digest", field=name)
        elif not value.strip() or len(value) > MAX_CHARS:
            yield reason(rule, "missing", field=name)


def cause(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An end has a cause of the pack's list; a transfer says to which agency, and it is another."""
    body, kind = situation.body, situation.act.kind.removeprefix(I)
    if body.cause not in rule.params["causes"].get(kind, ()):
        yield reason(rule, "unknown", code=body.cause)
    if body.cause == "transferred" and kind == "attestation_ended" and body.to in {"", situation.terms.body.agency}:
        yield reason(rule, "to_whom", agency=situation.terms.body.agency)


def label(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """An act about a copy bears a marking at least as high as the copy's."""
    schemes = schemes_of(rule.params)
    known = getattr(situation.body, "known", None)
    asked = known.level if known else max((_level_of(schemes, each) for each in _marked(situation)), default=0)
    try:
        borne = schemes.level(schemes.from_wire(situation.act.label))
    except ValueTroubleError:
        borne = -1
    if borne < min(asked, HIGHEST):
        yield reason(rule, "too_low", asked=asked, label=" ".join(situation.act.label))


def _marked(situation: Situation) -> Iterator[tuple[str, ...]]:
    for each in situation.cited.values():
        yield each.placed.act.label


def _level_of(schemes: object, wire: tuple[str, ...]) -> int:
    try:
        return int(schemes.level(schemes.from_wire(wire)))  # type: ignore[attr-defined]
    except ValueTroubleError:
        return HIGHEST


# --- attestation, need, place ---------------------------------------------------------------------------------------


def attestation(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A clearance of our own side, known to the pack, no higher and no longer than that clearance can be."""
    body = situation.body
    row = next((each for each in rule.params["clearance"] if each["code"] == body.clearance), None)
    if row is None or row["party"] != situation.act.party:
        yield reason(rule, "clearance_unknown", clearance=body.clearance)
    if body.valid_to < body.valid_from:
        yield reason(rule, "days_reversed", valid_from=body.valid_from, valid_to=body.valid_to)
    elif row is not None and body.valid_to > add_months(body.valid_from, 12 * row["years"]):
        yield reason(rule, "too_long", clearance=body.clearance, years=row["years"], valid_to=body.valid_to)
    yield from _by_another(situation, rule)
    yield from _marking(situation, rule, row["level"] if row else HIGHEST)


def _by_another(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Nobody attests a clearance, or a need to know, of one's own."""
    if holder(situation) == situation.body.person:
        yield reason(rule, "own_hand", person=situation.body.person)


def _marking(situation: Situation, rule: Rule, highest: int) -> Iterator[Finding]:
    body, schemes = situation.body, schemes_of(rule.params)
    written = (body.marking.scheme, body.marking.version, body.marking.written)
    try:
        level = schemes.level(schemes.from_wire(written))
    except ValueTroubleError as trouble:
        yield reason(rule, "marking_unknown", marking=body.marking.written, trouble=trouble.code)
        return
    if level > highest:
        yield reason(rule, "above_clearance", marking=body.marking.written, clearance=body.clearance)


def need(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A need has its days in order; nobody is briefed after the day on which it is said."""
    body = situation.body
    if body.to_day < body.from_day:
        yield reason(rule, "days_reversed", from_day=body.from_day, to_day=body.to_day)
    if body.briefed_on is not None and body.briefed_on > body.on:
        yield reason(rule, "briefed_later", briefed_on=body.briefed_on, on=body.on)
    yield from _by_another(situation, rule)


def place(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A place is accredited up to a marking that is known, for at least one medium, with its days in order."""
    body, schemes = situation.body, schemes_of(rule.params)
    if body.valid_to < body.valid_from:
        yield reason(rule, "days_reversed", valid_from=body.valid_from, valid_to=body.valid_to)
    if not body.media:
        yield reason(rule, "no_medium", place=body.place)
    try:
        schemes.from_wire((body.marking.scheme, body.marking.version, body.marking.written))
    except ValueTroubleError:
        yield reason(rule, "marking_unknown", marking=body.marking.written)


# --- custodians -----------------------------------------------------------------------------------------------------


def custodian(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who begins the charge of a copy cites an act of the item whose copy it is."""
    item = situation.body.item
    if not any(item in {each.placed.act.case, each.placed.digest} for each in situation.cited.values()):
        yield reason(rule, "item_not_cited", item=item.hex()[:16])


def hand(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A copy goes from hand to hand by two signatures: who has it, or the registrar for him; then who receives it."""
    body, terms, kind, who = situation.body, situation.terms, situation.act.kind.removeprefix(I), holder(situation)
    if body.on < terms.since:
        yield reason(rule, "before_it_was_taken", on=body.on, since=terms.since)
    if kind == "custody_offer" and body.to in {"", terms.person}:
        yield reason(rule, "to_the_same", person=terms.person)
    if kind == "custody_taken":
        if who != terms.to:
            yield reason(rule, "not_the_receiver", person=terms.to, signer=who)
        if _same_hand(situation, terms.offered_by):
            yield reason(rule, "one_hand", signer=who)
    if kind == "custody_declined" and who not in {terms.to, terms.person}:
        yield reason(rule, "not_of_the_two", signer=who)
    if kind == "custody_moved" and who != terms.person:
        yield reason(rule, "not_the_custodian", person=terms.person, signer=who)


def custody_ended(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The charge of a copy ends by what became of the copy, and that act of the item is cited."""
    wanted = rule.params["facts"].get(situation.body.cause)
    if wanted is None:
        return
    cited = situation.cited_of(*(I + kind for kind in wanted))
    if not any(each.placed.act.case == situation.terms.item for each in cited):
        yield reason(rule, "not_cited", cause=situation.body.cause, kinds=", ".join(wanted))


# --- musters --------------------------------------------------------------------------------------------------------


def muster(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A muster says how many sheets it has; a handover, who hands over and who takes over: two persons."""
    body = situation.body
    if not 1 <= body.sheets <= MAX_SHEETS or not 0 <= body.expected <= body.sheets * MAX_LINES:
        yield reason(rule, "sheets", sheets=body.sheets, expected=body.expected)
    if body.form == "handover" and (not body.person or not body.to or body.person == body.to):
        yield reason(rule, "two_persons", person=body.person, to=body.to)


def sheet(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A sheet belongs to the muster that it cites and names copies, each once, no more than a sheet holds."""
    body = situation.body
    begun = [each for each in situation.cited_of(I + "muster") if each.placed.digest == body.muster]
    if not begun:
        yield reason(rule, "muster_not_cited", muster=body.muster.hex()[:16])
    elif not 1 <= body.sheet <= begun[0].placed.body.sheets:
        yield reason(rule, "number", number=body.sheet, sheets=begun[0].placed.body.sheets)
    if not len(body.lines) <= MAX_LINES or len(set(body.lines)) != len(body.lines):
        yield reason(rule, "lines", lines=len(body.lines), limit=MAX_LINES)


def sighted(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Each line is one of the sheet, is either seen or not, and what explains it is a code of the pack.

    A copy explained as missing rests on the act that reports it to the originator.
    """
    body, lines = situation.body, situation.terms.body.lines
    unseen = [each.line for each in body.not_sighted]
    said = (*body.sighted, *unseen)
    if not said or not all(1 <= line <= len(lines) for line in said):
        yield reason(rule, "no_such_line", lines=len(lines))
        return
    if len(set(said)) != len(said):
        yield reason(rule, "said_twice", line=next(line for line in said if said.count(line) > 1))
    for each in body.not_sighted:
        if each.explanation and each.explanation not in rule.params["explanations"]:
            yield reason(rule, "explanation_unknown", code=each.explanation)
        elif each.explanation == rule.params["missing"] and not _reported(situation, lines[each.line - 1]):
            yield reason(rule, "not_reported", line=each.line)


def _reported(situation: Situation, line: Any) -> bool:
    """Tell whether a report that is cited speaks of this very copy: it is missing, or an incident names it."""
    lost = situation.cited_of(I + "missing")
    if any(each.placed.act.case == line.item and line.copy in each.placed.body.copies for each in lost):
        return True
    return any(_touches(situation, each.placed, line) for each in situation.cited_of(I + "incident"))


def _touches(situation: Situation, report: Any, line: Any) -> bool:
    """Tell whether an incident touches a copy: it cites the item, by its first act or one cited here, and no other."""
    for at, cite in enumerate(report.act.cites):
        known = situation.cited.get(cite)
        case = cite if known is None else known.placed.act.case or cite
        named = [each.copies for each in report.body.touched if each.cite == at]
        if case == line.item and any(not copies or line.copy in copies for copies in named or [()]):
            return True
    return False


def sheet_closed(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Every copy of the sheet was seen, or why not is told; and the custodian does not close the sheet of his own."""
    terms = situation.terms
    said = dict(terms.said)
    if terms.unexplained:
        first = next(line for line in range(1, len(terms.body.lines) + 1) if not said.get(line))
        yield reason(rule, "unexplained", copies=terms.unexplained, first=first)
    if terms.body.custodian and holder(situation) == terms.body.custodian:
        yield reason(rule, "by_the_custodian", person=terms.body.custodian)


def muster_closed(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Every sheet of the muster is closed: the act by which each was is cited."""
    terms, root = situation.terms, situation.act.case
    closed = [each.terms for each in situation.cited_of(I + "sheet_closed") if each.terms.body.muster == root]
    numbers = {each.body.sheet for each in closed}
    if numbers != set(range(1, terms.body.sheets + 1)) or len(closed) != len(numbers):
        yield reason(rule, "sheets_open", sheets=terms.body.sheets, closed=len(numbers))
    copies = sum(len(each.body.lines) for each in closed)
    if copies != terms.body.expected:
        yield reason(rule, "copies_differ", expected=terms.body.expected, listed=copies)
    counted = Counter(line for each in closed for line in each.body.lines)
    twice = sorted({line.copy for line, count in counted.items() if count > 1})
    if twice:
        yield reason(rule, "copy_twice", copies=", ".join(twice))
    if terms.body.form == "handover" and holder(situation) != terms.body.person:
        yield reason(rule, "not_who_hands_over", person=terms.body.person, signer=holder(situation))


def countersigned(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A second officer signs the muster: at a handover the one who takes over."""
    terms = situation.terms
    if _same_hand(situation, terms.closed_by):
        yield reason(rule, "one_hand", signer=holder(situation))
    if terms.body.form == "handover" and holder(situation) != terms.body.to:
        yield reason(rule, "not_who_takes_over", person=terms.body.to, signer=holder(situation))


# --- decisions and openings -----------------------------------------------------------------------------------------


def question(situation: Situation) -> access.Question:
    """Return the question of an act that keeps a decision, with what was known when it was made."""
    body = situation.body
    return access.Question(body.person, body.agency, body.purpose, body.place, body.medium, body.on, body.known)


def _access(step: str) -> Check:
    def one(situation: Situation, rule: Rule) -> Iterator[Finding]:
        """One step of the decision, on a decision that permits."""
        if situation.body.answer != "permitted":
            return
        figures = access.refuses(step, question(situation), access.thresholds(rule.params["access"]))
        if figures is not None:
            yield Finding(rule.id, rule.article, figures)

    return one


def answer(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A refusal rests on findings, and they are the ones that the rules give on what was known."""
    body = situation.body
    rows = access.rules(((id_, rule.article) for id_ in rule.params["order"]), access.thresholds(rule.params["access"]))
    found = access.codes(access.decide(question(situation), rows))
    if body.answer == "refused" and not found:
        yield reason(rule, "nothing_refuses")
    if body.findings != (found if body.answer == "refused" else ()):
        yield reason(rule, "other_findings", said=", ".join(body.findings), found=", ".join(found))


def opened(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A file is opened only by the person whom the decision permits, and on its day."""
    body, asked = situation.body, situation.terms.body
    if asked.answer != "permitted":
        yield reason(rule, "not_permitted", person=asked.person)
    if body.person != asked.person or holder(situation) != asked.person:
        yield reason(rule, "another_person", person=asked.person, signer=holder(situation))
    if body.on != asked.on:
        yield reason(rule, "another_day", decided=asked.on, on=body.on)


def vault_destroyed(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A vault file goes when a destruction was witnessed, or by disposal: an act of the item, or on it, is cited."""
    body = situation.body
    wanted = rule.params["facts"].get(body.cause)
    if wanted is None:
        yield reason(rule, "cause_unknown", code=body.cause)
    elif not any(
        body.item in {each.placed.act.case, each.placed.digest, *each.placed.act.cites}
        for each in situation.cited_of(*wanted)
    ):
        yield reason(rule, "not_cited", cause=body.cause, kinds=", ".join(wanted))


CHECKS: dict[str, Check] = {
    "information.house.named@1": named,
    "information.house.cause@1": cause,
    "information.house.label@1": label,
    "information.attestation@1": attestation,
    "information.need@1": need,
    "information.place@1": place,
    "information.custodian@1": custodian,
    "information.hand@1": hand,
    "information.custody_ended@1": custody_ended,
    "information.muster@1": muster,
    "information.muster_sheet@1": sheet,
    "information.sighted@1": sighted,
    "information.sheet_closed@1": sheet_closed,
    "information.muster_closed@1": muster_closed,
    "information.countersigned@1": countersigned,
    "information.access_answer@1": answer,
    "information.opened@1": opened,
    "information.vault_destroyed@1": vault_destroyed,
    **{f"information.access_{step}@1": _access(step) for step in sorted(access.STEPS)},
}
