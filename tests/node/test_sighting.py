"""Who may see a case: worked out from labels in the log's transaction, the same after a rebuild and on both halves."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from tests.world import World, play_of
from warifu.core.label import KNOWN, Schemes
from warifu.core.quantity import Quantity
from warifu.doors.demo.play import line, setting
from warifu.law.roll import Desk
from warifu.law.room import NOBODY
from warifu.node import founding, national, proving
from warifu.node.drafting import Draft
from warifu.node.open import all_packs
from warifu.node.seen import SeenNode
from warifu.node.sighting import level_of
from warifu.record import log, queries_owed
from warifu.record.database import close_database, migrate, open_database
from warifu.record.log import Store
from warifu.record.queries_sight import NOTHING, Seeing, seen_by
from warifu.rooms.logistics.acts import Decline, Request

OFFICIAL = ("GB-GSC", "2014-04-02", "OFFICIAL")
SENSITIVE = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")
NOWHERE = ("NOWHERE", "1", "ULTRA")


@pytest.fixture
def world() -> World:
    return World(3)


def ask(world: World, number: str, label: tuple[str, ...]) -> bytes:
    """London asks for water; the request bears a label."""
    play = play_of(world)
    water = line(1, "water", "Water, potable", Quantity(Decimal(10), "L"))
    body = Request(play.today, number, setting(play, "exercise", "JP"), "CALDER", "HAYASE", (water,), "return")
    case = world.gb.must("logistics/request", body, "orders", label=label, cites=(play.activities["exercise"],)).case
    world.exchange()
    return case


def sights(world: World) -> list[dict[bytes, tuple[int, str]]]:
    """Who may see what, on both halves."""
    sql = 'SELECT "case", level, circle FROM case_sight WHERE pair = %s'
    return [
        {case: (level, circle) for case, level, circle in half.node.store.run(sql, ["GB-JP"])}
        for half in (world.gb, world.jp)
    ]


@pytest.mark.parametrize(
    ("label", "level"),
    [
        ((), 0), (("EXERCISE",), 0), (OFFICIAL, 0), (SENSITIVE, 1), (("JP-ADMIN", "draft", "部内限り"), 1),
        ((*SENSITIVE, "EXERCISE"), 1), (("GB-GSC", "2014-04-02", "SECRET"), 3), (NOWHERE, NOBODY), (("torn",), NOBODY),
    ],
)  # fmt: skip
def test_a_label_has_its_level_and_what_cannot_be_read_is_for_nobody(label, level):
    schemes = reduce(Schemes.with_tables, (pack.table for pack in all_packs().values()), KNOWN)
    assert level_of(schemes, label) == level


def test_a_case_stands_on_the_highest_label_of_its_acts_on_both_halves(world):
    case = ask(world, "GB-CALDER-26-0001", SENSITIVE)
    assert sights(world) == [{case: (1, "")}] * 2
    today = world.today
    world.jp.must("logistics/decline", Decline(today, "not_available"), "accepts", case=case, label=NOWHERE)
    world.exchange()
    assert sights(world) == [{case: (NOBODY, "")}] * 2


def test_an_open_case_has_no_row(world):
    ask(world, "GB-CALDER-26-0001", OFFICIAL)
    assert sights(world) == [{}, {}]


def test_a_rebuild_makes_it_anew(world):
    case = ask(world, "GB-CALDER-26-0001", SENSITIVE)
    store = world.gb.node.store
    before, after = proving.rebuild(world.gb.node, "JP")
    assert before == after
    store.run("DELETE FROM case_sight")
    before, after = proving.rebuild(world.gb.node, "JP")
    assert before != after
    assert sights(world)[0] == {case: (1, "")}


def test_what_an_older_program_wrote_is_worked_out_when_the_pair_is_opened(world):
    case = ask(world, "GB-CALDER-26-0001", SENSITIVE)
    node = world.gb.node
    node.store.run("DELETE FROM case_sight")
    node._pairs.clear()
    node.pair("JP")
    assert sights(world)[0] == {}, "nothing is owed"
    node.store.run("INSERT INTO setting (name, text) VALUES (%s, '')", ["sight owed GB-JP"])
    node._pairs.clear()
    node.pair("JP")
    assert sights(world)[0] == {case: (1, "")}
    assert not node.store.run("SELECT 1 FROM setting WHERE name LIKE 'sight owed%'")


def test_a_node_as_seen_answers_from_what_is_seen_and_writes_to_the_whole(world):
    case = ask(world, "GB-CALDER-26-0001", SENSITIVE)
    whole = world.gb.node
    seen = SeenNode(whole, seen_by(whole.store, Seeing(0)))
    assert not log.cases_of(seen.pair("JP").store, "GB-JP", [case])
    assert log.cases_of(whole.pair("JP").store, "GB-JP", [case]) == {case: case}
    assert seen.pair("JP").case(case) is not None, "what is judged is judged by all that is held"
    desk = Draft(kind="parties/desk", body=Desk("DUNE", "Camp Dune", "砂丘駐屯地"), desk=founding.DESK,
                 case=whole.pair("JP").rolls["GB"].founded)  # fmt: skip
    assert seen.submit("JP", desk, world.gb.officers["chief"]).ok
    assert seen.state_digest("JP") == whole.state_digest("JP")
    assert seen.bundle("JP", 0)
    world.exchange()
    with pytest.raises(TypeError):
        national.submit(seen, [], world.gb.officers["chief"])
    nobody = SeenNode(whole, seen_by(whole.store, NOTHING))
    assert nobody.store.run("SELECT 1 FROM half") == []
    assert nobody.pair("JP").rolls["GB"].founded, "the roll is read from the whole log"


def test_balances_of_an_older_program_go_over_as_of_open_cases(tmp_path):
    store = Store(open_database(str(tmp_path / "node.db"), "sight older"))
    executor = MigrationExecutor(connections[store.alias])
    executor.migrate([("record", "0006_discs")])
    row = ["GB-JP", "money", "GB", "JPY", "", "all", "", "100", "40", 2]
    columns = "pair, account, debtor, commodity, reason, grain, bucket, owed, settled, postings"
    store.run(f"INSERT INTO balance ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", row)
    act = log.Line(0, b"\1" * 32, b"\1" * 32, "trial/act", 1, b"raw", b"\2" * 32)
    log.append(store, "GB-JP", "GB", 0, [act])
    migrate(store.alias)
    low = queries_owed.sums_at_present(seen_by(store, Seeing(0)), "GB-JP")
    assert [(str(each.owed), str(each.settled)) for each in low.values()] == [("100", "40")]
    assert store.run("SELECT name FROM setting WHERE name LIKE 'sight owed%'") == [("sight owed GB-JP",)]
    close_database(store.alias)
