"""Enter something of the house: a clearance, a need, a place, a custodian; the form is what the act's record says.

Law: one page, shown as it is signed: what was typed is read, judged and signed in one step, confirmed by the officer.
What stands before an act (its case) is named in the address; it is marked as the copy or the case that it is about.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core.errors import ValueTroubleError
from warifu.core.seats import pair_named
from warifu.doors.web import acting_findings, casepage, casepage_next
from warifu.doors.web.accounts.confirming import Confirming
from warifu.doors.web.forming import reading, typed
from warifu.doors.web.forming.choices import Ground
from warifu.doors.web.forming.controls import controls
from warifu.doors.web.forming.naming import Names
from warifu.doors.web.inhouse.common import KEEPERS, Sent, as_seen, confirmed, desk_of
from warifu.doors.web.page import Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import w
from warifu.law.case import Case
from warifu.law.pack import Pack
from warifu.law.room import Kind
from warifu.node import domestic, national
from warifu.node.drafting import Draft, active_pack
from warifu.record import queries_sight
from warifu.record.log import NATIONAL

_I = "information/"
ENTERED = (
    "attestation", "attestation_ended", "need", "briefed", "need_ended", "place", "place_ended", "custodian",
    "custody_offer", "custody_taken", "custody_declined", "custody_moved", "custody_ended",
)  # fmt: skip
_BY_ANOTHER = frozenset({_I + "attestation", _I + "need"})
"""What nobody enters about himself (``rooms.information.checks.house``)."""
_BACK = {"attestation": "inhouse_people", "need": "inhouse_people", "briefed": "inhouse_people"}


def enter(request: Request, name: str, digest: str = "") -> HttpResponse:
    """Show the form of a national act; sent, sign it."""
    if name not in ENTERED:
        raise Http404
    with request.house.turn(request.peer):
        kind, begun = _about(request, name, digest)
        said = _given(request)
        read = reading.read(kind, said) if request.method == "POST" else None
        sent = Sent(Confirming())
        if read is not None and read.body is not None and not read.amiss:
            draft = as_seen(request, _draft(request, kind, begun, read))
            node = request.house.opened.node
            sent = confirmed(request, lambda signer: national.enter(node, request.peer, [draft], signer)[0])
            if sent.done:
                return HttpResponseRedirect(reverse(_back(name)))
        return _shown(request, (kind, begun, digest), (said, read), sent)


def _back(name: str) -> str:
    first = name.partition("_")[0]
    return _BACK.get(first, "inhouse_keeping" if first in {"custody", "custodian", "place"} else "inhouse")


def _about(request: Request, name: str, digest: str) -> tuple[Kind, Case | None]:
    node = request.house.opened.node
    kind = node.rooms["information"].kinds[_I + name]
    if not digest:
        if kind.name not in node.rooms["information"].flows:
            raise Http404
        return kind, None
    root = casepage.digest_of(digest)
    hidden = queries_sight.unseen_acts(request.house.store, NATIONAL, [root])
    begun = None if hidden else domestic.case(node, root)
    if begun is None:
        raise Http404
    return kind, begun


def _given(request: Request) -> dict[str, str]:
    """What was typed; at first what the address says, and today."""
    if request.method == "POST":
        try:
            return typed.from_post(request.POST)
        except ValueTroubleError:
            return typed.unbounded(request.POST)
    said = {f"{typed.BODY}on": request.house.today().isoformat()}
    return said | {
        f"{typed.BODY}{name}": str(request.GET[name])[:80] for name in ("item", "copy") if name in request.GET
    }


def _draft(request: Request, kind: Kind, begun: Case | None, read: reading.Read) -> Draft:
    """Return what is to be signed, marked as what it is about and citing it."""
    item = getattr(read.body, "item", b"")
    cites, label = read.cites, begun.line[0].placed.act.label if begun else ()
    if item:
        pair = pair_named(request.house.party, request.peer)
        rows = request.house.store.run(
            'SELECT scheme, version, marking FROM information_item WHERE pair = %s AND "case" = %s', [pair, item]
        )
        label = tuple(rows[0]) if rows else ()
        cites = tuple(dict.fromkeys((item, *cites))) if rows else cites
    case = begun.root if begun else b""
    return Draft(
        kind=kind.name, body=read.body, desk=desk_of(request), case=case, cites=cites, label=label, texts=read.texts
    )


def _shown(request: Request, about: tuple[Kind, Case | None, str], said: tuple[Any, Any], sent: Sent) -> HttpResponse:
    (kind, begun, digest), (given, read) = about, said
    house, node = request.house, request.house.opened.node
    pack = node.packs.get(active_pack(node.pair(request.peer), kind.name, node.packs.values(), node.house))
    names = Names(house.store, pair_named(house.party, request.peer))
    ground = Ground(house.party, request.partner, names, pack, kind.name)
    amiss = read.amiss if read is not None else ()
    name = kind.name.removeprefix(_I)
    context = {
        "kind": kind.name, "controls": controls(kind, given, ground, amiss), "why": acting_findings.why,
        "form": sent.form, "lines": [*acting_findings.of_amiss(amiss, kind.name), *sent.lines], "typed": given,
        "desks": names.of_party(house.party), "begun": begun, "back": reverse(_back(name)),
        "own_hand": _own_hand(request, kind.name, pack),
        "address": reverse("inhouse_go_on", args=[name, digest]) if digest else reverse("inhouse_enter", args=[name]),
    }  # fmt: skip
    return render(request, "inhouse/enter.html", context, status=422 if read is not None else 200)


def _own_hand(request: Request, kind: str, pack: Pack | None) -> str:
    """Say that nobody enters his own clearance or need to know, who else may, and what to do where nobody else is."""
    house, visitor = request.house, request.visitor
    roles = casepage_next.roles_for(pack, kind)
    if kind not in _BY_ANOTHER or visitor is None or not visitor.person or visitor.roles.isdisjoint(roles):
        return ""
    roll = house.node.pair(request.peer).rolls[house.party]
    others = sorted(roll.persons(None, house.today(), desk_of(request), roles) - {visitor.person})
    told = w("inhouse.own_hand_others", others=", ".join(others)) if others else w("inhouse.own_hand_alone")
    return w("inhouse.own_hand", person=visitor.person) + " " + told


PAGES = (
    Page("inhouse_enter", "house/enter/<str:name>", enter, reads=KEEPERS, writes=KEEPERS, area="inhouse"),
    Page("inhouse_go_on", "house/enter/<str:name>/<str:digest>", enter, reads=KEEPERS, writes=KEEPERS, area="inhouse"),
)
