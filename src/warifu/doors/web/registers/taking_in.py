"""Take in a register: upload, see how columns were understood, mend the mapping, see rejected rows, import, withdraw.

Law: what the page shows is the dry run of the very import that the officer then signs; nothing is signed before. Every
row has its verdict, and the counts add up on the page as they do on the command line.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core.errors import FileError, WarifuError
from warifu.doors import sentences
from warifu.doors.registers import importing, telling
from warifu.doors.registers.importing import Understood
from warifu.doors.web.accounts.confirming import Confirming, NotConfirmedError, confirm, require_seen, seen_of
from warifu.doors.web.page import AUDITOR, Page
from warifu.doors.web.registers import shelf
from warifu.doors.web.registers.batches import batches
from warifu.doors.web.registers.mending import CATEGORIES, RULES, Mending
from warifu.doors.web.registers.running import JOBS, Progress
from warifu.doors.web.registers.shelf import Shelved
from warifu.doors.web.request import Request
from warifu.doors.web.words import language, w
from warifu.rooms.logistics.register.grid import written
from warifu.rooms.logistics.register.mapping import parse_map

IMPORTERS = frozenset({"registrar"})
READERS = frozenset({AUDITOR, "registrar", "finance_officer", "liaison_officer"})
SHOWN = 100
"""Rejected rows on the page; the file that is taken away has all."""


def listing(request: Request) -> HttpResponse:
    """List what was imported by batch, and offer to bring a file."""
    house = request.house
    context = {
        "batches": batches(house, request.peer),
        "may_import": _may(request),
        "waiting": shelf.of_owner(house.folder, _owner(request)) if _may(request) else [],
    }
    return render(request, "registers/list.html", context)


def _may(request: Request) -> bool:
    return request.visitor is not None and bool(request.visitor.roles & IMPORTERS)


def _owner(request: Request) -> str:
    return request.visitor.name if request.visitor else ""


def upload(request: Request) -> HttpResponse:
    """Put a file on the shelf and show how it is understood."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("registers"))
    file = request.FILES.get("file")
    if file is None:
        return _refused(request, FileError("file.none_chosen"))
    try:
        kept = shelf.keep(request.house.folder, file.name or "", _owner(request), file.chunks(), request.house.clock())
    except FileError as trouble:
        return _refused(request, trouble)
    return HttpResponseRedirect(reverse("register_file", args=[kept.token]))


def _refused(request: Request, trouble: WarifuError) -> HttpResponse:
    return render(request, "registers/refused.html", {"error": trouble}, status=422)


def _shelved(request: Request, token: str) -> Shelved:
    try:
        return shelf.take(request.house.folder, token, _owner(request))
    except FileError as trouble:
        raise Http404 from trouble


def _understood(request: Request, kept: Shelved) -> Understood:
    told = parse_map(kept.map_text) if kept.map_text else None
    with request.house.turn(request.peer):
        return importing.understand(request.house.node, request.peer, kept.path, told, request.house.today())


def file(request: Request, token: str) -> HttpResponse:
    """Show what a file was understood as; by POST: mend the map, give the file up, or sign the import."""
    kept = _shelved(request, token)
    if request.method == "POST" and "drop" in request.POST:
        shelf.drop(request.house.folder, kept)
        return HttpResponseRedirect(reverse("registers"))
    if request.method == "POST" and "mend" in request.POST:
        return _mend(request, kept)
    try:
        found = _understood(request, kept)
    except WarifuError as trouble:
        context = {"kept": kept, "error": trouble} | _form(Mending.bare(kept.map_text))
        return render(request, "registers/unreadable.html", context, status=422)
    confirming = Confirming(request.POST if request.method == "POST" else None)
    shown = f"{found.batch} {len(found.new)} {len(found.rejects)} {kept.map_text}".encode()
    if request.method == "POST" and confirming.is_valid():
        try:
            require_seen(request, shown)
            signer = confirm(request, confirming.cleaned_data["passphrase"], confirming.cleaned_data["code"])
        except NotConfirmedError as trouble:
            confirming.refuse(trouble)
        else:
            return _import(request, kept, found, signer)
    context = _context(kept, found) | _form(Mending.of(found, kept.map_text)) | {"confirming": confirming}
    context["seen"] = seen_of(shown)
    return render(request, "registers/file.html", context, status=422 if request.method == "POST" else 200)


def _context(kept: Shelved, found: Understood) -> dict[str, Any]:
    report = importing.report(found, None)
    return {
        "kept": kept,
        "found": found,
        "report": report,
        "rejects": [_reject(each) for each in found.rejects[:SHOWN]],
        "hidden": max(0, len(found.rejects) - SHOWN),
        "rule_said": lambda rule: telling.rule_said(rule, language()),
    }


def _form(mending: Mending) -> dict[str, Any]:
    return {"mending": mending, "categories": CATEGORIES, "rules": RULES}


def _reject(each: Any) -> dict[str, Any]:
    figures = dict(each.figures) | {"column": each.column}
    return {
        "sheet": each.at.sheet,
        "row": each.at.row,
        "column": each.column,
        "ref": each.ref,
        "reason": sentences.of_code(f"register.{each.reason}", language(), figures),
        "cells": " | ".join(written(cell) for cell in each.cells),
    }


def _mend(request: Request, kept: Shelved) -> HttpResponse:
    """Keep the map that the form says, if it can be read; else show the error with all that was typed."""
    mending = Mending.typed(request.POST)
    try:
        parse_map(mending.text())
    except WarifuError as trouble:
        context = {"kept": kept, "error": trouble} | _form(mending)
        return render(request, "registers/unreadable.html", context, status=422)
    shelf.map_it(request.house.folder, kept, mending.text())
    return HttpResponseRedirect(reverse("register_file", args=[kept.token]))


def _import(request: Request, kept: Shelved, found: Understood, signer: Any) -> HttpResponse:
    house, peer = request.house, request.peer

    def work(progress: Progress) -> dict[str, Any]:
        signed = importing.sign(house.opened.node, peer, found, signer, progress)
        report = importing.report(found, signed)
        shelf.drop(house.folder, kept)
        return report

    job = JOBS.start(_owner(request), len(found.new), work)
    return HttpResponseRedirect(reverse("register_job", args=[job.token]))


def job(request: Request, token: str) -> HttpResponse:
    """Show how far an import is; the page comes again by itself until it is over."""
    running = JOBS.of(token, _owner(request))
    answer = render(request, "registers/job.html", {"job": running}, status=200 if running else 404)
    if running is not None and not running.over:
        answer["Refresh"] = "1"
    return answer


def withdraw(request: Request, batch: str) -> HttpResponse:
    """Withdraw a batch that has not been sent, with passphrase and second factor."""
    if batch not in {each.batch for each in batches(request.house, request.peer)}:
        raise Http404
    confirming = Confirming(request.POST if request.method == "POST" else None)
    trouble: WarifuError | None = None
    if request.method == "POST" and confirming.is_valid():
        try:
            signer = confirm(request, confirming.cleaned_data["passphrase"], confirming.cleaned_data["code"])
            with request.house.turn(request.peer):
                outcomes = importing.withdraw_batch(request.house.opened.node, request.peer, batch, "error", signer)
        except NotConfirmedError as wrong:
            confirming.refuse(wrong)
        except WarifuError as refused:
            trouble = refused
        else:
            messages.success(request, w("registers.withdrawn", count=sum(each.ok for each in outcomes)))
            return HttpResponseRedirect(reverse("registers"))
    context = {"batch": batch, "confirming": confirming, "error": trouble}
    return render(request, "registers/withdraw.html", context, status=422 if request.method == "POST" else 200)


PAGES = (
    Page("registers", "registers/", listing, reads=READERS, area="registers"),
    Page("register_upload", "registers/upload", upload, reads=IMPORTERS, writes=IMPORTERS, area="registers"),
    Page("register_job", "registers/job/<str:token>", job, reads=IMPORTERS, area="registers"),
    Page(
        "register_withdraw",
        "registers/withdraw/<str:batch>",
        withdraw,
        reads=IMPORTERS,
        writes=IMPORTERS,
        area="registers",
    ),
    Page("register_file", "registers/file/<str:token>", file, reads=IMPORTERS, writes=IMPORTERS, area="registers"),
)
