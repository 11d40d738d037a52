"""Announcements over two nodes: worded, countered, agreed, public at one second on both, corrected, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.doors.web import houses
from tests.doors.web.publics import EN, JA, Case, P, agreed, come, door_of, propose, texts
from tests.postgres import new_database
from tests.world import World
from warifu.node import proving
from warifu.record.database import close_database
from warifu.rooms.programme import wording
from warifu.rooms.programme.acts.announcement import Agreed, Correct, Counter, End

OTHER = texts(("An exercise in early summer", EN[1]), ("初夏の共同訓練", JA[1]))


@pytest.fixture
def world() -> Iterator[World]:
    made = houses.copied()
    yield made
    houses.ended(made)


def proved(world: World) -> None:
    """Both halves are one, and each is rebuilt from its logs to the same tables."""
    world.exchange()
    assert world.same()
    for half in (world.gb, world.jp):
        before, after = proving.rebuild(half.node, half.peer)
        assert before == after


def state(case: Case) -> str:
    """The state of the case, which both halves see alike."""
    seen = {half.case(case.case).state for half in (case.world.gb, case.world.jp)}
    assert len(seen) == 1
    return seen.pop()


def doors(world: World, folder):
    return [door_of(half, folder) for half in (world.gb, world.jp)]


def shown(world: World, folder) -> list[list[tuple[str, str]]]:
    """(title, state) of what each node shows now."""
    return [
        [(each.now.en.title, "withdrawn" if each.withdrawn else "corrected" if each.corrected else "public")
         for each in door.public().notices]
        for door in doors(world, folder)
    ]  # fmt: skip


def test_from_the_first_wording_to_its_withdrawal_in_both_capitals_alike(world, tmp_path):
    case = propose(world, 3600)
    assert state(case) == "worded_by_opener"
    case.counter(world.jp, OTHER, 7200)
    assert state(case) == "worded_by_responder"
    case.counter(world.gb, texts(), 5400)
    case.agree(world.jp)
    assert state(case) == "announcement_agreed"
    world.wait(5399)
    assert shown(world, tmp_path) == [[], []]
    world.wait(1)
    assert shown(world, tmp_path) == [[(EN[0], "public")]] * 2
    world.wait(100)
    case.correct(world.jp, OTHER, 60)
    assert state(case) == "correcting_by_responder"
    case.agree(world.gb, OTHER)
    world.wait(60)
    assert shown(world, tmp_path) == [[("An exercise in early summer", "corrected")]] * 2
    case.end(world.gb, reason="policy")
    assert state(case) == "announcement_withdrawn"
    assert shown(world, tmp_path) == [[("An exercise in early summer", "withdrawn")]] * 2
    first, second = (door.pages() for door in doors(world, tmp_path))
    assert {path for path in first if first[path] != second[path]} <= {
        # Whose pages they are stands in the feeds alone, and so in the sums.
        "en/feed.atom", "ja/feed.atom", "SHA256SUMS",
    }  # fmt: skip
    proved(world)


def test_a_correction_is_declined_by_the_other_side_or_dropped_by_its_author(world, tmp_path):
    case = agreed(world, 0)
    for by in (world.gb, world.jp):
        case.correct(world.jp, OTHER, 60)
        case.end(by, "decline_announcement", "other_wording")
        assert state(case) == "announcement_agreed"
    world.wait(120)
    assert shown(world, tmp_path) == [[(EN[0], "public")]] * 2
    proved(world)


@pytest.mark.parametrize(("kind", "by", "ends"), [
    ("decline_announcement", "jp", "announcement_declined"), ("withdraw_announcement", "gb", "announcement_dropped"),
])  # fmt: skip
def test_a_wording_that_is_refused_or_taken_back_is_never_public(world, tmp_path, kind, by, ends):
    case = propose(world, 60)
    case.end(getattr(world, by), kind, "too_early")
    assert state(case) == ends
    world.wait(120)
    assert shown(world, tmp_path) == [[], []]
    proved(world)


def test_agreed_by_the_one_and_taken_back_by_the_other_at_once_it_is_taken_back(world, tmp_path):
    case = propose(world, 60)
    digests = wording.digests_of(texts())
    ours = world.jp.must(
        P + "agree_announcement", Agreed(world.today, digests["en"], digests["ja"]), "liaison", case=case.case
    )
    world.gb.must(P + "withdraw_announcement", End(world.today, "policy"), "liaison", case=case.case)
    world.wait(120)
    assert shown(world, tmp_path) == [[], []]  # Tokyo has agreed, and shows nothing until London has confirmed it
    world.exchange()
    assert state(case) == "announcement_dropped"
    assert world.gb.case(case.case).stands[ours.act].status == "fallen"
    assert shown(world, tmp_path) == [[], []]
    proved(world)


def test_corrected_by_the_one_and_withdrawn_by_the_other_at_once_it_is_withdrawn(world, tmp_path):
    case = agreed(world, 0)
    world.wait(60)
    digests = wording.digests_of(OTHER)
    body = Correct(world.today, "misprint", world.today, world.today, "23:59:59", digests["en"], digests["ja"])
    world.gb.must(P + "correct_announcement", body, "liaison", case=case.case, texts=OTHER)
    world.jp.must(P + "withdraw_announcement", End(world.today, "policy"), "liaison", case=case.case)
    world.exchange()
    assert state(case) == "announcement_withdrawn"
    assert shown(world, tmp_path) == [[(EN[0], "withdrawn")]] * 2
    proved(world)


def test_the_wire_is_cut_over_the_embargo_and_each_shows_what_it_knows_to_be_agreed(world, tmp_path):
    case = propose(world, 60)
    digests = wording.digests_of(texts())
    body = Agreed(world.today, digests["en"], digests["ja"])
    world.jp.must(P + "agree_announcement", body, "liaison", case=case.case)
    world.carry(world.jp)
    world.wait(60)
    assert shown(world, tmp_path) == [[(EN[0], "public")], []]
    world.wait(600)
    world.exchange()
    (first,), (second,) = (door.public().notices for door in doors(world, tmp_path))
    assert first == second  # both say since when it is public: from the embargo on
    proved(world)


@pytest.mark.parametrize(("body", "found"), [
    (lambda world: Agreed(world.today, b"\1" * 32, wording.digest_of(*JA)),
     "programme.announcement_agreed.other_wording"),
    (lambda world: Counter(world.today, world.today, world.today, "24:00:00", b"\1" * 32, b"\2" * 32),
     "programme.announcement_wording.not_fixed"),
])  # fmt: skip
def test_what_the_rules_refuse_is_refused_before_it_is_signed(world, body, found):
    case = propose(world, 60)
    told = body(world)
    kind = "agree_announcement" if isinstance(told, Agreed) else "counter_announcement"
    outcome = world.jp.does(P + kind, told, "liaison", case=case.case)
    assert not outcome.ok
    assert found in [each.rule for each in outcome.ruling]


def test_a_text_changed_on_the_way_is_not_what_was_agreed(world, tmp_path):
    """Whoever agrees by the digests of other words than lie beside the act shows nothing, and is told so at home."""
    case = propose(world, 0, said=texts(), body={"digest_ja": wording.digest_of("別", "文")})
    digests = Agreed(world.today, wording.digest_of(*EN), wording.digest_of("別", "文"))
    case.acts(world.jp, "agree_announcement", digests)
    for door in doors(world, tmp_path):
        assert door.public().notices == ()
        assert [each.why for each in door.public().faults] == ["wording_differs"]
        assert EN[0] not in come(door, "/public/en/").text
    proved(world)


@pytest.mark.postgres
def test_the_same_is_public_on_a_server_of_databases(postgres_dsn, tmp_path):
    dsns = tuple(new_database(postgres_dsn, f"announced_{party}") for party in ("gb", "jp"))
    made = World(5, addresses=dsns)
    made.exchange()
    case = agreed(made, 60)
    assert shown(made, tmp_path) == [[], []]
    made.wait(60)
    assert shown(made, tmp_path) == [[(EN[0], "public")]] * 2
    page = come(door_of(made.gb, tmp_path), "/public/ja/")
    assert JA[0] in page.text
    made.gb.node.store.run("DELETE FROM opening_key WHERE act = %s", [case.case])
    assert JA[0] not in come(door_of(made.gb, tmp_path), "/public/ja/").text
    for half in (made.gb, made.jp):
        close_database(half.alias)
