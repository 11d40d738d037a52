"""Days that leave out the year, read by what the sheet, its title or a column of years says. Floor 3a, pure.

Law: a year is never guessed. It stands in the row's own column of years, in the sheet's name or in a title above the
headings, as a fiscal year (April to March in both states), as a month of a year, or as a calendar year.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from warifu.core.days import ERAS, MONTHS, Order

_KANJI = str.maketrans("〇一二三四五六七八九", "0123456789")
_TENS = re.compile(r"([二三四五六七八九]?)十([一二三四五六七八九]?)")
_BEFORE_YEAR = re.compile(r"[〇一二三四五六七八九十]+(?=年|月|日)")
_FULL = ("UARY", "RUARY", "CH", "IL", "", "E", "Y", "UST", "(?:T(?:EMBER)?)?", "OBER", "EMBER", "EMBER")
_NAMES = "|".join(f"{name}(?:{rest})?" for name, rest in zip(MONTHS, _FULL, strict=True))
_FISCAL = (
    re.compile(r"\b(?:FY|FISCAL YEAR|FINANCIAL YEAR)\s*'?(?P<year>\d{4}|\d{2})(?!\d)"),
    re.compile(r"(?P<era>令和|平成|[RH])?\s*(?P<year>\d{4}|\d{1,2}|元)\s*年度"),
    re.compile(r"\b(?P<year>20\d{2})\s*[/–-]\s*(?P<next>\d{4}|\d{2})(?!\d)(?!\s*[/–-])"),
)
_OF_MONTH = (
    re.compile(rf"\b(?P<month>{_NAMES})\.?[\s,'-]*(?P<year>\d{{4}}|\d{{2}})(?!\d)"),
    re.compile(r"(?P<era>令和|平成|[RH])?\s*(?P<year>\d{4}|\d{1,2}|元)\s*年度?\s*(?P<month>1[0-2]|0?[1-9])\s*月"),
    re.compile(
        r"(?:(?P<era>\b[RH])\s*(?P<year>\d{1,2})|\b(?P<full>20\d{2}))\s*[./-]\s*(?P<month>1[0-2]|0?[1-9])(?!\d|\s*[./-])"
    ),
)
_CALENDAR = re.compile(r"(?:(?P<era>令和|平成)\s*(?P<year>\d{1,2}|元)\s*年)|\b(?P<full>20\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class YearSaid:
    """A year and how it was meant: ``fiscal`` begins in April; ``month`` is the month that a page is of, or 0."""

    year: int
    fiscal: bool = False
    month: int = 0

    def of(self, month: int) -> int:
        """Give the calendar year of a month; on a page of one month, that of the month nearest to it."""
        if self.fiscal:
            return self.year + (month < 4)
        if not self.month:
            return self.year
        return self.year + (month - self.month < -6) - (month - self.month > 6)


def plain(text: str) -> str:
    """Fold width and case, and turn kanji figures before 年, 月 and 日 into digits."""
    upper = " ".join(unicodedata.normalize("NFKC", text).split()).upper()
    return _BEFORE_YEAR.sub(
        lambda found: _TENS.sub(lambda m: f"{m[1] or '一'}{m[2] or '〇'}", found[0]).translate(_KANJI), upper
    )


def _month(said: str) -> int:
    return int(said) if said.isdigit() else MONTHS.index(said[:3]) + 1


def _western(year: str, era: str | None) -> int:
    if len(year) == 4:
        return int(year)
    number = 1 if year == "元" else int(year)
    if era:
        return next(first.year for name, letter, first in ERAS if era in (name, letter)) - 1 + number
    return 2000 + number


def year_said(texts: Iterable[str]) -> YearSaid | None:
    """Give the year that the first of these texts (sheet's name, titles, nearest last) states; None if none does."""
    plains = [plain(text) for text in texts]
    for read in (_month_of, _fiscal_of, _calendar_of):
        for text in plains:
            found = read(text)
            if found is not None:
                return found
    return None


def _month_of(text: str) -> YearSaid | None:
    for pattern in _OF_MONTH:
        found = pattern.search(text)
        if found:
            said = found["month"]
            month = _month(said)
            groups = found.groupdict()
            era, written = groups.get("era"), groups.get("full") or found["year"]
            japanese = "年" in found[0] and len(written) < 4 and not era
            year = _western(written, "令和" if japanese else era)
            if "年度" in found[0]:
                return YearSaid(year, fiscal=True)
            return YearSaid(year, month=month)
    return None


def _fiscal_of(text: str) -> YearSaid | None:
    for pattern in _FISCAL:
        found = pattern.search(text)
        if found:
            groups = found.groupdict()
            after = groups.get("next")
            if after and (int(found["year"]) + 1) % 100 != int(after) % 100:
                continue
            short = "年度" in found[0] and len(found["year"]) < 4
            return YearSaid(_western(found["year"], groups.get("era") or ("令和" if short else None)), fiscal=True)
    return None


def _calendar_of(text: str) -> YearSaid | None:
    found = _CALENDAR.search(text)
    if not found:
        return None
    return YearSaid(int(found["full"]) if found["full"] else _western(found["year"], found["era"]))


_WEEKDAY = re.compile(
    r"\s*\(?(?:[月火水木金土日]曜日?|\([月火水木金土日]\)|(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*)\)?[.,]?\s*"
)
_DAY_NAME = re.compile(rf"(?P<day>\d{{1,2}})(?:ST|ND|RD|TH)?[\s./-]*(?P<month>{_NAMES})\.?")
_NAME_DAY = re.compile(rf"(?P<month>{_NAMES})\.?[\s./-]*(?P<day>\d{{1,2}})(?:ST|ND|RD|TH)?")
_KANJI_DAY = re.compile(r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日?")
_FIGURES = re.compile(r"(?P<one>\d{1,2})\s*[/.]\s*(?P<two>\d{1,2})")


def day_without_year(text: str, order: Order) -> tuple[int, int] | None:
    """Read (month, day) of a date that leaves out its year; None if it is not one."""
    said = _WEEKDAY.sub("", plain(text))
    for pattern in (_DAY_NAME, _NAME_DAY, _KANJI_DAY):
        found = pattern.fullmatch(said)
        if found:
            return _month(found["month"]), int(found["day"])
    figures = _FIGURES.fullmatch(said)
    if not figures:
        return None
    one, two = int(figures["one"]), int(figures["two"])
    return (two, one) if order is Order.DAY_FIRST else (one, two)


_TURNABLE = re.compile(r"\s*(\d{1,2})[./ -](\d{1,2})[./ -](?:\d{4}|\d{2})(?:[T ].*)?")
_MONTH_FIRST = re.compile(r"\bMM?\s*[/.-]\s*DD?\b")


def month_first(heading: str, cells: Iterable[object]) -> bool:
    """Tell whether a column's dates have the month first: its heading says so, or no other order reads them all."""
    if _MONTH_FIRST.search(plain(heading)):
        return True
    firsts = seconds = 0
    for cell in cells:
        found = _TURNABLE.fullmatch(plain(cell)) if isinstance(cell, str) else None
        if found:
            firsts += int(found[1]) > 12
            seconds += 12 < int(found[2]) <= 31
    return seconds > 0 and firsts == 0
