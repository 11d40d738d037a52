"""Where what people read lies: the catalogues of the doors, and what a room or a pack brings of its own.

Law: a room or a pack may have a folder ``words`` with up to four files, data that a lawyer or a translator reviews:
``sentences.toml`` (findings, next steps, words of kinds, states and codes, in the parts of ``doors/sentences.toml``),
``pages.toml`` (labels of fields and the like, in the areas of ``doors/web/words``), ``paper.toml`` (in the parts of
``doors/paper/words.toml``) and ``tables.toml`` (how the tables of a case are shown). They lie beside the central ones
as if they stood there: both languages or neither, and nothing twice, whoever says it. A mistake in them is a mistake in
the program, told as ``ValueError`` with the file and the key.

Place on the path: under every door that says something; knows no framework and translates nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
_BRING = (HERE.parent / "rooms", HERE.parent / "packs")
"""Where rooms and packs lie."""
BROUGHT = ("sentences.toml", "pages.toml", "paper.toml", "tables.toml")

Phrases = dict[str, dict[str, dict[str, str]]]
"""Part (or area), code, language."""
_LANGUAGES = {"en", "ja"}
_SENTENCES = ("sentence", "next", "page", "word")


def brought(name: str) -> list[Path]:
    """Return the files of this name that rooms and packs bring, in order of their folders; ``*`` for all four."""
    return [file for folder in _BRING for file in sorted(folder.rglob(f"words/{name}")) if file.name in BROUGHT]


def files() -> list[Path]:
    """Return every file whose words the pages show by themselves, in order; for whoever builds their faces."""
    return [*_central_pages(), HERE / "sentences.toml", *brought("*")]


def _central_pages() -> list[Path]:
    return sorted((HERE / "web" / "words").glob("*.toml"))


@cache
def sentences() -> Phrases:
    """Return sentences, next steps (those of pages apart) and words by code; raises ValueError."""
    return _merged([HERE / "sentences.toml", *brought("sentences.toml")], _SENTENCES)


@cache
def pages() -> Phrases:
    """Return the phrases of the pages by area and key; raises ValueError."""
    return _merged([*_central_pages(), *brought("pages.toml")])


@cache
def paper() -> Phrases:
    """Return the words of the forms on paper by part and code; raises ValueError."""
    return _merged([HERE / "paper" / "words.toml", *brought("paper.toml")])


class Shown(NamedTuple):
    """How a table of a room is shown on the page of a case: its title, and its columns as ``casepage_tables`` reads."""

    en: str
    ja: str
    columns: str


@cache
def tables() -> dict[str, Shown]:
    """Return how tables of rooms are shown, by the table's name, in the order of the files; raises ValueError."""
    found: dict[str, Shown] = {}
    for file in brought("tables.toml"):
        for name, said in _read(file).items():
            if name in found or set(said) != set(Shown._fields) or not all(said.values()):
                raise ValueError(f"{_place(file)}: {name} stands twice, or lacks en, ja or columns")
            found[name] = Shown(**said)
    return found


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as trouble:
        raise ValueError(f"{_place(file)}: {trouble}") from trouble


def _place(file: Path) -> str:
    return file.relative_to(HERE.parent).as_posix()


def _merged(lying: Iterable[Path], parts: Iterable[str] = ()) -> Phrases:
    """Lay files over each other; raises ValueError for what stands twice or in one language, or in no known part."""
    found: Phrases = {part: {} for part in parts}
    said_in: dict[tuple[str, str], Path] = {}
    twice = []
    for file in lying:
        for part, code, both in _phrases(file):
            if parts and part not in found:
                raise ValueError(f"{_place(file)}: there is no part {part}")
            if (other := said_in.setdefault((part, code), file)) != file:
                twice.append(f"{_place(file)}: {part}.{code} stands in {_place(other)} too")
            found.setdefault(part, {})[code] = both
    if twice:
        raise ValueError("; ".join(twice))
    return found


def _phrases(file: Path) -> Iterator[tuple[str, str, dict[str, str]]]:
    for part, phrases in _read(file).items():
        for code, both in phrases.items():
            if not isinstance(both, dict) or set(both) != _LANGUAGES or not all(both.values()):
                raise ValueError(f"{_place(file)}: {part}.{code} lacks a language")
            yield part, code, both
