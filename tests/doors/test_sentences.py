"""Every code that can be found or raised says in both languages what happened and what to do next."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.manners.house import dotted, sources
from warifu.core.errors import BytesError, LogError
from warifu.doors import sentences
from warifu.law.judge import Finding
from warifu.node import open as opening
from warifu.rooms.logistics.register.dealing import Reason

CODE = re.compile(r"[a-z]+(\.[a-z0-9_]+)+")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
RAISED = ("Error", "Finding")


@cache
def _functions(path: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def branches(check: Any) -> dict[str, set[str]]:
    """The branches a check can name, with the figures it gives: of itself and of what it calls in its own file."""
    functions = _functions(Path(inspect.getsourcefile(check) or ""))
    found: dict[str, set[str]] = {}
    seen: set[str] = {"reason"}
    waiting = [check.__name__]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in functions:
            continue
        seen.add(name)
        for node in ast.walk(functions[name]):
            if isinstance(node, ast.Call):
                waiting.append(dotted(node.func).rpartition(".")[2])
                waiting += [each.id for each in node.args if isinstance(each, ast.Name)]
                for branch in _branch_of(node):
                    found.setdefault(branch, set()).update(word.arg or "**" for word in node.keywords)
    return found


def _branch_of(call: ast.Call) -> list[str]:
    called = dotted(call.func)
    if called == "finding":
        return [""]
    if called != "reason" or len(call.args) < 2:
        return []
    return [
        each.value for each in ast.walk(call.args[1])
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.replace("_", "").isalnum()
    ]  # fmt: skip


def _found() -> Iterator[tuple[str, frozenset[str]]]:
    checks = opening.all_checks()
    for pack in opening.all_packs().values():
        for rule in pack.data.rule:
            for branch, figures in branches(checks[rule.check]).items():
                yield f"{rule.id}.{branch}" if branch else rule.id, frozenset(figures)


def _raised() -> Iterator[tuple[str, frozenset[str]]]:
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and dotted(node.func).endswith(RAISED):
                for each in node.args[:3]:
                    if isinstance(each, ast.Constant) and isinstance(each.value, str) and CODE.fullmatch(each.value):
                        yield each.value, frozenset(word.arg or "**" for word in node.keywords) | {"**"}


FOUND = sorted(set(_found()), key=lambda pair: (pair[0], sorted(pair[1])))
RAISED_CODES = sorted({code for code, _ in _raised()})
CODES = sorted({code for code, _ in FOUND} | set(RAISED_CODES))


def _asked(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_the_search_for_codes_finds_them():
    assert len(FOUND) > 200
    assert len(RAISED_CODES) > 200
    assert {"acsa.weapon.named", "house.officer.expired", "bytes.too_large", "roll.root_only"} <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_a_sentence_and_a_next_step(code):
    if code.endswith("_"):  # a branch made of a name of the pack: its family has one sentence for each name
        assert any(key.startswith(f"{code.partition('.')[0]}.*.{code.rpartition('.')[2]}") for key in _keys())
    else:
        assert sentences.template(code) is not None
    assert sentences.next_step(code) is not None


def _keys() -> set[str]:
    return set(sentences.catalogue().sentence)


@pytest.mark.parametrize(("code", "figures"), FOUND, ids=[f"{code}-{n}" for n, (code, _) in enumerate(FOUND)])
def test_a_sentence_asks_for_no_figure_that_its_finding_lacks(code, figures):
    text = sentences.template(code)
    if text is not None and "**" not in figures:
        assert _asked(text.en) <= figures


@pytest.mark.parametrize("part", ["sentence", "next", "page", "word"])
def test_both_languages_say_the_same(part):
    for code, both in getattr(sentences.catalogue(), part).items():
        assert _asked(both.en) == _asked(both.ja), code
        assert both.en.strip(), code
        assert both.ja.strip(), code
        assert not both.en.endswith("."), code
        assert not both.ja.endswith("。"), code
        assert not JAPANESE.search(both.en), code
        assert JAPANESE.search(both.ja) or part == "word", code


COMMAND = re.compile(r"\bwarifu [a-z]|\bact (prepare|approve|sign|submit|draft)\b| --[a-z]")


def test_a_page_names_no_command_in_what_to_do_next():
    known = sentences.catalogue()
    steps = {code: sentences.next_step(code, "pages") for code in (*known.next, *known.page)}
    assert [code for code, step in steps.items() if step is None or COMMAND.search(" ".join(step))] == []
    assert [code for code in known.page if not COMMAND.search(" ".join(known.next[code]))] == []
    finding = Finding("jp.two_hands", "house.hands", ())
    assert "act prepare" in sentences.of_finding(finding, "en")
    assert "起案・決裁" in sentences.of_finding(finding, "ja", door="pages")


def test_every_page_asks_for_what_pages_say():
    asking = re.compile(r"sentences\.(of_error|of_finding|next_step)\(.*")
    pages = [each.path for each in sources() if "doors/web/" in each.path.as_posix()]
    lines = [(path, found[0]) for path in pages for found in asking.finditer(path.read_text(encoding="utf-8"))]
    assert lines
    assert [(str(path), line) for path, line in lines if '"pages"' not in line] == []


def test_what_people_read_of_packs_has_a_name():
    words = sentences.catalogue().word
    named: set[str] = set()
    for room in opening.ROOMS:
        named |= set(room.kinds)
        named |= {state for flow in room.flows.values() for state in flow.states}
    for pack in opening.all_packs().values():
        if pack.data.law_of:
            continue
        for rule in pack.data.rule:
            for roles in rule.params.get("roles", {}).values():
                named |= set(roles)
            named |= {row[0] for row in rule.params.get("elements", [])}
            named |= {row[0] for row in rule.params.get("categories", []) if isinstance(row, list)}
    assert sorted(named - set(words)) == []


@pytest.mark.parametrize("reason", sorted(Reason))
def test_a_row_that_is_refused_says_why(reason):
    assert f"register.{reason}" in _keys()


def test_every_article_of_every_pack_is_cited_in_both_languages():
    for pack in opening.all_packs().values():
        for article in pack.articles:
            assert sentences.of_article(article, "en") != article
            assert JAPANESE.search(sentences.of_article(article, "ja"))


def test_a_refusal_reads_as_offices_write_it():
    finding = Finding("acsa.weapon.named", "acsa:weapons", (("line", "2"), ("item", "rifle")))
    english = sentences.of_finding(finding, "en", "logistics/request")
    japanese = sentences.of_finding(finding, "ja", "logistics/request")
    assert english.startswith("This request cannot be recorded: “rifle” (line 2) is a weapon")
    assert "Rule: ACSA, weapons are outside." in english
    assert "Next: take the line out" in english
    assert japanese.startswith("この要請書は登録できません。理由: 「rifle」（明細2）")
    assert "根拠: " in japanese
    assert "次の操作: " in japanese


def test_a_fact_that_is_recorded_all_the_same_says_so():
    finding = Finding("acsa.receipt.no_issue", "acsa:delivery")
    assert sentences.of_finding(finding, "en", doing="irregular").startswith("This act is recorded as irregular")
    assert "不備あり" in sentences.of_finding(finding, "ja", "logistics/receipt", "irregular")


def test_figures_that_are_codes_are_shown_as_words():
    figures = {"kind": "logistics/receipt", "roles": "receiving_officer, custodian"}
    assert "受領担当官、保管責任者" in sentences.of_code("house.officer.role_missing", "ja", figures)
    assert "receiving officer, custodian" in sentences.of_code("house.officer.role_missing", "en", figures)


def test_an_unknown_code_and_a_missing_figure_hide_nothing_and_break_nothing():
    assert sentences.of_code("nobody.knows", "en", {"size": 4}) == "nobody.knows size=4"
    assert "—" in sentences.of_code("bytes.too_large", "ja", {"size": 4})
    assert sentences.of_article("no:such", "ja") == "no:such"
    shown = sentences.of_error(BytesError("bytes.too_large", "act", size=4, limit=3), "ja")
    assert "箇所: act" in shown


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("entry 26 of JP", "JPの記録簿の登録26"),
        ("JP entry 24", "JPの記録簿の登録24"),
        ("book.csv, row 3", "book.csvの3行目"),
        ("bundle", "受渡しファイル"),
        ("register.xlsx", "register.xlsx"),
    ],
)
def test_the_place_of_an_error_is_named_in_japanese(where, shown):
    assert f"箇所: {shown}。" in sentences.of_error(LogError("log.forked", where, place=3), "ja")


def test_every_kind_of_case_that_both_sides_have_is_called_something_in_both_languages():
    shared = {
        flow.name
        for room in opening.ROOMS
        if room.name != "parties"
        for kind, flow in room.flows.items()
        if not room.kinds[kind].national
    }
    assert "dealing" in shared
    assert [name for name in sorted(shared) if not JAPANESE.search(sentences.called("flow", name, "ja"))] == []
