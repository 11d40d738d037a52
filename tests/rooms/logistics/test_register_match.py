"""Two registers matched: the figures that the trial asks for, on pairs made anew from seeds and never seen before."""

import csv
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import mean

import pytest

from tests.rooms.logistics.generate_registers import make
from warifu.doors.sheets import read_book
from warifu.rooms.logistics.register.match import match
from warifu.rooms.logistics.register.reading import read_register

SEEDS = range(100, 124)
pytestmark = pytest.mark.slow


def read_pair(folder: Path):
    books = {side: read_register(read_book(next(folder.glob(f"{side}.*"))), side.upper()) for side in ("gb", "jp")}
    assert all(book.complete for book in books.values())
    return books["gb"], books["jp"]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def figures(trial) -> tuple[float, float, float]:
    """Give precision and recall of linked pairs and the share of causes named rightly."""
    folder, _, result = trial
    found = {(pair.gb, pair.jp): pair for pair in (*result.matched, *result.differing)}
    truth = {
        (row["gb_ref"], row["jp_ref"]): row for row in table(folder / "truth.csv") if row["gb_ref"] and row["jp_ref"]
    }
    right = set(found) & set(truth)
    spoiled = {key: row["cause"] for key, row in truth.items() if row["kind"] == "differing"}
    named = [key in found and [cause] == list(map(str, found[key].causes)) for key, cause in spoiled.items()]
    return len(right) / max(1, len(found)), len(right) / len(truth), mean(named)


@pytest.fixture(scope="module")
def trials(tmp_path_factory):
    folder = tmp_path_factory.mktemp("registers")
    found = {}
    for seed in SEEDS:
        make(seed, folder / str(seed), 260)
        books = read_pair(folder / str(seed))
        found[seed] = folder / str(seed), books, match(books[0].dealings, books[1].dealings)
    return found


def test_precision_recall_and_causes_hold_on_unseen_pairs(trials):
    seen = {seed: figures(trial) for seed, trial in trials.items()}
    for seed, (precision, recall, causes) in seen.items():
        print(f"seed {seed}: precision {precision:.4f} recall {recall:.4f} causes {causes:.4f}")
    assert min(precision for precision, _, _ in seen.values()) >= 0.99
    assert min(recall for _, recall, _ in seen.values()) >= 0.97
    assert mean(recall for _, recall, _ in seen.values()) >= 0.99
    assert mean(causes for _, _, causes in seen.values()) >= 0.95


def test_every_row_that_must_be_refused_is_and_no_other(trials):
    for folder, books, _ in trials.values():
        found = {(book.side.lower(), row.ref, str(row.reason)) for book in books for row in book.rejects}
        assert found == {(row["side"], row["ref"], row["reason"]) for row in table(folder / "rejects.csv")}


def test_the_order_of_the_input_changes_nothing(trials):
    _, (gb, jp), before = trials[SEEDS[0]]
    for seed in range(3):
        left, right = list(gb.dealings), list(jp.dealings)
        Random(seed).shuffle(left)
        Random(seed + 9).shuffle(right)
        assert match(left, right) == before


def test_each_dealing_stands_in_exactly_one_list(trials):
    for seed in SEEDS[:6]:
        _, (gb, jp), result = trials[seed]
        pairs = (*result.matched, *result.differing)
        undecided = {(row.side, row.ref) for row in result.undetermined}
        for book, linked, only in (
            (gb, [p.gb for p in pairs], result.only_gb),
            (jp, [p.jp for p in pairs], result.only_jp),
        ):
            stood = [*linked, *only, *(ref for side, ref in undecided if side == book.side)]
            assert sorted(stood) == sorted(dealing.ref for dealing in book.dealings)


def test_evidence_adds_up_to_the_score(trials):
    for pair in trials[SEEDS[1]][2].matched:
        assert abs(sum(weight for _, weight in pair.evidence) - pair.score) <= len(pair.evidence)


def test_two_counterparts_equally_good_are_undetermined(trials):
    _, (gb, jp), before = trials[SEEDS[2]]
    one = next(pair for pair in before.matched if dict(pair.evidence)["reference"] == 0)
    twin = next(dealing for dealing in gb.dealings if dealing.ref == one.gb)
    result = match([*gb.dealings, replace(twin, ref=twin.ref + "-twin")], jp.dealings)
    undecided = {row.ref: row.could_be for row in result.undetermined}
    assert {one.gb, one.gb + "-twin", one.jp} <= set(undecided)
    assert set(undecided[one.jp]) >= {one.gb, one.gb + "-twin"}
    assert one.jp not in {pair.jp for pair in result.matched}


def test_a_reference_decides_between_twins(trials):
    _, (gb, jp), before = trials[SEEDS[2]]
    one = next(pair for pair in before.matched if dict(pair.evidence)["reference"] == 0)
    twin = next(dealing for dealing in gb.dealings if dealing.ref == one.gb)
    others = [dealing for dealing in gb.dealings if dealing.ref != one.gb]
    result = match([*others, replace(twin, other_ref=one.jp), replace(twin, ref=twin.ref + "-twin")], jp.dealings)
    assert (one.gb, one.jp) in {(pair.gb, pair.jp) for pair in result.matched}
    assert one.gb + "-twin" in result.only_gb


def test_books_without_a_counterpart():
    assert match([], []).to_json() == {"matched": [], "differing": [], "only_gb": [], "only_jp": [], "undetermined": []}


def test_one_side_alone(trials):
    gb = trials[SEEDS[3]][1][0]
    result = match(gb.dealings, [])
    assert result.only_gb == tuple(sorted((d.ref for d in gb.dealings), key=lambda ref: (ref.casefold(), ref)))
    assert not result.matched
