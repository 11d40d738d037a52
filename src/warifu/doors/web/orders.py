"""The list of cases: filters that live in the address, search in both scripts, one page at a time.

Law: a list shows what the visitor's desks reach and nothing is counted to show it. A filter that cannot be understood
is told in words and narrows nothing. Which rooms there are is asked of the node; one without a shelf of its own is
listed all the same, from its cases' folds.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from warifu.core.folding import folded
from warifu.core.seats import pair_named
from warifu.doors.cases import turn_of
from warifu.doors.web import marking
from warifu.doors.web.accounts.visitor import ALL_DESKS
from warifu.doors.web.forming.choices import ACTIVITY_FORMS
from warifu.doors.web.forming.naming import Names, activity_called, called, flow_called
from warifu.doors.web.page import EVERYONE, Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import w
from warifu.law.roll import ROLES
from warifu.record import queries_pages
from warifu.record.queries_owed import day_number
from warifu.record.queries_pages import NOBODY, SHOWN, Line, Place, Reader, Wanted
from warifu.record.queries_sight import NOTHING
from warifu.record.shelves import TROUBLES, shelves

_FIRST = "logistics"
_SETTLEMENTS = ("return", "replacement", "cash", "services", "set_off")
_MAX_TYPED = 100


def reader_of(request: Request) -> Reader:
    """Return who reads a list: the pair, our party, the desks that the visitor reaches, what the visitor may see."""
    visitor = request.visitor
    desks = frozenset[str]() if visitor is None else visitor.desks
    us = request.house.party
    seeing = NOTHING if visitor is None else visitor.seeing
    return Reader(pair_named(us, request.peer), us, None if ALL_DESKS in desks else desks, *seeing)


class Narrow(forms.Form):
    """What a list can be narrowed to; every field may stay empty."""

    q = forms.CharField(required=False, max_length=_MAX_TYPED)
    turn = forms.ChoiceField(required=False)
    state = forms.ChoiceField(required=False)
    flow = forms.ChoiceField(required=False)
    settlement = forms.ChoiceField(required=False)
    activity = forms.ChoiceField(required=False)
    desk = forms.ChoiceField(required=False)
    trouble = forms.ChoiceField(required=False)
    exercise = forms.ChoiceField(required=False)
    opened_from = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    opened_to = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, given: Any, request: Request, room: str, names: Names) -> None:
        super().__init__(given)
        flows = {flow.name: flow for flow in request.house.node.rooms[room].flows.values()}
        states = dict.fromkeys(state for flow in flows.values() for state in flow.states)
        us, them = request.house.party, request.partner
        offered: dict[str, list[tuple[str, str]]] = {
            "turn": [("us", w("orders.turn_us")), ("them", w("orders.turn_them")), ("none", w("orders.turn_none"))],
            "state": [(each, called(each)) for each in states],
            "flow": [(each, flow_called(each)) for each in flows],
            "settlement": [(each, called(each)) for each in _SETTLEMENTS],
            "activity": [(each, called(each)) for each in ACTIVITY_FORMS],
            "desk": [*names.of_party(us), *names.of_party(them)],
            "trouble": [(each, w(f"orders.trouble_{each}")) for each in TROUBLES],
            "exercise": [("yes", w("orders.exercise_only")), ("no", w("orders.exercise_none"))],
        }
        for name, field in self.fields.items():
            field.label = w(f"orders.filter_{name}")
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", w("orders.any")), *offered[name]]

    def wanted(self, us: str, them: str, names: Names) -> Wanted:
        """Return what is asked for; fields that do not fit narrow nothing."""
        self.is_valid()
        given = self.cleaned_data
        words = folded(given.get("q") or "")
        turn = {"us": us, "them": them, "none": NOBODY}.get(given.get("turn") or "", "")
        plain = {name: given.get(name) or "" for name in ("state", "flow", "settlement", "activity", "desk", "trouble")}
        first, last = given.get("opened_from"), given.get("opened_to")
        return Wanted(
            **plain, turn=turn, exercise={"yes": True, "no": False}.get(given.get("exercise") or ""),
            first=None if first is None else day_number(first), last=None if last is None else day_number(last),
            like=(words, desks_called(words, names)),
        )  # fmt: skip


def desks_called(words: str, names: Names) -> tuple[str, ...]:
    """Desks whose name, in either language, holds what is looked for."""
    if not words:
        return ()
    return tuple(each.code for each in names.desks if any(words in folded(it) for it in (each.name, each.name_ja)))


def orders(request: Request) -> HttpResponse:
    """List the cases of one room, those moved last first."""
    every = _rooms(request)
    room = request.GET.get("room", _FIRST)
    room = room if room in every else _FIRST
    us, them = request.house.party, request.partner
    names = Names(request.house.store, pair_named(us, request.peer))
    form = Narrow(request.GET, request, room, names)
    if room in shelves():
        lines, pager = _page(request, room, form.wanted(us, them, names))
    else:
        lines, pager = _unshelved(request, room)
    context = {
        "form": form, "room": room, "rooms": every, "lines": lines, "pager": pager, "names": names, "called": called,
        "activity_called": activity_called, "flow_called": flow_called, "may_begin": _may_begin(request),
        "marked": marking.lines(request, [line.case for line in lines]),
    }  # fmt: skip
    return render(request, "orders/list.html", context)


def _rooms(request: Request) -> tuple[str, ...]:
    """Rooms whose cases stand in this list: all in which a turn passes between two parties."""
    return tuple(
        name
        for name, room in sorted(request.house.node.rooms.items())
        if any(state.turn for flow in room.flows.values() for state in flow.states.values())
    )


def _may_begin(request: Request) -> bool:
    visitor = request.visitor
    return visitor is not None and visitor.signs and bool(visitor.roles & {*ROLES} - {"auditor"})


def _page(request: Request, room: str, wanted: Wanted) -> tuple[list[Line], dict[str, str]]:
    """Return the lines of one page with the addresses of its neighbours."""
    at = _place(request)
    back = at is not None and at.back
    found = queries_pages.page(request.house.store, reader_of(request), room, wanted, at)
    more, lines = len(found) > SHOWN, found[:SHOWN]
    if back:
        lines.reverse()
    pager = {}
    if lines and (more if back else at is not None):
        pager["previous"] = _address(request, "before", lines[0])
    if lines and (more or back):
        pager["next"] = _address(request, "after", lines[-1])
    return lines, pager


def _place(request: Request) -> Place | None:
    """Read where the page begins; an address that was tampered with begins at the top."""
    for name in ("after", "before"):
        since, _, case = request.GET.get(name, "")[:_MAX_TYPED].partition("-")
        if since.isascii() and since.isdigit() and len(since) < len(str(2**63)):
            try:
                return Place(int(since), bytes.fromhex(case), name == "before")
            except ValueError:
                return None
    return None


def _address(request: Request, way: str, line: Line) -> str:
    kept = [(name, value) for name, value in request.GET.items() if name not in {"after", "before"} and value]
    return f"{reverse('orders')}?{urlencode([*kept, (way, f'{line.since}-{line.case.hex()}')])}"


def _unshelved(request: Request, room: str) -> tuple[list[Line], dict[str, str]]:
    """List the cases of a room that has no table of cases, by folding one page of them."""
    try:
        after = bytes.fromhex(request.GET.get("after", "")[:_MAX_TYPED])
    except ValueError:
        after = b""
    reader = reader_of(request)
    found = queries_pages.unshelved(request.house.store, reader.pair, room, after)
    with request.house.turn(request.peer) as pair:
        folded_cases = pair.fold(pair.reader.gather(found[:SHOWN]))
        lines = [_of_fold(case, turn_of(case, pair)) for case in folded_cases.values()]
    shown = [line for line in lines if reader.desks is None or line.opener != reader.us or line.desk in reader.desks]
    if len(found) <= SHOWN:
        return shown, {}
    return shown, {"next": f"{reverse('orders')}?{urlencode({'room': room, 'after': found[SHOWN - 1].hex()})}"}


def _of_fold(case: Any, turn: str) -> Line:
    root, act = case.stands[case.root].placed, case.stands[case.root].placed.act
    blank = dict.fromkeys(Line._fields, "") | dict.fromkeys(TROUBLES, 0)
    known = {
        "case": case.root, "flow": case.flow.name, "number": getattr(root.body, "number", ""), "opener": case.opener,
        "desk": act.desk, "state": case.state, "turn": turn, "since": case.head.placed.act.time,
        "opened": act.time // 86_400, "agreed": case.confirmed_head() == case.head.placed.digest,
        "exercise": bool(getattr(case.terms, "exercise", False)), "emergency": False,
    }  # fmt: skip
    return Line(**(blank | known))


PAGES = (Page("orders", "orders", orders, reads=EVERYONE, area="orders"),)
