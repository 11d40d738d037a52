"""Review a draft and sign it: in words what is signed, in both languages, with its digest; then the officer confirms.

Law: what is signed is what was shown: the digest that the page showed comes back with the signature, and where it is
another by now (the draft was changed in another tab, the case has moved) nothing is signed and the review is shown
anew. One request holds a draft; a form sent twice signs once and both are told of the same act. A fact that broke a
rule is recorded only where the officer says so in so many words. Where another hand is asked for, the same confirmation
hands the draft on instead.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from warifu.core.errors import WarifuError
from warifu.core.keys import Signer
from warifu.doors.web import acting, acting_findings, acting_judging, casepage, marking
from warifu.doors.web.accounts.confirming import Confirming, confirm
from warifu.doors.web.drafts import keeping
from warifu.doors.web.drafts.keeping import DraftGoneError
from warifu.doors.web.drafts.models import Draft as Kept
from warifu.doors.web.forming import telling
from warifu.doors.web.forming.naming import Names, called, slot_called
from warifu.doors.web.forming.typed import LABEL
from warifu.doors.web.page import OFFICERS, Page
from warifu.doors.web.request import Request
from warifu.law.case import Case
from warifu.law.room import Kind
from warifu.node import preparing
from warifu.node.drafting import Draft, Outcome
from warifu.node.pair import Pair

LANGUAGES = ("en", "ja")
_MOVED = 409
"""The draft or the case is another one than was shown."""


class Review(NamedTuple):
    """A draft as it is reviewed."""

    kept: Kept
    kind: Kind
    case: Case | None
    form: acting.Form
    draft: Draft
    judged: acting_judging.Judged


def in_words(pair: Pair, draft: Draft) -> dict[str, dict[str, Any]]:
    """Return what is signed in words, by language: its kind, its fields, its texts."""
    found = {}
    room = draft.kind.partition("/")[0]
    kind = acting_judging.kind_of(pair, draft.kind)
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = {
                "kind": called(draft.kind),
                "rows": telling.told(draft.body, draft.kind, Names(pair.store, pair.name), draft.cites),
                "texts": [(_slot(room, kind, leaf.slot), getattr(leaf, "text", "")) for leaf in draft.leaves],
                "label": " ".join(draft.label),
            }
    return found


def _slot(room: str, kind: Kind, slot: int) -> str:
    base = slot if slot in kind.slots else 100
    name = slot_called(room, base, kind.slots.get(base, str(slot)))
    return name if base == slot else f"{name} {slot - base}"


def _reviewed(request: Request, pair: Pair, kept: Kept) -> Review | None:
    """Return the draft as it is reviewed; None where it does not fit and the form must be mended first."""
    kind, case = acting.writable(request, pair, kept.kind, bytes(kept.case))
    form = acting.formed(request, pair, (kind, case), keeping.typed_of(kept), check=True)
    if form.read is None or form.read.amiss:
        return None
    label = acting_judging.label_for(request, pair, form.read, case, form.typed.get(LABEL, ""))
    draft = acting_judging.draft_from(kept, form.typed, form.read, case, label)
    try:
        judged = acting_judging.judge(request, pair, draft, casepage.visitor_in(request).key_id)
    except WarifuError:
        return None
    return Review(kept, kind, case, form, draft, judged)


def review(request: Request, token: str) -> HttpResponse:
    """Show what would be signed and what the judge finds; sent, sign it, hand it on, or insist on what has happened."""
    kept = keeping.find(request, token)
    if kept.state == "signing":
        kept = _after_waiting(request, kept)
    if kept.state == "signing":
        raise DraftGoneError(kept)
    with request.house.turn(request.peer) as pair:
        found = _reviewed(request, pair, kept)
        if found is None:
            return HttpResponseRedirect(f"{reverse('draft', args=[token])}?check=1")
        if request.method != "POST":
            return _shown(request, pair, found, Confirming())
        do = request.POST.get("do", "")
        if do in {"insist", "desist"}:
            said = keeping.typed_of(kept) | {"irregular": "yes" if do == "insist" else ""}
            keeping.save(request, kept, said)
            return HttpResponseRedirect(reverse("review", args=[token]))
        return _confirmed(request, pair, found, hand_on=do == "prepare")


def _after_waiting(request: Request, kept: Kept) -> Kept:
    """Wait for the request that is signing this draft; one that died leaves it open, or signed if it came so far."""
    with request.house.turn(request.peer) as pair:
        kept = keeping.find(request, kept.token)
        if kept.state == "signing" and request.house.clock() - kept.held_since > keeping.STALE_SECONDS:
            act = _found_signed(pair, kept, casepage.visitor_in(request).key_id)
            if act:
                keeping.close(kept, "signed", act[0], act[1])
            else:
                keeping.let_go(kept)
    return keeping.find(request, kept.token)


def _found_signed(pair: Pair, kept: Kept, key_id: bytes) -> tuple[bytes, bytes] | None:
    """Return (act, case) of an act of this kind that the officer's key signed since the draft was held."""
    rows = pair.store.run(
        'SELECT act, "case" FROM entry WHERE pair = %s AND author = %s AND kind = %s AND time >= %s ORDER BY place',
        [pair.name, pair.us, kept.kind, kept.held_since],
    )
    for act, case in rows:
        placed = pair.reader.gather([case])[case].acts[act]
        if placed.act.officer == key_id and placed.act.case == bytes(kept.case):
            return act, case
    return None


def _confirmed(request: Request, pair: Pair, found: Review, *, hand_on: bool) -> HttpResponse:
    """Sign, or hand on, what the officer has confirmed."""
    form, kept = Confirming(request.POST), found.kept
    if request.POST.get("digest") != found.judged.digest:
        return _shown(request, pair, found, Confirming(), _MOVED)
    if not form.is_valid():
        return _shown(request, pair, found, form, status=422)
    if not keeping.hold(kept, request.house.clock()):
        return HttpResponseRedirect(reverse("review", args=[kept.token]))
    try:
        signer = confirm(request, form.cleaned_data["passphrase"], form.cleaned_data["code"])
        hidden = acting_judging.unseen(pair, found.draft)
        outcome = hidden or _written(request, found.draft, signer, hand_on=hand_on)
    except WarifuError as trouble:
        keeping.let_go(kept)
        form.refuse(trouble)
        return _shown(request, pair, found, form, status=422)
    except BaseException:
        keeping.let_go(kept)
        raise
    if not outcome.ok:
        keeping.let_go(kept)
        judged = found.judged._replace(ready=False, ruling=outcome.ruling, own_law=outcome.own_law, hands=False)
        return _shown(request, pair, found._replace(judged=judged), Confirming(), status=422)
    keeping.close(kept, "prepared" if hand_on else "signed", outcome.act, outcome.case)
    if hand_on:
        return HttpResponseRedirect(reverse("prepared", args=[outcome.act.hex()]))
    keeping.became(kept, outcome.act)
    return HttpResponseRedirect(f"{reverse('case', args=[outcome.case.hex()])}?signed=now#act-{outcome.act.hex()[:16]}")


def _written(request: Request, draft: Draft, signer: Signer, *, hand_on: bool) -> Outcome:
    node = request.house.opened.node
    if hand_on:
        return preparing.prepare(node, request.peer, draft, signer)
    return node.submit(request.peer, draft, signer)


def _shown(request: Request, pair: Pair, found: Review, form: Confirming, status: int = 200) -> HttpResponse:
    judged, visitor = found.judged, casepage.visitor_in(request)
    address = reverse("draft", args=[found.kept.token])
    lines = acting_findings.of_findings((*judged.ruling, *judged.own_law), found.form.controls, on=address)
    signer = pair.rolls[pair.us].keys.get(visitor.key_id)
    marking.note_draft(request, found.kept.token.encode(), found.draft.label)
    if found.case:
        marking.note_case(request, found.case)
    context = {
        "kept": found.kept, "kind": found.kind.name, "judged": judged, "lines": lines, "form": form,
        "moved": status == _MOVED,
        "words": in_words(pair, found.draft), "other": "ja" if translation.get_language() != "ja" else "en",
        "files": keeping.papers(found.kept), "visitor": visitor, "address": address, "called": called,
        "person": signer.holder if signer else "", "cites": _cites(found), "case": found.case,
        "number": getattr(found.case.stands[found.case.root].placed.body, "number", "") if found.case else "",
        "irregular": found.draft.irregular, "desk": Names(pair.store, pair.name).desk(found.draft.desk),
        "day": datetime.fromtimestamp(request.house.clock(), UTC).date(),
    }  # fmt: skip
    return render(request, "acting/review.html", context, status=status)


def _cites(found: Review) -> list[tuple[str, str]]:
    """Return what is cited, in words; an act that is offered no longer by its digest."""
    known = dict(found.form.ground.acts)
    return [(each.hex(), known.get(each.hex(), each.hex()[:12])) for each in found.draft.cites]


PAGES = (Page("review", "drafts/<str:token>/review", acting.kept_or_gone(review), OFFICERS, OFFICERS, area="drafts"),)
