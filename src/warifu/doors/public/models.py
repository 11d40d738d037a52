"""Who asked for mail, what is to be sent to whom, and how often mail servers refused: in the accounts' database.

Law: an address stands here sealed and as a mark, never as it is written; with its row goes everything that names it.
Times are UTC seconds.
"""

from __future__ import annotations

from django.db import models


class Subscriber(models.Model):
    """Somebody who asked for alerts in one language; ``state``: asked, or confirmed from the link in the mail."""

    party = models.TextField()
    mark = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    language = models.TextField()
    state = models.TextField(default="asked")
    asked_at = models.BigIntegerField()
    confirmed_at = models.BigIntegerField(default=0)
    ask_chance = models.BinaryField()
    """What the link that confirms was signed over: another one after it has been used."""
    leave_chance = models.BinaryField()
    refused = models.PositiveIntegerField(default=0)
    """Messages in a row that a server refused for good."""

    class Meta:
        db_table = "public_subscriber"
        constraints = (models.UniqueConstraint(fields=["party", "mark"], name="public_subscriber_once"),)


class Sending(models.Model):
    """One message to one subscriber: about what, and how far it has come.

    ``state``: due, held (somebody is about to send it), handing (its words are on the wire), sent, refused, passed
    (there is nothing to tell any more), uncertain (the program ended while they were on the wire).
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="sendings")
    subscriber_id: int
    about = models.TextField()
    """``confirm`` and its number, or the announcement's address and the wording's number, or ``w`` for withdrawn."""
    state = models.TextField(default="due")
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.BigIntegerField()
    held_until = models.BigIntegerField(default=0)
    code = models.PositiveIntegerField(default=0)
    """What the server answered last."""

    class Meta:
        db_table = "public_sending"
        constraints = (models.UniqueConstraint(fields=["subscriber", "about"], name="public_sending_once"),)
        indexes = (models.Index(fields=["state", "next_at"], name="public_sending_due"),)


class Asked(models.Model):
    """That somebody asked for mail: when, and keyed marks that change with hour and day (``limiting``); for a day."""

    party = models.TextField()
    at = models.BigIntegerField()
    near = models.BinaryField(max_length=16)
    wide = models.BinaryField(max_length=16)
    address = models.BinaryField(max_length=16)

    class Meta:
        db_table = "public_asked"
        indexes = (models.Index(fields=["party", "at"], name="public_asked_at"),)


class Refusal(models.Model):
    """How often mail servers answered with a code: a count, of nobody in particular."""

    party = models.TextField()
    code = models.PositiveIntegerField()
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "public_refusal"
        constraints = (models.UniqueConstraint(fields=["party", "code"], name="public_refusal_once"),)
