"""Packs: the agreements and the statutes as data, each in a folder of its own, and where they lie.

Law: ``pack.toml`` (rules and tables), ``articles.toml`` (what they rest on, EN and JA, with source and standing) and
``cases.toml`` (golden rulings). Only data lies here; ``law.pack.load`` reads it with the checks that the caller joins.
"""

from __future__ import annotations

from pathlib import Path

from warifu.core.errors import FileError

FOLDER = Path(__file__).parent


def names() -> tuple[str, ...]:
    """Return the names of all packs that come with the program, ``gb-jp/acsa-2017`` and so on, in order."""
    return tuple(sorted(path.parent.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("pack.toml")))


def folder(name: str) -> Path:
    """Return the folder of a pack; raises ``FileError`` pack.unknown for a name that no pack has."""
    if name not in names():
        raise FileError("pack.unknown", name[:80])
    return FOLDER / name
