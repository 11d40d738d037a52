"""Acts: items of classified information and the custody of their copies.

Law: the originator opens an item and alone regrades, amends and closes it: wills, in turn. Where a copy is and what
became of it are facts, by whoever saw it, in any number and order. A copy is named by its number; a person by the
number under which the register of people knows that person; titles and reasons are texts. Fields are never renumbered.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.law.room import ASIDE, FACT, WILL, Kind, kinds_of
from warifu.rooms.information.acts.common import SLOTS, I

Condition = Literal[
    "intact", "tampered", "empty", "wrong_addressee", "unmarked", "markings_disagree", "damaged",
]  # fmt: skip


class Marking(msgspec.Struct, frozen=True):
    """A marking as it is written, with its scheme and the version of that scheme: never translated into another."""

    scheme: str
    version: str
    written: str


class Ruled(msgspec.Struct, frozen=True):
    """The receiver's own corresponding marking: which rule of the table gave it, and who ruled where it gives two."""

    scheme: str
    version: str
    written: str
    mapped_by: str = ""
    """Rule of the table of equivalences, by its id."""
    ruled_by: str = ""
    """Person, by number, who chose among the candidates; empty where there was nothing to choose."""


class Copy(msgspec.Struct, frozen=True):
    """One copy: the number it bears, and its pages (pieces of an equipment); 0 where it has none to count."""

    copy: str
    pages: int = 0


class Designation(msgspec.Struct, frozen=True):
    """A designation that ends: by which agency, from when, until when at the latest, how often it was renewed."""

    agency: str
    from_day: date
    expires: date | None = None
    renewals: int = 0
    first_day: date | None = None
    """Day of the first designation, where this one renews it; the years of all of them are counted from here."""
    consent: str = ""
    """Reference of that agency's consent to the provision, where another agency provides."""


class Register(msgspec.Struct, frozen=True):
    """Enter an item and its copies: text 1 is the unclassified title, text 2 the classified one."""

    on: date
    number: str
    """Register number."""
    form: Literal["document", "equipment", "electronic", "oral_briefing"]
    originator: str
    """Agency of the originator's side that answers for the marking."""
    marking: Marking
    purpose: str
    """Activity or project for which it is given, the circle of those who need to know: ``exercise:VIGILANT-26``."""
    copies: tuple[Copy, ...] = ()
    corresponding: Ruled | None = None
    """The other side's marking that is expected to answer to it, shown beside it."""
    releasable_to: tuple[str, ...] = ()
    """States to which it may go beside the two parties; empty: to nobody else."""
    handling: tuple[str, ...] = ()
    designation: Designation | None = None
    content: bytes = b""
    """SHA-256 of the file, where there is one."""
    late_reason: str = ""


class Regrade(msgspec.Struct, frozen=True):
    """Regrade all copies, or those named: up, down, lifted, or expired; in writing, by the originator alone."""

    on: date
    direction: Literal["upgrade", "downgrade", "lift", "expiry"]
    marking: Marking
    reason: str
    written_notice: str
    """Reference of the notice in writing."""
    copies: tuple[str, ...] = ()
    corresponding: Ruled | None = None
    late_reason: str = ""


class Amend(msgspec.Struct, frozen=True):
    """Change what an item is for, to whom it may go, how it is handled, or renew its designation."""

    on: date
    reason: str
    purpose: str = ""
    releasable_to: tuple[str, ...] = ()
    handling: tuple[str, ...] = ()
    designation: Designation | None = None
    late_reason: str = ""


class Close(msgspec.Struct, frozen=True):
    """Close an item of which nothing is out any more, or open it again.

    What was never found is written off by name: it stays on the register as missing. Cites the acts by which it was
    reported missing and, where the other side had it, the one by which both closed the incident.
    """

    on: date
    reason: str
    late_reason: str = ""
    written_off: tuple[str, ...] = ()
    """Numbers of the copies that are given up."""


class Dispatch(msgspec.Struct, frozen=True):
    """Send copies to the other side in one package; ``loan_until`` where they are to come back."""

    on: date
    package: str
    copies: tuple[str, ...]
    to: str
    """Desk of the other side to which the package is addressed."""
    channel: str
    sent_as: Literal["provision", "loan", "return"] = "provision"
    envelopes: int = 2
    """Envelopes around it; a double envelope is 2."""
    seals: tuple[str, ...] = ()
    encrypted: bool = False
    loan_until: date | None = None
    late_reason: str = ""


class Receipt(msgspec.Struct, frozen=True):
    """The second half of a receipt: what was in the package, pages and seals read back. Cites the dispatch."""

    on: date
    package: str
    condition: Condition
    copies: tuple[Copy, ...] = ()
    seals: tuple[str, ...] = ()
    marking: Ruled | None = None
    """The receiver's own marking, put on what was received."""
    seen: Marking | None = None
    """The marking on the thing itself, where it is not that of the register."""
    late_reason: str = ""


class Reproduction(msgspec.Struct, frozen=True):
    """Copies made of a copy, numbered as they are made; a translation names its language."""

    on: date
    parent: str
    """Number of the copy from which it was made."""
    made: tuple[Copy, ...]
    persons: tuple[str, ...]
    """Cleared persons, by number, who made it."""
    language: str = ""
    place: str = ""
    late_reason: str = ""


class Destruction(msgspec.Struct, frozen=True):
    """Copies destroyed, by the officer who signs; complete once a second officer has signed as witness."""

    on: date
    copies: tuple[str, ...]
    method: str
    mode: Literal["normal", "emergency"] = "normal"
    late_reason: str = ""


class Witness(msgspec.Struct, frozen=True):
    """A second officer saw the destruction that is cited."""

    on: date
    copies: tuple[str, ...]
    late_reason: str = ""


class Missing(msgspec.Struct, frozen=True):
    """Copies are not where they should be."""

    on: date
    copies: tuple[str, ...]
    circumstances: str
    last_seen: date | None = None
    late_reason: str = ""


class Found(msgspec.Struct, frozen=True):
    """Copies that were missing are found again, or copies that had been released came back."""

    on: date
    copies: tuple[str, ...]
    condition: Condition = "intact"
    pages: int = 0
    late_reason: str = ""


class Released(msgspec.Struct, frozen=True):
    """Copies handed, or shown, to somebody outside the two parties; cites the draw on the originator's consent."""

    on: date
    copies: tuple[str, ...]
    recipient: str
    mode: Literal["handed_over", "shown"] = "handed_over"
    late_reason: str = ""


class Remarked(msgspec.Struct, frozen=True):
    """The holder has put the new marking on copies that were regraded. Cites the regrading."""

    on: date
    copies: tuple[str, ...]
    marking: Ruled | None = None
    late_reason: str = ""


class Unsighted(msgspec.Struct, frozen=True):
    """A copy that a muster did not find, and the code of the explanation."""

    copy: str
    explanation: str


class MusterResult(msgspec.Struct, frozen=True):
    """What a muster or a spot check saw of an item's copies."""

    on: date
    muster: str
    sighted: tuple[str, ...] = ()
    not_sighted: tuple[Unsighted, ...] = ()
    late_reason: str = ""


class Trace(msgspec.Struct, frozen=True):
    """A tracer for a package that nobody has receipted."""

    on: date
    package: str
    late_reason: str = ""


class ProposeRegrade(msgspec.Struct, frozen=True):
    """The other side asks the originator for another marking."""

    on: date
    marking: Marking
    reason: str
    late_reason: str = ""


KINDS = kinds_of(
    Kind(I + "register", WILL, Register, SLOTS),
    Kind(I + "regrade", WILL, Regrade, SLOTS),
    Kind(I + "amend", WILL, Amend, SLOTS),
    Kind(I + "close", WILL, Close, SLOTS),
    Kind(I + "reopen", WILL, Close, SLOTS),
    Kind(I + "dispatch", FACT, Dispatch, SLOTS),
    Kind(I + "receipt", FACT, Receipt, SLOTS),
    Kind(I + "reproduction", FACT, Reproduction, SLOTS),
    Kind(I + "destruction", FACT, Destruction, SLOTS),
    Kind(I + "witness", FACT, Witness, SLOTS),
    Kind(I + "missing", FACT, Missing, SLOTS),
    Kind(I + "found", FACT, Found, SLOTS),
    Kind(I + "released", FACT, Released, SLOTS),
    Kind(I + "remarked", FACT, Remarked, SLOTS),
    Kind(I + "muster_result", FACT, MusterResult, SLOTS),
    Kind(I + "trace", ASIDE, Trace, SLOTS),
    Kind(I + "propose_regrade", ASIDE, ProposeRegrade, SLOTS),
)
