"""A word in the wrong place: remove the text of an act, and follow up who was shown it and what still holds it.

Law: the removal is an act, confirmed like every signature; so is each line that is closed. The page never shows the
text itself: whoever removes it need not read it. Of the other side's text the act is a request, and this node shows the
text no more. What the visitor may not see of a case is not told here either.
"""

from __future__ import annotations

from typing import Any, NamedTuple, get_args, get_type_hints

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core.errors import LogError, WarifuError
from warifu.doors import spill
from warifu.doors.web import acting_findings, casepage
from warifu.doors.web.accounts.confirming import Confirming, confirm, require_seen, seen_of
from warifu.doors.web.drafts import keeping
from warifu.doors.web.forming.naming import slot_called
from warifu.doors.web.page import AUDITOR, Page
from warifu.doors.web.request import Request
from warifu.law.removal import FollowedUp
from warifu.node import holding, removing
from warifu.node.drafting import Outcome
from warifu.node.founding import DESK
from warifu.node.removing import Told, Wanted
from warifu.record import removals
from warifu.record.removals import Line

REMOVERS = frozenset({"registrar", "security_authority", "appointing_officer"})
READERS = REMOVERS | {AUDITOR}
REASONS = ("spill", "personal", "court_order")
DONE: tuple[str, ...] = get_args(get_type_hints(FollowedUp)["done"])
SHOWN = 100
_LINE_SLOT = 100
Lines = tuple[acting_findings.Line, ...]


def open_lines(request: Request, limit: int = SHOWN) -> list[Line]:
    """Return what is still to be followed up, as far as the visitor may see it; empty for whoever may not ask."""
    if request.visitor is None or not request.visitor.roles & READERS:
        return []
    with request.house.turn(request.peer) as pair:
        removals.settle(request.house.opened.node.store, pair.name, pair.peer)
        return removals.lines(pair.store, pair.name, only_open=True, limit=limit)


def listing(request: Request) -> HttpResponse:
    """List what is still to be followed up, by the act whose text was removed, and the backups on record."""
    found = open_lines(request)
    by_act: dict[bytes, list[Line]] = {}
    for line in found:
        by_act.setdefault(line.act, []).append(line)
    with request.house.turn(request.peer) as pair:
        backups = removals.copied(pair.store, pair.name, removals.BACKUP)[:SHOWN]
        holds = holding.standing(pair)
    context = {"by_act": by_act, "backups": backups, "holds": holds, "shown": SHOWN}
    return render(request, "removals/list.html", context)


class About(NamedTuple):
    """An act whose texts are shown: what is known of them, and what they are called by slot."""

    told: Told
    names: dict[int, str]


def _told(request: Request, act: bytes) -> About:
    """Return what is known of an act that the visitor may see, with the names of its texts; raises Http404."""
    with request.house.turn(request.peer) as pair:
        root = casepage.shown_act(request, pair, act)
        case = pair.fold(pair.reader.gather([root])).get(root)
        if case is None or act not in case.stands:
            raise Http404
        removals.settle(request.house.opened.node.store, pair.name, pair.peer)
        try:
            told = removing.told(pair, act)
        except LogError as trouble:
            raise Http404 from trouble
        kind = case.stands[act].placed.kind
    return About(told, {slot: _named(kind.name, slot, kind.slots) for slot, _ in told.texts})


def _named(kind: str, slot: int, slots: Any) -> str:
    base = slot if slot in slots else _LINE_SLOT
    name = slot_called(kind.partition("/")[0], base, slots.get(base, str(slot)))
    return name if base == slot else f"{name} {slot - base}"


def removal(request: Request, digest: str) -> HttpResponse:
    """Show what is known of an act's texts; sent, remove what was chosen."""
    act = casepage.digest_of(digest)
    about = _told(request, act)
    told = about.told
    if request.method != "POST":
        return _shown(request, about, Confirming())
    form = Confirming(request.POST)
    if not form.is_valid():
        return _shown(request, about, form, status=422)
    try:
        require_seen(request, _seen(told))
        wanted = _wanted(request, told)
        signer = confirm(request, form.cleaned_data["passphrase"], form.cleaned_data["code"])
        with request.house.turn(request.peer):
            beside = (request.house.folder, keeping.holding)
            outcome = spill.remove(request.house.opened.node, request.peer, wanted, signer, beside)
    except WarifuError as trouble:
        form.refuse(trouble)
        return _shown(request, about, form, status=422)
    if not outcome.ok:
        return _shown(request, about, Confirming(), _against(outcome), 422)
    return HttpResponseRedirect(f"{reverse('removal', args=[digest])}?done=removed")


def _wanted(request: Request, told: Told) -> Wanted:
    """Return what the form asks to be removed: the texts chosen, else all that are here; raises Http404."""
    chosen, reason = request.POST.getlist("slots"), request.POST.get("reason", "")
    here = {str(slot): slot for slot, state in told.texts if state != "gone"}
    if reason not in REASONS or not here or not all(each in here for each in chosen):
        raise Http404
    desks = sorted(casepage.visitor_in(request).desks - {"*"})
    return Wanted(told.act, tuple(here[each] for each in chosen), reason, desks[0] if desks else DESK)


def _against(outcome: Outcome) -> Lines:
    return tuple(acting_findings.of_findings((*outcome.ruling, *outcome.own_law), ()))


def _seen(told: Told) -> bytes:
    return f"{told.act.hex()} {told.texts}".encode()


def _shown(request: Request, about: About, form: Confirming, against: Lines = (), status: int = 200) -> HttpResponse:
    (told, names), visitor = about, casepage.visitor_in(request)
    here = [(slot, state) for slot, state in told.texts if state == "here"]
    context = {
        "told": told, "names": names, "form": form, "lines": against, "here": here, "reasons": REASONS,
        "ours": told.author == request.house.party, "seen": seen_of(_seen(told)),
        "may": visitor.signs and bool(visitor.roles & REMOVERS), "done": request.GET.get("done", ""),
        "chosen": request.POST.getlist("slots"), "reason": request.POST.get("reason", "spill"),
    }  # fmt: skip
    return render(request, "removals/act.html", context, status=status)


def following(request: Request, digest: str, mark: str) -> HttpResponse:
    """Show one line that is to be followed up; sent, say by a national act what was done."""
    act, wanted = casepage.digest_of(digest), casepage.digest_of(mark)
    line = next((each for each in _told(request, act).told.lines if each.mark == wanted), None)
    if line is None:
        raise Http404
    form = Confirming(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not line.is_open or not form.is_valid():
        return _line(request, line, form, status=422 if form.is_bound and line.is_open else 200)
    done = request.POST.get("done", "")
    if done not in DONE:
        raise Http404
    try:
        signer = confirm(request, form.cleaned_data["passphrase"], form.cleaned_data["code"])
        with request.house.turn(request.peer):
            outcome = removing.follow_up(request.house.opened.node, request.peer, (line.act, line.mark), done, signer)
    except WarifuError as trouble:
        form.refuse(trouble)
        return _line(request, line, form, status=422)
    if not outcome.ok:
        return _line(request, line, Confirming(), _against(outcome), 422)
    return HttpResponseRedirect(f"{reverse('removal', args=[digest])}?done=followed")


def _line(request: Request, line: Line, form: Confirming, against: Lines = (), status: int = 200) -> HttpResponse:
    visitor = casepage.visitor_in(request)
    context = {
        "line": line, "form": form, "lines": against, "choices": DONE, "chosen": request.POST.get("done", ""),
        "may": visitor.signs and bool(visitor.roles & REMOVERS) and line.is_open,
    }  # fmt: skip
    return render(request, "removals/line.html", context, status=status)


PAGES = (
    Page("removals", "removals/", listing, reads=READERS, area="removals"),
    Page("removal", "removals/<str:digest>", removal, reads=READERS, writes=REMOVERS, area="removals"),
    Page("following", "removals/<str:digest>/<str:mark>", following, reads=READERS, writes=REMOVERS, area="removals"),
)
