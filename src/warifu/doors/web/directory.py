"""The directory: desks and their contacts, who holds which post, who may do what, up to which limit, until when.

Law: what stands on the rolls, of both sides, as of today; names of persons are texts and are shown to those who may
open them, numbers to all. Reads only: what changes the roll is an act (the pages of people and keys lead to it).
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from warifu.core.seats import pair_named
from warifu.doors.web.page import Page
from warifu.doors.web.request import Request
from warifu.record import queries_parties


def directory(request: Request) -> HttpResponse:
    """Show desks, posts and appointments of both sides, those in force first."""
    house, day = request.house, request.house.today()
    pair = pair_named(house.party, request.peer)
    every = request.GET.get("all") == "1"
    appointed = queries_parties.appointments(house.store, pair)
    context = {
        "day": day,
        "every": every,
        "desks": queries_parties.desks(house.store, pair),
        "holdings": [each for each in queries_parties.holdings(house.store, pair) if every or not each.ended],
        "appointments": [each for each in appointed if every or each.on(day)],
        "hidden": sum(1 for each in appointed if not each.on(day)),
    }
    return render(request, "directory/directory.html", context)


PAGES = (Page("directory", "directory/", directory, area="directory"),)
