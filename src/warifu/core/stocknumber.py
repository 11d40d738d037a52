"""Stock numbers: the NATO stock number, thirteen figures, 4-2-3-4. Floor 1, pure.

Law: one number has one form, thirteen digits; people see it with hyphens. It is read however it was grouped or
written, and refused if a figure is missing. Class (4), country (2) and item (7) are read from it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from warifu.core.errors import ValueTroubleError

LENGTH = 13
_GAPS = re.compile(r"[\s.\-_/‐−–―ー]+")
_PREFIX = re.compile(r"^(?:NSN|NIIN|物品番号|ナショナルストックナンバー)[:.\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class StockNumber:
    """A NATO stock number by its thirteen digits."""

    digits: str

    def __post_init__(self) -> None:
        """Refuse anything but thirteen digits (stocknumber.bad)."""
        if len(self.digits) != LENGTH or not (self.digits.isascii() and self.digits.isdigit()):
            raise ValueTroubleError("stocknumber.bad", text=self.digits[:20])

    def __str__(self) -> str:
        """Show it as people write it, ``9140-99-224-8711``."""
        d = self.digits
        return f"{d[:4]}-{d[4:6]}-{d[6:9]}-{d[9:]}"

    @property
    def supply_class(self) -> str:
        """The four-figure supply class (9140: fuel oils)."""
        return self.digits[:4]

    @property
    def country(self) -> str:
        """The two figures of the nation that codified the item (99: United Kingdom, 30: Japan)."""
        return self.digits[4:6]

    @property
    def item(self) -> str:
        """The nine-figure item number, country included."""
        return self.digits[4:]


def parse_stock_number(text: str) -> StockNumber:
    """Read a stock number with hyphens, blanks, dots, full-width figures or none; raises stocknumber.bad."""
    bare = unicodedata.normalize("NFKC", text).strip()
    digits = _GAPS.sub("", _PREFIX.sub("", bare))
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        raise ValueTroubleError("stocknumber.bad", text=text[:20])
    return StockNumber(digits)
