"""May this person see this copy, for this purpose, at this place, on this day? Pure; the tables are read elsewhere.

Law, each step a row of the pack (``information.access.*``), all findings collected:

1. *Clearance.* An attestation for the agency for which the person asks, unbroken, valid on the day, whose scope covers
   the purpose, up to the level of the marking. One finding names the step at which none is left: ``cleared``,
   ``agency``, ``transferred``, ``validity``, ``scope``, ``level``.
2. *Need to know.* The person belongs to the circle of the item on that day, and asks for that purpose and no other.
3. *Briefing*, where the level asks for one.
4. *Releasability.* A national of another state than the two sees what is releasable to it; who works for a contractor,
   what the contractor's facility is cleared for; another agency's designated secret, with that agency's consent.
5. *Place.* The place is accredited for the medium up to the level. A screen, a shared folder, an operations room and an
   oral briefing are access like paper.
6. *Copy.* It is with us: neither on its way, nor missing, nor destroyed.

Rank and post are no part of the question: nobody is let in by them, and so nobody can be. What cannot be told (an
unknown level, a place that is not on record) counts against access, never for it.

Place on the path: asked by the doors before anything is shown or opened; the same functions judge the act that keeps
the decision (``checks.house``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from warifu.law.judge import Finding, Ruling
from warifu.law.pack import Pack
from warifu.rooms.information.acts.house import Clearance, Known

PREFIX = "information.access."
ANSWER = PREFIX + "answer"
HELD = "held"
Figures = tuple[tuple[str, str], ...]


class Question(NamedTuple):
    """Who asks, for which agency and purpose, where and by which medium, on which day; and what is known of it."""

    person: str
    agency: str
    purpose: str
    place: str
    medium: str
    on: date
    known: Known


class Thresholds(NamedTuple):
    """From which protection level on (0 … 4) a rule asks: data of the pack (table ``access``)."""

    cleared_from: int = 1
    need_from: int = 1
    briefing_from: int = 2
    place_from: int = 1


class Rules(NamedTuple):
    """The rows of a pack that decide on access: (step, rule id, article) in the pack's order, and its thresholds."""

    rows: tuple[tuple[str, str, str], ...]
    thresholds: Thresholds
    clearance: Mapping[str, tuple[str, str]]
    rest: tuple[tuple[Callable[[Question, Thresholds], Figures | None], str, str], ...]


def _clearance(asked: Question, at: Thresholds) -> str:
    """Name the step at which no attestation is left; empty where one is."""
    known, on = asked.known, asked.on
    level = known.level
    if level < at.cleared_from:
        return ""
    left = "cleared"
    for each in known.clearances:
        step = "agency"
        if each.agency == asked.agency:
            if each.broken:
                step = "transferred"
            elif not each.valid_from <= on <= each.valid_to:
                step = "validity"
            elif each.scope and each.scope != known.circle:
                step = "scope"
            elif each.level < level:
                step = "level"
            else:
                return ""
        if _STEPS[step] > _STEPS[left]:
            left = step
    return left


_STEPS = {name: at for at, name in enumerate(("cleared", "agency", "transferred", "validity", "scope", "level"))}


def _need(asked: Question, at: Thresholds) -> Figures | None:
    known = asked.known
    if known.level < at.need_from:
        return None
    for first, last in known.needs:
        if first <= asked.on <= last:
            return None
    return (("circle", known.circle),)


def _purpose(asked: Question, _at: Thresholds) -> Figures | None:
    if asked.purpose == asked.known.circle:
        return None
    return (("purpose", asked.purpose), ("given_for", asked.known.circle))


def _briefing(asked: Question, at: Thresholds) -> Figures | None:
    known = asked.known
    if known.level < at.briefing_from or (known.briefed_on is not None and known.briefed_on <= asked.on):
        return None
    return (("circle", known.circle),)


def _releasable(asked: Question, at: Thresholds) -> Figures | None:
    known, state = asked.known, asked.known.nationality
    if not state or known.level < at.cleared_from or state == known.owner or state in known.releasable_to:
        return None
    return (("state", state),)


def _facility(asked: Question, at: Thresholds) -> Figures | None:
    known = asked.known
    if not known.contractor or known.level < at.cleared_from or known.facility_level >= known.level:
        return None
    return (("facility", known.contractor), ("level", str(known.facility_level)), ("asked", str(known.level)))


def _designated(asked: Question, _at: Thresholds) -> Figures | None:
    known = asked.known
    if not known.designated_by or known.designated_by == asked.agency or known.consented:
        return None
    return (("agency", known.designated_by),)


def _place(asked: Question, at: Thresholds) -> Figures | None:
    known = asked.known
    if known.level < at.place_from or known.place_level >= known.level:
        return None
    return (("place", asked.place), ("medium", asked.medium), ("level", str(known.place_level)))


def _copy(asked: Question, _at: Thresholds) -> Figures | None:
    return None if asked.known.state == HELD else (("state", asked.known.state),)


_TESTS: dict[str, Callable[[Question, Thresholds], Figures | None]] = {
    "need": _need,
    "purpose": _purpose,
    "briefing": _briefing,
    "releasable": _releasable,
    "facility": _facility,
    "designated": _designated,
    "place": _place,
    "copy": _copy,
}
STEPS = frozenset(_STEPS) | frozenset(_TESTS)
"""Every step that a pack may have a row for: ``information.access.`` and one of these."""


def thresholds(table: Mapping[str, Any]) -> Thresholds:
    """Read the pack's table ``access``; what it leaves out stands on its default."""
    return Thresholds(**{name: int(table[name]) for name in Thresholds._fields if name in table})


def rules(rows: Iterable[tuple[str, str]], at: Thresholds) -> Rules:
    """Bind rows (rule id, article) to their steps; what is no step of a decision is passed over."""
    named = tuple((id_.removeprefix(PREFIX), id_, article) for id_, article in rows if id_.startswith(PREFIX))
    known = tuple(row for row in named if row[0] in STEPS)
    return Rules(
        known,
        at,
        {step: (id_, article) for step, id_, article in known if step in _STEPS},
        tuple((_TESTS[step], id_, article) for step, id_, article in known if step in _TESTS),
    )


def rules_of(pack: Pack) -> Rules:
    """Return the rows of a pack that decide on access."""
    rows = ((rule.id, rule.article) for rule in pack.data.rule)
    return rules(rows, thresholds(pack.table.get("access", {})))


def decide(asked: Question, by: Rules) -> Ruling:
    """Answer a question: every finding with its rule and article; empty means permitted."""
    at = by.thresholds
    step = _clearance(asked, at)
    found = []
    if step:
        row = by.clearance.get(step)
        if row is not None:
            found.append(Finding(*row, (("agency", asked.agency), ("level", str(asked.known.level)))))
    for test, id_, article in by.rest:
        figures = test(asked, at)
        if figures is not None:
            found.append(Finding(id_, article, figures))
    return tuple(found)


def answered(pack: Pack, asked: Mapping[str, Any], told: Mapping[str, Any]) -> tuple[Question, Ruling]:
    """Make the question of what the tables tell (fields of ``Known``) and answer it: ``Room.access``."""
    clearances = tuple(Clearance(*each) for each in told["clearances"])
    question = Question(**asked, known=Known(**{**told, "clearances": clearances}))
    return question, decide(question, rules_of(pack))


def refuses(step: str, asked: Question, at: Thresholds) -> Figures | None:
    """Return the figures with which one step refuses; None where it does not. For the checks, one row at a time."""
    if step in _STEPS:
        left = _clearance(asked, at) == step
        return (("agency", asked.agency), ("level", str(asked.known.level))) if left else None
    return _TESTS[step](asked, at)


def codes(ruling: Ruling) -> tuple[str, ...]:
    """Return the codes of the rules that refuse, in their order."""
    return tuple(each.rule for each in ruling)
