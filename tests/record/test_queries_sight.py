"""A reader's store on both engines: what may not be seen is in no row, no count and no sum, whatever is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.postgres import new_database
from warifu.core.ledger import Line
from warifu.core.posting import Posting
from warifu.law.heads import CaseRow
from warifu.law.room import OPEN, Rows, Sight
from warifu.record import queries_owed, queries_pages
from warifu.record import queries_sight as sight
from warifu.record.database import close_database, open_database
from warifu.record.log import NATIONAL, Store
from warifu.record.projection import Projection
from warifu.record.queries_pages import SHOWN, Place, Reader, Wanted
from warifu.record.queries_sight import ALL, NOTHING, Seeing, seen_by

PAIR, DAY = "GB-JP", date(2026, 3, 1)
SIGHTS = (OPEN, Sight(1), Sight(3), Sight(0, "x"), Sight(2, "y"), Sight(9))


def case_of(number: int) -> bytes:
    return number.to_bytes(32, "big")


def owing(amount: str) -> Posting:
    return Posting("money", "GB", "JP", "JPY", Decimal(amount), DAY, None, "trial")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    address = str(tmp_path_factory.mktemp("sight") / "node.db")
    if request.param == "postgres":
        address = new_database(request.getfixturevalue("postgres_dsn"), "sight")
    alias = open_database(address, f"sight-{request.param}")
    opened = Store(alias)
    cases = {case_of(n): Rows({}, (owing(str(10**n)),), each) for n, each in enumerate(SIGHTS)}
    Projection(opened, PAIR, {}).replace(cases, frozenset(cases))
    opened.many(
        'INSERT INTO half (pair, "case", root_kind, head, facts, unanswered, since) '
        "VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [(PAIR, case, "logistics/request", b"", b"", b"", 0) for case in cases],
    )
    opened.many(
        'INSERT INTO entry (pair, author, place, "case", act, kind, time, raw, leaf) '
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            (PAIR, "GB", at, case, case, "logistics/request", at, b"raw", b"leaf%d" % at)
            for at, case in enumerate(cases)
        ],
    )
    opened.many(
        "INSERT INTO evidence (pair, digest, what, figures, time) VALUES (%s, %s, %s, %s, %s)",
        [(PAIR, case, "equivocation", "", 1) for case in (*cases, b"\7" * 32)],
    )
    yield opened
    close_database(alias)


SEEING = [
    (NOTHING, set()),
    (Seeing(0), {0}),
    (Seeing(1), {0, 1}),
    (Seeing(3), {0, 1, 2}),
    (Seeing(0, frozenset({"x"})), {0, 3}),
    (Seeing(3, frozenset({"x", "y"})), {0, 1, 2, 3, 4}),
    (Seeing(3, None), {0, 1, 2, 3, 4}),
    (Seeing(4, frozenset({"y"})), {0, 1, 2, 4}),
    (Seeing(1, frozenset({"x", "y"}), (("y", 2),)), {0, 1, 3, 4}),
    (Seeing(1, frozenset({"x", "y"}), (("x", 3),)), {0, 1, 3}),
    (Seeing(1, None, (("y", 3),)), {0, 1, 3, 4}),
    (Seeing(0, frozenset({"y"}), (("y", 1), ("z", 4))), {0}),
    (ALL, set(range(len(SIGHTS)))),
]


@pytest.mark.parametrize(("seeing", "shown"), SEEING)
def test_lists_counts_sums_and_look_ups_agree(store, seeing, shown):
    reader = seen_by(store, seeing)
    cases = reader.run('SELECT "case" FROM half WHERE pair = %s ORDER BY "case"', [PAIR])
    assert [row[0] for row in cases] == [case_of(n) for n in sorted(shown)]
    assert reader.run("SELECT COUNT(*) FROM posting WHERE pair = %s", [PAIR]) == [(len(shown),)]
    joined = (
        'SELECT COUNT(*) FROM half h LEFT JOIN entry e ON e.pair = h.pair AND e."case" = h."case" WHERE h.pair = %s'
    )
    assert reader.run(joined, [PAIR]) == [(len(shown),)]
    sums = queries_owed.sums_as_of(reader, PAIR, DAY)
    owed = sum(Decimal(10) ** n for n in shown)
    assert sums == queries_owed.sums_at_present(reader, PAIR)
    assert {line: each.owed for line, each in sums.items()} == (
        {Line(PAIR, "money", "GB", "JPY"): owed} if shown else {}
    )
    assert {n for n in range(len(SIGHTS)) if sight.sees_case(reader, PAIR, case_of(n))} == shown
    evidence = reader.run("SELECT digest FROM evidence WHERE pair = %s", [PAIR])
    assert {row[0] for row in evidence} == {case_of(n) for n in shown} | (set() if seeing == NOTHING else {b"\7" * 32})


@pytest.mark.parametrize(("seeing", "shown"), SEEING)
def test_acts_are_not_here_for_who_may_not_see_them(store, seeing, shown):
    acts = [case_of(n) for n in range(len(SIGHTS) + 1)]
    unseen = sight.unseen_acts(seen_by(store, seeing), PAIR, acts)
    assert unseen == {act for n, act in enumerate(acts) if n not in shown}


@pytest.mark.parametrize(("seeing", "shown"), SEEING)
def test_a_log_shows_every_place_and_hash_and_no_more_of_what_is_hidden(store, seeing, shown):
    lines = sight.log_lines(seen_by(store, seeing), PAIR, "GB", len(SIGHTS), 4)
    assert [line.place for line in lines] == [5, 4, 3, 2]
    assert [line.leaf for line in lines] == [b"leaf%d" % line.place for line in lines]
    assert {line.place for line in lines if line.kind is not None} == {n for n in shown if n >= 2}
    assert all(line[2:] == (None, b"", 0, b"") for line in lines if line.place not in shown)


def test_sums_go_with_a_case_whose_sight_changes(store):
    projection = Projection(store, PAIR, {})
    try:
        projection.replace({case_of(2): Rows({}, (owing("7"),), OPEN)})
        low = queries_owed.sums_at_present(seen_by(store, Seeing(0)), PAIR)
        assert [each.owed for each in low.values()] == [Decimal(8)]
        whole = queries_owed.sums_at_present(store, PAIR)
        assert [each.owed for each in whole.values()] == [Decimal(111_018)]
    finally:
        projection.replace({case_of(2): Rows({}, (owing("100"),), SIGHTS[2])})
    assert store.run("SELECT COUNT(*) FROM balance WHERE level = 3 AND grain = 'all'") == [(1,)]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM half",
        "INSERT INTO half SELECT * FROM half",
        "UPDATE half SET head = ''",
        "SELECT * FROM half, posting",
        "SELECT * FROM half h, posting p",
        'SELECT * FROM "half"',
        "WITH half AS (SELECT 1) SELECT * FROM half",
        "PRAGMA secure_delete",
    ],
)
def test_what_writes_or_hides_a_table_is_refused(store, sql):
    with pytest.raises(TypeError):
        seen_by(store, Seeing(3)).run(sql)
    with pytest.raises(TypeError):
        seen_by(store, Seeing(3)).many("INSERT INTO setting (name, text) VALUES (%s, %s)", [("a", "b")])


def test_a_table_that_is_of_no_case_and_not_named_so_is_no_leak(store):
    with pytest.raises(Exception, match=r"(?i)column"):
        seen_by(store, Seeing(3)).run("SELECT name FROM django_migrations")


CIRCLES = st.none() | st.frozensets(st.sampled_from("abc"))
HIGHER = st.dictionaries(st.sampled_from("abc"), st.integers(0, 9))


@st.composite
def limits(draw):
    """A limit with some circles in which more is seen, each one of its circles and above its level."""
    level, circles = draw(st.integers(-1, 9)), draw(CIRCLES)
    within = {
        circle: most for circle, most in draw(HIGHER).items()
        if most > level >= 0 and (circles is None or circle in circles)
    }  # fmt: skip
    return Seeing(level, circles, tuple(sorted(within.items())))


LIMITS = limits()


@given(LIMITS, LIMITS, st.integers(0, 9), st.sampled_from(["", "a", "b", "d"]))
def test_who_is_limited_twice_sees_what_each_limit_leaves(one, other, level, circle):
    both = one.both(other)
    assert both.sees(level, circle) == (one.sees(level, circle) and other.sees(level, circle))
    twice = seen_by(seen_by(Store("nowhere"), one), other)
    assert getattr(twice, "seeing", ALL) == both


# --- a room of many hidden cases --------------------------------------------------------------------------------------

MANY = 3 * SHOWN
_KINDS = ((0, ""), (3, ""), (0, "a"), (1, "a"), (3, "a"), (2, "b"))


@pytest.fixture(scope="module")
def items(store) -> Store:
    rows = []
    for number in range(MANY):
        level, circle = _KINDS[number % len(_KINDS)]
        told = dict.fromkeys(CaseRow._fields, 0) | {
            "flow": "item", "root_kind": "information/register", "number": f"GB-R-26-{number:04d}", "opener": "GB",
            "desk": "R", "other_desk": "", "head": b"h", "confirmed_head": b"h", "state": "held", "turn": "",
            "since": number // 3, "pack": b"", "activity": "", "marking": "", "level": level, "circle": circle,
            "exercise": False, "emergency": False, "search": "",
        }  # fmt: skip
        rows.append((PAIR, case_of(1000 + number), *told.values()))
    names = ", ".join(f'"{name}"' for name in ("pair", "case", *CaseRow._fields))
    store.many(f"INSERT INTO information_case ({names}) VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)
    return store


@pytest.mark.parametrize(
    "seeing",
    [
        Seeing(0), Seeing(3), Seeing(1, frozenset("a")), Seeing(3, frozenset("abc")), Seeing(3, None), Seeing(9, None),
        Seeing(2, None), Seeing(0, frozenset("ab"), (("a", 3),)), Seeing(0, None, (("b", 2),)),
    ],
)  # fmt: skip
def test_the_pages_of_a_room_hold_what_may_be_seen_once_in_order(items, seeing):
    reader = Reader(PAIR, "GB", None, *seeing)
    walked, at = [], None
    while True:
        lines = queries_pages.page(items, reader, "information", Wanted(), at)
        walked += lines[:SHOWN]
        if len(lines) <= SHOWN:
            break
        at = Place(lines[SHOWN - 1].since, lines[SHOWN - 1].case)
    wanted = [n for n in range(MANY) if seeing.sees(*_KINDS[n % len(_KINDS)])]
    assert [line.case for line in walked] == [
        case_of(1000 + n) for n in sorted(wanted, key=lambda n: (n // 3, n), reverse=True)
    ]
    first = walked[-1]
    back = queries_pages.page(items, reader, "information", Wanted(), Place(first.since, first.case, back=True))
    assert [line.case for line in reversed(back)] == [line.case for line in walked[-2 - SHOWN : -1]]


def test_a_page_of_a_room_of_many_hidden_cases_goes_by_the_index_of_what_may_be_seen(items, monkeypatch):
    if not items.alias.endswith("sqlite"):
        items.run("SET enable_seqscan = off")
    plans, really = [], Store.run

    def explained(self, sql, values=()):
        word = "EXPLAIN QUERY PLAN " if self.alias.endswith("sqlite") else "EXPLAIN "
        plans.append(" ".join(str(row) for row in really(self, word + sql, values)))
        return really(self, sql, values)

    monkeypatch.setattr(Store, "run", explained)
    for circles in (frozenset({"a"}), None):
        queries_pages.page(items, Reader(PAIR, "GB", None, 3, circles), "information", Wanted())
    assert plans
    assert [plan for plan in plans if "information_case_sight" not in plan] == []
    monkeypatch.undo()
    if not items.alias.endswith("sqlite"):
        items.run("RESET enable_seqscan")


# --- who somebody is --------------------------------------------------------------------------------------------------


def test_what_a_person_needs_to_know_and_is_cleared_for_holds_from_day_to_day(store):
    day = queries_owed.day_number(DAY)
    store.many(
        'INSERT INTO information_need (pair, "case", person, circle, from_day, to_day, ended) '
        "VALUES (%s, %s, %s, %s, %s, %s, '')",
        [
            (NATIONAL, case_of(1), "GB-001", "now", day, day), (NATIONAL, case_of(2), "GB-001", "over", 1, day - 1),
            (NATIONAL, case_of(3), "GB-001", "later", day + 1, day + 9),
            (NATIONAL, case_of(4), "GB-002", "other", 1, day),
        ],
    )  # fmt: skip
    attest(store, ((1, "GB-001", "A", "", 2, day, day, ""), (2, "GB-001", "A", "", 4, 1, day - 1, ""),
                   (3, "GB-002", "A", "", 3, 1, day, "")))  # fmt: skip
    assert sight.circles_of(store, "GB-001", DAY) == {"now"}
    assert sight.circles_of(store, "GB-003", DAY) == sight.circles_of(store, "", DAY) == frozenset()
    told = [sight.attested(store, who, DAY) for who in ("GB-001", "GB-002", "GB-003", "")]
    assert told == [{"": 2}, {"": 3}, {"": 0}, {"": 0}]


def attest(store, rows):
    """Enter attestations: (number, person, agency, scope, level, first day, last day, broken by)."""
    store.many(
        'INSERT INTO information_attestation (pair, "case", person, issuer, agency, scope, clearance, scheme, version, '
        "written, level, from_day, to_day, ended, broken_by, nationality, contractor) "
        "VALUES (%s, %s, %s, '', %s, %s, '', '', '', '', %s, %s, %s, '', %s, '', '')",
        [(NATIONAL, case_of(number), *row) for number, *row in rows],
    )


def test_a_clearance_for_one_activity_opens_that_circle_alone_and_a_transfer_breaks_them_all(store):
    day = queries_owed.day_number(DAY)
    attest(store, ((21, "GB-021", "A", "", 2, 1, day, ""), (22, "GB-021", "A", "x", 4, 1, day, "")))
    assert sight.attested(store, "GB-021", DAY) == {"": 2, "x": 4}
    attest(
        store,
        (
            (23, "GB-023", "A", "x", 3, 1, day - 1, "B"), (24, "GB-023", "A", "", 3, 1, day + 9, ""),
            (25, "GB-023", "B", "", 2, 1, day + 9, ""), (26, "GB-026", "A", "", 3, 1, day - 9, "B"),
            (27, "GB-026", "A", "", 3, day - 1, day + 9, ""),
        ),
    )  # fmt: skip
    assert sight.attested(store, "GB-023", DAY) == {"": 2}
    assert sight.attested(store, "GB-026", DAY) == {"": 3}


def test_two_limits_leave_what_each_leaves_in_every_circle():
    one, two = Seeing(1, frozenset("xy"), (("x", 4), ("y", 2))), Seeing(2, frozenset("x"))
    assert one.both(two) == two.both(one) == Seeing(1, frozenset("x"), (("x", 2),))
    assert one.both(ALL) == ALL.both(one) == one
    assert one.both(one) == one
