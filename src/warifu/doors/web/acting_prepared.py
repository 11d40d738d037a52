"""What was prepared for another hand: shown in words, approved, returned, discarded, or signed.

Law: what is approved is what was prepared, and what is signed is what was approved: the draft's bytes lie in the
national log and are never made anew. Every verdict is an act of its own, confirmed like a signature. A draft that was
returned can be mended: it becomes a draft of the one who mends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core.errors import ValueTroubleError, WarifuError
from warifu.core.texts import Opening
from warifu.doors.web import acting_findings, acting_judging, acting_review, casepage, marking
from warifu.doors.web.accounts.confirming import Confirming, confirm
from warifu.doors.web.drafts import keeping
from warifu.doors.web.forming import filling, reading
from warifu.doors.web.forming.naming import Names, called
from warifu.doors.web.page import EVERYONE, OFFICERS, Page
from warifu.doors.web.request import Request
from warifu.law.own import draft_digest
from warifu.node import preparing
from warifu.node.drafting import Draft, Outcome
from warifu.node.pair import Pair
from warifu.node.preparing import Verdict, Waiting
from warifu.node.sighting import level_of
from warifu.record import queries_sight

_VERDICTS = ("approve", "return", "discard")
_MOST_WORDS = 2000
Lines = Sequence[acting_findings.Line]


def waiting(request: Request) -> list[Waiting]:
    """List what waits for a further hand, as far as the visitor's desks and sight reach."""
    with request.house.turn(request.peer) as pair:
        found = preparing.prepared(request.house.node, request.peer)
        return [each for each in found if may_see(request, pair, each)]


def may_see(request: Request, pair: Pair, each: Waiting) -> bool:
    """Tell whether a draft is of the visitor's desks, or own, and its marking and its case may be seen."""
    visitor = casepage.visitor_in(request)
    if not (visitor.at_desk(each.desk) or each.prepared_key == visitor.key_id):
        return False
    if not visitor.seeing.sees(level_of(request.house.node.schemes, each.act.label), ""):
        return False
    return not each.case or bool(queries_sight.sees_case(pair.store, pair.name, each.case))


def _found(request: Request, pair: Pair, digest: bytes) -> tuple[Waiting, Draft]:
    node = request.house.node
    found = preparing.find(node, request.peer, digest)
    draft = preparing.draft_of(node, request.peer, digest)
    if found is None or draft is None or not may_see(request, pair, found):
        raise Http404
    return found, draft


def prepared(request: Request, digest: str) -> HttpResponse:
    """Show a prepared draft; sent, say a verdict on it or sign it."""
    wanted = casepage.digest_of(digest)
    with request.house.turn(request.peer) as pair:
        found, draft = _found(request, pair, wanted)
        if request.method != "POST":
            return _shown(request, (found, draft), Confirming())
        do = request.POST.get("do", "")
        if do == "mend" and found.state == "returned":
            return _mended(request, found, draft)
        return _said(request, found, draft, do)


def _said(request: Request, found: Waiting, draft: Draft, do: str) -> HttpResponse:
    """Say a verdict, or sign, once the officer has confirmed it."""
    form = Confirming(request.POST)
    if not form.is_valid():
        return _shown(request, (found, draft), form, status=422)
    if not found.waits_for:
        return HttpResponseRedirect(reverse("prepared", args=[found.digest.hex()]))
    try:
        reason = reading.words_of(request.POST.get("reason", ""), _MOST_WORDS)
        signer = confirm(request, form.cleaned_data["passphrase"], form.cleaned_data["code"])
        outcome = _written(request, found.digest, signer, (do, reason))
    except WarifuError as trouble:
        form.refuse(trouble)
        return _shown(request, (found, draft), form, status=422)
    if not outcome.ok:
        return _shown(
            request,
            (found, draft),
            Confirming(),
            acting_findings.of_findings((*outcome.ruling, *outcome.own_law), ()),
            422,
        )
    if do == "sign":
        return HttpResponseRedirect(f"{reverse('case', args=[outcome.case.hex()])}?signed=now")
    return HttpResponseRedirect(f"{reverse('prepared', args=[found.digest.hex()])}?said={do}")


def _written(request: Request, digest: bytes, signer: Any, said: tuple[str, str]) -> Outcome:
    node, peer, (do, reason) = request.house.opened.node, request.peer, said
    if do == "sign":
        return preparing.submit_prepared(node, peer, digest, signer)
    if do not in _VERDICTS:
        raise Http404
    return preparing.approve(node, peer, digest, signer, Verdict(cast("Any", do), reason))


def _mended(request: Request, found: Waiting, draft: Draft) -> HttpResponse:
    """Make a draft of the visitor's own of one that was returned."""
    typed = filling.again(draft.body, draft.cites, draft.desk)
    typed |= {f"text.{leaf.slot}": leaf.text for leaf in draft.leaves if isinstance(leaf, Opening)}
    try:
        kept = keeping.make(request, keeping.new_token(), found.kind, draft.case, typed)
    except ValueTroubleError as trouble:
        return _shown(request, (found, draft), Confirming(), (acting_findings.of_error(trouble),), 422)
    for file in draft.files:
        keeping.attach_bytes(kept, file)
    return HttpResponseRedirect(reverse("draft", args=[kept.token]))


def _shown(
    request: Request, about: tuple[Waiting, Draft], form: Confirming, lines: Lines = (), status: int = 200
) -> HttpResponse:
    found, draft = about
    with request.house.turn(request.peer) as pair:
        words = acting_review.in_words(pair, draft)
        judged = (
            acting_judging.judge(request, pair, draft, casepage.visitor_in(request).key_id)
            if found.waits_for in {"approval", "signature"}
            else None
        )
        names = Names(pair.store, pair.name)
        if any(isinstance(leaf, Opening) for leaf in draft.leaves):
            casepage.note_shown(request, pair, found.digest)
    visitor = casepage.visitor_in(request)
    marking.note_draft(request, found.digest, found.act.label)
    context = {
        "found": found, "words": words, "judged": judged, "form": form, "called": called, "visitor": visitor,
        "lines": lines, "digest": draft_digest(found.act).hex(),
        "desk": names.desk(found.desk), "said": request.GET.get("said", ""), "files": found.act.attachments,
        "cites": [each.hex() for each in draft.cites], "mine": found.prepared_key == visitor.key_id,
        "may": visitor.signs and bool(visitor.roles & OFFICERS),
    }  # fmt: skip
    return render(request, "acting/prepared.html", context, status=status)


PAGES = (Page("prepared", "prepared/<str:digest>", prepared, EVERYONE, OFFICERS, area="drafts"),)
