"""The press: a form's record in, the bytes of its PDF out.

Law: the same record gives the same bytes, on any machine: the time is in the record, the face is ours, and no font of
the machine is looked at. PDF/A-2a for the archive and PDF/UA-1 for readers who do not see. A letter that the face does
not hold, and a sign that would turn or hide text, is shown as 〓 (a turned piece of type) and named at the foot.

Place on the path: after ``laying``; nothing here knows an act, the web or the database.
"""

from __future__ import annotations

import json
import re
import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst

from warifu.core import fingerprint
from warifu.core.errors import FileError
from warifu.doors.paper import fonts, symbol, words
from warifu.doors.paper.sheet import Box, Fact, Facts, Part, Sheet, Table
from warifu.doors.sentences import Both

STANDARDS = ("a-2a", "ua-1")
GETA = "〓"
MOST_NAMED = 40
_RUNNING = 40
_LAYOUT = Path(__file__).parent / "form.typ"
_RUN = re.compile(r"[!-~]{3,}")
_PAGE_MM, _GUTTER_MM = 182, 3
_VALUE_MM, _HALF_MM, _BOX_MM, _NARROWEST_MM = 56, 84, 42, 3
_EM_A_MM = 35
"""Hundredths of an em in a millimetre, at eight points."""
_NUMBER_MM, _LABEL_MM = 50, 26
_ONCE = 72
_TENTHS_PT = 80
"""Size of most text, in tenths of a point; a table of many columns is set smaller (``_size_of``)."""
_BREAK = "\u200b"
_HIDDEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")


def form(sheet: Sheet) -> bytes:
    """Return the PDF of a form; raises FileError paper.face_missing, paper.not_printed."""
    made: bytes = _compile(sheet, format="pdf", pdf_standards=list(STANDARDS), timestamp=sheet.made)
    return made


def pages(sheet: Sheet, dots_an_inch: int = 144) -> list[bytes]:
    """Return each page as PNG, as it looks on paper; raises as ``form``."""
    made = _compile(sheet, format="png", ppi=dots_an_inch, timestamp=sheet.made)
    return made if isinstance(made, list) else [made]


def _compile(sheet: Sheet, **asked: Any) -> Any:
    written = json.dumps(_laid_out(sheet), ensure_ascii=False)
    try:
        return typst.compile(
            _LAYOUT.read_bytes(),
            font_paths=_face(fonts.folder()),
            ignore_system_fonts=True,
            sys_inputs={"sheet": written},
            **asked,
        )
    except typst.TypstError as trouble:
        raise FileError("paper.not_printed", sheet.number[:40], trouble=trouble.message[:200]) from trouble


@cache
def _face(folder: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


@cache
def covered(path: Path) -> frozenset[int]:
    """Return the characters that a weight of the face holds, from its wide table (format 12)."""
    raw = path.read_bytes()
    tables = {tag: at for tag, _, at, _ in struct.iter_unpack(">4sIII", raw[12 : 12 + 16 * _short(raw, 4)])}
    start = tables[b"cmap"]
    parts = struct.iter_unpack(">HHI", raw[start + 4 : start + 4 + 8 * _short(raw, start + 2)])
    at = next(start + offset for _, _, offset in parts if _short(raw, start + offset) == 12)
    groups = struct.unpack(">I", raw[at + 12 : at + 16])[0]
    held: set[int] = set()
    for first, last, _ in struct.iter_unpack(">III", raw[at + 16 : at + 16 + 12 * groups]):
        held.update(range(first, last + 1))
    return frozenset(held)


def _short(raw: bytes, at: int) -> int:
    return int.from_bytes(raw[at : at + 2], "big")


class _Setter:
    """Sets texts for the page: replaces what the face lacks and remembers it, lets long runs break."""

    def __init__(self, held: frozenset[int]) -> None:
        self.held = held
        self.missing: dict[str, None] = {}

    def text(self, written: str, width_mm: int = _VALUE_MM, tenths_pt: int = _TENTHS_PT) -> str:
        """Return a text as it can be laid in a width: what is longer than a line may break within a word."""
        tidy = unicodedata.normalize("NFC", written).replace("\r\n", "\n").replace("\t", " ")
        shown = "".join(self._letter(each) for each in tidy if each not in _HIDDEN)
        fits = width_mm * _EM_A_MM * _TENTHS_PT // tenths_pt
        # A line never breaks before a hyphen of its own accord (UAX 14), and so not between negative figures.
        shown = shown.replace("、-", f"、{_BREAK}-")
        return _RUN.sub(lambda run: run[0] if _wide(run[0]) <= fits else _broken(run[0], fits), shown)

    def _letter(self, letter: str) -> str:
        if letter == "\n" or (ord(letter) in self.held and unicodedata.category(letter) not in {"Cc", "Cf", "Co"}):
            return letter
        self.missing[f"U+{ord(letter):04X}"] = None
        return GETA

    def both(self, said: Both, width_mm: int = _VALUE_MM, tenths_pt: int = _TENTHS_PT) -> dict[str, str]:
        """Return both languages; where only one is said it stands for the other."""
        en, ja = said.en or said.ja, said.ja or said.en
        return {"en": self.text(en, width_mm, tenths_pt), "ja": self.text(ja, width_mm, tenths_pt)}


def _wide(run: str) -> int:
    """Return how wide a run is at most, in hundredths of an em: by the widest letter of its sort, bold included."""
    return sum(_WIDEST if each in _WIDE_LETTERS else 45 if each in ",.:;'|!ilI_j" else 77 for each in run)


_WIDE_LETTERS = frozenset("ABCDEFGHJKLMNOPQRSTUVWXYZmw%@#&$?+<=>")
_WIDEST, _PIECE = 100, 6


def _broken(run: str, fits: int) -> str:
    """Return a run in pieces of which each fits the width."""
    by = max(1, min(_PIECE, fits // _WIDEST))
    return _BREAK.join(run[at : at + by] for at in range(0, len(run), by))


def _laid_out(sheet: Sheet) -> dict[str, Any]:
    setter = _Setter(covered(fonts.folder() / fonts.WEIGHTS["400"]))
    spelled = bool(sheet.digest)
    plain: dict[str, Any] = {
        "title": setter.both(sheet.title),
        "under": setter.both(sheet.under),
        "marking": setter.both(sheet.marking),
        "number": setter.text(sheet.number, _NUMBER_MM, 95),
        "called": setter.both(sheet.called or words.furniture()["case"]),
        "running": setter.text(_cut(sheet.number)),
        "exercise": sheet.exercise,
        "parts": [_part(part, setter) for part in sheet.parts],
        "boxes": [_box(box, setter) for box in sheet.boxes],
        "hex": grouped(sheet.digest.hex()),
        "short": grouped(sheet.digest.hex()[:32]) or "—",
        "spelled": " ".join(fingerprint.words(sheet.digest)) if spelled else "",
        "kana": "　".join(fingerprint.kana(sheet.digest)) if spelled else "",
        "printed": words.zulu(sheet.made),
        "symbol": _symbol(sheet, setter),
        "words": {name: both._asdict() for name, both in words.furniture().items()},
    }
    named = list(setter.missing)
    plain["missing"] = ", ".join(named[:MOST_NAMED]) + (" …" if len(named) > MOST_NAMED else "")
    return plain


def grouped(written: str, by: int = 8) -> str:
    """Return a long run of figures in groups that an eye can follow."""
    return " ".join(written[at : at + by] for at in range(0, len(written), by))


def _part(part: Part, setter: _Setter) -> dict[str, Any]:
    title = setter.both(part.title)
    if isinstance(part, Facts):
        return {"kind": "facts", "title": title, "lines": [_line(line, setter) for line in part.lines]}
    if isinstance(part, Table):
        return {"kind": "table", "title": title, **_table(part, setter)}
    return {"kind": "words", "title": title, "lines": [setter.both(line, _HALF_MM) for line in part.lines]}


def _line(line: Fact, setter: _Setter) -> dict[str, Any]:
    """Return a line; what both languages say alike at length stands once, over the whole width."""
    wide = line.said.en == line.said.ja and len(line.said.en) > _ONCE
    width = _PAGE_MM - _VALUE_MM if wide else _VALUE_MM
    return {"label": setter.both(line.label, _LABEL_MM), "said": setter.both(line.said, width), "wide": wide}


def _table(part: Table, setter: _Setter) -> dict[str, Any]:
    size = _size_of(len(part.columns))
    shares = sum(column.share for column in part.columns)
    widths = [max(_NARROWEST_MM, _PAGE_MM * column.share // shares - _GUTTER_MM) for column in part.columns]
    columns = [
        {"head": setter.both(column.head, width, size), "figures": column.figures, "share": column.share}
        for column, width in zip(part.columns, widths, strict=True)
    ]
    rows = [[setter.both(cell, width, size) for cell, width in zip(row, widths, strict=True)] for row in part.rows]
    return {"columns": columns, "rows": rows, "sum_row": part.sum_row, "size": size}


def _size_of(columns: int) -> int:
    """Return the size of a table's text, in tenths of a point."""
    return _TENTHS_PT if columns <= 6 else 72 if columns <= 8 else 64


def _box(box: Box, setter: _Setter) -> dict[str, dict[str, str]]:
    return {name: setter.both(said, _BOX_MM) for name, said in box._asdict().items()}


def _cut(number: str) -> str:
    """Return a number as it stands at the top of each page; the whole of a longer one stands under the title."""
    return number if len(number) <= _RUNNING else number[:_RUNNING] + "…"


def _symbol(sheet: Sheet, setter: _Setter) -> dict[str, Any] | None:
    if sheet.symbol is None:
        return None
    drawn = symbol.draw(sheet.symbol.payload)
    return {"svg": drawn.svg, "side": drawn.side_mm, "caption": setter.both(sheet.symbol.caption)}
