"""Paper from the pages: every act as a bilingual form, and a photograph of a signed form back to its act.

Law: a form is printed by whoever may see its case. A photograph is foreign bytes: what it holds goes through the door
of every foreign act (form, signature, roll), ahead of its place in its author's log, and enters nothing by being looked
at. An act already here is shown with its case, so that the scan can be attached to the step it proves.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core import bundle as bundles
from warifu.core.act import Sealed, open_act
from warifu.core.bundle import Bundle
from warifu.core.errors import BytesError, WarifuError
from warifu.doors import backup
from warifu.doors.paper import chain, laying
from warifu.doors.paper import reading as pictures
from warifu.doors.web import casepage
from warifu.doors.web.page import OFFICERS, Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import w
from warifu.record import log

_MOST_HEX = 8192


def printed(request: Request, digest: str, act: str) -> HttpResponse:
    """Give the form of an act as a PDF; ``?form=`` names one of the state's own chain."""
    root, wanted = casepage.digest_of(digest), casepage.digest_of(act)
    house, name = request.house, request.GET.get("form", "")
    with house.turn(request.peer) as pair:
        found = casepage.shown(request, pair, root)
        if wanted not in found.case.stands:
            raise Http404
        try:
            made = (
                chain.of_act(house.node, request.peer, wanted, house.clock(), name)
                if name
                else laying.of_act(house.node, request.peer, wanted, house.clock())
            )
        except WarifuError as trouble:
            return render(request, "papers/refused.html", {"error": trouble}, status=422)
        paper = backup.Printed(made, casepage.visitor_in(request).name)
        backup.note_print(house.opened.node.store, pair.name, wanted, paper, house.clock())
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{act[:16]}{"-" + name if name else ""}.pdf"'
    return answer


def forms_of(kind: str, party: str) -> tuple[str, ...]:
    """Return which forms of a state's own chain are made from a kind of act."""
    return tuple(name for name, form in chain.FORMS.items() if form.party == party and kind in form.kinds)


def scan(request: Request) -> HttpResponse:
    """Read the act that a photograph shows; say whether it stands here, and offer to take it in where it does not."""
    if request.method != "POST":
        return render(request, "papers/scan.html", {})
    if "raw" in request.POST:
        return _taken(request, str(request.POST["raw"]))
    picture = request.FILES.get("picture")
    try:
        if picture is None:
            raise BytesError("paper.none_chosen")
        sealed = pictures.act_in(picture.read(pictures.MOST_FILE_BYTES + 1), picture.name or "picture")
    except WarifuError as trouble:
        return render(request, "papers/scan.html", {"error": trouble}, status=422)
    return render(request, "papers/scanned.html", _known(request, sealed))


def _known(request: Request, sealed: Sealed) -> dict[str, Any]:
    """Return what is known of an act that a picture holds: where it stands, where the visitor may see that."""
    with request.house.turn(request.peer) as pair:
        case = log.cases_of(pair.store, pair.name, [sealed.digest]).get(sealed.digest, b"")
        try:
            seen = bool(case) and bool(casepage.shown(request, pair, case))
        except Http404:
            seen = False
    return {
        "act": sealed.act,
        "digest": sealed.digest.hex(),
        "here": bool(case),
        "case": case.hex() if seen else "",
        "raw": sealed.envelope.raw.hex(),
        "theirs": sealed.act.party == request.partner,
    }


def _taken(request: Request, told: str) -> HttpResponse:
    """Take an act in ahead of its place, by the door of every foreign act."""
    house, peer = request.house, request.peer
    try:
        raw = bytes.fromhex(told[:_MOST_HEX])
    except ValueError as trouble:
        raise Http404 from trouble
    try:
        sealed = open_act(raw)
        alone = Bundle(sealed.act.party, house.party, sealed.act.officer, loose=(raw,))
        with house.turn(peer):
            received = house.node.receive(peer, bundles.encode(alone))
    except WarifuError as trouble:
        return render(request, "papers/scan.html", {"error": trouble}, status=422)
    messages.success(request, w("papers.waits" if received.aside else "papers.taken"))
    return HttpResponseRedirect(reverse("scan"))


PAGES = (
    Page("print", "cases/<str:digest>/acts/<str:act>/form.pdf", printed, area="orders"),
    Page("scan", "paper/scan", scan, reads=OFFICERS, writes=OFFICERS, area="orders"),
)
