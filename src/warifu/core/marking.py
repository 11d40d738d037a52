"""The records of markings: a step of a scheme, a scheme as it stood, a label as written, and what stands for what.

Law: rows only. What they mean together (levels, what is in force, what maps to what) is ``core.label``, which also says
the law of markings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

import msgspec

from warifu.core.errors import ValueTroubleError

EXERCISE = "EXERCISE"
Standing = Literal["text", "sister", "draft"]
Words = tuple[str, str, str]
"""Scheme, version and words as written."""


class Marking(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """One step of a scheme: the words as written and their level, 0 (open) to 4 (TOP SECRET, 機密).

    ``caveat_of``: words that stand beside another marking of the scheme (OFFICIAL-SENSITIVE is said of OFFICIAL).
    ``also``: another spelling of the same words, which is read as these (half-width parentheses).
    In a table each is a list in this order.
    """

    written: str
    level: int
    caveat_of: str = ""
    also: str = ""


class Scheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The markings of one administration from the lowest to the highest, as they stood from one day to another.

    ``version`` names that state: its first day, or where that is not known the day on which an agreement lists it, or
    ``draft``. ``first`` and ``until`` are the first and the last day in force, None where there is none or none known.
    ``refused``: words that are never taken in. ``standing``: text, sister or draft, as in a pack.
    """

    name: str
    version: str
    party: str
    standing: Standing
    markings: tuple[Marking, ...] = ()
    first: date | None = None
    until: date | None = None
    refused: tuple[str, ...] = ()
    title: str = ""
    title_ja: str = ""
    source: str = ""

    def rank(self, written: str) -> int:
        """Give the step of a marking, 0 the lowest; raises ``ValueTroubleError`` label.unknown_marking."""
        for step, marking in enumerate(self.markings):
            if marking.written == written:
                return step
        raise ValueTroubleError("label.unknown_marking", self.name, text=written[:40])

    def has(self, written: str) -> bool:
        """Tell whether the scheme knows these words."""
        return any(marking.written == written for marking in self.markings)

    def holds(self, on: date) -> bool:
        """Tell whether a day lies between its first and its last."""
        return within(self.first, self.until, on)


@dataclass(frozen=True, slots=True)
class Label:
    """A marking as written with its scheme and version, all empty if there is none; and EXERCISE for a rehearsal."""

    scheme: str = ""
    version: str = ""
    written: str = ""
    exercise: bool = False

    @property
    def is_marked(self) -> bool:
        """Tell whether anything is written."""
        return bool(self.scheme)

    @property
    def words(self) -> tuple[str, str, str]:
        """Scheme, version and words, whether a rehearsal or not."""
        return (self.scheme, self.version, self.written)

    def to_wire(self) -> tuple[str, ...]:
        """Give the label field of an act: nothing; scheme, version, words; and EXERCISE last if it is a rehearsal."""
        marked = self.words if self.is_marked else ()
        return (*marked, EXERCISE) if self.exercise else marked


class Equivalence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One row: what words of one scheme stand for in another party's, from the day ``first`` to the day ``until``.

    ``of`` and each of ``to``: scheme, version, words. ``ruling``: a person decides among ``to``, even if it is one.
    """

    id: str
    of: Words
    to: tuple[Words, ...]
    standing: Standing
    first: date | None = None
    until: date | None = None
    ruling: bool = False
    source: str = ""

    def holds(self, on: date) -> bool:
        """Tell whether the row speaks of a day."""
        return within(self.first, self.until, on)


class Mapped(NamedTuple):
    """What a label stands for elsewhere on a day: candidates from the lowest, by which row, and how sure that is.

    ``rule``: the id of a row; ``label.same`` where the label is of that scheme itself; ``label.by_level`` where no row
    speaks: then the candidates are all that protect at least as much. ``needs_ruling``: a person decides among them.
    """

    candidates: tuple[Label, ...]
    rule: str
    standing: Standing
    needs_ruling: bool
    source: str = ""


def within(first: date | None, until: date | None, on: date) -> bool:
    """Tell whether a day lies between a first and a last, None where there is none; both are inclusive."""
    return (first is None or first <= on) and (until is None or on <= until)
