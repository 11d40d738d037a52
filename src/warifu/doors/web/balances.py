"""Balances: what is owed in kind and in money as of a day, by age; set-off proposals; month's end; the statement.

Law: both directions are shown gross, and what cannot be determined is counted beside the figures, never in them. The
page, the workbook and the CSV are made from one document, so that they cannot differ; the workbook says what each of
its columns means. The statement that both sides sign is drawn up from the same document.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core import canonical
from warifu.core.errors import ValueTroubleError
from warifu.core.exact import EXACT
from warifu.core.seats import pair_named
from warifu.core.wire import is_day, to_plain
from warifu.doors import statement as statements
from warifu.doors.markings import Beside, banner
from warifu.doors.registers import matching
from warifu.doors.sheets import write_csv, write_xlsx
from warifu.doors.web import marking
from warifu.doors.web.accounts.confirming import Confirming, NotConfirmedError, confirm, require_seen, seen_of
from warifu.doors.web.forming.reading import words_of
from warifu.doors.web.page import AUDITOR, Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import catalogue, language, w
from warifu.node.drafting import Draft
from warifu.record import queries_owed

READERS = frozenset(
    {AUDITOR, "finance_officer", "ordering_officer", "accepting_officer", "registrar", "liaison_officer"}
)
_SIGNERS = frozenset({"finance_officer"})
AGES = ("no-day-set", "current", "0-30", "31-90", "91-180", "181-365", "over-365")
DESK = "FINANCE"
FORMS: tuple[matching.Form, ...] = ("monthly", "opening", "year_end")
_COLUMNS = (
    "debtor", "creditor", "account", "commodity", "owed", "settled", "open", "undetermined", "ages", "clocks", "oldest",
)  # fmt: skip


def balances(request: Request) -> HttpResponse:
    """Show what is owed by whom as of a day, and what hangs at a month's end."""
    house, day = request.house, _day(request)
    pair = pair_named(house.party, request.peer)
    with house.turn(request.peer):
        document = statements.document(statements.of_day(house.node, request.peer, day))
    chosen = _line(document["debts"], request.GET.get("of", ""))
    marking.note_sums(request)
    context = {
        "day": day,
        "document": document,
        "ages": AGES,
        "commodities": sorted({debt["commodity"] for debt in document["debts"]}),
        "chosen": chosen,
        "chart": _ageing(document["debts"], chosen, (house.party, request.partner)),
        "parties": (house.party, request.partner),
        "not_invoiced": queries_owed.delivered_not_invoiced(house.store, pair, day),
        "not_paid": queries_owed.invoiced_not_paid(house.store, pair, day),
        "not_matched": queries_owed.paid_not_matched(house.store, pair, day),
        "doubly": queries_owed.doubly_matched(house.store, pair),
        "may_sign": request.visitor is not None and bool(request.visitor.roles & _SIGNERS),
    }
    return render(request, "balances/balances.html", context)


def _day(request: Request) -> date:
    """Return the day that the address names; today where it names none; 404 where it is no day."""
    written = request.GET.get("as_of", "")
    if not written:
        return request.house.today()
    try:
        day = date.fromisoformat(written)
    except ValueError as trouble:
        raise Http404 from trouble
    if not is_day(day):
        raise Http404
    return day


def _line(debts: Iterable[dict[str, Any]], named: str) -> str:
    """Return the commodity whose ageing is drawn: the one named, else a currency, else the first."""
    known = [debt["commodity"] for debt in debts]
    if named in known:
        return named
    money = [debt["commodity"] for debt in debts if debt["in_money"]]
    return next(iter((*money, *known)), "")


def _ageing(debts: Iterable[dict[str, Any]], commodity: str, parties: tuple[str, str]) -> list[dict[str, str]]:
    """Return what is open of one commodity by age, a column for each debtor; ages that nobody has are left out."""
    sums: dict[tuple[str, str], Decimal] = {}
    for debt in debts:
        if debt["commodity"] == commodity:
            for age, amount in debt["ages"].items():
                at = (age, debt["debtor"])
                sums[at] = EXACT.add(sums.get(at, Decimal(0)), Decimal(amount))
    ages = [age for age in AGES if any((age, party) in sums for party in parties)]
    return [{"age": age} | {party: f"{sums.get((age, party), Decimal(0)):f}" for party in parties} for age in ages]


def download(request: Request, form: str) -> HttpResponse:
    """Give the statement as a workbook or as CSV, with what its columns mean."""
    house, day = request.house, _day(request)
    with house.turn(request.peer):
        found = statements.of_day(house.node, request.peer, day)
    marked = statements.marked(house.store, found.pair)
    head = banner(marked, Beside(house.node.schemes, (house.party, request.partner), day)).in_(language())
    rows = [tuple(_cell(debt[name]) for name in _COLUMNS) for debt in statements.document(found)["debts"]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"statement.{form}"
        if form == "csv":
            write_csv(path, _COLUMNS, rows, head)
        else:
            statements.write_book(path, found, _dictionary(), head)
        answer = HttpResponse(path.read_bytes(), content_type=_TYPES[form])
    name = f"statement-{found.pair}-{day.isoformat()}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _cell(value: Any) -> Any:
    return " ".join(f"{name}:{each}" for name, each in value.items()) if isinstance(value, dict) else value


def columns(request: Request) -> HttpResponse:
    """Give the dictionary of columns of the CSV, which has no room for it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "columns.xlsx"
        write_xlsx(path, {"columns 列の説明": (("column", "English", "日本語"), _dictionary())})
        answer = HttpResponse(path.read_bytes(), content_type=_TYPES["xlsx"])
    answer["Content-Disposition"] = 'attachment; filename="columns.xlsx"'
    return answer


def _dictionary() -> list[tuple[str, str, str]]:
    words = catalogue()
    return [(name, words[f"balances.column_{name}"].en, words[f"balances.column_{name}"].ja) for name in _COLUMNS]


_MOST_NUMBER = 40


def draw_up(request: Request) -> HttpResponse:
    """Draw up the statement of a day and sign it, for the other side to accept; nothing is signed by a GET."""
    house, day = request.house, _day(request)
    asked = request.POST if request.method == "POST" else request.GET
    form = next((each for each in FORMS if each == asked.get("form", FORMS[0])), None)
    number = str(asked.get("number", "")).strip()[: _MOST_NUMBER + 1]
    if form is None:
        raise Http404
    confirming = Confirming(request.POST if request.method == "POST" else None)
    with house.turn(request.peer):
        found = statements.of_day(house.node, request.peer, day)
        body = matching.statement_body(house.node, request.peer, found, form, number or "—")
    context: dict[str, Any] = {"day": day, "form": form, "forms": FORMS, "number": number, "body": body}
    context |= {"document": statements.document(found), "confirming": confirming, "number_missing": False}
    shown = canonical.encode(to_plain(msgspec.structs.replace(body, number="", form=FORMS[0])))
    context["seen"] = seen_of(shown)
    if request.method == "POST":
        context["number_missing"] = not number
        if number and confirming.is_valid():
            try:
                words_of(number, _MOST_NUMBER)
                require_seen(request, shown)
                signer = confirm(request, confirming.cleaned_data["passphrase"], confirming.cleaned_data["code"])
            except (NotConfirmedError, ValueTroubleError) as trouble:
                confirming.refuse(trouble)
            else:
                label = statements.label_of(house.store, pair_named(house.party, request.peer), house.node.schemes)
                draft = Draft(kind="logistics/statement", body=body, desk=DESK, label=label)
                with house.turn(request.peer):
                    outcome = house.node.submit(request.peer, draft, signer)
                if outcome.ok:
                    messages.success(request, w("balances.signed"))
                    return HttpResponseRedirect(reverse("balances") + f"?as_of={day.isoformat()}")
                context["ruling"] = (*outcome.ruling, *outcome.own_law)
    marking.note_sums(request)
    return render(request, "balances/draw_up.html", context, status=422 if request.method == "POST" else 200)


PAGES = (
    Page("balances", "balances/", balances, reads=READERS, area="balances"),
    Page("balances_columns", "balances/columns", columns, reads=READERS, area="balances"),
    Page("draw_up", "balances/statement", draw_up, reads=_SIGNERS, writes=_SIGNERS, area="balances"),
    Page("balances_csv", "balances/statement.csv", lambda request: download(request, "csv"), reads=READERS),
    Page("balances_xlsx", "balances/statement.xlsx", lambda request: download(request, "xlsx"), reads=READERS),
)
