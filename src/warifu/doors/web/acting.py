"""Write an act: a form for any kind, kept as a draft on the node while it is written, checked before it is signed.

Law: what was typed is saved with every sending and is never lost to an error; a form sent twice is one draft. Which
kinds may be written is read from the flow; whether what is written may be signed, the judge says when it is asked.
Nothing here signs (``acting_review``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from warifu.core.errors import BytesError, ValueTroubleError
from warifu.doors.web import acting_findings, acting_judging, casepage, casepage_next, marking
from warifu.doors.web.drafts import keeping
from warifu.doors.web.drafts.keeping import DraftGoneError
from warifu.doors.web.drafts.models import Draft as Kept
from warifu.doors.web.forming import citing, controls, filling, filling_orders, filling_visits, reading, typed
from warifu.doors.web.forming.choices import Ground
from warifu.doors.web.forming.given import Given
from warifu.doors.web.forming.naming import Names, called, slot_called
from warifu.doors.web.forming.shape import fields_of
from warifu.doors.web.forming.typed import Typed
from warifu.doors.web.page import AUDITOR, OFFICERS, Page
from warifu.doors.web.request import Request
from warifu.law.case import Case
from warifu.law.room import Kind
from warifu.node.pair import Pair

PAPERS = (
    "delivery_note", "meter_ticket", "photograph", "signed_scan", "invoice", "receipt", "certificate",
    "diplomatic_note", "other",
)  # fmt: skip
_LINE_SLOT = 100
_MARKED_BY_HAND = frozenset({"information/visit_request", "information/facility_request"})
"""Kinds that begin a case and neither cite what is marked nor are marked by their body."""
_NUMBER_OF_FILE = 18
"""Figures that the number of a file in the database has at most."""
READERS = OFFICERS | {AUDITOR}
"""Who may see what waits for another hand."""


class Form(NamedTuple):
    """Everything that a form is drawn from."""

    kind: Kind
    typed: Typed
    case: Case | None
    controls: list[controls.Control]
    read: reading.Read | None
    ground: Ground
    alone: bool
    """The other side has no node yet: its paper can be entered for it."""


def ground_of(
    pair: Pair, kind: Kind, given: Given, said: Typed | None = None, sees: Callable[[bytes], bool] = bool
) -> Ground:
    """Return what the choices of a form are made from; what was chosen before (``said``) and is seen stays among them.

    ``sees`` tells of an act whether its case may be seen: one that may not is as little known as one that is not here.
    """
    case = given.case
    pack = pair.packs.get(case.head.pack) if case else _pack_for(pair, kind)
    rows = given.rows.get("logistics_line", ())
    offered = citing.citable(kind.name, given)
    chosen = set(typed.cites_of(said or {})) - {bytes.fromhex(each) for each, _ in offered}
    return Ground(
        us=pair.us, peer=pair.peer, names=Names(pair.store, pair.name), pack=pack, kind=kind.name,
        lines=tuple((str(row["line"]), f"{row['line']} {row['item']}") for row in rows),
        acts=(*offered, *citing.named(filter(sees, sorted(chosen)), given)), precedents=tuple(citing.precedents(given)),
        packs=tuple(citing.packs_of(given)),
    )  # fmt: skip


def _pack_for(pair: Pair, kind: Kind) -> Any:
    room = kind.name.partition("/")[0]
    fitting = [pack for pack in pair.packs.values() if pack.data.room == room and not pack.data.law_of]
    return max(fitting, key=lambda pack: pack.data.version, default=None)


def formed(request: Request, pair: Pair, about: tuple[Kind, Case | None], said: Typed, *, check: bool = False) -> Form:
    """Return the form of a kind with what was said; ``check``: also what does not fit."""
    kind, case = about
    desks = tuple(sorted(casepage.visitor_in(request).desks - {"*"}))
    sees = partial(casepage.sees_act, request, pair)
    ground = ground_of(pair, kind, Given(pair, case, request.house.today(), desks), said, sees)
    read = reading.read(kind, said) if check else None
    return Form(
        kind,
        said,
        case,
        controls.controls(kind, said, ground, read.amiss if read else ()),
        read,
        ground,
        acting_judging.is_alone(pair),
    )


def writable(request: Request, pair: Pair, name: str, root: bytes) -> tuple[Kind, Case | None]:
    """Return the kind and the case to write in; raises Http404 where our side has no such thing to write here."""
    try:
        kind = acting_judging.kind_of(pair, name)
    except BytesError:
        raise Http404 from None
    if not root:
        if kind.national or name not in pair.rooms[name.partition("/")[0]].flows:
            raise Http404
        return kind, None
    case = casepage.shown(request, pair, root).case
    room = case.stands[root].placed.act.kind.partition("/")[0]
    if kind.national or name not in pair.rooms[room].kinds or not _has_place(kind, case):
        raise Http404
    return kind, case


def _has_place(kind: Kind, case: Case) -> bool:
    """Tell whether any state of the case's flow has a place for a kind; asides have one everywhere."""
    states = case.flow.states.values()
    steps = {step.kind for state in states for step in state.steps}
    return kind.nature == "aside" or kind.name in steps.union(*(state.facts for state in states))


def begin(request: Request) -> HttpResponse:
    """Offer the kinds of case that our side may begin, those that the visitor may sign first."""
    visitor = casepage.visitor_in(request)
    with request.house.turn(request.peer) as pair:
        offered: dict[str, list[tuple[str, tuple[str, ...], bool]]] = {}
        for room in pair.rooms.values():
            if room.name == "parties":
                continue
            for name in room.flows:
                kind = room.kinds[name]
                if not kind.national:
                    roles = casepage_next.roles_for(_pack_for(pair, kind), name)
                    offered.setdefault(room.name, []).append((name, roles, bool(visitor.roles & set(roles))))
    return render(request, "acting/begin.html", {"offered": offered, "called": called})


def write(request: Request, kind: str, digest: str = "") -> HttpResponse:
    """Show the form of an act to be written; sent, it becomes a draft."""
    root = casepage.digest_of(digest) if digest else b""
    with request.house.turn(request.peer) as pair:
        found = writable(request, pair, kind, root)
        if request.method == "POST":
            return _sent(request, pair, found, _Sending(request.POST.get("token", ""), None))
        desks = tuple(sorted(casepage.visitor_in(request).desks - {"*"}))
        said = filling.begin(found[0], pair, found[1], request.house.today(), desks)
        said |= _asked_for(request, pair, found[0], str(request.GET.get("cite", "")))
        form = formed(request, pair, found, said)
    return shown(request, form, _Sending(keeping.new_token(), None))


def _asked_for(request: Request, pair: Pair, kind: Kind, cite: str) -> Typed:
    """Return the act that an address names as the one to be cited, also where the body names it by its place.

    Where it may be seen, what follows from it stands there too.
    """
    said = {typed.CITES: cite}
    named = typed.cites_of(said)
    if not named:
        return {}
    told = filling_visits.of_cited(kind, pair, named[0]) if casepage.sees_act(request, pair, named[0]) else {}
    if told:
        return told
    items = next((field for field in fields_of(kind.body) if field.shape == "many"), None)
    if items and any(part.last in reading.CITE_FIELDS for part in items.parts):
        said[f"{typed.BODY}{items.last}.0.cite"] = cite
    return said


class _Sending(NamedTuple):
    """A form on its way: the token that names its draft, and the draft where there is one."""

    token: str
    kept: Kept | None
    lines: tuple[acting_findings.Line, ...] = ()


def draft(request: Request, token: str) -> HttpResponse:
    """Show a draft to be gone on with; sent, it is saved."""
    kept = keeping.find(request, token)
    if kept.state == "signing":
        return HttpResponseRedirect(reverse("review", args=[token]))
    with request.house.turn(request.peer) as pair:
        found = writable(request, pair, kept.kind, bytes(kept.case))
        if request.method == "POST":
            return _sent(request, pair, found, _Sending(token, kept))
        check = "check" in request.GET
        form = formed(request, pair, found, keeping.typed_of(kept), check=check)
        lines = _checked(request, pair, form, kept) if check else []
    if check and not lines:
        return HttpResponseRedirect(reverse("review", args=[token]))
    return shown(request, form, _Sending(token, kept, tuple(lines)))


def _checked(request: Request, pair: Pair, form: Form, kept: Kept) -> list[acting_findings.Line]:
    """Return what stands against a draft: what does not fit, else what the judge finds and only the form can mend."""
    read = form.read
    if read is None:
        return []
    if read.amiss:
        return acting_findings.of_amiss(read.amiss, form.kind.name)
    label = acting_judging.label_for(request, pair, read, form.case, form.typed.get(typed.LABEL, ""))
    made = acting_judging.draft_from(kept, form.typed, read, form.case, label)
    try:
        judged = acting_judging.judge(request, pair, made, casepage.visitor_in(request).key_id)
    except (BytesError, ValueTroubleError) as trouble:
        return [acting_findings.of_error(trouble)]
    if judged.ready or judged.can_insist or judged.hands:
        return []
    return acting_findings.of_findings((*judged.ruling, *judged.own_law), form.controls)


def _sent(request: Request, pair: Pair, about: tuple[Kind, Case | None], sending: _Sending) -> HttpResponse:
    """Save what was sent and do what its button says; a form beyond the bounds is shown again as it was sent."""
    kind, case = about
    try:
        said = citing.completed(typed.from_post(request.POST), Given(pair, case, request.house.today(), ()))
        kept = sending.kept or keeping.make(request, sending.token, kind.name, case.root if case else b"", said)
    except ValueTroubleError as trouble:
        form = formed(request, pair, about, typed.unbounded(request.POST))
        return shown(request, form, sending._replace(lines=(acting_findings.of_error(trouble),)), status=422)
    said, then = _done(kept, request.POST.get("do", "save"), said, kind)
    keeping.save(request, kept, said)
    try:
        for upload in request.FILES.getlist("files"):
            keeping.attach(kept, upload, _paper(request))
    except ValueTroubleError as trouble:
        form = formed(request, pair, about, said)
        line = acting_findings.of_error(trouble)._replace(href="#files")
        return shown(request, form, _Sending(kept.token, kept, (line,)), status=422)
    if then == "discard":
        keeping.close(kept, "discarded")
        return HttpResponseRedirect(reverse("drafts"))
    return HttpResponseRedirect(f"{reverse('draft', args=[kept.token])}{then}")


def _paper(request: Request) -> str:
    paper = str(request.POST.get("paper", ""))
    return paper if paper in PAPERS else "other"


def _done(kept: Kept, do: str, said: Typed, kind: Kind) -> tuple[Typed, str]:
    """Return what was typed after what the button does, and where to go then: a query or a place on the form."""
    what, _, where = do.partition(":")
    if what == "add":
        said = typed.add(said, where)
        return said, f"#{where.replace('.', '-')}-{typed.count(said, where) - 1}"
    if what == "remove":
        path, _, place = where.rpartition(".")
        at = typed.figure(place)
        return (said if at is None else typed.remove(said, path, at)), f"#{path.replace('.', '-')}"
    if what == "detach":
        keeping.detach(kept, typed.figure(where, _NUMBER_OF_FILE) or 0)
        return said, "#files"
    if what == "reckon":
        read = reading.read(kind, said)
        return said | (filling_orders.reckoned(read.body) if read.body is not None else {}), "#body-total"
    if what in {"check", "discard"}:
        return said, "?check=1" if what == "check" else "discard"
    return said, "?saved=1"


def shown(request: Request, form: Form, sending: _Sending, status: int = 200) -> HttpResponse:
    """Draw a form."""
    room = form.kind.name.partition("/")[0]
    slots = [(slot, slot_called(room, slot, name)) for slot, name in form.kind.slots.items() if slot != _LINE_SLOT]
    lines = _line_slots(room, form)
    root = form.case.root.hex() if form.case else ""
    if form.case:
        marking.note_case(request, form.case)
    address = reverse("draft", args=[sending.token]) if sending.kept else (
        reverse("write", args=[root, form.kind.name]) if root else reverse("write_root", args=[form.kind.name])
    )  # fmt: skip
    context = {
        "form": form, "kind": form.kind.name, "typed": form.typed, "controls": form.controls, "token": sending.token,
        "kept": sending.kept, "files": keeping.papers(sending.kept) if sending.kept else [], "lines": sending.lines,
        "slots": [*slots, *lines], "cites": form.ground.acts, "chosen": form.typed.get("cites", "").split(),
        "desks": form.ground.names.of_party(form.ground.us), "papers": PAPERS, "root": root, "address": address,
        "called": called, "reckons": form.kind.name in filling_orders.fields_of_order(), "why": acting_findings.why,
        "number": getattr(form.case.stands[form.case.root].placed.body, "number", "") if form.case else "",
        "saved": "saved" in request.GET, "on_paper_for": form.ground.peer if form.alone else "",
        "labels": _labels(request, form), "exercise": bool(form.case and getattr(form.case.terms, "exercise", False)),
    }  # fmt: skip
    return render(request, "acting/form.html", context, status=status)


def _labels(request: Request, form: Form) -> list[tuple[str, str]]:
    """Return the markings that an officer may put on what begins a case of classified matters without one of its own.

    A visit or a firm is marked as what is said of it; every further act of its case bears that marking too.
    """
    if form.case is not None or form.kind.name not in _MARKED_BY_HAND:
        return []
    house, schemes = request.house, request.house.node.schemes
    seen = [each for each in schemes.choices(house.party, house.today()) if schemes.level(each) <= house.seeing.level]
    return [("|".join(each.words), each.written) for each in seen]


def _line_slots(room: str, form: Form) -> list[tuple[int, str]]:
    """Return the text slots of the lines that the form holds."""
    name = form.kind.slots.get(_LINE_SLOT)
    numbers = [
        form.typed.get(f"body.lines.{place}.number", str(place + 1))
        for place in range(typed.count(form.typed, "body.lines"))
    ]
    if name is None or not any(control.name == "body.lines" for control in form.controls):
        return []
    called_so = slot_called(room, _LINE_SLOT, name)
    figures = [typed.figure(number) for number in dict.fromkeys(numbers)]
    return [
        (_LINE_SLOT + each, f"{called_so} {each}") for each in dict.fromkeys(figures) if each is not None and each < 100
    ]


def drafts(request: Request) -> HttpResponse:
    """List the visitor's drafts, and what others have prepared for a further hand."""
    from warifu.doors.web import acting_prepared  # noqa: PLC0415  it shows forms made here

    context = {
        "drafts": keeping.mine(request), "waiting": acting_prepared.waiting(request), "called": called,
    }  # fmt: skip
    return render(request, "acting/drafts.html", context)


def gone(request: Request, trouble: DraftGoneError) -> HttpResponse:
    """Say what became of a draft that is open no longer, and where to go on."""
    context = {
        "state": trouble.state, "kind": trouble.draft.kind, "case": bytes(trouble.draft.signed_case).hex(),
        "begun": bytes(trouble.draft.case).hex(), "act": bytes(trouble.draft.act).hex(),
    }  # fmt: skip
    return render(request, "acting/gone.html", context, status=409 if trouble.state == "signing" else 410)


def kept_or_gone(view: Any) -> Any:
    """Answer with a page of its own where a draft is open no longer."""

    @wraps(view)
    def answered(request: Request, *args: Any, **named: Any) -> HttpResponse:
        try:
            response: HttpResponse = view(request, *args, **named)
        except DraftGoneError as trouble:
            if trouble.state == "signed":
                case = bytes(trouble.draft.signed_case).hex()
                return HttpResponseRedirect(f"{reverse('case', args=[case])}?signed=again")
            if trouble.state == "prepared":
                return HttpResponseRedirect(reverse("prepared", args=[bytes(trouble.draft.act).hex()]))
            return gone(request, trouble)
        return response

    return answered


PAGES = (
    Page("begin", "begin", begin, reads=OFFICERS, area="orders"),
    Page("write_root", "write/<path:kind>", kept_or_gone(write), reads=OFFICERS, writes=OFFICERS, area="orders"),
    Page(
        "write",
        "cases/<str:digest>/write/<path:kind>",
        kept_or_gone(write),
        reads=OFFICERS,
        writes=OFFICERS,
        area="orders",
    ),
    Page("drafts", "drafts", drafts, reads=READERS, area="drafts"),
    Page("draft", "drafts/<str:token>", kept_or_gone(draft), reads=OFFICERS, writes=OFFICERS, area="drafts"),
)
