"""The house at a glance: what runs out, what is unexplained, who is cleared, who needs to know, who keeps what where.

Law: of a person the number alone is shown, and of an evaluation nothing but what was attested.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from warifu.core.seats import pair_named
from warifu.doors import returns
from warifu.doors.web import marking
from warifu.doors.web.inhouse.common import KEEPERS, READERS, may_sign, returns_due
from warifu.doors.web.page import AUDITOR, Page
from warifu.doors.web.request import Request
from warifu.record import queries_house, queries_house_due
from warifu.record.queries_owed import day_number

SECURITY = frozenset({"security_authority", "registrar", AUDITOR})
_MOST = 80


def overview(request: Request) -> HttpResponse:
    """Show what is due in the house, and lead to its lists."""
    visitor, house = request.visitor, request.house
    of = (pair_named(house.party, request.peer), house.party)
    with house.turn(request.peer) as pair:
        stated = returns_due(returns.running(house.node, pair, house.today()), house.party)
    context = {
        "due": [*stated, *queries_house_due.due(house.store, house.today(), of=of)],
        "may_people": bool(visitor and visitor.roles & SECURITY), "may": may_sign(request),
    }  # fmt: skip
    return render(request, "inhouse/overview.html", context)


def people(request: Request) -> HttpResponse:
    """List attestations and needs to know."""
    words = str(request.GET.get("q", "")).strip()[:_MOST]
    store = request.house.store
    context = {
        "attestations": queries_house.attestations(store, words), "needs": queries_house.needed(store, words),
        "q": words, "may": may_sign(request), "day": day_number(request.house.today()),
    }  # fmt: skip
    return render(request, "inhouse/people.html", context)


def keeping(request: Request) -> HttpResponse:
    """List who answers for which copy, and the accredited places."""
    store, pair = request.house.store, pair_named(request.house.party, request.peer)
    charges = queries_house.charges_of(store)
    numbers = queries_house.numbers(store, pair, [each[1] for each in charges])
    marking.lines(request, numbers)
    context = {
        "charges": [each for each in charges if each[1] in numbers], "numbers": numbers,
        "places": queries_house.accredited(store), "may": may_sign(request),
    }  # fmt: skip
    return render(request, "inhouse/keeping.html", context)


PAGES = (
    Page("inhouse", "house/", overview, reads=READERS, area="inhouse"),
    Page("inhouse_people", "house/people", people, reads=SECURITY, area="inhouse"),
    Page("inhouse_keeping", "house/keeping", keeping, reads=KEEPERS | {AUDITOR}, area="inhouse"),
)
