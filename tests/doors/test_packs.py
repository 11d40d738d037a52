"""What lawyers get: rules with their standing, faults found, one workbook in which nothing can run."""

from __future__ import annotations

import re
import zipfile

import pytest
from msgspec.structs import replace
from rich.console import Console

from warifu.core.errors import FileError
from warifu.doors import packs as door
from warifu.doors.sheets import read_book
from warifu.law.pack import Pack
from warifu.node.open import all_checks, all_packs, rooms
from warifu.packs import names

PACKS = list(all_packs().values())
JP = next(pack for pack in PACKS if pack.id == "law/jp")


def _with(pack: Pack, *, articles=None, **changes) -> Pack:
    return Pack(replace(pack.data, **changes), articles or pack.articles.values(), all_checks())


def test_no_pack_of_the_program_has_a_fault():
    assert door.check(PACKS, rooms()) == []
    assert [pack.id for pack in PACKS] == list(names()), "a pack that lies here is for a room that is joined"


def test_every_rule_is_shown_with_its_standing():
    for pack in PACKS:
        rows = door.show(pack)
        assert [row.rule for row in rows] == list(pack.rules)
        assert {row.standing for row in rows} <= {"text", "sister", "draft"}


def test_what_is_still_to_be_checked_is_all_that_is_not_text():
    for pack in PACKS:
        listed = {row[0] for row in door.to_check(pack)}
        assert listed == {each.id for each in pack.articles.values() if each.standing != "text"}
    assert any(door.to_check(pack) for pack in PACKS)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_terminal_shows_every_rule(language):
    console = Console(width=200, record=True)
    console.print(door.terminal_table(JP, language))
    shown = console.export_text()
    assert all(rule in shown for rule in JP.rules)
    assert (
        "自衛隊法第100条の8第1項第9号" if language == "ja" else "Self-Defense Forces Act Art. 100-8(1) item 9"
    ) in shown


def _faults(pack: Pack) -> set[tuple[str, str]]:
    return {(fault.code, fault.where) for fault in door.check([pack], rooms())}


def test_an_empty_paraphrase_is_found():
    first, *rest = JP.articles.values()
    assert ("article.text_missing", first.id) in _faults(_with(JP, articles=[replace(first, ja=" "), *rest]))


def test_a_kind_that_no_room_knows_is_found():
    first, *rest = JP.data.rule
    assert ("rule.kind_unknown", first.id) in _faults(
        _with(JP, rule=(replace(first, kinds=("logistics/gift",)), *rest))
    )


def test_a_pack_that_is_neither_agreement_nor_own_law_is_found():
    assert ("pack.neither_agreement_nor_own_law", "pack") in _faults(_with(JP, law_of=""))


def test_rulings_that_do_not_fit_the_rules_are_found():
    first, *rest = JP.data.rule
    found = _faults(_with(JP, rule=tuple(rest)))
    assert ("ruling.rule_unknown", "jp-before-the-first-day") in found
    moved = _faults(_with(JP, rule=(replace(first, article="sdf:100-11"), *rest)))
    assert ("ruling.another_article", "jp-before-the-first-day") in moved


def test_a_rule_that_never_refuses_is_found():
    last = replace(JP.data.rule[-1], id="jp.spare")
    assert ("rule.never_refuses", "jp.spare") in _faults(_with(JP, rule=(*JP.data.rule, last)))


def test_the_workbook_holds_everything_and_nothing_that_runs(tmp_path):
    path = tmp_path / "packs.xlsx"
    first, *rest = JP.articles.values()
    planted = _with(JP, articles=[replace(first, source='=HYPERLINK("x")', en="+1", ja="＝1"), *rest])
    door.export_xlsx([*(pack for pack in PACKS if pack.id != JP.id), planted], path)
    book = {sheet.name: sheet.rows for sheet in read_book(path).sheets}
    assert len(book["Rules 規則"]) == 1 + sum(len(pack.rules) for pack in PACKS)
    assert len(book["Articles 根拠"]) == 1 + sum(len(pack.articles) for pack in PACKS)
    assert len(book["Rulings 判定例"]) == 1 + sum(len(door.rulings_of(pack.id)) for pack in PACKS)
    assert len(book["law-jp 2025-05-27"]) == len(book["law-jp 2025-05-28"]) > 3000
    assert all("text" not in row[3] for row in book["To check 要確認"][1:])
    cells = {str(cell) for rows in book.values() for row in rows for cell in row}
    assert not {cell for cell in cells if cell.startswith(tuple("=+-@＝＋－＠"))}
    with zipfile.ZipFile(path) as box:
        pages = [box.read(name) for name in box.namelist() if name.startswith("xl/worksheets/")]
    assert not any(re.search(rb"<f[ >/]", page) for page in pages)


def test_a_workbook_that_cannot_be_written_says_so(tmp_path):
    with pytest.raises(FileError) as caught:
        door.export_xlsx([JP], tmp_path / "nowhere" / "packs.xlsx")
    assert caught.value.code == "file.not_there"
