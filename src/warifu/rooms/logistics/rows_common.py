"""What every case of this room shows: its head, and how days and amounts are written in rows. Floor 3a, pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from warifu.core.days import add_months, fiscal_year, fiscal_year_bounds
from warifu.core.folding import searchable
from warifu.law.case import Case
from warifu.law.flow import OPENER
from warifu.law.room import RowContext
from warifu.rooms.logistics.rows_tables import CaseHead, RetentionRow

_EPOCH = date(1970, 1, 1).toordinal()
Tables = dict[str, list[Any]]
"""Rows by table name, each a record of ``rows_tables``."""

DEFAULTS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "clocks": {
            "settlement_months": 12, "settlement_warnings": (6, 9, 11), "payment_days": 30, "claim_months": 60,
            "verbal_confirm_days": 10, "irregular_days": 30,
        },
        "overseas_transfer": {
            "provider": "JP", "categories": ("spares", "ammunition", "repair"), "tag": "overseas_transfer",
        },
        "retention": {
            "GB": {"class": "logistics", "years": 7, "outcome": "review"},
            "JP": {"class": "物品役務相互提供", "years": 5, "outcome": "review"},
        },
    }
)  # fmt: skip
"""What holds where the case's pack says nothing: the tables of ``gb-jp/acsa-2017``; clocks and retention are drafts."""


def table(case: Case, context: RowContext, name: str) -> dict[str, Any]:
    """Return a table of the case's own pack over the defaults."""
    given = context.tables.get(case.line[0].placed.act.pack, {})
    return {**DEFAULTS[name], **given.get(name, {})}


def day(value: date | None) -> int | None:
    """Days since 1970-01-01, or None."""
    return None if value is None else value.toordinal() - _EPOCH


def day_number(value: date) -> int:
    """Days since 1970-01-01."""
    return value.toordinal() - _EPOCH


def day_of(seconds: int) -> date:
    """Day (UTC) of a time in seconds."""
    return date.fromordinal(_EPOCH + seconds // 86_400)


def digits(value: Decimal | None) -> str:
    """Write an amount that has its one shape; empty for none."""
    return "" if value is None else f"{value:f}"


def written(value: Decimal) -> str:
    """Write a reckoned amount in its one form: no exponent, no trailing zeros."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def other_party(pair: str, party: str) -> str:
    """Give the other party of the pair; empty where the pair does not hold this one (a national case)."""
    one, _, two = pair.partition("-")
    return two if party == one else one if party == two else ""


def party_of_turn(case: Case, context: RowContext) -> str:
    """Give the party whose move it is, empty where nothing is awaited."""
    turn = case.turn
    if turn is None:
        return ""
    return case.opener if turn == OPENER else other_party(context.pair, case.opener)


def both_agreed(case: Case) -> bool:
    """Tell whether the case's terms were accepted and the acceptance confirmed by who proposed."""
    return any(stand.confirmed and getattr(stand.terms, "agreed", False) for stand in case.line)


_BLANK = {
    "number": "", "requester": "", "provider": "", "receiving": "", "issuing": "", "ground": "", "activity": "",
    "place": "", "settlement": "", "transaction_type": "", "currency": "", "exercise": False, "emergency": False,
    "disputed": 0, "undetermined": 0,
}  # fmt: skip


def head_of(case: Case, context: RowContext, words: Iterable[str] = (), **known: Any) -> CaseHead:
    """Return the head of a case; ``known`` are columns of its kind alone, ``words`` what else finds it."""
    root, last = case.line[0].placed, case.head
    counted = dict.fromkeys(("irregular", "pending", "refused", "fallen", "objected"), 0)
    late = unfounded = 0
    for stand in case.stands.values():
        if stand.status in counted:
            counted[stand.status] += 1
        late += stand.late
        unfounded += stand.unfounded
    body = root.body
    exercise = bool(getattr(case.terms, "exercise", False))
    blank: dict[str, Any] = {**_BLANK, "number": getattr(body, "number", ""), "exercise": exercise, **known}
    names = (blank["number"], root.act.desk, blank["receiving"], blank["issuing"], blank["activity"])
    return CaseHead(
        flow=case.flow.name, root_kind=root.act.kind, opener=case.opener, desk=root.act.desk,
        head=last.placed.digest, confirmed_head=case.confirmed_head(), state=case.state,
        turn=party_of_turn(case, context), since=last.placed.act.time,
        opened=day_number(getattr(body, "on", None) or day_of(root.act.time)), pack=last.pack,
        irregular=counted["irregular"], pending=counted["pending"], refused=counted["refused"] + counted["objected"],
        fallen=counted["fallen"], unfounded=unfounded, late=late, search=searchable((*names, *words)), **blank,
    )  # fmt: skip


def retention(case: Case, context: RowContext) -> list[RetentionRow]:
    """How long each side keeps the case: whole years after the fiscal year in which it ended."""
    state = case.flow.states.get(case.state)
    ended = state is not None and not state.steps and state.turn is None
    end = getattr(case.head.placed.body, "on", None) if ended else None
    found = []
    for party, rule in table(case, context, "retention").items():
        if party in context.pair.split("-"):
            last = None if end is None else expiry(end, rule["years"])
            found.append(
                RetentionRow(party, rule["class"], rule["years"], day(end), day(last), rule["outcome"], "draft")
            )
    return found


def expiry(end: date, years: int) -> date:
    """Give the last day on which a case that ended on a day is kept."""
    return add_months(fiscal_year_bounds(fiscal_year(end))[1], 12 * years)
