"""Both markings of a case as people read them: as its author wrote it, and what answers to it on the other side.

Law: words stand as they are written, each with the party whose they are; nothing is translated. Where a person has
ruled, the ruling is shown; where one still must, all candidates are, and that it is open. What no scheme here reads is
shown as it came.
Place on the path: what pages, forms and lists put at their top, bottom and lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from warifu.core.errors import ValueTroubleError
from warifu.core.label import EXERCISE, HIGHEST, Label, Schemes
from warifu.doors.sentences import Both
from warifu.law.case import Case


class Marks(NamedTuple):
    """A marking with its party, and what answers to it with the other: one, or those that may (``is_open``)."""

    written: str
    party: str
    others: tuple[str, ...]
    other: str
    is_open: bool
    exercise: bool


class Beside(NamedTuple):
    """With what a marking is shown: the schemes known, the two parties, and the day."""

    schemes: Schemes
    parties: tuple[str, str]
    on: date


def highest(labels: Iterable[tuple[str, ...]], schemes: Schemes) -> tuple[str, ...]:
    """Return the label field of an act that protects most, of a case's acts; one that cannot be read counts highest.

    EXERCISE stands on it where any of them is one of a rehearsal.
    """
    known = sorted(set(labels))
    chosen = max(known, key=lambda label: (_level(label, schemes), label), default=())
    marked = tuple(word for word in chosen if word != EXERCISE)
    return (*marked, EXERCISE) if any(EXERCISE in label for label in known) else marked


def _level(label: Sequence[str], schemes: Schemes) -> int:
    """Levels, between which an unmarked paper stands below one marked with the lowest words; unread above all."""
    try:
        read = schemes.from_wire(label)
        return 2 * schemes.level(read) + read.is_marked
    except ValueTroubleError:
        return 2 * HIGHEST + 2


def asked_of(body: Any, case: Case | None, cited: Iterable[Any], schemes: Schemes) -> tuple[str, ...]:
    """Return the label that an act needs: the highest marking of its body, of its case as it stands, of what it cites.

    ``cited``: terms of the cases that it cites. A case without markings of its own bears the label of its root.
    """
    own: Any = getattr(body, "marking", None)
    level_alone = own is None or hasattr(own, "mapped_by") or getattr(body, "names_a_level", False)
    given = [] if level_alone else [own]
    for terms in (*(() if case is None else (case.terms,)), *cited):
        given += terms.in_force() if hasattr(terms, "in_force") else ()
    labels: list[tuple[str, ...]] = [(each.scheme, each.version, each.written) for each in given]
    labels += [label for terms in cited if (label := tuple(getattr(terms, "label", ())))]
    exercise = bool(getattr(body, "exercise", False))
    if case is not None:
        root = case.stands[case.root].placed.act.label
        exercise = EXERCISE in root
        if not hasattr(case.terms, "in_force"):
            labels.append(root)
    return highest([*labels, (EXERCISE,)] if exercise else labels, schemes)


def ruled_in(terms: Any, label: Sequence[str]) -> Label | None:
    """Return the other side's marking that the terms of an item give for a label field of one of its acts, if any."""
    marked = tuple(word for word in label if word != EXERCISE)
    for graded in reversed(getattr(terms, "markings", ())):
        ruled, own = graded.corresponding, graded.marking
        if (own.scheme, own.version, own.written) == marked and ruled is not None:
            return Label(ruled.scheme, ruled.version, ruled.written, EXERCISE in label)
    return None


def marks(label: Sequence[str], beside: Beside, ruled: str = "") -> Marks:
    """Return both markings of a label field; ``ruled``: what answers to it by a person's ruling, as written."""
    schemes, exercise = beside.schemes, EXERCISE in label
    try:
        read = schemes.from_wire(label)
        party = schemes.party(read)
    except ValueTroubleError:
        written = " ".join(word for word in label if word != EXERCISE)
        return Marks(written, "", (), "", is_open=False, exercise=exercise)
    if not read.is_marked:
        return Marks("", "", (), "", is_open=False, exercise=exercise)
    first, second = beside.parties
    other = second if party == first else first
    if ruled:
        return Marks(read.written, party, (ruled,), other, is_open=False, exercise=exercise)
    mapped = schemes.mapped(read, other, beside.on)
    others = tuple(each.written for each in mapped.candidates if each.written)
    return Marks(read.written, party, others, other, is_open=mapped.needs_ruling and len(others) > 1, exercise=exercise)


def banner(found: Iterable[tuple[tuple[str, ...], str]], beside: Beside) -> Both:
    """Say both markings of the highest of some labels, each with what a person ruled to answer to it (or nothing).

    EXERCISE is left to whoever shows it: forms and pages say it in their own place.
    """
    every = list(found)
    chosen = highest((label for label, _ in every), beside.schemes)[:3]
    ruled = {said for label, said in every if label[:3] == chosen}
    marked = tuple(word for word in chosen if word != EXERCISE)
    return shown(marks(marked, beside, ruled.pop() if len(ruled) == 1 else ""))


def shown(found: Marks) -> Both:
    """Say both markings in a line: ``SECRET (GB) · 極秘 (JP)``; nothing where nothing is marked."""
    own = f"{found.written} ({found.party})" if found.party else found.written
    own_ja = f"{found.written}（{found.party}）" if found.party else found.written
    exercise = (EXERCISE,) if found.exercise else ()
    en: list[str] = [*exercise, own]
    ja: list[str] = [*exercise, own_ja]
    if found.others and found.is_open:
        en.append(f"{' or '.join(found.others)} ({found.other}, not ruled yet)")
        ja.append(f"{'又は'.join(found.others)}（{found.other}、未決定）")
    elif found.others:
        en.append(f"{found.others[0]} ({found.other})")
        ja.append(f"{found.others[0]}（{found.other}）")
    return Both(" · ".join(filter(None, en)), " ・ ".join(filter(None, ja)))
