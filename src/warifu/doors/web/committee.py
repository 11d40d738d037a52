"""The joint committee's years: what was stated, where the two sides differ, and the pack of a year as PDF and workbook.

Law: what is shown is what stands in a statement on record that the visitor may see. Counting asks whole halves, which
no single reader sees; it is done by the keeper (``warifu committee-pack``), and its draft is signed like any other act.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from warifu.doors import sheets
from warifu.doors.committee import counting, packing, showing
from warifu.doors.committee.counting import Year
from warifu.doors.web.casepage import digest_of, shown
from warifu.doors.web.forming.naming import called
from warifu.doors.web.orders import reader_of
from warifu.doors.web.page import AUDITOR, Page
from warifu.doors.web.request import Request
from warifu.record import queries_figures
from warifu.rooms.programme.terms.figures import is_figures

READS = frozenset({AUDITOR, "committee_member", "liaison_officer", "finance_officer"})
_MEDIA = {
    "pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


def statements(request: Request) -> list[dict[str, Any]]:
    """Return the statements of all years that the visitor may see, the last year first; no rehearsals."""
    reader = reader_of(request)
    return queries_figures.statements(reader.of(request.house.store), reader.pair)


def committee(request: Request) -> HttpResponse:
    """List the statements of all years."""
    return render(request, "committee/committee.html", {"lines": statements(request), "called": called})


def pack(request: Request, digest: str, form: str) -> HttpResponse:
    """Hand out the pack of one statement: its figures, and the other side's where they differ."""
    root = digest_of(digest)
    with request.house.turn(request.peer) as pair:
        case = shown(request, pair, root).case
        parties = (pair.us, pair.peer)
    if not is_figures(case.terms) or form not in _MEDIA:
        raise Http404
    terms = case.terms
    other = parties[1] if terms.stated_by == parties[0] else parties[0]
    sizes = {terms.stated_by: terms.sizes[0], other: terms.sizes[1]}
    standing = packing.Standing(case, terms)
    told = packing.Pack(parties, Year(terms.year, terms.as_of), sizes, counting.from_wire(terms.figures), standing)
    raw = showing.form(told, request.house.clock()) if form == "pdf" else _workbook(told)
    response = HttpResponse(raw, content_type=_MEDIA[form])
    response["Content-Disposition"] = f'attachment; filename="committee-{terms.year}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _workbook(told: packing.Pack) -> bytes:
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "committee.xlsx"
        sheets.write_xlsx(path, showing.workbook(told))
        return path.read_bytes()


PAGES = (
    Page("committee", "committee/", committee, reads=READS, area="committee"),
    Page("committee-pack", "committee/<str:digest>/pack.<str:form>", pack, reads=READS, area="committee"),
)
