"""Draft, prepare, approve, sign: whose hands a paper needs, and that what is approved is what is signed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.world import World, play_of
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.doors.demo.play import NONE_AGREED, Order, Play, line, setting
from warifu.law.own import draft_digest
from warifu.law.removal import Erase, Erased
from warifu.node import preparing
from warifu.node.drafting import Draft, File, Outcome
from warifu.node.preparing import Verdict
from warifu.record import openings
from warifu.record.log import NATIONAL
from warifu.rooms.logistics.acts import Accept, Offer, Request

FUEL = line(1, "pol", "Fuel, naval distillate F-76", Quantity(Decimal(120_000), "L"), supply="mixed")


@pytest.fixture
def play() -> Play:
    world = World(31)
    world.exchange()
    return play_of(world)


def requested(play: Play) -> Order:
    request = Request(
        play.today, play.number("GB", "CALDER"), setting(play, "exercise", "XZ"), "CALDER", "HAYASE", (FUEL,), "cash",
        currency="JPY",
    )  # fmt: skip
    return Order(play, play.gb, play.jp, request).ask("exercise")


def offer_of(play: Play, order: Order, price: int = 112, **more: object) -> Draft:
    priced = replace(FUEL, price=Money(Decimal(price), "JPY"))
    body = Offer(
        play.today, (priced,), "cash", "JPY", Money(Decimal(120_000 * price), "JPY"), payee="Revenue office",
        remittance="Central bank", from_day=play.today, to_day=play.today + timedelta(days=3), payment_days=30,
        not_applicable=NONE_AGREED, standing_order="JP-STANDING-2026-014",
    )  # fmt: skip
    return Draft(kind="logistics/offer", body=body, desk="HAYASE", case=order.case, **more)  # type: ignore[arg-type]


def codes(outcome: Outcome) -> set[str]:
    return {each.rule for each in (*outcome.ruling, *outcome.own_law)}


def test_a_great_offer_goes_through_three_hands(play: Play) -> None:
    order, jp = requested(play), play.jp.half  # type: ignore[attr-defined]
    draft = offer_of(play, order, texts={1: "as spoken on the quay"}, files=(File(b"a scan", "image/png", "quote"),))
    refused = jp.node.submit("GB", draft, jp.officers["accepts"])
    assert (refused.ok, refused.wants_hands, codes(refused)) == (False, True, {"jp.two_hands.not_prepared"})
    named = preparing.prepare(jp.node, "GB", draft, jp.officers["issues"])
    assert named.ok
    [waits] = preparing.prepared(jp.node, "GB")
    assert (waits.digest, waits.waits_for, waits.prepared_by, waits.kind) == (
        named.act, "approval", "JP-004", "logistics/offer",
    )  # fmt: skip
    assert waits.texts == {1: "as spoken on the quay"}

    early = preparing.submit_prepared(jp.node, "GB", named.act, jp.officers["accepts"])
    assert codes(early) == {"jp.two_hands.not_approved"}
    assert codes(preparing.approve(jp.node, "GB", named.act, jp.officers["issues"])) == {
        "parties.approval.preparer_signs"
    }
    assert preparing.approve(jp.node, "GB", named.act, jp.officers["chief"]).ok
    assert [each.waits_for for each in preparing.prepared(jp.node, "GB")] == ["signature"]
    signed = preparing.submit_prepared(jp.node, "GB", named.act, jp.officers["accepts"])
    assert signed.ok
    assert preparing.prepared(jp.node, "GB") == []
    told = preparing.find(jp.node, "GB", named.act)
    assert told is not None
    assert (told.state, told.signed, told.approved_by) == ("signed", signed.act, "JP-001")

    act = jp.case(order.case).stands[signed.act].placed.act
    assert draft_digest(act) == draft_digest(told.act)
    play.sync()
    theirs = play.gb.half  # type: ignore[attr-defined]
    assert theirs.case(order.case).stands[signed.act].confirmed
    assert theirs.node.pair("JP").head("JP").size == jp.node.pair("GB").head("JP").size
    again = preparing.submit_prepared(jp.node, "GB", named.act, jp.officers["accepts"])
    assert codes(again) == {"house.prepared.done_with"}


def test_the_preparer_does_not_sign_and_the_draft_is_not_lost(play: Play) -> None:
    order, jp = requested(play), play.jp.half  # type: ignore[attr-defined]
    named = preparing.prepare(jp.node, "GB", offer_of(play, order), jp.officers["accepts"])
    assert preparing.approve(jp.node, "GB", named.act, jp.officers["chief"]).ok
    tried = preparing.submit_prepared(jp.node, "GB", named.act, jp.officers["accepts"])
    assert (codes(tried), tried.wants_hands) == ({"jp.two_hands.preparer_signs"}, True)
    assert [each.waits_for for each in preparing.prepared(jp.node, "GB")] == ["signature"]


def test_a_small_offer_asks_for_no_second_hand(play: Play) -> None:
    order, jp = requested(play), play.jp.half  # type: ignore[attr-defined]
    assert jp.node.submit("GB", offer_of(play, order, price=10), jp.officers["accepts"]).ok


def test_what_was_returned_is_mended_and_prepared_anew(play: Play) -> None:
    order, jp = requested(play), play.jp.half  # type: ignore[attr-defined]
    named = preparing.prepare(jp.node, "GB", offer_of(play, order, texts={1: "note"}), jp.officers["issues"])
    assert preparing.approve(jp.node, "GB", named.act, jp.officers["chief"], Verdict("return", "the price is old")).ok
    assert preparing.prepared(jp.node, "GB") == []
    assert codes(preparing.submit_prepared(jp.node, "GB", named.act, jp.officers["accepts"])) == {
        "house.prepared.done_with"
    }
    held = preparing.draft_of(jp.node, "GB", named.act)
    assert held is not None
    assert held.texts == {1: "note"}
    mended = replace(held, body=replace(held.body, payment_days=20), prepared=b"", leaves=())
    assert preparing.prepare(jp.node, "GB", mended, jp.officers["issues"]).ok


def test_a_bad_draft_is_refused_when_it_is_prepared(play: Play) -> None:
    order, jp = requested(play), play.jp.half  # type: ignore[attr-defined]
    draft = offer_of(play, order)
    refused = preparing.prepare(
        jp.node, "GB", replace(draft, body=replace(draft.body, payee="")), jp.officers["issues"]
    )
    assert not refused.ok
    assert not any("two_hands" in code for code in codes(refused))
    assert preparing.prepared(jp.node, "GB") == []


def test_who_was_revoked_since_no_longer_counts_as_a_hand(play: Play) -> None:
    from warifu.law.roll import Revocation

    order, jp = requested(play), play.jp.half  # type: ignore[attr-defined]
    named = preparing.prepare(jp.node, "GB", offer_of(play, order), jp.officers["issues"])
    assert preparing.approve(jp.node, "GB", named.act, jp.officers["registrar"]).ok
    jp.roll("revocation", Revocation("key", key_id=jp.officers["registrar"].public.key_id()))
    tried = preparing.submit_prepared(jp.node, "GB", named.act, jp.officers["accepts"])
    assert codes(tried) == {"jp.two_hands.hand_not_in_force"}


def test_a_draft_whose_place_has_gone_is_refused_and_goes_on_waiting(play: Play) -> None:
    order, jp = requested(play), play.jp.half  # type: ignore[attr-defined]
    named = preparing.prepare(jp.node, "GB", offer_of(play, order), jp.officers["issues"])
    assert preparing.approve(jp.node, "GB", named.act, jp.officers["chief"]).ok
    assert jp.node.submit("GB", offer_of(play, order, price=10), jp.officers["accepts"]).ok
    assert not preparing.submit_prepared(jp.node, "GB", named.act, jp.officers["accepts"]).ok
    assert len(preparing.prepared(jp.node, "GB")) == 1


def test_in_a_small_unit_a_second_look_is_asked_for(play: Play) -> None:
    """Who holds every role at a desk of its own prepares and signs; somebody else looks at it afterwards."""
    from datetime import date

    from tests.world import LIMITS
    from warifu.core import keys
    from warifu.law.roll import Appointment, OfficerKey, Revocation

    order, jp = requested(play), play.jp.half  # type: ignore[attr-defined]
    for number in range(2, 10):
        jp.roll("revocation", Revocation("appointment", f"JP-A-{number:03d}"))
    first, last = date(2020, 1, 1), date(2040, 1, 1)
    lone = keys.ed25519_from_seed(b"\x31" * 32)
    jp.roll("officer", OfficerKey("JP-099", lone.public.algorithm, lone.public.raw, first, last))
    roles = ("accepting_officer", "issuing_officer")
    jp.roll("appointment", Appointment("JP-A-099", roles, ("*",), first, last, person="JP-099", limits=LIMITS))
    draft = offer_of(play, order)
    assert codes(jp.node.submit("GB", draft, lone)) == {"jp.two_hands.not_prepared"}
    named = preparing.prepare(jp.node, "GB", draft, lone)
    assert [each.waits_for for each in preparing.prepared(jp.node, "GB")] == ["signature"]
    assert preparing.submit_prepared(jp.node, "GB", named.act, lone).ok
    assert [each.waits_for for each in preparing.prepared(jp.node, "GB")] == ["second_look"]
    assert "parties.approval.preparer_signs" in codes(preparing.approve(jp.node, "GB", named.act, lone))
    assert preparing.approve(jp.node, "GB", named.act, jp.officers["chief"]).ok
    assert preparing.prepared(jp.node, "GB") == []


def test_an_erased_text_is_gone_from_the_preparation_too(play: Play) -> None:
    order, jp = requested(play), play.jp.half  # type: ignore[attr-defined]
    named = preparing.prepare(jp.node, "GB", offer_of(play, order, texts={1: "a name"}), jp.officers["issues"])
    preparing.approve(jp.node, "GB", named.act, jp.officers["chief"])
    signed = preparing.submit_prepared(jp.node, "GB", named.act, jp.officers["accepts"])
    play.sync()
    roll = jp.node.pair("GB").rolls["JP"].founded
    jp.must("parties/erase", Erase(play.today, "personal", (Erased(0),)), "registrar", case=roll, cites=(signed.act,))
    assert preparing.find(jp.node, "GB", named.act).texts == {}  # type: ignore[union-attr]
    held = openings.read(jp.node.store, NATIONAL, [named.act])[named.act]
    assert all(type(leaf).__name__ == "Sealed" for leaf in held)


def test_discarding_destroys_the_texts(play: Play) -> None:
    order, jp = requested(play), play.jp.half  # type: ignore[attr-defined]
    named = preparing.prepare(jp.node, "GB", offer_of(play, order, texts={1: "spilled"}), jp.officers["issues"])
    assert preparing.approve(jp.node, "GB", named.act, jp.officers["chief"], Verdict("discard")).ok
    assert preparing.find(jp.node, "GB", named.act).texts == {}  # type: ignore[union-attr]
    assert preparing.prepared(jp.node, "GB") == []


def test_an_acceptance_in_britain_is_prepared_and_not_approved(play: Play) -> None:
    order, jp, gb = requested(play), play.jp.half, play.gb.half  # type: ignore[attr-defined]
    named = preparing.prepare(jp.node, "GB", offer_of(play, order), jp.officers["issues"])
    preparing.approve(jp.node, "GB", named.act, jp.officers["chief"])
    assert preparing.submit_prepared(jp.node, "GB", named.act, jp.officers["accepts"]).ok
    play.sync()
    accept = Draft(
        kind="logistics/accept", body=Accept(play.today, fund="RAC 2026/014", billed="CENTRAL"), desk="CALDER",
        case=order.case,
    )  # fmt: skip
    assert codes(gb.node.submit("JP", accept, gb.officers["accepts"])) == {"gb.two_hands.not_prepared"}
    ready = preparing.prepare(gb.node, "JP", accept, gb.officers["finance"])
    assert [each.waits_for for each in preparing.prepared(gb.node, "JP")] == ["signature"]
    assert preparing.submit_prepared(gb.node, "JP", ready.act, gb.officers["accepts"]).ok
