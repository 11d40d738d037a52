"""Packs for lawyers: what a pack holds, what is wrong in it, and one workbook to read and mark. Floor 5, a door.

Law: shown is what the program judges by, with the standing of every article, so that what is still to be checked
(``sister``, ``draft``) cannot hide. Nothing is judged here but ``law/jp``'s table, by the real judge. Every cell that
is written is safe (``sheets.safe_cell``). Place on the path: none; ``warifu pack show|check|export`` call it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from warifu.core.errors import FileError
from warifu.doors import sheets
from warifu.doors.tables import WholeTable
from warifu.law.pack import Pack
from warifu.law.room import Room
from warifu.packs import folder
from warifu.rooms.logistics.ownlaw_answers import answers

_TO_CHECK = {"sister": "lay the text beside it / 条文との照合を要する", "draft": "find a source / 出典の確認を要する"}
_TABLE_DAYS = (date(2025, 5, 27), date(2025, 5, 28))


class Row(NamedTuple):
    """One rule as people read it: id, check, what it rests on in both languages, standing, the kinds it speaks of."""

    rule: str
    check: str
    article: str
    article_ja: str
    standing: str
    kinds: tuple[str, ...]
    on_fact: str


class Fault(NamedTuple):
    """Something wrong in a pack: which pack, where in it, a stable code, and a detail."""

    pack: str
    where: str
    code: str
    detail: str = ""


def show(pack: Pack) -> list[Row]:
    """Return a row for each rule, in the order of the pack."""
    rows = []
    for rule in pack.data.rule:
        article = pack.articles[rule.article]
        rows.append(Row(rule.id, rule.check, article.cite, article.cite_ja, article.standing, rule.kinds, rule.on_fact))
    return rows


def to_check(pack: Pack) -> list[tuple[str, str, str, str]]:
    """Return (article, cited as, standing, source) of everything whose standing is not ``text``."""
    return [
        (each.id, each.cite, each.standing, each.source) for each in pack.articles.values() if each.standing != "text"
    ]


def terminal_table(pack: Pack, language: str = "en") -> WholeTable:
    """Return the rules as a table for the terminal, English or Japanese."""
    japanese = language == "ja"
    data = pack.data
    title = f"{pack.id} {data.version} · {data.title_ja if japanese else data.title}"
    heads = ("規則", "根拠", "確認状況", "対象") if japanese else ("Rule", "Rests on", "Standing", "Acts")
    table = WholeTable(title=title, caption=_caption(pack, japanese=japanese))
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in show(pack):
        kinds = " ".join(kind.partition("/")[2] or kind for kind in row.kinds)
        table.add_row(row.rule, row.article_ja if japanese else row.article, row.standing, kinds)
    return table


def _caption(pack: Pack, *, japanese: bool) -> str:
    left, rulings = len(to_check(pack)), len(rulings_of(pack.id))
    digest = pack.digest.hex()[:16]
    if japanese:
        return f"規則 {len(pack.rules)} · 確認を要する根拠 {left} · 判定例 {rulings} · 要約値 {digest}"
    return f"{len(pack.rules)} rules · {left} articles still to be checked · {rulings} golden rulings · digest {digest}"


def rulings_of(name: str) -> list[dict[str, Any]]:
    """Return the golden rulings of a pack as its table says; none where it has no table.

    Raises ``FileError`` pack.file_bad.
    """
    path = folder(name) / "cases.toml"
    if not path.exists():
        return []
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as trouble:
        raise FileError("pack.file_bad", f"{name}/cases.toml", trouble=str(trouble)[:200]) from trouble
    rows: list[dict[str, Any]] = table.get("case", [])
    return rows


# --- check ------------------------------------------------------------------------------------------------------------


def check(packs: Iterable[Pack], rooms: Mapping[str, Room]) -> list[Fault]:
    """Return what is wrong in packs that loaded: texts left empty, kinds no room knows, rulings that fit no rule."""
    kinds = {kind for room in rooms.values() for kind in room.kinds}
    return [fault for pack in packs for fault in (*_of_articles(pack), *_of_rules(pack, kinds), *_of_rulings(pack))]


def _of_articles(pack: Pack) -> Iterator[Fault]:
    for article in pack.articles.values():
        for name in ("cite", "cite_ja", "source", "en", "ja"):
            if not getattr(article, name).strip():
                yield Fault(pack.id, article.id, "article.text_missing", name)


def _of_rules(pack: Pack, kinds: set[str]) -> Iterator[Fault]:
    for rule in pack.data.rule:
        for kind in rule.kinds:
            if kind != "*" and kind not in kinds:
                yield Fault(pack.id, rule.id, "rule.kind_unknown", kind)
    if bool(pack.data.law_of) == bool(pack.data.parties) and pack.id != "house":
        yield Fault(pack.id, "pack", "pack.neither_agreement_nor_own_law")


def _of_rulings(pack: Pack) -> Iterator[Fault]:
    rows = rulings_of(pack.id)
    seen: set[str] = set()
    refused: set[str] = set()
    for row in rows:
        if row["id"] in seen:
            yield Fault(pack.id, row["id"], "ruling.twice")
        seen.add(row["id"])
        for name in ("en", "ja"):
            if not row.get(name, "").strip():
                yield Fault(pack.id, row["id"], "ruling.text_missing", name)
        for each in row["expect"]:
            rule = pack.rules.get(each["rule"])
            refused.add(each["rule"])
            if rule is None:
                yield Fault(pack.id, row["id"], "ruling.rule_unknown", each["rule"])
            elif rule.article != each["article"]:
                yield Fault(pack.id, row["id"], "ruling.another_article", f"{each['article']} / {rule.article}")
    if rows:
        yield from (Fault(pack.id, rule, "rule.never_refuses") for rule in pack.rules if rule not in refused)


# --- export -----------------------------------------------------------------------------------------------------------

_Sheet = tuple[list[str], list[list[object]]]


def export_xlsx(packs: Iterable[Pack], path: Path) -> None:
    """Write packs as one workbook: rules, articles, what is still to be checked, golden rulings, tables.

    Where ``law/jp`` is among them its table of answers is added, before and from 28 May 2025. Raises ``FileError``
    file.not_written.
    """
    chosen = list(packs)
    pages: dict[str, _Sheet] = {
        "Rules 規則": _rules_sheet(chosen),
        "Articles 根拠": _articles_sheet(chosen),
        "To check 要確認": _to_check_sheet(chosen),
        "Rulings 判定例": _rulings_sheet(chosen),
        "Tables 表": _tables_sheet(chosen),
    }
    pages |= {f"law-jp {on}": _answers_sheet(pack, on) for pack in chosen if pack.id == "law/jp" for on in _TABLE_DAYS}
    sheets.write_xlsx(path, pages)


def _rules_sheet(packs: list[Pack]) -> _Sheet:
    head = ["Pack", "Rule 規則", "Check 審査", "Rests on", "根拠", "Standing 確認状況", "Acts 署名文書", "On a fact"]
    return head, [
        [pack.id, row.rule, row.check, row.article, row.article_ja, row.standing, ", ".join(row.kinds), row.on_fact]
        for pack in packs
        for row in show(pack)
    ]


def _articles_sheet(packs: list[Pack]) -> _Sheet:
    head = ["Pack", "Id", "Cited as", "引用", "Standing 確認状況", "Source 出典", "In our words", "要旨"]
    return head, [
        [pack.id, each.id, each.cite, each.cite_ja, each.standing, each.source, each.en, each.ja]
        for pack in packs
        for each in pack.articles.values()
    ]


def _to_check_sheet(packs: list[Pack]) -> _Sheet:
    head = ["Pack", "Article 根拠", "Cited as", "Standing 確認状況", "Source 出典", "Rules 規則", "To do 要処理"]
    rows: list[list[object]] = []
    for pack in packs:
        for article, cite, standing, source in to_check(pack):
            resting = ", ".join(rule.id for rule in pack.data.rule if rule.article == article)
            rows.append([pack.id, article, cite, standing, source, resting, _TO_CHECK[standing]])
    return head, rows


def _rulings_sheet(packs: list[Pack]) -> _Sheet:
    head = ["Pack", "Id", "Situation", "事案", "Act 署名文書", "Given 前提", "Ruling 判定", "Rests on", "根拠"]
    rows: list[list[object]] = []
    for pack in packs:
        for row in rulings_of(pack.id):
            expected = row["expect"]
            ruling = ", ".join(".".join(filter(None, (each["rule"], each.get("branch")))) for each in expected)
            articles = [pack.articles[each["article"]] for each in expected]
            rows.append([
                pack.id, row["id"], row["en"], row["ja"], row["act"], _shown(row.get("given", {})),
                ruling or "permitted 可", "; ".join(each.cite for each in articles),
                "；".join(each.cite_ja for each in articles),
            ])  # fmt: skip
    return head, rows


def _tables_sheet(packs: list[Pack]) -> _Sheet:
    rows: list[list[object]] = []
    for pack in packs:
        for rule in pack.data.rule:
            rows += [[pack.id, f"{rule.id} {name}", _shown(value)] for name, value in rule.params.items()]
        for table, entries in pack.table.items():
            listed = entries.items() if isinstance(entries, dict) else [("", entries)]
            rows += [[pack.id, f"{table} {name}".strip(), _shown(value)] for name, value in listed]
    return ["Pack", "Of 名称", "Value 値"], rows


def _answers_sheet(pack: Pack, on: date) -> _Sheet:
    head = ["Activity 活動", "Place 場所", "Category 区分", "Supply 形態", "Answer 回答", "Rests on", "根拠"]
    names = pack.table["activity"]
    rows: list[list[object]] = []
    for answer in answers(pack, on, "GB"):
        articles = [pack.articles[each.article] for each in answer.ruling]
        rows.append([
            f"{names[answer.activity]['en']} {names[answer.activity]['ja']}", answer.place, answer.category,
            answer.supply, ", ".join(each.rule for each in answer.ruling) or "permitted 可",
            "; ".join(each.cite for each in articles), "；".join(each.cite_ja for each in articles),
        ])  # fmt: skip
    return head, rows


def _shown(value: object) -> str:
    """Show a value of a table as a person reads it: text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
