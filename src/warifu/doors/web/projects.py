"""Joint projects at a glance: state, move, phases with gates, shares of both sides, participants, what rests on each.

Law: everything is read from the tables, through the reader's store: a project that may not be seen, or that is of a
desk that the reader does not reach, is not there, and neither is what rests on it. The page changes nothing.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from warifu.core.seats import pair_named
from warifu.doors.web import marking
from warifu.doors.web.forming.naming import called, flow_called
from warifu.doors.web.orders import reader_of
from warifu.doors.web.page import AUDITOR, Page
from warifu.doors.web.request import Request
from warifu.record import queries_equipment_project as queries
from warifu.record import queries_pages
from warifu.record.queries_owed import day_number

READERS = frozenset({
    "project_officer", "export_control_officer", "committee_member", "liaison_officer", "finance_officer",
    "security_authority", AUDITOR,
})  # fmt: skip
MOST = 40
"""Projects on the page; the list of cases has them all."""


def projects(request: Request) -> HttpResponse:
    """Show the projects that the visitor may see, those moved last first."""
    house, store = request.house, request.house.store
    pair, reader = pair_named(house.party, request.peer), reader_of(request)
    found = {each.case: each for each in queries.projects(store, pair)}
    lines = queries_pages.named(store, reader, "equipment", list(found))
    told = []
    for line in lines[:MOST]:
        resting = [each.case for each in queries.resting_on(store, pair, line.case)]
        told.append(
            {
                "line": line, "project": found[line.case], "shares": queries.shares(store, pair, line.case),
                "phases": queries.phases(store, pair, line.case),
                "participants": queries.participants(store, pair, line.case),
                "resting": queries_pages.named(store, reader, "equipment", resting),
            }
        )  # fmt: skip
    cases = [line.case for line in lines[:MOST]] + [each.case for one in told for each in _resting(one)]
    context: dict[str, Any] = {
        "told": told, "more": len(lines) > MOST, "marked": marking.lines(request, cases), "called": called,
        "flow_called": flow_called, "today": day_number(house.today()),
    }  # fmt: skip
    return render(request, "projects/projects.html", context)


def _resting(one: dict[str, Any]) -> list[queries_pages.Line]:
    found: list[queries_pages.Line] = one["resting"]
    return found


PAGES = (Page("projects", "equipment/projects", projects, reads=READERS, area="projects"),)
