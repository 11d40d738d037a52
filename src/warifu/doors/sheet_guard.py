"""The guard before the spreadsheet reader: what a zipped book would unpack to, counted before it is. Floor 5.

Law: nothing is handed to the reader whose size is not known. Each member is inflated piece by piece and thrown away,
whatever its header claims; each sheet's last row and widest row are counted, because the reader lays out the whole
rectangle in memory, so that one cell in the far corner would otherwise fill the machine. Raises ``FileError``
file.too_large, file.broken, file.encrypted.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from warifu.core.errors import FileError

#: What all members together may unpack to, in bytes: a register of 100,000 rows and 20 columns takes a quarter.
UNPACKED_LIMIT = 400_000_000
#: What a sheet's rectangle may hold, in cells.
CELLS_LIMIT = 8_000_000
ROWS_LIMIT = 1_048_576

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_PIECE = 1 << 20
_ENCRYPTED_FLAG = 0x1
_OVERLAP = 4096


def inspect_zip(content: bytes, name: str) -> list[str]:
    """Inflate every member once, counting, and give the members' names.

    Raises ``FileError`` file.broken, file.encrypted, file.too_large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            members = box.infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError):
        raise FileError("file.broken", name) from None
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise FileError("file.encrypted", name)
    unpacked = 0
    for member in members:
        for piece in pieces(content, member, name):
            unpacked += len(piece)
            if unpacked > UNPACKED_LIMIT:
                raise FileError("file.too_large", name, limit_bytes=UNPACKED_LIMIT)
    return [member.filename for member in members]


def pieces(content: bytes, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """Inflate one member piece by piece, trusting only its compressed size.

    Raises ``FileError`` file.broken.
    """
    start = member.header_offset
    header = content[start : start + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size:
        raise FileError("file.broken", name)
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    start += _LOCAL_HEADER.size + name_length + extra_length
    packed = memoryview(content)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _PIECE):
            yield bytes(packed[at : at + _PIECE])
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise FileError("file.broken", name)
    yield from _inflated(packed, name)


def _inflated(packed: memoryview, name: str) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), _PIECE):
            rest: bytes | memoryview = packed[at : at + _PIECE]
            while rest:
                piece = engine.decompress(rest, _PIECE)
                rest = engine.unconsumed_tail
                if piece:
                    yield piece
                elif not rest:
                    break
    except zlib.error:
        raise FileError("file.broken", name) from None


_XLSX_TOKEN = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)>")
_XLSX_ROW_AT = re.compile(rb'\br="(\d{1,9})"')
_XLSX_CELL_AT = re.compile(rb'\br="([A-Za-z]{1,4})(\d{1,9})"')
_ODS_TOKEN = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_ODS_ROWS = re.compile(rb'table:number-rows-repeated="(\d{1,9})"')
_ODS_COLUMNS = re.compile(rb'table:number-columns-repeated="(\d{1,9})"')
_ODS_VALUE = re.compile(rb"office:(?:value-type|value|date-value|string-value)=")


def check_extents(content: bytes, name: str) -> None:
    """Count the rectangle of every sheet of a zipped book; raises ``FileError`` file.too_large, file.broken."""
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        members = box.infolist()
    for member in members:
        path = member.filename
        if path == "content.xml":
            _check_ods(_tokens(pieces(content, member, name), _ODS_TOKEN), name)
        elif path.startswith("xl/worksheets/") and path.endswith(".xml"):
            _check_xlsx(_tokens(pieces(content, member, name), _XLSX_TOKEN), name)


def _tokens(parts: Iterator[bytes], pattern: re.Pattern[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Find all tags, also those that two pieces share: what follows the last closed tag waits for the next piece."""
    kept = b""
    for part in parts:
        text = kept + part
        cut = text.rfind(b">") + 1
        if cut == 0 and len(text) > _PIECE + _OVERLAP:
            text, cut = text[-_OVERLAP:], 0
        for found in pattern.finditer(text, 0, cut):
            yield found[1], found[2]
        kept = text[cut:]


def _check_xlsx(tokens: Iterator[tuple[bytes, bytes]], name: str) -> None:
    height = width = row = column = 0
    for tag, attributes in tokens:
        if tag == b"row":
            at = _XLSX_ROW_AT.search(attributes)
            row, column = int(at[1]) if at else row + 1, 0
        else:
            place = _XLSX_CELL_AT.search(attributes)
            column = _column_number(place[1]) if place else column + 1
            row = int(place[2]) if place else row
            height, width = max(height, row), max(width, column)
            _bound(height, width, name)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _check_ods(tokens: Iterator[tuple[bytes, bytes]], name: str) -> None:
    height = width = row = column = repeated = 0
    for tag, attributes in tokens:
        if tag == b"table":
            height = width = row = repeated = 0
        elif tag == b"table-row":
            row += repeated
            repeated, column = _times(_ODS_ROWS, attributes), 0
        else:
            column += _times(_ODS_COLUMNS, attributes)
            if _ODS_VALUE.search(attributes):
                height, width = max(height, row + repeated), max(width, column)
                _bound(height, width, name)


def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1


def _bound(height: int, width: int, name: str) -> None:
    if height > ROWS_LIMIT or height * width > CELLS_LIMIT:
        raise FileError("file.too_large", name, rows=height, columns=width, limit_cells=CELLS_LIMIT)
