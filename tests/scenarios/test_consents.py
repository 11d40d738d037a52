"""Consents between two nodes: asked, left unanswered, refused, given in part, drawn, taken back; and may we ship."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.scenarios.consents_told import ITEM, NEW_ITEM, Story, appoint, sets
from tests.world import Half, World
from warifu.core.days import add_months
from warifu.law.flow import OPENER, RESPONDER, Side
from warifu.node import drafting
from warifu.record import queries_home
from warifu.record.queries_pages import Reader
from warifu.rooms.equipment import ROOM
from warifu.rooms.equipment.acts import consent, project, transfer
from warifu.rooms.equipment.acts.common import Ratify, Word

BOTH = pytest.mark.parametrize("holder", ["GB", "JP"])


@pytest.fixture(scope="module")
def world() -> World:
    """One pair of nodes for all stories: each has cases of its own, and time goes on."""
    world = World(23)
    for half in (world.gb, world.jp):
        appoint(half)
    world.exchange()
    return world


@pytest.fixture
def story(world: World, holder: str) -> Story:
    world.wait(60)
    return Story(world, holder)


def _codes(outcome: object) -> list[str]:
    return [finding.rule for finding in outcome.ruling]  # type: ignore[attr-defined]


def _due(story: Story, half: Half, side: Side) -> tuple[str, ...]:
    assert ROOM.due is not None
    return tuple(ROOM.due(half.case(story.case), side))


@BOTH
def test_a_third_party_is_asked_about_left_unanswered_refused_and_asked_again_in_part(story):
    story.supply()
    assert story.why() == ["nothing"]
    story.ask(4)
    assert story.why() == ["asked"]
    assert _due(story, story.originator, RESPONDER) == ("equipment/consent",)
    # The deadline passes, and nobody answers: it is asked and no more, whoever would draw on it.
    story.world.wait(31 * 86_400)
    assert story.why() == ["silent"]
    assert story.state() == "requested"
    refused = story.does(story.holder, "draw", story.drawing())
    assert _codes(refused) == ["house.flow.not_a_step", "equipment.draw.not_in_scope"]
    clock = story.rows(story.originator, "clock", "name, holder, done")
    assert ("consent-answer", story.originator.party, None) in clock
    story.must(story.holder, "remind", Word(story.today, "answer"))
    story.must(story.originator, "refuse_consent", consent.ConsentEnd(story.today, "recipient"))
    assert story.why() == ["refused"]
    assert story.rows(story.holder, "clock", "name, done")[0][1] is not None
    # Asked again for less, consented to in part and on conditions; drawn, delivered, drawn again.
    story.ask(3)
    story.give(2)
    assert sorted(story.why()) == ["draw_first", "refused"]
    drawn = story.draw()
    under = story.may().under
    assert under is not None
    assert (under.kind, under.draws, under.conditions) == ("consent", (drawn,), ("report_each_use",))
    assert sorted(story.why(quantity=2)) == ["above_rest", "refused"]
    story.pass_on(drawn)
    assert sorted(story.why()) == ["draw_first", "refused"]
    story.draw()
    assert story.may().permitted
    over = story.does(story.holder, "draw", story.drawing())
    assert _codes(over) == ["equipment.draw.above_rest"]
    assert sorted(story.why(on=add_months(story.today, 4))) == ["expired", "refused"]
    assert story.rows(story.originator, "consent_line", 'given, drawn, "left"') == [("2", "2", "0")]
    story.proved()


@BOTH
def test_of_two_draws_at_once_one_falls_visibly_and_nothing_is_overdrawn(story, monkeypatch):
    story.supply()
    story.ask()
    story.give(1)
    head = story.holder.case(story.case).head.placed.digest
    first = story.does(story.holder, "draw", story.drawing())
    story.world.wait(1)
    second = story.does(story.holder, "draw", story.drawing(), after=head)
    assert first.ok
    # A sound node does not sign what could only fall.
    assert _codes(second) == ["house.not_on_line"]
    # One that has lost sight of its own log signs it all the same: on both nodes the second draw falls.
    with monkeypatch.context() as blind:
        blind.setattr(drafting, "rulings", lambda *_given: ((), ()))
        second = story.does(story.holder, "draw", story.drawing(), after=head)
    assert second.ok
    story.world.exchange()
    for half in (story.holder, story.originator):
        found = half.case(story.case)
        assert found.stands[first.act].status == "standing"
        assert (found.stands[second.act].status, found.stands[second.act].rival) == ("fallen", first.act)
        assert [each.left.amount for each in found.terms.scope] == [0]
        assert story.rows(half, "case", "fallen") == [(1,)]
        assert [row[0] for row in story.rows(half, "draw", "act")] == [first.act]
    story.proved()


@BOTH
def test_taking_back_outranks_a_draw_written_at_the_same_moment(story):
    story.supply()
    story.ask()
    story.give(2)
    story.draw()
    assert story.may().permitted
    drawn = story.does(story.holder, "draw", story.drawing())
    assert drawn.ok
    revoked = consent.ConsentEnd(story.today, "breach_of_conditions")
    assert story.does(story.originator, "revoke", revoked).ok
    story.world.exchange()
    assert story.state() == "revoked"
    for half in (story.holder, story.originator):
        assert half.case(story.case).stands[drawn.act].status == "fallen"
        assert story.rows(half, "case", "fallen") == [(1,)]
    # What was drawn before and not delivered is not shipped any more.
    assert "revoked" in story.why()
    assert _codes(story.does(story.holder, "draw", story.drawing())) == ["house.flow.not_a_step"]
    story.proved()


@BOTH
def test_a_project_of_three_asks_for_the_third_states_document_declared_and_confirmed(story):
    story.supply("IT")
    left_out = story.holder.does(
        "equipment/consent_request", story.request(), "export", cites=(story.transfer, story.reply)
    )
    assert _codes(left_out) == ["equipment.consent_partners.missing"]
    story.ask(partners=("IT",))
    story.give()
    assert set(story.why()) == {"third", "draw_first"}
    early = story.does(story.holder, "draw", story.drawing())
    assert _codes(early) == ["equipment.draw_third.missing"]
    document = consent.ThirdConsent(story.today, "IT", "MAECI/26/7", story.today, add_months(story.today, 1))
    story.must(story.holder, "third_consent", document)
    assert story.rows(story.originator, "consent", "lacking") == [("IT",)]
    assert _due(story, story.originator, RESPONDER) == ("equipment/confirm_third",)
    assert _due(story, story.holder, OPENER) == ()
    alone = story.does(story.holder, "confirm_third", consent.ConfirmThird(story.today, "IT", "MAECI/26/7"))
    assert _codes(alone) == ["equipment.confirm_third.own_declaration"]
    assert not story.does(story.holder, "draw", story.drawing()).ok
    story.must(story.originator, "confirm_third", consent.ConfirmThird(story.today, "IT", "MAECI/26/7"))
    assert story.rows(story.holder, "consent", "lacking") == [("",)]
    story.draw()
    assert story.may().permitted
    assert story.why(on=story.day(45)) == ["third"]
    story.proved()


@BOTH
def test_a_firm_is_bought_and_a_prototype_becomes_a_new_item_and_each_is_ruled(story):
    story.supply()
    story.ask(4)
    story.give(4)
    story.draw()
    assert story.may().permitted
    bought = consent.Succession(story.today, "bought", story.firm, story.buyer, "AU")
    told = story.must(story.holder, "succession", bought, "project")
    assert _due(story, story.originator, RESPONDER) == ("equipment/inherit",)
    # Nobody has ruled: neither the old name nor the new one is covered.
    assert "not_ruled" in story.why()
    assert story.why(to=story.buyer) == ["nothing"]
    for half in (story.holder, story.originator):
        assert (told, "succession", "open") in story.rows(half, "trouble", "act, what, state")
    whole = consent.Inherit(
        story.today,
        "bought",
        story.firm,
        story.buyer,
        "carries",
        "RUL/26/1",
        (consent.Portion(ITEM, sets(3), story.buyer),),
        "AU",
    )
    by_holder = story.does(story.holder, "inherit", whole, cites=(told,))
    assert "house.flow.not_a_step" in _codes(by_holder)
    story.must(story.originator, "inherit", whole, cites=(told,))
    assert (told, "succession", "ruled") in story.rows(story.holder, "trouble", "act, what, state")
    assert "draw_first" in story.why(to=story.buyer)
    story.draw(2, to=story.buyer)
    assert story.may(to=story.buyer, quantity=2).permitted
    # The sets in the firm's hands become a new item; of the one that is left, nothing carries over.
    changed = consent.Succession(story.today, "new_item", ITEM, NEW_ITEM)
    told = story.must(story.holder, "succession", changed, "project")
    none = consent.Inherit(story.today, "new_item", ITEM, NEW_ITEM, "does_not_carry", "RUL/26/2")
    story.must(story.originator, "inherit", none, cites=(told,))
    lines = story.rows(story.originator, "consent_line", 'recipient, given, drawn, carried, "left"')
    assert set(lines) == {(story.firm, "4", "1", "3", "0"), (story.buyer, "3", "2", "1", "0")}
    assert _codes(story.does(story.holder, "draw", story.drawing(to=story.buyer))) == ["equipment.draw.above_rest"]
    story.proved()


@BOTH
def test_a_change_of_what_the_consent_does_not_name_is_irregular_until_it_is_taken_as_it_is(story):
    story.supply()
    story.ask()
    story.give()
    stranger = consent.Succession(story.today, "subcontractor", "AU-FIRM-OTHER", "AU-FIRM-ANOTHER", "AU")
    assert _codes(story.does(story.holder, "succession", stranger)) == ["equipment.succession.not_in_scope"]
    told = story.must(story.holder, "succession", stranger, irregular=True)
    assert story.originator.case(story.case).stands[told].status == "irregular"
    story.must(story.originator, "ratify", Ratify(story.today, "explained"), cites=(told,))
    assert (told, "irregular", "ratified") in story.rows(story.holder, "trouble", "act, what, state")
    story.proved()


@BOTH
def test_the_provider_ships_under_its_own_decision_and_licence_and_stops_with_the_project(story):
    story.agree_project()
    story.apply()

    provider = story.turned()

    def why(**asked: Any) -> list[str]:
        return provider.why(to=story.centre, **asked)

    assert why() == ["not_decided", "licence"]
    story.undertake()
    story.decide()
    assert why() == ["licence"]
    story.license()
    assert why() == []
    assert why(quantity=13) == ["above_granted"]
    assert why(on=add_months(story.today, 7)) == ["licence"]
    assert why(on=add_months(story.today, 13)) == ["validity", "licence"]
    # The project is given up: nothing is shipped for it, whatever the licence says.
    ended = project.ProjectEnd(story.today, "budget")
    story.must(story.originator, "withdraw_project", ended, "project", case=story.project)
    assert why() == ["project"]
    story.proved()


def _delivered_after(story: Story, half: Half) -> list[tuple[bytes, str, str]]:
    pair, reader = half.node.pair(half.peer), Reader(half.node.pair(half.peer).name, half.party, None, 9, None)
    found = queries_home.troubles(pair.store, reader, 50).lines
    return [
        (each.act, each.owner, each.code)
        for each in found
        if each.what == "after_revocation" and each.case == story.transfer
    ]


@BOTH
def test_a_delivery_after_the_consent_was_taken_back_is_irregular_by_its_own_word_and_told_where_it_has_none(story):
    """Whoever knows of the revocation cites it; what did not is laid beside it on both sides, until it is ratified."""
    story.supply()
    story.ask(3)
    story.give(3)
    drawn = [story.draw(), story.draw(), story.draw()]
    story.must(story.originator, "revoke", consent.ConsentEnd(story.today, "breach_of_conditions"))
    revoked = story.originator.case(story.case).head.placed.digest
    moved = (transfer.Moved(ITEM, story.centre, Decimal(1)),)
    same_day = transfer.PassedOn(story.today, moved, story.firm)
    before = story.must(story.holder, "passed_on", same_day, case=story.transfer, cites=(drawn[0],))
    story.world.wait(2 * 86_400)
    later = transfer.PassedOn(story.today, moved, story.firm)
    unsaid = story.does(story.holder, "passed_on", later, case=story.transfer, cites=(drawn[1],), irregular=True)
    assert (_codes(unsaid), unsaid.can_insist) == (["beside.taken_back"], False)
    both = (drawn[1], revoked)
    refused = story.does(story.holder, "passed_on", later, case=story.transfer, cites=both)
    assert (_codes(refused), refused.can_insist) == (["equipment.after_revocation.taken_back"], True)
    told = story.must(story.holder, "passed_on", later, case=story.transfer, cites=both, irregular=True)
    for half in (story.holder, story.originator):
        stands = half.case(story.transfer).stands
        assert (stands[before].status, stands[told].status) == ("recorded", "irregular")
        assert _delivered_after(story, half) == []
    story.proved()


@BOTH
def test_a_delivery_by_who_had_not_heard_of_the_revocation_is_told_to_both_until_it_is_ratified(story):
    story.supply()
    story.ask()
    story.give()
    drawn = story.draw()
    ended = story.does(story.originator, "revoke", consent.ConsentEnd(story.today, "breach_of_conditions"))
    assert ended.ok
    story.world.wait(3 * 86_400)
    moved = (transfer.Moved(ITEM, story.centre, Decimal(1)),)
    body = transfer.PassedOn(story.today, moved, story.firm)
    fact = story.does(story.holder, "passed_on", body, case=story.transfer, cites=(drawn,))
    assert fact.ok, "it is not here yet"
    assert _delivered_after(story, story.holder) == []
    story.world.exchange()
    for half in (story.holder, story.originator):
        assert half.case(story.transfer).stands[fact.act].status == "recorded", "one case never changes another"
        assert _delivered_after(story, half) == [
            (fact.act, story.holder.party, "equipment.after_revocation.taken_back")
        ]
    story.proved()
    ratify = Ratify(story.today, "goods_accepted")
    story.must(story.originator, "ratify", ratify, case=story.transfer, cites=(fact.act,))
    assert _delivered_after(story, story.holder) == _delivered_after(story, story.originator) == []
    story.proved()
