"""The face made from slices: what only other slices hold is taken in, and nothing is made of nothing."""

from __future__ import annotations

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from warifu.core.errors import FileError
from warifu.doors import sentences
from warifu.doors.paper import fonts, press


def _slice(path, letters, size):
    """Write a slice of an invented face whose letters are boxes."""
    names = {ord(letter): f"g{ord(letter):04X}" for letter in letters}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((size, 0), (size, size), (0, size)):
        pen.lineTo(corner)
    pen.closePath()
    drawn = pen.glyph()
    builder.setupGlyf(dict.fromkeys([".notdef", *names.values()], drawn))
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (size, 0)))
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": "Invented", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.font.flavor = "woff"
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.save(path)


@pytest.fixture
def slices(tmp_path):
    source = tmp_path / "files"
    source.mkdir()
    for weight in fonts.WEIGHTS:
        _slice(source / f"face-japanese-{weight}-normal.woff", "漢あ", 900)
        _slice(source / f"face-119-{weight}-normal.woff", "漢℃→", 400)
        _slice(source / f"face-latin-{weight}-normal.woff", "A𠮟", 500)
    (tmp_path / "LICENSE").write_text("terms of an invented face", encoding="utf-8")
    return source


def test_the_slices_become_one_file_a_weight(slices, tmp_path):
    made = fonts.build(slices, tmp_path / "face")
    assert [path.name for path in made] == list(fonts.WEIGHTS.values())
    for path in made:
        font = TTFont(path)
        assert {chr(code) for code in font.getBestCmap()} == set("漢あ℃→A𠮟")
        assert font["hmtx"][font.getBestCmap()[ord("漢")]][0] == 900  # the first slice's own stays
        assert font["hmtx"][font.getBestCmap()[ord("→")]][0] == 400
        assert press.covered(path) == {ord(letter) for letter in "漢あ℃→A𠮟"}
    assert (tmp_path / "face" / fonts.LICENCE).read_text(encoding="utf-8").startswith("terms")


def test_the_same_slices_give_the_same_bytes(slices, tmp_path):
    one, two = (fonts.build(slices, tmp_path / name)[0].read_bytes() for name in ("one", "two"))
    assert one == two


def test_without_slices_nothing_is_made(tmp_path, capsys):
    with pytest.raises(FileError) as refused:
        fonts.build(tmp_path, tmp_path / "face")
    assert refused.value.code == "paper.slices_missing"
    assert "weight 400" in sentences.of_error(refused.value, "en")
    assert fonts.main([str(tmp_path), str(tmp_path / "face")]) == 1
    assert fonts.main([]) == 1
    assert "paper.slices_missing" in capsys.readouterr().err


def test_the_command_says_what_it_made(slices, tmp_path, capsys):
    assert fonts.main([str(slices), str(tmp_path / "face")]) == 0
    assert "BIZUDPGothic-Regular.ttf" in capsys.readouterr().out


def test_the_face_of_the_forms_is_the_one_that_is_named():
    for name in fonts.WEIGHTS.values():
        assert TTFont(fonts.folder() / name)["name"].getDebugName(1) == fonts.FAMILY
