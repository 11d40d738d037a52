"""Files of people: read as what they are and never as what they claim; written so that nothing in them runs."""

import csv
import struct
import zipfile
import zlib
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter

from warifu.core.errors import FileError
from warifu.doors import sheet_guard, sheets
from warifu.doors.sheets import parse_book, read_book, safe_cell, write_csv, write_xlsx
from warifu.rooms.logistics.register.grid import Merge


def code_of(path):
    with pytest.raises(FileError) as caught:
        read_book(path)
    assert path.name in caught.value.where
    return caught.value.code


def small_book(path, **options):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("One")
        sheet.merge_range(0, 0, 0, 2, "Title")
        sheet.write_row(1, 0, ["Ref", "Qty", "Value"])
        sheet.write_row(2, 0, ["A-1", 12, 12.34])
        sheet.write_formula(3, 0, options.get("formula", '=HYPERLINK("x")'), value=options.get("value", "kept"))
        sheet.write_datetime(3, 1, datetime(2022, 4, 17), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
        hidden = book.add_worksheet("Two")
        hidden.hide()
    return path


def test_a_book_becomes_grids(tmp_path):
    book = read_book(small_book(tmp_path / "a.xlsx"))
    one, two = book.sheets
    assert one.rows[:3] == [("Title", "", ""), ("Ref", "Qty", "Value"), ("A-1", 12, Decimal("12.34"))]
    assert one.merges == (Merge(0, 0, 0, 2),)
    assert (one.hidden, two.hidden, book.kind) == (False, True, "xlsx")


def test_a_formula_is_its_last_value_and_never_reckoned(tmp_path):
    rows = read_book(small_book(tmp_path / "a.xlsx", formula="=1+1", value=7)).sheets[0].rows
    assert rows[3][0] == 7
    assert rows[3][1] == date(2022, 4, 17)


def test_the_code_page_of_british_spreadsheets(tmp_path):
    line = "A/1,3/5/2021,Issued,3,ea,Food,Crew’s rations – hot,HMS Calder’s\r\n"
    path = tmp_path / "a.csv"
    path.write_bytes(("Ref,Date,Direction,Qty,Unit,Category,Item,Value (£)\r\n" + line * 4).encode("cp1252"))
    book = read_book(path)
    assert (book.encoding, book.sheets[0].rows[0][-1], book.sheets[0].rows[1][6]) == (
        "cp1252", "Value (£)", "Crew’s rations – hot",
    )  # fmt: skip
    path.write_bytes("整理番号,年月日,金額\r\nA-1,R4.4.1,\\100\r\n".encode("cp932"))
    assert (read_book(path).encoding, read_book(path).sheets[0].rows[0][0]) == ("cp932", "整理番号")


def test_what_is_not_there(tmp_path):
    assert code_of(tmp_path / "no.xlsx") == "file.not_there"
    (tmp_path / "folder.xlsx").mkdir()
    assert code_of(tmp_path / "folder.xlsx") == "file.is_a_folder"


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.csv"])
def test_an_empty_file(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    assert code_of(tmp_path / name) == "file.empty"


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.csv"])
def test_a_renamed_pdf(tmp_path, name):
    (tmp_path / name).write_bytes(b"%PDF-1.7\n" + b"x" * 2000)
    assert code_of(tmp_path / name) == "file.not_what_it_says"


def test_other_renamed_files(tmp_path):
    book = small_book(tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "a.ods").write_bytes(book)
    assert code_of(tmp_path / "a.ods") == "file.not_what_it_says"
    (tmp_path / "a.csv").write_bytes(book)
    assert code_of(tmp_path / "a.csv") == "file.not_what_it_says"
    (tmp_path / "b.csv").write_bytes(b"\x7fELF\x01\x02\x00\x00" + b"\x00" * 50 + b"text")
    assert code_of(tmp_path / "b.csv") == "file.not_what_it_says"
    (tmp_path / "a.doc").write_bytes(b"text")
    assert code_of(tmp_path / "a.doc") == "file.unknown_kind"


def test_an_encrypted_book(tmp_path):
    sealed = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600
    )
    (tmp_path / "a.xlsx").write_bytes(sealed)
    assert code_of(tmp_path / "a.xlsx") == "file.encrypted"
    (tmp_path / "old.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    assert code_of(tmp_path / "old.xlsx") == "file.not_what_it_says"


def test_an_encrypted_member(tmp_path):
    content = bytearray(small_book(tmp_path / "a.xlsx").read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    (tmp_path / "b.xlsx").write_bytes(content)
    assert code_of(tmp_path / "b.xlsx") == "file.encrypted"


def test_a_truncated_book(tmp_path):
    content = small_book(tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "b.xlsx").write_bytes(content[: len(content) // 2])
    assert code_of(tmp_path / "b.xlsx") == "file.broken"


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_book_is_read_or_refused(tmp_path, seed):
    content = bytearray(small_book(tmp_path / "a.xlsx").read_bytes())
    content[(seed * 7919 + 100) % len(content)] ^= 0xFF
    outcome = "read"
    try:
        parse_book("b.xlsx", bytes(content))
    except FileError as refused:
        outcome = refused.code
    assert outcome == "read" or outcome.startswith("file.")


def test_a_file_of_200_megabytes_is_not_opened(tmp_path):
    path = tmp_path / "a.xlsx"
    with path.open("wb") as stream:
        stream.seek(200_000_000)
        stream.write(b"x")
    assert code_of(path) == "file.too_large"


def bomb(path, declared):
    """Write a zip whose one sheet inflates to far more than it says."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("xl/workbook.xml", "<workbook/>")
        box.writestr("xl/worksheets/sheet1.xml", b"\x00" * declared)
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.rindex(mark)
        content[at + offset : at + offset + 4] = struct.pack("<I", 10)
    path.write_bytes(content)


def test_a_bomb_that_lies_about_its_size(tmp_path, monkeypatch):
    monkeypatch.setattr(sheet_guard, "UNPACKED_LIMIT", 5_000_000)
    bomb(tmp_path / "a.xlsx", 20_000_000)
    assert code_of(tmp_path / "a.xlsx") == "file.too_large"


def test_one_cell_in_the_far_corner_does_not_fill_the_machine(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "here")
        sheet.write_string(1_048_575, 16_383, "there")
    assert code_of(path) == "file.too_large"


def ods(path, rows):
    body = f'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="T">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'  # noqa: E501
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'  # noqa: E501
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        box.writestr("META-INF/manifest.xml", manifest)
        box.writestr("content.xml", body)
    return path


def test_repeated_cells_of_an_open_document(tmp_path):
    cell = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'
    good = ods(tmp_path / "a.ods", f"<table:table-row>{cell.format('')}</table:table-row>")
    assert read_book(good).sheets[0].rows == [("x",)]
    wide = cell.format(' table:number-columns-repeated="16384"')
    bad = ods(tmp_path / "b.ods", f'<table:table-row table:number-rows-repeated="1048576">{wide}</table:table-row>')
    assert code_of(bad) == "file.too_large"
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'  # noqa: E501
    tail = ods(tmp_path / "c.ods", f"<table:table-row>{cell.format('')}</table:table-row>{blank}")
    assert read_book(tail).sheets[0].rows[0] == ("x",)


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp932", "cp932"), ("utf-16", "utf-16")]
)
def test_encodings_of_text(tmp_path, encoding, told):
    path = tmp_path / "a.csv"
    path.write_bytes('整理番号,数量\r\n英1-003,"８４５，０６３"\r\n'.encode(encoding))
    book = read_book(path)
    assert book.encoding == told
    assert book.sheets[0].rows == [("整理番号", "数量"), ("英1-003", "８４５，０６３")]


def test_text_in_no_known_encoding(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a,b\r\n\x81\xff\xfe,\xff\r\n")
    assert code_of(tmp_path / "a.csv") == "file.unknown_encoding"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(tmp_path, delimiter):
    path = tmp_path / "a.csv"
    path.write_text(
        delimiter.join(["a", "b", "c"]) + "\n" + delimiter.join(["1", "x, y", "3"]).replace("x, y", '"x, y"') + "\n"
    )
    assert read_book(path).sheets[0].rows == [("a", "b", "c"), ("1", "x, y", "3")]


def test_a_cell_without_end(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n" + "x" * 40_000 + ",1\n")
    assert code_of(tmp_path / "a.csv") in {"file.too_large", "file.broken"}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1+1", '=cmd|"/c calc"!A1'])
def test_no_cell_starts_a_formula(text):
    assert safe_cell(text) == "'" + text
    assert safe_cell("plain " + text) == "plain " + text


def test_what_is_written_is_safe_and_reads_back(tmp_path):
    rows = [("=1+1", Decimal("12.34"), None), ("英1-003", 10**17 + 1, "-5")]
    write_csv(tmp_path / "a.csv", ["=ref", "n", "x"], rows)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["'=ref", "n", "x"],
            ["'=1+1", "12.34", ""],
            ["英1-003", str(10**17 + 1), "'-5"],
        ]
    write_xlsx(tmp_path / "a.xlsx", {"S": (["=ref", "n", "x"], rows)})
    back = read_book(tmp_path / "a.xlsx").sheets[0].rows
    assert back[1] == ("'=1+1", Decimal("12.34"), "")
    assert back[2] == ("英1-003", str(10**17 + 1), "'-5")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as box:
        assert b"<f>" not in box.read("xl/worksheets/sheet1.xml")


def test_members_are_inflated_without_trust(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("m", b"y" * 3_000_000)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as box:
        member = box.infolist()[0]
    assert sum(map(len, sheet_guard.pieces(content, member, "a"))) == 3_000_000
    assert zlib.crc32(b"".join(sheet_guard.pieces(content, member, "a"))) == member.CRC


def test_limits_are_stated():
    assert sheets.FILE_LIMIT < 200_000_000
    assert sheet_guard.CELLS_LIMIT >= 100_000 * 40
