"""Words that rooms and packs bring: read beside the central ones, in both languages, and never twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from warifu.doors import catalogues


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in which two rooms and a pack may bring words."""
    doors = tmp_path / "doors"
    for each in ("doors", "rooms/quay/words", "rooms/yard/words", "packs/gb-jp/quay/words"):
        (tmp_path / each).mkdir(parents=True)
    monkeypatch.setattr(catalogues, "HERE", doors)
    monkeypatch.setattr(catalogues, "_BRING", (tmp_path / "rooms", tmp_path / "packs"))
    for read in (catalogues.sentences, catalogues.pages, catalogues.paper, catalogues.tables):
        monkeypatch.setattr(catalogues, read.__name__, read.__wrapped__)  # type: ignore[attr-defined]
    say(doors / "sentences.toml", "sentence", "a.one", en="one", ja="一")
    return tmp_path


def say(file: Path, part: str, code: str, **both: str) -> None:
    said = ", ".join(f'{language} = "{text}"' for language, text in both.items())
    with file.open("a", encoding="utf-8") as written:
        written.write(f'[{part}]\n"{code}" = {{ {said} }}\n')


def test_what_a_room_and_a_pack_bring_stands_beside_the_rest(folder):
    say(folder / "rooms/quay/words/sentences.toml", "sentence", "quay.long", en="too long", ja="長すぎる")
    say(folder / "packs/gb-jp/quay/words/sentences.toml", "next", "quay.long", en="shorten it", ja="短くする")
    found = catalogues.sentences()
    assert list(found["sentence"]) == ["a.one", "quay.long"]
    assert found["next"]["quay.long"] == {"en": "shorten it", "ja": "短くする"}
    assert found["word"] == {}


def test_other_files_of_a_folder_of_words_are_not_read(folder):
    (folder / "rooms/quay/words/notes.toml").write_text("not = [toml", encoding="utf-8")
    assert catalogues.brought("*") == []


def test_nothing_is_said_twice_whoever_says_it(folder):
    say(folder / "rooms/quay/words/sentences.toml", "sentence", "a.one", en="another", ja="別")
    with pytest.raises(ValueError, match=r"rooms/quay/words/sentences\.toml: sentence\.a\.one stands in doors/sent"):
        catalogues.sentences()


def test_two_rooms_do_not_say_the_same(folder):
    for room in ("quay", "yard"):
        say(folder / f"rooms/{room}/words/pages.toml", "field", "length", en="Length", ja="長さ")
    with pytest.raises(ValueError, match=r"rooms/yard/words/pages\.toml: field\.length stands in rooms/quay"):
        catalogues.pages()


@pytest.mark.parametrize("both", [{"en": "long"}, {"en": "long", "ja": ""}, {"en": "long", "ja": "長", "fr": "long"}])
def test_a_phrase_has_both_languages_and_no_other(folder, both):
    say(folder / "rooms/quay/words/pages.toml", "field", "length", **both)
    with pytest.raises(ValueError, match=r"rooms/quay/words/pages\.toml: field\.length lacks a language"):
        catalogues.pages()


def test_a_part_that_no_door_reads_is_refused(folder):
    say(folder / "rooms/quay/words/sentences.toml", "sentences", "quay.long", en="too long", ja="長すぎる")
    with pytest.raises(ValueError, match=r"there is no part sentences"):
        catalogues.sentences()


def test_a_file_that_cannot_be_read_is_named(folder):
    (folder / "rooms/quay/words/sentences.toml").write_text("[sentence", encoding="utf-8")
    with pytest.raises(ValueError, match=r"rooms/quay/words/sentences\.toml: "):
        catalogues.sentences()


def test_a_table_is_shown_as_its_room_says(folder):
    shown = '[quay_stay]\nen = "Stays"\nja = "停泊"\ncolumns = "on_day:day length:number"\n'
    (folder / "rooms/quay/words/tables.toml").write_text(shown, encoding="utf-8")
    assert catalogues.tables() == {"quay_stay": ("Stays", "停泊", "on_day:day length:number")}
    (folder / "packs/gb-jp/quay/words/tables.toml").write_text(shown, encoding="utf-8")
    with pytest.raises(ValueError, match=r"packs/gb-jp/quay/words/tables\.toml: quay_stay stands twice"):
        catalogues.tables()


def test_every_file_of_words_in_the_program_is_read():
    assert {file.name for file in catalogues.brought("*")} <= set(catalogues.BROUGHT)
    assert catalogues.HERE / "sentences.toml" in catalogues.files()
    assert len(catalogues.sentences()["sentence"]) > 500
