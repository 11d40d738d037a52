"""One word per idea: names too wide to say anything are not used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.manners.house import Source, none_of, sources

TOO_WIDE = {
    *("manager", "managers", "service", "helper", "helpers", "util", "utils", "handler", "handlers"),
    *("process", "processes", "data", "info", "infos"),
}
"""``services`` is a word of the treaty and stays."""


def words(name: str) -> set[str]:
    """The words in a name of either case: ``parse_dataSheet`` is parse, data, sheet."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return set(spaced.lower().split("_"))


def _names(source: Source) -> Iterator[tuple[int, str]]:
    yield 1, source.path.stem if source.path.stem != "__init__" else source.path.parent.name
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name


def test_no_name_is_too_wide():
    none_of(
        [
            f"{source.place}:{line} {name}"
            for source in sources()
            for line, name in _names(source)
            if words(name) & TOO_WIDE
        ],
        "A name says which; these words say nothing: " + ", ".join(sorted(TOO_WIDE)),
    )


@pytest.mark.parametrize("name", ["ActManager", "http_handler", "parseData", "HTTPService", "utils"])
def test_a_planted_name_is_found(name):
    assert words(name) & TOO_WIDE


@pytest.mark.parametrize("name", ["ExchangeOfServices", "database", "informed", "processed_on", "seal"])
def test_a_word_of_the_field_passes(name):
    assert not words(name) & TOO_WIDE
