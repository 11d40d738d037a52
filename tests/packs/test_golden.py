"""The golden rulings: every row of every pack's table through the real judge, and the tables against their packs."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.packs.base_acts import kind_of
from tests.packs.bench import PACKS, cases_of, ruling_of
from warifu.law.judge import Finding
from warifu.law.pack import Pack

_ROWS = [(pack, row) for pack in PACKS.values() for row in cases_of(pack)]
_ASKED = {
    "gb-jp/acsa-2017": 120, "gb-jp/programme": 120, "gb-jp/isa-2013": 150, "gb-jp/decf-2013": 120,
    "law/jp": 60, "law/gb": 15,
    "law/gb-information": 15, "law/jp-information": 15,
}  # fmt: skip


def _rule_of(pack: Pack, finding: Finding) -> str:
    """The row of the pack that a finding comes from: its code is the row's id, or the id and a branch."""
    code = finding.rule
    while code not in pack.rules:
        code, dot, _ = code.rpartition(".")
        assert dot, finding
    return code


def _code(each: dict[str, str]) -> str:
    return f"{each['rule']}.{each['branch']}" if "branch" in each else each["rule"]


@pytest.mark.parametrize(("pack", "row"), _ROWS, ids=[row["id"] for _, row in _ROWS])
def test_a_golden_ruling(pack, row):
    found = ruling_of(row, pack)
    branched = {each["rule"] for each in row["expect"] if "branch" in each}
    seen: set[tuple[str, str]] = set()
    for finding in found:
        rule = _rule_of(pack, finding)
        seen.add((finding.rule if rule in branched else rule, finding.article))
        assert finding.article == pack.rules[rule].article
    assert seen == {(_code(each), each["article"]) for each in row["expect"]}, found


@pytest.mark.parametrize("name", PACKS)
def test_there_are_enough_rulings_and_none_twice(name):
    rows = cases_of(PACKS[name])
    assert len(rows) >= _ASKED.get(name, 1)
    assert Counter(row["id"] for row in rows).most_common(1)[0][1] == 1


@pytest.mark.parametrize("name", PACKS)
def test_every_rule_refuses_somewhere_and_permits_somewhere(name):
    pack = PACKS[name]
    rows = cases_of(pack)
    refusing = {each["rule"] for row in rows for each in row["expect"]}
    silent = {
        rule.id
        for row in rows
        for rule, _ in pack.rules_of(kind_of(row["act"]))
        if rule.id not in {each["rule"] for each in row["expect"]}
    }
    assert set(pack.rules) - refusing == set(), "no row is refused by these"
    assert set(pack.rules) - silent == set(), "no row passes these"


@pytest.mark.parametrize("name", PACKS)
def test_every_article_expected_is_the_rules_own_and_stands_in_both_languages(name):
    pack = PACKS[name]
    for row in cases_of(pack):
        assert row["en"].strip()
        assert any(ord(sign) > 0x3000 for sign in row["ja"]), row["id"]
        for each in row["expect"]:
            assert pack.rules[each["rule"]].article == each["article"], row["id"]
            assert each["article"] in pack.articles
    for article in pack.articles.values():
        assert all(text.strip() for text in (article.cite, article.cite_ja, article.source, article.en, article.ja))
