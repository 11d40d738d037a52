"""What the forms of the programme begin with: one's own contacts, the offer as it is, the day and level asked for.

Law: what the case already says is taken over where the act says it anew; a change begins empty, so that nothing is
proposed that nobody chose.
"""

from __future__ import annotations

from collections.abc import Callable

from warifu.doors.web.forming.given import Given
from warifu.doors.web.forming.reading import flat
from warifu.doors.web.forming.typed import BODY, Typed
from warifu.law.room import Kind
from warifu.rooms.programme.acts import support
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.terms.area import is_area
from warifu.rooms.programme.terms.consultation import is_consultation
from warifu.rooms.programme.terms.support import is_support


def _contacts(given: Given) -> Typed:
    """Our contacts as they are; of a side that has named none, nothing."""
    ours = given.terms.contacts.get(given.us, ()) if is_area(given.terms) else ()
    blocks = [flat(each, f"{BODY}contacts.{place}.") for place, each in enumerate(ours)]
    return {name: text for block in blocks for name, text in block.items()}


def _offer(given: Given) -> Typed:
    """The offer as it stands, to be changed."""
    terms = given.terms
    if not is_support(terms):
        return {}
    now = support.SupportAmend(given.day, "", terms.lines, terms.from_day, terms.to_day)
    return {name: text for name, text in flat(now, BODY).items() if name != f"{BODY}reason"}


def _attend(given: Given) -> Typed:
    """The last day and the level asked for."""
    terms = given.terms
    if not is_consultation(terms):
        return {}
    return {f"{BODY}day": max(terms.by_day, given.day).isoformat(), f"{BODY}level": terms.level}


def _session(given: Given) -> Typed:
    """The level and posts agreed."""
    terms = given.terms
    return {f"{BODY}level": terms.level, f"{BODY}posts": "\n".join(terms.posts)} if is_consultation(terms) else {}


def _empty(_given: Given) -> Typed:
    return {}


KINDS: dict[str, Callable[[Given], Typed]] = {
    P + "agree_area": _contacts,
    P + "area_contacts": _contacts,
    P + "area_amend": _empty,
    P + "commitment_amend": _empty,
    P + "outcome": _empty,
    P + "support_amend": _offer,
    P + "attend": _attend,
    P + "session": _session,
}


def filled(kind: Kind, given: Given) -> Typed:
    """Return what a form of one of these kinds begins with."""
    return KINDS[kind.name](given)
