"""What the forms of transfers begin with: recipients and quantities as asked for, what was granted, what is held.

Law: what was asked for is taken over, so that less of it can be granted; outcomes (but of a refusal), conditions,
reasons, guidelines and licences are never filled in. Of what has happened the lines are those that can still happen:
what was granted and not shipped, what was shipped and has not come, what is held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from warifu.core.exact import EXACT
from warifu.doors.web.forming.given import Given
from warifu.doors.web.forming.typed import BODY, CITES, Typed
from warifu.law.case import Stand
from warifu.law.room import Kind
from warifu.rooms.equipment import holdings
from warifu.rooms.equipment.acts import transfer
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.rows_transfer import facts_of
from warifu.rooms.equipment.terms.transfer import TransferTerms, amount_of

Line = tuple[str, str, Decimal]
"""Item, recipient, quantity."""


def _told(given: Given) -> holdings.Told:
    facts = [] if given.case is None else [holdings.fact_of(stand.placed) for stand in facts_of(given.case)]
    return holdings.fold(facts, holdings.limits_of(given.terms))


def _lines(lines: Iterable[Line], name: str = "lines") -> Typed:
    """The lines of which there is something."""
    found: Typed = {}
    for place, (item, recipient, quantity) in enumerate(each for each in lines if each[2] > 0):
        at = f"{BODY}{name}.{place}."
        found |= {f"{at}item": item, f"{at}recipient": recipient, f"{at}quantity": f"{quantity:f}"}
    return found


def _cites(*stands: Stand) -> Typed:
    return {CITES: " ".join(stand.placed.digest.hex() for stand in stands)} if stands else {}


def _undertaking(terms: TransferTerms, given: Given) -> Typed:
    """The newest version of the form for this ground, with what was undertaken before; the rest is for who signs."""
    pack = given.pair.packs.get(given.case.head.pack) if given.case else None
    rows = pack.table.get("undertaking", {}).get("forms", ()) if pack else ()
    known = [row for row in rows if terms.ground in row["grounds"] and row["from"] <= given.day]
    form = {f"{BODY}form": known[-1]["form"], f"{BODY}version": known[-1]["version"]} if known else {}
    return {**form, f"{BODY}points": "\n".join(terms.points())}


def _decided(numbers: Iterable[str]) -> Typed:
    return {f"{BODY}decided.{place}.recipient": number for place, number in enumerate(numbers)}


def _decision(terms: TransferTerms, _given: Given) -> Typed:
    asked = [(each.item, each.recipient, each.quantity) for each in terms.shares]
    return {**_decided(each.number for each in terms.recipients), **_lines(asked, "granted")}


def _refusal(terms: TransferTerms, _given: Given) -> Typed:
    numbers = [each.number for each in terms.recipients]
    return _decided(numbers) | {f"{BODY}decided.{place}.outcome": "refused" for place in range(len(numbers))}


def _anew(terms: TransferTerms, _given: Given) -> Typed:
    asked = [(each.item, each.recipient, each.quantity) for each in terms.shares if each.recipient in terms.appealed]
    return {**_decided(terms.appealed), **_lines(asked, "granted")}


def _upheld(terms: TransferTerms, _given: Given) -> Typed:
    outcomes = {f"{BODY}decided.{place}.outcome": "refused" for place in range(len(terms.appealed))}
    return _decided(terms.appealed) | outcomes


def _appeal(terms: TransferTerms, _given: Given) -> Typed:
    """Those who did not get all."""
    return {f"{BODY}recipients": "\n".join(each.recipient for each in terms.decided if each.outcome != "granted")}


def _licence(terms: TransferTerms, _given: Given) -> Typed:
    """Those who were granted something, as long as all of it holds."""
    granted = [each for each in terms.decided if each.outcome != "refused" and each.valid_from and each.valid_to]
    if not granted:
        return {}
    first = max(each.valid_from for each in granted if each.valid_from)
    last = min(each.valid_to for each in granted if each.valid_to)
    days = {f"{BODY}valid_from": first.isoformat(), f"{BODY}valid_to": last.isoformat()} if first <= last else {}
    return {f"{BODY}recipients": "\n".join(each.recipient for each in granted), **days}


def _shipment(terms: TransferTerms, given: Given) -> Typed:
    """What was granted and has not been shipped."""
    told = _told(given).holdings
    left = []
    for each in terms.granted:
        key = (each.item, each.recipient)
        shipped = told.get(key, holdings.Holding()).shipped
        left.append((*key, EXACT.subtract(amount_of(terms.granted, *key), shipped)))
    return _lines(left)


def _arrival(_terms: TransferTerms, given: Given) -> Typed:
    """The last shipment that no arrival cites, as it was shipped."""
    come = {cite for stand in given.stands("", E + "arrival") for cite in stand.placed.act.cites}
    shipped = [each for each in given.stands("", E + "shipment") if each.placed.digest not in come]
    return _as_told(shipped[:1])


def _taken_back(_terms: TransferTerms, given: Given) -> Typed:
    """The last return that nobody has taken back, as it was given."""
    taken = {cite for stand in given.stands("", E + "taken_back") for cite in stand.placed.act.cites}
    return _as_told([each for each in given.stands("", E + "returned") if each.placed.digest not in taken][:1])


def _as_told(stands: list[Stand]) -> Typed:
    lines = [(each.item, each.recipient, each.quantity) for stand in stands for each in stand.placed.body.lines]
    return {**_lines(lines), **_cites(*stands)}


def _held(_terms: TransferTerms, given: Given) -> Typed:
    """All that is held."""
    return _lines((*key, each.held) for key, each in _told(given).holdings.items())


def _used(terms: TransferTerms, given: Given) -> Typed:
    return {**_held(terms, given), f"{BODY}use": terms.end_use}


_FILLED: dict[str, Callable[[TransferTerms, Given], Typed]] = {
    E + "undertaking": _undertaking,
    E + "decision": _decision,
    E + "refusal": _refusal,
    E + "appeal": _appeal,
    E + "appeal_decision": _anew,
    E + "appeal_refusal": _upheld,
    E + "licence": _licence,
    E + "shipment": _shipment,
    E + "arrival": _arrival,
    E + "taken_back": _taken_back,
    E + "use_report": _used,
    E + "inspection": _held,
    E + "returned": _held,
    E + "disposed": _held,
}
KINDS = frozenset(transfer.KINDS)
"""Kinds that begin as it says here, and with nothing else of their case."""


def filled(kind: Kind, given: Given) -> Typed:
    """Return what a form of one of these kinds begins with."""
    make = _FILLED.get(kind.name)
    terms = given.terms
    return make(terms, given) if make is not None and type(terms) is TransferTerms else {}
