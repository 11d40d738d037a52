"""The base acts that a pack says itself, in the tables ``base`` of its ``cases.toml``: a new room needs no line here.

    [base.stay]
    by = "asker"                    # who writes it: asker, provider, turn, waits
    role = "liaison_officer"
    kind = "request"                # where the base has a name of its own
    cites = []
    body = { on = "on", number = "GB-1", from_day = "on+3", length = "190 M" }

A day is written as such or from the day of the row: ``on``, ``on+3``, ``on-3``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from tests.packs import said
from tests.packs.base_said import Base
from warifu import packs
from warifu.node.open import rooms

_DAY = re.compile(r"on(?:([+-])(\d+))?")


def read() -> dict[str, Base]:
    """Return the bases of all packs whose room is joined; one that two packs say is a mistake in the later."""
    found: dict[str, Base] = {}
    for folder in map(packs.folder, packs.names()):
        cases = folder / "cases.toml"
        told = tomllib.loads(cases.read_text(encoding="utf-8")).get("base", {}) if cases.exists() else {}
        room = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))["room"] if told else ""
        if room not in rooms():
            continue
        for name, base in told.items():
            assert name not in found, (cases, name)
            found[name] = _base(room, name, base)
    return found


def _base(room: str, name: str, told: Mapping[str, Any]) -> Base:
    kind = rooms()[room].kinds[f"{room}/{told.get('kind', name)}"]
    body = partial(_body, kind.body, told.get("body", {}))
    cites, label = tuple(told.get("cites", ())), tuple(told.get("label", ()))
    return Base(told["by"], told["role"], body, cites, told.get("kind", ""), room, label)


def _body(record: type, told: Mapping[str, Any], on: date) -> Any:
    return said.record(record, {"on": on} | _dated(told, on), {})


def _dated(told: Any, on: date) -> Any:
    if isinstance(told, Mapping):
        return {name: _dated(each, on) for name, each in told.items()}
    if isinstance(told, list):
        return [_dated(each, on) for each in told]
    found = _DAY.fullmatch(told) if isinstance(told, str) else None
    if found is None:
        return told
    sign, days = found.groups()
    return on + timedelta(days=int(days or 0) * (-1 if sign == "-" else 1))
