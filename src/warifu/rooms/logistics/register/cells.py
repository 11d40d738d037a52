"""Single cells: a quantity with its unit, a sum with its currency, a date, an answer, a reference. Floor 3a, pure.

Law: each reader gives a value or raises ``Unread`` with the reason code of the reject; none guesses. What stands in
the cell goes before what the heading says, and that before the rule of the sheet.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from warifu.core.days import JST, Order, Stamp, from_serial, parse_date
from warifu.core.errors import ValueTroubleError
from warifu.core.exact import Rounding, parse_decimal, round_to
from warifu.core.money import Money, minor_units, parse_currency
from warifu.core.quantity import Quantity, parse_unit
from warifu.core.stocknumber import parse_stock_number
from warifu.rooms.logistics.register.categories import NAMES
from warifu.rooms.logistics.register.claims import scale_of
from warifu.rooms.logistics.register.dealing import Reason, Said
from warifu.rooms.logistics.register.grid import Cell, folded, written
from warifu.rooms.logistics.register.profile import ISSUED, NO, RECEIVED, YES, bare, flow_said, is_serial_day

#: What a word that names several units means among goods or services of a category: roads are not weighed,
#: and what is counted in pounds beside a quantity is not money.
UNITS_BY_CATEGORY: dict[str, dict[str, str]] = {
    code: {
        **dict.fromkeys(("キロ", "kilo", "kilos"), "KM" if code == "transportation" else "KG"),
        **dict.fromkeys(("ポンド", "pound", "pounds"), "LB"),
    }
    for code in NAMES
}
#: Zone in which a party writes a day without saying so.
HOME_ZONE = {"GB": "Z", "JP": "I"}
_NOTHING = frozenset({"", "-", "--", "‐", "―", "ー", "—", "–", "na", "n/a", "nil", "none", "tbc", "tbn", "?", "??", "unknown", "なし", "不明",
                      "未定", "無", "未記入", "空欄", "記載なし", "*", "not known", "not recorded", "未確認", "未詳", "x"})  # fmt: skip
QUANTITY_PLACES = 6
TEXT_LIMIT = 500


class Unread(Exception):  # noqa: N818 - it is the reason of a reject, caught one floor up, not an error
    """A cell that cannot be read: the reason, and words for the sentence."""

    def __init__(self, reason: Reason, **figures: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.figures = tuple(sorted(figures.items()))


def text_of(cell: Cell) -> str:
    """Give the words of a cell with single blanks; a number without its empty decimals."""
    return " ".join(written(cell).split())


def is_nothing(cell: Cell) -> bool:
    """Tell whether a cell says nothing: empty, a dash, ``n/a``, 不明."""
    return folded(cell) in _NOTHING


def read_day(cell: Cell, side: str, order: Order) -> Stamp:
    """Read the day of delivery; a date without a zone is in the owner's own (UTC for English books, JST for Japan's)."""
    home = HOME_ZONE.get(side, "Z")
    if isinstance(cell, datetime):
        return Stamp(cell.date(), home)
    if isinstance(cell, date):
        return Stamp(cell, home)
    try:
        if isinstance(cell, str):
            cell = _year_first(cell) if side == "JP" else cell
            stamp = Stamp(from_serial(int(cell))) if is_serial_day(cell) else parse_date(cell, order)
        else:
            whole = int(cell)
            eight = len(str(whole)) == len("20220417")
            stamp = parse_date(str(whole)) if eight else Stamp(from_serial(whole))
    except ValueTroubleError:
        raise Unread(Reason.BAD_DATE, text=written(cell)[:40]) from None
    return stamp if stamp.zone else Stamp(stamp.day, home, stamp.instant)


_SHORT_DAY = re.compile(r"'?(\d{1,2})([./-])(\d{1,2})\2(\d{1,2})")
_LAST_REIWA, _LAST_WESTERN, _LAST_HEISEI = 13, 25, 31


def _year_first(cell: str) -> str:
    """Give a short date of a Japanese book with its year said: there it stands first, by the era or without its century.

    3.5.12 is of Reiwa, 28.4.12 of Heisei, 21.5.12 of 2021: no register of mutual support is older than Heisei 26.
    """
    found = _SHORT_DAY.fullmatch(folded(cell))
    if not found or int(found[1]) > _LAST_HEISEI or not int(found[1]):
        return cell
    year = int(found[1])
    era = "R" if year <= _LAST_REIWA else "20" if year <= _LAST_WESTERN else "H"
    return f"{era}{found[1]}.{found[3]}.{found[4]}"


_CLOCK = re.compile(r"(\d{1,2}):?(\d{2})(?::\d{2})?\s*(?:時|hrs?|h)?\s*(z|utc|gmt|jst|i)?")


def with_time(stamp: Stamp, cell: Cell, heading: str) -> Stamp:
    """Add a time from a column of its own, if it or its heading names the zone; else the day stays as it is."""
    found = _CLOCK.fullmatch(folded(cell).replace("時", ":").replace("分", ""))
    if stamp.instant is not None or not found:
        return stamp
    said = (found[3] or "") + " " + folded(heading)
    zone = (
        "I" if re.search(r"\bjst\b|日本時間|\bi\b", said) else "Z" if re.search(r"\b(?:z|utc|gmt|zulu)\b", said) else ""
    )
    hour, minute = int(found[1]), int(found[2])
    if not zone or hour > 23 or minute > 59:
        return stamp
    local = datetime(stamp.day.year, stamp.day.month, stamp.day.day, hour, minute, tzinfo=JST if zone == "I" else UTC)
    return Stamp(stamp.day, zone, local.astimezone(UTC))


_CANCELLED = re.compile(
    r"(?:cancel(?:led|lation)?|canx|void(?:ed)?|annulled|not used|取り?消し?(?:済み?)?|欠番|無効|中止)(?![a-z一-龥])"
)


def is_cancelled(cell: Cell) -> bool:
    """Tell whether a cell begins with saying that its row is cancelled or void."""
    return isinstance(cell, str) and bool(_CANCELLED.match(folded(cell).lstrip("*-#※【[( ")))


_AMOUNT = re.compile(r"([(▲△+\-−]*\s*[\d,'\s.]*\d[\d,'\s.]*\)?)\s*(.*)")


def read_quantity(cell: Cell, unit_cell: Cell, heading_unit: str, units: dict[str, str]) -> Quantity:
    """Read quantity and unit: the unit from the cell itself, else its column, else the heading.

    ``units``: spelling → code, as a person's map or the sheet's rule says. Raises ``Unread``.
    """
    if is_nothing(cell):
        raise Unread(Reason.NO_QUANTITY)
    if is_cancelled(cell):
        raise Unread(Reason.CANCELLED, text=written(cell)[:40])
    amount, tail = (Decimal(1), "式") if folded(cell) == "一式" else _amount(cell)
    if amount < 0:
        raise Unread(Reason.NEGATIVE_QUANTITY, text=written(cell)[:40])
    if amount == 0:
        raise Unread(Reason.NO_QUANTITY)
    said = tail or ("" if is_nothing(unit_cell) else text_of(unit_cell))
    unit = _unit(said, units) if said else heading_unit
    if not unit:
        raise Unread(Reason.UNKNOWN_UNIT, text="")
    try:
        return Quantity(amount, unit)
    except ValueTroubleError:
        raise Unread(Reason.BAD_QUANTITY, text=written(cell)[:40]) from None


def _amount(cell: Cell) -> tuple[Decimal, str]:
    if not isinstance(cell, str):
        if isinstance(cell, bool | date):
            raise Unread(Reason.BAD_QUANTITY, text=written(cell)[:40])
        try:
            return round_to(Decimal(cell), QUANTITY_PLACES, Rounding.HALF_EVEN), ""
        except ValueTroubleError:
            raise Unread(Reason.BAD_QUANTITY, text=written(cell)[:40]) from None
    low = folded(cell)
    found = _AMOUNT.fullmatch(low)
    if not found:
        raise Unread(Reason.BAD_QUANTITY, text=cell[:40])
    try:
        return round_to(parse_decimal(found[1].strip()), QUANTITY_PLACES, Rounding.HALF_EVEN), found[2].strip()
    except ValueTroubleError:
        raise Unread(Reason.BAD_QUANTITY, text=cell[:40]) from None


def _unit(said: str, units: dict[str, str]) -> str:
    told = units.get(bare(said)) or units.get(folded(said))
    if told:
        return told
    code, ambiguous = _known_unit(said)
    if not code:
        raise Unread(Reason.AMBIGUOUS_UNIT if ambiguous else Reason.UNKNOWN_UNIT, text=said[:20])
    return code


@lru_cache(maxsize=20_000)
def _known_unit(said: str) -> tuple[str, bool]:
    try:
        return parse_unit(said), False
    except ValueTroubleError as trouble:
        return "", trouble.code == "unit.ambiguous"


#: Sums by ten thousands and hundred millions: 3万円, 1億2,000万円.
_LARGE = re.compile(r"金?(?=.*[億万])(?:(\d[\d,.]*)億)?(?:(\d[\d,.]*)万)?(\d[\d,]*)?円?也?")
_FREE = frozenset({"無償", "無料", "free", "free of charge", "foc", "f.o.c.", "no charge", "gratis"})
_SUM = re.compile(r"([^\d(▲△+\-−.]*)([(▲△+\-−]*\s*[^\d]{0,3}?\s*[\d,'\s.]*\d[\d,'\s.]*\)?)\s*(.*)")


@dataclass(frozen=True, slots=True)
class Scale:
    """In what the figures of value are kept: 1000 for thousands; ``of``: in which currency only, empty for any."""

    factor: int = 1
    of: str = ""


def read_value(cell: Cell, currency: str, scale: Scale) -> tuple[Money | None, Decimal]:
    """Read a sum of money and how finely it was written; None where the book names no value.

    ``currency``: by column, heading or rule, empty if nothing says; a sign in the cell itself goes before it.
    Figures finer than the smallest coin are rounded half up.
    """
    if is_nothing(cell):
        return None, Decimal(1)
    large = _LARGE.fullmatch(folded(cell)) if isinstance(cell, str) else None
    amount, said = (_in_ten_thousands(large), "円") if large else _sum(cell)
    code = _currency_of(said) or currency
    factor = 1 if large else max(scale_of(said), scale.factor if scale.of in ("", code) else 1)
    if not code:
        raise Unread(Reason.UNKNOWN_CURRENCY, text=written(cell)[:40])
    if amount < 0:
        raise Unread(Reason.NEGATIVE_VALUE, text=written(cell)[:40])
    try:
        whole = round_to(Fraction(amount) * factor, minor_units(code), Rounding.HALF_UP)
        # 45.7 thousand is written to the hundred.
        return Money(whole, code), _finest(amount, factor)
    except ValueTroubleError:
        raise Unread(Reason.BAD_VALUE, text=written(cell)[:40]) from None


def _in_ten_thousands(large: re.Match[str]) -> Decimal:
    try:
        parts = [parse_decimal(part) if part else Decimal(0) for part in large.groups()]
    except ValueTroubleError:
        raise Unread(Reason.BAD_VALUE, text=large[0][:40]) from None
    return parts[0] * 10**8 + parts[1] * 10**4 + parts[2]


def _finest(amount: Decimal, factor: int) -> Decimal:
    """Give how finely a sum was written: 45.7 thousand to the hundred, and nothing finer than one."""
    decimals = -int(amount.as_tuple().exponent)
    return Decimal(max(1, factor // 10 ** max(0, min(decimals, 6))))


def _sum(cell: Cell) -> tuple[Decimal, str]:
    if not isinstance(cell, str):
        if isinstance(cell, bool | date):
            raise Unread(Reason.BAD_VALUE, text=written(cell)[:40])
        return Decimal(cell), ""
    low = folded(cell)
    if low in _FREE:
        return Decimal(0), ""
    found = _SUM.fullmatch(low)
    if not found:
        raise Unread(Reason.BAD_VALUE, text=cell[:40])
    try:
        figure = re.sub(r"[^\d,'. (▲△+\-−)]", "", found[2]).strip()
        return parse_decimal(figure.removesuffix(".")), f"{found[1]} {found[3].strip('-. ')}".strip()
    except ValueTroubleError:
        raise Unread(Reason.BAD_VALUE, text=cell[:40]) from None


@lru_cache(maxsize=20_000)
def _currency_of(said: str) -> str:
    """Read a currency written beside a figure; words of scale are put aside first."""
    rest = re.sub(
        r"(?:百万|千|thousand|million|,?'?000s?|\bk\b|^金|也$|ちょうど$|[(（]?(?:消費税込み?|税込み?|税抜き?|税別|内税|外税|inc(?:l(?:uding)?)?\.? ?vat|ex(?:cl(?:uding)?)?\.? ?vat)[)）]?)",
        " ",
        said,
    ).strip(" -.,()")
    if not rest:
        return ""
    try:
        return parse_currency(rest)
    except ValueTroubleError:
        raise Unread(Reason.UNKNOWN_CURRENCY, text=said[:20]) from None


def read_currency(cell: Cell) -> tuple[str, int]:
    """Read a cell of the column of currencies: the code (empty if nothing stands there) and the scale it states."""
    if is_nothing(cell):
        return "", 1
    said = folded(cell)
    return _currency_of(said), scale_of(said)


@lru_cache(maxsize=5000)
def read_direction(said: str, owner: str) -> bool | None:
    """Read whether the owner of the book issued (True) or received (False); None where the words do not say."""
    word = bare(said)
    if word in ISSUED:
        return True
    if word in RECEIVED:
        return False
    low = folded(said)
    flow = flow_said(low)
    if flow is not None and flow[0] != flow[1]:
        return flow[0] == owner
    gave = bool(re.search(r"提供|引渡|供与|払出|\bissue|\bsuppl|\bprovi|\bgiv", low))
    took = bool(re.search(r"受領|受入|受取|receiv|\btak", low))
    if gave != took:
        whose = re.search(
            r"(uk|british|英)\w*側?(?:が|による|の|\s|:)|(jsdf|japan|自衛隊|日本|日)\w*側?(?:が|による|の|\s|:)", low
        )
        by_owner = not whose or (("GB" if whose[1] else "JP") == owner)
        return gave == by_owner
    return None


#: What the agreement itself is called, and what is said of receipts, says nothing of which way dealings went.
_NO_WAY = re.compile(
    r"(?:uk|gb|british|japan\w*|jp|jsdf)\s*[-–—/&・]\s*(?:uk|gb|british|japan\w*|jp|jsdf)|日英|英日|相互の?提供|提供(?:及び|又は|・|/)受領"
    r"|mutual\w*\s+(?:provision|suppl\w+)|reciprocal\s+(?:provision|suppl\w+)|supplies and services"
    r"|register of (?:supplies|provision)|受領(?:証|書|印|者)\S*|\b(?:signed |per )?receipts? (?:held|signed|voucher|in )\S*|signed receipts?",
)
_LONGEST_SECTION = 40


def read_section(text: str, owner: str) -> bool | None:
    """Read from a title, a sheet's name or a line of its own whether all below was issued; None if it does not say.

    A sentence that mentions a supply or a receipt says nothing of all the others.
    """
    said = " ".join(_NO_WAY.sub(" ", folded(text)).split())
    told = len(said) <= _LONGEST_SECTION and not re.search(r"※|。|による|^(?:注|note\b|see\b|nb\b)", said)
    return read_direction(said, owner) if said and told else None


def read_answer(cell: Cell) -> Said:
    """Read a yes or a no; anything else is unknown."""
    if isinstance(cell, bool):
        return Said.YES if cell else Said.NO
    low = folded(cell)
    word = bare(low)
    if low in YES or word in YES:
        return Said.YES
    if low in NO or word in NO:
        return Said.NO
    return Said.YES if isinstance(cell, date) else Said.UNKNOWN


def read_stock_number(cell: Cell) -> str:
    """Read a stock number to its thirteen figures; empty where there is none or it is not one."""
    try:
        return parse_stock_number(written(cell)).digits
    except ValueTroubleError:
        return ""


_MARKER = (
    r"(?:their|partner'?s?|counterpart'?s?|uk|gb|british|jsdf|sdf|japan(?:ese)?|jp|jmsdf|jasdf|jgsdf|other side|see also|cf)?\s*"
    r"(?:ref(?:erence)?|doc(?:ument)?|order|voucher|serial|register|no|number|id)s?\b\.?\s*(?:no\b|number\b|ref\b)?\.?\s*[:#=]?\s*"
)
_MARKER_JA = r"(?:英国?|日本?|相手国?|先方|自衛隊|英軍|米)?(?:側|軍|方)?の?(?:整理|文書|管理|登録|参照|伝票|受付|取引|証書|記録)?(?:番号|No\.?|№|参照|文書|控)\s*[:=は]?\s*"
_TOKEN = re.compile(r"[^\s、。,;:()\[\]「」『』【】<>\"']+")
_LATIN_REF = re.compile(r"[A-Za-z0-9]+(?:[/\-_.][A-Za-z0-9]+)+")
_LEADS = re.compile(rf"^(?:{_MARKER_JA})", re.IGNORECASE)
_MARKED = re.compile(rf"(?:{_MARKER})$", re.IGNORECASE)


def read_other_ref(remarks: str) -> str:
    """Find the other side's reference in remarks: a word with figures that is marked as one or is built like one.

    Empty where none stands. What it finds is a claim: the match counts it only if the other book has it.
    """
    text = folded_case(remarks)
    best = ""
    for token in _TOKEN.finditer(text):
        word = _LEADS.sub("", token[0])
        marked = len(word) < len(token[0]) or bool(_MARKED.search(text[: token.start()]))
        if not any(character.isdigit() for character in word) or _is_plain_date(word):
            continue
        if marked or _built_like_ref(word):
            latin = _LATIN_REF.search(word) if not marked else None
            best = best or (latin[0] if latin and not word.isascii() and "/" in latin[0] else word)
            if marked:
                return word.rstrip(".")
    return best.rstrip(".")


def folded_case(text: str) -> str:
    """Fold width but keep case: references are shown as their owner writes them."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _built_like_ref(word: str) -> bool:
    joined = bool(re.search(r"\w[/\-_]\w*\d", word)) and any(character.isalpha() for character in word)
    return (joined or bool(re.search(r"\d+号$", word))) and len(word) >= 4


def _is_plain_date(word: str) -> bool:
    try:
        parse_date(word)
    except ValueTroubleError:
        return False
    return True
