"""Questions about the register, on both engines: lists, narrowing, past dates, a reader's part, rebuild, removal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.house_world import CIRCLE, GOKUHI, SECRET, appoint, clear, give, house_world
from tests.world import World
from warifu.core.folding import folded
from warifu.doors import registry
from warifu.node import domestic, proving, removing
from warifu.node.removing import Wanted as Removed
from warifu.record import openings, queries_registry, removals
from warifu.record.queries_pages import Place
from warifu.record.queries_registry import Wanted
from warifu.record.queries_sight import Seeing, seen_by
from warifu.rooms.information.acts import item

pytestmark = pytest.mark.usefixtures("engine")
PAIR = "GB-JP"
TITLE, TITLE_JA = "Zephyrwort harbour list (invented)", "港湾一覧（架空）"


@pytest.fixture(scope="module")
def world(engine: str) -> World:
    """Six items of London in two circles and at two levels; of one a copy is missing in Tokyo."""
    made = house_world(seed=71)
    made.items = [give(made, f"GB-REG-{number}", 3) for number in range(1, 4)]
    for number, (purpose, level) in enumerate((("project:OTHER", SECRET), (CIRCLE, LOW), ("project:OTHER", LOW)), 4):
        made.wait(60)
        body = item.Register(
            made.today, f"GB-REG-{number}", "document", "GB-MOD", item.Marking(*level), purpose, (item.Copy("1", 2),)
        )
        texts = {1: f"{TITLE} {TITLE_JA}"} if number == 5 else {}
        outcome = made.gb.must("information/register", body, "registrar", label=level, texts=texts)
        made.items.append(outcome.case)
    lost = item.Missing(made.today, ("2",), "unknown")
    made.jp.must("information/missing", lost, "registrar", case=made.items[0], label=SECRET)
    clear(made)
    made.exchange()
    return made


LOW = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")


def numbers(store, **wanted):
    found = queries_registry.page(store, PAIR, Wanted(**wanted))
    return sorted(each.number[-1] for each in found)


@pytest.mark.parametrize("side", ["gb", "jp"])
def test_a_register_is_narrowed_by_words_state_form_holder_and_date(world, side):
    store = getattr(world, side).node.store
    assert numbers(store) == list("123456")
    assert numbers(store, words=folded("reg-4")) == ["4"]
    assert numbers(store, words=folded("PROJECT:other")) == ["4", "6"]
    assert numbers(store, words="100%") == []
    assert numbers(store, state="missing") == ["1"]
    assert numbers(store, state="out", form="equipment") == []
    assert numbers(store, holder="JP") == ["1", "2", "3"]
    assert numbers(store, on=world.today - timedelta(days=1)) == []
    assert numbers(store, state="expiring", today=world.today) == []


def test_pages_meet_without_a_gap_and_go_back(world):
    store = world.gb.node.store
    first = queries_registry.page(store, PAIR, Wanted(), None, 4)
    rest = queries_registry.page(store, PAIR, Wanted(), Place(first[-1].since, first[-1].case), 4)
    assert sorted(each.number for each in first + rest) == [f"GB-REG-{n}" for n in range(1, 7)]
    back = queries_registry.page(store, PAIR, Wanted(), Place(rest[0].since, rest[0].case, back=True), 10)
    assert [each.case for each in reversed(back)] == [each.case for each in first]


@pytest.mark.parametrize(
    ("seeing", "shown"),
    [
        (Seeing(3, None), "123456"),
        (Seeing(1, None), "56"),
        (Seeing(1, None, ((CIRCLE, 3),)), "12356"),
        (Seeing(1, frozenset({CIRCLE}), ((CIRCLE, 3),)), "1235"),
        (Seeing(3, frozenset({CIRCLE})), "1235"),
        (Seeing(3, frozenset()), ""),
        (Seeing(-1), ""),
    ],
)
def test_a_reader_is_shown_a_part_as_if_there_were_no_other(world, seeing, shown):
    store = seen_by(world.gb.node.store, seeing)
    assert numbers(store) == list(shown)
    assert numbers(store, words="reg") == list(shown)
    for number, case in enumerate(world.items, 1):
        seen = queries_registry.item(store, PAIR, case)
        assert (seen is not None) == (str(number) in shown)
        assert bool(queries_registry.history(store, PAIR, case)) == (str(number) in shown)
        assert queries_registry.named(store, PAIR, f"GB-REG-{number}") == (case if str(number) in shown else None)


def test_where_each_copy_was_on_a_date(world):
    for half in (world.gb, world.jp):
        told = queries_registry.copies(half.node.store, PAIR, world.items, world.today)
        where = [(each.copy, each.status, each.party) for each in told[world.items[0]]]
        assert where == [("1", "held", "GB"), ("2", "missing", "JP"), ("3", "held", "JP")]
        assert queries_registry.copies(half.node.store, PAIR, world.items, world.today - timedelta(days=9)) == {}
        found = queries_registry.named(half.node.store, PAIR, world.items[1].hex()[:20])
        assert found == world.items[1]
        assert queries_registry.differences(half.node.store, PAIR, world.items[0]) == []


def test_the_whole_register_is_given_or_refused(world):
    store = world.gb.node.store
    lines = list(registry.whole(store, PAIR, Wanted(), world.today, 10))
    assert [line.item.number for line in lines] == [f"GB-REG-{n}" for n in range(1, 7)]
    assert lines[4].title == f"{TITLE} {TITLE_JA}"
    assert len(list(registry.rows(iter(lines), "ja"))) == 12


def test_the_tables_of_both_logs_and_of_the_house_are_made_anew(world):
    for half in (world.gb, world.jp):
        before, after = proving.rebuild(half.node, half.peer)
        assert before == after
    kept = _house(world)
    assert all(kept)
    domestic.rebuild(world.jp.node, lambda *_: None)
    assert _house(world) == kept
    assert world.same()


def _house(world):
    tables = ("information_case", "information_attestation")
    return [sorted(world.jp.node.store.run(f"SELECT * FROM {each} WHERE pair = 'national'")) for each in tables]


def test_a_title_is_removed_from_both_halves_and_the_register_goes_on_without(world):
    act = world.items[4]
    removals.note_seen(world.gb.node.store, PAIR, act, "clerk", world.now)
    appoint(world.gb, {"clerk": ("GB-093", ("registrar",))})
    world.exchange()
    assert removing.remove(world.gb.node, "JP", Removed(act), world.gb.officers["clerk"]).ok
    world.exchange()
    for half in (world.gb, world.jp):
        assert not any(getattr(leaf, "text", "") for leaf in openings.read(half.node.store, PAIR, [act]).get(act, ()))
        (line,) = registry.lines(
            half.node.store, PAIR, [queries_registry.item(half.node.store, PAIR, act)], world.today
        )
        assert line.title is None
        assert proving.verify(half.node, half.peer) == []
    lines = removals.lines(world.gb.node.store, PAIR, act, only_open=True)
    assert ("reader", "clerk") in {(each.what, each.who) for each in lines}


def test_a_marking_put_on_at_receipt_stands_beside_the_originators(world):
    for half in (world.gb, world.jp):
        found = queries_registry.item(half.node.store, PAIR, world.items[1])
        assert (found.marking, found.corresponding) == ("SECRET", GOKUHI.written)
