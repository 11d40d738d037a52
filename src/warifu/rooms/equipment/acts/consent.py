"""Acts: the originator's prior consent to another use, to a third party, to a third government.

Law: who holds asks; the originator consents in writing, in whole or in part, line by line (which item, to whom, how
many), on conditions and until a day, or refuses; each delivery cites a draw on that line; the originator may take back
what is left. Silence is never consent: a deadline that passes leaves it asked. A third state's consent is a document
that one side declares and the other confirms. That a prototype has become a new item, a subcontractor has changed or a
firm was bought is a fact; whether the consent passes on to it, the originator rules. Recipients are numbers with their
state, and codes are those of the pack; words are texts. Fields are never renumbered; a new one goes last.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from warifu.core.quantity import Quantity
from warifu.law.room import FACT, WILL, Kind, kinds_of
from warifu.rooms.equipment.acts.common import SLOTS, E

Use = Literal["other_use", "third_party", "third_government"]
Change = Literal["new_item", "subcontractor", "bought"]
NAMES = 12
SLOTS_OF_CONSENT = {**SLOTS, NAMES: "names and addresses of the recipients"}


class Receiver(msgspec.Struct, frozen=True):
    """Somebody who is to receive: its number, and its state (two letters)."""

    number: str
    country: str


class ConsentItem(msgspec.Struct, frozen=True):
    """So many of an item of a transfer, for one recipient; ``cite``: which of the acts cited is that transfer."""

    cite: int
    item: str
    quantity: Quantity
    recipient: str = ""
    """Number of the recipient; empty for another use by the holder itself."""


class Portion(msgspec.Struct, frozen=True):
    """So many of an item, for one recipient."""

    item: str
    quantity: Quantity
    recipient: str = ""


class Drawn(msgspec.Struct, frozen=True):
    """So many of an item."""

    item: str
    quantity: Quantity


class ConsentRequest(msgspec.Struct, frozen=True):
    """Ask the originator, citing the transfers and, where they rest on a project, the act of it that they cite."""

    on: date
    number: str
    use: Use
    items: tuple[ConsentItem, ...]
    end_use: str
    """What it is for: a code of the pack."""
    until: date
    deadline: date
    """Day by which an answer is asked for; when it passes, nothing is consented to."""
    recipients: tuple[Receiver, ...] = ()
    conditions: tuple[str, ...] = ()
    """Conditions that the holder offers to keep."""
    partners: tuple[str, ...] = ()
    """Third states of the project, whose consent is needed too."""
    channel: str = ""
    """Reference of the third government's request through the diplomatic channel."""
    late_reason: str = ""


class Consent(msgspec.Struct, frozen=True):
    """Consent in writing, to what is asked for or to part of it, no longer than asked for, on conditions."""

    on: date
    reference: str
    items: tuple[Portion, ...]
    until: date
    conditions: tuple[str, ...] = ()
    late_reason: str = ""


class ConsentEnd(msgspec.Struct, frozen=True):
    """Refuse, withdraw the request, or take back what is not delivered, drawn or not; the reason is a code."""

    on: date
    reason: str
    late_reason: str = ""


class Draw(msgspec.Struct, frozen=True):
    """Draw on the consent for one recipient, before the delivery that cites this act; ``on``: day of the delivery."""

    on: date
    items: tuple[Drawn, ...]
    recipient: str = ""
    late_reason: str = ""


class ThirdConsent(msgspec.Struct, frozen=True):
    """Declare a third state's consent, given as a document: its reference and day, and the last day that it names."""

    on: date
    state: str
    reference: str
    given: date
    until: date | None = None
    late_reason: str = ""


class ConfirmThird(msgspec.Struct, frozen=True):
    """Confirm, having seen the document, that the third state's consent is as the other side declares it."""

    on: date
    state: str
    reference: str
    late_reason: str = ""


class Succession(msgspec.Struct, frozen=True):
    """What was named in a consent has become something else: by number, what it was and what it is."""

    on: date
    change: Change
    old: str
    new: str
    country: str = ""
    """State of the new recipient; empty for an item."""
    late_reason: str = ""


class Inherit(msgspec.Struct, frozen=True):
    """Rule whether what is left passes to what came after; cites the fact. ``items``: what the consent now covers."""

    on: date
    change: Change
    old: str
    new: str
    effect: Literal["carries", "carries_in_part", "does_not_carry"]
    reference: str
    """Reference of the ruling in writing."""
    items: tuple[Portion, ...] = ()
    country: str = ""
    late_reason: str = ""


KINDS = kinds_of(
    Kind(E + "consent_request", WILL, ConsentRequest, SLOTS_OF_CONSENT),
    Kind(E + "consent", WILL, Consent, SLOTS_OF_CONSENT),
    Kind(E + "refuse_consent", WILL, ConsentEnd, SLOTS_OF_CONSENT),
    Kind(E + "withdraw_request", WILL, ConsentEnd, SLOTS_OF_CONSENT),
    Kind(E + "draw", WILL, Draw, SLOTS_OF_CONSENT),
    Kind(E + "revoke", WILL, ConsentEnd, SLOTS_OF_CONSENT),
    Kind(E + "third_consent", WILL, ThirdConsent, SLOTS_OF_CONSENT),
    Kind(E + "confirm_third", WILL, ConfirmThird, SLOTS_OF_CONSENT),
    Kind(E + "succession", FACT, Succession, SLOTS_OF_CONSENT),
    Kind(E + "inherit", WILL, Inherit, SLOTS_OF_CONSENT),
)
