"""The bench: an act is pending while its pack, a cited act or the other side's adoption is not here, else judged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.law.rolled import DAY, Rolled, act_by
from tests.law.sim_nodes import FLOW
from tests.law.test_checks import FACT, WILL, Body, pack_of
from warifu.law.bench import HOUSE, PACK_OF_ANOTHER, Bench
from warifu.law.case import At
from warifu.law.flow import OPENER
from warifu.law.judge import Cited, Finding, Placed, Situation, finding
from warifu.law.pack import Pack, PackFile, Rule
from warifu.law.roll import Adoption, Roll
from warifu.law.room import Room, Rows

NOTED: list[Situation] = []


def note(situation: Situation, rule: Rule):
    NOTED.append(situation)
    yield finding(rule)


PACK = pack_of({"toy.note@1": note})
ROOM = Room("toy", {"toy/accept": WILL}, {}, lambda terms, placed: (terms, placed.digest), {}, lambda *_: Rows({}), {})
AT = At(FLOW, "GB", OPENER, "offered", "terms", PACK.digest)


class Pair:
    """Two rolls and their bench."""

    def __init__(self, packs: tuple[Pack, ...] = (PACK,)) -> None:
        self.ours, self.theirs = Rolled(), Roll("JP")
        self.ours.take(Adoption(PACK.digest, PACK.id, "1"))
        self.cited: dict[bytes, Cited] = {}
        rolls = {"GB": self.ours.roll, "JP": self.theirs}
        self.bench = Bench({"toy": ROOM}, {pack.digest: pack for pack in packs}, rolls, self.cited)

    def placed(self, **more: Any) -> Placed:
        kind, body = more.pop("kind", WILL), more.pop("body", Body())
        return Placed(act_by("adams", kind=kind.name, case=b"c" * 32, **more), b"d" * 32, "GB", 9, kind, body)

    def join(self, *adopted: bytes) -> None:
        """The other side has a node now, and has adopted these packs."""
        self.theirs.founded = b"f" * 32
        act = act_by("root")
        self.theirs.keys.update(self.ours.roll.keys)
        for at, digest in enumerate(adopted, start=5):
            assert self.theirs.take(act, Adoption(digest, "x", "1"), bytes([at]) * 32, at) == ()


def test_a_ruling_with_all_that_the_judge_may_see():
    pair = Pair()
    assert pair.bench.rule(pair.placed(), AT) == (Finding("toy.0", "art"),)
    seen = NOTED[-1]
    assert (seen.side, seen.state, seen.terms, seen.peer, seen.opener) == (OPENER, "offered", "terms", "JP", "GB")
    assert (seen.pack_of_line, seen.sealed_on, seen.roll) == (PACK.digest, DAY, pair.ours.roll)


def test_pending_while_the_pack_is_not_here():
    pair = Pair(packs=())
    assert pair.bench.rule(pair.placed(), AT) is None


def test_pending_until_the_other_side_has_adopted_the_pack_unless_it_has_no_node():
    pair = Pair()
    assert pair.bench.rule(pair.placed(), AT) is not None
    pair.join()
    assert pair.bench.rule(pair.placed(), AT) is None
    pair.join(PACK.digest)
    assert pair.bench.rule(pair.placed(), AT) is not None


def test_the_house_needs_no_adoption():
    house = Pack(PackFile(HOUSE, "1", "t", "t", "toy"), [], {})
    pair = Pair(packs=(house,))
    pair.join()
    assert pair.bench.rule(pair.placed(), AT._replace(pack=house.digest)) == ()


@pytest.mark.parametrize(
    "named",
    [
        PackFile(HOUSE, "1", "t", "t", "parties"),
        PackFile("law/gb", "1", "t", "t", "toy", law_of="GB"),
        PackFile("au-jp/toy", "1", "t", "t", "toy", parties=("AU", "JP")),
    ],
    ids=lambda each: each.id,
)
def test_a_pack_that_has_no_rules_for_the_act_permits_nothing(named: PackFile):
    other = Pack(named, [], {})
    pair = Pair(packs=(other,))
    found = pair.bench.rule(pair.placed(), AT._replace(pack=other.digest))
    assert found == (Finding(PACK_OF_ANOTHER, HOUSE, (("pack", other.id), ("kind", "toy/accept"))),)


@pytest.mark.parametrize(
    ("kind", "confirmed", "ruled"), [(WILL, False, False), (WILL, True, True), (FACT, False, True), (FACT, True, True)]
)
def test_only_confirmed_wills_and_facts_that_are_here_may_be_cited(kind: Any, confirmed: bool, ruled: bool):
    pair = Pair()
    digest = b"e" * 32
    citing = pair.placed(cites=(digest,))
    assert pair.bench.rule(citing, AT) is None
    pair.cited[digest] = Cited(pair.placed(kind=kind)._replace(digest=digest), "theirs", confirmed, "JP")
    assert (pair.bench.rule(citing, AT) is not None) == ruled
    if ruled:
        assert [each.terms for each in NOTED[-1].cited_of(kind.name)] == ["theirs"]
        assert NOTED[-1].cited_of("toy/other") == []


def test_terms_grow_by_the_room_of_the_kind():
    pair = Pair()
    assert pair.bench.evolve("before", pair.placed()) == ("before", b"d" * 32)


@pytest.mark.parametrize(("ago", "late"), [(0, False), (7, False), (8, True), (-3, False)])
def test_more_than_seven_days_make_a_late_entry(ago: int, late: bool):
    pair = Pair()
    assert pair.bench.is_late(pair.placed(body=Body(DAY - timedelta(days=ago)))) == late
    assert not pair.bench.is_late(pair.placed())
