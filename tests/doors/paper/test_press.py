"""The press: one record, one PDF; what is claimed of it, and that everything said stands on the page, in its place."""

from __future__ import annotations

import os
import subprocess
import sys

import pypdfium2.raw as pdfium_raw
import pytest

from tests.doors.paper import pages
from warifu.core.errors import FileError
from warifu.doors import sentences
from warifu.doors.paper import fonts, press, symbol, words
from warifu.doors.paper.sheet import Box, Column, Fact, Facts, Sheet, Symbol, Table, Words
from warifu.doors.sentences import Both

AT = 1_790_000_000
DIGEST = bytes(range(32))
FACTS = Facts(Both("Particulars", "記載事項"), (Fact(Both("settlement", "決済の方法"), Both("set-off", "相殺")),))


def a_sheet(*parts, **more) -> Sheet:
    plain = Sheet(
        title=Both("Receipt", "受領書"),
        under=Both("Agreement of invention", "架空の協定"),
        marking=Both("OFFICIAL", "標記なし"),
        number="GB-CALDER-26-0001",
        case=DIGEST,
        digest=DIGEST,
        made=AT,
        parts=parts or (FACTS,),
        boxes=(Box(Both("United Kingdom", "英国"), Both("receiving officer", "受領担当官")),) * 2,
        symbol=Symbol(symbol.payload(symbol.ACT, bytes(483)), Both("code", "二次元コード")),
    )
    return plain._replace(**more)


def lines(count: int, item: str = "Fuel, naval distillate F-76", **more: str) -> Table:
    heads = (("line", "明細", 1), ("item", "品名", 4), ("quantity", "数量", 3), ("amount", "金額", 3))
    columns = tuple(Column(Both(en, ja), share=share, figures=share == 3) for en, ja, share in heads)
    row = (words.plain(item), words.plain(more.get("quantity", "120,000 L")), words.plain(more.get("sum", "JPY 1")))
    return Table(Both("Lines", "明細"), columns, tuple((words.plain(str(at)), *row) for at in range(1, count + 1)))


def test_the_same_record_gives_the_same_bytes():
    assert press.form(a_sheet()) == press.form(a_sheet())


def test_only_the_record_says_what_time_it_is():
    early, late = press.form(a_sheet()), press.form(a_sheet(made=AT + 60))
    assert early != late
    assert "211413ZSEP26" in pages.text(early)
    assert "211414ZSEP26" in pages.text(late)


def test_the_file_claims_archive_and_accessible():
    made = press.form(a_sheet())
    for claim in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert claim.encode() in made
    document = pages.opened(made)
    assert pdfium_raw.FPDFCatalog_IsTagged(document)
    assert document.get_metadata_value("Title") == "Receipt / 受領書"
    assert document.get_metadata_value("CreationDate").startswith("D:20260921141320")


def test_both_languages_can_be_read_back_as_text():
    said = pages.text(press.form(a_sheet()))
    for word in (
        "Receipt",
        "受領書",
        "set-off",
        "相殺",
        "OFFICIAL",
        "標記なし",
        "signature / 署名",
        "GB-CALDER-26-0001",
    ):
        assert word in said


def test_the_digest_stands_in_hex_words_and_kana():
    from warifu.core import fingerprint

    said = pages.bare(press.form(a_sheet()))
    assert DIGEST.hex() in said
    assert "".join(fingerprint.words(DIGEST)) in said
    assert "".join(fingerprint.kana(DIGEST)) in said


def test_no_text_is_read_as_markup():
    hostile = '#panic("no") *bold* $x$ @ref <label> #read("form.typ") // gone'
    said = pages.text(
        press.form(a_sheet(Facts(words.plain("P"), (Fact(words.plain("remarks"), words.plain(hostile)),))))
    )
    assert hostile in said


@pytest.mark.parametrize(
    ("letter", "named"),
    [("😀", "U+1F600"), ("Ω", "U+03A9"), ("\u202e", "U+202E"), ("\x07", "U+0007"), ("\U000e0041", "U+E0041")],
)
def test_what_cannot_be_shown_is_shown_to_be_missing(letter, named):
    said = pages.text(
        press.form(a_sheet(Facts(words.plain("P"), (Fact(words.plain("remarks"), words.plain(f"a{letter}b")),))))
    )
    assert "a〓b" in said
    assert named in said


def test_names_with_rare_kanji_are_shown_as_they_are():
    name = "髙﨑 𠮟 〇 ㈱ ① ℃"
    made = press.form(a_sheet(Facts(words.plain("P"), (Fact(words.plain("name"), words.plain(name)),))))
    assert "〓" not in pages.text(made)


def test_many_lines_take_many_pages_each_with_its_head_and_banner():
    made = press.form(a_sheet(lines(64), exercise=True))
    found = pages.texts(made)
    assert len(found) > 1
    for at, page in enumerate(found, start=1):
        assert f"{at}/{len(found)}" in page
        assert page.count("OFFICIAL") == 2
        assert "EXERCISE" in page
        assert "GB-CALDER-26-0001" in page
    assert sum("quantity" in page for page in found) > 1


def test_a_rehearsal_is_marked_across_each_page():
    assert "EXERCISE" in pages.text(press.form(a_sheet(exercise=True)))
    assert "EXERCISE" not in pages.text(press.form(a_sheet()))


WORST = {
    "long names": a_sheet(
        FACTS,
        lines(
            3, "W" * 300, quantity="999,999,999,999,999,999,999,999,999,999,999,999 L", sum="GBP " + "9," * 40 + "9.99"
        ),
        number="GB-" + "W" * 120,
        title=Both("Receipt and inspection of replacement goods " * 2, "同種物品による返還の受領・検収書" * 2),
        boxes=(
            Box(Both("United Kingdom " * 4, "英国" * 20), Both("officer " * 9, "担当官" * 9), words.plain("N" * 200)),
        )
        * 2,
    ),
    "long words": a_sheet(
        Facts(words.plain("P" * 200), (Fact(words.plain("l" * 90), words.plain("m" * 900)),)),
        Words(words.plain("A"), (Both("x" * 700, "約" * 700),)),
    ),
    "nothing": a_sheet(FACTS, under=words.plain(""), number="", symbol=None, boxes=(), digest=b"", case=b""),
    "thirteen columns": a_sheet(
        Table(
            words.plain("T"),
            tuple(Column(Both("prevailing measure", "優先計測"), share=1 + at % 3) for at in range(13)),
            (tuple(Both("JPY 13,440,000 provider's", "提供側の計測 120,000リットル") for _ in range(13)),) * 3,
        )
    ),
    "a full symbol": a_sheet(symbol=Symbol(symbol.payload(symbol.ACT, bytes(symbol.MOST_BYTES)), Both("c", "二次元"))),
    "four boxes": a_sheet(boxes=(Box(Both("Japan", "日本国"), Both("reader", "読み合わせた担当官")),) * 4),
}


@pytest.mark.parametrize("name", sorted(WORST))
def test_no_text_leaves_its_box(name):
    made = press.form(WORST[name])
    assert not pages.overlaps(made)
    assert not pages.outside(made)


@pytest.mark.parametrize("name", ["long names", "long words", "thirteen columns"])
def test_a_text_that_leaves_its_box_would_be_found(name, monkeypatch):
    monkeypatch.setattr(press, "_broken", lambda run, _fits: run)
    made = press.form(WORST[name])
    assert pages.overlaps(made) or pages.outside(made)


_PATH = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def test_the_press_knows_no_web_no_database_and_no_node():
    pure = ", ".join(f"warifu.doors.paper.{each}" for each in ("press", "reading", "bodies"))
    told = f"import sys, {pure}; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, env=_PATH)
    known = set(ran.stdout.split())
    assert "typst" in known
    assert not {"django", "warifu.node.node", "warifu.record.log", "sqlite3", "http.client"} & known


def test_whatever_is_long_is_all_there():
    said = pages.bare(press.form(WORST["long names"]))
    assert "W" * 300 in said
    assert said.count("999,999,999,999,999,999,999,999,999,999,999,999") == 3
    assert "GB-" + "W" * 120 in said


def test_without_the_face_nothing_is_printed(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    with pytest.raises(FileError) as refused:
        press.form(a_sheet())
    assert refused.value.code == "paper.face_missing"
    assert "BIZ UDPGothic" in sentences.of_error(refused.value, "en")
    assert "書体" in sentences.of_error(refused.value, "ja")


def test_the_time_of_the_machine_is_not_asked(monkeypatch):
    made = press.form(a_sheet())
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "978307200")
    assert press.form(a_sheet()) == made
