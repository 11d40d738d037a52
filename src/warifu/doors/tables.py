"""Tables on a terminal: columns side by side where every word fits whole, else one record under the other.

Law: the width of a window breaks no figure, day or identifier in two, for half a figure reads as a figure. Prose is
broken between its words, Japanese anywhere. Path: documents → tables → terminal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table

_WHOLE = re.compile(r"[!-~]+")
_NARROW, _PROSE = 8, 24
"""Cells that a column gets at least, where its text is as wide: four letters of Japanese, a few words of prose."""


class WholeTable(Table):
    """A table whose cells are plain strings, for a terminal of any width."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it: as it is where it fits, with narrower columns where whole words fit, else as records."""
        cells = [[str(column.header), *map(str, column.cells)] for column in self.columns]
        room = options.max_width - 3 * len(cells) - 1
        wide = [max(map(_width, column)) for column in cells]
        if sum(wide) > room:
            given = shared([max(map(_least, column)) for column in cells], wide, room)
            if given is None:
                yield from self._records(cells)
                return
            for column, width in zip(self.columns, given, strict=True):
                column.width = width
        yield from super().__rich_console__(console, options)

    def _records(self, cells: Sequence[Sequence[str]]) -> RenderResult:
        if self.title:
            yield str(self.title)
        for row in zip(*(column[1:] for column in cells), strict=True):
            record = Table.grid(padding=(0, 2))
            record.add_column(no_wrap=True)
            record.add_column(overflow="fold")
            for column, value in zip(cells, row, strict=True):
                if value:
                    record.add_row(column[0], value)
            yield record
            yield ""
        if self.caption:
            yield str(self.caption)


def shared(least: Sequence[int], wide: Sequence[int], room: int) -> list[int] | None:
    """Share ``room`` cells among columns, each at least ``least`` and at most ``wide``; None where that is too little.

    The cells that are left go to the narrowest first, so that only the widest columns are broken.
    """
    given = [min(pair) for pair in zip(least, wide, strict=True)]
    left = room - sum(given)
    if left < 0:
        return None
    for at in sorted(range(len(wide)), key=lambda at: wide[at] - given[at]):
        more = min(wide[at] - given[at], left)
        given[at] += more
        left -= more
    return given


def _width(text: str) -> int:
    return max(map(cell_len, text.split("\n")))


def _least(text: str) -> int:
    """Return how wide a column must be for this cell: its longest word, and enough to be read where it is broken."""
    wide = _width(text)
    return max([min(wide, max(_NARROW, min(_PROSE, wide // 4))), *map(len, _WHOLE.findall(text))])
