"""Questions about consents and holdings, asked of two nodes that tell one story."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.scenarios.information_told import PURPOSE, Story, ask
from tests.world import World
from warifu.record import queries_information as questions
from warifu.rooms.information.acts import consent, holdings, item

PAIR = "GB-JP"


pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(scope="module")
def story(engine: str) -> Story:
    """Copy 2 in Tokyo with one of its own making; a release on a draw, one on none, one on the same draw again."""
    told = Story(World(9))
    told.begin()
    told.world.exchange()
    jp = told.world.jp
    told.receive(told.send())
    made = (item.Copy("2/1", 12), item.Copy("2/2", 12), item.Copy("2/3", 12))
    told.must(jp, "reproduction", item.Reproduction(told.today, "2", made, ("JP-P-77",)))
    granted = ask(told).case
    until = told.today + timedelta(days=60)
    told.must(told.world.gb, "consent", consent.Consent(told.today, 1, until, "MOD/26/51", "AU"), case=granted)
    drawn = told.must(jp, "draw", consent.Draw(told.today, 1, "AU"), case=granted)
    told.must(jp, "released", item.Released(told.today, ("2/1",), "AU", "shown"), cites=(drawn,))
    told.must(jp, "released", item.Released(told.today, ("2/2",), "NZ", "shown"), irregular=True)
    told.granted, told.drawn = granted, drawn  # type: ignore[attr-defined]
    return told


def _stores(story: Story):
    return [half.node.store for half in (story.world.gb, story.world.jp)]


def test_a_consent_shows_what_is_left_of_it_and_for_which_item(story):
    for store in _stores(story):
        (found,) = questions.consents(store, PAIR, story.case)
        assert (found.case, found.given, found.left, found.recipient) == (story.granted, 1, 0, "AU")
        assert questions.consents(store, PAIR) == [found]
        assert questions.consents(store, PAIR, b"\x01" * 32) == []


def test_every_release_is_laid_beside_its_draw(story):
    for store in _stores(story):
        found = {
            each.copies: (each.wrong, each.draw) for each in questions.uses(store, PAIR) if each.kind == "released"
        }
        assert found == {"2/1": ("", story.drawn), "2/2": ("no_draw", b"")}
        assert questions.uses(store, PAIR, story.case) == questions.uses(store, PAIR)


@pytest.mark.parametrize(
    ("use", "count", "draw", "wrong"),
    [
        (("released", "AU", b"d"), 1, (1, "AU", 1), ""),
        (("released", "AU", b"d"), 1, (None, None, 1), "draw_unknown"),
        (("released", "AU", b"d"), 1, (1, "AU", 2), "drawn_twice"),
        (("released", "AU", b"d"), 2, (1, "AU", 1), "above_draw"),
        (("released", "US", b"d"), 1, (1, "AU", 1), "another_recipient"),
        (("reproduction", "", b""), 1, (None, None, 0), ""),
        (("translation", "", b"d"), 1, (None, None, 1), ""),
    ],
)
def test_what_does_not_fit_is_named(use, count, draw, wrong):
    assert questions._wrong(use, count, draw) == wrong


def test_what_is_held_is_told_by_day(story):
    for store in _stores(story):
        (found,) = questions.held(store, PAIR, "JP", story.today)
        assert found == (story.case, "GB-UKDEF-26-0117", ("2", "2/1", "2/2", "2/3"), PURPOSE)
        assert questions.held(store, PAIR, "JP", story.today - timedelta(days=1)) == []
        assert questions.held(store, PAIR, "GB", story.today) == []


def test_a_statement_is_compared_copy_by_copy(story):
    listed = holdings.Holding(0, ("2", "2/1", "2/2", "1", "9"), "GB-UKDEF-26-0117")
    body = holdings.Holdings(story.today, "JP-H-26-1", story.today, (listed,))
    stated = story.must(story.world.jp, "holdings", body, case=b"", cites=(story.case,))
    for store in _stores(story):
        found = {each.copy: each.what for each in questions.compare(store, PAIR, stated)}
        assert found == {"2/3": "not_listed", "1": "listed_not_out", "9": "unknown_copy"}
        assert questions.compare(store, PAIR, b"\x01" * 32) == []
        told = questions.yearly(store, PAIR, "JP", "GB", story.today)
        assert told == questions.Yearly("JP", "GB", story.today, story.today, stated)
        assert questions.yearly(store, PAIR, "GB", "JP", story.today) is None


def test_what_is_held_is_parted_by_circle_and_by_the_length_of_a_form():
    found = [questions.HeldItem(bytes([n]) * 32, str(n), ("1",), circle) for n, circle in enumerate("aaabbc")]
    assert [[each.number for each in part] for part in questions.parts(found, 2)] == [
        ["0", "1"], ["2"], ["3", "4"], ["5"],
    ]  # fmt: skip
    assert questions.parts([], 2) == [[]]


def test_what_is_stated_for_a_day_is_told_by_part_and_item(story):
    day = story.today - timedelta(days=3)
    body = holdings.Holdings(story.today, "JP-H-9", day, (holdings.Holding(0, ("2",), "X"),), 2, 3)
    stated = story.world.jp.must("information/holdings", body, "registrar", cites=(story.case,), label=story.label)
    story.world.exchange()
    for store in _stores(story):
        assert questions.stated(store, PAIR, "JP", day) == ({2}, {story.case})
        assert questions.stated(store, PAIR, "JP", day - timedelta(days=1)) == (set(), set())
    gone = holdings.WithdrawHoldings(story.today, "error")
    story.must(story.world.jp, "withdraw_holdings", gone, case=stated.case)
    assert questions.stated(_stores(story)[0], PAIR, "JP", day) == (set(), set())


def test_a_part_that_is_stated_again_is_compared_as_the_last_one_says(story):
    day = story.today + timedelta(days=1)
    story.after(1)
    wrong = holdings.Holding(0, ("2", "2/1", "2/2", "1", "9"), "GB-UKDEF-26-0117")
    body = holdings.Holdings(day, "JP-H-26-3", day, (wrong,))
    stated = story.must(story.world.jp, "holdings", body, case=b"", cites=(story.case,))
    story.world.wait(60)
    right = holdings.Holding(0, ("2", "2/1", "2/2", "2/3"), "GB-UKDEF-26-0117")
    again = holdings.Holdings(day, "JP-H-26-4", day, (right,))
    restated = story.must(story.world.jp, "holdings", again, case=b"", cites=(story.case,))
    for store in _stores(story):
        assert questions.compare(store, PAIR, restated) == [], "the part stated again, and not both together"
        found = {each.copy for each in questions.compare(store, PAIR, stated)}
        assert found == {"2/3", "1", "9"}, "each is compared as it was stated"
