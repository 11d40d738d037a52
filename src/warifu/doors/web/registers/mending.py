"""Mend how a register was understood: which column is what, what holds for the whole file, what its words mean.

Law: the form writes the same map that ``--map`` takes, so that what was mended once on a page can be kept as a file and
used again; what a person states goes before what the program finds.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from warifu.doors.registers.importing import Understood
from warifu.rooms.logistics.register.categories import NAMES
from warifu.rooms.logistics.register.mapping import FIELDS

RULES = ("currency", "unit", "value_factor", "direction", "gallon", "ton", "date_order")
CATEGORIES = tuple(sorted(set(NAMES)))
_MOST = 200
_LINES = 60


class Column(NamedTuple):
    """One field, the heading it was found under, how sure that is (percent; none if a person said so), what is told."""

    field: str
    heading: str
    sure: int | None
    told: str


class Mending(NamedTuple):
    """What the form shows and says: columns by field, rules by name, words with their category."""

    columns: tuple[Column, ...]
    rules: dict[str, str]
    words: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...] = ()
    """Headings that name nothing known."""

    @classmethod
    def bare(cls, map_text: str) -> Mending:
        """Fill the form for a file of which nothing was understood, from the map that was given so far."""
        return cls._filled(map_text, {}, (), {})

    @classmethod
    def of(cls, found: Understood, map_text: str) -> Mending:
        """Fill the form from what was understood and the map that was given so far."""
        seen: dict[str, tuple[str, float]] = {}
        for sheet in found.reading.sheets:
            seen |= dict(sheet.columns)
        unknown = tuple(dict.fromkeys(each for sheet in found.reading.sheets for each in sheet.unknown))
        words = {}
        for each in found.rejects:
            figures = dict(each.figures)
            word = figures.get("category") or figures.get("text") or ""
            if str(each.reason) == "unknown_category" and word:
                words[word] = ""
        return cls._filled(map_text, seen, unknown, words)

    @classmethod
    def _filled(
        cls, map_text: str, seen: Mapping[str, tuple[str, float]], unknown: tuple[str, ...], words: dict[str, str]
    ) -> Mending:
        told: dict[str, Any] = tomllib.loads(map_text) if map_text else {}
        said = {name: str(place) for name, place in told.get("columns", {}).items()}
        columns = tuple(
            Column(
                name, seen[name][0] if name in seen else "",
                round(100 * seen[name][1]) if name in seen and name not in said else None, said.get(name, ""),
            )
            for name in sorted(FIELDS)
        )  # fmt: skip
        categories = words | {str(word): str(code) for word, code in told.get("categories", {}).items()}
        rules = {name: str(told.get("rules", {}).get(name, "")) for name in RULES}
        return cls(columns, rules, tuple(categories.items())[:_LINES], unknown)

    @classmethod
    def typed(cls, posted: Mapping[str, Any]) -> Mending:
        """Read the form as it was sent."""
        columns = tuple(
            Column(name, "", None, str(posted.get(f"column-{name}", ""))[:_MOST]) for name in sorted(FIELDS)
        )
        rules = {name: str(posted.get(f"rule-{name}", ""))[:_MOST] for name in RULES}
        words = []
        for at in range(_LINES):
            word = str(posted.get(f"word-{at}", ""))[:_MOST]
            if word:
                words.append((word, str(posted.get(f"category-{at}", ""))))
        return cls(columns, rules, tuple(words))

    def text(self) -> str:
        """Return the map as ``--map`` takes it; what was left empty is left to the program."""
        lines = ["[columns]"]
        lines += [f"{each.field} = {_quoted(each.told)}" for each in self.columns if each.told]
        lines += ["[rules]"]
        for name, said in self.rules.items():
            if said:
                plain = name == "value_factor" and said.isascii() and said.isdigit()
                lines.append(f"{name} = {said if plain else _quoted(said)}")
        lines += ["[categories]"]
        lines += [f"{_quoted(word)} = {_quoted(code)}" for word, code in self.words if code]
        return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return a TOML basic string: JSON's is one, for what the form lets through."""
    return json.dumps(text, ensure_ascii=False)
