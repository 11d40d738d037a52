"""A calendar as other programs subscribe to it (iCalendar, RFC 5545): all-day events, each the same one while it lasts.

Law: an event keeps its UID as long as its case does; SEQUENCE grows with the acts of the case, so that a changed event
takes the old one's place; what was called off stays, as CANCELLED, until it leaves the window. DTEND is the day after
the last (RFC 5545 §3.6.1). The same events give the same bytes: the stamp is that of the last act, not of the asking.
Lines are folded by octets (§3.1): Japanese text is three octets a character.

Place on the path: under the page that knows who asks; words come in already in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

from icalendar import Calendar, vDuration
from icalendar import Event as Entry

PRODUCT = "-//Warifu//Calendar//EN"
_AGAIN = timedelta(hours=6)
Status = Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]


class Event(NamedTuple):
    """One all-day event: ``first`` and ``last`` day, both within; ``stamp``: UTC seconds of its last change."""

    uid: str
    sequence: int
    stamp: int
    first: date
    last: date
    summary: str
    description: str
    where: str
    address: str
    """URL of its case."""
    status: Status
    category: str


def document(events: Iterable[Event], name: str, language: str) -> bytes:
    """Return a calendar with these events as RFC 5545 octets; ``name`` as programs show it, ``language`` ``en``/``ja``.

    An event whose last day is the last there is (9999-12-31) ends on it.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name, {"LANGUAGE": language})
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(_AGAIN), {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_AGAIN))
    for event in events:
        calendar.add_component(_entry(event, language))
    return bytes(calendar.to_ical())


def _entry(event: Event, language: str) -> Entry:
    entry, spoken = Entry(), {"LANGUAGE": language}
    entry.add("uid", event.uid)
    entry.add("dtstamp", datetime.fromtimestamp(event.stamp, UTC))
    entry.add("sequence", event.sequence)
    entry.add("dtstart", event.first)
    entry.add("dtend", _after(event.last))
    entry.add("summary", _readable(event.summary), spoken)
    if event.description:
        entry.add("description", _readable(event.description), spoken)
    if event.where:
        entry.add("location", _readable(event.where), spoken)
    entry.add("url", event.address)
    entry.add("categories", [event.category])
    entry.add("status", event.status)
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    return entry


def _readable(text: str) -> str:
    """Return a text without the letters that no calendar may hold (§3.1): one odd number must not spoil the rest."""
    return "".join("\ufffd" if (each < " " and each not in "\n\t\r") or each == "\x7f" else each for each in text)


def _after(last: date) -> date:
    return last + timedelta(days=1) if last < date.max else last
