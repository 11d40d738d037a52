"""The calendar as a page: by month, a week a row, and as a list; what is looked for lives in the address.

Law: works without a script: the month is a table whose rows stack where it is narrow. Days that no calendar has lead to
the present month. Whoever reads pages reads this one, limited to desks, level and circles as lists are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from warifu.doors.web.calendar import telling
from warifu.doors.web.calendar.telling import Told
from warifu.doors.web.orders import reader_of
from warifu.doors.web.page import EVERYONE, Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import w
from warifu.record import queries_programme
from warifu.record.queries_owed import day_number, day_of

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_WEEK = 7
LIST_MONTHS = 12
"""How far ahead the list goes."""


class Cell(NamedTuple):
    """One day of the month: its date, whether it lies in the month, whether it is today, what lies on it."""

    on: date
    within: bool
    today: bool
    told: list[Told]


class Narrow(forms.Form):
    """What the calendar is narrowed to."""

    month = forms.CharField(required=False, max_length=7)
    shown = forms.ChoiceField(required=False)
    what = forms.ChoiceField(required=False)

    def __init__(self, given: Any) -> None:
        super().__init__(given)
        offered = {
            "shown": [("month", w("calendar.by_month")), ("list", w("calendar.as_list"))],
            "what": [("", w("calendar.everything")), *((each, w(f"calendar.what_{each}")) for each in _WHATS)],
        }
        for name, field in self.fields.items():
            field.label = w(f"calendar.filter_{name}")
            if isinstance(field, forms.ChoiceField):
                field.choices = offered[name]
        self.fields["month"].help_text = w("calendar.filter_month_hint")


_WHATS = (*queries_programme.PROGRAMME, "clock")


def calendar(request: Request) -> HttpResponse:
    """Show what lies on the days of a month, or from a month on as a list."""
    first = _month(request.GET.get("month", ""), request.house.today())
    shown = "list" if request.GET.get("shown") == "list" else "month"
    what = request.GET.get("what", "")
    what = what if what in _WHATS else ""
    last = _months_on(first, LIST_MONTHS if shown == "list" else 1) - timedelta(days=1)
    window = (first, last) if shown == "list" else (_monday(first), _monday(last) + timedelta(days=_WEEK - 1))
    found = telling.told(
        queries_programme.happenings(
            request.house.store, reader_of(request), (day_number(window[0]), day_number(window[1])), _wanted(what)
        )
    )
    context = {
        "form": Narrow({"month": f"{first:%Y-%m}", "shown": shown, "what": what}), "first": first, "shown": shown,
        "told": found, "weeks": _weeks(window, first, request.house.today(), found) if shown == "month" else [],
        "before": _address(_months_on(first, -1), shown, what), "after": _address(_months_on(first, 1), shown, what),
        "months_shown": LIST_MONTHS,
    }  # fmt: skip
    return render(request, "calendar/calendar.html", context)


def _wanted(what: str) -> frozenset[str]:
    every = telling.everything()
    return frozenset(each for each in every if not what or each.partition("/")[0] == what)


def _month(written: str, today: date) -> date:
    """Read ``2026-09``; anything else is the present month."""
    found = _MONTH.fullmatch(written) if written.isascii() else None
    if found and _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1)
    return today.replace(day=1)


def _months_on(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _address(month: date, shown: str, what: str) -> str:
    asked = {"month": f"{month:%Y-%m}", "shown": shown, "what": what}
    return f"{reverse('calendar')}?{urlencode({name: value for name, value in asked.items() if value})}"


def _weeks(window: tuple[date, date], month: date, today: date, found: Iterable[Told]) -> list[list[Cell]]:
    """Lay what was found on the days of whole weeks."""
    days = [window[0] + timedelta(days=each) for each in range((window[1] - window[0]).days + 1)]
    on_day: dict[date, list[Told]] = {each: [] for each in days}
    for each in found:
        first, last = max(day_of(each.it.first), window[0]), min(day_of(each.it.last), window[1])
        for step in range((last - first).days + 1):
            on_day[first + timedelta(days=step)].append(each)
    cells = [Cell(each, each.month == month.month, each == today, on_day[each]) for each in days]
    return [cells[at : at + _WEEK] for at in range(0, len(cells), _WEEK)]


PAGES = (Page("calendar", "calendar/", calendar, reads=EVERYONE, area="calendar"),)
