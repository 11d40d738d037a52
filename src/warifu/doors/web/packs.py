"""Packs: articles in both languages, rules, what is still draft, adopted when and by whom.

Law: shown is what the program judges by, with the standing of every article, so that what is still to be checked cannot
hide. Reads only.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import render

from warifu.core.seats import pair_named
from warifu.doors import packs as reading
from warifu.doors.web.page import Page
from warifu.doors.web.request import Request
from warifu.law.pack import Article, Pack
from warifu.node.open import all_packs
from warifu.record import queries_parties

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def listing(request: Request) -> HttpResponse:
    """List the packs in the program, and which of them both sides have adopted."""
    pair = pair_named(request.house.party, request.peer)
    adopted = queries_parties.adoptions(request.house.store, pair)
    rows = [
        {
            "pack": pack,
            "to_check": len(reading.to_check(pack)),
            "rulings": len(reading.rulings_of(pack.id)),
            "adopted": [each for each in adopted if each.pack == pack.digest],
        }
        for pack in _packs()
    ]
    return render(request, "packs/list.html", {"rows": rows})


def _packs() -> list[Pack]:
    return sorted(all_packs().values(), key=lambda pack: pack.id)


def _pack(name: str) -> Pack:
    found = next((pack for pack in _packs() if pack.id == name), None)
    if found is None:
        raise Http404
    return found


def one(request: Request, name: str) -> HttpResponse:
    """Show one pack: its articles with their standing, its rules, its golden rulings."""
    pack = _pack(name)
    pair = pair_named(request.house.party, request.peer)
    adopted = [each for each in queries_parties.adoptions(request.house.store, pair) if each.pack == pack.digest]
    context = {
        "pack": pack,
        "rules": reading.show(pack),
        "articles": list(pack.articles.values()),
        "rulings": reading.rulings_of(pack.id),
        "adopted": adopted,
    }
    return render(request, "packs/one.html", context)


def article(request: Request, name: str) -> HttpResponse:
    """Show one article, in our words, in both languages, its source, its standing, the rules that rest on it."""
    found: list[tuple[Pack, Article]] = [(pack, pack.articles[name]) for pack in _packs() if name in pack.articles]
    if not found:
        raise Http404
    rows = [(pack, each, [rule for rule in pack.data.rule if rule.article == name]) for pack, each in found]
    return render(request, "packs/article.html", {"rows": rows, "first": rows[0][1]})


def workbook(request: Request, name: str) -> HttpResponse:
    """Give a pack as a workbook for lawyers."""
    pack = _pack(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack.xlsx"
        reading.export_xlsx([pack], path)
        answer = HttpResponse(path.read_bytes(), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{pack.id.replace("/", "-")}-{pack.data.version}.xlsx"'
    return answer


PAGES = (
    Page("packs", "packs/", listing, area="packs"),
    Page("article", "packs/article/<path:name>", article, area="packs"),
    Page("pack_workbook", "packs/workbook/<path:name>", workbook, area="packs"),
    Page("pack", "packs/of/<path:name>", one, area="packs"),
)
