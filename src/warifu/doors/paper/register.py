"""The register of classified information as a form: items, copies and where each was on a date, for signature.

Law: it says at which date, by what it was narrowed and how many lines there are, so that a page cannot be taken out
unseen; the banner bears the highest marking of the lines. The classified title never stands in it.

Place on the path: after ``doors.registry``, before ``press``.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from warifu.core.label import Schemes
from warifu.doors import registry
from warifu.doors.markings import Beside, banner
from warifu.doors.paper import press, words
from warifu.doors.paper.sheet import Box, Column, Fact, Facts, Sheet, Table
from warifu.doors.registry import Line
from warifu.doors.sentences import Both
from warifu.record.queries_registry import Copy


class Printed(NamedTuple):
    """What is printed beside the lines: whose register, as of which day, when, and what it was narrowed to."""

    party: str
    peer: str
    on: date
    made: int
    schemes: Schemes
    narrowed: tuple[Both, ...] = ()


def form(lines: list[Line], printed: Printed) -> bytes:
    """Return the PDF of the register; raises FileError as ``press.form``."""
    return press.form(sheet(lines, printed))


def sheet(lines: list[Line], printed: Printed) -> Sheet:
    """Return the record of the printed register."""
    party = words.party(printed.party)
    boxes = tuple(Box(party, _word(role)) for role in ("registrar", "witness"))
    return Sheet(
        title=_word("register"),
        under=_word("register_under"),
        marking=_highest(lines, Beside(printed.schemes, (printed.party, printed.peer), printed.on)),
        number=f"{printed.party}-{printed.peer} {printed.on.isoformat()}",
        called=_word("register_of"),
        case=b"",
        digest=b"",
        made=printed.made,
        parts=(_about(lines, printed), _table(lines)),
        boxes=boxes,
        exercise=any(line.item.exercise for line in lines),
    )


def _highest(lines: list[Line], beside: Beside) -> Both:
    """The marking of the line that is marked highest, with what answers to it on the other side."""
    items = (line.item for line in lines)
    said = banner((((each.scheme, each.version, each.marking), each.corresponding) for each in items), beside)
    return said if said.en else words.item("unmarked")


def _about(lines: list[Line], printed: Printed) -> Facts:
    copies = sum(len(line.copies) for line in lines)
    facts = [
        Fact(_word("as_of"), words.day(printed.on)),
        Fact(_word("items"), words.plain(f"{len(lines):,d}")),
        Fact(_word("copies"), words.plain(f"{copies:,d}")),
    ]
    if printed.narrowed:
        facts.append(Fact(_word("narrowed"), words.joined(list(printed.narrowed))))
    return Facts(words.part("particulars"), tuple(facts))


def _table(lines: list[Line]) -> Table:
    heads = ("number", "title", "marking", "copy", "where", "party", "since")
    shares = (8, 11, 9, 4, 9, 7, 9)
    columns = tuple(
        Column(registry.column(name), share=share) for name, share in zip(heads, shares, strict=True)
    )  # fmt: skip
    return Table(_word("lines"), columns, tuple(row for line in lines for row in _rows(line)))


def _rows(line: Line) -> list[tuple[Both, ...]]:
    item, blank = line.item, words.plain("")
    marking = words.plain("\n".join(each for each in (item.marking, item.corresponding) if each))
    head = (words.plain(item.number), words.plain(line.title or "—"), marking)
    if not line.copies:
        return [(*head, words.plain("—"), blank, blank, blank)]
    first, *rest = line.copies
    return [(*head, *_copy(first)), *((blank, blank, blank, *_copy(each)) for each in rest)]


def _copy(found: Copy) -> tuple[Both, ...]:
    where = Both(registry.where_called(found, "en"), registry.where_called(found, "ja"))
    beside = f" {found.package}" if found.package else f" {found.other}" if found.other else ""
    return (
        words.plain(found.copy),
        Both(where.en + beside, where.ja + beside),
        words.plain(f"{found.party}\n{found.desk}".strip()),
        words.day(found.from_day),
    )


def _word(name: str) -> Both:
    return words.register(name)
