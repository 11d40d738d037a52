"""The words of the forms: nothing that an act can say is without a word in both languages, and each can be printed."""

from __future__ import annotations

import re
import tomllib
import typing
import zoneinfo
from datetime import UTC, date, datetime

import msgspec
import pytest

from warifu import packs
from warifu.core.units import UNITS
from warifu.doors import catalogues, sentences
from warifu.doors.paper import bodies, chain, fonts, press, words
from warifu.node.open import all_packs, rooms

KINDS = {name: kind for room in rooms().values() for name, kind in room.kinds.items()}
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
SAME_IN_BOTH = {"—"}
CODES = "reason", "reasons", "codes", "refusals", "emergencies", "conditions", "measures"


def _tables():
    return catalogues.paper()


def _records():
    """(record, field, type) of everything that a body can hold, however deep."""
    waiting, seen = [kind.body for kind in KINDS.values()], set()
    while waiting:
        record = waiting.pop()
        if record in seen:
            continue
        seen.add(record)
        for name, hint in typing.get_type_hints(record).items():
            yield record.__name__, name, hint
            waiting += [each for each in _parts(hint) if isinstance(each, type) and issubclass(each, msgspec.Struct)]


def _parts(hint):
    inner = typing.get_args(hint)
    return [hint, *(part for each in inner for part in _parts(each))]


def test_every_kind_has_a_title_and_no_title_is_without_its_kind():
    assert not {name.partition(":")[0] for name in _tables()["title"]} - set(KINDS)
    assert [name for name in KINDS if not JAPANESE.search(words.title(name).ja)] == []


def test_every_field_has_a_word():
    fields = _tables()["field"]
    missing = {
        f"{record}.{name}"
        for record, name, _ in _records()
        if name not in fields
        and f"{record}.{name}" not in fields
        and name not in {"exponent", "mantissa"}
        and not JAPANESE.search(words.field(record, name).ja)
    }
    assert not missing


def test_no_word_is_for_a_field_that_is_not_there():
    known = {name for _, name, _ in _records()} | {f"{record}.{name}" for record, name, _ in _records()}
    assert not set(_tables()["field"]) - known


def test_every_list_and_record_within_a_body_has_a_title():
    untitled = {
        f"{record}.{name}"
        for record, name, hint in _records()
        for each in _parts(hint)
        if isinstance(each, type)
        and issubclass(each, msgspec.Struct)
        and not JAPANESE.search(words.part(name, each.__name__).ja)
    }
    assert not untitled


def test_every_choice_of_a_field_has_a_word():
    missing = set()
    for _, name, hint in _records():
        for each in _parts(hint):
            if typing.get_origin(each) is typing.Literal:
                missing |= {
                    f"{name}={code}" for code in typing.get_args(each) if code and words.code(name, code).ja == code
                }
    assert not missing


def _listed(value, inside=False):
    """Codes in the lists that packs give under names of reasons and conditions."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _listed(each, inside or name in CODES)
    elif inside and isinstance(value, list | tuple):
        yield from (each for each in value if isinstance(each, str) and each)


def test_every_reason_and_condition_of_a_pack_has_a_word():
    found = {code for pack in all_packs().values() for rule in pack.data.rule for code in _listed(rule.params)}
    assert len(found) > 50
    missing = {code for code in found if code not in {"person", "node"} and words.code("reason", code).ja == code}
    assert not missing


def test_every_text_of_every_kind_has_a_word():
    for kind in KINDS.values():
        room = kind.name.partition("/")[0]
        assert [number for number in kind.slots if not JAPANESE.search(words.slot(room, number).ja)] == []


def test_japanese_is_japanese_and_english_is_english():
    amiss = []
    for part, table in _tables().items():
        for name, both in table.items():
            if both["ja"] in SAME_IN_BOTH:
                continue
            if JAPANESE.search(both["en"]) or not JAPANESE.search(both["ja"]) or not both["en"].strip():
                amiss.append(f"{part}.{name}")
    assert not amiss


def _letters():
    both = [each for table in _tables().values() for row in table.values() for each in row.values()]
    both += [text for part in sentences.catalogue() for row in part.values() for text in row]
    called = [catalogues.pages()[area].values() for area in ("field", "slot", "code")]
    both += [text for rows in called for row in rows for text in row.values()]
    both += [text for unit in UNITS.values() for text in (unit.en, unit.ja)]
    for name in packs.names():
        for article in tomllib.loads((packs.folder(name) / "articles.toml").read_text(encoding="utf-8"))["article"]:
            both += [article[each] for each in ("cite", "cite_ja", "en", "ja")]
    return {letter for text in both for letter in text if letter != "\n"}


@pytest.mark.parametrize("weight", sorted(fonts.WEIGHTS))
def test_the_face_holds_every_letter_of_ours_and_every_common_kanji(weight):
    held = press.covered(fonts.folder() / fonts.WEIGHTS[weight])
    assert not sorted(letter for letter in _letters() if ord(letter) not in held)
    kanji = [bytes([high, low]).decode("euc_jp", "ignore") for high in range(0xB0, 0xF5) for low in range(0xA1, 0xFF)]
    assert len([each for each in kanji if each]) == 6355  # JIS X 0208, levels 1 and 2
    assert not [each for each in kanji if each and ord(each) not in held]
    assert ord(press.GETA) in held


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29 Mar 00:59 GMT"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 Mar 02:00 BST"),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "25 Oct 01:59 BST"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "25 Oct 01:00 GMT"),
        (datetime(2027, 12, 31, 23, 30, tzinfo=UTC), "31 Dec 23:30 GMT"),
    ],
)
def test_british_time_turns_on_the_last_sundays(at, said):
    assert words.british(at) == said


def test_british_time_agrees_with_the_tables_of_the_world():
    london = zoneinfo.ZoneInfo("Europe/London")
    for hours in range(0, 24 * 366 * 3, 5):
        at = datetime.fromtimestamp(1_735_689_600 + hours * 3600, UTC)
        there = at.astimezone(london)
        assert words.british(at) == f"{there.day} {there:%b %H:%M} {there.tzname()}"


@pytest.mark.parametrize(
    ("on", "en", "ja"),
    [
        (date(2019, 4, 30), "30 April 2019", "平成31年4月30日"),
        (date(2019, 5, 1), "1 May 2019", "令和元年5月1日"),
        (date(2026, 6, 10), "10 June 2026", "令和8年6月10日"),
        (date(1850, 1, 1), "1850-01-01", "1850-01-01"),
    ],
)
def test_a_day_is_written_as_each_office_writes_it(on, en, ja):
    assert words.day(on) == (en, ja)


def test_a_code_without_a_word_is_shown_as_it_is():
    assert words.code("reason", "planted_code") == words.plain("planted_code")
    assert words.code("activity", "exercise:VIGILANT-26").ja == "共同訓練: VIGILANT-26"
    assert bodies.shown("amount", 10**30, bodies.Known()).en.startswith("1,000,000")


def test_every_form_of_a_chain_has_its_words():
    table = _tables()["chain"]
    for name, form in chain.FORMS.items():
        assert {name, form.note, *form.blanks, *form.signers} <= set(table)
