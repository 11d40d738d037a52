"""What is written when a text is removed: the removal, the request for one, what was done about a copy, a hold.

Law: a text is removed by its opening, never by its act; the act that removes it stands for ever and says why. These
records are bodies of acts of the room ``parties``; they stand on this floor because the node writes and reads them, as
it does preparations and approvals (``law.own``). Fields are never renumbered; a new one goes last with a default.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec


class Erased(msgspec.Struct, frozen=True):
    """Which openings: of the act cited at this place, these slots; none means all.

    ``act``: the act by its digest, where it cannot be cited because nobody has confirmed it: a text is removed before
    it is sent, or after an objection. ``cite`` is then -1.
    """

    cite: int
    slots: tuple[int, ...] = ()
    act: bytes = b""


class Erase(msgspec.Struct, frozen=True):
    """Destroys openings of our own acts, on every node; digests, signatures and proofs stay."""

    on: date
    reason: Literal["spill", "personal", "disposal", "court_order"]
    items: tuple[Erased, ...]
    late_reason: str = ""


class EraseRequest(msgspec.Struct, frozen=True):
    """Asks the other side to destroy openings of its acts (cited); our node shows them no more from this act on."""

    on: date
    reason: Literal["spill", "personal", "court_order"]
    items: tuple[Erased, ...]
    late_reason: str = ""


class ErasedAtHome(msgspec.Struct, frozen=True):
    """Which openings: of this national act, these slots; none means all."""

    act: bytes
    slots: tuple[int, ...] = ()


class EraseNational(msgspec.Struct, frozen=True):
    """National: destroys openings of acts of the national log, such as the cells of a register."""

    on: date
    reason: Literal["spill", "personal", "disposal", "court_order"]
    items: tuple[ErasedAtHome, ...]
    late_reason: str = ""


class FollowedUp(msgspec.Struct, frozen=True):
    """National: what was done about one copy, or one reader, of a text that was removed.

    ``line``: 32 bytes that name the line of the list (``record.removals``); ``act`` the act whose text it was.
    """

    on: date
    act: bytes
    line: bytes
    done: Literal[
        "destroyed", "recalled", "overwritten", "briefed", "run_out", "not_found", "on_hold", "passed_on", "declined"
    ]
    late_reason: str = ""


class Hold(msgspec.Struct, frozen=True):
    """National: these cases (by root) are evidence: nothing of theirs is disposed of until the hold is lifted."""

    on: date
    cases: tuple[bytes, ...]
    why: Literal["inquiry", "litigation", "audit", "investigation", "dispute", "information_request"]
    late_reason: str = ""


class HoldLifted(msgspec.Struct, frozen=True):
    """National: the hold has ended."""

    on: date
    late_reason: str = ""
