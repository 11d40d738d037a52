"""The map that a person may give with a register, ``--map FILE.toml``. Floor 3a, pure.

Law: what a person states goes before what the program finds, and a map that says something unknown is refused whole.

    [columns]                     # field = heading, column letter or number
    quantity = "Amt"
    [rules]
    currency = "JPY"              # where neither column nor cell says
    value_factor = 1000           # figures of value are thousands
    unit = "L"                    # where neither column nor cell says
    direction = "issued"          # where no column says
    gallon = "USG"                # what a bare "gal" is
    ton = "T"
    date_order = "mdy"
    sheets = ["FY2022"]           # only these
    [units]                       # spelling = code
    "斛" = "KL"
    [categories]                  # spelling, of a category or of goods = code of the sixteen
    "Victuals" = "food"           # in every table a word with "" is left as if it did not stand there
    [directions]                  # spelling = "issued" or "received"
    "X" = "issued"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from warifu.core.days import Order
from warifu.core.errors import ValueTroubleError
from warifu.core.money import minor_units
from warifu.core.quantity import unit_of
from warifu.rooms.logistics.register.categories import NAMES
from warifu.rooms.logistics.register.profile import bare

FIELDS = frozenset(
    {"own_ref", "other_ref", "serial", "date", "time", "direction", "unit_own", "unit_other", "provider", "receiver", "category",
     "description", "stock_number", "quantity", "unit", "value", "currency", "activity", "place", "receipt", "settled", "remarks"}
)  # fmt: skip
_GALLONS, _TONS = ("gal", "gals", "gallon", "gallons", "ga", "gl", "gll", "ガロン"), ("ton", "tons")
_RULES = frozenset({"currency", "value_factor", "unit", "direction", "gallon", "ton", "date_order", "sheets"})
_WORDS = frozenset({"units", "categories", "directions"})
_TABLES = frozenset({"columns", "rules", "units", "categories", "directions"})


@dataclass(frozen=True, slots=True)
class RegisterMap:
    """A person's map, read and checked; an empty one says nothing."""

    columns: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    directions: Mapping[str, bool] = field(default_factory=dict)
    currency: str = ""
    value_factor: int = 0
    unit: str = ""
    direction: bool | None = None
    date_order: Order | None = None
    sheets: tuple[str, ...] = ()


def parse_map(text: str) -> RegisterMap:
    """Read the text of a map.

    Raises ``ValueTroubleError`` map.not_toml, map.unknown (table, rule, field), map.bad (a value), unit.unknown,
    money.unknown_currency.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise ValueTroubleError("map.not_toml", reason=str(trouble)[:80]) from None
    rules = _table(told, "rules")
    columns = {name: str(place) for name, place in _table(told, "columns").items()}
    for known, names in ((_TABLES, told), (_RULES, rules), (FIELDS, columns)):
        for name in names:
            if name not in known:
                raise ValueTroubleError("map.unknown", name=name[:40])
    return RegisterMap(
        columns=columns,
        units=_units(_table(told, "units"), rules),
        categories=_categories(_table(told, "categories")),
        directions={bare(word): _issued(said) for word, said in _table(told, "directions").items()},
        currency=_currency(rules.get("currency", "")),
        value_factor=_factor(rules.get("value_factor", 0)),
        unit=_unit(rules.get("unit", "")),
        direction=_issued(rules["direction"]) if "direction" in rules else None,
        date_order=_order(rules["date_order"]) if "date_order" in rules else None,
        sheets=_names(rules.get("sheets", [])),
    )


def _table(told: Mapping[str, object], name: str) -> dict[str, object]:
    table = told.get(name, {})
    if not isinstance(table, dict):
        raise ValueTroubleError("map.bad", name=name)
    return {word: code for word, code in table.items() if code != ""} if name in _WORDS else table


def _units(spellings: Mapping[str, object], rules: Mapping[str, object]) -> dict[str, str]:
    units = {bare(word): _unit(code) for word, code in spellings.items()}
    for rule, words in (("gallon", _GALLONS), ("ton", _TONS)):
        if rule in rules:
            units.update(dict.fromkeys(words, _unit(rules[rule])))
    return units


def _unit(code: object) -> str:
    return unit_of(str(code)).code if code else ""


def _currency(code: object) -> str:
    if code:
        minor_units(str(code))
    return str(code)


def _categories(spellings: Mapping[str, object]) -> dict[str, str]:
    for code in spellings.values():
        if code not in NAMES or code == "weapons":
            raise ValueTroubleError("map.bad", name="categories", text=str(code)[:40])
    return {bare(word): str(code) for word, code in spellings.items()}


def _issued(said: object) -> bool:
    if said not in ("issued", "received"):
        raise ValueTroubleError("map.bad", name="direction", text=str(said)[:40])
    return said == "issued"


def _factor(said: object) -> int:
    if said not in (0, 1, 1000, 1_000_000):
        raise ValueTroubleError("map.bad", name="value_factor", text=str(said)[:40])
    return int(str(said))


def _order(said: object) -> Order:
    try:
        return Order(str(said))
    except ValueError:
        raise ValueTroubleError("map.bad", name="date_order", text=str(said)[:40]) from None


def _names(said: object) -> tuple[str, ...]:
    if not isinstance(said, list):
        raise ValueTroubleError("map.bad", name="sheets")
    return tuple(map(str, said))
