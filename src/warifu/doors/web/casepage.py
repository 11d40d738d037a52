"""The page of one case: its story act by act, what it has come to, whose move it is, and the one thing to do next.

Law: the story comes from the fold, figures from the tables, and both from the same logs; a page judges nothing. Who may
not see a case is told what is told of a case that does not exist, after the same two questions to the tables; only then
is a case read. A file is handed out as it is named in an act, never to be opened by the browser as a page.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.doors.web import casepage_next, casepage_story, casepage_tables, marking
from warifu.doors.web.accounts.visitor import Visitor
from warifu.doors.web.forming.naming import Names, activity_called, called, flow_called, unit_called
from warifu.doors.web.orders import reader_of
from warifu.doors.web.page import EVERYONE, Page
from warifu.doors.web.request import Request
from warifu.law.case import Case
from warifu.node.pair import Pair
from warifu.node.reading import Gathered
from warifu.record import log, queries_links, queries_pages, queries_sight, removals

_DIGEST = re.compile(r"[0-9a-f]{64}")
MEDIA = {
    "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic",
}  # fmt: skip
"""Media types under which a file is handed out; any other goes as plain bytes."""


class Shown(NamedTuple):
    """A case that the visitor may see, as it was read in one turn."""

    pair: Pair
    case: Case
    gathered: Gathered


def digest_of(text: str) -> bytes:
    """Return the digest that an address names, in its one form (no blanks: it may go into a header); raises Http404."""
    if not _DIGEST.fullmatch(text):
        raise Http404
    return bytes.fromhex(text)


def visitor_in(request: Request) -> Visitor:
    """Return the visitor; the gate has seen to it that there is one."""
    if request.visitor is None:
        raise Http404
    return request.visitor


def shown(request: Request, pair: Pair, root: bytes) -> Shown:
    """Read one case that the visitor may see; raises Http404. To be called within a turn."""
    kind, reader = queries_sight.sees_case(pair.store, pair.name, root), reader_of(request)
    seen = queries_pages.seen(pair.store, reader, kind.partition("/")[0], root)
    if not kind or seen is False:
        raise Http404
    gathered = pair.reader.gather([root])
    case = pair.fold(gathered).get(root)
    if case is None:
        raise Http404
    desk = case.stands[root].placed.act.desk
    if seen is None and reader.desks is not None and case.opener == pair.us and desk not in {"", *reader.desks}:
        raise Http404
    marking.note_case(request, case)
    return Shown(pair, case, gathered[root])


def shown_act(request: Request, pair: Pair, wanted: bytes) -> bytes:
    """Return the case of an act that the visitor may see; raises Http404. To be called within a turn."""
    root = log.cases_of(pair.store, pair.name, [wanted]).get(wanted)
    if root is None:
        raise Http404
    shown(request, pair, root)
    return root


def sees_act(request: Request, pair: Pair, wanted: bytes) -> bool:
    """Tell whether an act is here and the visitor may see its case. To be called within a turn."""
    try:
        shown_act(request, pair, wanted)
    except Http404:
        return False
    return True


_INCIDENT = "information/incident"


def case(request: Request, digest: str) -> HttpResponse:
    """Show one case."""
    root, visitor, day = digest_of(digest), visitor_in(request), request.house.today()
    with request.house.turn(request.peer) as pair:
        found = shown(request, pair, root)
        names = Names(pair.store, pair.name)
        told = casepage_story.story(found.pair, found.case, found.gathered, names)
        resting = queries_links.resting_on(pair.store, reader_of(request), found.case.stands)
        context = {
            "case": found.case,
            "kind": found.case.stands[root].placed.act.kind,
            "number": getattr(found.case.stands[root].placed.body, "number", ""),
            "acts": told,
            "next": casepage_next.moves(found.pair, found.case, visitor, day),
            "sections": casepage_tables.sections(found.pair, found.case, day),
            "names": names,
            "called": called,
            "unit_called": unit_called,
            "activity_called": activity_called,
            "roll": pair.rolls[pair.us].founded.hex() if visitor.signs else "",
            "may_erase": casepage_next.may(pair, visitor, "parties/erase"),
            "may_affirm": casepage_next.may(pair, visitor, "parties/affirm"),
            "may_report": found.case.opener != pair.us and casepage_next.may_begin(pair, visitor, _INCIDENT),
            "signed": request.GET.get("signed", ""),
            "resting": [each.line for each in resting],
            "marked": marking.lines(request, [each.line.case for each in resting]),
            "flow_called": flow_called,
            "agreed": found.case.confirmed_head() == found.case.head.placed.digest,
        }
        if any(text.text is not None for each in told for text in each.texts):
            note_shown(request, pair, root)
    return render(request, "orders/case.html", context)


def note_shown(request: Request, pair: Pair, root: bytes) -> None:
    """Note that the visitor was shown texts of a case (or of a preparation): once a day, for whoever follows up."""
    store, visitor = request.house.opened.node.store, visitor_in(request)
    removals.note_seen(store, pair.name, root, visitor.name, request.house.clock())


def act(request: Request, digest: str) -> HttpResponse:
    """Lead from an act to its place on the page of its case."""
    wanted = digest_of(digest)
    with request.house.turn(request.peer) as pair:
        root = shown_act(request, pair, wanted)
    return HttpResponseRedirect(f"{reverse('case', args=[root.hex()])}#act-{wanted.hex()[:16]}")


def file(request: Request, digest: str, attached: str) -> HttpResponse:
    """Hand out a file that an act of a case names, as a download."""
    root, wanted = digest_of(digest), digest_of(attached)
    with request.house.turn(request.peer) as pair:
        found = shown(request, pair, root)
        named = [
            each
            for stand in found.case.stands.values()
            for each in stand.placed.act.attachments
            if each.digest == wanted
        ]
        raw = queries_pages.attachment(pair.store, pair.name, wanted) if named else None
    if raw is None:
        raise Http404
    media = named[0].media if named[0].media in MEDIA else "application/octet-stream"
    response = HttpResponse(raw, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{wanted.hex()[:16]}.{MEDIA.get(media, "bin")}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


PAGES = (
    Page("case", "cases/<str:digest>", case, reads=EVERYONE, area="orders"),
    Page("file", "cases/<str:digest>/files/<str:attached>", file, reads=EVERYONE, area="orders"),
    Page("act", "acts/<str:digest>", act, reads=EVERYONE, area="orders"),
)
