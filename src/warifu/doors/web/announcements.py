"""Announcements for our own people: what waits, is under embargo, is public, or may not be; and the deposit copies.

Law: limited to what the visitor may see, as every list; the wording under an embargo is on the page of its case.
Whether the words are those that were signed is told here, long before anybody outside could have seen them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render

from warifu.doors.public import deposit, notices
from warifu.doors.sentences import Language
from warifu.doors.web.casepage import digest_of
from warifu.doors.web.forming.naming import called
from warifu.doors.web.orders import reader_of
from warifu.doors.web.page import AUDITOR, Page
from warifu.doors.web.request import Request

READS = frozenset({AUDITOR, "committee_member", "liaison_officer"})
_FOR_EVER = 2**62
"""Also what is under embargo still is held against its digests."""
_ROWS = (
    'SELECT a."case", a.number, a.form, a.state, a.turn, a.embargo, a.withdrawn_at, '
    '(SELECT min(w.public_from) FROM programme_wording w WHERE w.pair = a.pair AND w."case" = a."case") '
    "FROM programme_announcement a WHERE a.pair = %s ORDER BY a.embargo DESC, a.number"
)


class Line(NamedTuple):
    """One announcement of the list; ``standing``: waiting, embargo, public, withdrawn, over or fault."""

    case: bytes
    number: str
    form: str
    state: str
    turn: str
    embargo: int
    standing: str


def lines(request: Request) -> list[Line]:
    """Return the announcements that the visitor may see, the latest embargo first."""
    reader, now = reader_of(request), request.house.clock()
    store = reader.of(request.house.store)
    amiss = {each.number for each in notices.public(store, _FOR_EVER).faults}
    found = []
    for case, number, form, state, turn, embargo, withdrawn_at, since in store.run(_ROWS, [reader.pair]):
        begun = since is not None and since <= now
        standing = "waiting" if turn else "over" if since is None and withdrawn_at is None else "embargo"
        standing = "public" if begun else standing
        standing = "withdrawn" if withdrawn_at is not None else "fault" if number in amiss else standing
        found.append(Line(case, number, form, state, turn, embargo, standing))
    return found


def announcements(request: Request) -> HttpResponse:
    """List announcements with what stands of each."""
    return render(request, "announcements/list.html", {"lines": lines(request), "called": called})


def copy(request: Request, digest: str, language: Language) -> HttpResponse:
    """Hand out the deposit copy of an announcement that is public."""
    root = digest_of(digest)
    store = reader_of(request).of(request.house.store)
    known: Any = next(
        (each for each in notices.public(store, request.house.clock()).notices if each.case == root), None
    )
    if known is None or not known.shown or language not in notices.LANGUAGES:
        raise Http404
    response = HttpResponse(deposit.copy(known, language), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{known.address}-{language}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


PAGES = (
    Page("announcements", "announcements/", announcements, reads=READS, area="announcements"),
    Page("deposit", "announcements/<str:digest>/deposit.<str:language>.pdf", copy, reads=READS, area="announcements"),
)
