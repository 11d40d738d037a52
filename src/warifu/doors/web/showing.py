"""How values look to people: days, instants, digests, amounts, in the reader's language.

Law: display never rounds and never guesses; an era is shown in Japanese beside the Western year, a time always says its
zone. What stands in the tables as text is shown as it stands, with separators.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from warifu.core.exact import from_pair
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.doors import sentences
from warifu.doors.web.words import language
from warifu.record.queries_owed import day_of

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ERAS = ((date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和"))
TOKYO = ZoneInfo("Asia/Tokyo")
LONDON = ZoneInfo("Europe/London")
_SHORT = 12


def day(value: Any) -> str:
    """Return a day (a date, ISO text, or a stored day number): 22 Nov 2026; 令和8年（2026年）11月22日."""
    if value is None or value == "":
        return "—"
    if isinstance(value, int):
        value = day_of(value)
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if language() == "ja":
        return f"{_era(value)}{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def _era(value: date) -> str:
    for begins, name in _ERAS:
        if value >= begins:
            year = value.year - begins.year + 1
            return f"{name}{'元' if year == 1 else year}年（{value.year}年）"
    return f"{value.year}年"


def instant(value: Any) -> str:
    """Return an instant (UTC seconds or ISO text) as Zulu and as the local time of the reader's country."""
    if value is None or value == "":
        return "—"
    seen = (
        datetime.fromtimestamp(value, UTC)
        if isinstance(value, int)
        else datetime.fromisoformat(str(value)).astimezone(UTC)
    )
    zulu = f"{seen.day:02}{seen:%H%M}Z {_MONTHS[seen.month - 1].upper()} {seen:%y}"
    if language() == "ja":
        local = seen.astimezone(TOKYO)
        return f"{day(local.date())} {local:%H:%M} JST / {zulu}"
    local = seen.astimezone(LONDON)
    return f"{day(local.date())} {local:%H:%M} {local:%Z} / {zulu}"


def short(value: Any) -> str:
    """Return the beginning of a digest in hex."""
    text = value.hex() if isinstance(value, bytes) else str(value)
    return text[:_SHORT]


def amount(value: Any) -> str:
    """Return a decimal with separators, every digit kept; text that is none as it is."""
    text = str(value)
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text or "—"
    return f"{number:,f}"


def commodity(value: Any) -> str:
    """Return a commodity as people read it: a currency as it is; ``pol/F-76@L`` as category, stock number and unit."""
    text = str(value)
    category, slash, rest = text.partition("/")
    if not slash:
        return text
    item, _, unit = rest.partition("@")
    at = language()
    named = sentences.word(category.replace("-", "_"), at)
    return " ".join(part for part in (named, item if item != "-" else "", f"({sentences.word(unit, at)})") if part)


def scaled(pair: Any) -> str:
    """Return an [exponent, mantissa] as a decimal with separators."""
    return amount(from_pair(list(pair)))


def anything(value: Any) -> str:
    """Return any value of a body as people read it; what is not there as a dash."""
    if value is None or value == "":
        return "—"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool):
        return sentences.word("yes" if value else "no", language())
    if isinstance(value, Money):
        return f"{amount(value.amount)} {value.currency}"
    if isinstance(value, Quantity):
        return f"{amount(value.amount)} {sentences.word(value.unit, language())}"
    if isinstance(value, bytes):
        return short(value)
    return sentences.word(str(value), language())
