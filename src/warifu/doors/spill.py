"""A text is removed: the removal itself, then a look at what else on this node holds the very same words.

Law: what is removed is read one last time to be looked for: in drafts that lie open, of whomever, and in registers on
their way in. What is found there is another text and somebody else's; it becomes a line to be followed up, and the
words go no further than this search. What lies here under a key of its own needs no search: the key is destroyed.

Place on the path: pages and command line remove through here; ``node.removing`` does it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from warifu.core import texts
from warifu.core.keys import Signer
from warifu.doors.cases import shown
from warifu.node import erasing, removing
from warifu.node.drafting import Outcome
from warifu.node.node import Node
from warifu.node.removing import Told, Wanted
from warifu.record import openings, removals
from warifu.record.removals import Line

Drafts = Callable[[str, list[str]], list[tuple[str, int]]]
"""(party, words) to (account, day) of the drafts that hold them; known where the accounts are open."""
_MOST_BYTES = 256 * 1024 * 1024
_DAY = 86_400


def remove(node: Node, peer: str, wanted: Wanted, signer: Signer, beside: tuple[Path, Drafts]) -> Outcome:
    """Remove a text (``removing.remove``) and list what else here holds its words; ``beside``: node folder, drafts."""
    pair = node.pair(peer)
    words = _words(node, removing.told(pair, wanted.act), wanted.slots)
    outcome = removing.remove(node, peer, wanted, signer)
    about = erasing.about_of(pair, wanted.act)
    if outcome.ok and words and about is not None:
        day, (folder, drafts) = node.means.clock() // _DAY, beside
        lines = [(removals.DRAFT, account, when, "") for account, when in drafts(node.party, words)]
        lines += [(removals.SHELF, "", day, name) for name in on_the_shelf(folder, words)]
        removals.keep(node.store, pair.name, outcome.act, about, removals.gathered(lines))
    return outcome


def no_drafts(_party: str, _words: list[str]) -> list[tuple[str, int]]:
    """Look into no draft: the accounts' database is not open here."""
    return []


def _words(node: Node, told: Told, slots: tuple[int, ...]) -> list[str]:
    leaves = openings.read(node.store, told.log, [told.act]).get(told.act, [])
    return [leaf.text for leaf in leaves if isinstance(leaf, texts.Opening) and (not slots or leaf.slot in slots)]


def on_the_shelf(folder: Path, words: list[str]) -> list[str]:
    """Return the names of the registers on their way in that hold one of these texts."""
    shelf = folder / "shelf"
    files = [each for each in sorted(shelf.iterdir()) if each.is_file()] if shelf.is_dir() else []
    sought = [form for each in words for form in _forms(each)]
    return [each.name for each in files if any(form in part for part in _parts(each) for form in sought)]


def _forms(words: str) -> Iterator[bytes]:
    for coding in ("utf-8", "utf-16-le", "utf-16-be", "cp932"):
        yield words.encode(coding, "ignore")
    yield escape(words, quote=False).encode()


def _parts(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file; of a workbook those of each of its parts, as far as is bounded."""
    try:
        if not zipfile.is_zipfile(path):
            yield path.read_bytes()
            return
        with zipfile.ZipFile(path) as book:
            for part in book.infolist():
                with book.open(part) as file:
                    yield file.read(_MOST_BYTES)
    except (OSError, zipfile.BadZipFile):
        return


def document(told: Told) -> dict[str, Any]:
    """Return what is known of an act's texts as JSON can hold it."""
    return {
        "act": told.act.hex(),
        "case": told.case.hex(),
        "kind": told.kind,
        "author": told.author,
        "log": told.log,
        "time": shown(told.time),
        "texts": [{"slot": slot, "state": state} for slot, state in told.texts],
        "found": [
            {"what": what, "who": who, "day": shown(day * _DAY)[:10], "kept": kept}
            for what, who, day, kept in told.found
        ],
        "lines": [line_document(each) for each in told.lines],
    }


def line_document(line: Line) -> dict[str, Any]:
    """Return a line that is followed up as JSON can hold it; ``line`` names it."""
    return {
        "what": line.what,
        "who": line.who,
        "day": shown(line.day * _DAY)[:10],
        "kept": line.kept,
        "done": line.done,
        "act": line.act.hex(),
        "line": line.mark.hex(),
        "removed_by": line.erase.hex(),
        "closed_by": line.closed.hex(),
    }
