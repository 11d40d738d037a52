"""The chapters of the play, in their order: each a file of its own, with its words and what it does to both nodes.

Law: a chapter takes the play alone. What a later one needs it leaves in ``play.kept``; what it has to show beside its
refusals it leaves in ``play.documents`` under its own name, and ``run`` writes that to a file of that name. A chapter of
another room is a file here and its line in ``CHAPTERS``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from warifu.doors.demo.chapters import commitments, equipment, information
from warifu.doors.demo.chapters.announcing import announced
from warifu.doors.demo.chapters.orders import (
    airlift_for_billeting,
    fuel_at_sea,
    irregular,
    loan,
    rehearsal,
    relief,
    repair,
    set_off,
)
from warifu.doors.demo.chapters.refusals import refusals
from warifu.doors.demo.play import Play

__all__ = [
    "CHAPTERS", "Chapter", "airlift_for_billeting", "announced", "fuel_at_sea", "irregular", "loan", "refusals", "rehearsal",
    "relief", "repair", "set_off",
]  # fmt: skip


class Chapter(NamedTuple):
    """One chapter: its name, its words, and what happens."""

    name: str
    en: str
    ja: str
    play: Callable[[Play], object]


def _fuel(play: Play) -> None:
    play.kept["fuel"] = fuel_at_sea(play)


CHAPTERS: tuple[Chapter, ...] = (
    Chapter("fuel", "fuel at sea, with a discrepancy", "洋上給油（差異あり）", _fuel),
    Chapter("relief", "food and water in relief, replaced", "災害救援の食料・水（同種返還）", relief),
    Chapter("airlift", "airlift exchanged for billeting", "空輸と宿泊の交換", airlift_for_billeting),
    Chapter("repair", "repair paid in cash", "修理（償還）", repair),
    Chapter("loan", "a loan returned", "貸付けと返還", loan),
    Chapter("set_off", "set-off at year's end", "年度末の相殺", lambda play: set_off(play, play.kept["fuel"])),
    Chapter("irregular", "an irregular delivery, ratified", "不備のある引渡しと追認", irregular),
    Chapter(
        "refusals", "refusals with article and sentence", "根拠と理由を示す拒否",
        lambda play: refusals(play, play.kept["fuel"]),
    ),
    Chapter(
        "information", "classified information, from London to its destruction in Tokyo",
        "秘密情報の送達から廃棄まで", information.from_register_to_destruction,
    ),
    Chapter(
        "equipment", "a joint project, and a prototype that goes and comes back", "共同案件と試作品の移転・返還",
        equipment.from_opportunity_to_return,
    ),
    Chapter("commitments", "a commitment of the ministers, fulfilled", "閣僚会合の合意事項の履行", commitments.fulfilled),
    Chapter("announcements", "announcements, public on both nodes and by e-mail", "公表（双方同時及びメール）", announced),
)  # fmt: skip
"""What is played after both sides have agreed on their activities."""
