"""The files of the house, read once, for the manners to look at. The rules are the tests beside it."""

from __future__ import annotations

import ast
import functools
import pathlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "warifu"

FLOORS = {"core": 1, "law": 2, "rooms": 3, "record": 3, "node": 4, "doors": 5}
"""Height of each part: an import goes to a lower one, or stays within its own."""

SHOWS_A_ROOM = {"apps", "forms", "migrations", "models", "views"}
"""What of a room may know the framework. All else in it is pure."""

WEIGHS = {"register"}
"""What of a room weighs likeness: scores without a unit, for which a float is the right thing."""


@dataclass(frozen=True)
class Source:
    """One Python file: where it lies, what it says, and its tree."""

    path: pathlib.Path
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """The path from the root of the house, for messages."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def name(self) -> tuple[str, ...]:
        """The parts of the module's name below ``warifu``: ("rooms", "logistics", "acts")."""
        parts = self.path.relative_to(SRC).with_suffix("").parts
        return parts[:-1] if parts[-1] == "__init__" else parts

    @property
    def floor(self) -> str:
        """The part of the house that this file belongs to; empty for the front door ``warifu/__init__.py``."""
        return self.name[0] if self.name else ""

    @property
    def pure(self) -> bool:
        """Whether nothing here may know a clock, chance, the environment, a database or a wire."""
        if self.floor == "rooms":
            return len(self.name) > 2 and self.name[2] not in SHOWS_A_ROOM
        return self.floor in {"core", "law"}

    @property
    def exact(self) -> bool:
        """Whether every number here is an amount, a quantity or a count, and so never a float."""
        return self.pure and not set(self.name) & WEIGHS


@functools.cache
def files() -> tuple[pathlib.Path, ...]:
    """Every file of the house: what is committed, and what would be if everything were added now."""
    ran = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(sorted(path for name in ran.stdout.split("\0") if name and (path := ROOT / name).is_file()))


@functools.cache
def sources() -> tuple[Source, ...]:
    """Every Python file of ``src/warifu`` but migrations, which Django writes."""
    return tuple(_read(path) for path in files() if path.is_relative_to(SRC) and _is_ours(path))


@functools.cache
def python_files() -> tuple[Source, ...]:
    """Every Python file of the house but migrations."""
    return tuple(_read(path) for path in files() if _is_ours(path))


@functools.cache
def functions(tree: ast.AST) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
    """Every function and method in ``tree``, nested ones too."""
    return tuple(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imports(source: Source) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that ``source`` imports, wherever in the file it does."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{each.name}") for each in node.names)


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of a name or attribute; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def none_of(offences: list[str], law: str) -> None:
    """Fail with the law and every place that breaks it, one a line."""
    assert not offences, f"{law}:\n  " + "\n  ".join(offences)


def _is_ours(path: pathlib.Path) -> bool:
    return path.suffix == ".py" and "migrations" not in path.parts


@functools.cache
def _read(path: pathlib.Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path, text, ast.parse(text, filename=str(path)))
