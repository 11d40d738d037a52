"""Acts: the yearly figures of the joint committee, counted by each side from its own half and laid side by side.

Law: who states counts a fiscal year (April to March) as of a day, from what stood at two sizes of the logs, and names
each figure by a code and what it is in (``open.GB.JPY``). The other side counts anew from its own half and agrees, or
gives its own figures; then who stated states anew, or lets the differences stand, listed. No figure says what a case is
about, so nothing here is classified.
"""

from __future__ import annotations

from datetime import date

import msgspec

from warifu.law.room import WILL, Kind, kinds_of
from warifu.rooms.programme.acts.common import SLOTS, P


class Figure(msgspec.Struct, frozen=True):
    """One figure: its key, and its value as mantissa times ten to the exponent, in the one form of a decimal."""

    key: str
    exponent: int
    mantissa: int


class Figures(msgspec.Struct, frozen=True):
    """State the figures of a fiscal year, counted at sizes of our own and the other side's log."""

    on: date
    number: str
    year: int
    as_of: date
    own_size: int
    other_size: int
    figures: tuple[Figure, ...]
    late_reason: str = ""


class AgreeFigures(msgspec.Struct, frozen=True):
    """Agree: our own count at the same sizes says the same."""

    on: date
    late_reason: str = ""


class DifferFigures(msgspec.Struct, frozen=True):
    """Give the figures that our own half says; those not named are as stated."""

    on: date
    figures: tuple[Figure, ...]
    late_reason: str = ""


class SettleFigures(msgspec.Struct, frozen=True):
    """Let the differences stand as they are listed; ``reasons`` are codes of the pack."""

    on: date
    reasons: tuple[str, ...]
    late_reason: str = ""


class WithdrawFigures(msgspec.Struct, frozen=True):
    """Take the figures back; the reason is a code."""

    on: date
    reason: str
    late_reason: str = ""


KINDS = kinds_of(
    Kind(P + "figures", WILL, Figures, SLOTS),
    Kind(P + "restate_figures", WILL, Figures, SLOTS),
    Kind(P + "agree_figures", WILL, AgreeFigures, SLOTS),
    Kind(P + "differ_figures", WILL, DifferFigures, SLOTS),
    Kind(P + "settle_figures", WILL, SettleFigures, SLOTS),
    Kind(P + "withdraw_figures", WILL, WithdrawFigures, SLOTS),
)
