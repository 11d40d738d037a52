"""A decision that was kept, and the file it opens: handed out after the officer has confirmed and it is on record."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from warifu.core.keys import Signer
from warifu.doors import sentences
from warifu.doors.web import casepage, marking
from warifu.doors.web.accounts.confirming import Confirming
from warifu.doors.web.inhouse.common import ASKERS, confirmed, desk_of
from warifu.doors.web.page import OFFICERS, Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import language
from warifu.node import domestic
from warifu.node.drafting import Outcome
from warifu.node.vault import Kept
from warifu.record import queries_house


def decision(request: Request, digest: str) -> HttpResponse:
    """Show a decision; sent by the person whom it permits, hand out the file of its copy."""
    case = casepage.digest_of(digest)
    if queries_house.access_of(request.house.store, case) is None:
        raise Http404
    with request.house.turn(request.peer):
        return _open(request, case) if request.method == "POST" else _shown(request, case, Confirming())


def _file(request: Request, case: bytes) -> Kept | None:
    folded = domestic.case(request.house.opened.node, case)
    return None if folded is None else request.house.opened.vault.find(folded.terms.body.item)


def _open(request: Request, case: bytes) -> HttpResponse:
    kept = _file(request, case)
    if kept is None:
        raise Http404
    handed: list[bytes] = []

    def work(signer: Signer) -> Outcome:
        outcome, raw = request.house.opened.vault.open(request.peer, case, (signer, desk_of(request)))
        handed.append(raw)
        return outcome

    sent = confirmed(request, work)
    if not sent.done:
        return _shown(request, case, sent.form, sent.lines, status=422)
    answer = HttpResponse(handed[0], content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{kept.content.hex()[:16]}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _shown(request: Request, case: bytes, form: Confirming, lines: object = (), status: int = 200) -> HttpResponse:
    folded = domestic.case(request.house.opened.node, case)
    if folded is None:
        raise Http404
    kept, visitor = _file(request, case), casepage.visitor_in(request)
    body = folded.terms.body
    marking.note_case(request, folded)
    said = [sentences.of_code(each, language()) for each in body.findings]
    context = {
        "body": body, "findings": said, "kept": kept, "form": form, "lines": lines, "case": case,
        "may": kept is not None and body.answer == "permitted" and visitor.person == body.person,
        "opened": [stand.placed.act.time for stand in folded.line[1:]],
    }  # fmt: skip
    return render(request, "inhouse/decision.html", context, status=status)


PAGES = (Page("decision", "house/decision/<str:digest>", decision, reads=ASKERS, writes=OFFICERS, area="inhouse"),)
