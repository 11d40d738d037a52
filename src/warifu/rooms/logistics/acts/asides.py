"""Asides: claims in money, reminders, notes, disputes; shown, never taking a turn. Fields as in ``lines``."""

from __future__ import annotations

from datetime import date

import msgspec

from warifu.core.money import Money


class Invoice(msgspec.Struct, frozen=True):
    """The claim in money (納入告知, 請求書): cites receipts; gross, net of nothing."""

    on: date
    number: str
    amount: Money
    due: date
    terms_days: int
    late_reason: str = ""


class Credit(msgspec.Struct, frozen=True):
    """Credit note on an invoice (cited)."""

    on: date
    number: str
    amount: Money
    reason: str
    late_reason: str = ""


class Remind(msgspec.Struct, frozen=True):
    """Reminder (督促) of what is awaited or due."""

    on: date
    about: str
    late_reason: str = ""


class Note(msgspec.Struct, frozen=True):
    """A note; its words are a text."""

    on: date
    late_reason: str = ""


class Dispute(msgspec.Struct, frozen=True):
    """Contest an act (cited): what is contested, as a code."""

    on: date
    about: str
    amount: Money | None = None
    late_reason: str = ""


class ConsultationCall(msgspec.Struct, frozen=True):
    """Escalate to the consultation that the agreement provides."""

    on: date
    about: str
    late_reason: str = ""
