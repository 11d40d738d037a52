"""Sign the activity and the first order of a relief at once: both in words on one page, one confirmation.

Law: what is signed is what was shown: the digests of both come back with the signature, and where one is another by now
nothing is signed. An order may cite an activity only once the other side has confirmed it, and relief does not wait for
that: signed at once, the order names the activity by its number. Where either may not be signed as it is, each goes its
own way as a draft. A form sent twice signs once.
"""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from warifu.core.errors import WarifuError
from warifu.core.keys import Signer
from warifu.doors.web import acting, acting_judging, acting_review, casepage, marking
from warifu.doors.web.accounts.confirming import Confirming, confirm
from warifu.doors.web.drafts import keeping
from warifu.doors.web.drafts.models import Draft as Kept
from warifu.doors.web.forming.naming import Names
from warifu.doors.web.forming.typed import CITES, Typed
from warifu.doors.web.page import OFFICERS, Page
from warifu.doors.web.request import Request
from warifu.node.drafting import Draft, Outcome
from warifu.node.pair import Pair

_MOVED = 409


class _Laid(NamedTuple):
    """One of the two as it would be signed."""

    kept: Kept
    draft: Draft
    judged: acting_judging.Judged


Both = tuple[_Laid, _Laid]


def second_of(token: str) -> str:
    """Return the name of the order's draft, so that a screen sent twice makes two drafts and no more."""
    return f"{token[:60]}-2"


def both(request: Request, token: str) -> HttpResponse:
    """Show both acts in words; sent, sign both."""
    first, second = keeping.find(request, token), keeping.find(request, second_of(token))
    if (first.state, second.state) != ("open", "open"):
        return HttpResponseRedirect(reverse("drafts"))
    with request.house.turn(request.peer) as pair:
        one, two = _laid(request, pair, first), _laid(request, pair, second, keeping.names_draft(token))
        if one is None or two is None or not (one.judged.ready and two.judged.ready):
            return HttpResponseRedirect(f"{reverse('draft', args=[token])}?check=1")
        if request.method != "POST":
            return _shown(request, pair, (one, two), Confirming())
        return _confirmed(request, pair, (one, two))


def _laid(request: Request, pair: Pair, kept: Kept, without: str = "") -> _Laid | None:
    """Return a draft as it would be signed, without one of what it cites; None where it does not fit."""
    said: Typed = keeping.typed_of(kept)
    said[CITES] = " ".join(word for word in said.get(CITES, "").split() if word != without)
    form = acting.formed(request, pair, acting.writable(request, pair, kept.kind, b""), said, check=True)
    if form.read is None or form.read.amiss:
        return None
    label = acting_judging.label_for(request, pair, form.read, None)
    draft = acting_judging.draft_from(kept, said, form.read, None, label)
    try:
        return _Laid(kept, draft, acting_judging.judge(request, pair, draft, casepage.visitor_in(request).key_id))
    except WarifuError:
        return None


def _digest(laid: Both) -> str:
    return ".".join(each.judged.digest for each in laid)


def _confirmed(request: Request, pair: Pair, laid: Both) -> HttpResponse:
    """Sign both with one confirmation: the activity, then the order."""
    form = Confirming(request.POST)
    if request.POST.get("digest") != _digest(laid):
        return _shown(request, pair, laid, Confirming(), _MOVED)
    if not form.is_valid():
        return _shown(request, pair, laid, form, 422)
    now = request.house.clock()
    held = [each.kept for each in laid if keeping.hold(each.kept, now)]
    if len(held) < len(laid):
        for kept in held:
            keeping.let_go(kept)
        return HttpResponseRedirect(reverse("drafts"))
    try:
        signer = confirm(request, form.cleaned_data["passphrase"], form.cleaned_data["code"])
        first = _signed(request, laid[0], signer)
        order = _signed(request, laid[1], signer) if first.ok else first
    except WarifuError as trouble:
        form.refuse(trouble)
        return _shown(request, pair, laid, form, 422)
    finally:
        for kept in held:
            keeping.let_go(kept)
    if not order.ok:
        return HttpResponseRedirect(reverse("drafts"))
    return HttpResponseRedirect(f"{reverse('case', args=[order.case.hex()])}?signed=now#act-{order.act.hex()[:16]}")


def _signed(request: Request, each: _Laid, signer: Signer) -> Outcome:
    """Sign one of the two; what was signed is no draft any more."""
    outcome = request.house.node.submit(request.peer, each.draft, signer)
    if outcome.ok:
        keeping.close(each.kept, "signed", outcome.act, outcome.case)
        keeping.became(each.kept, outcome.act)
    return outcome


def _shown(request: Request, pair: Pair, laid: Both, form: Confirming, status: int = 200) -> HttpResponse:
    visitor = casepage.visitor_in(request)
    signer = pair.rolls[pair.us].keys.get(visitor.key_id)
    for each in laid:
        marking.note_draft(request, each.kept.token.encode(), each.draft.label)
    names = Names(pair.store, pair.name)
    context = {
        "form": form, "moved": status == _MOVED, "digest": _digest(laid), "token": laid[0].kept.token,
        "other": "ja" if translation.get_language() != "ja" else "en", "person": signer.holder if signer else "",
        "both": [
            {"words": acting_review.in_words(pair, each.draft), "digest": each.judged.digest,
             "desk": names.desk(each.draft.desk), "address": reverse("draft", args=[each.kept.token])}
            for each in laid
        ],
    }  # fmt: skip
    return render(request, "acting/relief_both.html", context, status=status)


PAGES = (
    Page(
        "relief_both", "relief/<str:token>", acting.kept_or_gone(both), reads=OFFICERS, writes=OFFICERS, area="orders"
    ),
)
