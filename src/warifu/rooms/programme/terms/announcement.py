"""What the line has agreed: announcements: the wordings agreed, the one that waits, and how it ended.

Law: a wording is named by the act that holds its texts. A countered wording is gone; a correction takes the place of
the wording before it from its own embargo on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.label import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.wording import second_of


class Wording(msgspec.Struct, frozen=True):
    """A wording: the act that holds it, who proposed it, its digests, day and embargo (UTC seconds), and why.

    ``agreed``: the act by which the other side agreed, empty while it waits; ``agreed_at``: when that was sealed.
    """

    act: bytes
    by: str
    digest_en: bytes
    digest_ja: bytes
    dated: Any
    embargo: int
    reason: str = ""
    agreed: bytes = b""
    agreed_at: int = 0


class AnnouncementTerms(msgspec.Struct, frozen=True):
    """An announcement as it stands on the line."""

    number: str
    form: str
    issuers: tuple[str, ...]
    proposed_by: str
    waits: Wording | None
    """The wording that waits for an answer."""
    wordings: tuple[Wording, ...] = ()
    """Those that both have agreed, the first one first."""
    withdrawn_at: int = 0
    withdrawn_by: str = ""
    reason: str = ""
    """Why it was declined or withdrawn, as a code."""
    outcome: str = ""
    exercise: bool = False

    @property
    def agreed(self) -> bool:
        """True once a wording has been agreed."""
        return bool(self.wordings)


def is_announcement(terms: Any) -> bool:
    """Tell whether a line is that of an announcement."""
    return type(terms) is AnnouncementTerms


def _wording(placed: Placed) -> Wording:
    body = placed.body
    at = second_of(body.embargo_day, body.embargo_time) or 0
    return Wording(
        placed.digest, placed.act.side_of, body.digest_en, body.digest_ja, body.dated, at, getattr(body, "reason", "")
    )


def _begun(_terms: Any, placed: Placed) -> AnnouncementTerms:
    body = placed.body
    return AnnouncementTerms(
        body.number, body.form, body.issuers, placed.act.side_of, _wording(placed),
        exercise=EXERCISE in placed.act.label,
    )  # fmt: skip


def _reworded(terms: Any, placed: Placed) -> Any:
    return replace(terms, waits=_wording(placed)) if is_announcement(terms) else terms


def _agreed(terms: Any, placed: Placed) -> Any:
    if not is_announcement(terms) or terms.waits is None:
        return terms
    now = replace(terms.waits, agreed=placed.digest, agreed_at=placed.act.time)
    return replace(terms, waits=None, wordings=(*terms.wordings, now))


def _declined(terms: Any, placed: Placed) -> Any:
    if not is_announcement(terms):
        return terms
    ended = {} if terms.wordings else {"outcome": "declined", "reason": placed.body.reason}
    return replace(terms, waits=None, **ended)


def _withdrawn(terms: Any, placed: Placed) -> Any:
    if not is_announcement(terms):
        return terms
    return replace(
        terms, waits=None, outcome="withdrawn" if terms.wordings else "dropped", reason=placed.body.reason,
        withdrawn_at=placed.act.time, withdrawn_by=placed.act.side_of,
    )  # fmt: skip


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    P + "announcement": _begun,
    P + "counter_announcement": _reworded,
    P + "correct_announcement": _reworded,
    P + "agree_announcement": _agreed,
    P + "decline_announcement": _declined,
    P + "withdraw_announcement": _withdrawn,
}
