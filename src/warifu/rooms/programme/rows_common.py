"""The standard head, clocks and troubles of this room (``law.heads``), and what its cases rest on or speak of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from warifu.law import heads
from warifu.law.case import Case


class LinkRow(NamedTuple):
    """An act of this or another room that a case speaks of, and what for; nothing is said of that act's case here.

    Whoever may not see that case learns no more than that something was cited.
    """

    number: int
    what: str
    """cited, or what the flow calls it: fulfils, progress, superseded_by, about."""
    act: bytes
    by_act: bytes
    """The act of this case that cites it."""
    standing: bool
    """That act stands, and the other side has confirmed it."""


RECORDS = {**heads.records("programme"), "programme_link": LinkRow}
laid_out = partial(heads.laid_out, "programme")
"""(case, context, tables, clocks, **known) to rows."""
_COUNTS = frozenset({"standing", "recorded", "irregular"})


def links(case: Case, named: Iterable[tuple[str, str]] = ()) -> list[LinkRow]:
    """Return what the acts of a case cite outside it; ``named``: kind of the citing act, and what the link is then."""
    called = dict(named)
    found = [
        (called.get(stand.placed.act.kind, "cited"), digest, stand)
        for stand in (*case.line, *case.of_nature("fact"))
        if stand.status in _COUNTS
        for digest in stand.placed.act.cites
        if digest not in case.stands
    ]
    return [
        LinkRow(number, what, digest, stand.placed.digest, stand.confirmed)
        for number, (what, digest, stand) in enumerate(found)
    ]
