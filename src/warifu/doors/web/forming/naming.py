"""What things are called on pages: codes, desks, units, parties, fields, in the reader's language.

Law: a name comes from a catalogue or from the roll, never from a view. A code without a name is shown as it is, so that
nothing is hidden; a test walks all codes that the packs list and finds none without.
"""

from __future__ import annotations

from typing import Any

from warifu.core.units import UNITS
from warifu.doors import sentences
from warifu.doors.web.words import catalogue, language
from warifu.record import queries_parties
from warifu.record.log import Store


def called(code: Any) -> str:
    """Return what a code is called: the word of the pages, else that of the packs, else the code itself."""
    text = str(code)
    own = catalogue().get(f"code.{text}")
    return own.in_(language()) if own else sentences.word(text, language())


def flow_called(name: str) -> str:
    """Return what a kind of case is called."""
    own = catalogue().get(f"code.flow.{name}")
    return own.in_(language()) if own else called(name)


def activity_called(code: str) -> str:
    """Return what an activity is called: its form, with the reference that may follow it."""
    form, _, reference = code.partition(":")
    return f"{called(form)} {reference}".strip() if form else ""


def place_called(code: str) -> str:
    """Return a place: the name of a country where the pages know it, with its code."""
    name = called(f"place.{code}")
    if name == f"place.{code}":
        return code
    return f"{name}（{code}）" if language() == "ja" else f"{name} ({code})"


def unit_called(code: str) -> str:
    """Return what a unit is called."""
    unit = UNITS.get(code)
    return code if unit is None else unit.ja if language() == "ja" else unit.en


def field_called(name: str, kind: str = "", part: str = "label") -> str:
    """Return the label (or ``hint``) of a field, its kind's own words first; a field without words is its name.

    ``name``: the path without places, ``lines.quantity``. A hint may be missing.
    """
    last = name.rpartition(".")[2]
    suffix = "" if part == "label" else f"_{part}"
    for key in (f"{kind}.{name}", name, last):
        found = catalogue().get(f"field.{key}{suffix}")
        if found is not None:
            return found.in_(language())
    return last if part == "label" else ""


def slot_called(room: str, slot: int, name: str) -> str:
    """Return what a text slot of a room is called; of a room without words, what the room calls it."""
    found = catalogue().get(f"slot.{room}_{slot}")
    return found.in_(language()) if found else name


class Names:
    """Names that the rolls give to the desks of a pair; read once for a page."""

    def __init__(self, store: Store, pair: str) -> None:
        self.desks = queries_parties.desks(store, pair)
        at = language()
        self._by_code = {each.code: (each.name_ja if at == "ja" else each.name) or each.code for each in self.desks}

    def desk(self, code: str) -> str:
        """Return a desk by name and code, ``HMS Calder (CALDER)``; one that no roll names by its code."""
        name = self._by_code.get(code, code)
        if name == code:
            return code
        return f"{name}（{code}）" if language() == "ja" else f"{name} ({code})"

    def of_party(self, party: str) -> list[tuple[str, str]]:
        """List (code, name) of a party's desks."""
        return [(each.code, self.desk(each.code)) for each in self.desks if each.party == party]
