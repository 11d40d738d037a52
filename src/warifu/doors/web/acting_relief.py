"""Relief in an emergency: the activity and the first order from one screen.

Law: what both acts need is asked once, and both are signed at once (``acting_relief_both``), the order naming the
activity by its number. Each is a draft of its own all the same: where it cannot be signed so, it is reviewed, judged
and signed like any other. The order's draft then names the other draft until that one is signed, and from then on the
act that it became: it may be signed once the other side has confirmed the activity.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core.errors import ValueTroubleError
from warifu.doors.web import acting, acting_findings, acting_judging, casepage
from warifu.doors.web.acting_relief_both import second_of
from warifu.doors.web.drafts import keeping
from warifu.doors.web.forming import filling, reading, typed
from warifu.doors.web.forming.controls import Control, controls, flat_of
from warifu.doors.web.forming.given import Given
from warifu.doors.web.forming.reading import Amiss
from warifu.doors.web.forming.typed import Typed
from warifu.doors.web.page import OFFICERS, Page
from warifu.doors.web.request import Request
from warifu.node.pair import Pair

ACTIVITY, ORDER = "programme/activity", "logistics/request"
_LAST_DAYS = 30
Lines = tuple[acting_findings.Line, ...]
_ASKED = (
    "body.setting.activity", "body.setting.place", "body.receiving", "body.issuing", "body.lines.0.category",
    "body.lines.0.item", "body.lines.0.quantity", "body.lines.0.supply", "body.settlement", "body.wanted_from",
    "body.wanted_to",
)  # fmt: skip
"""What the screen asks, as fields of the order; the activity takes its own from them."""
_FROM = {
    "body.form": "body.setting.activity", "body.places": "body.setting.place", "body.units": "body.receiving",
    "body.other_units": "body.issuing",
}  # fmt: skip
"""Field of the activity to the field of the order that says it."""


def _begun(request: Request, pair: Pair) -> Typed:
    """Return what the screen begins with: relief, at the request of nobody yet, from today, in an emergency."""
    day = request.house.today()
    desks = tuple(sorted(casepage.visitor_in(request).desks - {"*"}))
    said = filling.begin(acting_judging.kind_of(pair, ORDER), pair, None, day, desks)
    return said | {
        "body.setting.ground": "b", "body.setting.activity": "relief", "body.setting.together": "yes",
        "body.setting.same_kind": "yes", "body.emergency": "yes", "body.settlement": "replacement",
        "body.lines.0.number": "1",
        "body.wanted_from": day.isoformat(), "body.wanted_to": (day + timedelta(days=_LAST_DAYS)).isoformat(),
    }  # fmt: skip


def relief(request: Request) -> HttpResponse:
    """Show the screen; sent, make both drafts and go on to the review of the activity."""
    with request.house.turn(request.peer) as pair:
        begun = _begun(request, pair)
        if request.method != "POST":
            return _shown(request, pair, begun)
        try:
            sent = typed.from_post(request.POST)
            order = begun | {name: text for name, text in sent.items() if _is_asked(name)} | _desk(sent)
            activity = _activity(request, pair, order)
            amiss = _amiss(pair, order, activity)
            if amiss:
                return _shown(request, pair, order, amiss)
            first = keeping.make(request, str(request.POST.get("token", "")), ACTIVITY, b"", activity)
            order |= {"body.number": _after(activity["body.number"]), typed.CITES: keeping.names_draft(first.token)}
            order["body.setting.activity"] = _named(order["body.setting.activity"], activity["body.number"])
            keeping.make(request, second_of(first.token), ORDER, b"", order)
        except ValueTroubleError as trouble:
            return _shown(request, pair, begun, (), (acting_findings.of_error(trouble),))
    return HttpResponseRedirect(reverse("relief_both", args=[first.token]))


def _named(form: str, number: str) -> str:
    """Return how an order names an activity: its form, and its number where it has one."""
    return f"{form}:{number}" if form and number else form


def _is_asked(name: str) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in _ASKED)


def _desk(sent: Mapping[str, str]) -> Typed:
    return {typed.DESK: sent.get("body.receiving", "")}


def _activity(request: Request, pair: Pair, order: Typed) -> Typed:
    """Return the activity as the order's fields say it."""
    given = Given(pair, None, request.house.today(), (order[typed.DESK],) if order[typed.DESK] else ())
    days = {"body.from_day": order.get("body.wanted_from", ""), "body.to_day": order.get("body.wanted_to", "")}
    said = {name: order.get(each, "") for name, each in _FROM.items()}
    return {
        "body.on": request.house.today().isoformat(), "body.number": filling.next_number(given), "body.ground": "b",
        typed.DESK: order[typed.DESK], **days, **said,
    }  # fmt: skip


def _after(number: str) -> str:
    """Return the number after one: the order's, beside its activity's."""
    head, dash, tail = number.rpartition("-")
    figure = typed.figure(tail)
    return number if figure is None else f"{head}{dash}{figure + 1:0{len(tail)}d}"


def _amiss(pair: Pair, order: Typed, activity: Typed) -> tuple[Amiss, ...]:
    """Return what does not fit in either act, as fields of the screen."""
    both = [
        *reading.read(acting_judging.kind_of(pair, ORDER), order).amiss,
        *reading.read(acting_judging.kind_of(pair, ACTIVITY), activity).amiss,
    ]
    days = {"body.from_day": "body.wanted_from", "body.to_day": "body.wanted_to"}
    named = [each._replace(name=_FROM.get(each.name, days.get(each.name, each.name))) for each in both]
    known = {each.name: each for each in reversed(named) if _is_asked(each.name)}
    return tuple(known[name] for name in dict.fromkeys(each.name for each in named) if name in known)


def _shown(request: Request, pair: Pair, said: Typed, amiss: tuple[Amiss, ...] = (), lines: Lines = ()) -> HttpResponse:
    kind = acting_judging.kind_of(pair, ORDER)
    ground = acting.ground_of(pair, kind, Given(pair, None, request.house.today(), ()))
    every: dict[str, Control] = {each.name: each for each in flat_of(controls(kind, said, ground, amiss))}
    context = {
        "controls": [every[name]._replace(required=True) for name in _ASKED], "token": keeping.new_token(),
        "lines": [*lines, *acting_findings.of_amiss(amiss, ORDER)], "why": acting_findings.why,
    }  # fmt: skip
    return render(request, "acting/relief.html", context, status=422 if amiss or lines else 200)


PAGES = (Page("relief", "relief", acting.kept_or_gone(relief), reads=OFFICERS, writes=OFFICERS, area="orders"),)
