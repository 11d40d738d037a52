"""Order the same again: at most six inputs, everything else is taken over from an order that is known.

Law: taken over is what was asked, not what became of it; the new request names the same activity, has a number of its
own, and goes the same way as any other: reviewed, judged, confirmed, signed.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core.errors import ValueTroubleError
from warifu.doors.web import acting, acting_findings, casepage
from warifu.doors.web.drafts import keeping
from warifu.doors.web.forming import filling
from warifu.doors.web.forming import typed as typing
from warifu.doors.web.forming.controls import Control, controls, flat_of
from warifu.doors.web.forming.given import Given
from warifu.doors.web.forming.typed import Typed
from warifu.doors.web.page import OFFICERS, Page
from warifu.doors.web.request import Request
from warifu.law.judge import Placed
from warifu.law.room import Kind
from warifu.node.pair import Pair

KIND = "logistics/request"
_MOST_LINES = 3
_BESIDE = ("body.wanted_from", "body.wanted_to", "body.setting.place")


class _Again(NamedTuple):
    """An order to be repeated: its kind, its case, its request, and the new one as far as it is taken over."""

    kind: Kind
    case: bytes
    placed: Placed
    typed: Typed


def _again(request: Request, pair: Pair) -> _Again:
    root = casepage.digest_of(str(request.GET.get("from", "") or request.POST.get("from", "")))
    found = casepage.shown(request, pair, root)
    placed = found.case.stands[root].placed
    if placed.act.kind != KIND or placed.act.side_of != pair.us:
        raise Http404
    day = request.house.today()
    desks = tuple(sorted(casepage.visitor_in(request).desks - {"*"}))
    given = Given(pair, None, day, (placed.act.desk,) if placed.act.desk else desks)
    said = filling.again(placed.body, placed.act.cites, placed.act.desk)
    said = {name: text for name, text in said.items() if not name.startswith("body.late_reason")}
    number = filling.next_number(given)
    days = {f"body.{name}": "" for name in ("wanted_from", "wanted_to", "replace_by")}
    return _Again(placed.kind, root, placed, said | days | {"body.on": day.isoformat(), "body.number": number})


def repeat(request: Request) -> HttpResponse:
    """Show the few things that change; sent, make a draft of it and go on to its review."""
    with request.house.turn(request.peer) as pair:
        again = _again(request, pair)
        if request.method != "POST":
            return _shown(request, pair, again)
        try:
            said = typing.from_post(request.POST)
            allowed = {part for control in _asked(request, pair, again) for part in _names(control)}
            typed = again.typed | {name: said.get(name, "") for name in allowed}
            kept = keeping.make(request, str(request.POST.get("token", "")), KIND, b"", typed)
        except ValueTroubleError as trouble:
            return _shown(request, pair, again, (acting_findings.of_error(trouble),), status=422)
    return HttpResponseRedirect(f"{reverse('draft', args=[kept.token])}?check=1")


def _asked(request: Request, pair: Pair, again: _Again, amiss: Any = ()) -> list[Control]:
    """Return the controls that are asked for: quantities of up to three lines, the days, the place."""
    given = Given(pair, None, request.house.today(), ())
    every = {
        c.name: c for c in flat_of(controls(again.kind, again.typed, acting.ground_of(pair, again.kind, given), amiss))
    }
    lines = [f"body.lines.{place}.quantity" for place in range(min(_MOST_LINES, len(again.placed.body.lines)))]
    found = []
    for place, name in enumerate(lines):
        item = again.placed.body.lines[place].item
        found.append(every[name]._replace(label=f"{item}: {every[name].label}"))
    return [*found, *(every[name] for name in _BESIDE)]


def _names(control: Control) -> tuple[str, ...]:
    if control.shape == "quantity":
        return f"{control.name}.amount", f"{control.name}.unit"
    return (control.name,)


def _shown(
    request: Request, pair: Pair, again: _Again, lines: tuple[acting_findings.Line, ...] = (), status: int = 200
) -> HttpResponse:
    context = {
        "controls": _asked(request, pair, again), "lines": lines, "token": keeping.new_token(),
        "case": again.case.hex(),
        "number": again.placed.body.number, "next_number": again.typed["body.number"], "why": acting_findings.why,
        "kind": KIND, "left": max(0, len(again.placed.body.lines) - _MOST_LINES),
    }  # fmt: skip
    return render(request, "acting/repeat.html", context, status=status)


PAGES = (Page("repeat", "orders/repeat", acting.kept_or_gone(repeat), reads=OFFICERS, writes=OFFICERS, area="orders"),)
