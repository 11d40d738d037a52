"""Imports go down only; what judges knows no clock, chance, machine, database or wire.

import-linter holds the same lines over the graph of modules (`make floors`); this looks at every line of every file,
also inside functions, and at what is called, which no graph of imports shows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.manners.house import FLOORS, Source, dotted, imports, none_of, sources

IMPURE_MODULES = {
    *("asyncio", "django", "getpass", "http", "locale", "multiprocessing", "os", "pathlib", "platform", "psycopg"),
    *("random", "secrets", "shutil", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time"),
    *("urllib", "uuid"),
}
"""What a pure module never imports: clock, chance, machine, database, wire."""

ALLOWED = {
    ("src/warifu/law/pack.py", "pathlib.Path"),  # a pack is read from the folder that its caller names
    ("src/warifu/node/pinned.py", "secrets.token_bytes"),  # locks a file for the moment in which the library reads it
}
"""The exceptions, one by one: file and what it imports or names."""

IMPURE_CALLS = {
    *("date.today", "datetime.now", "datetime.today", "datetime.utcnow", "input", "open", "print"),
    *("datetime.date.today", "datetime.datetime.now", "datetime.datetime.utcnow", "dt.datetime.now", "dt.date.today"),
}

JOINS = "src/warifu/node/open.py"

TIME_AND_CHANCE = {
    *("date.today", "datetime.now", "datetime.today", "datetime.utcnow", "datetime.date.today"),
    *("datetime.datetime.now", "os.urandom", "random.random", "secrets.token_bytes", "time.time", "time.time_ns"),
    *("uuid.uuid1", "uuid.uuid4"),
}


def _pure() -> tuple[Source, ...]:
    return tuple(source for source in sources() if source.pure)


def _calls(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield node.lineno, dotted(node.func)


def test_imports_go_down_only():
    none_of(
        [
            f"{source.place}:{line} imports {name}"
            for source in sources()
            for line, name in imports(source)
            if _goes_up(source, name)
        ],
        "Imports go down only: doors, node, rooms beside record, law, core",
    )


def _goes_up(source: Source, name: str) -> bool:
    parts = name.split(".")
    here, there = FLOORS.get(source.floor), FLOORS.get(parts[1] if parts[0] == "warifu" and len(parts) > 1 else "")
    if here is None or there is None or source.floor == parts[1]:
        return False
    return there >= here


def test_rooms_do_not_know_each_other():
    none_of(
        [
            f"{source.place}:{line} imports {name}"
            for source in sources()
            if source.floor == "rooms" and len(source.name) > 1
            for line, name in imports(source)
            if name.startswith("warifu.rooms.") and name.split(".")[2] not in {source.name[1], "tables"}
        ],
        "What a room needs of another it cites",
    )


def test_what_judges_imports_nothing_of_the_machine():
    none_of(
        [
            f"{source.place}:{line} imports {name}"
            for source in _pure()
            for line, name in imports(source)
            if name.split(".")[0] in IMPURE_MODULES and (source.place, name) not in ALLOWED
        ],
        "core, law and all of a room but what shows it are pure",
    )


def test_what_judges_calls_no_clock():
    none_of(
        [
            f"{source.place}:{line} calls {name}()"
            for source in _pure()
            for line, name in _calls(source)
            if name in IMPURE_CALLS
        ],
        "Time and chance come in as arguments",
    )


def test_no_amount_is_a_float():
    none_of(
        [
            f"{source.place}:{node.lineno} {ast.unparse(node)}"
            for source in sources()
            if source.exact
            for node in ast.walk(source.tree)
            if _makes_a_float(node)
        ],
        "Money and quantity are exact: no float stands where they are counted",
    )


def _makes_a_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float | complex)
    return isinstance(node, ast.Call) and dotted(node.func) == "float"


def test_time_and_chance_are_read_in_one_place():
    none_of(
        [
            f"{source.place}:{line} names {name}"
            for source in sources()
            if source.floor != "doors" and source.place != JOINS
            for line, name in _attributes(source)
            if name in TIME_AND_CHANCE and (source.place, name) not in ALLOWED
        ],
        f"Below the doors only {JOINS} reads a clock or chance, and hands them on",
    )


def _attributes(source: Source) -> Iterator[tuple[int, str]]:
    """Every dotted name, called or handed on: ``secrets.token_bytes`` as an argument is chance too."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            yield node.lineno, dotted(node)


def test_one_place_joins_the_parts():
    none_of(
        [
            f"{source.place}:{line} imports {name}"
            for source in sources()
            if source.floor == "node" and source.place != JOINS
            for line, name in imports(source)
            if name.startswith("warifu.rooms")
        ],
        f"Only {JOINS} knows which rooms there are",
    )


@pytest.mark.parametrize("planted", ["time.time", "datetime.now", "secrets.token_bytes"])
def test_a_planted_clock_is_found(planted):
    module = ast.parse(f"def seal():\n    return {planted}()\n")
    assert planted in {dotted(node.func) for node in ast.walk(module) if isinstance(node, ast.Call)}
    assert planted in TIME_AND_CHANCE
