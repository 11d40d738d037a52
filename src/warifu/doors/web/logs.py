"""Logs: entries of both halves, checkpoints, discs, verify now, the proof of one act to take away.

Law: reads only, and never a text: an entry is shown by kind, place, time and digest, and where the visitor may not see
its case by place and hash alone, which its log's root shows anyhow. Verification reads every byte
again and says what it found; a proof is what an auditor checks with public keys alone.
"""

from __future__ import annotations

import json

from django.http import Http404, HttpResponse
from django.shortcuts import render

from warifu.core.errors import LogError
from warifu.core.seats import pair_named
from warifu.doors.documents import plain
from warifu.doors.web import casepage, marking
from warifu.doors.web.page import AUDITOR, Page
from warifu.doors.web.request import Request
from warifu.law.roll import APPOINTING
from warifu.node import proving
from warifu.record import discs, queries_sight

PAGE_ENTRIES = 50
_DISCS = 20
READERS = frozenset({AUDITOR, APPOINTING, "registrar", "liaison_officer", "finance_officer", "security_authority"})
_VERIFIERS = frozenset({AUDITOR, APPOINTING, "registrar"})


def listing(request: Request) -> HttpResponse:
    """Show both logs: heads, entries of one of them from the newest on, checkpoints, discs written and read."""
    house = request.house
    pair = pair_named(house.party, request.peer)
    author = request.GET.get("author", house.party)
    if author not in {house.party, request.partner}:
        raise Http404
    heads = house.store.run("SELECT author, size, root, time FROM log WHERE pair = %s ORDER BY author", [pair])
    size = next((row[1] for row in heads if row[0] == author), 0)
    last = min(_number(request.GET.get("before", ""), size), size)
    rows = queries_sight.log_lines(house.store, pair, author, last, PAGE_ENTRIES)
    marks = house.store.run(
        "SELECT author, size, peer_size, root, time FROM checkpoint WHERE pair = %s "
        "ORDER BY time DESC, size DESC LIMIT 20",
        [pair],
    )
    marking.lines(request, {row.case for row in rows if row.case})
    context = {
        "author": author,
        "may_verify": request.visitor is not None and bool(request.visitor.roles & _VERIFIERS),
        "heads": [{"author": row[0], "size": row[1], "root": bytes(row[2]), "time": row[3]} for row in heads],
        "lines": rows,
        "marks": [dict(zip(("author", "size", "peer_size", "root", "time"), row, strict=True)) for row in marks],
        "discs": discs.newest(house.store, pair, _DISCS),
        "older": rows[-1].place if rows and rows[-1].place > 0 else None,
        "newer": min(last + PAGE_ENTRIES, size) if last < size else None,
    }
    return render(request, "logs/list.html", context)


def _number(written: str, default: int) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else default


def verify(request: Request) -> HttpResponse:
    """Verify both logs from their bytes, now, and say what was found."""
    house = request.house
    with house.turn(request.peer):
        digest = house.node.state_digest(request.peer)
        findings = proving.verify(house.opened.node, request.peer)
        heads = proving.heads(house.opened.node, request.peer)
    return render(request, "logs/verified.html", {"digest": digest, "findings": findings, "heads": heads})


def proof(request: Request, digest: str) -> HttpResponse:
    """Give the proof of one act, which holds its bytes, as a file; of a case that the visitor may see."""
    act = casepage.digest_of(digest)
    try:
        with request.house.turn(request.peer) as pair:
            casepage.shown_act(request, pair, act)
            found = proving.prove(request.house.opened.node, request.peer, act)
    except LogError as trouble:
        if trouble.code == "log.act_unknown":
            raise Http404 from trouble
        return render(request, "logs/no_proof.html", {"error": trouble}, status=409)
    body = json.dumps(plain(found._asdict()), ensure_ascii=False, indent=2) + "\n"
    answer = HttpResponse(body, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="proof-{digest[:16]}.json"'
    return answer


PAGES = (
    Page("logs", "logs/", listing, reads=READERS, area="logs"),
    Page("verify", "logs/verify", verify, reads=_VERIFIERS, area="logs"),
    Page("proof", "logs/proof/<str:digest>", proof, reads=READERS, area="logs"),
)
