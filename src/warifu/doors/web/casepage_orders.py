"""What is due in an order, from its tables: which kinds of act come next for our side, the most pressing first.

Law: a suggestion only puts first what the flow allows anyhow; it permits nothing and forbids nothing. Reads the rows of
one case, which are a function of its acts.
"""

from __future__ import annotations

from typing import Any

from warifu.law.case import Case
from warifu.node.pair import Pair
from warifu.record import queries_logistics
from warifu.rooms.logistics.rows_tables import TABLES

_L = "logistics/"
_ANSWERS = {
    "requested": ("offer", "accept"),
    "offered": ("accept", "counter"),
    "countered": ("offer", "accept"),
    "verbal": ("offer", "accept"),
    "confirming": ("accept", "counter"),
    "asked": ("onward_consent",),
    "proposed": ("accept",),
}
"""State to the kinds that answer it, the usual one first."""
Rows = dict[str, list[dict[str, Any]]]


def rows_of(pair: Pair, case: bytes) -> Rows:
    """Return the rows of a case by table; a table without rows is left out."""
    return queries_logistics.of_case(pair.store, pair.name, case, TABLES)


def suggested(pair: Pair, case: Case) -> list[str]:
    """Return the kinds that come next for our side."""
    state = case.state
    if state.startswith(("changing", "cancelling", "closing")):
        ours = case.turn is not None and (case.turn == "opener") == (case.opener == pair.us)
        return [f"{_L}accept"] if ours else []
    if state in _ANSWERS:
        ours = case.turn is not None and (case.turn == "opener") == (case.opener == pair.us)
        return [_L + kind for kind in _ANSWERS[state]] if ours else []
    if state == "consented" and case.opener == pair.us:
        return [f"{_L}draw"]
    if state != "ordered":
        return []
    rows = rows_of(pair, case.root)
    head = rows["logistics_case"][0]
    provides, receives = head["provider"] == pair.us, head["requester"] == pair.us
    found = [
        *_of_trouble(rows, pair.us),
        *_of_delivery(rows, provides=provides, receives=receives),
        *_of_money(rows, pair.us),
        *_of_kind(rows, pair.us),
    ]
    if not found and rows.get("logistics_obligation") and not _open(rows):
        found = ["close"]
    return [_L + kind for kind in found]


def _open(rows: Rows) -> bool:
    return any(row["done"] is None for row in rows.get("logistics_obligation", ()))


def _of_trouble(rows: Rows, us: str) -> list[str]:
    """An irregular fact of the other side waits for us to ratify it; a dispute for a resolution."""
    irregular = any(row["state"] == "open" and row["owner"] != us for row in rows.get("logistics_irregularity", ()))
    disputed = any(not row["outcome"] for row in rows.get("logistics_dispute", ()))
    return ["ratify"] * irregular + ["resolve"] * disputed


def _of_delivery(rows: Rows, *, provides: bool, receives: bool) -> list[str]:
    """Whoever was handed something counts it; whoever provides hands over what is still ordered."""
    moved = rows.get("logistics_delivery", ())
    counted = {row["issue"] for row in moved if row["stage"] == "receipt"}
    waiting = {row["act"]: row for row in moved if row["stage"] == "issue" and row["act"] not in counted}
    to_us = any((row["purpose"] == "provision") == receives for row in waiting.values())
    found = ["receipt"] if to_us else []
    left = any(not row["in_return"] and row["issued"] != row["ordered"] for row in rows.get("logistics_line", ()))
    begun = any(row["stage"] == "issue" and row["purpose"] == "provision" for row in moved)
    partial = any(row["partial"] for row in moved if row["stage"] == "issue")
    if provides and left and (not begun or partial):
        found.append("issue")
    return found


def _of_money(rows: Rows, us: str) -> list[str]:
    """The creditor claims what was received and acknowledges what was paid; the debtor pays what was claimed."""
    invoices, payments = rows.get("logistics_invoice", ()), rows.get("logistics_payment", ())
    found = []
    if any(row["payer"] != us and row["state"] != "acknowledged" for row in payments):
        found.append("acknowledge")
    claims = rows.get("logistics_claim", ())
    if any(row["creditor"] == us and row["form"] == "money" and row["state"] == "noticed" for row in claims):
        found.append("invoice")
    paid = {row["invoice"] for row in payments}
    if any(row["debtor"] == us and row["done"] is None and row["act"] not in paid for row in invoices):
        found.append("payment")
    return found


def _of_kind(rows: Rows, us: str) -> list[str]:
    """Who owes goods or services in kind gives them back."""
    owed = rows.get("logistics_obligation", ())
    return (
        ["issue"]
        if any(row["debtor"] == us and row["done"] is None and "@" in row["commodity"] for row in owed)
        else []
    )
