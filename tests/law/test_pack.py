"""Packs are data: what is wrong in one is named, and its digest covers rules, not the wording of paraphrases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from warifu.core.errors import FileError
from warifu.core.label import KNOWN
from warifu.law.judge import Finding, Situation
from warifu.law.pack import Pack, Rule, load, schemes_of_packs


def check(situation: Situation, rule: Rule) -> Iterator[Finding]:
    yield from ()


CHECKS = {"toy.first@1": check, "toy.first@2": check}
PACK = """
id = "gb-jp/toy"
version = "1"
title = "Toy"
title_ja = "試し"
room = "toy"
parties = ["GB", "JP"]

[[rule]]
id = "toy.first"
check = "toy.first@1"
article = "art.1"
kinds = ["toy/order", "toy/accept"]
params = { most = 3, since = 2025-05-28 }

[[rule]]
id = "toy.all"
check = "toy.first@1"
article = "art.1"
kinds = ["*"]
on_fact = "refuse"

[table.days]
remind = 7
"""
ARTICLE = """
[[article]]
id = "art.1"
cite = "Art. 1"
cite_ja = "第1条"
standing = "draft"
source = "invented for trials"
en = "Something is so."
ja = "そのとおりとする。"
"""


def written(folder: Path, pack: str = PACK, articles: str = ARTICLE) -> Path:
    """A pack's folder."""
    folder.mkdir(exist_ok=True)
    (folder / "pack.toml").write_text(pack, encoding="utf-8")
    (folder / "articles.toml").write_text(articles, encoding="utf-8")
    return folder


def loaded(folder: Path, pack: str = PACK, articles: str = ARTICLE) -> Pack:
    return load(written(folder / "toy", pack, articles), CHECKS)


def test_a_sound_pack(tmp_path: Path):
    pack = loaded(tmp_path)
    assert (pack.id, len(pack.digest), pack.table) == ("gb-jp/toy", 32, {"days": {"remind": 7}})
    assert [rule.id for rule, _ in pack.rules_of("toy/order")] == ["toy.first", "toy.all"]
    assert [rule.id for rule, _ in pack.rules_of("toy/other")] == ["toy.all"]
    assert pack.rules_of("toy/order") is pack.rules_of("toy/order")
    assert pack.rules["toy.all"].on_fact == "refuse"
    assert pack.articles["art.1"].standing == "draft"


@pytest.mark.parametrize(
    ("old", "new", "code", "named"),
    [
        (
            'check = "toy.first@1"',
            'check = "toy.first@9"',
            "pack.check_unknown",
            {"rule": "toy.first", "check": "toy.first@9"},
        ),
        ('article = "art.1"', 'article = "art.2"', "pack.article_unknown", {"rule": "toy.first", "article": "art.2"}),
        ('id = "toy.all"', 'id = "toy.first"', "pack.rule_twice", {"rule": "toy.first"}),
        ("most = 3", "most = 3.5", "pack.value_bad", {}),
        ('version = "1"', "", "pack.file_bad", {}),
        ('version = "1"', "version = 1", "pack.file_bad", {}),
        ('room = "toy"', 'room = "toy"\nflavour = "x"', "pack.file_bad", {}),
        ('on_fact = "refuse"', 'on_fact = "warn"', "pack.file_bad", {}),
        ("[table.days]", "[table.days", "pack.file_bad", {}),
    ],
)
def test_a_bad_pack_is_named(tmp_path: Path, old: str, new: str, code: str, named: dict[str, Any]):
    assert old in PACK
    with pytest.raises(FileError) as refused:
        loaded(tmp_path, PACK.replace(old, new, 1))
    assert refused.value.code == code
    assert named.items() <= refused.value.figures.items()
    assert "toy" in refused.value.where
    if code == "pack.file_bad":
        assert refused.value.where == "toy/pack.toml"
        assert refused.value.figures["trouble"]


@pytest.mark.parametrize(
    ("articles", "code"),
    [
        (ARTICLE + ARTICLE, "pack.article_twice"),
        (ARTICLE.replace('"draft"', '"certain"'), "pack.file_bad"),
        (ARTICLE.replace('source = "invented for trials"\n', ""), "pack.file_bad"),
        ("", "pack.file_bad"),
    ],
)
def test_bad_articles_are_named(tmp_path: Path, articles: str, code: str):
    with pytest.raises(FileError) as refused:
        loaded(tmp_path, articles=articles)
    assert refused.value.code == code


@pytest.mark.parametrize("name", ["pack.toml", "articles.toml"])
def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path, name: str):
    folder = written(tmp_path / "toy")
    (folder / name).write_bytes(b"\xff\xfe")
    with pytest.raises(FileError) as refused:
        load(folder, CHECKS)
    assert (refused.value.code, refused.value.where) == ("pack.file_bad", f"toy/{name}")
    (folder / name).unlink()
    with pytest.raises(FileError) as refused:
        load(folder, CHECKS)
    assert (refused.value.code, refused.value.where) == ("pack.file_bad", f"toy/{name}")


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ('title = "Toy"', 'title = "A toy"', True),
        ('title_ja = "試し"', 'title_ja = "ためし"', True),
        ('version = "1"', 'version = "2"', False),
        ('parties = ["GB", "JP"]', 'parties = ["GB", "AU"]', False),
        ('check = "toy.first@1"', 'check = "toy.first@2"', False),
        ('on_fact = "refuse"', 'on_fact = "irregular"', False),
        ("most = 3", "most = 4", False),
        ("2025-05-28", "2025-05-29", False),
        ('kinds = ["*"]', 'kinds = ["toy/order"]', False),
        ("remind = 7", "remind = 8", False),
        ("params = { most = 3, since = 2025-05-28 }", "params = { since = 2025-05-28, most = 3 }", True),
    ],
)
def test_the_digest_covers_rules_and_tables_alone(tmp_path: Path, old: str, new: str, same: bool):
    assert old in PACK
    assert (loaded(tmp_path).digest == loaded(tmp_path, PACK.replace(old, new, 1)).digest) == same


def test_the_digest_does_not_cover_paraphrases(tmp_path: Path):
    other = ARTICLE.replace("Something is so.", "Something is thus.")
    assert loaded(tmp_path).digest == loaded(tmp_path, articles=other).digest


NAMING = PACK.replace("params = { most = 3,", 'params = { tables = ["days"], most = 3,')


def test_a_rule_gets_the_tables_that_it_names_and_always_the_same_objects(tmp_path):
    pack = load(written(tmp_path / "named", NAMING), CHECKS)
    ((rule, _), (other, _)) = pack.rules_of("toy/order")
    assert rule.params["days"] is pack.table["days"]
    assert pack.rules_of("toy/accept")[0][0] is rule is pack.rules["toy.first"]
    assert "days" not in other.params
    assert pack.data.rule[0].params.keys() == {"tables", "most", "since"}


def test_a_table_counts_once_in_the_digest_whoever_names_it(tmp_path):
    named = load(written(tmp_path / "named", NAMING), CHECKS)
    moved = load(written(tmp_path / "moved", NAMING.replace("remind = 7", "remind = 8")), CHECKS)
    assert len({load(written(tmp_path / "plain"), CHECKS).digest, named.digest, moved.digest}) == 3


@pytest.mark.parametrize(
    ("params", "code"),
    [('tables = ["weeks"]', "pack.table_unknown"), ('tables = ["days"], days = 3', "pack.param_twice")],
)
def test_a_rule_that_names_a_table_wrongly_is_refused(tmp_path, params, code):
    with pytest.raises(FileError) as caught:
        load(written(tmp_path / "bad", PACK.replace("most = 3", params)), CHECKS)
    assert caught.value.code == code


_MARKINGS = """
[[table.scheme]]
name = "XX"
version = "1"
party = "XX"
standing = "draft"
markings = [["LOW", 1], ["HIGH", 3]]

[[table.equivalence]]
id = "{id}"
of = ["XX", "1", "LOW"]
to = [["GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE"]]
standing = "draft"
"""


def test_the_markings_of_a_pack_are_those_of_its_last_version(tmp_path):
    last = NAMING.replace('version = "1"', 'version = "2"')
    packs = [
        load(written(tmp_path / name, text + _MARKINGS.format(id=name)), CHECKS)
        for name, text in (("last", last), ("first", NAMING))
    ]
    schemes = schemes_of_packs(packs)
    assert [row.id for row in schemes.equivalences if row.of[0] == "XX"] == ["last"]
    assert schemes.level(schemes.marked("XX", "1", "HIGH")) == 3
    assert schemes_of_packs([]).equivalences == KNOWN.equivalences
