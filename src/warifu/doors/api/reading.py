"""What the API reads: status, cases, statement, packs, logs, kinds. Limited to what the token's officer may see."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import msgspec
from django.http import Http404
from django.urls import reverse
from ninja import Path, Query, Router

from warifu.core.folding import folded
from warifu.core.seats import pair_named
from warifu.doors import answers, days, sentences, shipping
from warifu.doors import cases as telling
from warifu.doors import packs as packing
from warifu.doors import registry as registers
from warifu.doors import statement as statements
from warifu.doors.api.auth import asker
from warifu.doors.api.shapes import (
    Access,
    Asked,
    AskedAccess,
    AskedHeld,
    AskedItems,
    AskedShipping,
    Cases,
    HeldLine,
    Hex,
    Items,
    KindLine,
    KindShape,
    LabelOfAct,
    Problem,
    Shipping,
    Verified,
)
from warifu.doors.documents import plain
from warifu.doors.inhouse import asking as inhouse
from warifu.doors.labels.policies import Said
from warifu.doors.web import casepage, committee, home, labelling, marking
from warifu.doors.web.balances import READERS as BALANCE_READERS
from warifu.doors.web.inhouse.common import ASKERS as ACCESS_ASKERS
from warifu.doors.web.logs import READERS as LOG_READERS
from warifu.doors.web.orders import reader_of
from warifu.doors.web.page import EVERYONE
from warifu.doors.web.registry import READERS as ITEM_READERS
from warifu.doors.web.screenings import HOLDERS as HELD_READERS
from warifu.doors.web.shipping import READERS as SHIPPING_READERS
from warifu.law.room import find_kind
from warifu.node import deciding, proving
from warifu.node.open import all_packs
from warifu.record import queries_equipment_transfer, queries_house, queries_pages, queries_registry
from warifu.record.queries_pages import SHOWN, Place, Wanted
from warifu.record.shelves import shelves

router = Router()
PROBLEMS = dict.fromkeys((400, 401, 403, 404, 405, 409, 422, 429, 503), Problem)


@router.get("/status", response={200: dict[str, Any], **PROBLEMS}, summary="Whose move it is, and what is wrong")
def status(request: Any) -> Any:
    """Return what waits on either side, clocks that run out, what is wrong, and how the exchange stands."""
    asker(request, EVERYONE)
    return home.document(request)


@router.get("/cases", response={200: Cases, **PROBLEMS}, summary="List cases")
def listing(request: Any, asked: Annotated[Asked, Query()]) -> Any:
    """List the cases of a room, those moved last first, a page at a time."""
    asker(request, EVERYONE)
    if asked.room not in shelves():
        raise Http404
    since, _, case = asked.after.partition("-")
    place = Place(int(since), bytes.fromhex(case)) if asked.after else None
    wanted = Wanted(state=asked.state, flow=asked.flow, settlement=asked.settlement, turn=asked.turn, desk=asked.desk)
    found = queries_pages.page(request.house.store, reader_of(request), asked.room, wanted, place)
    lines = found[:SHOWN]
    following = ""
    if len(found) > SHOWN:
        more = {name: each for name, each in asked.dict().items() if each}
        more["after"] = f"{lines[-1].since}-{lines[-1].case.hex()}"
        following = f"{reverse('api-1:listing')}?{urlencode(more)}"
    marked = marking.lines(request, [line.case for line in lines])
    items = [line._asdict() | {"case": line.case.hex(), "marking": marked.get(line.case, "")} for line in lines]
    return {"items": items, "next": following}


@router.get("/cases/{digest}", response={200: dict[str, Any], **PROBLEMS}, summary="Tell one case")
def case(request: Any, digest: Annotated[Hex, Path()]) -> Any:
    """Return a case act by act: who, when, how it stands, why."""
    asker(request, EVERYONE)
    root = bytes.fromhex(digest)
    with request.house.turn(request.peer) as pair:
        casepage.shown(request, pair, root)
        return plain(telling.story(request.house.node, request.peer, root, reader_of(request)))


@router.get("/search", response={200: list[dict[str, Any]], **PROBLEMS}, summary="Search the cases of every room")
def search(request: Any, q: Annotated[str, Query(max_length=100)] = "") -> Any:
    """Return the first cases of each room that are found by a number, a desk, an item or a code."""
    asker(request, EVERYONE)
    with request.house.turn(request.peer):
        found = telling.search(request.house.node, request.peer, q, reader_of(request))
    marked = marking.lines(request, [bytes.fromhex(each["case"]) for each in found])
    return [each | {"marking": marked.get(bytes.fromhex(each["case"]), "")} for each in found]


@router.get("/calendar", response={200: list[dict[str, Any]], **PROBLEMS}, summary="What lies on which day")
def calendar(
    request: Any,
    first: Annotated[date | None, Query()] = None,
    last: Annotated[date | None, Query()] = None,
    what: Annotated[days.What, Query()] = "",
) -> Any:
    """Return activities, visits, commitments, consultations and clocks between two days; else of the next ninety."""
    asker(request, EVERYONE)
    found = days.between(request.house.store, reader_of(request), first or request.house.today(), last, what)
    return [days.document(each) for each in found]


@router.get("/committee", response={200: list[dict[str, Any]], **PROBLEMS}, summary="Yearly figures that were stated")
def committee_years(request: Any) -> Any:
    """Return the statements of all years: number, year, by whom, how many figures, how many differ, how it stands."""
    asker(request, committee.READS)
    return plain([each | {"case": each["case"].hex()} for each in committee.statements(request)])


@router.get("/items", response={200: Items, **PROBLEMS}, summary="List the register of classified information")
def items(request: Any, asked: Annotated[AskedItems, Query()]) -> Any:
    """List items that the token's officer may see, those moved last first, with where each copy was on a day."""
    asker(request, ITEM_READERS)
    house, today = request.house, request.house.today()
    day = min(asked.on or today, today)
    since, _, case = asked.after.partition("-")
    place = Place(int(since), bytes.fromhex(case)) if asked.after else None
    wanted = queries_registry.Wanted(folded(asked.words), asked.form, asked.state, asked.holder, day, today)
    pair = pair_named(house.party, request.peer)
    found = queries_registry.page(house.store, pair, wanted, place)
    lines = registers.lines(house.store, pair, found[: queries_registry.SHOWN], day)
    following = ""
    if len(found) > queries_registry.SHOWN:
        more = {name: str(each) for name, each in asked.dict().items() if each}
        more["after"] = f"{lines[-1].item.since}-{lines[-1].item.case.hex()}"
        following = f"{reverse('api-1:items')}?{urlencode(more)}"
    return {"items": [registers.document(line) for line in lines], "next": following}


@router.get("/items/{digest}", response={200: dict[str, Any], **PROBLEMS}, summary="Tell one item, copy by copy")
def item(request: Any, digest: Annotated[Hex, Path()], on: Annotated[date | None, Query()] = None) -> Any:
    """Return an item, where its copies were on a day, every interval of each, and what does not fit."""
    asker(request, ITEM_READERS)
    house = request.house
    pair, case = pair_named(house.party, request.peer), bytes.fromhex(digest)
    found = queries_registry.item(house.store, pair, case)
    if found is None:
        raise Http404
    line = registers.lines(house.store, pair, [found], min(on or house.today(), house.today()))[0]
    return plain(
        registers.document(line)
        | {
            "history": [each._asdict() for each in queries_registry.history(house.store, pair, case)],
            "differences": [each._asdict() for each in queries_registry.differences(house.store, pair, case)],
        }
    )


@router.get("/access", response={200: Access, **PROBLEMS}, summary="May a person see a copy? With every reason")
def access(request: Any, asked: Annotated[AskedAccess, Query()]) -> Any:
    """Answer as the page does: what the token's officer may not know is answered as what does not exist."""
    asker(request, ACCESS_ASKERS)
    house = request.house
    store, pair = house.store, pair_named(house.party, request.peer)
    item = queries_house.item_of(store, pair, asked.item) or queries_house.digest_of(asked.item)
    question = inhouse.Asked(
        asked.person, asked.agency, item, asked.copy_number, asked.purpose, asked.place, asked.medium,
        asked.on or deciding.today(house.opened.node, house.clock()),
    )  # fmt: skip
    with house.turn(request.peer):
        answer = inhouse.may_see(house.opened.node, request.peer, question, store)
    no = inhouse.no_to(question)
    return {"permitted": not answer.ruling, "findings": [answers.document(each, no) for each in answer.ruling]}


@router.get("/equipment/may-ship", response={200: Shipping, **PROBLEMS}, summary="May an item be shipped? Every reason")
def may_ship(request: Any, asked: Annotated[AskedShipping, Query()]) -> Any:
    """Answer as the page does: a case that the token's officer may not see takes no part."""
    asker(request, SHIPPING_READERS)
    house = request.house
    on, zone = shipping.day_asked(asked.on, house.party, house.clock())
    question = shipping.Asked(asked.item, asked.to, on, asked.quantity, zone)
    with house.turn(request.peer):
        return shipping.document(shipping.may_ship(house.node, request.peer, question), question)


@router.get("/equipment/held", response={200: list[HeldLine], **PROBLEMS}, summary="Who holds what of transfers")
def held(request: Any, asked: Annotated[AskedHeld, Query()]) -> Any:
    """List what was received, is held or is under way, as the page does: of cases that the token's officer may see."""
    asker(request, HELD_READERS)
    pair = pair_named(request.house.party, request.peer)
    rows = queries_equipment_transfer.held(request.house.store, pair, asked.item, asked.recipient)
    return [{**row._asdict(), "case": row.case.hex()} for row in rows]


@router.get("/acts/{digest}/label", response={200: LabelOfAct, **PROBLEMS}, summary="The label of an act")
def label(
    request: Any,
    digest: Annotated[Hex, Path()],
    way: Annotated[Literal["detached", "encapsulated"], Query()] = "detached",
) -> Any:
    """Return an act's label with the other side's, bound to the act by its digest or with its signed bytes."""
    asker(request, EVERYONE)
    with request.house.turn(request.peer) as pair:
        found, raw = labelling.of_act(request, pair, bytes.fromhex(digest), way)
    undecided = found.undecided.candidates if found.undecided else ()
    return {
        "own": _said(found.own),
        "other": None if found.other is None else _said(found.other),
        "undecided": [each.written for each in undecided],
        "xml": raw.decode("utf-8"),
    }


def _said(found: Said) -> dict[str, Any]:
    return found._asdict() | {"categories": {each.tag: list(each.values) for each in found.categories}}


@router.get("/kinds", response={200: list[KindLine], **PROBLEMS}, summary="Kinds of act")
def kinds(request: Any) -> Any:
    """List the kinds of act that this node knows."""
    asker(request, EVERYONE)
    rooms = request.house.node.rooms
    return [
        {
            "kind": name,
            "nature": kind.nature,
            "en": sentences.word(name, "en"),
            "ja": sentences.word(name, "ja"),
            "begins_a_case": name in room.flows,
        }
        for room in rooms.values()
        for name, kind in room.kinds.items()
        if not kind.national
    ]


@router.get("/kinds/{path:name}", response={200: KindShape, **PROBLEMS}, summary="How a kind of act is written")
def kind_shape(request: Any, name: Annotated[str, Path(max_length=120)]) -> Any:
    """Return the JSON Schema of a kind's body: money "1234.50 GBP", quantity "120000 L", days in ISO 8601."""
    asker(request, EVERYONE)
    _, kind = find_kind(request.house.node.rooms.values(), name)
    shape = msgspec.json.schema(kind.body, schema_hook=lambda _type: {"type": "string"})
    return {"kind": name, "body": shape, "texts": {str(slot): what for slot, what in kind.slots.items()}}


@router.get("/statement", response={200: dict[str, Any], **PROBLEMS}, summary="What is owed by whom")
def statement(request: Any, as_of: Annotated[date | None, Query()] = None) -> Any:
    """Return what is owed in kind and in money at the end of a day, by age, with what cannot be determined."""
    asker(request, BALANCE_READERS)
    with request.house.turn(request.peer):
        found = statements.of_day(request.house.node, request.peer, as_of or request.house.today())
    return statements.document(found)


@router.get("/packs", response={200: list[dict[str, Any]], **PROBLEMS}, summary="Packs")
def packs(request: Any) -> Any:
    """List the packs that this program judges by, with what is still to be checked."""
    asker(request, EVERYONE)
    return [
        {
            "id": pack.id,
            "version": pack.data.version,
            "digest": pack.digest.hex(),
            "rules": len(pack.rules),
            "articles_to_check": len(packing.to_check(pack)),
        }
        for pack in sorted(all_packs().values(), key=lambda each: each.id)
    ]


@router.get("/logs/verify", response={200: Verified, **PROBLEMS}, summary="Verify both logs from their bytes")
def verify(request: Any) -> Any:
    """Read every byte again and say what does not hold."""
    asker(request, LOG_READERS)
    house = request.house
    with house.turn(request.peer):
        document = {
            "state_digest": house.node.state_digest(request.peer),
            "findings": [each._asdict() for each in proving.verify(house.opened.node, request.peer)],
            "logs": proving.heads(house.opened.node, request.peer),
        }
    return plain(document)


@router.get("/logs/proof/{digest}", response={200: dict[str, Any], **PROBLEMS}, summary="Proof of one act")
def proof(request: Any, digest: Annotated[Hex, Path()]) -> Any:
    """Return the entry, its path to the root, and the checkpoint that signs the root; of a case that may be seen."""
    asker(request, LOG_READERS)
    with request.house.turn(request.peer) as pair:
        casepage.shown_act(request, pair, bytes.fromhex(digest))
        return plain(proving.prove(request.house.opened.node, request.peer, bytes.fromhex(digest))._asdict())
