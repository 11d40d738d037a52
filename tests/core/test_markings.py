"""Markings of both countries: every string as it is written, what stands for what on which day, and never for less."""

from __future__ import annotations

import tomllib
import unicodedata
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import warifu.packs
from warifu.core.errors import FileError, ValueTroubleError
from warifu.core.label import HIGHEST, KNOWN, Equivalence, Label, Marking, Scheme, Schemes, schemes_of

PACK = Path(str(warifu.packs.__file__)).parent / "gb-jp" / "isa-2013" / "pack.toml"
TABLES: dict[str, Any] = tomllib.loads(PACK.read_text(encoding="utf-8"))["table"]
SCHEMES = schemes_of(TABLES)
SIGNED, BEFORE_GSC, GSC, BEFORE_TOKUTEI, TOKUTEI, LATER = (
    date(2013, 7, 4),
    date(2014, 4, 1),
    date(2014, 4, 2),
    date(2014, 12, 9),
    date(2014, 12, 10),
    date(2026, 6, 10),
)

# scheme, version, code points, level, first day, last day, standing
GOLDEN = [
    ("GB-GPMS", "2013-07-04", "RESTRICTED", "", 1, None, BEFORE_GSC, "text"),
    ("GB-GPMS", "2013-07-04", "CONFIDENTIAL", "", 2, None, BEFORE_GSC, "text"),
    ("GB-GPMS", "2013-07-04", "SECRET", "", 3, None, BEFORE_GSC, "text"),
    ("GB-GPMS", "2013-07-04", "TOP SECRET", "", 4, None, BEFORE_GSC, "text"),
    ("GB-GSC", "2014-04-02", "OFFICIAL", "", 0, GSC, None, "text"),
    ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE", "", 1, GSC, None, "text"),
    ("GB-GSC", "2014-04-02", "SECRET", "", 3, GSC, None, "text"),
    ("GB-GSC", "2014-04-02", "TOP SECRET", "", 4, GSC, None, "text"),
    ("JP-ADMIN", "draft", "部内限り", "90E8 5185 9650 308A", 1, None, None, "draft"),
    ("JP-ADMIN", "draft", "注意", "6CE8 610F", 1, None, None, "draft"),
    ("JP-HIMITSU", "2013-07-04", "秘", "79D8", 2, None, None, "text"),
    ("JP-HIMITSU", "2013-07-04", "極秘", "6975 79D8", 3, None, None, "text"),
    ("JP-HIMITSU", "2013-07-04", "機密", "6A5F 5BC6", 4, None, None, "text"),
    ("JP-BOEI", "2013-07-04", "防衛秘密", "9632 885B 79D8 5BC6", 3, None, BEFORE_TOKUTEI, "text"),
    (
        "JP-BOEI",
        "2013-07-04",
        "防衛秘密（機密）",
        "9632 885B 79D8 5BC6 FF08 6A5F 5BC6 FF09",
        4,
        None,
        BEFORE_TOKUTEI,
        "text",
    ),
    ("JP-TOKUTEI", "2014-12-10", "特定秘密", "7279 5B9A 79D8 5BC6", 3, TOKUTEI, None, "text"),
    ("JP-SOBI", "2023-10-01", "装備品等秘密", "88C5 5099 54C1 7B49 79D8 5BC6", 3, date(2023, 10, 1), None, "draft"),
    (
        "JP-KEIZAI",
        "2025-05-16",
        "重要経済安保情報",
        "91CD 8981 7D4C 6E08 5B89 4FDD 60C5 5831",
        3,
        date(2025, 5, 16),
        None,
        "draft",
    ),
]
ALL = [SCHEMES.marked(name, version, written) for name, version, written, *_ in GOLDEN]
EDGES = sorted(
    {day for *_, first, until, _ in GOLDEN for day in (first, until) if day}
    | {SIGNED, LATER}
    | {each.first for each in SCHEMES.equivalences if each.first}
)
DAYS = sorted({day + timedelta(days=step) for day in EDGES for step in (-1, 0, 1)})
TARGETS = ["GB", "JP", *sorted({scheme.name for scheme in SCHEMES})]


@pytest.mark.parametrize(
    ("scheme", "version", "written", "points", "level", "first", "until", "standing"),
    GOLDEN,
    ids=str,
)
def test_every_marking_as_it_is_written(scheme, version, written, points, level, first, until, standing):
    label = SCHEMES.marked(scheme, version, written)
    if points:
        assert [ord(letter) for letter in written] == [int(point, 16) for point in points.split()]
    else:
        assert written.isascii()
    assert unicodedata.is_normalized("NFC", written)
    assert label.to_wire() == (scheme, version, written)
    assert SCHEMES.from_wire(label.to_wire()) == label
    assert SCHEMES.level(label) == level
    known = SCHEMES.scheme(scheme, version)
    assert (known.first, known.until, known.standing) == (first, until, standing)
    assert known.party == scheme[:2]


def test_no_marking_is_left_out_of_the_golden_list():
    known = {(scheme.name, scheme.version, each.written) for scheme in SCHEMES for each in scheme.markings}
    assert known == {label.words for label in ALL} | {("JP-ADMIN", "draft", "")}


# day, what the United Kingdom may write, what Japan may write
IN_FORCE = [
    (
        SIGNED,
        "RESTRICTED CONFIDENTIAL SECRET TOP_SECRET",
        "部内限り 注意 秘 極秘 防衛秘密 機密 防衛秘密（機密）",
    ),
    (BEFORE_GSC, "RESTRICTED CONFIDENTIAL SECRET TOP_SECRET", "部内限り 注意 秘 極秘 防衛秘密 機密 防衛秘密（機密）"),
    (GSC, "OFFICIAL OFFICIAL-SENSITIVE SECRET TOP_SECRET", "部内限り 注意 秘 極秘 防衛秘密 機密 防衛秘密（機密）"),
    (
        BEFORE_TOKUTEI,
        "OFFICIAL OFFICIAL-SENSITIVE SECRET TOP_SECRET",
        "部内限り 注意 秘 極秘 防衛秘密 機密 防衛秘密（機密）",
    ),
    (TOKUTEI, "OFFICIAL OFFICIAL-SENSITIVE SECRET TOP_SECRET", "部内限り 注意 秘 極秘 特定秘密 機密"),
    (
        date(2023, 10, 1),
        "OFFICIAL OFFICIAL-SENSITIVE SECRET TOP_SECRET",
        "部内限り 注意 秘 極秘 特定秘密 装備品等秘密 機密",
    ),
    (
        LATER,
        "OFFICIAL OFFICIAL-SENSITIVE SECRET TOP_SECRET",
        "部内限り 注意 秘 極秘 特定秘密 装備品等秘密 重要経済安保情報 機密",
    ),
]


@pytest.mark.parametrize(("on", "gb", "jp"), IN_FORCE, ids=lambda each: str(each)[:10])
def test_what_may_be_written_on_a_day(on, gb, jp):
    assert [each.written.replace(" ", "_") for each in SCHEMES.choices("GB", on)] == gb.split()
    assert [each.written for each in SCHEMES.choices("JP", on)] == jp.split()
    for label in ALL:
        assert SCHEMES.in_force(label, on) == (label in SCHEMES.choices(SCHEMES.party(label), on))


# label, day, to, candidates, needs a ruling, standing
MAPPED = [
    ("TOP SECRET", SIGNED, "JP", "機密 防衛秘密（機密）", True, "draft"),
    ("SECRET", SIGNED, "JP", "極秘 防衛秘密", True, "draft"),
    ("CONFIDENTIAL", SIGNED, "JP", "秘", False, "draft"),
    ("RESTRICTED", SIGNED, "JP", "秘", False, "draft"),
    ("SECRET", BEFORE_TOKUTEI, "JP", "極秘 防衛秘密", True, "draft"),
    ("SECRET", TOKUTEI, "JP", "極秘 特定秘密", True, "sister"),
    ("TOP SECRET", TOKUTEI, "JP", "機密", False, "draft"),
    ("CONFIDENTIAL", LATER, "JP", "秘", False, "draft"),
    ("OFFICIAL-SENSITIVE", LATER, "JP", "注意", False, "draft"),
    ("OFFICIAL", LATER, "JP", "", False, "draft"),
    ("機密", BEFORE_GSC, "GB", "TOP_SECRET", False, "draft"),
    ("極秘", BEFORE_GSC, "GB", "SECRET", False, "draft"),
    ("秘", BEFORE_GSC, "GB", "CONFIDENTIAL", False, "draft"),
    ("秘", GSC, "GB", "SECRET", False, "draft"),
    ("極秘", GSC, "GB", "SECRET", False, "sister"),
    ("防衛秘密", BEFORE_GSC, "GB", "SECRET", False, "draft"),
    ("防衛秘密（機密）", LATER, "GB", "TOP_SECRET", False, "draft"),
    ("特定秘密", TOKUTEI, "GB", "SECRET", False, "sister"),
    ("部内限り", LATER, "GB", "OFFICIAL-SENSITIVE", False, "draft"),
    ("装備品等秘密", LATER, "GB", "SECRET TOP_SECRET", True, "draft"),
    ("重要経済安保情報", LATER, "GB", "SECRET TOP_SECRET", True, "draft"),
    ("RESTRICTED", GSC, "GB", "OFFICIAL-SENSITIVE SECRET", True, "text"),
    ("CONFIDENTIAL", GSC, "GB", "SECRET TOP_SECRET", True, "text"),
    ("TOP SECRET", GSC, "GB-GSC", "TOP_SECRET", True, "text"),
    ("防衛秘密", TOKUTEI, "JP", "特定秘密", False, "text"),
    ("防衛秘密（機密）", TOKUTEI, "JP-TOKUTEI", "", True, "draft"),
    ("防衛秘密（機密）", TOKUTEI, "JP", "機密", True, "draft"),
]


@pytest.mark.parametrize(("written", "on", "to", "candidates", "ruling", "standing"), MAPPED)
def test_what_a_marking_stands_for(written, on, to, candidates, ruling, standing):
    found = SCHEMES.mapped(_label(written, on), to, on)
    names = [each.written.replace(" ", "_") for each in found.candidates if each.written]
    assert names == candidates.split()
    assert (found.needs_ruling, found.standing) == (ruling, standing)


def _label(written: str, on: date) -> Label:
    """The label of these words; of the two British schemes that have them the one that held, or the older one."""
    same = [label for label in ALL if label.written == written]
    old = [label for label in same if label.scheme == "GB-GPMS" and (on < GSC or written == "TOP SECRET")]
    return (old or same)[0]


def test_mapping_never_lowers_protection_over_every_scheme_level_and_date():
    counted = 0
    for label in [*ALL, Label(), Label(exercise=True)]:
        for to in TARGETS:
            for on in DAYS:
                found = SCHEMES.mapped(label, to, on)
                assert all(SCHEMES.level(each) >= SCHEMES.level(label) for each in found.candidates), (label, to, on)
                assert all(each.exercise == label.exercise for each in found.candidates)
                assert all(SCHEMES.in_force(each, on) for each in found.candidates)
                assert len(found.candidates) == 1 or found.needs_ruling
                counted += len(found.candidates)
    assert counted > 3_000


def test_there_and_back_again_is_never_lower_whichever_candidate_is_chosen():
    for label in ALL:
        party = SCHEMES.party(label)
        other = "GB" if party == "JP" else "JP"
        for on in DAYS:
            for there in SCHEMES.mapped(label, other, on).candidates:
                for back in SCHEMES.mapped(there, party, on).candidates:
                    assert SCHEMES.level(back) >= SCHEMES.level(label), (label, there, back, on)


def test_what_is_mapped_covers_what_it_was_mapped_from():
    for label in ALL:
        for to in ("GB", "JP"):
            for on in DAYS:
                found = SCHEMES.mapped(label, to, on)
                if found.rule.startswith("isa.eq"):
                    assert all(SCHEMES.at_least(each, label, on) for each in found.candidates), (label, to, on)


def test_covering_is_never_by_a_lower_level_and_is_transitive_within_a_scheme():
    for label in [*ALL, Label()]:
        assert SCHEMES.at_least(label, label)
        for asked in [*ALL, Label()]:
            for on in (None, *DAYS):
                if SCHEMES.at_least(label, asked, on):
                    assert SCHEMES.level(label) >= SCHEMES.level(asked)


@pytest.mark.parametrize("party", ["GB", "JP"])
def test_the_dates_of_the_rows_of_one_marking_meet_and_do_not_overlap(party):
    for label in ALL:
        rows = [
            row
            for row in SCHEMES.equivalences
            if row.of == label.words and SCHEMES.scheme(*row.to[0][:2]).party == party
        ]
        rows.sort(key=lambda row: row.first or date.min)
        for earlier, later in pairwise(rows):
            assert earlier.until is not None
            assert later.first == earlier.until + timedelta(days=1), (label, later.id)
        for on in DAYS:
            assert sum(row.holds(on) for row in rows) <= 1


def test_versions_of_the_british_schemes_leave_no_day_without_one():
    for on in DAYS:
        names = {each.scheme for each in SCHEMES.choices("GB", on)}
        assert names == {"GB-GPMS" if on < GSC else "GB-GSC"}


def test_every_row_says_how_sure_it_is_and_why():
    for row in SCHEMES.equivalences:
        assert row.source or row.id.startswith("label.admin")
    for scheme in TABLES["scheme"]:
        assert scheme["source"]
        assert scheme["title"]
        assert scheme["title_ja"]


@pytest.mark.parametrize("written", ["特別防衛秘密", "特別防衛秘密（機密）"])
@pytest.mark.parametrize(
    "scheme", [("JP-BOEI", "2013-07-04"), ("JP-HIMITSU", "2013-07-04"), ("JP-TOKUTEI", "2014-12-10")]
)
def test_special_defence_secrets_are_refused_at_entry(scheme, written):
    with pytest.raises(ValueTroubleError) as caught:
        SCHEMES.marked(*scheme, written)
    assert caught.value.code == "label.refused"
    assert SCHEMES.level_of((*scheme, written)) == HIGHEST


def test_half_width_parentheses_are_read_as_the_words_they_spell():
    label = SCHEMES.marked("JP-BOEI", "2013-07-04", "防衛秘密(機密)")
    assert label.written == "防衛秘密（機密）"


@pytest.mark.parametrize("wire", [("GB-GSC", "2014-04-02", "COSMIC"), ("X", "1", "SECRET"), ("SECRET",)])
def test_what_cannot_be_read_stands_on_the_highest_level(wire):
    assert SCHEMES.level_of(wire) == HIGHEST


@pytest.mark.parametrize(
    ("wire", "level"), [((), 0), (("EXERCISE",), 0), (("JP-HIMITSU", "2013-07-04", "秘", "EXERCISE"), 2)]
)
def test_the_level_of_an_acts_label_field(wire, level):
    assert SCHEMES.level_of(wire) == level


def test_one_table_is_read_once_and_no_table_is_the_houses_own():
    assert schemes_of(TABLES) is schemes_of({"equivalence": TABLES["equivalence"], "scheme": TABLES["scheme"], "x": 1})
    assert schemes_of({}) is KNOWN
    assert SCHEMES.with_tables(TABLES).equivalences == SCHEMES.equivalences


# what is wrong with a table, its code
ROW = {"id": "r", "of": ["A", "1", "LOW"], "to": [["A", "1", "HIGH"]], "standing": "draft"}
SCHEME = {"name": "A", "version": "1", "party": "GB", "standing": "draft", "markings": [["LOW", 1], ["HIGH", 3]]}
BAD = [
    ({"scheme": [{**SCHEME, "markings": [["HIGH", 3], ["LOW", 1]]}]}, "label.bad_level"),
    ({"scheme": [{**SCHEME, "markings": [["LOW", -1]]}]}, "label.bad_level"),
    ({"scheme": [{**SCHEME, "markings": [["LOW", 5]]}]}, "label.bad_level"),
    ({"scheme": [{**SCHEME, "flavour": "x"}]}, "label.bad_table"),
    ({"scheme": [{**SCHEME, "standing": "sure"}]}, "label.bad_table"),
    ({"scheme": [SCHEME, {**SCHEME, "markings": [["LOW", 2]]}]}, "label.scheme_twice"),
    (
        {"scheme": [SCHEME], "equivalence": [{**ROW, "of": ["A", "1", "HIGH"], "to": [["A", "1", "LOW"]]}]},
        "label.row_lowers",
    ),
    ({"scheme": [SCHEME], "equivalence": [{**ROW, "to": [["A", "1", "MIDDLE"]]}]}, "label.row_unknown"),
    ({"scheme": [SCHEME], "equivalence": [{**ROW, "to": []}]}, "label.row_unknown"),
    ({"scheme": [SCHEME], "equivalence": [ROW, {**ROW, "id": "s"}]}, "label.row_twice"),
    ({"scheme": [SCHEME], "equivalence": [{**ROW, "until": GSC}, {**ROW, "id": "s", "first": GSC}]}, "label.row_twice"),
]


@pytest.mark.parametrize(("tables", "code"), BAD)
def test_a_table_that_is_wrong_is_refused_by_name(tables, code):
    with pytest.raises((FileError, ValueTroubleError)) as caught:
        KNOWN.with_tables(tables)
    assert caught.value.code == code


@st.composite
def tables(draw: Any) -> Schemes:
    """Two invented parties with rising markings, and rows between them that the house admits."""
    schemes = []
    for name in ("XA", "XB"):
        levels = sorted(draw(st.lists(st.integers(0, HIGHEST), min_size=1, max_size=6)))
        steps = tuple(Marking(f"{name}{step}", level) for step, level in enumerate(levels))
        schemes.append(Scheme(name=name, version="1", party=name, standing="draft", markings=steps))
    rows = []
    for left, right in (schemes, schemes[::-1]):
        for each in left.markings:
            able = [other for other in right.markings if other.level >= each.level]
            if able and draw(st.booleans()):
                to = draw(st.lists(st.sampled_from(able), min_size=1, max_size=3, unique=True))
                until = draw(st.none() | st.dates(date(2013, 1, 1), date(2020, 1, 1)))
                rows.append(
                    Equivalence(
                        id=each.written,
                        of=(left.name, "1", each.written),
                        standing="draft",
                        until=until,
                        to=tuple((right.name, "1", other.written) for other in to),
                    )
                )
    return Schemes(schemes, rows)


@given(tables(), st.dates(date(2012, 1, 1), date(2021, 1, 1)))
def test_whatever_the_tables_say_nothing_is_lowered(schemes, on):
    labels = [Label(scheme.name, "1", each.written) for scheme in schemes for each in scheme.markings]
    for label in labels:
        for to in ("XA", "XB"):
            for there in schemes.mapped(label, to, on).candidates:
                assert schemes.level(there) >= schemes.level(label)
                for back in schemes.mapped(there, label.scheme, on).candidates:
                    assert schemes.level(back) >= schemes.level(label)
        for other in labels:
            if schemes.at_least(label, other, on):
                assert schemes.level(label) >= schemes.level(other)
