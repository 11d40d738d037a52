"""Spreadsheets in and out: files of people become grids, figures become files that cannot run. Floor 5, a door.

Law: a file is what its first bytes say, and must be what its name says. Its size is known before it is opened
(``sheet_guard``). Formulas are never evaluated; the value last stored is read. What is written can never start a
formula in whoever's program opens it: see ``safe_cell``. On the path this stands before ``rooms.logistics.register``.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import python_calamine
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from warifu.core.errors import FileError
from warifu.doors.files import of_system
from warifu.doors.sheet_guard import check_extents, inspect_zip
from warifu.rooms.logistics.register.grid import Book, Cell, Merge, Sheet

#: The largest file that is opened, in bytes. A register of 100,000 rows is a tenth of it.
FILE_LIMIT = 100_000_000
#: The longest text of one cell, as in spreadsheet programs.
CELL_LIMIT = 32_767
COLUMNS_LIMIT = 1000
_RUNNING = 250
"""Letters that a page's head or foot can hold."""

_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
_EMPTY_ZIP = b"PK\x05\x06"


def read_book(path: Path) -> Book:
    """Read a file into grids.

    Raises ``FileError`` file.empty, file.too_large, file.unknown_kind, file.encrypted, file.not_what_it_says,
    file.broken, file.no_sheet, file.unknown_encoding, what ``files.of_system`` gives; each names the file.
    """
    name = path.name
    try:
        size = path.stat().st_size
        if size > FILE_LIMIT:
            raise FileError("file.too_large", name, size_bytes=size, limit_bytes=FILE_LIMIT)
        with path.open("rb") as file:
            content = file.read(FILE_LIMIT + 1)
    except OSError as trouble:
        raise of_system(trouble, name) from None
    return parse_book(name, content)


def parse_book(name: str, content: bytes) -> Book:
    """Read the bytes of a file by its name's ending; errors as ``read_book``."""
    kind = name.rpartition(".")[2].casefold()
    if kind not in _READERS:
        raise FileError("file.unknown_kind", name, kind=kind[:10])
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise FileError("file.empty", name)
    if len(content) > FILE_LIMIT:
        raise FileError("file.too_large", name, size_bytes=len(content), limit_bytes=FILE_LIMIT)
    book = _READERS[kind](name, content)
    if not book.sheets:
        raise FileError("file.no_sheet", name)
    if not any(sheet.rows for sheet in book.sheets):
        raise FileError("file.empty", name)
    return book


# --- books that are zips ----------------------------------------------------------------------------------------------


def _read_zipped(name: str, content: bytes, kind: str, hallmark: str) -> Book:
    if content.startswith(_OLE):
        sealed = "EncryptedPackage".encode("utf-16-le") in content
        raise FileError("file.encrypted" if sealed else "file.not_what_it_says", name, kind=kind)
    if not content.startswith((_ZIP, _EMPTY_ZIP)):
        raise FileError("file.not_what_it_says", name, kind=kind)
    members = inspect_zip(content, name)
    if hallmark not in members:
        raise FileError("file.not_what_it_says", name, kind=kind)
    check_extents(content, name)
    return Book(name, kind, tuple(_sheets(name, content)))


def _read_xlsx(name: str, content: bytes) -> Book:
    return _read_zipped(name, content, "xlsx", "xl/workbook.xml")


def _read_ods(name: str, content: bytes) -> Book:
    return _read_zipped(name, content, "ods", "content.xml")


def _sheets(name: str, content: bytes) -> Iterator[Sheet]:
    with _guarded(name):
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for about in book.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            yield Sheet(about.name, _rows(sheet), _merges(sheet), hidden)


class _guarded:  # noqa: N801 - used as a word in a with statement
    """Turn whatever the reader throws, also its panics, into one error that names the file."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, trouble: BaseException | None, trace: object) -> None:
        if isinstance(trouble, python_calamine.PasswordError):
            raise FileError("file.encrypted", self.name) from None
        panicked = kind is not None and kind.__name__ == "PanicException"
        if panicked or (isinstance(trouble, Exception) and not isinstance(trouble, FileError)):
            raise FileError("file.broken", self.name, reason=str(trouble)[:80]) from None


def _rows(sheet: python_calamine.CalamineSheet) -> list[tuple[Cell, ...]]:
    """Give all rows from the first of the sheet, empty ones before the data too; equal texts are kept once."""
    if sheet.start is None:
        return []
    first_row, first_column = sheet.start
    kept: dict[str, str] = {}
    margin: tuple[Cell, ...] = ("",) * first_column
    rows: list[tuple[Cell, ...]] = [()] * first_row
    rows.extend(margin + tuple(_cell(cell, kept) for cell in row[:COLUMNS_LIMIT]) for row in sheet.iter_rows())
    return rows


def _cell(cell: object, kept: dict[str, str]) -> Cell:
    if isinstance(cell, str):
        return kept.setdefault(cell, cell) if cell else ""
    if isinstance(cell, bool | int | date | datetime):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 10**15 else Decimal(repr(cell))
    if isinstance(cell, time | timedelta):
        return str(cell)
    return "" if cell is None else str(cell)


def _merges(sheet: python_calamine.CalamineSheet) -> tuple[Merge, ...]:
    return tuple(Merge(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())


# --- text -------------------------------------------------------------------------------------------------------------

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = frozenset(range(32)) - {9, 10, 13, 12}
_DELIMITERS = ",\t;"
_SAMPLE_LINES = 60


def _read_csv(name: str, content: bytes) -> Book:
    if content.startswith((_PDF, _ZIP, _OLE)):
        raise FileError("file.not_what_it_says", name, kind="csv")
    encoding = _encoding_of(name, content)
    text = content.decode(encoding)
    if any(ord(character) in _CONTROL for character in text[:4096]):
        raise FileError("file.not_what_it_says", name, kind="csv")
    return Book(name, "csv", (Sheet(name.rpartition(".")[0], _csv_rows(name, text)),), encoding)


def _encoding_of(name: str, content: bytes) -> str:
    """Tell the encoding: by its mark, else the first of UTF-8, CP932 and CP1252 that it is throughout.

    What spreadsheet programs write in Britain (CP1252) is often CP932 by chance, a £ being a half-width bracket there:
    where hardly any letter is foreign, and no kana among them, it is British.
    """
    marked = next((encoding for mark, encoding in _BOMS if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", *_CODE_PAGES[:: -1 if _hardly_foreign(content) else 1]]:
        try:
            codecs.decode(content, encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise FileError("file.unknown_encoding", name)


_CODE_PAGES = ("cp932", "cp1252")
_KANA = re.compile(r"[ぁ-んァ-ヶ]")
_FOREIGN_SHARE = 20


def _hardly_foreign(content: bytes) -> bool:
    foreign = sum(byte > 127 for byte in content)
    kana = _KANA.search(content.decode("cp932", errors="ignore"))
    return foreign * _FOREIGN_SHARE < len(content) and not kana


def _csv_rows(name: str, text: str) -> list[tuple[Cell, ...]]:
    kept: dict[str, str] = {}
    rows: list[tuple[Cell, ...]] = []
    line = 1
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter_of(text))
        for row in reader:
            line = reader.line_num
            if len(row) > COLUMNS_LIMIT or any(len(cell) > CELL_LIMIT for cell in row):
                raise FileError("file.too_large", f"{name}, row {len(rows) + 1}", limit_cells=COLUMNS_LIMIT)
            rows.append(tuple(kept.setdefault(cell, cell) for cell in row))
    except csv.Error as trouble:
        raise FileError("file.broken", f"{name}, line {line}", reason=str(trouble)[:80]) from None
    return rows


def _delimiter_of(text: str) -> str:
    """Choose the delimiter that splits the first lines into most columns, most alike; a comma if none does."""
    sample = list(_first_lines(text))

    def score(delimiter: str) -> int:
        counts = sorted(len(row) for row in csv.reader(sample, delimiter=delimiter))
        return counts[len(counts) // 2] if counts else 0

    return max(_DELIMITERS, key=lambda delimiter: (score(delimiter), -_DELIMITERS.index(delimiter)))


def _first_lines(text: str) -> Iterator[str]:
    stream = io.StringIO(text[:200_000], newline="")
    for _ in range(_SAMPLE_LINES):
        line = stream.readline()
        if not line:
            return
        yield line.replace("\x00", "")


_READERS: Mapping[str, Callable[[str, bytes], Book]] = {"xlsx": _read_xlsx, "ods": _read_ods, "csv": _read_csv}


# --- out --------------------------------------------------------------------------------------------------------------

_STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def safe_cell(text: str) -> str:
    """Give a text that no spreadsheet program takes for a formula: a leading = + - @, tab or line end is quoted.

    The quote is an apostrophe, which the programs themselves use to mark text (OWASP, CSV injection).
    """
    return "'" + text if text.startswith(_STARTS_A_FORMULA) else text


def _plain(value: object) -> str | int | Decimal:
    """Give a value for a file: figures stay figures, all else is safe text."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return safe_cell("" if value is None else str(value))
    return value


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], marking: str = "") -> None:
    """Write a table as CSV, UTF-8 with its mark so that Japanese shows right; every cell safe.

    ``marking`` stands alone on the first and on the last line, where there is one.
    """
    banner = [[safe_cell(marking)]] if marking else []
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerows(banner)
        writer.writerow([safe_cell(title) for title in header])
        writer.writerows([_plain(value) for value in row] for row in rows)
        writer.writerows(banner)


def write_xlsx(
    path: Path, sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[object]]]], marking: str = ""
) -> None:
    """Write tables as a workbook, one sheet for each name, headings bold and frozen; every cell safe.

    A decimal or whole number that a spreadsheet's number cannot hold exactly is written as text. ``marking`` stands
    alone on the first and on the last line of each sheet, and at the head and foot of each printed page. Raises
    ``FileError``.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            _write_sheets(book, sheets, marking)
    except FileCreateError as trouble:
        raise of_system(OSError(*trouble.args[0].args), path) from trouble


def _write_sheets(
    book: xlsxwriter.Workbook, sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[object]]]], marking: str
) -> None:
    first = int(bool(marking))
    bold = book.add_format({"bold": True})
    for title, (header, rows) in sheets.items():
        sheet = book.add_worksheet(title[:31])
        sheet.freeze_panes(first + 1, 0)
        for column, text in enumerate(header):
            sheet.write_string(first, column, safe_cell(text), bold)
        line = first
        for line, row in enumerate(rows, start=first + 1):
            for column, value in enumerate(row):
                _write_cell(sheet, line, column, _plain(value))
        if marking:
            _mark(sheet, marking, line + 1)


def _mark(sheet: xlsxwriter.worksheet.Worksheet, marking: str, last: int) -> None:
    for line in (0, last):
        sheet.write_string(line, 0, safe_cell(marking))
    running = "&C" + marking.replace("&", "&&")[:_RUNNING]
    sheet.set_header(running)
    sheet.set_footer(running)


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, line: int, column: int, value: str | int | Decimal) -> None:
    if isinstance(value, str):
        sheet.write_string(line, column, value[:CELL_LIMIT])
    elif len(str(value).strip("-0.").replace(".", "")) <= sys.float_info.dig:
        sheet.write_number(line, column, value)
    else:
        sheet.write_string(line, column, str(value))
