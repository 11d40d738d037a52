"""The register of classified information: every item and copy, and where it was on any date; sheets, print, alerts.

Law: the page asks the reader's store alone, so that its lines, its downloads and its print hold what the reader may see
and nothing tells of more. The address holds what the register is narrowed to and the date. The classified title is read
in the case, not here; what leaves as a file is noted (``removals.note_copied``), for a title may have to be followed.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from warifu.core import canonical
from warifu.core.errors import ValueTroubleError
from warifu.core.folding import folded
from warifu.core.seats import pair_named
from warifu.doors import registry as registers
from warifu.doors import sentences
from warifu.doors.paper import register as printing
from warifu.doors.sentences import Both
from warifu.doors.web import marking
from warifu.doors.web.casepage import digest_of
from warifu.doors.web.page import AUDITOR, Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import catalogue, language, w
from warifu.record import queries_registry, removals
from warifu.record.queries_pages import Place
from warifu.record.queries_registry import FORMS, NARROWED, SHOWN, Wanted
from warifu.record.removals import REGISTER, Copied

READERS = frozenset({"registrar", "custodian", "witness", "security_authority", "project_officer", AUDITOR})
_MAX_TYPED = 100
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


class Narrow(forms.Form):
    """What the register is narrowed to; every field may stay empty."""

    on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    q = forms.CharField(required=False, max_length=_MAX_TYPED)
    state = forms.ChoiceField(required=False)
    form = forms.ChoiceField(required=False)
    holder = forms.ChoiceField(required=False)

    def __init__(self, given: Any, request: Request) -> None:
        super().__init__(given)
        offered = {
            "state": [(each, w(f"registry.state_{each}")) for each in NARROWED],
            "form": [(each, sentences.word(each, language())) for each in FORMS],
            "holder": [(each, sentences.word(each, language())) for each in (request.house.party, request.partner)],
        }
        for name, field in self.fields.items():
            field.label = w(f"registry.filter_{name}")
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", w("registry.any")), *offered[name]]

    def day(self, today: date) -> date:
        """Return the date asked for, today where none was; one after today is today."""
        self.is_valid()
        asked: date | None = self.cleaned_data.get("on")
        return today if asked is None or asked > today else asked

    def wanted(self, today: date) -> Wanted:
        """Return what is asked for; fields that do not fit narrow nothing."""
        on = self.day(today)
        given = {name: self.cleaned_data.get(name) or "" for name in ("form", "state", "holder")}
        return Wanted(words=folded(self.cleaned_data.get("q") or ""), on=on, today=today, **given)

    def said(self) -> tuple[Both, ...]:
        """Return in both languages what the register is narrowed to, for print."""
        found = []
        for name in ("q", "state", "form", "holder"):
            value = self.cleaned_data.get(name) or ""
            if value:
                label = catalogue()[f"registry.filter_{name}"]
                said = _said(name, value)
                found.append(Both(f"{label.en}: {said.en}", f"{label.ja}：{said.ja}"))
        return tuple(found)


def _said(name: str, value: str) -> Both:
    if name == "q":
        return Both(value, value)
    if name == "state":
        both = catalogue()[f"registry.state_{value}"]
        return Both(both.en, both.ja)
    return Both(sentences.word(value, "en"), sentences.word(value, "ja"))


def register(request: Request) -> HttpResponse:
    """Show the register as of a date, a page at a time."""
    house, pair = request.house, pair_named(request.house.party, request.peer)
    form = Narrow(request.GET, request)
    today = house.today()
    wanted, at = form.wanted(today), _place(request)
    back = at is not None and at.back
    found = queries_registry.page(house.store, pair, wanted, at)
    more, shown = len(found) > SHOWN, found[:SHOWN]
    if back:
        shown.reverse()
    pager = {}
    if shown and (more if back else at is not None):
        pager["previous"] = _address(request, "before", shown[0])
    if shown and (more or back):
        pager["next"] = _address(request, "after", shown[-1])
    day = form.day(today)
    marking.lines(request, [each.case for each in shown])
    lines = registers.lines(house.store, pair, shown, day)
    _note_shown(request, pair, lines)
    context = {
        "form": form, "day": day, "lines": lines, "pager": pager,
        "counted": lambda copies: registers.counted(copies, language()), "query": _kept(request),
    }  # fmt: skip
    return render(request, "registry/register.html", context)


def _note_shown(request: Request, pair: str, lines: list[registers.Line]) -> None:
    """Note whose titles the visitor was shown: a title may turn out to be one that had to stay out of the register."""
    store, who = request.house.opened.node.store, request.visitor.name if request.visitor else ""
    cases = [line.item.case for line in lines if line.title is not None]
    removals.note_seen_all(store, pair, cases, who, request.house.clock())


def _place(request: Request) -> Place | None:
    for name in ("after", "before"):
        since, _, case = request.GET.get(name, "")[:_MAX_TYPED].partition("-")
        if since.isascii() and since.isdigit() and len(since) < len(str(2**63)):
            try:
                return Place(int(since), bytes.fromhex(case), name == "before")
            except ValueError:
                return None
    return None


def _kept(request: Request) -> str:
    return urlencode([(name, each) for name, each in request.GET.items() if name not in {"after", "before"} and each])


def _address(request: Request, way: str, line: Any) -> str:
    at = urlencode([(way, f"{line.since}-{line.case.hex()}")])
    return f"{reverse('registry')}?{'&'.join(each for each in (_kept(request), at) if each)}"


def item(request: Request, digest: str) -> HttpResponse:
    """Show one item: its copies as of a date, each from hand to hand, and what does not fit."""
    house, pair = request.house, pair_named(request.house.party, request.peer)
    case = digest_of(digest)
    found = queries_registry.item(house.store, pair, case)
    if found is None:
        raise Http404
    form = Narrow(request.GET, request)
    day = form.day(house.today())
    line = registers.lines(house.store, pair, [found], day)[0]
    _note_shown(request, pair, [line])
    marking.lines(request, [case])
    context = {
        "line": line, "day": day, "form": form, "history": queries_registry.history(house.store, pair, case),
        "differences": [
            (each, sentences.of_code(f"custody.{each.code}", language(), each.figures | {"copy": each.copy}))
            for each in queries_registry.differences(house.store, pair, case)
        ],
        "where": lambda copy: registers.where_called(copy, language()),
    }  # fmt: skip
    return render(request, "registry/item.html", context)


def download(request: Request, kind: str) -> HttpResponse:
    """Give the register as of a date as a sheet or on paper; what leaves is noted."""
    house, pair = request.house, pair_named(request.house.party, request.peer)
    form = Narrow(request.GET, request)
    today = house.today()
    wanted, day = form.wanted(today), form.day(today)
    try:
        lines = list(registers.whole(house.store, pair, wanted, day, registers.MOST_LINES[kind]))
    except ValueTroubleError as trouble:
        told = sentences.of_error(trouble, language(), "pages")
        return render(request, "registry/too_long.html", {"told": told, "query": _kept(request)}, status=422)
    made = house.clock()
    printed = printing.Printed(house.party, request.partner, day, made, house.node.schemes, form.said())
    raw = _written(kind, lines, printed)
    who = request.visitor.name if request.visitor else ""
    note = Copied(REGISTER, canonical.digest(raw), made, size=len(raw), kept=f"register {kind} {day}", who=who)
    removals.note_copied(house.opened.node.store, pair, note)
    answer = HttpResponse(raw, content_type=_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="register-{pair}-{day.isoformat()}.{kind}"'
    return answer


def _written(kind: str, lines: list[registers.Line], printed: printing.Printed) -> bytes:
    if kind == "pdf":
        return printing.form(lines, printed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"register.{kind}"
        registers.write(path, kind, iter(lines), language())
        return path.read_bytes()


def _downloading(kind: str) -> Any:
    return lambda request: download(request, kind)


PAGES = (
    Page("registry", "register/", register, reads=READERS, area="registry"),
    *(Page(f"registry_{kind}", f"register/register.{kind}", _downloading(kind), reads=READERS) for kind in _TYPES),
    Page("registry_item", "register/<str:digest>", item, reads=READERS),
)
