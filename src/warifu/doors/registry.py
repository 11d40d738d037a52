"""The register of classified information at the doors: one document for page, command line, API, sheets and paper.

Law: what is shown is what the reader's store gives, so every form of the register has the same lines. Of the titles
the unclassified one stands in the register; the classified one is read in the case alone. A register that is too long
for its form is refused, never cut: the reader narrows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from warifu.core import texts
from warifu.core.errors import ValueTroubleError
from warifu.doors import sentences
from warifu.doors.sentences import Both
from warifu.doors.sheets import write_csv, write_xlsx
from warifu.record import openings
from warifu.record import queries_registry as registry
from warifu.record.log import Store
from warifu.record.queries_pages import Place
from warifu.record.queries_registry import Copy, Item, Wanted

SHORT_TITLE = 1
MOST_LINES = {"xlsx": 100_000, "csv": 100_000, "json": 100_000, "pdf": 2_000}
"""Items that each form holds."""
_CHUNK = 500
COLUMNS = (
    "number", "title", "form", "originator", "marking", "corresponding", "purpose", "registered", "expires", "copy",
    "where", "party", "desk", "since", "package", "other", "loan_until", "item",
)  # fmt: skip


class Line(NamedTuple):
    """One item with its unclassified title (None: erased, sealed or never written) and its copies on the date."""

    item: Item
    title: str | None
    copies: list[Copy]


def lines(store: Store, pair: str, found: Sequence[Item], on: date) -> list[Line]:
    """Return items with their titles and where their copies were at the end of a day."""
    cases = [each.case for each in found]
    where = registry.copies(store, pair, cases, on)
    leaves = openings.read(store, pair, cases)
    return [Line(each, _title(leaves.get(each.case, ())), where.get(each.case, [])) for each in found]


def _title(leaves: Sequence[texts.Leaf]) -> str | None:
    return next((leaf.text for leaf in leaves if isinstance(leaf, texts.Opening) and leaf.slot == SHORT_TITLE), None)


def whole(store: Store, pair: str, wanted: Wanted, on: date, most: int) -> Iterator[Line]:
    """Give the whole register as its reader sees it; raises ValueTroubleError registry.too_long before a line."""
    found: list[Item] = []
    at: Place | None = None
    while page := registry.page(store, pair, wanted, at, _CHUNK):
        found += page
        if len(found) > most:
            raise ValueTroubleError("registry.too_long", str(most), limit=most)
        at = Place(page[-1].since, page[-1].case)
    found.sort(key=lambda each: (each.number, each.case))
    for start in range(0, len(found), _CHUNK):
        yield from lines(store, pair, found[start : start + _CHUNK], on)


def where_called(found: Copy, language: str) -> str:
    """Return where a copy is in words: held, on its way, missing."""
    return sentences.word(f"custody.{found.status}", language)


def counted(copies: Sequence[Copy], language: str) -> list[str]:
    """Return how many copies are where: ``2 held GB``, ``1 missing``."""
    ordered = sorted(copies, key=lambda each: (each.status, each.party))
    told = []
    for (status, party), some in groupby(ordered, key=lambda each: (each.status, each.party)):
        word = sentences.word("custody.transit_by" if status == "transit" else f"custody.{status}", language)
        held = f" {party}" if status in {"held", "returned", "transit"} else ""
        told.append(f"{word}{held} {len(list(some))}")
    return told


def document(found: Line) -> dict[str, Any]:
    """Return a line as JSON can hold it."""
    plain = found.item._asdict() | {"title": found.title, "copies": [_copy(each) for each in found.copies]}
    return plain | {"case": found.item.case.hex(), "since": _instant(found.item.since)} | {
        name: _iso(plain[name]) for name in ("registered", "expires")
    }  # fmt: skip


def _copy(found: Copy) -> dict[str, Any]:
    days = {name: _iso(getattr(found, name)) for name in ("from_day", "to_day", "loan_until")}
    return found._asdict() | days | {"case": found.case.hex(), "act": found.act.hex()}


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _iso(value: date | int | None) -> str:
    if isinstance(value, int):
        value = date.fromordinal(date(1970, 1, 1).toordinal() + value)
    return "" if value is None else value.isoformat()


def rows(found: Iterator[Line], language: str) -> Iterator[tuple[Any, ...]]:
    """Give the register as rows of ``COLUMNS``: one for each copy, and one for an item without copies."""
    for line in found:
        item = line.item
        head = (
            item.number, line.title or "", sentences.word(item.form, language), item.originator, item.marking,
            item.corresponding, item.circle, _iso(item.registered), _iso(item.expires),
        )  # fmt: skip
        if not line.copies:
            yield (*head, *[""] * 8, item.case.hex())
        for copy in line.copies:
            yield (
                *head, copy.copy, where_called(copy, language), copy.party, copy.desk, _iso(copy.from_day),
                copy.package, copy.other, _iso(copy.loan_until), item.case.hex(),
            )  # fmt: skip


def column(name: str) -> Both:
    """Return what a column is called."""
    return sentences.catalogue().word[f"registry.{name}"]


def write(path: Path, form: str, found: Iterator[Line], language: str) -> None:
    """Write the register as CSV, or as a workbook with a dictionary of its columns."""
    if form == "csv":
        write_csv(path, COLUMNS, rows(found, language))
        return
    dictionary = [(name, column(name).en, column(name).ja) for name in COLUMNS]
    sheets = {
        "register 登録簿": (COLUMNS, rows(found, language)),
        "columns 列の説明": (("column", "English", "日本語"), dictionary),
    }
    write_xlsx(path, sheets)
