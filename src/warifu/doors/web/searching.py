"""One search over the cases of every room, limited to what the reader may see.

Law: what is looked for lives in the address; every room is asked as its own list is (``queries_pages``), and shows its
first lines with the way to the rest. Numbers, desks, items and codes are found, in both scripts; no free text is.
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
from warifu.doors.web import marking
from warifu.doors.web.forming.naming import Names, activity_called, called, flow_called
from warifu.doors.web.orders import desks_called, reader_of
from warifu.doors.web.page import EVERYONE, Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import w
from warifu.record import queries_links

MAX_TYPED = 100


class Sought(forms.Form):
    """What is looked for; empty finds nothing."""

    q = forms.CharField(required=False, max_length=MAX_TYPED)

    def __init__(self, given: Any) -> None:
        super().__init__(given)
        self.fields["q"].label = w("search.words")
        self.fields["q"].help_text = w("search.hint")


def search(request: Request) -> HttpResponse:
    """Look in every room; shows nothing before something is looked for."""
    form = Sought(request.GET)
    words = folded(form.cleaned_data["q"]).strip() if form.is_valid() else ""
    names = Names(request.house.store, pair_named(request.house.party, request.peer))
    found: list[dict[str, Any]] = []
    if words:
        like = (words, desks_called(words, names))
        for room, lines, more in queries_links.search(request.house.store, reader_of(request), like):
            rest = f"{reverse('orders')}?{urlencode({'room': room, 'q': words})}" if more else ""
            found.append({"room": room, "lines": lines, "rest": rest})
    cases = [line.case for each in found for line in each["lines"]]
    context = {
        "form": form, "sought": words, "found": found, "names": names, "called": called, "flow_called": flow_called,
        "activity_called": activity_called, "marked": marking.lines(request, cases),
    }  # fmt: skip
    return render(request, "search/search.html", context)


PAGES = (Page("search", "search/", search, reads=EVERYONE, area="search"),)
