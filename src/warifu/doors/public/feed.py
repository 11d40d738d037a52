"""The Atom feed of one language (RFC 4287): an entry for each announcement, stable ids, no time of making.

Law: an entry keeps its id for good; ``updated`` moves with a correction or a withdrawal. Ids are name-based UUIDs of
the announcement's address, so that they depend on no host. Links are relative, to a base where the pages' own address
is known.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from lxml import etree
from lxml.builder import ElementMaker

from warifu.doors.public.notices import Notice
from warifu.doors.public.saying import call, said
from warifu.doors.sentences import Language

ATOM = "http://www.w3.org/2005/Atom"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:warifu:announcements")
NAME = "feed.atom"
_E = ElementMaker(namespace=ATOM, nsmap={None: ATOM})


class Place(NamedTuple):
    """Whose feed it is, in which language, and the address of its folder; empty where only the reader knows it."""

    party: str
    language: Language
    base: str = ""


def feed(notices: Iterable[Notice], place: Place) -> bytes:
    """Return the bytes of a feed; the same notices give the same bytes."""
    known = list(notices)
    language = place.language
    root = _E.feed(
        _E.id(_id(f"{place.party} {language}")),
        _E.title(said("site", language)),
        _E.subtitle(said("about", language)),
        _E.updated(_instant(max((each.changed for each in known), default=0))),
        _E.author(_E.name(call(f"party.{place.party}", language))),
        _E.link(rel="self", type="application/atom+xml", href=NAME),
        _E.link(rel="alternate", type="text/html", hreflang=language, href="index.html"),
        *(_entry(each, language) for each in known),
    )
    root.set(f"{_XML}lang", language)
    if place.base:
        root.set(f"{_XML}base", place.base)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return made


def _entry(notice: Notice, language: Language) -> etree._Element:
    other: Language = "en" if language == "ja" else "ja"
    page = f"{notice.address}.html"
    return _E.entry(
        _E.id(_id(notice.address)),
        _E.title(title(notice, language)),
        _E.published(_instant(notice.editions[0].since)),
        _E.updated(_instant(notice.changed)),
        *(_E.author(_E.name(call(each, language))) for each in notice.issuers),
        _E.category(term=notice.form, label=call(notice.form, language)),
        _E.link(rel="alternate", type="text/html", hreflang=language, href=page),
        _E.link(rel="related", type="text/html", hreflang=other, href=f"../{other}/{page}"),
        _E.content(_content(notice, language), type="text"),
    )


def title(notice: Notice, language: Language) -> str:
    """Return the title as it is listed: one that was withdrawn or corrected says so."""
    plain = notice.now.in_(language).title or notice.number
    if notice.withdrawn:
        return said("titled_withdrawn", language, title=plain)
    return said("titled_corrected", language, title=plain) if notice.corrected else plain


def _content(notice: Notice, language: Language) -> str:
    words = notice.now.in_(language)
    if notice.withdrawn:
        return said("is_withdrawn", language)
    if not notice.shown:
        return said("is_removed", language)
    return f"{words.text}\n\nSHA-256: {words.digest.hex()}"


def _id(name: str) -> str:
    return uuid.uuid5(_NAMES, name).urn


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
