"""May see? The question as a form, the answer with every reason, and the answer kept as an act.

Law: the reader asks through the own store: an item that may not be known is answered as one that does not exist.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core.seats import pair_named
from warifu.doors import sentences
from warifu.doors.inhouse import asking
from warifu.doors.inhouse.asking import Answer, Asked
from warifu.doors.web import marking
from warifu.doors.web.accounts.confirming import Confirming
from warifu.doors.web.acting_findings import of_findings
from warifu.doors.web.inhouse.common import ASKERS, KEEPERS, confirmed, desk_of, may_sign
from warifu.doors.web.page import Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import ISO_DAY, language, later
from warifu.node import deciding
from warifu.record import queries_house

MEDIA = ("paper", "workstation", "shared_folder", "operations_room", "oral_briefing")
_MOST = 80


def _text(name: str) -> forms.CharField:
    return forms.CharField(label=later(f"inhouse.{name}"), max_length=_MOST)


class Asking(forms.Form):
    """Who is to see which copy, for which agency and purpose, where, how, on which day."""

    person = _text("person")
    agency = _text("agency")
    item = _text("item")
    copy = _text("copy")
    purpose = _text("purpose")
    place = _text("place")
    medium = forms.ChoiceField(label=later("inhouse.medium"))
    on = forms.DateField(label=later("inhouse.on"), widget=forms.DateInput(format=ISO_DAY, attrs={"type": "date"}))
    use_required_attribute = False

    def __init__(self, given: Any, today: date) -> None:
        super().__init__(given or None, initial={"on": today, "medium": "paper"})
        choice: Any = self.fields["medium"]
        choice.choices = [(each, sentences.word(each, language())) for each in MEDIA]


def _asked(request: Request, form: Asking) -> Asked:
    given = dict(form.cleaned_data)
    pair = pair_named(request.house.party, request.peer)
    written = given.pop("item")
    item = queries_house.item_of(request.house.store, pair, written)
    return Asked(item=item or queries_house.digest_of(written), **given)


def may_see(request: Request) -> HttpResponse:
    """Ask and answer; sent by an officer, the answer is kept."""
    given = request.POST if request.method == "POST" else request.GET
    today = deciding.today(request.house.opened.node, request.house.clock())
    form = Asking({name: each for name, each in given.items() if name in Asking.base_fields}, today)
    if not form.is_bound or not form.is_valid():
        return _shown(request, form, None, Confirming(), status=422 if form.is_bound else 200)
    asked = _asked(request, form)
    marking.lines(request, [asked.item])
    with request.house.turn(request.peer):
        answer = asking.may_see(request.house.opened.node, request.peer, asked, request.house.store)
        if request.method != "POST":
            return _shown(request, form, answer, Confirming())
        node, store = request.house.opened.node, request.house.store
        sent = confirmed(
            request, lambda signer: asking.keep(node, request.peer, asked, (signer, desk_of(request)), store)
        )
    if sent.done and sent.outcome is not None:
        return HttpResponseRedirect(reverse("decision", args=[sent.outcome.case.hex()]))
    return _shown(request, form, answer, sent.form, status=422)


def _shown(
    request: Request, form: Asking, answer: Answer | None, confirming: Confirming, status: int = 200
) -> HttpResponse:
    lines = of_findings(answer.ruling, ()) if answer else []
    context = {
        "form": form, "answer": answer, "lines": lines, "confirming": confirming, "may": may_sign(request),
        "asked": {name: form[name].value() for name in form.fields},
    }  # fmt: skip
    return render(request, "inhouse/may_see.html", context, status=status)


PAGES = (Page("may_see", "house/may-see", may_see, reads=ASKERS, writes=KEEPERS, area="inhouse"),)
