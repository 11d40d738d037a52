"""What a form says: the typed record from which its pages are made, and nothing about where it comes from.

Law: everything a page shows stands here in both languages, the time of printing among it; a form is a function of this
record alone. The order of the parts is the order on the page. What the two languages share (a figure, a name, a code)
is written once in each.

Place on the path: made by ``laying`` (acts), ``chain`` (forms of one state) and ``introducing`` (introduction sheet);
read by ``press``.
"""

from __future__ import annotations

from typing import NamedTuple

from warifu.doors.sentences import Both


class Fact(NamedTuple):
    """One line of a form: what it is called and what it says."""

    label: Both
    said: Both


class Facts(NamedTuple):
    """Lines that stand side by side, English left and Japanese right, under one title."""

    title: Both
    lines: tuple[Fact, ...]


class Column(NamedTuple):
    """A column of a table. ``figures``: set to the right. ``share``: width against the other columns."""

    head: Both
    figures: bool = False
    share: int = 2


class Table(NamedTuple):
    """A table over the whole width; a cell whose two languages differ shows both, one under the other.

    ``sum_row``: the last row is a sum.
    """

    title: Both
    columns: tuple[Column, ...]
    rows: tuple[tuple[Both, ...], ...]
    sum_row: bool = False


class Words(NamedTuple):
    """A paragraph in both languages: what is declared, an article, a finding. ``mark``: its standing, in small."""

    title: Both
    lines: tuple[Both, ...]


Part = Facts | Table | Words


class Box(NamedTuple):
    """A box in which one person signs by hand: for which party, in which role, and what is known already.

    ``sealed``: what stands of the electronic signature, where this side has signed.
    """

    party: Both
    role: Both
    name: Both = Both("", "")
    post: Both = Both("", "")
    sealed: Both = Both("", "")


class Symbol(NamedTuple):
    """The code for cameras: what lies in it (``symbol.payload``) and what is said beside it."""

    payload: str
    caption: Both


class Sheet(NamedTuple):
    """A whole form.

    ``marking``: the banner at top and bottom of each page. ``number``: what people call the case. ``digest``: of the
    act, 32 bytes, or empty where the form is about no act. ``made``: seconds of UTC at which it was printed. ``boxes``:
    none, or in pairs, ours and theirs.
    """

    title: Both
    under: Both
    marking: Both
    number: str
    case: bytes
    digest: bytes
    made: int
    parts: tuple[Part, ...]
    boxes: tuple[Box, ...] = ()
    symbol: Symbol | None = None
    exercise: bool = False
    called: Both | None = None
    """What ``number`` is a number of; None for the number of a case."""
