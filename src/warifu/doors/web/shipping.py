"""May we ship? The question as a form, the answer with every reason, and what the consents to the item leave.

Law: the page asks through the reader's node: a case that may not be seen takes no part in the answer, and the answer
about it is that of what does not exist. It changes nothing and keeps nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from warifu.core.seats import pair_named
from warifu.doors import shipping
from warifu.doors.shipping import Asked
from warifu.doors.web import marking
from warifu.doors.web.acting_findings import of_findings
from warifu.doors.web.forming.naming import unit_called
from warifu.doors.web.page import AUDITOR, Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import ISO_DAY, later, w
from warifu.record import queries_equipment_consent as queries
from warifu.record.queries_owed import day_number

READERS = frozenset({
    "project_officer", "export_control_officer", "committee_member", "liaison_officer", "issuing_officer", "custodian",
    "security_authority", AUDITOR,
})  # fmt: skip
_MOST = 80
_DIGITS, _PLACES = 20, 6


class Asking(forms.Form):
    """How much of which item is to go to whom, on which day."""

    item = forms.CharField(label=later("may_ship.item"), max_length=_MOST)
    to = forms.CharField(label=later("may_ship.to"), max_length=_MOST, help_text=later("may_ship.to_hint"))
    quantity = forms.DecimalField(
        label=later("may_ship.quantity"), help_text=later("may_ship.quantity_hint"), required=False,
        max_digits=_DIGITS, decimal_places=_PLACES,
    )  # fmt: skip
    on = forms.DateField(
        label=later("may_ship.on"), help_text=later("may_ship.on_hint"), required=False,
        widget=forms.DateInput(format=ISO_DAY, attrs={"type": "date"}),
    )  # fmt: skip
    use_required_attribute = False

    def __init__(self, given: Any, today: date) -> None:
        super().__init__(given or None, initial={"on": today})


def may_ship(request: Request) -> HttpResponse:
    """Ask, and answer with every reason."""
    house, given = request.house, {name: each for name, each in request.GET.items() if name in Asking.base_fields}
    today, whose = shipping.day_asked(None, house.party, house.clock())
    form = Asking(given, today)
    context: dict[str, Any] = {
        "form": form, "answer": None, "ledger": [], "day": day_number(today), "unit_called": unit_called,
    }  # fmt: skip
    if not form.is_bound or not form.is_valid():
        return render(request, "shipping/may_ship.html", context, status=422 if form.is_bound else 200)
    named = form.cleaned_data["on"]
    asked = Asked(**form.cleaned_data | {"on": named or today, "zone": "" if named else whose})
    with house.turn(request.peer):
        answer = shipping.may_ship(house.node, request.peer, asked)
    ledger = queries.ledger(house.store, pair_named(house.party, request.peer), asked.item)
    cases = [line.case for line in ledger] + ([answer.under.case] if answer.under else [])
    marks = marking.lines(request, cases)
    context |= {
        "answer": answer, "lines": of_findings(answer.ruling, ()), "ledger": ledger, "marks": marks, "asked": asked,
        "no": w("may_ship.no", **asked.no.figures),
    }  # fmt: skip
    return render(request, "shipping/may_ship.html", context)


PAGES = (Page("may_ship", "equipment/may-ship", may_ship, reads=READERS, area="may_ship"),)
