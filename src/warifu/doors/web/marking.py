"""The markings that a page bears: of each case on it, own and the other side's, and of the page the highest of them.

Law: a page is marked as the highest of what it shows, at its top and its bottom, beside what the node's keeper has put
there, unless that is a lower marking. Whoever shows a case, a draft or a list notes it (``note_case``, ``note_draft``,
``lines``); the frame around every page asks ``of_page``. What the visitor may not see is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from warifu.core.label import EXERCISE, Schemes
from warifu.core.seats import pair_named
from warifu.doors import markings
from warifu.doors.markings import Beside
from warifu.doors.web.words import language
from warifu.law.case import Case
from warifu.record import queries_marks
from warifu.record.queries_marks import Marked

_NOTED = "marked"
"""Where it stands on a request: what the page shows, by case."""


def lines(request: Any, cases: Iterable[bytes]) -> dict[bytes, str]:
    """Note the cases of a list, and return both markings of each that is marked, without the mark of a rehearsal."""
    house = request.house
    found = queries_marks.of_cases(house.store, pair_named(house.party, request.peer), cases)
    _note(request, found)
    return {case: said for case, each in found.items() if (said := _said(request, each, exercise=False))}


def note_case(request: Any, case: Case) -> None:
    """Note a case that the page shows, from its acts and what its line has agreed."""
    labels = frozenset(stand.placed.act.label for stand in case.stands.values())
    ruled = markings.ruled_in(case.head.terms, markings.highest(labels, request.house.node.schemes))
    _note(request, {case.root: Marked(labels, "" if ruled is None else ruled.written)})


def note_draft(request: Any, name: bytes, label: tuple[str, ...]) -> None:
    """Note a draft that the page shows, by the label that it will bear."""
    _note(request, {name: Marked(frozenset({label}))})


def note_sums(request: Any) -> None:
    """Note what stands in the sums that the page shows: the case among them that is marked highest."""
    house = request.house
    found = queries_marks.highest_in_sums(house.store, pair_named(house.party, request.peer))
    lines(request, () if found is None else (found,))


def of_page(request: Any) -> str:
    """Return what stands at the top and the bottom of a page in the reader's language; empty where nothing does."""
    keeper = str(request.house.marking).strip()
    noted: dict[bytes, Marked] = getattr(request, _NOTED, {})
    if not noted:
        return keeper
    schemes = request.house.node.schemes
    chosen = markings.highest((label for each in noted.values() for label in each.labels), schemes)
    ruled = {each.ruled for each in noted.values() if markings.highest(each.labels, schemes)[:3] == chosen[:3]}
    whole = Marked(frozenset({chosen}), ruled.pop() if len(ruled) == 1 else "")
    said = _said(request, whole, exercise=EXERCISE not in keeper)
    if said and keeper.replace(EXERCISE, "").strip(" ·・-—") in _no_higher(chosen, schemes):
        keeper = EXERCISE if EXERCISE in keeper else ""
    return " · ".join(filter(None, (keeper, said)))


def _no_higher(chosen: tuple[str, ...], schemes: Schemes) -> set[str]:
    """Words that say no more than a label does: a page that is SECRET is not headed OFFICIAL as well."""
    level = schemes.level_of(chosen)
    return {each.written for scheme in schemes for each in scheme.markings if each.level <= level}


def _note(request: Any, found: dict[bytes, Marked]) -> None:
    setattr(request, _NOTED, {**getattr(request, _NOTED, {}), **found})


def _said(request: Any, each: Marked, *, exercise: bool) -> str:
    house = request.house
    beside = Beside(house.node.schemes, (house.party, request.partner), house.today())
    found = markings.marks(markings.highest(each.labels, beside.schemes), beside, each.ruled)
    return markings.shown(found._replace(exercise=found.exercise and exercise)).in_(language())
