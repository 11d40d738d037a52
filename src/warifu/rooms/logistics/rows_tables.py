"""The tables of this room: one record a table, in the order of its columns. Floor 3a, pure.

Law: columns are text, integer, bytes and bool. A day is the number of days since 1970-01-01; ``None`` is a day that is
not set. An amount is the exact digits as text, its unit or currency in the column beside it; empty text is no amount.
An act is named by its digest. Pair and case stand before every row and are written by the projection; ``models`` gives
the same tables to Django, and a test holds the two against each other.
"""

from __future__ import annotations

from typing import Any

from warifu.rooms.logistics.rows_tables_money import (
    ClaimRow,
    ClockRow,
    DisputeRow,
    DocumentRow,
    InvoiceRow,
    IrregularityRow,
    LateRow,
    ObligationRow,
    PaperRow,
    PaymentRow,
    RetentionRow,
    TurnRow,
)
from warifu.rooms.logistics.rows_tables_order import (
    ActRow,
    BookingRow,
    CaseHead,
    DeliveryRow,
    DiscrepancyRow,
    LineRow,
    LoanRow,
    TransferRow,
)
from warifu.rooms.logistics.rows_tables_small import (
    DealingRow,
    DrawRow,
    MatchRow,
    OnwardRow,
    PairRow,
    PrecedentRow,
    PriceRow,
    RegisterRow,
    SetOffItemRow,
    SetOffRow,
    StatementRow,
    TotalRow,
)

__all__ = [
    "RECORDS",
    "TABLES",
    "ActRow",
    "BookingRow",
    "CaseHead",
    "ClaimRow",
    "ClockRow",
    "DealingRow",
    "DeliveryRow",
    "DiscrepancyRow",
    "DisputeRow",
    "DocumentRow",
    "DrawRow",
    "InvoiceRow",
    "IrregularityRow",
    "LateRow",
    "LineRow",
    "LoanRow",
    "MatchRow",
    "ObligationRow",
    "OnwardRow",
    "PairRow",
    "PaperRow",
    "PaymentRow",
    "PrecedentRow",
    "PriceRow",
    "RegisterRow",
    "RetentionRow",
    "SetOffItemRow",
    "SetOffRow",
    "StatementRow",
    "TotalRow",
    "TransferRow",
    "TurnRow",
]

RECORDS: dict[str, type[Any]] = {
    "logistics_case": CaseHead,
    "logistics_act": ActRow,
    "logistics_line": LineRow,
    "logistics_delivery": DeliveryRow,
    "logistics_discrepancy": DiscrepancyRow,
    "logistics_claim": ClaimRow,
    "logistics_invoice": InvoiceRow,
    "logistics_payment": PaymentRow,
    "logistics_obligation": ObligationRow,
    "logistics_clock": ClockRow,
    "logistics_turn": TurnRow,
    "logistics_booking": BookingRow,
    "logistics_loan": LoanRow,
    "logistics_dispute": DisputeRow,
    "logistics_irregularity": IrregularityRow,
    "logistics_transfer": TransferRow,
    "logistics_document": DocumentRow,
    "logistics_paper": PaperRow,
    "logistics_late": LateRow,
    "logistics_retention": RetentionRow,
    "logistics_dealing": DealingRow,
    "logistics_match": MatchRow,
    "logistics_pair": PairRow,
    "logistics_statement": StatementRow,
    "logistics_total": TotalRow,
    "logistics_set_off": SetOffRow,
    "logistics_set_off_item": SetOffItemRow,
    "logistics_price": PriceRow,
    "logistics_onward": OnwardRow,
    "logistics_draw": DrawRow,
    "logistics_precedent": PrecedentRow,
    "logistics_register_row": RegisterRow,
}
"""Table name to the record of its rows."""

TABLES: dict[str, tuple[str, ...]] = {name: record._fields for name, record in RECORDS.items()}
"""Table name to column names; pair and case stand before them."""
