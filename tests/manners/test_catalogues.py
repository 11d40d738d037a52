"""Whatever can be said to a person is said in both languages, and nothing can be raised that has no sentence."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator

from tests.manners.house import ROOT, SRC, dotted, files, none_of, sources
from warifu.doors import catalogues
from warifu.doors.sentences import template

CODE = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
SPEAKS_AS_ANOTHER = {"house.roll"}
"""Rules whose findings bear codes of the floor below: what the roll refuses is ``roll.…``."""
FIGURE = re.compile(r"\{(\w+)\}")


def sentences() -> dict[str, dict[str, dict[str, str]]]:
    """The catalogue, with what rooms and packs bring: section, code, language."""
    return catalogues.sentences()


def _rows() -> Iterator[tuple[str, str, dict[str, str]]]:
    for section, rows in sentences().items():
        for code, row in rows.items():
            yield section, code, row


def test_every_row_has_both_languages():
    none_of(
        [
            f"[{section}] {code}"
            for section, code, row in _rows()
            if set(row) != {"en", "ja"} or not all(text.strip() for text in row.values())
        ],
        "English and Japanese, or neither",
    )


def test_japanese_is_japanese_and_english_is_not():
    none_of(
        [
            f"[{section}] {code}"
            for section, code, row in _rows()
            if section != "word" and not JAPANESE.search(row["ja"])
        ],
        "The Japanese of a sentence is written in Japanese",
    )
    none_of(
        [
            f"[{section}] {code}"
            for section, code, row in _rows()
            if section == "sentence" and JAPANESE.search(row["en"])
        ],
        "The English of a sentence is written in English",
    )


def test_both_languages_speak_of_known_figures():
    none_of(
        [
            f"[{section}] {code}: {sorted(set(FIGURE.findall(row['en'])) ^ set(FIGURE.findall(row['ja'])))}"
            for section, code, row in _rows()
            if set(FIGURE.findall(row["en"])) != set(FIGURE.findall(row["ja"]))
        ],
        "A figure that is told in one language is told in the other",
    )


def test_no_sentence_ends_with_a_full_stop():
    none_of(
        [f"[{section}] {code}" for section, code, row in _rows() if any(text[-1:] in ".。" for text in row.values())],
        "doors/sentences.py puts the parts together; no part ends by itself",
    )


def _raised() -> Iterator[tuple[str, str]]:
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and dotted(node.func).endswith("Error") and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and CODE.fullmatch(first.value):
                    yield f"{source.place}:{node.lineno}", first.value


def test_every_error_has_a_sentence():
    raised = list(_raised())
    assert len({code for _, code in raised}) > 50
    none_of(
        [f"{place} {code}" for place, code in raised if template(code) is None],
        "An error that can be raised has a sentence, in doors/sentences.toml or beside its room or pack",
    )


def test_every_rule_of_every_pack_has_a_sentence():
    none_of(
        [
            f"{path.relative_to(ROOT).as_posix()} {rule['id']}"
            for path in files()
            if path.name == "pack.toml" and path.is_relative_to(SRC)
            for rule in tomllib.loads(path.read_text(encoding="utf-8")).get("rule", [])
            if rule["id"] not in SPEAKS_AS_ANOTHER and not _is_said(rule["id"])
        ],
        "A rule that can refuse has a sentence, in doors/sentences.toml or beside its room or pack",
    )


def _is_said(rule: str) -> bool:
    """Whether the rule has a sentence, or one of its branches has: ``jp.item2`` by ``jp.*.not_together``."""
    first = rule.partition(".")[0]
    keys = sentences()["sentence"]
    return template(rule) is not None or any(key.startswith((f"{rule}.", f"{first}.*.")) for key in keys)


def test_every_article_is_told_in_both_languages_with_its_standing():
    amiss, told = [], 0
    for path in files():
        if path.name == "articles.toml" and path.is_relative_to(SRC):
            for article in tomllib.loads(path.read_text(encoding="utf-8")).get("article", []):
                told += 1
                whole = all(article.get(each, "").strip() for each in ("id", "cite", "cite_ja", "source", "en", "ja"))
                if not whole or article.get("standing") not in {"text", "sister", "draft"}:
                    amiss.append(f"{path.relative_to(ROOT).as_posix()} {article.get('id')}")
    none_of(amiss, "An article has both languages, a source and a standing")
    assert told > 50


def test_a_planted_gap_is_found():
    assert template("bytes.not_canonical") is not None
    assert template("planted.gap") is None
    assert not _is_said("planted.gap")
