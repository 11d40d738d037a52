"""What the line has agreed: a commitment, what is proposed about it, what fulfils or replaces it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.label import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.programme.acts.common import P

_AMENDED = ("due", "owner", "area")


class CommitmentTerms(msgspec.Struct, frozen=True):
    """A commitment as it stands; ``pending``: the kind of what waits for the other side, with its body and cites.

    ``fulfilled_by``, ``superseded_by``: acts cited, once both sides have agreed that they fulfil or replace it.
    """

    number: str
    meeting: str
    meeting_day: date
    owner: str
    due: date
    area: str
    put_by: str
    agreed: bool = False
    pending: tuple[str, Any, tuple[bytes, ...]] | None = None
    fulfilled_by: tuple[bytes, ...] = ()
    fulfilled_on: date | None = None
    superseded_by: tuple[bytes, ...] = ()
    exercise: bool = False
    outcome: str = ""


def is_commitment(terms: Any) -> bool:
    """Tell whether a line is that of a commitment."""
    return type(terms) is CommitmentTerms


def _put(_terms: Any, placed: Placed) -> CommitmentTerms:
    act, body = placed.act, placed.body
    return CommitmentTerms(
        body.number, body.meeting, body.meeting_day, body.owner, body.due, body.area, act.side_of,
        exercise=EXERCISE in act.label,
    )  # fmt: skip


def _proposed(terms: Any, placed: Placed) -> Any:
    act = placed.act
    return replace(terms, pending=(act.kind, placed.body, act.cites)) if is_commitment(terms) else terms


def _agreed(terms: Any, _placed: Placed) -> Any:
    if not is_commitment(terms):
        return terms
    if terms.pending is None:
        return replace(terms, agreed=True)
    kind, body, cites = terms.pending
    if kind == P + "supersede":
        return replace(terms, pending=None, superseded_by=cites, outcome="superseded")
    return replace(terms, pending=None, **{name: given for name in _AMENDED if (given := getattr(body, name, None))})


def _fulfilled(terms: Any, _placed: Placed) -> Any:
    if not is_commitment(terms) or terms.pending is None:
        return terms
    _, body, cites = terms.pending
    return replace(terms, pending=None, fulfilled_by=cites, fulfilled_on=body.on, outcome="fulfilled")


def _not(outcome: str) -> Callable[[Any, Placed], Any]:
    """Drop what is proposed about it; a commitment that was never agreed ends."""

    def end(terms: Any, _placed: Placed) -> Any:
        if not is_commitment(terms):
            return terms
        return replace(terms, pending=None) if terms.pending is not None else replace(terms, outcome=outcome)

    return end


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    P + "commitment": _put,
    P + "agree_commitment": _agreed,
    P + "decline_commitment": _not("declined"),
    P + "withdraw_commitment": _not("withdrawn"),
    P + "commitment_amend": _proposed,
    P + "supersede": _proposed,
    P + "fulfil": _proposed,
    P + "agree_fulfilment": _fulfilled,
}
