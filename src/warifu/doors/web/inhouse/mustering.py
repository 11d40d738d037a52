"""Musters in the pages: begun, ticked one line or many, explained, closed sheet by sheet; a list to print."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core import canonical
from warifu.core.errors import ValueTroubleError
from warifu.core.seats import pair_named
from warifu.doors import sentences
from warifu.doors.inhouse import mustering
from warifu.doors.inhouse.mustering import By, Wanted, Word
from warifu.doors.markings import Beside
from warifu.doors.paper import muster as printing
from warifu.doors.web import casepage, marking
from warifu.doors.web.accounts.confirming import Confirming
from warifu.doors.web.inhouse.common import KEEPERS, READERS, Sent, cites_as_seen, confirmed, desk_of, may_sign
from warifu.doors.web.page import Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import language
from warifu.node.drafting import Outcome
from warifu.record import queries_house, removals
from warifu.record.removals import REGISTER, Copied

FORMS = ("yearly", "spot", "handover", "after_incident")
EXPLANATIONS = (
    "with_reader", "on_loan", "in_transit", "at_another_desk", "destroyed_not_entered", "being_bound",
    "listed_in_error", "reported_missing",
)  # fmt: skip
_MOST = 80


def musters(request: Request) -> HttpResponse:
    """List musters; sent, begin one."""
    sent = Sent(Confirming())
    if request.method == "POST":
        wanted = Wanted(
            _typed(request, "number"), _typed(request, "form"), request.house.today(), _typed(request, "place"),
            _typed(request, "person"), _typed(request, "to"),
        )  # fmt: skip
        if wanted.form not in FORMS:
            raise Http404
        node, desk = request.house.opened.node, desk_of(request)
        with request.house.turn(request.peer):
            sent = confirmed(
                request, lambda signer: _first(mustering.begin(node, request.peer, wanted, By(signer, desk)))
            )
        if sent.done and sent.outcome is not None:
            return HttpResponseRedirect(reverse("muster", args=[sent.outcome.case.hex()]))
    context = {
        "musters": queries_house.musters(request.house.store), "forms": FORMS, "form": sent.form, "lines": sent.lines,
        "typed": request.POST, "may": may_sign(request),
    }  # fmt: skip
    return render(request, "inhouse/musters.html", context, status=422 if request.method == "POST" else 200)


def _first(outcomes: list[Outcome]) -> Outcome:
    """The outcome to be told: the first that is refused, else that of the muster."""
    return next((each for each in outcomes if not each.ok), outcomes[0])


def _typed(request: Request, name: str) -> str:
    return str(request.POST.get(name, "")).strip()[:_MOST]


def _muster(request: Request, digest: str) -> queries_house.MusterOf:
    case = casepage.digest_of(digest)
    found = next((each for each in queries_house.musters(request.house.store) if each.case == case), None)
    if found is None:
        raise Http404
    return found


def muster(request: Request, digest: str) -> HttpResponse:
    """Show a muster with its sheets; sent, close it or sign it as the second officer."""
    found = _muster(request, digest)
    sent = Sent(Confirming())
    if request.method == "POST":
        do = mustering.countersign if request.POST.get("do") == "countersign" else mustering.close
        node, desk = request.house.opened.node, desk_of(request)
        with request.house.turn(request.peer):
            sent = confirmed(request, lambda signer: do(node, request.peer, found.case, By(signer, desk)))
        if sent.done:
            return HttpResponseRedirect(reverse("muster", args=[digest]))
    context = {
        "muster": found, "sheets": queries_house.sheets(request.house.store, found.case), "form": sent.form,
        "lines": sent.lines, "may": may_sign(request) and found.state in {"begun", "closed"},
    }  # fmt: skip
    return render(request, "inhouse/muster.html", context, status=422 if request.method == "POST" else 200)


def sheet(request: Request, digest: str, number: int) -> HttpResponse:
    """Show one sheet; sent, say of the lines ticked that they were seen, of others why not, or close it."""
    found = _muster(request, digest)
    page = next((each for each in queries_house.sheets(request.house.store, found.case) if each.number == number), None)
    if page is None:
        raise Http404
    sent = Sent(Confirming())
    if request.method == "POST":
        sent = _said(request, page)
        if sent.done:
            return HttpResponseRedirect(reverse("muster_sheet", args=[digest, number]))
    pair = pair_named(request.house.party, request.peer)
    rows = queries_house.sheet_lines(request.house.store, pair, page.case)
    marking.lines(request, {each.item for each in rows if each.number})
    context = {
        "muster": found, "sheet": page, "rows": rows,
        "explanations": EXPLANATIONS, "form": sent.form, "lines": sent.lines, "typed": request.POST,
        "may": may_sign(request) and page.closed_on is None,
    }  # fmt: skip
    return render(request, "inhouse/sheet.html", context, status=422 if request.method == "POST" else 200)


def report(request: Request, digest: str) -> HttpResponse:
    """Give the report of a muster on paper, as its reader sees it; that it left the node is noted."""
    house, case = request.house, casepage.digest_of(digest)
    pair = pair_named(house.party, request.peer)
    try:
        found = mustering.report(house.store, pair, case)
    except ValueTroubleError as trouble:
        told = sentences.of_error(trouble, language(), "pages")
        return render(request, "registry/too_long.html", {"told": told, "query": ""}, status=422)
    if found is None:
        raise Http404
    made = house.clock()
    beside = Beside(house.node.schemes, (house.party, request.partner), house.today())
    raw = printing.form(found, printing.Printed(house.party, made, beside))
    who, kept = casepage.visitor_in(request).name, found.muster.number
    note = Copied(REGISTER, canonical.digest(raw), made, size=len(raw), kept=kept, who=who)
    removals.note_copied(house.opened.node.store, pair, note)
    answer = HttpResponse(raw, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="muster-{case.hex()[:16]}.pdf"'
    return answer


def _said(request: Request, page: queries_house.SheetOf) -> Sent:
    node, desk = request.house.opened.node, desk_of(request)
    with request.house.turn(request.peer):
        if request.POST.get("do") == "close":
            return confirmed(
                request, lambda signer: mustering.close_sheet(node, request.peer, page.case, By(signer, desk))
            )
        try:
            word = _word(request, page.expected)
        except ValueTroubleError as trouble:
            form = Confirming(request.POST)
            form.refuse(trouble)
            return Sent(form)
        return confirmed(request, lambda signer: mustering.tick(node, request.peer, page.case, word, By(signer, desk)))


def _word(request: Request, lines: int) -> Word:
    """What was ticked: ``seen`` by line, and ``why.N`` with a code, or ``none`` for not seen and not explained."""
    seen = {int(each) for each in request.POST.getlist("seen") if each.isascii() and each.isdecimal() and len(each) < 6}
    why = {line: str(request.POST.get(f"why.{line}", "")) for line in range(1, lines + 1)}
    unseen = tuple((line, "" if code == "none" else code) for line, code in why.items() if code and line not in seen)
    written = str(request.POST.get("cites", "")).split()
    try:
        cites = tuple(bytes.fromhex(each) for each in written[:20])
    except ValueError as trouble:
        raise ValueTroubleError("form.does_not_fit", "cites", trouble=" ".join(written)[:60]) from trouble
    return Word(tuple(sorted(seen)), unseen, cites_as_seen(request, cites))


PAGES = (
    Page("musters", "house/musters", musters, reads=READERS, writes=KEEPERS, area="inhouse"),
    Page("muster_report", "house/musters/<str:digest>/report.pdf", report, reads=READERS),
    Page("muster", "house/musters/<str:digest>", muster, reads=READERS, writes=KEEPERS, area="inhouse"),
    Page(
        "muster_sheet", "house/musters/<str:digest>/<int:number>", sheet, reads=READERS, writes=KEEPERS, area="inhouse"
    ),
)
