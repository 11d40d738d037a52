"""Home: what waits on us and on them, which clocks run out, what is wrong, what ends soon, how the exchange stands.

Law: each line leads to where it can be dealt with, and shows only what the visitor's desks reach. Lists are cut where
they are read, with a count beside them, so that the page costs the same with ten cases and with a hundred thousand.
Everything here is read from tables; nothing is folded.
"""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core.seats import pair_named
from warifu.doors import kept_evidence, outposts, returns, terms
from warifu.doors.documents import plain
from warifu.doors.web import logs, marking, removals
from warifu.doors.web.accounts.visitor import ALL_DESKS
from warifu.doors.web.forming.naming import flow_called
from warifu.doors.web.inhouse.common import KEEPERS, READERS, returns_due
from warifu.doors.web.orders import reader_of
from warifu.doors.web.page import EVERYONE, OFFICERS, Page
from warifu.doors.web.request import Request
from warifu.doors.web.screenings import SCREENERS
from warifu.record import (
    discs,
    evidence,
    log,
    queries_equipment_transfer,
    queries_home,
    queries_house_due,
    queries_logistics,
    queries_parties,
)
from warifu.record.log import Store
from warifu.record.queries_home import Some
from warifu.record.queries_pages import MOST

SHOWN = 25
"""Lines of one list on this page; the rest is a click away."""


class Exchange(NamedTuple):
    """How the exchange stands: sizes, what the peer has witnessed, when it was last heard."""

    ours: int
    theirs: int
    witnessed: int
    heard: int | None
    """UTC seconds of the newest checkpoint of the peer."""
    pending: int
    pinned: bool


class Situation(NamedTuple):
    """What home shows: the first lines of each list with a count, limited to what the visitor's desks reach."""

    day: date
    ours: Some
    theirs: Some
    clocks: Some
    papers: Some
    wrong: Some
    ending: list[Any]
    terms: list[terms.Term]
    returns: list[returns.Return]
    """Yearly returns of what is held, for those who keep classified information."""
    house_due: list[queries_house_due.Due]
    """What is due or stands wrongly in our own house, for those who keep it, at their desks."""
    exchange: Exchange
    unanswered: Some
    """Acts of ours, of every room, that the peer has not answered."""
    under_way: Some
    """Bundles written for disc or mail that the peer has not witnessed yet."""
    removals: list[Any]
    """What is still to be followed up after a text was removed; for those who may ask."""
    evidence: list[Any]


def home(request: Request) -> HttpResponse:
    """Show at a glance whose move it is."""
    found = situation(request)
    cases = {
        each.case
        for some in (found.ours, found.theirs, found.clocks, found.papers, found.wrong, found.unanswered)
        for each in some.lines
    }
    kept = [(act, kept_evidence.of(act, what, figures), at) for act, what, figures, at in found.evidence]
    told = {
        **found._asdict(),
        "screenings_due": _screenings_due(request),
        "evidence": kept,
        "shown": SHOWN,
        "most": MOST,
        "seats": _seats(request),
        "flow_called": flow_called,
    }
    return render(request, "home/home.html", told | {"marked": marking.lines(request, cases), **_may(request)})


def _seats(request: Request) -> list[dict[str, Any]]:
    """List the pairs of seats that this node writes or carries, and the main pair to come back to."""
    house = request.house
    if len(house.pairs) == 1:
        return []
    with house.turn(request.peer):
        rows = outposts.listing(house.opened)
    mains = [{"pair": peer, "writes": True} for peer in house.peers if "-" not in peer]
    return [{**row, "here": row["pair"] == request.peer} for row in (*mains, *rows)]


def _due(request: Request, stated: list[returns.Return]) -> list[queries_house_due.Due]:
    """What is due, overdue or to be explained in our own house, for those who keep it, at their desks."""
    visitor, house = request.visitor, request.house
    if visitor is None or not visitor.roles & KEEPERS:
        return []
    desks = None if ALL_DESKS in visitor.desks else visitor.desks
    of = (pair_named(house.party, request.peer), house.party, desks, visitor.person)
    late = returns_due(stated, house.party)
    return sorted([*late, *queries_house_due.due(house.store, house.today(), SHOWN, of)], key=attrgetter("due"))[:SHOWN]


def _screenings_due(request: Request) -> list[Any]:
    """What is awaited in our own screenings of transfers, for those who see them."""
    roles = request.visitor.roles if request.visitor is not None else frozenset()
    return queries_equipment_transfer.due_at_home(request.house.store, SHOWN) if roles & SCREENERS else []


def _may(request: Request) -> dict[str, bool]:
    roles = request.visitor.roles if request.visitor is not None else frozenset()
    return {"may_exchange": bool(roles & OFFICERS), "may_logs": bool(roles & logs.READERS)}


_PAPERS = ("document",)
_WRONG = tuple(kind for kind in queries_logistics.WRONG if kind not in _PAPERS)


def situation(request: Request) -> Situation:
    """Return what waits, runs out, is wrong and ends, as of today, from the tables."""
    house, day = request.house, request.house.today()
    reader, store = reader_of(request), house.store
    stated = _returns(request, day)
    return Situation(
        day=day,
        ours=queries_home.waiting(store, reader, house.party, SHOWN),
        theirs=queries_home.waiting(store, reader, request.partner, SHOWN),
        clocks=queries_home.clocks(store, reader, day, SHOWN),
        papers=queries_home.wrong(store, reader, _PAPERS, SHOWN),
        wrong=_together(queries_home.wrong(store, reader, _WRONG, SHOWN), queries_home.troubles(store, reader, SHOWN)),
        ending=queries_parties.ending(store, reader.pair, day),
        terms=_terms(request, day),
        returns=stated,
        house_due=_due(request, stated),
        exchange=exchange_of(store, reader.pair, house.party, request.partner),
        unanswered=queries_home.unanswered(store, reader, SHOWN),
        under_way=Some(discs.under_way(store, reader.pair, SHOWN), discs.count_under_way(store, reader.pair)),
        removals=removals.open_lines(request, SHOWN),
        evidence=evidence.kept(store, reader.pair, SHOWN),
    )


def _together(one: Some, two: Some) -> Some:
    """Return two lists of trouble as one, the oldest first."""
    lines = sorted([*one.lines, *two.lines], key=queries_logistics.oldest_first)[:SHOWN]
    return Some(lines, min(one.total + two.total, MOST))


def document(request: Request) -> dict[str, Any]:
    """Return the situation as JSON can hold it; ``counts`` of what is more than the lines shown."""
    found = situation(request)._asdict()
    counts = {name: each.total for name, each in found.items() if isinstance(each, Some)}
    found |= {name: each.lines for name, each in found.items() if isinstance(each, Some)}
    found["evidence"] = [kept_evidence.document(act, what, figures) for act, what, figures, _ in found["evidence"]]
    told: dict[str, Any] = plain({name: _rows(each) for name, each in found.items()})
    return told | {"counts": counts, "counted_to": MOST}


def _rows(value: Any) -> Any:
    if isinstance(value, list):
        return [_rows(each) for each in value]
    return {name: _rows(each) for name, each in value._asdict().items()} if hasattr(value, "_asdict") else value


def _terms(request: Request, day: date) -> list[terms.Term]:
    with request.house.turn(request.peer) as pair:
        return terms.running(request.house.node, pair, day)


def _returns(request: Request, day: date) -> list[returns.Return]:
    """The yearly returns of both sides, out of what the visitor may see."""
    if request.visitor is None or not request.visitor.roles & READERS:
        return []
    with request.house.turn(request.peer) as pair:
        return returns.running(request.house.node, pair, day)


def exchange_of(store: Store, pair: str, us: str, peer: str) -> Exchange:
    """Say how the exchange with a peer stands, from the tables of the logs."""
    sizes = dict(store.run("SELECT author, size FROM log WHERE pair = %s", [pair]))
    seen, heard = store.run(
        "SELECT MAX(peer_size), MAX(time) FROM checkpoint WHERE pair = %s AND author = %s", [pair, peer]
    )[0]
    return Exchange(
        ours=sizes.get(us, 0),
        theirs=sizes.get(peer, 0),
        witnessed=seen or 0,
        heard=heard,
        pending=len(log.pending_cases(store, pair)),
        pinned=bool(log.pin(store, pair)),
    )


def choose_peer(request: Request) -> HttpResponse:
    """Turn the pages to another peer."""
    chosen = str(request.POST.get("peer", ""))
    if chosen in request.house.pairs:
        request.session["peer"] = chosen
    return HttpResponseRedirect(reverse("home"))


PAGES = (
    Page("home", "", home, area="home"),
    Page("peer", "peer", choose_peer, writes=EVERYONE, area="home", own=True),
)
