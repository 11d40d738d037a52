"""Days: dates as two forces write them, and the clocks that run on them. Floor 1, pure.

Law: what counts is the day written and, where the writer gave a time and a zone, the instant in UTC. Date-time groups
(ACP 121: ``040707ZJUN19``), Western dates (British order unless told otherwise), ISO, and Japanese eras are read and
shown here, from tables and never by locale. Both fiscal years run from April to March. Months are added with the day
clamped to the month's end, so that twelve months from 29 February end on 28 February.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

from warifu.core.errors import ValueTroubleError

JST = timezone(timedelta(hours=9), "JST")

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip

#: First day of each era, latest first (Era Name Act and its orders; earlier ones by proclamation).
ERAS: tuple[tuple[str, str, date], ...] = (
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
    ("大正", "T", date(1912, 7, 30)),
    ("明治", "M", date(1868, 1, 25)),
)

#: Hours east of UTC by zone letter (ACP 121). J is the observer's own time and so names no instant.
ZONES: dict[str, int] = (
    {"Z": 0}
    | {letter: hours for hours, letter in enumerate("ABCDEFGHIKLM", start=1)}
    | {letter: -hours for hours, letter in enumerate("NOPQRSTUVWXY", start=1)}
)

FISCAL_YEAR_STARTS_IN = 4
CENTURY_PIVOT = 70
EARLIEST_YEAR, LATEST_YEAR = 1868, 2199


class Order(StrEnum):
    """Which way round a Western date of three figures is written when its year stands last."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as somebody wrote it: the day, the zone in which that day was counted, the instant if a time was given.

    ``zone``: a zone letter (``Z``, ``I`` for Japan) or empty where the writing does not say. ``instant``: UTC.
    """

    day: date
    zone: str = ""
    instant: datetime | None = None


def parse_date(text: str, order: Order = Order.DAY_FIRST) -> Stamp:
    """Read a date in any of the written forms; the day must exist.

    Forms: date-time group; ``17/04/2022``; ``17 Apr 2022``; ``2022-04-17``; ``2022/4/17``; ``2022年4月17日``;
    ``20220417``; ``令和4年4月17日``; ``R4.4.17``; ``元年``; each in full-width too, a weekday in brackets left aside;
    with a time before or behind it (``17/04/2022 1430Z``, ``1430Z 17 Apr 22``), an instant where it names a zone.
    Raises ``ValueTroubleError`` date.not_a_date, date.no_such_day, date.before_era, date.local_zone.
    """
    bare = _bare(text)
    stamp = _read_whole(bare, order) or _read_with_time(bare, order)
    if stamp is None:
        raise ValueTroubleError("date.not_a_date", text=text[:40])
    return stamp


def _read_whole(bare: str, order: Order) -> Stamp | None:
    for read in (_read_dtg, _read_era, _read_iso_instant, _read_year_first, _read_named_month):
        stamp = read(bare)
        if stamp is not None:
            return stamp
    return _read_year_last(bare, order)


_NAME = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_WEEKDAY = re.compile(
    r"\s*[(]?(?:[月火水木金土日]曜日?|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)[)]?,?\s*$",
    re.IGNORECASE,
)
_WEEKDAY_JA = re.compile(r"\s*[(][月火水木金土日祝・]+(?:曜日?)?[)]")
_WEEKDAY_LEADING = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.]?\s+", re.IGNORECASE
)
_KANJI_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
_KANJI_TENS = re.compile(r"([二三四五六七八九]?)十([一二三四五六七八九]?)")


def _bare(text: str) -> str:
    """Fold width, drop the weekday, turn kanji figures before 年月日 into digits."""
    bare = " ".join(unicodedata.normalize("NFKC", text).split())
    bare = _WEEKDAY_LEADING.sub("", _WEEKDAY_JA.sub("", bare))
    bare = _WEEKDAY.sub("", bare) if len(bare) > len("10月1日") else bare
    if re.search(r"[〇一二三四五六七八九十]\s*[年月日]", bare):
        bare = _KANJI_TENS.sub(lambda m: f"{m[1] or '一'}{m[2] or '〇'}", bare).translate(_KANJI_DIGITS)
    return bare.replace("‐", "-").replace("−", "-").replace("–", "-").replace("ー", "-")


_DTG = re.compile(r"(\d{2})\s?(\d{2})(\d{2})\s?([A-Z])\s?([A-Z]{3})\s?(\d{4}|\d{2})", re.IGNORECASE)


def _read_dtg(bare: str) -> Stamp | None:
    found = _DTG.fullmatch(bare)
    if not found or found[5].upper() not in MONTHS:
        return None
    letter = found[4].upper()
    if letter not in ZONES:
        raise ValueTroubleError("date.local_zone", text=bare)
    day = _day(_century(found[6]), MONTHS.index(found[5].upper()) + 1, int(found[1]), bare)
    instant = _instant(day, int(found[2]), int(found[3]), ZONES[letter], bare)
    return Stamp(day, letter, instant)


def _instant(day: date, hour: int, minute: int, hours_east: int, bare: str) -> datetime:
    try:
        local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone(timedelta(hours=hours_east)))
    except ValueError:
        raise ValueTroubleError("date.no_such_day", text=bare) from None
    return local.astimezone(UTC)


_ERA = re.compile(
    r"(明治|大正|昭和|平成|令和|[明大昭平令]|[MTSHR])\.?\s?(\d{1,2}|元)\s?(?:年度?|[./-])\s?(\d{1,2})\s?(?:月|[./-])\s?(\d{1,2})\s?日?"
    r"(?:\s?\d{1,2}(?::|時)\d{2}分?(?::\d{2})?)?",
    re.IGNORECASE,
)


def _read_era(bare: str) -> Stamp | None:
    found = _ERA.fullmatch(bare)
    if not found:
        return None
    mark = found[1].upper()
    name, _, first = next(era for era in ERAS if mark in (era[0], era[0][0], era[1]))
    year = first.year - 1 + (1 if found[2] == "元" else int(found[2]))
    day = _day(year, int(found[3]), int(found[4]), bare)
    # An era's years are often written on after its end (平成31年6月); before its beginning nobody can have.
    if day < first:
        raise ValueTroubleError("date.before_era", text=bare, era=name)
    return Stamp(day)


_ISO_INSTANT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s?(Z|UTC|JST|[+-]\d{2}:?\d{2})", re.IGNORECASE
)
_LETTER_OF = {hours: letter for letter, hours in ZONES.items()}


def _read_iso_instant(bare: str) -> Stamp | None:
    found = _ISO_INSTANT.fullmatch(bare)
    if not found:
        return None
    day = _day(int(found[1]), int(found[2]), int(found[3]), bare)
    zone = found[6].upper()
    hours = 0 if zone in ("Z", "UTC") else 9 if zone == "JST" else int(zone[:3])
    minutes = 0 if zone in ("Z", "UTC", "JST") else int(zone[0] + zone[-2:])
    instant = _instant(day, int(found[4]), int(found[5]), 0, bare) - timedelta(hours=hours, minutes=minutes)
    return Stamp(day, "" if minutes else _LETTER_OF.get(hours, ""), instant)


_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_YEAR_FIRST = re.compile(r"(\d{4})\s?(?:年|[./-])\s?(\d{1,2})\s?(?:月|[./-])\s?(\d{1,2})\s?日?" + _TIME)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def _read_year_first(bare: str) -> Stamp | None:
    found = _YEAR_FIRST.fullmatch(bare) or _COMPACT.fullmatch(bare)
    return Stamp(_day(int(found[1]), int(found[2]), int(found[3]), bare)) if found else None


_DAY_MONTH_NAME = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ .\-/]*([A-Z]{3,9})\.?[ .,\-/]*(\d{4}|\d{2})" + _TIME, re.IGNORECASE
)
_MONTH_NAME_DAY = re.compile(r"([A-Z]{3,9})\.?[ \-]*(\d{1,2})(?:st|nd|rd|th)?,?[ \-]+(\d{4})" + _TIME, re.IGNORECASE)
_YEAR_MONTH_NAME = re.compile(r"(\d{4})[ \-]([A-Z]{3,9})[ \-](\d{1,2})", re.IGNORECASE)


def _read_named_month(bare: str) -> Stamp | None:
    for pattern, year_at, month_at, day_at in (
        (_DAY_MONTH_NAME, 3, 2, 1),
        (_MONTH_NAME_DAY, 3, 1, 2),
        (_YEAR_MONTH_NAME, 1, 2, 3),
    ):
        found = pattern.fullmatch(bare)
        month = _month(found[month_at]) if found else 0
        if found and month:
            return Stamp(_day(_century(found[year_at]), month, int(found[day_at]), bare))
    return None


def _month(name: str) -> int:
    low = name.casefold()
    if low == "sept":
        return MONTHS.index("SEP") + 1
    return next((n for n, full in enumerate(_MONTH_NAMES, 1) if low in (full, full[:3])), 0)


_ZONE = r"(?:z|utc|gmt|zulu|jst|[a-ik-y])"
_CLOCK = rf"(\d{{1,2}}):?(\d{{2}})(?::\d{{2}})?\s?(?:hrs?|h)?\s?({_ZONE}\b)?"
_BEFORE, _BEHIND = (
    re.compile(rf"{_CLOCK}[ ,]\s*(.+)", re.IGNORECASE),
    re.compile(rf"(.+?)[ T,]\s*{_CLOCK}", re.IGNORECASE),
)
_KANJI_CLOCK = re.compile(r"(.+日)\s?(\d{1,2})時(\d{1,2})分?(?:\d{1,2}秒)?")


def _read_with_time(bare: str, order: Order) -> Stamp | None:
    """Read a day with a time before or behind it; the instant is known only where the zone is written too."""
    plain = re.sub(r"[()]", " ", bare).strip()
    kanji, before, behind = _KANJI_CLOCK.fullmatch(plain), _BEFORE.fullmatch(plain), _BEHIND.fullmatch(plain)
    for day, hour, minute, zone in (
        (kanji[1], kanji[2], kanji[3], "") if kanji else ("", "", "", ""),
        (before[4], before[1], before[2], before[3]) if before else ("", "", "", ""),
        (behind[1], behind[2], behind[3], behind[4]) if behind else ("", "", "", ""),
    ):
        stamp = _read_whole(day.strip(), order) if day else None
        if stamp is None or stamp.instant is not None or int(hour) > 23 or int(minute) > 59:
            continue
        letter = {"JST": "I", "UTC": "Z", "GMT": "Z", "ZULU": "Z"}.get((zone or "").upper(), (zone or "").upper())
        if not letter:
            return stamp
        return Stamp(stamp.day, letter, _instant(stamp.day, int(hour), int(minute), ZONES[letter], bare))
    return None


_YEAR_LAST = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4}|\d{2})" + _TIME)


def _read_year_last(bare: str, order: Order) -> Stamp | None:
    found = _YEAR_LAST.fullmatch(bare)
    if not found:
        return None
    first, second = int(found[1]), int(found[2])
    day, month = (first, second) if order is Order.DAY_FIRST else (second, first)
    return Stamp(_day(_century(found[3]), month, day, bare))


def _century(figures: str) -> int:
    year = int(figures)
    return year if len(figures) > 2 else year + (1900 if year >= CENTURY_PIVOT else 2000)


def _day(year: int, month: int, day: int, text: str) -> date:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueTroubleError("date.no_such_day", text=text)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueTroubleError("date.no_such_day", text=text) from None


def from_serial(serial: int, *, from_1904: bool = False) -> date:
    """Read the day number that a spreadsheet stores (day 1 is 1 January 1900, with its false leap day).

    Raises ``ValueTroubleError`` date.not_a_date outside 1900-03-01 to 2199.
    """
    start = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    if not (0 if from_1904 else 61) <= serial <= 109_000:  # 61 is 1 March 1900
        raise ValueTroubleError("date.not_a_date", text=str(serial))
    return start + timedelta(days=serial)


def utc_day(instant: datetime) -> date:
    """Give the UTC day of an instant; a time without zone is refused (date.no_zone)."""
    return _aware(instant).astimezone(UTC).date()


def jst_day(instant: datetime) -> date:
    """Give Japan's day of an instant; a time without zone is refused (date.no_zone)."""
    return _aware(instant).astimezone(JST).date()


def british_zone(instant: datetime) -> timezone:
    """Give the legal time of the United Kingdom: an hour ahead between the last Sundays of March and October.

    Summer Time Act 1972 with the Order of 2002: both changes at 01:00 UTC. A table of the machine is not asked.
    """
    summer = _last_sunday(instant.year, 3) <= _aware(instant) < _last_sunday(instant.year, 10)
    return timezone(timedelta(hours=1), "BST") if summer else timezone(timedelta(0), "GMT")


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def party_day(party: str, instant: datetime) -> tuple[date, str]:
    """Give the day on which a party is at an instant, and whose day that is: Japan's, London's, else that of UTC."""
    zone, name = {"JP": (JST, "Asia/Tokyo"), "GB": (british_zone(instant), "Europe/London")}.get(party, (UTC, "UTC"))
    return _aware(instant).astimezone(zone).date(), name


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueTroubleError("date.no_zone", text=instant.isoformat())
    return instant


def fiscal_year(day: date) -> int:
    """Give the fiscal year, April to March in both states, by the year in which it begins."""
    return day.year if day.month >= FISCAL_YEAR_STARTS_IN else day.year - 1


def fiscal_year_bounds(year: int) -> tuple[date, date]:
    """Give first and last day of a fiscal year."""
    return date(year, FISCAL_YEAR_STARTS_IN, 1), date(year + 1, FISCAL_YEAR_STARTS_IN, 1) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """Add months (may be negative), the day clamped to the end of the month it comes to."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def show_dtg(instant: datetime, zone: str = "Z") -> str:
    """Write a date-time group, ``040707ZJUN19``, in the zone of a letter (date.local_zone if there is none)."""
    if zone not in ZONES:
        raise ValueTroubleError("date.local_zone", text=zone)
    local = _aware(instant).astimezone(timezone(timedelta(hours=ZONES[zone])))
    return f"{local.day:02}{local.hour:02}{local.minute:02}{zone}{MONTHS[local.month - 1]}{local.year % 100:02}"


def show_jst(instant: datetime) -> str:
    """Write an instant in Japan's time, ``2019-06-04 16:07 JST``."""
    return _aware(instant).astimezone(JST).strftime("%Y-%m-%d %H:%M JST")


def era_of(day: date) -> tuple[str, str, int]:
    """Give the era of a day: name, letter, year; raises date.before_era before Meiji."""
    for name, letter, first in ERAS:
        if day >= first:
            return name, letter, day.year - first.year + 1
    raise ValueTroubleError("date.before_era", text=day.isoformat(), era=ERAS[-1][0])


def show_reiwa(day: date) -> str:
    """Write a day by its era, ``令和4年4月17日``; the first year is 元年."""
    name, _, year = era_of(day)
    return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def show_era_short(day: date) -> str:
    """Write a day by its era in short, ``R4.4.17``."""
    _, letter, year = era_of(day)
    return f"{letter}{year}.{day.month}.{day.day}"
