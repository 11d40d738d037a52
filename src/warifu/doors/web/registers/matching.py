"""Match: both sides' past dealings side by side, differing fields marked; confirm, correct or dispute one or many.

Law: the comparison is a pure function of what is seen of both logs, worked out once for each state of them and each
sight and kept in memory; it posts nothing. A match act proposes, the other side's officer agrees; what was agreed is
left out of the next proposal.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core.keys import Signer
from warifu.doors.registers import matching
from warifu.doors.registers.matching import LISTS, Compared
from warifu.doors.web import marking, showing
from warifu.doors.web.accounts.confirming import Confirming, NotConfirmedError, confirm, require_seen, seen_of
from warifu.doors.web.forming.naming import called
from warifu.doors.web.house import House
from warifu.doors.web.page import Page
from warifu.doors.web.registers.taking_in import IMPORTERS, READERS
from warifu.doors.web.request import Request
from warifu.doors.web.words import w
from warifu.node.drafting import Outcome
from warifu.record.queries_sight import Seeing
from warifu.rooms.logistics.register.match import Pair

PAGE_LINES = 50
REASONS = ("not_agreed", "price", "policy", "own_law")
"""Why a proposal is not agreed to, of the codes that the pack knows and that need no further words."""
_FIELDS = (
    "reference", "their_reference", "on", "provider", "category", "item", "stock", "quantity", "value", "own_unit",
    "other_unit", "activity", "place", "receipt_held", "settled",
)  # fmt: skip
_KEPT: OrderedDict[tuple[str, str, Seeing, int, int], Compared] = OrderedDict()
_LOCK = Lock()
_MOST = 4


def compared(house: House, peer: str) -> Compared:
    """Return the comparison for the logs as they are now; worked out once for each size of them."""
    with house.turn(peer) as pair:
        at = (house.store.alias, peer, house.seeing, pair.head(house.party).size, pair.head(peer).size)
        with _LOCK:
            if at in _KEPT:
                return _KEPT[at]
        found = matching.compare(house.node, peer)
    with _LOCK:
        _KEPT[at] = found
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    return found


def match(request: Request) -> HttpResponse:
    """Show one of the five lists, a page at a time; by POST propose what is ticked, or all of the list."""
    found = compared(request.house, request.peer)
    name = request.GET.get("list", "differing")
    if name not in LISTS:
        raise Http404
    confirming = Confirming(request.POST if request.method == "POST" else None)
    ruling: tuple[Any, ...] = ()
    if request.method == "POST" and name in {"matched", "differing"}:
        chosen = _chosen(request, getattr(found.result, name))
        if not chosen:
            confirming.add_error(None, w("match.nothing_chosen"))
        answer = (
            _signed(request, confirming, lambda signer: _propose(request, chosen, found, signer), _acts_of(found, name))
            if chosen
            else None
        )
        if isinstance(answer, HttpResponse):
            return answer
        ruling = answer or ()
    return _lists(request, found, name, {"confirming": confirming, "ruling": ruling})


def _lists(request: Request, found: Compared, name: str, more: dict[str, Any]) -> HttpResponse:
    rows = list(getattr(found.result, name))
    first = _first(request, len(rows))
    marking.note_sums(request)
    with request.house.turn(request.peer):
        spoken = matching.settled_refs(request.house.node, request.peer)
        waiting = list(matching.waiting(request.house.node, request.peer))
    context = more | {
        "name": name,
        "lists": [(each, len(getattr(found.result, each))) for each in LISTS],
        "rows": [_line(found, name, each, spoken) for each in rows[first : first + PAGE_LINES]],
        "page": _pager(name, first, len(rows)),
        "waiting": [
            {"case": case, "number": placed.body.number, "pairs": len(placed.body.pairs)} for case, placed in waiting
        ],
        "first": found.first,
        "second": found.second,
        "may_sign": request.visitor is not None and bool(request.visitor.roles & IMPORTERS),
        "ticked": request.POST.getlist("pair"),
        "seen": seen_of(_acts_of(found, name)),
    }
    return render(request, "registers/match.html", context, status=422 if request.method == "POST" else 200)


def _acts_of(found: Compared, name: str) -> bytes:
    """Return which acts a list pairs: what one page of it, or "all", proposes to agree."""
    if name not in {"matched", "differing"}:
        return name.encode()
    pairs = getattr(found.result, name)
    acts = ((found.acts[found.first][each.gb], found.acts[found.second][each.jp]) for each in pairs)
    return name.encode() + b"".join(left.digest + right.digest for left, right in acts)


def _first(request: Request, count: int) -> int:
    written = request.GET.get("from", "0")
    return min(int(written), max(count - 1, 0)) if written.isascii() and written.isdigit() and len(written) < 10 else 0


def _pager(name: str, first: int, count: int) -> dict[str, Any]:
    at = reverse("match") + f"?list={name}&from="
    return {
        "previous": f"{at}{max(0, first - PAGE_LINES)}" if first else "",
        "next": f"{at}{first + PAGE_LINES}" if first + PAGE_LINES < count else "",
        "first": first + 1 if count else 0,
        "last": min(first + PAGE_LINES, count),
        "total": count,
    }


def _line(found: Compared, name: str, each: Any, spoken: set[bytes]) -> dict[str, Any]:
    if isinstance(each, Pair):
        left, right = found.acts[found.first][each.gb], found.acts[found.second][each.jp]
        done = bool({left.digest, right.digest} & spoken)
        return {"left": left.body, "right": right.body, "pair": each, "done": done, "key": f"{each.gb}\x1f{each.jp}"}
    if isinstance(each, str):
        side = found.first if name == "only_gb" else found.second
        return {"body": found.acts[side][each].body, "side": side}
    return {"body": found.acts[each.side][each.ref].body, "side": each.side, "could_be": each.could_be}


def _chosen(request: Request, pairs: tuple[Pair, ...]) -> list[Pair]:
    """Return the pairs that the form names; ``all`` names every one of the list."""
    if "all" in request.POST:
        return list(pairs)
    wanted = set(request.POST.getlist("pair"))
    return [each for each in pairs if f"{each.gb}\x1f{each.jp}" in wanted]


def _propose(request: Request, pairs: list[Pair], found: Compared, signer: Signer) -> list[Outcome]:
    with request.house.turn(request.peer):
        return matching.propose(request.house.node, request.peer, pairs, found, signer)


def _signed(request: Request, confirming: Confirming, work: Any, shown: bytes = b"") -> HttpResponse | tuple[Any, ...]:
    """Confirm and do it; the findings of what was refused, or where to go on. ``shown``: what the page showed."""
    if not confirming.is_valid():
        return ()
    try:
        if shown:
            require_seen(request, shown)
        signer = confirm(request, confirming.cleaned_data["passphrase"], confirming.cleaned_data["code"])
    except NotConfirmedError as trouble:
        confirming.refuse(trouble)
        return ()
    outcomes = work(signer)
    refused = tuple(dict.fromkeys(each for outcome in outcomes for each in (*outcome.ruling, *outcome.own_law)))
    if refused:
        return refused
    messages.success(request, w("match.signed", count=len(outcomes)))
    return HttpResponseRedirect(request.get_full_path())


def pair(request: Request) -> HttpResponse:
    """Show one pair side by side, with what differs and why."""
    found = compared(request.house, request.peer)
    left = found.acts[found.first].get(request.GET.get("left", ""))
    right = found.acts[found.second].get(request.GET.get("right", ""))
    if left is None or right is None:
        raise Http404
    known = next(
        (
            each
            for each in (*found.result.differing, *found.result.matched)
            if (each.gb, each.jp) == (left.body.reference, right.body.reference)
        ),
        None,
    )
    rows = [_field(field, left.body, right.body, known) for field in _FIELDS]
    context = {"rows": rows, "left": found.first, "right": found.second, "known": known, "acts": (left, right)}
    return render(request, "registers/pair.html", context)


_CALLED = {"on": "date", "own_unit": "unit", "other_unit": "unit"}


def _field(field: str, left: Any, right: Any, known: Pair | None) -> dict[str, Any]:
    """One line of the two halves; the fields that each side names from its own end are crossed."""
    crossed = {
        "own_unit": "other_unit",
        "other_unit": "own_unit",
        "reference": "their_reference",
        "their_reference": "reference",
    }
    ours, theirs = getattr(left, field), getattr(right, crossed.get(field, field))
    differs = known is not None and (field in known.fields or _CALLED.get(field) in known.fields)
    open_ = known is not None and (field in known.open or _CALLED.get(field) in known.open)
    return {
        "label": w(f"match.field_{field}"),
        "left": showing.anything(ours),
        "right": showing.anything(theirs),
        "same": False if differs else None if open_ else True,
    }


def answer(request: Request, case: str) -> HttpResponse:
    """Agree to the other side's proposal, or say no to it."""
    with request.house.turn(request.peer):
        waiting = {found.hex(): placed for found, placed in matching.waiting(request.house.node, request.peer)}
    if case not in waiting:
        raise Http404
    confirming = Confirming(request.POST if request.method == "POST" else None)
    ruling: tuple[Any, ...] = ()
    if request.method == "POST":
        work = _answering(request, bytes.fromhex(case), str(request.POST.get("reason", "")))
        done = _signed(request, confirming, work)
        if isinstance(done, HttpResponse):
            return HttpResponseRedirect(reverse("match"))
        ruling = done
    reasons = [(each, called(each)) for each in REASONS]
    context = {"case": case, "body": waiting[case].body, "confirming": confirming, "ruling": ruling, "reasons": reasons}
    return render(request, "registers/answer.html", context, status=422 if request.method == "POST" else 200)


def _answering(request: Request, case: bytes, reason: str) -> Any:
    def work(signer: Signer) -> list[Outcome]:
        with request.house.turn(request.peer):
            if "dispute" in request.POST:
                return matching.dispute(request.house.node, request.peer, [case], signer, reason or REASONS[0])
            return matching.accept(request.house.node, request.peer, [case], signer)

    return work


PAGES = (
    Page("match", "registers/match", match, reads=READERS, writes=IMPORTERS, area="registers"),
    Page("match_pair", "registers/match/pair", pair, reads=READERS, area="registers"),
    Page(
        "match_answer", "registers/match/answer/<str:case>", answer, reads=IMPORTERS, writes=IMPORTERS, area="registers"
    ),
)
