"""A strict reader of iCalendar (RFC 5545), written for the trials alone: it shares nothing with what writes.

It refuses what a lenient program would forgive: lines over 75 octets, a fold within a character, line ends that are not
CRLF, properties without a name, ends that do not match, a date that is none, a text with a bare comma or semicolon.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import NamedTuple

MOST_OCTETS = 75
_NAME = re.compile(r"[A-Z0-9-]+")
_PARAM = re.compile(r';([A-Z0-9-]+)=("[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*)')
_DATE, _UTC = re.compile(r"\d{8}"), re.compile(r"\d{8}T\d{6}Z")
_ESCAPED = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n", "\\N": "\n"}
TEXTS = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "CATEGORIES"})


class Property(NamedTuple):
    """One line: name, parameters, value as written."""

    name: str
    parameters: dict[str, str]
    value: str

    def text(self) -> str:
        """Return a TEXT without its escapes."""
        bare = re.sub(r"\\[\\;,nN]", "", self.value)
        assert not re.search(r"[\\;,]", bare) or self.name == "CATEGORIES", self.value
        return re.sub(r"\\[\\;,nN]", lambda found: _ESCAPED[found[0]], self.value)

    def day(self) -> date:
        """Return a DATE."""
        assert self.parameters.get("VALUE") == "DATE", self
        assert _DATE.fullmatch(self.value), self.value
        return date(int(self.value[:4]), int(self.value[4:6]), int(self.value[6:]))

    def instant(self) -> datetime:
        """Return a DATE-TIME in UTC."""
        assert _UTC.fullmatch(self.value), self.value
        return datetime.strptime(self.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


class Component(NamedTuple):
    """A calendar or an event: its properties in order, what lies in it."""

    kind: str
    properties: list[Property]
    inner: list[Component]

    def one(self, name: str) -> Property:
        """Return a property that stands exactly once."""
        found = [each for each in self.properties if each.name == name]
        assert len(found) == 1, (self.kind, name, len(found))
        return found[0]


def lines_of(raw: bytes) -> list[str]:
    """Return the unfolded lines of a document."""
    assert raw.endswith(b"\r\n"), "the last line has no end"
    physical = raw[:-2].split(b"\r\n")
    for line in physical:
        assert b"\r" not in line, line
        assert b"\n" not in line, line
        assert line, "an empty line"
        assert len(line) <= MOST_OCTETS, (len(line), line)
        line.decode("utf-8")  # a fold within a character breaks it
    logical: list[str] = []
    for line in (each.decode("utf-8") for each in physical):
        if line.startswith((" ", "\t")):
            logical[-1] += line[1:]
        else:
            logical.append(line)
    return logical


def _property(line: str) -> Property:
    name = _NAME.match(line)
    assert name, line
    at, parameters = name.end(), {}
    while found := _PARAM.match(line, at):
        assert found[1] not in parameters, line
        parameters[found[1]] = found[2].strip('"')
        at = found.end()
    assert line[at : at + 1] == ":", line
    made = Property(name[0], parameters, line[at + 1 :])
    if made.name in TEXTS:
        made.text()
    return made


def read(raw: bytes) -> Component:
    """Return the one calendar of a document; raises AssertionError for anything that the RFC does not allow."""
    stack: list[Component] = []
    whole: Component | None = None
    for each in map(_property, lines_of(raw)):
        assert whole is None, "something stands after the calendar"
        if each.name == "BEGIN":
            stack.append(Component(each.value, [], []))
        elif each.name == "END":
            ended = stack.pop()
            assert ended.kind == each.value, (ended.kind, each.value)
            if stack:
                stack[-1].inner.append(ended)
            else:
                whole = ended
        else:
            stack[-1].properties.append(each)
    assert whole is not None, "nothing ends"
    assert not stack, "nothing ends"
    assert whole.kind == "VCALENDAR", whole.kind
    assert whole.one("VERSION").value == "2.0"
    whole.one("PRODID")
    return whole


def events_of(raw: bytes) -> dict[str, Component]:
    """Return the events of a calendar by UID: each all-day, ending after it begins, each name but once."""
    found: dict[str, Component] = {}
    for each in read(raw).inner:
        assert each.kind == "VEVENT", each.kind
        uid = each.one("UID").value
        assert uid not in found, uid
        assert each.one("DTEND").day() > each.one("DTSTART").day(), uid
        each.one("DTSTAMP").instant()
        assert int(each.one("SEQUENCE").value) >= 0
        assert each.one("STATUS").value in {"TENTATIVE", "CONFIRMED", "CANCELLED"}
        found[uid] = each
    return found
