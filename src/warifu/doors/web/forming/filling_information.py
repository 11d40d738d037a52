"""What the forms of classified information begin with: which package came, which copies, which act it rests on.

Law: numbers of copies and what is cited are taken over; what a person has to count or read off the thing itself (pages,
seals, condition, marking) never is. The judge looks at all of it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from warifu.doors.web.forming.given import Given
from warifu.doors.web.forming.typed import BODY, CITES, MAX_ITEMS, Typed
from warifu.law.case import Stand
from warifu.law.room import Kind
from warifu.record import queries_information
from warifu.rooms.information.acts import common, consent, holdings, item
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.custody import MISSING
from warifu.rooms.information.rows_item import custody_of
from warifu.rooms.information.terms.consent import is_consent
from warifu.rooms.information.terms.holdings import is_holdings
from warifu.rooms.information.terms.item import is_item


def _copies(numbers: Iterable[str]) -> Typed:
    return {f"{BODY}copies": "\n".join(numbers)}


def _cites(*stands: Stand) -> Typed:
    return {CITES: " ".join(stand.placed.digest.hex() for stand in stands)}


def _in_hand(given: Given) -> list[str]:
    """Numbers of the copies in our hands."""
    told = custody_of(given.case) if given.case is not None else None
    return [
        each.copy for each in (told.copies if told else ())
        if each.now.party == given.us and each.now.status in {"held", "returned"}
    ]  # fmt: skip


def _receipt(given: Given) -> Typed:
    """Of the last package on its way to us: its number and the numbers of its copies, to be read back."""
    other = given.pair.peer
    receipted = {stand.placed.body.package for stand in given.stands(given.us, I + "receipt")}
    for sent in given.stands(other, I + "dispatch"):
        body = sent.placed.body
        if body.package not in receipted:
            copies = {f"{BODY}copies.{place}.copy": number for place, number in enumerate(body.copies)}
            return {f"{BODY}package": body.package, **copies, **_cites(sent)}
    return {}


def _witness(given: Given) -> Typed:
    burnt = given.stands(given.us, I + "destruction")
    return {**_copies(burnt[0].placed.body.copies), **_cites(burnt[0])} if burnt else {}


def _found(given: Given) -> Typed:
    lost = given.stands(given.us, I + "missing")
    return {**_copies(lost[0].placed.body.copies), **_cites(lost[0])} if lost else {}


def _remarked(given: Given) -> Typed:
    """After the last regrading: the copies of which it speaks that are in our hands."""
    regraded = given.stands("", I + "regrade")
    if not regraded:
        return {}
    meant = regraded[0].placed.body.copies
    return {**_copies(each for each in _in_hand(given) if not meant or each in meant), **_cites(regraded[0])}


def _trace(given: Given) -> Typed:
    """Of our first package that nobody has receipted."""
    receipted = {stand.placed.body.package for stand in given.stands(given.pair.peer, I + "receipt")}
    waiting = [each for each in given.stands(given.us, I + "dispatch") if each.placed.body.package not in receipted]
    return {f"{BODY}package": waiting[-1].placed.body.package, **_cites(waiting[-1])} if waiting else {}


def _amend(given: Given) -> Typed:
    """What may be changed, as it stands; the purpose alone is left out, so that nobody sends it again unread."""
    terms = given.terms
    if not is_item(terms):
        return {}
    return {f"{BODY}{name}": "\n".join(getattr(terms, name)) for name in ("releasable_to", "handling")}


def _consent(given: Given) -> Typed:
    """What was asked for: it can be given whole, or less of it."""
    terms = given.terms
    if not is_consent(terms):
        return {}
    return {
        f"{BODY}count": str(terms.asked), f"{BODY}until": terms.until.isoformat(), f"{BODY}recipient": terms.recipient,
    }  # fmt: skip


def _draw(given: Given) -> Typed:
    terms = given.terms
    if not is_consent(terms):
        return {}
    return {f"{BODY}count": "1", f"{BODY}recipient": terms.recipient, **_copies(terms.copies)}


def _close(given: Given) -> Typed:
    """Where nothing else is out: the copies that were never found, with the reports that they are missing."""
    terms = given.terms
    if given.case is None or not is_item(terms):
        return {}
    out = custody_of(given.case).out(terms.opener)
    if not out or any(each.now.status != MISSING for each in out):
        return {}
    lost = {each.now.act for each in out}
    stands = [each for each in given.stands("", I + "missing") if each.placed.digest in lost]
    return {f"{BODY}written_off": "\n".join(each.copy for each in out), **_cites(*stands)}


def _holdings(given: Given) -> Typed:
    """What our own register says that we hold on the day, item by item: the part of it that is not stated yet.

    A part is of one circle, so that nobody reads in it of another, and no longer than a form.
    """
    pair = given.pair
    made = queries_information.parts(queries_information.held(pair.store, pair.name, given.us, given.day), MAX_ITEMS)
    numbers, items = queries_information.stated(pair.store, pair.name, given.us, given.day)
    shown = next((part for part in made if any(each.item not in items for each in part)), made[0])
    number = next(at for at in range(1, len(numbers) + 2) if at not in numbers)
    return {
        f"{BODY}as_of": given.day.isoformat(), f"{BODY}part": str(number),
        f"{BODY}parts": str(max(len(made), number)), **_listed(shown),
    }  # fmt: skip


def _restated(given: Given) -> Typed:
    """A statement anew: its own part, of its own day, with what our register says today of the items that it lists."""
    terms, pair = given.terms, given.pair
    if not is_holdings(terms):
        return {}
    found = queries_information.held(pair.store, pair.name, given.us, terms.as_of)
    ours = [each for each in found if each.item in terms.items]
    days = {f"{BODY}as_of": terms.as_of.isoformat(), f"{BODY}part": str(terms.part), f"{BODY}parts": str(terms.parts)}
    return {**days, **_listed(ours[:MAX_ITEMS])}


def _listed(shown: list[queries_information.HeldItem]) -> Typed:
    typed: Typed = {CITES: " ".join(each.item.hex() for each in shown)}
    for place, each in enumerate(shown):
        typed |= {
            f"{BODY}held.{place}.cite": each.item.hex(), f"{BODY}held.{place}.copies": "\n".join(each.copies),
            f"{BODY}held.{place}.number": each.number,
        }  # fmt: skip
    return typed


def _differences(given: Given) -> Typed:
    """What differs between the statement and our own register."""
    pair = given.pair
    root = b"" if given.case is None else given.case.root
    typed: Typed = {}
    for place, each in enumerate(queries_information.compare(pair.store, pair.name, root)[:MAX_ITEMS]):
        typed |= {
            f"{BODY}differences.{place}.copy": each.copy, f"{BODY}differences.{place}.what": each.what,
            f"{BODY}differences.{place}.number": each.number,
        }  # fmt: skip
    return typed


_FILLED: dict[str, Callable[[Given], Typed]] = {
    I + "receipt": _receipt,
    I + "witness": _witness,
    I + "found": _found,
    I + "remarked": _remarked,
    I + "trace": _trace,
    I + "amend": _amend,
    I + "consent": _consent,
    I + "draw": _draw,
    I + "close": _close,
    I + "holdings": _holdings,
    I + "restate_holdings": _restated,
    I + "dispute_holdings": _differences,
    I + "muster_result": lambda given: {f"{BODY}sighted": "\n".join(_in_hand(given))},
}
KINDS = frozenset({*item.KINDS, *consent.KINDS, *holdings.KINDS, *common.KINDS})
"""Kinds that begin as it says here, and with nothing else of their case."""


def filled(kind: Kind, given: Given) -> Typed:
    """Return what a form of one of these kinds begins with."""
    make = _FILLED.get(kind.name)
    begins = kind.name == I + "holdings"
    fits = begins or (given.case is not None and given.terms is not None)
    return make(given) if make is not None and fits else {}
