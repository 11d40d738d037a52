"""Labels: how an act is to be handled, as its author marked it, and whether it is only a rehearsal. Floor 1, pure.

Law: a marking is kept as it was written, with its scheme and the version of that scheme; it is never translated into
another. Each marking has a protection ``level`` of 0 to 4 that all schemes share. Which words of one scheme stand for
which of another is data: dated rows (``Equivalence``), none of which leads to a lower level: **mapping never lowers
protection**. Where a row has several candidates, or no row speaks, a person decides among those that protect at least
as much. ``at_least`` asks for a row: where no rule maps one scheme to the other, the answer is no. An unmarked act
stands on level 0: in Japan that step has no words, and the United Kingdom does not ask that routine OFFICIAL papers be
marked.

Markings that classify (UK SECRET, 秘 …) are not here: they are tables of a pack (``schemes_of``), never code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from warifu.core.errors import FileError, ValueTroubleError
from warifu.core.marking import EXERCISE, Equivalence, Label, Mapped, Marking, Scheme, Words

__all__ = [
    "EXERCISE",
    "HIGHEST",
    "KNOWN",
    "Equivalence",
    "Label",
    "Mapped",
    "Marking",
    "Scheme",
    "Schemes",
    "schemes_of",
]

MARKED_LENGTH = 3
HIGHEST = 4
"""The highest level; what cannot be read stands on it."""
SAME, BY_LEVEL = "label.same", "label.by_level"


class Schemes:
    """All schemes that are known, each in its versions, with what stands for what between them."""

    __slots__ = ("_known", "_level", "_rows", "equivalences")

    def __init__(self, schemes: Iterable[Scheme], equivalences: Iterable[Equivalence] = ()) -> None:
        """Take schemes and rows in.

        Raises ``ValueTroubleError`` label.scheme_twice, label.bad_level, label.row_unknown, label.row_twice,
        label.row_lowers.
        """
        self._known: dict[tuple[str, str], Scheme] = {}
        self._level: dict[Words, int] = {}
        self._rows: dict[Words, list[Equivalence]] = {}
        for scheme in schemes:
            self._take(scheme)
        self.equivalences = tuple(equivalences)
        for row in self.equivalences:
            self._admit(row)

    def __iter__(self) -> Iterator[Scheme]:
        """Go through the schemes in the order in which they were taken in."""
        return iter(self._known.values())

    def with_more(self, schemes: Iterable[Scheme], equivalences: Iterable[Equivalence] = ()) -> Schemes:
        """Give these and more; a scheme that completes one known here (same words, same levels, and more) replaces it.

        A row replaces the one of its id. Raises as the constructor.
        """
        known = dict(self._known)
        for scheme in schemes:
            at = (scheme.name, scheme.version)
            if at in known and not _completes(scheme, known[at]):
                raise ValueTroubleError("label.scheme_twice", "/".join(at))
            known[at] = scheme
        rows = {row.id: row for row in (*self.equivalences, *equivalences)}
        return Schemes(known.values(), rows.values())

    def with_tables(self, tables: Mapping[str, Any]) -> Schemes:
        """Give these and those of a pack's tables ``scheme``, ``equivalence``; raises FileError label.bad_table too."""
        try:
            schemes = msgspec.convert(tables.get("scheme", ()), tuple[Scheme, ...])
            rows = msgspec.convert(tables.get("equivalence", ()), tuple[Equivalence, ...])
        except msgspec.ValidationError as trouble:
            raise FileError("label.bad_table", trouble=str(trouble)[:200]) from trouble
        return self.with_more(schemes, rows)

    # --- one label ----------------------------------------------------------------------------------------------------

    def marked(self, scheme: str, version: str, written: str, *, exercise: bool = False) -> Label:
        """Make a label of words as the scheme writes them.

        Raises ``ValueTroubleError`` label.unknown_scheme, label.unknown_marking, label.refused (words that are never
        taken in). Nothing written is no marking: such a label is ``Label()``, and here label.nothing_written is raised.
        """
        if not written:
            raise ValueTroubleError("label.nothing_written", scheme[:40])
        if self.is_refused(written):
            raise ValueTroubleError("label.refused", scheme[:40], text=written[:40])
        known = self.scheme(scheme, version)
        for marking in known.markings:
            if written == marking.also:
                return Label(scheme, version, marking.written, exercise)
        known.rank(written)
        return Label(scheme, version, written, exercise)

    def from_wire(self, wire: Sequence[str]) -> Label:
        """Read the label field of an act; raises as ``marked``, and label.bad_wire for another form."""
        exercise = bool(wire) and wire[-1] == EXERCISE
        marked = tuple(wire[:-1] if exercise else wire)
        if not marked:
            return Label(exercise=exercise)
        if len(marked) != MARKED_LENGTH:
            raise ValueTroubleError("label.bad_wire", length=len(wire))
        return self.marked(*marked, exercise=exercise)

    def is_refused(self, written: str) -> bool:
        """Tell whether these are, or contain, words that a scheme refuses (特別防衛秘密)."""
        return any(words in written for scheme in self._known.values() for words in scheme.refused)

    def scheme(self, name: str, version: str) -> Scheme:
        """Find a scheme; raises ``ValueTroubleError`` label.unknown_scheme."""
        scheme = self._known.get((name, version))
        if scheme is None:
            raise ValueTroubleError("label.unknown_scheme", f"{name}/{version}"[:60])
        return scheme

    def party(self, label: Label) -> str:
        """Say whose marking it is; nobody's where nothing is written. Raises as ``scheme``."""
        return self.scheme(label.scheme, label.version).party if label.is_marked else ""

    def level(self, label: Label) -> int:
        """Give the protection level, 0 for an unmarked label; raises ``ValueTroubleError`` as ``from_wire``."""
        if not label.is_marked:
            return 0
        if label.words not in self._level:
            self.scheme(label.scheme, label.version).rank(label.written)
        return self._level[label.words]

    def level_of(self, wire: Sequence[str]) -> int:
        """Give the level of an act's label field; one that cannot be read here stands on the highest. Never raises."""
        try:
            return self.level(self.from_wire(wire))
        except ValueTroubleError:
            return HIGHEST

    def in_force(self, label: Label, on: date) -> bool:
        """Tell whether the words may be written on a day; raises as ``level``. Nothing written always may."""
        if not label.is_marked:
            return True
        self.level(label)
        return self.scheme(label.scheme, label.version).holds(on)

    def choices(self, party: str, on: date) -> tuple[Label, ...]:
        """Give the markings of a party in force on a day, from the lowest; the step without words is left out."""
        return tuple(label for label in self._steps(lambda scheme: scheme.party == party, on) if label.written)

    # --- two labels ---------------------------------------------------------------------------------------------------

    def mapped(self, label: Label, to: str, on: date) -> Mapped:
        """Say what a label stands for with a party (``JP``) or in a scheme (``JP-HIMITSU``) on a day.

        No candidate lies on a lower level; where there is none, nothing there protects as much. Raises as ``level``.
        """
        level = self.level(label)
        if not label.is_marked or (self._is_of(label.words, to) and self.in_force(label, on)):
            return Mapped((label,), SAME, "text", needs_ruling=False)
        for row in self._rows.get(label.words, ()):
            if row.holds(on):
                found = [words for words in row.to if self._is_of(words, to) and self._known[words[:2]].holds(on)]
                if found:
                    candidates = tuple(self._written(words, label) for words in found)
                    return Mapped(candidates, row.id, row.standing, row.ruling or len(found) > 1, row.source)
        able = self._steps(lambda scheme: to in {scheme.party, scheme.name}, on)
        candidates = tuple(self._written(each.words, label) for each in able if self._level[each.words] >= level)
        return Mapped(candidates, BY_LEVEL, "draft", needs_ruling=True)

    def at_least(self, label: Label, asked: Label, on: date | None = None) -> bool:
        """Tell whether ``label`` protects at least as much as ``asked`` does; in doubt it does not.

        Across schemes, ``asked`` is first put into the scheme of ``label`` by every row that speaks (of the day ``on``,
        where one is given), and the highest of these counts; what stands for it is never lower.
        """
        if not asked.is_marked:
            return True
        level = self.level(asked)
        if not label.is_marked:
            return level == 0
        own = self.scheme(label.scheme, label.version)
        step = own.rank(label.written)
        if self.level(label) < level:
            return False
        if own.name == asked.scheme:
            return own.has(asked.written) and step >= own.rank(asked.written)
        asking = [row for row in self._rows.get(asked.words, ()) if on is None or row.holds(on)]
        peers = [self._lowest(row, own) for row in asking if any(words[0] == own.name for words in row.to)]
        return bool(peers) and step >= max(peers)

    def _lowest(self, row: Equivalence, own: Scheme) -> int:
        """The lowest step of ``own`` among a row's candidates; beyond all steps where it has none of their words."""
        steps = [own.rank(words[2]) for words in row.to if words[0] == own.name and own.has(words[2])]
        return min(steps, default=len(own.markings))

    def _steps(self, wanted: Callable[[Scheme], bool], on: date) -> list[Label]:
        """All markings of the schemes wanted that hold on a day, from the lowest."""
        found = [scheme for scheme in self._known.values() if wanted(scheme) and scheme.holds(on)]
        steps = [
            (each.level, Label(scheme.name, scheme.version, each.written))
            for scheme in found
            for each in scheme.markings
        ]
        return [label for _, label in sorted(steps, key=lambda step: step[0])]

    def _is_of(self, words: Words, to: str) -> bool:
        return to in {words[0], self._known[words[:2]].party}

    @staticmethod
    def _written(words: Words, label: Label) -> Label:
        """A label of these words; the step without words is an unmarked label."""
        return Label(*words, label.exercise) if words[2] else Label(exercise=label.exercise)

    # --- taking in ----------------------------------------------------------------------------------------------------

    def _take(self, scheme: Scheme) -> None:
        at = (scheme.name, scheme.version)
        if at in self._known:
            raise ValueTroubleError("label.scheme_twice", "/".join(at))
        self._known[at] = scheme
        levels = [each.level for each in scheme.markings]
        if levels != sorted(levels) or not set(levels) <= set(range(HIGHEST + 1)):
            raise ValueTroubleError("label.bad_level", "/".join(at))
        self._level.update({(*at, each.written): each.level for each in scheme.markings})

    def _admit(self, row: Equivalence) -> None:
        """Look at a row before it counts: known words, one row a day and party, and none that lowers protection."""
        unknown = [words for words in (row.of, *row.to) if words not in self._level]
        if unknown or not row.to:
            raise ValueTroubleError("label.row_unknown", row.id, text="/".join(unknown[0] if unknown else ()))
        if any(self._level[words] < self._level[row.of] for words in row.to):
            raise ValueTroubleError("label.row_lowers", row.id)
        parties = {self._known[words[:2]].party for words in row.to}
        for other in self._rows.get(row.of, ()):
            apart = _ended(row, other) or _ended(other, row)
            if other.id == row.id or not (
                apart or parties.isdisjoint(self._known[each[:2]].party for each in other.to)
            ):
                raise ValueTroubleError("label.row_twice", row.id)
        self._rows.setdefault(row.of, []).append(row)


def _ended(row: Equivalence, before: Equivalence) -> bool:
    """Tell whether one row had ended before the other began."""
    return row.until is not None and before.first is not None and row.until < before.first


def _completes(scheme: Scheme, known: Scheme) -> bool:
    levels = {each.written: each.level for each in scheme.markings}
    return scheme.party == known.party and all(levels.get(each.written) == each.level for each in known.markings)


#: UK: Government Security Classifications as of 2 April 2014 (OFFICIAL-SENSITIVE is a caveat of OFFICIAL, here a
#: step of its own). Japan: below 秘; which of the two is the higher, and all peers, are drafts to be confirmed.
UK_OFFICIAL = Scheme(
    name="GB-GSC",
    version="2014-04-02",
    party="GB",
    standing="text",
    markings=(Marking("OFFICIAL", 0), Marking("OFFICIAL-SENSITIVE", 1, "OFFICIAL")),
    first=date(2014, 4, 2),
)
JP_ADMINISTRATIVE = Scheme(
    name="JP-ADMIN",
    version="draft",
    party="JP",
    standing="draft",
    markings=(Marking("", 0), Marking("部内限り", 1), Marking("注意", 1)),
)


def _peer(of: str, to: str) -> Equivalence:
    gsc, admin = ("GB-GSC", "2014-04-02"), ("JP-ADMIN", "draft")
    british = UK_OFFICIAL.has(of)
    left, right = (gsc, admin) if british else (admin, gsc)
    return Equivalence(id=f"label.admin.{of or 'none'}", of=(*left, of), to=((*right, to),), standing="draft")


_PEERS = (
    _peer("OFFICIAL", ""),
    _peer("OFFICIAL-SENSITIVE", "注意"),
    _peer("", "OFFICIAL"),
    _peer("部内限り", "OFFICIAL-SENSITIVE"),
    _peer("注意", "OFFICIAL-SENSITIVE"),
)
KNOWN = Schemes((UK_OFFICIAL, JP_ADMINISTRATIVE), _PEERS)

_READ: dict[tuple[int, int], tuple[Any, Any, Schemes]] = {}
_KEPT = 64


def schemes_of(tables: Mapping[str, Any]) -> Schemes:
    """Give ``KNOWN`` with the tables ``scheme`` and ``equivalence`` of a pack, read once for the same objects.

    ``tables``: a pack's tables, or the parameters of a rule that names these tables. Raises as ``with_tables``.
    """
    scheme, rows = tables.get("scheme"), tables.get("equivalence")
    if not scheme and not rows:
        return KNOWN
    at = (id(scheme), id(rows))
    if at not in _READ:
        if len(_READ) >= _KEPT:
            _READ.clear()
        _READ[at] = (scheme, rows, KNOWN.with_tables(tables))  # the tables are kept, so that no other gets their id
    return _READ[at][2]
