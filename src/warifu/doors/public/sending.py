"""Send what is due: a queue in the accounts' database, each message once, also when the program is killed.

Law: a message goes through *due*, *held* (claimed for some minutes by one sender), *handing* (the server is ready, the
words go now) and *sent*. Each step is written down before the next is taken. Who is killed while holding loses nothing:
the claim runs out. Who is killed while handing leaves the message *uncertain*: it may have gone, so it is counted and
shown, and never sent again by itself. A server that is away or says 4yz is tried again, later each time; 5yz about a
recipient is counted by its code, and an address refused three times in a row is erased. Several may send at once.

    1 sweep     erase addresses whose link has run out        4 hand    one connection, message by message
    2 enqueue   an alert for each (announcement, subscriber)  5 note    sent, again later, refused
    3 claim     what is due, by compare and swap
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

from django.db import connections, transaction
from django.db.models import F

from warifu.core.errors import StoreError, WarifuError, WireError
from warifu.doors.public import mails, sealing, smtp, subscribing
from warifu.doors.public.door import Door
from warifu.doors.public.models import Refusal, Sending, Subscriber
from warifu.doors.public.notices import LANGUAGES, Notice

_LOG = logging.getLogger("warifu.public")
HELD_SECONDS = 300
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 60, 6 * 3600
MOST_ATTEMPTS = 10
REFUSED_TO_ERASE = 3
FRESH_SECONDS = 7 * 86_400
"""An alert is of what has come within a week: who sets the mail up late does not tell of the past."""
EVERY_SECONDS = 5
_AT_ONCE = 200
CONFIRM = "confirm "


class Report(NamedTuple):
    """What one run did, and what is left."""

    sent: int = 0
    refused: int = 0
    later: int = 0
    passed: int = 0
    waiting: int = 0
    uncertain: int = 0


def run(door: Door, folder: Path) -> Report:
    """Do all five steps once; raises FileError public.no_mail, public.mail_not_safe, WireError public.mail_refused."""
    settings = door.smtp
    subscribing.sweep(door)
    enqueue(door)
    held = claim(door)
    counts = dict.fromkeys(("sent", "refused", "later", "passed"), 0)
    if held:
        try:
            with smtp.Line(settings, sealing.password(folder, door.seals)) as line:
                for what in _handed(door, line, held):
                    counts[what] += 1
        except WarifuError:
            _let_go(door, held)
            raise
    return Report(**counts, waiting=_count(door, "due", "held"), uncertain=_count(door, "uncertain"))


def _count(door: Door, *states: str) -> int:
    return Sending.objects.filter(subscriber__party=door.config.party, state__in=states).count()


def counts(door: Door) -> dict[str, int]:
    """Return how many have the alerts, how many messages stand where, and how often a server said what."""
    party = door.config.party
    told = {
        f"subscribers {language}": Subscriber.objects.filter(party=party, state="confirmed", language=language).count()
        for language in LANGUAGES
    }
    told["asked"] = Subscriber.objects.filter(party=party, state="asked").count()
    for state in ("due", "held", "handing", "sent", "refused", "passed", "uncertain"):
        told[state] = _count(door, state)
    for code, count in Refusal.objects.filter(party=party).order_by("code").values_list("code", "count"):
        told[f"SMTP {code}"] = count
    return told


def enqueue(door: Door) -> None:
    """Put an alert for each subscriber and each thing that has become public since they confirmed; each only once."""
    now = door.clock()
    known = Subscriber.objects.filter(party=door.config.party, state="confirmed")
    for about, since, _ in events(door):
        if since < now - FRESH_SECONDS:
            continue
        rows = known.filter(confirmed_at__lte=since).exclude(sendings__about=about).values_list("pk", flat=True)
        fresh = [Sending(subscriber_id=row, about=about, next_at=now) for row in rows]
        Sending.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)


def events(door: Door) -> Iterator[tuple[str, int, Notice]]:
    """Yield what there is to tell: a name, the second since when it is public, the announcement."""
    for notice in door.public().notices:
        for edition in notice.editions:
            yield f"{notice.address} {edition.number}", edition.since, notice
        if notice.withdrawn_at is not None:
            yield f"{notice.address} w", notice.withdrawn_at, notice


def claim(door: Door) -> list[Sending]:
    """Take what is due for ourselves; what others held and did not finish is due again, or uncertain."""
    now = door.clock()
    ours = Sending.objects.filter(subscriber__party=door.config.party)
    ours.filter(state="held", held_until__lt=now).update(state="due")
    ours.filter(state="handing", held_until__lt=now).update(state="uncertain")
    found = list(ours.filter(state="due", next_at__lte=now).select_related("subscriber").order_by("pk")[:_AT_ONCE])
    taken = []
    for each in found:
        each.held_until = now + HELD_SECONDS
        if Sending.objects.filter(pk=each.pk, state="due").update(state="held", held_until=each.held_until):
            taken.append(each)
    return taken


def _let_go(door: Door, held: list[Sending]) -> None:
    """Give back what was not handed because the connection broke: it is tried again, later each time."""
    for each in held:
        _again(door, each, 0)


def _handed(door: Door, line: smtp.Line, held: list[Sending]) -> Iterator[str]:
    """Hand each message over and note what became of it."""
    current = {about: notice for about, _, notice in events(door)}
    for each in held:
        try:
            raw, to = _message(door, each, current), door.seals.open(bytes(each.subscriber.sealed))
        except StoreError as trouble:
            # Sealed under a key that is gone: nobody can write to it, and it holds up nobody else.
            _LOG.warning("mail: %s", trouble.code)
            raw, to = None, ""
        if raw is None:
            Sending.objects.filter(pk=each.pk, state="held").update(state="passed")
            yield "passed"
            continue
        yield _note(door, each, line.hand(to, raw, lambda one=each: _begin(door, one)))  # type: ignore[misc]


def _message(door: Door, sending: Sending, current: dict[str, Notice]) -> bytes | None:
    """Return the message; None where there is nothing to tell any more."""
    subscriber = Subscriber.objects.filter(pk=sending.subscriber_id).first()
    if subscriber is None:
        return None
    if sending.about.startswith(CONFIRM):
        asked = subscriber.state == "asked" and sending.about == f"{CONFIRM}{subscriber.asked_at}"
        return mails.to_confirm(door, subscriber, sending.about) if asked else None
    notice = current.get(sending.about)
    last = notice is not None and sending.about == _last(notice)
    return mails.alert(door, subscriber, sending.about, notice) if notice is not None and last else None


def _last(notice: Notice) -> str:
    """Return the name of the newest thing to tell of an announcement: what it overtook is told no more."""
    return f"{notice.address} {'w' if notice.withdrawn else notice.now.number}"


def _begin(door: Door, sending: Sending) -> None:
    """Write down, before a word is on the wire, that it is about to be; raises WireError where another has it."""
    until = door.clock() + HELD_SECONDS
    if not Sending.objects.filter(pk=sending.pk, state="held").update(state="handing", held_until=until):
        raise WireError("public.mail_refused", "queue", trouble="claimed")


def _note(door: Door, sending: Sending, handed: smtp.Handed) -> str:
    """Write down what the server said."""
    if handed.sent:
        Sending.objects.filter(pk=sending.pk).update(state="sent", code=handed.code)
        Subscriber.objects.filter(pk=sending.subscriber_id).update(refused=0)
        return "sent"
    _counted(door, handed.code)
    if not (handed.final and handed.about_recipient) and sending.attempts + 1 < MOST_ATTEMPTS:
        _again(door, sending, handed.code)
        return "later"
    Sending.objects.filter(pk=sending.pk).update(state="refused", code=handed.code, attempts=sending.attempts + 1)
    _refused(sending.subscriber_id)
    return "refused"


def _again(door: Door, sending: Sending, code: int) -> None:
    wait = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** min(sending.attempts, 20))
    said = {"state": "due", "attempts": sending.attempts + 1, "next_at": door.clock() + wait, "code": code}
    Sending.objects.filter(pk=sending.pk, state__in=("held", "handing") if code else ("held",)).update(**said)


def _counted(door: Door, code: int) -> None:
    with transaction.atomic(using="default"):
        Refusal.objects.get_or_create(party=door.config.party, code=code)
        Refusal.objects.filter(party=door.config.party, code=code).update(count=F("count") + 1)


def _refused(row: int) -> None:
    """Count a refusal for good against the address; the third in a row erases it."""
    Subscriber.objects.filter(pk=row).update(refused=F("refused") + 1)
    if Subscriber.objects.filter(pk=row, refused__gte=REFUSED_TO_ERASE).exists():
        subscribing.erase(row)


def running(door: Door, folder: Path, seconds: float = EVERY_SECONDS) -> Event:
    """Send again and again, beside all else, until the event that is returned is set; logs codes and counts alone."""
    over = Event()

    def go_on() -> None:
        while not over.wait(seconds):
            try:
                report = run(door, folder)
            except WarifuError as trouble:
                _LOG.warning("mail: %s", trouble.code)
            except Exception as trouble:  # noqa: BLE001  its text could hold an address: its kind is told, and it goes on
                _LOG.error("mail: a fault of ours: %s", type(trouble).__name__)
            else:
                if report.sent or report.refused:
                    _LOG.info("mail: %s sent, %s refused", report.sent, report.refused)
        connections.close_all()

    Thread(target=go_on, name="mail", daemon=True).start()
    return over
