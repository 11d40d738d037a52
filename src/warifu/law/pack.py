"""A pack: one version of an agreement's rules as data, with a digest that both rolls adopt.

Law: three files a lawyer can review. ``pack.toml`` holds rules and tables, ``articles.toml`` what they rest on in our
own words (EN and JA) with source and standing (text, sister, draft), ``cases.toml`` golden rulings. A rule names a
*check*, the small versioned function that applies it, and the kinds of act it speaks of. The digest covers id, version,
rules and tables, not the wording of paraphrases. What a released check decides never changes: a mend is a new version
of the check, named by a new pack. A rule whose parameters name ``tables`` gets these tables of its pack among them, the
very objects, bound once when the pack is read; the digest is over the rules as they are written.

Place: loaded by ``node.open`` and by the tests; handed to the judge as an argument.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property, reduce
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from warifu.core import canonical
from warifu.core.errors import BytesError, FileError
from warifu.core.label import KNOWN, Schemes
from warifu.law.judge import Check

Standing = Literal["text", "sister", "draft"]
OnFact = Literal["irregular", "refuse"]


class Article(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule rests on: number as cited, standing, source, and our own paraphrase in both languages."""

    id: str
    cite: str
    cite_ja: str
    standing: Standing
    source: str
    en: str
    ja: str


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row: which check applies, to which kinds of act, on which article, with which parameters.

    ``on_fact`` says what a finding means for a fact of our own: *irregular* (it has happened: it is recorded with its
    findings) or *refuse* (who signs, and in what form, is a matter of will).
    """

    id: str
    check: str
    article: str
    kinds: tuple[str, ...]
    params: dict[str, Any] = {}
    on_fact: OnFact = "irregular"


class PackFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``pack.toml`` holds."""

    id: str
    version: str
    title: str
    title_ja: str
    room: str
    parties: tuple[str, ...] = ()
    law_of: str = ""
    rule: tuple[Rule, ...] = ()
    table: dict[str, Any] = {}


class Pack:
    """A pack in memory: its data, its digest, and its rules bound to their checks by kind of act."""

    def __init__(self, data: PackFile, articles: Iterable[Article], checks: Mapping[str, Check]) -> None:
        self.data = data
        self._bound = tuple(_bind(rule, data) for rule in data.rule)
        self.articles = {article.id: article for article in articles}
        self._checks = checks
        self._by_kind: dict[str, tuple[tuple[Rule, Check], ...]] = {}
        self._refuse_unbound()
        self._refuse_unnameable()

    @property
    def id(self) -> str:
        """Name such as ``gb-jp/acsa-2017``."""
        return self.data.id

    @property
    def table(self) -> dict[str, Any]:
        """The tables of the pack: categories, elements, clocks."""
        return self.data.table

    @cached_property
    def digest(self) -> bytes:
        """32 bytes: SHA-256 over the canonical form of id, version, parties, rules and tables."""
        rules = [[r.id, r.check, r.article, list(r.kinds), ordered(r.params), r.on_fact] for r in self.data.rule]
        whole = [self.data.id, self.data.version, self.data.room, list(self.data.parties), self.data.law_of, rules]
        parts = [canonical.encode(part, "pack") for part in (whole, ordered(self.data.table))]
        return canonical.digest(b"".join(parts))

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Rules by id, each with the tables that it names."""
        return {rule.id: rule for rule in self._bound}

    def rules_of(self, kind: str) -> tuple[tuple[Rule, Check], ...]:
        """Return the rules that speak of a kind, each with its check; ``*`` in a rule speaks of every kind."""
        if kind not in self._by_kind:
            chosen = [rule for rule in self._bound if kind in rule.kinds or "*" in rule.kinds]
            self._by_kind[kind] = tuple((rule, self._checks[rule.check]) for rule in chosen)
        return self._by_kind[kind]

    def _refuse_unbound(self) -> None:
        ids = [rule.id for rule in self.data.rule]
        for rule in self.data.rule:
            if rule.check not in self._checks:
                raise FileError("pack.check_unknown", self.id, rule=rule.id, check=rule.check)
            if rule.article not in self.articles:
                raise FileError("pack.article_unknown", self.id, rule=rule.id, article=rule.article)
            if ids.count(rule.id) > 1:
                raise FileError("pack.rule_twice", self.id, rule=rule.id)

    def _refuse_unnameable(self) -> None:
        """A value without one form (a float above all) has no digest, and is a mistake in the file."""
        try:
            bytes(self.digest)
        except BytesError as trouble:
            raise FileError("pack.value_bad", self.id, trouble=str(trouble)[:200]) from trouble


def schemes_of_packs(packs: Iterable[Pack]) -> Schemes:
    """Return every scheme of markings: the house's own, and those of each pack in its last version."""
    newest = {pack.id: pack.table for pack in sorted(packs, key=lambda each: each.data.version)}
    return reduce(Schemes.with_tables, newest.values(), KNOWN)


def ordered(value: Any) -> Any:
    """Tables with text keys as sorted [key, value] pairs: the form the digest is taken over."""
    if isinstance(value, dict):
        return [[str(key), ordered(value[key])] for key in sorted(value)]
    if isinstance(value, list | tuple):
        return [ordered(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _bind(rule: Rule, data: PackFile) -> Rule:
    """Put the tables that a rule names among its parameters; raises FileError where there is none of that name."""
    named: Iterable[str] = rule.params.get("tables", ())
    for name in named:
        if name not in data.table:
            raise FileError("pack.table_unknown", data.id, rule=rule.id, table=name)
        if name in rule.params:
            raise FileError("pack.param_twice", data.id, rule=rule.id, table=name)
    return replace(rule, params={**rule.params, **{name: data.table[name] for name in named}}) if named else rule


def load(folder: Path, checks: Mapping[str, Check]) -> Pack:
    """Read a pack's folder; raises FileError naming the file and what is wrong in it."""
    return bound(read(folder), folder, checks)


def read(folder: Path) -> PackFile:
    """Read what ``pack.toml`` of a folder says, before anything is applied; raises FileError."""
    data: PackFile = _read(folder / "pack.toml", PackFile)
    return data


def bound(data: PackFile, folder: Path, checks: Mapping[str, Check]) -> Pack:
    """Return a pack whose rules are bound to their checks and articles; raises FileError."""
    articles = _read(folder / "articles.toml", _ArticleFile).article
    ids = [article.id for article in articles]
    for article in sorted(set(ids)):
        if ids.count(article) > 1:
            raise FileError("pack.article_twice", data.id, article=article)
    return Pack(data, articles, checks)


class _ArticleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    article: tuple[Article, ...]


def _read(path: Path, kind: type[Any]) -> Any:
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(plain, kind, strict=True)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as trouble:
        raise FileError("pack.file_bad", f"{path.parent.name}/{path.name}", trouble=str(trouble)[:200]) from trouble
