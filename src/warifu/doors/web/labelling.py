"""The label of an act as a file for other systems, from the page of its case.

Law: who sees the case gets the label of each of its acts, and nobody else; the other side's marking is the one that the
item's line gives, or the one that the tables give where nobody has to decide. Nothing is kept of what was handed out:
it can be made again at any time from the act alone.
"""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render

from warifu.core.errors import WarifuError
from warifu.doors import markings
from warifu.doors.labels import acts, reading
from warifu.doors.labels.acts import Labelled, Subject
from warifu.doors.paper import laying
from warifu.doors.web import casepage
from warifu.doors.web.page import Page
from warifu.doors.web.request import Request
from warifu.node.pair import Pair

WAYS = ("detached", "encapsulated")


class Made(NamedTuple):
    """The label of an act, and the file that binds it."""

    labelled: Labelled
    raw: bytes


def of_act(request: Request, pair: Pair, wanted: bytes, way: str) -> Made:
    """Make the label of an act whose case the visitor sees; within a turn.

    Raises Http404, and ValueTroubleError for a label that no scheme here reads.
    """
    casepage.shown_act(request, pair, wanted)
    held = laying.held(request.house.node, request.peer, wanted)
    terms = held.stand.terms if held.stand else None
    subject = Subject(held.placed.act, wanted, held.raw, (pair.us, pair.peer))
    found = acts.labelled(subject, request.house.node.schemes, markings.ruled_in(terms, held.placed.act.label))
    return Made(found, reading.write(acts.bound(subject, found, way)))


def label(request: Request, digest: str, act: str) -> HttpResponse:
    """Hand out the label of an act as a file; ``?way=encapsulated`` with the signed act in it."""
    root, wanted = casepage.digest_of(digest), casepage.digest_of(act)
    way = request.GET.get("way", WAYS[0])
    if way not in WAYS:
        raise Http404
    with request.house.turn(request.peer) as pair:
        if casepage.shown_act(request, pair, wanted) != root:
            raise Http404
        try:
            made = of_act(request, pair, wanted, way)
        except WarifuError as trouble:
            return render(request, "papers/refused.html", {"error": trouble}, status=422)
    answer = HttpResponse(made.raw, content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{act[:16]}-label.xml"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


PAGES = (Page("label", "cases/<str:digest>/acts/<str:act>/label.xml", label, area="orders"),)
