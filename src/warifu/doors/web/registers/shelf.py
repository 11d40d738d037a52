"""Files on their way in: kept in the node's folder until they are imported or given up.

Law: a file is named by chance, never by what its sender calls it, and belongs to the account that brought it; sizes are
bounded before anything is read; what is a week old is swept away. What the dry run understood is worked out anew from
the file and its map, so that the page shows what the import will do.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from warifu.core.errors import FileError

MAX_BYTES = 64 * 1024 * 1024
KEPT_SECONDS = 7 * 86_400
MOST = 20
"""Files of one account that may lie here at once."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_ENDINGS = (".xlsx", ".ods", ".csv")


class Shelved(NamedTuple):
    """A file on the shelf: where it lies, what its sender calls it, whose it is, the map given with it."""

    token: str
    path: Path
    name: str
    owner: str
    map_text: str


def keep(folder: Path, name: str, owner: str, chunks: Iterable[bytes], now: int) -> Shelved:
    """Put a file on the shelf; raises FileError file.too_large, file.no_register, file.shelf_full."""
    ending = Path(name).suffix.lower()
    if ending not in _ENDINGS:
        raise FileError("file.not_a_spreadsheet", name[:80])
    shelf = folder / "shelf"
    shelf.mkdir(mode=0o700, exist_ok=True)
    _sweep(shelf, now)
    if sum(1 for each in shelf.glob("*.json") if _said(each).get("owner") == owner) >= MOST:
        raise FileError("file.shelf_full", owner, most=MOST)
    token = secrets.token_urlsafe(16)
    path = shelf / f"{token}{ending}"
    size = 0
    with path.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > MAX_BYTES:
                break
            file.write(chunk)
    if size > MAX_BYTES:
        path.unlink()
        raise FileError("file.too_large", name[:80], limit=MAX_BYTES)
    _write(shelf / f"{token}.json", {"name": name[:200], "owner": owner, "ending": ending, "map": "", "time": now})
    return take(folder, token, owner)


def take(folder: Path, token: str, owner: str) -> Shelved:
    """Return a file of one's own by its token; raises FileError file.gone for any other."""
    shelf = folder / "shelf"
    said = _said(shelf / f"{token}.json") if _TOKEN.fullmatch(token) else {}
    path = shelf / f"{token}{said.get('ending', '')}"
    if said.get("owner") != owner or not path.is_file():
        raise FileError("file.gone", token[:22])
    return Shelved(token, path, said["name"], owner, said["map"])


def map_it(folder: Path, shelved: Shelved, text: str) -> None:
    """Keep the map that a person has given for a file."""
    at = folder / "shelf" / f"{shelved.token}.json"
    _write(at, _said(at) | {"map": text})


def drop(folder: Path, shelved: Shelved) -> None:
    """Take a file off the shelf."""
    shelved.path.unlink(missing_ok=True)
    (folder / "shelf" / f"{shelved.token}.json").unlink(missing_ok=True)


def of_owner(folder: Path, owner: str) -> list[Shelved]:
    """List what an account has on the shelf."""
    found = []
    for each in sorted((folder / "shelf").glob("*.json")):
        if _said(each).get("owner") == owner:
            with suppress(FileError):  # its file has gone: taken off in another tab just now, or by hand
                found.append(take(folder, each.stem, owner))
    return found


def _said(path: Path) -> dict[str, str]:
    try:
        said: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said


def _write(path: Path, said: Mapping[str, object]) -> None:
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def _sweep(shelf: Path, now: int) -> None:
    for each in shelf.glob("*.json"):
        if now - int(_said(each).get("time", 0)) > KEPT_SECONDS:
            for file in shelf.glob(f"{each.stem}.*"):
                file.unlink(missing_ok=True)
