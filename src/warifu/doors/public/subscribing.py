"""Ask for alerts, confirm, leave: double opt-in, and an answer that never tells whether an address is known.

Law: whoever asks gets the same answer, whatever is known of the address; only its owner, by mail, hears more. A link
that confirms is signed, good for two days and used once; until then the address gets one message an hour at most and a
few a day (``limiting``), and is erased when the link has run out. A link that ends the alerts is good as long as they
last. Nothing of an address, and no token, is ever logged.
"""

from __future__ import annotations

import re
import secrets

from django.db import transaction

from warifu.doors.public import limiting, sealing
from warifu.doors.public.door import Door
from warifu.doors.public.models import Sending, Subscriber
from warifu.record import database

CONFIRM_SECONDS = 2 * 86_400
AGAIN_SECONDS = 3600
MOST_CHARS = 254
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)


def tidy(address: str) -> str:
    """Return an address as it is kept: its host in small letters; empty for what is none."""
    bare = address.strip()
    if len(bare) > MOST_CHARS or not _ADDRESS.fullmatch(bare) or ".." in bare or bare.startswith("."):
        return ""
    local, _, host = bare.rpartition("@")
    return "" if local.endswith(".") else f"{local}@{host.lower()}"


def ask(door: Door, address: str, language: str) -> None:
    """Take an address (``tidy``): a message goes to it, unless it has the alerts or was written to within the hour."""
    party, now = door.config.party, door.clock()
    mark = door.seals.mark(party, language, address)
    one, other = (secrets.token_bytes(sealing.NONCE_BYTES) for _ in range(2))
    sealed = door.seals.seal(address)
    fresh = {"sealed": sealed, "language": language, "asked_at": now, "ask_chance": one, "leave_chance": other}
    with transaction.atomic(using="default"):
        known, made = Subscriber.objects.get_or_create(party=party, mark=mark, defaults=fresh)
        again = not made and known.state == "asked" and known.asked_at <= now - AGAIN_SECONDS
        if again:
            Subscriber.objects.filter(pk=known.pk).update(asked_at=now, ask_chance=one)
        if not made:
            # Written all the same: who is known is answered no sooner than who is not.
            Subscriber.objects.filter(pk=known.pk).update(sealed=sealed)
        if (made or again) and not limiting.has_been_written_to(door, address):
            Sending.objects.get_or_create(subscriber=known, about=f"confirm {now}", defaults={"next_at": now})


def link_to_confirm(door: Door, subscriber: Subscriber) -> str:
    """Return the address by which a subscriber confirms."""
    until = subscriber.asked_at + CONFIRM_SECONDS
    token = door.seals.token(sealing.CONFIRM, subscriber.pk, until, bytes(subscriber.ask_chance))
    return f"{door.address}/public/confirm/{token}"


def link_to_leave(door: Door, subscriber: Subscriber) -> str:
    """Return the address by which a subscriber leaves."""
    token = door.seals.token(sealing.LEAVE, subscriber.pk, 0, bytes(subscriber.leave_chance))
    return f"{door.address}/public/leave/{token}"


def _of(door: Door, token: str, use: bytes) -> Subscriber | None:
    claim = sealing.claim_of(token)
    if claim is None or not 0 < claim.row < 2**63:
        return None
    found = Subscriber.objects.filter(pk=claim.row, party=door.config.party).first()
    if found is None:
        return None
    chance = found.ask_chance if use == sealing.CONFIRM else found.leave_chance
    in_time = not claim.until or door.clock() <= claim.until
    return found if in_time and door.seals.holds(use, claim, bytes(chance)) else None


def to_confirm(door: Door, token: str) -> Subscriber | None:
    """Return who a link to confirm was sent to; None where it is spent, late or none of ours."""
    found = _of(door, token, sealing.CONFIRM)
    return found if found is not None and found.state == "asked" else None


def confirm(door: Door, token: str) -> Subscriber | None:
    """Begin the alerts of whoever holds this link; None where it is good no longer."""
    found = to_confirm(door, token)
    if found is None:
        return None
    said = {"state": "confirmed", "confirmed_at": door.clock(), "ask_chance": secrets.token_bytes(sealing.NONCE_BYTES)}
    done = Subscriber.objects.filter(pk=found.pk, state="asked", ask_chance=found.ask_chance).update(**said)
    return found if done else None


def to_leave(door: Door, token: str) -> Subscriber | None:
    """Return who a link to leave was sent to; None where there is nobody any more."""
    return _of(door, token, sealing.LEAVE)


def leave(door: Door, token: str) -> None:
    """Erase whoever holds this link, with all that names the address."""
    found = _of(door, token, sealing.LEAVE)
    if found is not None:
        erase(found.pk)


def erase(row: int) -> None:
    """Erase a subscriber and what was to be sent, and let nothing of it lie in the database's files."""
    with transaction.atomic(using="default"):
        Subscriber.objects.filter(pk=row).delete()
        transaction.on_commit(database.forget_accounts, using="default")


def sweep(door: Door) -> int:
    """Erase those who never confirmed and whose link has run out; returns how many."""
    limiting.sweep(door)
    late = Subscriber.objects.filter(
        party=door.config.party, state="asked", asked_at__lt=door.clock() - CONFIRM_SECONDS
    )
    rows = list(late.values_list("pk", flat=True))
    for row in rows:
        erase(row)
    return len(rows)
