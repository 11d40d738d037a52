"""An activity as one row, on both sides alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from warifu.core import act as acts_core
from warifu.core import canonical
from warifu.core.act import CONFIRMED, Act, Answer
from warifu.core.wire import to_plain
from warifu.law.case import At, Case, Heard, Placed, fold
from warifu.law.judge import Ruling
from warifu.law.room import RowContext, read_body
from warifu.rooms.programme import ROOM
from warifu.rooms.programme.acts.activity import Activity, Amend, Assent, Refuse

CONTEXT = RowContext("GB-JP", "JP", {})
DAY = date(2026, 4, 1)
FIRST = DAY.toordinal() - 719_163
ACTIVITY = Activity(
    DAY, "VIGILANT-26", "exercise", "a", ("JP", "XZ"), date(2026, 9, 1), date(2026, 9, 14), ("GB-CALDER", "GB-LYE")
)


class Permissive:
    """Permits everything."""

    def rule(self, placed: Placed, at: At) -> Ruling | None:
        del placed, at
        return ()

    def evolve(self, terms: Any, placed: Placed) -> Any:
        return ROOM.evolve(terms, placed)

    def is_late(self, placed: Placed) -> bool:
        del placed
        return False


def fold_of(*written: tuple[str, str, Any], confirmed: int = 99) -> Case:
    acts: list[Placed] = []
    root = head = b""
    for place, (party, name, said) in enumerate(written):
        kind = ROOM.kinds[f"programme/{name}"]
        after = b"" if head == root else head
        made = Act(
            b"\x00" * 32, kind.name, party, f"{party}-HQ", b"\x01" * 16, 1_775_044_800 + place, to_plain(said),
            case=root, after=after,
        )  # fmt: skip
        raw = acts_core.encode(made)
        act, body = acts_core.decode(raw), read_body(kind, made.body)
        acts.append(Placed(act, canonical.digest(raw), party, place, kind, body))
        head = acts[-1].digest
        root = root or head
    answers = [
        Heard(Answer(placed.digest, CONFIRMED, 0), "JP" if placed.author == "GB" else "GB", 100 + place)
        for place, placed in enumerate(acts[:confirmed])
    ]
    case = fold(ROOM.flows["programme/activity"], acts, answers, Permissive())
    assert case is not None
    return case


def row_of(case: Case) -> Any:
    return ROOM.rows(case, CONTEXT).tables["programme_activity"][0]


def test_a_proposed_activity_waits_for_the_other_side():
    row = row_of(fold_of(("GB", "activity", ACTIVITY)))
    assert (row.number, row.form, row.ground, row.places) == ("VIGILANT-26", "exercise", "a", "JP XZ")
    assert (row.state, row.turn, row.agreed, row.proposed_by) == ("proposed", "JP", False, "GB")
    assert (row.to_day - row.from_day, row.units) == (13, "GB-CALDER GB-LYE")


def test_it_is_agreed_once_the_proposer_has_confirmed():
    written = (("GB", "activity", ACTIVITY), ("JP", "accept", Assent(DAY, ("JP-AKASHI",))))
    assert not row_of(fold_of(*written, confirmed=1)).agreed
    row = row_of(fold_of(*written))
    assert (row.agreed, row.state, row.turn, row.other_units) == (True, "agreed", "", "JP-AKASHI")


def test_an_amendment_counts_when_it_is_accepted():
    written = (
        ("GB", "activity", ACTIVITY), ("JP", "accept", Assent(DAY)),
        ("JP", "amend", Amend(DAY, "weather", to_day=date(2026, 9, 20))),
    )  # fmt: skip
    row = row_of(fold_of(*written))
    assert (row.to_day - row.from_day, row.turn) == (13, "GB")
    row = row_of(fold_of(*written, ("GB", "accept", Assent(DAY))))
    assert (row.to_day - row.from_day, row.state) == (19, "agreed")


def test_a_cancelled_activity_says_so():
    written = (("GB", "activity", ACTIVITY), ("JP", "accept", Assent(DAY)), ("GB", "cancel", Refuse(DAY, "weather")))
    assert row_of(fold_of(*written)).state == "cancelled"
