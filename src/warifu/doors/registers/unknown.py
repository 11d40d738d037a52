"""Words of a register that nobody knew, each once with its rows, and the map in which a person says what they mean.

Law: nothing is guessed, and nobody types a word five hundred times: what was not understood of categories, units and
directions is counted by word, and written as a map (``--map``) in which only the meaning has to be filled in. A map
that lies there already is a person's work and is never written over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from warifu.core.errors import FileError
from warifu.core.units import UNITS
from warifu.rooms.logistics.register.categories import NAMES
from warifu.rooms.logistics.register.dealing import Reason, Reject

_TABLE = {
    Reason.UNKNOWN_CATEGORY: "categories",
    Reason.UNKNOWN_UNIT: "units",
    Reason.AMBIGUOUS_UNIT: "units",
    Reason.BAD_DIRECTION: "directions",
}
_MEANINGS = {
    "categories": sorted(set(NAMES) - {"weapons"}),
    "units": list(UNITS),
    "directions": ["issued", "received"],
}
Words = dict[str, dict[str, int]]


def unknown_words(rejects: Iterable[Reject]) -> Words:
    """Count the words that were refused, by the table of a map that could explain them; the most frequent first."""
    counts: dict[str, Counter[str]] = {}
    for each in rejects:
        word = dict(each.figures).get("text", "").strip()
        if each.reason in _TABLE and word:
            counts.setdefault(_TABLE[each.reason], Counter())[word] += 1
    return {table: dict(sorted(found.items(), key=lambda item: (-item[1], item[0]))) for table, found in counts.items()}


def as_map(words: Mapping[str, Mapping[str, int]]) -> str:
    """Write the words as a map to be filled in, with what each may mean."""
    lines = [
        "# Fill in what each word means; one left empty stays unknown.",
        "# 各語の意味を記入する。空欄の語は不明のままとする。",
    ]
    for table, found in words.items():
        lines += ["", f"[{table}]", f"# {' '.join(_MEANINGS[table])}"]
        lines += [f'{_quoted(word)} = ""   # {count}' for word, count in found.items()]
    return "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    shown = word.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(each if each.isprintable() else f"\\u{ord(each):04X}" for each in shown) + '"'


def write_map(register: Path, words: Mapping[str, Mapping[str, int]]) -> Path | None:
    """Write ``FILE.map.toml`` beside the register; None where nothing is unknown or one is there. Raises FileError."""
    path = register.with_name(register.name + ".map.toml")
    if not words or path.exists():
        return None
    try:
        path.write_text(as_map(words), encoding="utf-8")
    except OSError as trouble:
        raise FileError("file.not_written", str(path), reason=trouble.strerror or "") from trouble
    return path
