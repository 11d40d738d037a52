"""Screenings of transfers in our own house, and who holds what: lists, one screening, and the form of its next step.

Law: screenings are national and never sent. A page reads through the reader's store; what is signed is confirmed by the
officer each time, judged by the agreement's pack and by own law, and marked as the transfer that it is about. Which
steps are offered is read from the flow; which are permitted is the judge's to say.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core.errors import ValueTroubleError
from warifu.core.seats import pair_named
from warifu.doors.web import acting_findings, casepage, marking
from warifu.doors.web.accounts.confirming import Confirming
from warifu.doors.web.forming import reading, typed
from warifu.doors.web.forming.choices import Ground
from warifu.doors.web.forming.controls import controls
from warifu.doors.web.forming.naming import Names, unit_called
from warifu.doors.web.inhouse.common import Sent, confirmed, desk_of
from warifu.doors.web.page import AUDITOR, Page
from warifu.doors.web.request import Request
from warifu.law.case import Case
from warifu.law.pack import Pack
from warifu.law.room import Kind
from warifu.node import domestic, national
from warifu.node.drafting import Draft, active_pack
from warifu.record import queries_equipment_transfer as queries
from warifu.record import queries_sight
from warifu.record.log import NATIONAL
from warifu.record.queries_owed import day_number

_E = "equipment/"
_ROOT = _E + "screening"
SCREENERS = frozenset({"export_control_officer", "project_officer", "committee_member"})
"""Who signs here; what each may sign is the pack's matter."""
READERS = SCREENERS | {AUDITOR}
HOLDERS = READERS | {"custodian", "issuing_officer", "receiving_officer", "liaison_officer", "security_authority"}
_MOST = 80
_AHEAD_DAYS = 90


def screenings(request: Request) -> HttpResponse:
    """List the applications that wait for us, and our screenings."""
    house = request.house
    pair = pair_named(house.party, request.peer)
    waiting = queries.applied_for(house.store, pair, house.party)
    found = queries.screenings(house.store)
    marks = marking.lines(request, [case for case, _, _ in waiting])
    context = {
        "waiting": waiting, "screenings": found, "marks": marks, "day": day_number(house.today()),
        "may": _may_sign(request),
    }  # fmt: skip
    return render(request, "screenings/list.html", context)


def screening(request: Request, digest: str) -> HttpResponse:
    """Show one screening: advice, countersignatures, result, and what can come next."""
    root, begun = _begun(request, digest)
    house = request.house
    row = next((each for each in queries.screenings(house.store) if each.case == root), None)
    if row is None:
        raise Http404
    steps = [step.kind.removeprefix(_E) for step in begun.flow.states[begun.state].steps]
    names = {key: known.holder for key, known in house.opened.node.pair(request.peer).rolls[house.party].keys.items()}
    context = {
        "row": row, "advice": queries.advice_of(house.store, root), "terms": begun.terms, "names": names,
        "steps": steps[::-1] if _may_sign(request) else [], "day": day_number(house.today()),
        "marks": marking.lines(request, [row.transfer]),
    }  # fmt: skip
    return render(request, "screenings/one.html", context)


def held(request: Request) -> HttpResponse:
    """Show who holds what of transfers, what is under way, and what runs out soon."""
    house = request.house
    pair = pair_named(house.party, request.peer)
    item, recipient = (str(request.GET.get(name, "")).strip()[:_MOST] for name in ("item", "recipient"))
    found = queries.held(house.store, pair, item, recipient)
    ends = queries.ending(house.store, pair, day_number(house.today()) + _AHEAD_DAYS)
    marks = marking.lines(request, [*(each.case for each in found), *(each.case for each in ends)])
    context = {
        "held": found, "ends": ends, "marks": marks, "item": item, "recipient": recipient, "unit_called": unit_called,
        "day": day_number(house.today()),
    }  # fmt: skip
    return render(request, "screenings/held.html", context)


def begin(request: Request, digest: str) -> HttpResponse:
    """Begin the screening of a transfer that the other side has applied for."""
    transfer = casepage.digest_of(digest)
    pair = pair_named(request.house.party, request.peer)
    if not queries_sight.sees_case(request.house.store, pair, transfer):
        raise Http404
    with request.house.turn(request.peer) as turned:
        about = turned.case(transfer)
        if about is None or about.flow.name != "transfer":
            raise Http404
        label = about.line[0].placed.act.label
        kind = request.house.opened.node.rooms["equipment"].kinds[_ROOT]
        given = {f"{typed.BODY}transfer": transfer.hex()}
        address = reverse("screening_begin", args=[digest])
        return _entered(request, kind, given, Draft(_ROOT, None, "", cites=(transfer,), label=label), address)


def step(request: Request, digest: str, name: str) -> HttpResponse:
    """Show the form of a step of a screening; sent, sign it."""
    with request.house.turn(request.peer):
        root, begun = _begun(request, digest)
        kind = request.house.opened.node.rooms["equipment"].kinds.get(_E + name)
        if kind is None or not kind.national or not any(
            each.kind == kind.name for each in begun.flow.states[begun.state].steps
        ):  # fmt: skip
            raise Http404
        draft = Draft(kind.name, None, "", case=root, label=begun.line[0].placed.act.label)
        return _entered(request, kind, {}, draft, reverse("screening_step", args=[digest, name]))


def _begun(request: Request, digest: str) -> tuple[bytes, Case]:
    root = casepage.digest_of(digest)
    hidden = queries_sight.unseen_acts(request.house.store, NATIONAL, [root])
    begun = None if hidden else domestic.case(request.house.opened.node, root)
    if begun is None or begun.flow.name != "screening":
        raise Http404
    return root, begun


def _may_sign(request: Request) -> bool:
    visitor = request.visitor
    return visitor is not None and visitor.signs and bool(visitor.roles & SCREENERS)


def _entered(request: Request, kind: Kind, preset: dict[str, str], draft: Draft, address: str) -> HttpResponse:
    """Read what was typed, sign it, and go to the screening; or show the form with what is amiss."""
    given = _given(request, preset)
    read = reading.read(kind, given) if request.method == "POST" else None
    sent = Sent(Confirming())
    if read is not None and read.body is not None and not read.amiss:
        made = Draft(
            kind.name, read.body, desk_of(request), case=draft.case, label=draft.label, texts=read.texts,
            cites=tuple(dict.fromkeys((*draft.cites, *read.cites))),
        )  # fmt: skip
        node = request.house.opened.node
        sent = confirmed(request, lambda signer: national.enter(node, request.peer, [made], signer)[0])
        if sent.outcome is not None and sent.outcome.ok:
            return HttpResponseRedirect(reverse("screening", args=[sent.outcome.case.hex()]))
    amiss = read.amiss if read is not None else ()
    context = {
        "kind": kind.name, "controls": controls(kind, given, _ground(request, kind), amiss), "typed": given,
        "why": acting_findings.why, "form": sent.form, "address": address,
        "lines": [*acting_findings.of_amiss(amiss, kind.name), *sent.lines],
        "back": reverse("screening", args=[draft.case.hex()]) if draft.case else reverse("screenings"),
        "desks": Names(request.house.store, pair_named(request.house.party, request.peer)).of_party(
            request.house.party
        ),
    }  # fmt: skip
    return render(request, "screenings/enter.html", context, status=422 if read is not None else 200)


def _given(request: Request, preset: dict[str, str]) -> dict[str, str]:
    """What was typed; at first today, and what is known."""
    if request.method == "POST":
        try:
            return typed.from_post(request.POST)
        except ValueTroubleError:
            return typed.unbounded(request.POST)
    return {f"{typed.BODY}on": request.house.today().isoformat(), **preset}


def _ground(request: Request, kind: Kind) -> Ground:
    """The form stands on the agreement's pack and, for departments and steps, on own law."""
    house, node = request.house, request.house.opened.node
    pack = node.packs.get(active_pack(node.pair(request.peer), kind.name, node.packs.values(), node.house))
    names = Names(house.store, pair_named(house.party, request.peer))
    own: Pack | None = next((each for each in node.own_law if each.data.room == "equipment"), None)
    return Ground(house.party, request.partner, names, pack, kind.name, own=own)


PAGES = (
    Page("held", "equipment/held", held, reads=HOLDERS, area="held"),
    Page("screenings", "house/screenings", screenings, reads=READERS, area="screenings"),
    Page("screening_begin", "house/screen/<str:digest>", begin, reads=SCREENERS, writes=SCREENERS, area="screenings"),
    Page("screening", "house/screenings/<str:digest>", screening, reads=READERS, area="screenings"),
    Page(
        "screening_step", "house/screenings/<str:digest>/<str:name>", step, reads=SCREENERS, writes=SCREENERS,
        area="screenings",
    ),
)  # fmt: skip
