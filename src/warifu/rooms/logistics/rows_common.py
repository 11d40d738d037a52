"""What every case of this room shows: its head, its acts, and what is wrong with them. Floor 3a, pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from warifu.law.case import Case
from warifu.law.flow import OPENER
from warifu.law.room import RowContext
from warifu.rooms.logistics.rows_tables import CaseHead

_EPOCH = date(1970, 1, 1).toordinal()
_SECONDS = 86_400


def day(value: date | None) -> int | None:
    """Days since 1970-01-01, or None."""
    return None if value is None else value.toordinal() - _EPOCH


def day_number(value: date) -> int:
    """Days since 1970-01-01."""
    return value.toordinal() - _EPOCH


def digits(value: Decimal | None) -> str:
    """Write an amount in its exact digits; empty for none."""
    return "" if value is None else f"{value:f}"


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


def head_of(case: Case, context: RowContext, **more: Any) -> CaseHead:
    """Return the head of a case; ``more`` are columns that only the kind of case knows."""
    root, last = case.line[0].placed, case.head
    counted = dict.fromkeys(("irregular", "pending", "refused", "fallen", "objected"), 0)
    late = unfounded = 0
    for stand in case.stands.values():
        if stand.status in counted:
            counted[stand.status] += 1
        late += stand.late
        unfounded += stand.unfounded
    body = root.body
    columns: dict[str, Any] = {
        "number": getattr(body, "number", ""), "requester": "", "provider": "", "receiving": "", "issuing": "",
        "ground": "", "activity": "", "place": "", "settlement": "", "transaction_type": "", "currency": "",
        "exercise": bool(getattr(body, "exercise", False)), "emergency": False, "disputed": 0, "undetermined": 0,
    }  # fmt: skip
    columns.update(more)
    return CaseHead(
        flow=case.flow.name, root_kind=root.act.kind, opener=case.opener, desk=root.act.desk,
        head=last.placed.digest, confirmed_head=case.confirmed_head(), state=case.state,
        turn=party_of_turn(case, context), since=last.placed.act.time, opened=day_number(body.on), pack=last.pack,
        irregular=counted["irregular"], pending=counted["pending"], refused=counted["refused"] + counted["objected"],
        fallen=counted["fallen"], unfounded=unfounded, late=late, **columns,
    )  # fmt: skip
