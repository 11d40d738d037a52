"""What the forms of consents begin with: the lines asked for, what is left, the document declared, the fact told.

Law: what was asked for is taken over, so that less of it can be consented to; a draw begins with all that is left for
the only recipient that has something left. What the originator rules is never filled in but where it passes on whole.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from warifu.doors.web.forming.given import Given
from warifu.doors.web.forming.reading import flat
from warifu.doors.web.forming.typed import BODY, CITES, Typed
from warifu.law.case import Stand
from warifu.law.room import Kind
from warifu.rooms.equipment.acts import consent
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.terms.consent import ConsentTerms, after


def _typed(record: msgspec.Struct, *left_out: str) -> Typed:
    """Return the fields of a body, without those that are for the officer to say."""
    out = {f"{BODY}{name}" for name in ("on", "late_reason", *left_out)}
    return {name: text for name, text in flat(record, BODY).items() if name not in out}


def _consent(terms: ConsentTerms, given: Given) -> Typed:
    """All that was asked for, until the day and on the conditions offered; its reference is left to the officer."""
    portions = tuple(consent.Portion(each.item, each.quantity, each.recipient) for each in terms.asked)
    return _typed(consent.Consent(given.day, "", portions, terms.until, terms.offered), "reference")


def _draw(terms: ConsentTerms, given: Given) -> Typed:
    """All that is left, where it is left for one recipient alone."""
    open_lines = [each for each in terms.scope if each.left.amount > 0]
    if len({each.recipient for each in open_lines}) != 1:
        return {}
    items = tuple(consent.Drawn(each.item, each.left) for each in open_lines)
    return _typed(consent.Draw(given.day, items, open_lines[0].recipient))


def _third(terms: ConsentTerms, _given: Given) -> Typed:
    """The first third state of which nothing is declared."""
    declared = {each.state for each in terms.third}
    state = next((each for each in terms.partners if each not in declared), "")
    return {f"{BODY}state": state} if state else {}


def _confirm(terms: ConsentTerms, given: Given) -> Typed:
    """The first document that the other side has declared and we have not confirmed."""
    waiting = [each for each in terms.third if not each.confirmed and each.declared_by != given.us]
    if not waiting:
        return {}
    return {f"{BODY}state": waiting[0].state, f"{BODY}reference": waiting[0].reference}


def _inherit(terms: ConsentTerms, given: Given) -> Typed:
    """The oldest fact on which nobody has ruled, and all that is left of what it is about."""
    facts = [each for each in given.stands("", E + "succession") if each.placed.digest not in terms.ruled]
    if not facts:
        return {}
    told: Stand = facts[-1]
    fact: consent.Succession = told.placed.body
    portions = tuple(
        consent.Portion(item, each.left, recipient)
        for each in terms.before(fact.change, fact.old)
        for item, recipient in [after(each, fact.change, fact.new)]
    )
    body = consent.Inherit(given.day, fact.change, fact.old, fact.new, "carries", "", portions, fact.country)
    return {**_typed(body, "reference", "effect"), CITES: told.placed.digest.hex()}


_FILLED: dict[str, Callable[[ConsentTerms, Given], Typed]] = {
    E + "consent": _consent,
    E + "draw": _draw,
    E + "third_consent": _third,
    E + "confirm_third": _confirm,
    E + "inherit": _inherit,
}
KINDS = frozenset(consent.KINDS)
"""Kinds that begin as it says here, and with nothing else of their case."""


def filled(kind: Kind, given: Given) -> Typed:
    """Return what a form of one of these kinds begins with."""
    make, terms = _FILLED.get(kind.name), given.terms
    return make(terms, given) if make is not None and type(terms) is ConsentTerms else {}
