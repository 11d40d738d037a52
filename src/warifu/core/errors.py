"""What can break: bytes, keys, logs, wires, files.

A refusal by a rule is not an error (see ``law.judge``: it is a value, a Ruling). An error is raised where something
is not what it claims to be. Each carries a stable ``code``, the place (``where``) and figures, so that a door can say
in the reader's language what happened, where, and what to do next. Nothing here is translated.
"""

from __future__ import annotations


class WarifuError(Exception):
    """The root of all errors of this program.

    ``code``: stable dotted name, the key of the sentence in the catalogues (``bytes.not_canonical``).
    ``where``: the thing and the place in it ("act 3f2a…", "entry 17", "row 41, column Qty"); may be empty.
    ``figures``: named values for the sentence; only text and integers.
    """

    def __init__(self, code: str, where: str = "", **figures: str | int) -> None:
        super().__init__(code, where, figures)
        self.code = code
        self.where = where
        self.figures: dict[str, str | int] = figures

    def __str__(self) -> str:
        """Show code, place and figures: for logs; people read the catalogue's sentence."""
        shown = "".join(f" {name}={value}" for name, value in self.figures.items())
        return f"{self.code}{' at ' + self.where if self.where else ''}{shown}"


class BytesError(WarifuError):
    """The bytes are not what the format says: truncated, oversized, nested too deep, not canonical."""


class KeyTroubleError(WarifuError):
    """A key is lost, locked, unknown, or a signature does not verify."""


class LogError(WarifuError):
    """A log has a hole, goes back in time, was rewritten, or does not meet its checkpoint."""


class WireError(WarifuError):
    """The peer is down, slow, or answers rubbish."""


class FileError(WarifuError):
    """A file given by a person cannot be read: empty, encrypted, renamed, too large."""


class ValueTroubleError(WarifuError):
    """A value cannot be understood: a unit, a currency, a date, a stock number."""


class StoreError(WarifuError):
    """The disk is full, the database is locked, behind, or at another version."""
