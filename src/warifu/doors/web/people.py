"""People and keys: the keys of both rolls, handovers, the introduction sheet, and what is pinned.

Law: nothing that comes by wire sets or changes a pin; a pin is set by hand, by two officers who have read the sheet
back (``warifu party pin``), and this page shows what they read. Keys are named by their fingerprint, never shown whole.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from warifu.core.seats import pair_named
from warifu.doors import introduction
from warifu.doors.web.page import AUDITOR, Page
from warifu.doors.web.request import Request
from warifu.law.roll import APPOINTING
from warifu.record import log, queries_parties

_READERS = frozenset({AUDITOR, APPOINTING, "liaison_officer", "security_authority", "registrar", "administrator"})


def people(request: Request) -> HttpResponse:
    """Show the keys of both sides, who holds them, what ends, and open handovers."""
    house, day = request.house, request.house.today()
    pair = pair_named(house.party, request.peer)
    context = {
        "day": day,
        "keys": queries_parties.keys(house.store, pair),
        "handovers": queries_parties.handovers(house.store, pair),
        "pin": log.pin(house.store, pair),
    }
    return render(request, "people/people.html", context)


def sheet(request: Request) -> HttpResponse:
    """Show the introduction sheet of our side and of the peer as we hold it: words, kana, figures."""
    house = request.house
    with house.turn(request.peer) as pair:
        sheets = []
        for party in (house.party, request.partner):
            roll = pair.rolls[party]
            node = roll.node()
            if roll.founded:
                sheets.append(introduction.document(party, roll.founded, node.tls if node else b""))
    pinned = log.pin(house.store, pair_named(house.party, request.peer))
    return render(request, "people/sheet.html", {"sheets": sheets, "pin": pinned.hex()})


PAGES = (
    Page("people", "people/", people, reads=_READERS, area="people"),
    Page("sheet", "people/sheet", sheet, reads=_READERS, area="people"),
)
