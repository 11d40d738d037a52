"""What the line has agreed: clearances, need-to-know, custodians, musters, decisions and openings of our own.

Law: of a copy there is at every moment one custodian who answers for it: who hands it over does until the other has
signed. Of a sheet the last word on a line counts, and nothing said before is lost: it stands in the log.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from warifu.core.label import EXERCISE
from warifu.law.judge import Placed
from warifu.rooms.information.acts.common import I

SIGHTED = "sighted"
"""What is said of a line of a sheet that was seen; else the code of an explanation, or ``""``: not explained yet."""


class Kept(msgspec.Struct, frozen=True):
    """An attestation, a need, a place, a decision or a record as it was written, and how it ended."""

    body: Any
    exercise: bool = False
    ended_on: date | None = None
    cause: str = ""
    to: str = ""
    briefed_on: date | None = None
    opened: tuple[bytes, ...] = ()
    """Digests of the openings, of a decision."""


class Charge(msgspec.Struct, frozen=True):
    """One copy inside the house: who answers for it, where it is kept, to whom it is being handed."""

    item: bytes
    copy: str
    person: str
    place: str
    container: str
    since: date
    to: str = ""
    to_place: str = ""
    to_container: str = ""
    offered_by: bytes = b""
    """Key id of who signed the handing over: never that of who takes it."""
    ended_on: date | None = None
    cause: str = ""
    exercise: bool = False


class Sheeted(msgspec.Struct, frozen=True):
    """One sheet of a muster: what is said of each line that anything was said of."""

    body: Any
    said: tuple[tuple[int, str], ...] = ()
    closed_on: date | None = None
    exercise: bool = False

    @property
    def unexplained(self) -> int:
        """Lines that were neither sighted nor explained."""
        return len(self.body.lines) - sum(bool(word) for _, word in self.said)


class Mustered(msgspec.Struct, frozen=True):
    """A muster, and when it was closed and countersigned."""

    body: Any
    closed_on: date | None = None
    closed_by: bytes = b""
    countersigned_on: date | None = None
    exercise: bool = False


def _exercise(placed: Placed) -> bool:
    return EXERCISE in placed.act.label


def _kept(_terms: Any, placed: Placed) -> Kept:
    return Kept(placed.body, _exercise(placed), briefed_on=getattr(placed.body, "briefed_on", None))


def _ended(terms: Any, placed: Placed) -> Any:
    body = placed.body
    more = {"to": body.to} if type(terms) is Kept else {"to": "", "to_place": "", "to_container": ""}
    return replace(terms, ended_on=body.on, cause=body.cause, **more)


def _briefed(terms: Any, placed: Placed) -> Any:
    return replace(terms, briefed_on=placed.body.on)


def _opened(terms: Any, placed: Placed) -> Any:
    return replace(terms, opened=(*terms.opened, placed.digest))


def _custodian(_terms: Any, placed: Placed) -> Charge:
    body = placed.body
    return Charge(body.item, body.copy, body.person, body.place, body.container, body.on, exercise=_exercise(placed))


def _offer(terms: Any, placed: Placed) -> Any:
    body = placed.body
    return replace(terms, to=body.to, to_place=body.place, to_container=body.container, offered_by=placed.act.officer)


def _taken(terms: Any, placed: Placed) -> Any:
    return replace(
        terms, person=terms.to, place=terms.to_place, container=terms.to_container, since=placed.body.on,
        to="", to_place="", to_container="", offered_by=b"",
    )  # fmt: skip


def _declined(terms: Any, _placed: Placed) -> Any:
    return replace(terms, to="", to_place="", to_container="", offered_by=b"")


def _moved(terms: Any, placed: Placed) -> Any:
    return replace(terms, place=placed.body.place, container=placed.body.container)


def _muster(_terms: Any, placed: Placed) -> Mustered:
    return Mustered(placed.body, exercise=_exercise(placed))


def _muster_closed(terms: Any, placed: Placed) -> Any:
    return replace(terms, closed_on=placed.body.on, closed_by=placed.act.officer)


def _countersigned(terms: Any, placed: Placed) -> Any:
    return replace(terms, countersigned_on=placed.body.on)


def _sheet(_terms: Any, placed: Placed) -> Sheeted:
    return Sheeted(placed.body, exercise=_exercise(placed))


def _sighted(terms: Any, placed: Placed) -> Any:
    said = dict(terms.said)
    said.update(dict.fromkeys(placed.body.sighted, SIGHTED))
    said.update({unseen.line: unseen.explanation for unseen in placed.body.not_sighted})
    return replace(terms, said=tuple(sorted(said.items())))


def _sheet_closed(terms: Any, placed: Placed) -> Any:
    return replace(terms, closed_on=placed.body.on)


EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {
    I + "attestation": _kept,
    I + "attestation_ended": _ended,
    I + "need": _kept,
    I + "briefed": _briefed,
    I + "need_ended": _ended,
    I + "place": _kept,
    I + "place_ended": _ended,
    I + "custodian": _custodian,
    I + "custody_offer": _offer,
    I + "custody_taken": _taken,
    I + "custody_declined": _declined,
    I + "custody_moved": _moved,
    I + "custody_ended": _ended,
    I + "muster": _muster,
    I + "muster_closed": _muster_closed,
    I + "muster_countersigned": _countersigned,
    I + "muster_sheet": _sheet,
    I + "sighted": _sighted,
    I + "sheet_closed": _sheet_closed,
    I + "access": _kept,
    I + "opened": _opened,
    I + "vault_destroyed": _kept,
}
