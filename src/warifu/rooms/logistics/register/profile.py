"""What a column holds, judged by its cells alone: shares of cells that read as dates, figures, units. Floor 3a, pure.

Law: a heading is a claim, the cells are the evidence. ``heading`` weighs one against the other, so that ``Unit`` above
ships is not taken for a unit of measure. Only a sample of rows is looked at; nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from warifu.core.days import parse_date
from warifu.core.errors import ValueTroubleError
from warifu.core.money import parse_currency
from warifu.core.quantity import parse_unit
from warifu.core.stocknumber import parse_stock_number
from warifu.rooms.logistics.register.categories import category_of
from warifu.rooms.logistics.register.grid import Cell, folded, written
from warifu.rooms.logistics.register.words import ISSUED_WORDS, NO_WORDS, RECEIVED_WORDS, YES_WORDS

_FIGURE = re.compile(
    r"(?:金|us(?=\$))?[¥£$€(▲△-]*\s*(?:gbp|jpy|usd|eur|stg)?\s*[¥£]?-?\s*\d[\d,' ]*(?:\.\d+)?\s*\D{0,12}"
)
_SERIAL = re.compile(r"\d{5}")
_FIRST_DAY, _LAST_DAY = 36_526, 54_788
_BARE_FIGURE = re.compile(r"[(▲△-]?\d[\d,' ]*(?:\.\d+)?\)?")


@lru_cache(maxsize=50_000)
def bare(text: str) -> str:
    """Give letters and figures only, folded: the form in which words are compared."""
    return "".join(re.findall(r"\w+", folded(text).replace("_", " ")))


ISSUED = frozenset(map(bare, ISSUED_WORDS.split("|")))
RECEIVED = frozenset(map(bare, RECEIVED_WORDS.split("|")))
YES = frozenset(filter(None, map(bare, YES_WORDS.split("|")))) | {"○", "◯", "✓", "✔", "☑", "◎", "●"}
NO = frozenset(filter(None, map(bare, NO_WORDS.split("|")))) | {"×", "✕", "✗"}


@lru_cache(maxsize=20_000)
def _reads(parse: Callable[[str], object], text: str) -> bool:
    try:
        return bool(parse(text))
    except ValueTroubleError:
        return False


def is_date(cell: Cell) -> bool:
    """Tell whether a cell reads as a date."""
    return isinstance(cell, date) or (isinstance(cell, str) and _reads(parse_date, cell))


def is_serial_day(cell: Cell) -> bool:
    """Tell whether a cell could be the day number that a spreadsheet keeps, of a day between 2000 and 2049."""
    said = written(cell).strip()
    return not isinstance(cell, bool | date) and bool(_SERIAL.fullmatch(said)) and _FIRST_DAY <= int(said) <= _LAST_DAY


def is_figure(cell: Cell) -> bool:
    """Tell whether a cell reads as a figure, perhaps with a sign of currency or a unit about it."""
    if isinstance(cell, str):
        return bool(_FIGURE.fullmatch(folded(cell)))
    return not isinstance(cell, date | bool)


def is_bare_figure(cell: Cell) -> bool:
    """Tell whether a cell reads as a figure with nothing about it."""
    return is_figure(cell) and bool(_BARE_FIGURE.fullmatch(folded(cell)))


_SIDE = r"(uk|gbr?|british|英\w?|jpn?|jsdf|japan\w*|日本?)"
_FLOW = re.compile(rf"{_SIDE}\s*側?(?:軍)?\s*(?:to|→|⇒|->|>|-|から|より|=>)\s*{_SIDE}")


def flow_said(low: str) -> tuple[str, str] | None:
    """Find from which party to which words go (``uk to jp``, 日→英), by their first letters ``GB`` and ``JP``."""
    found = _FLOW.search(low)
    return (_party(found[1]), _party(found[2])) if found else None


def _party(word: str) -> str:
    return "GB" if re.match(r"uk|gb|brit|英", word) else "JP"


def is_direction(cell: Cell) -> bool:
    """Tell whether a cell says issued or received."""
    word = bare(written(cell))
    return (
        word in ISSUED
        or word in RECEIVED
        or bool(re.search(r"提供|受領|issue|receiv", folded(cell)))
        or flow_said(folded(cell)) is not None
    )


def is_answer(cell: Cell) -> bool:
    """Tell whether a cell says yes or no."""
    text = folded(cell)
    return bare(text) in YES or bare(text) in NO or text in YES or text in NO


def _is_ref(cell: Cell) -> bool:
    text = folded(cell)
    return (
        any(character.isdigit() for character in text)
        and 2 <= len(text) <= 40
        and not is_date(cell)
        and not is_stock(cell)
    )


def is_stock(cell: Cell) -> bool:
    """Tell whether a cell reads as a stock number."""
    return isinstance(cell, str) and _reads(parse_stock_number, cell)


def _is_words(cell: Cell) -> bool:
    text = folded(cell)
    return isinstance(cell, str) and not _BARE_FIGURE.fullmatch(text) and not is_date(cell) and len(text) > 1


_TESTS: dict[str, Callable[[Cell], bool]] = {
    "date": is_date,
    "serial_day": is_serial_day,
    "figure": is_figure,
    "bare": is_bare_figure,
    "unit": lambda cell: isinstance(cell, str) and _reads(parse_unit, cell),
    "currency": lambda cell: isinstance(cell, str) and _reads(parse_currency, folded(cell)),
    "direction": is_direction,
    "answer": is_answer,
    "category": lambda cell: isinstance(cell, str) and category_of(cell) is not None,
    "stock": is_stock,
    "ref": _is_ref,
    "words": _is_words,
}


#: Fewer cells than these prove nothing against a heading.
_ENOUGH = 12


class Profile(dict[str, float]):
    """Shares of a column's filled cells that pass each test, with ``filled`` and ``distinct``, each from 0 to 1.

    ``enough`` is 1 if there are cells enough to speak against a heading.
    """


def profile(cells: Sequence[Cell]) -> Profile:
    """Profile one column's cells (a sample); an empty column has only ``filled`` = 0."""
    filled = [cell for cell in cells if written(cell).strip()]
    result = Profile(filled=len(filled) / max(1, len(cells)), enough=float(len(filled) >= _ENOUGH))
    if filled:
        result.update({name: sum(map(test, filled)) / len(filled) for name, test in _TESTS.items()})
        result["distinct"] = len({folded(cell) for cell in filled}) / len(filled)
    return result


#: What a field's cells must mostly be; a field that is not here may hold any words.
_EVIDENCE: dict[str, str] = {
    "date": "date", "other_date": "date", "direction": "direction", "category": "category", "stock_number": "stock",
    "quantity": "figure", "unit": "unit", "unit_price": "figure", "value": "figure", "tax": "figure", "currency": "currency",
    "receipt": "answer", "settled": "answer", "own_ref": "ref", "serial": "bare",
    "unit_own": "words", "unit_other": "words",
    "provider": "words", "receiver": "words", "description": "words", "activity": "words", "place": "words",
}  # fmt: skip


#: What every dealing has; remarks on the other hand are few.
_ALWAYS_FILLED = frozenset(
    {"own_ref", "date", "direction", "category", "description", "quantity", "unit_own", "unit_other"}
)


def fits(field: str, found: Profile) -> float:
    """Give how well a column's cells fit a field, 0 to 1; a half where the cells can neither support nor deny it."""
    if not found["filled"]:
        return 0.5
    share = found.get(_EVIDENCE.get(field, ""), 0.5)
    if field in ("date", "other_date"):
        share = max(share, found["serial_day"])
    if field == "remarks":
        return 1.0 - 0.5 * found["filled"]
    if field in _ALWAYS_FILLED:
        share *= found["filled"] ** 0.5
    if field == "own_ref":
        # A running number alone is more often the line's than the dealing's.
        return share * found["distinct"] ** 2 * (0.6 if found["bare"] > 0.9 else 1.0)
    if field == "unit" and found["enough"] and found["distinct"] * found["filled"] > 0.9:
        return share * 0.5
    return share
