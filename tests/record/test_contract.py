"""One contract, two stores: SQLite and PostgreSQL keep the same things, refuse the same things, and end alike.

Each trial of a single table takes a pair of its own name, so that one database serves them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from types import SimpleNamespace

import pytest
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.postgres import new_database
from tests.world import World
from warifu.core import keys, ledger, merkle, texts
from warifu.core.act import Act, Attachment, seal
from warifu.core.errors import BytesError, LogError, StoreError
from warifu.core.posting import Posting
from warifu.core.quantity import Quantity
from warifu.law.room import Rows
from warifu.node import proving
from warifu.record import anteroom, attached, discs, evidence, half, log, openings
from warifu.record.anteroom import Kept
from warifu.record.database import close_database, migrate, open_database
from warifu.record.log import Line, Store
from warifu.record.projection import Projection
from warifu.record.trouble import code_of, told
from warifu.rooms.logistics.acts import Dealing
from warifu.rooms.programme.acts.activity import Activity, Assent

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
EXTREME = 2**62


@pytest.fixture(scope="module", params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    address = str(tmp_path_factory.mktemp("contract") / "node.db")
    if request.param == "postgres":
        address = new_database(request.getfixturevalue("postgres_dsn"), "contract")
    alias = open_database(address, f"contract-{request.param}")
    yield Store(alias)
    close_database(alias)


@pytest.fixture
def pair(request: pytest.FixtureRequest) -> str:
    """A pair of parties that no other trial knows."""
    return f"pair of {request.node.name}"


def line(place: int, *, case: bytes = b"\1" * 32, kind: str = "trial/act", time: int = 0) -> Line:
    raw = b"entry %d " % place + case
    return Line(place, case, sha256(raw).digest(), kind, time or place, raw, merkle.leaf_hash(raw))


def test_a_log_is_read_back_as_it_was_written(store, pair):
    first, second = [line(0), line(1)], [line(2, kind=""), line(3, time=EXTREME)]
    log.append(store, pair, "GB", 0, first)
    head = log.append(store, pair, "GB", 2, second)
    assert log.lines(store, pair, "GB", 0, 10) == first + second
    assert log.lines(store, pair, "GB", 1, 2) == [first[1], second[0]]
    assert (head.size, head.time) == (4, EXTREME)
    assert head.root == merkle.root_of([each.leaf for each in first + second])
    assert log.root_at(store, pair, "GB", 2) == merkle.root_of([each.leaf for each in first])
    assert log.root_at(store, pair, "GB", 5) == b""
    assert log.head(store, pair, "JP").root == log.EMPTY_ROOT
    again = log.head(store, pair, "GB")
    assert (again.size, again.root, again.tree.to_bytes()) == (4, head.root, head.tree.to_bytes())


def test_who_judged_an_older_head_writes_nothing(store, pair):
    log.append(store, pair, "GB", 0, [line(0)])
    with pytest.raises(LogError) as found, transaction.atomic(using=store.alias):
        log.append(store, pair, "GB", 0, [line(0, case=b"\2" * 32)])
    assert found.value.code == "log.head_moved"
    assert found.value.figures == {"expected": 0, "found": 1}
    assert log.lines(store, pair, "GB", 0, 10) == [line(0)]


@pytest.mark.parametrize(
    "wrong", [[line(2)], [line(1), line(1)], [line(1, time=9), line(2, time=8)]], ids=["hole", "twice", "back in time"]
)
def test_a_log_out_of_order_is_refused_whole(store, pair, wrong):
    log.append(store, pair, "GB", 0, [line(0)])
    with pytest.raises(LogError) as found, transaction.atomic(using=store.alias):
        log.append(store, pair, "GB", 1, wrong)
    assert found.value.code == "log.out_of_order"
    assert log.head(store, pair, "GB").size == 1


def test_the_same_place_is_never_written_twice_whatever_the_head_says(store, pair):
    log.append(store, pair, "GB", 0, [line(0)])
    store.run("DELETE FROM log WHERE pair = %s", [pair])
    with pytest.raises(IntegrityError), transaction.atomic(using=store.alias):
        log.append(store, pair, "GB", 0, [line(0, case=b"\2" * 32)])
    assert log.lines(store, pair, "GB", 0, 10) == [line(0)]


def test_a_transaction_that_fails_leaves_nothing(store, pair):
    def write_all_and_fail() -> None:
        with transaction.atomic(using=store.alias):
            log.append(store, pair, "GB", 0, [line(0)])
            log.keep_files(store, pair, {b"\3" * 32: b"scan"})
            openings.keep(store, pair, [(b"\4" * 32, leaves("a title"))], lambda: b"k" * 32)
            store.run("SELECT nothing FROM a_table_that_is_not_there")

    with pytest.raises(StoreError) as found, told("trial"):
        write_all_and_fail()
    assert found.value.code == "store.failed"
    assert log.head(store, pair, "GB").size == 0
    for table in ("entry", "attachment", "opening", "opening_key"):
        assert store.run(f"SELECT COUNT(*) FROM {table} WHERE pair = %s", [pair]) == [(0,)]


def test_acts_are_found_by_case_by_kind_and_by_author(store, pair):
    other = b"\2" * 32
    ours = [line(0, kind="parties/desk"), line(1, case=other, kind=""), line(2, case=other, kind="trial/act")]
    begun = line(3, case=b"\x08" * 32, kind="trial/root")._replace(act=b"\x08" * 32)
    answered = line(1, case=begun.case, kind="")._replace(act=begun.act)
    log.append(store, pair, "GB", 0, [*ours, begun])
    log.append(store, pair, "JP", 0, [line(0, case=b"\5" * 32, kind="parties/node"), answered])
    assert {each.place for _, each in log.of_cases(store, pair, [other])} == {1, 2}
    assert log.of_cases(store, pair, [begun.case, b"\6" * 32]) == [("GB", begun), ("JP", answered)]
    assert [each.place for each in log.of_kinds(store, pair, "GB", "parties/", 0)] == [0]
    assert log.cases_of(store, pair, [each.act for each in ours]) == {ours[0].act: b"\1" * 32, ours[2].act: other}
    assert log.cases_of(store, pair, [ours[0].act], "JP") == {}
    assert log.author_of(store, pair, ours[0].act) == "GB"
    assert log.author_of(store, pair, b"\6" * 32) == ""
    assert log.first_answer(store, pair, "JP", begun.act) == 1
    assert log.first_answer(store, pair, "GB", begun.act) is None
    assert log.known_cases(store, pair, [other, begun.case, b"\7" * 32]) == {other, begun.case}
    assert set(log.all_cases(store, pair)) == {b"\1" * 32, other, b"\5" * 32, begun.case}


def test_every_look_up_goes_by_an_index_of_its_own(store, pair, monkeypatch):
    if connections[store.alias].vendor != "sqlite":
        store.run("SET enable_seqscan = off")
    plans: list[str] = []
    really = Store.run

    def explained(self: Store, sql: str, values: object = ()) -> object:
        word = "EXPLAIN QUERY PLAN " if connections[self.alias].vendor == "sqlite" else "EXPLAIN "
        plans.append(" ".join(str(row) for row in really(self, word + sql, values) if "entry" in str(row)))
        return really(self, sql, values)

    monkeypatch.setattr(Store, "run", explained)
    one = b"\1" * 32
    for ask, indexes in (
        (lambda: log.of_cases(store, pair, [one]), ["entry_act_of", "entry_case_of"]),
        (lambda: log.cases_of(store, pair, [one], "GB"), ["entry_act_of"]),
        (lambda: log.cases_of(store, pair, [one]), ["entry_act_of"]),
        (lambda: log.first_answer(store, pair, "GB", one), ["entry_case_of"]),
        (lambda: log.author_of(store, pair, one), ["entry_act_of"]),
    ):
        plans.clear()
        ask()
        assert [index for index, plan in zip(indexes, plans, strict=True) if index not in plan] == []
    if connections[store.alias].vendor != "sqlite":
        really(store, "RESET enable_seqscan")


def test_a_database_of_an_older_program_is_brought_up_to_date(store, pair):
    executor = MigrationExecutor(connections[store.alias])
    executor.migrate([("record", "0003_anteroom")])
    begun = line(0)._replace(act=b"\1" * 32)
    log.append(store, pair, "GB", 0, [begun, line(1)])
    migrate(store.alias)
    assert log.cases_of(store, pair, [begun.act, line(1).act], "GB") == dict.fromkeys(
        (begun.act, line(1).act), begun.case
    )
    assert [each for _, each in log.of_cases(store, pair, [begun.case])] == [begun, line(1)]


def test_an_act_ahead_of_its_place_leaves_when_its_place_comes(store, pair):
    act = line(0)
    log.keep_loose(store, pair, "GB", [(act.act, act.case, act.raw), (b"\7" * 32, b"\7" * 32, b"another")])
    log.keep_loose(store, pair, "GB", [(act.act, act.case, b"a second copy changes nothing")])
    assert log.known_cases(store, pair, [act.case]) == {act.case}
    assert set(log.all_cases(store, pair)) == {act.case, b"\7" * 32}
    log.append(store, pair, "GB", 0, [act])
    log.keep_loose(store, pair, "GB", [])
    assert store.run("SELECT act, raw FROM loose WHERE pair = %s", [pair]) == [(b"\7" * 32, b"another")]


def test_files_are_kept_once_by_their_digest(store, pair):
    log.keep_files(store, pair, {b"\1" * 32: b"\0scan\xff"})
    log.keep_files(store, pair, {b"\1" * 32: b"another", b"\2" * 32: b""})
    rows = store.run("SELECT digest, raw FROM attachment WHERE pair = %s ORDER BY digest", [pair])
    assert rows == [(b"\1" * 32, b"\0scan\xff"), (b"\2" * 32, b"")]


def test_a_late_file_is_known_by_the_acts_that_name_it(store, pair):
    named, ahead, nobody = b"\x01scan", b"\x02scan", b"\x03scan"
    for number, (raw, table) in enumerate(((named, "entry"), (ahead, "loose"))):
        act = sealed_with(raw)
        if table == "entry":
            log.append(store, pair, "GB", 0, [line(number)._replace(raw=act)])
        else:
            log.keep_loose(store, pair, "GB", [(b"\7" * 32, b"\7" * 32, act)])
    digests = [sha256(raw).digest() for raw in (named, ahead, nobody)]
    assert attached.named(store, pair, digests) == {(digests[0], len(named)), (digests[1], len(ahead))}


def test_a_disc_is_under_way_until_a_checkpoint_reaches_as_far(store, pair):
    sent = discs.Disc(b"\1" * 32, discs.SENT, 5, 0, 10, 4, 2, EXTREME)
    back = discs.Disc(b"\2" * 32, discs.RETURNED, 6, 3, 8, 20, 1, 100)
    taken = discs.Disc(b"\3" * 32, discs.TAKEN, 7, 0, 1, 1, 1, 100, 7)
    for each in (back, sent, taken, sent._replace(time=99)):
        discs.enter(store, pair, each)
    assert discs.newest(store, pair, 9) == [taken, back, sent]  # of the same files the first stays
    assert (discs.under_way(store, pair), discs.under_way(store, pair, 1)) == ([sent, back], [sent])
    discs.heard(store, pair, (9, 19), 50)
    assert discs.count_under_way(store, pair) == 2
    discs.heard(store, pair, (10, 19), 51)
    assert discs.under_way(store, pair) == [back]
    discs.heard(store, pair, (10, 20), EXTREME)
    assert discs.under_way(store, pair) == []
    assert [each.seen for each in discs.newest(store, pair, 9)] == [7, EXTREME, 51]
    assert discs.newest(store, "another pair", 9) == []


def sealed_with(file: bytes) -> bytes:
    signer = keys.ed25519_from_seed(b"\5" * 32)
    attachment = Attachment(sha256(file).digest(), len(file), "image/png")
    act = Act(bytes(32), "trial/act", "GB", "TRIAL", signer.public.key_id(), 7, {}, attachments=(attachment,))
    return seal(act, signer).envelope.raw


def kept(number: int, why: str = anteroom.KEY, *, first: int = 0, entries: int = 0) -> Kept:
    """Something that waits, of ten bytes."""
    return Kept(bytes([number]) * 32, why, 0, b"\x09" * 16, first, entries, 10, number)


def test_what_waits_comes_back_as_it_was_and_leaves_nothing(store, pair):
    one, other = kept(1), kept(2, anteroom.TIME, first=7, entries=3)
    for each in (one, other, one):
        assert anteroom.keep(store, pair, each, b"frame of %d" % each.since, b"k" * 32)
    assert anteroom.waiting(store, pair) == [one, other]
    assert anteroom.frame(store, pair, one.mark) == b"frame of 1"
    again = one._replace(why=anteroom.TIME, until=EXTREME, key=b"")
    assert anteroom.keep(store, pair, again, b"another frame", b"l" * 32)
    assert anteroom.waiting(store, pair) == [again, other]
    assert anteroom.frame(store, pair, one.mark) == b"frame of 1"
    anteroom.let_go(store, pair, [one.mark])
    assert (anteroom.frame(store, pair, one.mark), anteroom.waiting(store, pair)) == (b"", [other])
    assert store.run("SELECT mark FROM anteroom_key WHERE pair = %s", [pair]) == [(other.mark,)]
    store.run("UPDATE anteroom SET frame = %s WHERE pair = %s", [b"\0" * 30, pair])
    with pytest.raises(BytesError) as found:
        anteroom.frame(store, pair, other.mark)
    assert found.value.code == "anteroom.altered"


def test_a_log_reaches_as_far_as_what_waits_follows_on(store, pair):
    for number, (first, entries) in enumerate(((10, 2), (7, 3), (13, 1), (5, 3)), start=1):
        anteroom.keep(store, pair, kept(number, anteroom.TIME, first=first, entries=entries), b"f", b"k" * 32)
    assert [anteroom.reach(store, pair, size) for size in (4, 5, 7, 11, 12, 13, 20)] == [4, 12, 12, 12, 12, 14, 20]


@given(
    arrivals=st.lists(
        st.tuples(
            st.sampled_from([(anteroom.KEY, 0), (anteroom.TIME, 0), (anteroom.TIME, 1), (anteroom.PIN, 2)]),
            st.integers(1, 60),
        )
    ),
    frames=st.integers(1, 5),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_much_comes_the_anteroom_is_bounded(store, pair, arrivals, frames):
    bounds = {sort: anteroom.Bound(frames, 100, 3) for sort in anteroom.BOUNDS}
    anteroom.let_go(store, pair, [each.mark for each in anteroom.waiting(store, pair)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(anteroom, "BOUNDS", bounds)
        for number, ((why, entries), size) in enumerate(arrivals, start=1):
            found = kept(number % 256, why, first=size, entries=entries)._replace(size=size)
            stays = anteroom.keep(store, pair, found, b"f", b"k" * 32)
            held = anteroom.waiting(store, pair)
            assert stays == (found.mark in {each.mark for each in held})
            assert stays or entries  # of paper what comes last stays, of a log what lies nearest
            for each in bounds:
                mine = [one for one in held if one.sort == each]
                assert len(mine) <= frames
                assert sum(one.entries for one in mine) <= 3
                assert sum(one.size for one in mine) <= 100
    assert store.run("SELECT COUNT(*) FROM anteroom_key WHERE pair = %s", [pair]) == [(len(held) if arrivals else 0,)]


def test_notes_of_what_is_not_here_are_bounded_by_their_sort(store, pair, monkeypatch):
    monkeypatch.setattr(evidence, "NOTES_KEPT", 2)
    for number in range(4):
        for what in ("refused envelope.signature_bad", "dropped anteroom.full"):
            evidence.note(store, pair, evidence.Note(bytes([number]) * 32, what, "why", number))
    whats = sorted(what for _, what, _, _ in evidence.kept(store, pair))
    assert whats == ["dropped anteroom.full"] * 2 + ["refused envelope.signature_bad"] * 2


def leaves(*words: str) -> list[texts.Leaf]:
    return list(texts.make(dict(enumerate(words, start=1)), iter([bytes([n]) * 16 for n in range(len(words))])))


ACT = b"\x09" * 32


def test_an_opening_comes_back_as_it_was_and_a_second_copy_does_not_orphan_it(store, pair):
    keys = iter([bytes([n]) * 32 for n in range(9)])
    for _ in range(3):
        openings.keep(store, pair, [(ACT, leaves("北の灯", "second"))], lambda: next(keys))
        assert openings.read(store, pair, [ACT]) == {ACT: leaves("北の灯", "second")}


def test_an_erased_text_does_not_come_back_when_its_opening_comes_again(store, pair):
    openings.keep(store, pair, [(ACT, leaves("spilled", "kept"))], lambda: b"k" * 32)
    openings.erase(store, pair, ACT, [1])
    openings.forget(store)
    openings.keep(store, pair, [(ACT, leaves("spilled", "kept"))], lambda: b"n" * 32)
    found = openings.read(store, pair, [ACT])[ACT]
    assert [type(leaf) for leaf in found] == [texts.Sealed, texts.Opening]
    texts.verify(found, texts.root(leaves("spilled", "kept")), "trial")
    assert store.run("SELECT slot FROM opening_key WHERE pair = %s", [pair]) == [(2,)]


def test_an_opening_that_was_altered_is_not_shown_as_the_text(store, pair):
    openings.keep(store, pair, [(ACT, leaves("one"))], lambda: b"k" * 32)
    store.run("UPDATE opening_key SET key = %s WHERE pair = %s", [b"x" * 32, pair])
    with pytest.raises(StoreError) as found:
        openings.read(store, pair, [ACT])
    assert found.value.code == "store.opening_altered"


def owing(amount: str, day: int, account: str = "goods") -> Posting:
    return Posting(account, "GB", "JP", "GBP", Decimal(amount), date(2026, 4, day), date(2026, 5, day), "claim")


def test_rows_are_replaced_and_balances_move_by_the_difference_alone(store):
    tables = {"programme_activity": ()}
    projection = Projection(store, "GB-JP", tables)
    one, other = b"\1" * 32, b"\2" * 32
    projection.replace({one: Rows({}, (owing("10.50", 1), owing("2", 3)))}, frozenset({one}))
    projection.replace({other: Rows({}, (owing("100", 2),))}, frozenset({other}))
    projection.replace({one: Rows({}, (owing("10.50", 1), owing("-4", 3)))})
    whole = ledger.present(projection.reader())
    assert [turnover.open for turnover in whole.values()] == [Decimal("106.50")]
    early = ledger.as_of(projection.reader(), date(2026, 4, 2))
    assert [turnover.open for turnover in early.values()] == [Decimal("110.50")]
    projection.replace({one: Rows({}), other: Rows({})})
    assert store.run("SELECT COUNT(*) FROM balance WHERE pair = 'GB-JP'") == [(0,)]
    assert store.run("SELECT COUNT(*) FROM posting WHERE pair = 'GB-JP'") == [(0,)]


def folded(root: bytes, head: bytes, facts: list[bytes], pending: bytes = b"") -> SimpleNamespace:
    def stand(digest: bytes, nature: str, status: str = "standing") -> SimpleNamespace:
        act = SimpleNamespace(kind="trial/act", time=7)
        return SimpleNamespace(
            placed=SimpleNamespace(digest=digest, kind=SimpleNamespace(nature=nature), act=act, author="GB"),
            status=status,
            confirmed=bool(head),
            objection=(),
        )

    stands = {root: stand(root, "will")} | {fact: stand(fact, "fact") for fact in facts}
    if pending:
        stands[pending] = stand(pending, "aside", "pending")
    return SimpleNamespace(stands=stands, confirmed_head=lambda: head)


def test_the_digest_of_a_half_is_the_same_from_the_tables_and_from_the_cases(store, pair):
    cases = {
        b"\x80" * 32: folded(b"\x80" * 32, b"", [], pending=b"\x0a" * 32),
        b"\x01" * 32: folded(b"\x01" * 32, b"\x02" * 32, [b"\xff" * 32, b"\x03" * 32]),
        b"\xff" * 32: folded(b"\xff" * 32, b"\x04" * 32, []),
    }
    half.replace(store, (pair, "GB"), cases)
    assert half.digest(store, pair) == half.of_cases(cases)
    assert log.pending_cases(store, pair) == {b"\x80" * 32}
    cases[b"\x80" * 32] = folded(b"\x80" * 32, b"\x80" * 32, [b"\x0a" * 32])
    half.replace(store, (pair, "GB"), {b"\x80" * 32: cases[b"\x80" * 32]})
    assert half.digest(store, pair) == half.of_cases(cases)
    assert log.pending_cases(store, pair) == set()


def test_what_waits_unread_is_found_once_its_kind_is_known(store, pair):
    log.keep_unread(store, pair, [line(0, kind="visits/request"), line(1, case=b"\2" * 32, kind="visits/other")])
    log.keep_unread(store, pair, [line(0, kind="visits/request")])
    assert not log.unread(store, pair, {"trial/act"})
    assert log.take_unread(store, pair, {"trial/act"}) == set()
    assert log.unread(store, pair, {"visits/request"})
    assert log.take_unread(store, pair, {"visits/request", "trial/act"}) == {b"\1" * 32}
    assert not log.unread(store, pair, {"visits/request"})
    assert log.take_unread(store, pair, {"visits/request", "visits/other"}) == {b"\2" * 32}


def test_what_the_peer_has_witnessed_is_remembered_and_only_grows(store, pair):
    assert log.witnessed(store, pair) == 0
    for size, remembered in ((7, 7), (3, 7), (9, 9), (0, 0)):
        log.note_behind(store, pair, size)
        assert log.witnessed(store, pair) == remembered


def test_a_pin_is_one_and_can_be_set_again_by_hand_alone(store, pair):
    assert log.pin(store, pair) == b""
    for digest in (b"\1" * 32, b"\2" * 32):
        log.set_pin(store, pair, digest)
        assert log.pin(store, pair) == digest


def test_evidence_is_added_and_never_taken_away(store, pair):
    case = SimpleNamespace(equivocations=((b"\1" * 32, b"\2" * 32),), stands={})
    evidence.keep(store, pair, {b"\1" * 32: case}, 5)
    evidence.keep(store, pair, {b"\1" * 32: case}, 6)
    assert evidence.kept(store, pair) == [(b"\1" * 32, "equivocation", (b"\2" * 32).hex(), 5)]


def test_one_writer_a_pair_and_the_others_wait(store, pair):
    with transaction.atomic(using=store.alias):
        log.lock(store, pair)
        held = {
            "postgresql": "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND granted",
            "sqlite": "SELECT 1",  # the transaction itself has locked the file (IMMEDIATE)
        }
        assert store.run(held[connections[store.alias].vendor]) == [(1,)]
        assert connections[store.alias].in_atomic_block


class _DriverError(Exception):
    """What a driver raises, with a SQLSTATE or without."""

    def __init__(self, words: str, sqlstate: str = "") -> None:
        super().__init__(words)
        if sqlstate:
            self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("words", "sqlstate", "code"),
    [
        ("database or disk is full", "", "store.disk_full"),
        ("database is locked", "", "store.busy"),
        ("attempt to write a readonly database", "", "store.read_only"),
        ("database disk image is malformed", "", "store.damaged"),
        ("disk I/O error", "", "store.disk_failed"),
        ("no such table", "", "store.failed"),
        ("could not extend file", "53100", "store.disk_full"),
        ("deadlock detected", "40P01", "store.busy"),
        ("cannot execute INSERT in a read-only transaction", "25006", "store.read_only"),
        ("anything", "42P01", "store.failed"),
    ],
)
def test_each_trouble_that_calls_for_another_remedy_has_its_code(words, sqlstate, code):
    trouble = RuntimeError(words)
    trouble.__cause__ = _DriverError(words, sqlstate)
    assert code_of(trouble) == code


def lived(addresses: tuple[str, str]) -> tuple[bytes, bytes, tuple[int, int]]:
    """Let two nations deal with each other for a while; returns both digests and the sizes of the logs."""
    world = World(11, addresses=addresses)
    world.exchange()
    today = world.today
    body = Activity(
        on=today, number="GB-TRIAL-26-0001", form="exercise", ground="a", places=("JP",), from_day=today,
        to_day=today + timedelta(days=20), units=("CALDER",), other_units=("HAYASE",),
    )  # fmt: skip
    proposed = world.gb.must("programme/activity", body, "liaison", texts={1: "北の灯 — remarks"})
    dealings = [
        Dealing(date(2026, 4, 2), f"JP/{n}", "JP", "food", "Rations", quantity=Quantity(Decimal(n), "EA"))
        for n in range(1, 4)
    ]
    for dealing in dealings:
        world.jp.must("logistics/dealing", dealing, "registrar")
    world.exchange()
    world.jp.must("programme/accept", Assent(today), "liaison", case=proposed.case)
    world.exchange()
    for half_ in (world.gb, world.jp):
        assert proving.verify(half_.node, half_.peer) == []
        before, after = proving.rebuild(half_.node, half_.peer)
        assert before == after
    pair = world.gb.node.pair("JP")
    ends = world.gb.digest(), world.jp.digest(), (pair.head("GB").size, pair.head("JP").size)
    for half_ in (world.gb, world.jp):
        close_database(half_.alias)
    return ends


@pytest.mark.postgres
@pytest.mark.parametrize("light", [("gb",), ()], ids=["one on each", "both on PostgreSQL"])
def test_two_nations_end_with_the_same_digest_whatever_each_keeps_its_half_in(postgres_dsn, tmp_path, light):
    addresses = [
        str(tmp_path / "node.db") if name in light else new_database(postgres_dsn, f"half_of_{name}")
        for name in ("gb", "jp")
    ]
    first, second, sizes = lived((addresses[0], addresses[1]))
    assert first == second
    assert sizes[0] == sizes[1]
