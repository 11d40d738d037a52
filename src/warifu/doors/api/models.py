"""Tokens, and what was answered to a request that wrote."""

from __future__ import annotations

from django.db import models

from warifu.doors.web.accounts.models import Account


class Token(models.Model):
    """A token of an account: its digest, the roles it is narrowed to, until when it is good. It is shown once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.TextField()
    digest = models.BinaryField(unique=True)
    roles = models.TextField()
    made = models.BigIntegerField()
    ends = models.BigIntegerField()
    used = models.BigIntegerField(null=True)
    ended = models.BooleanField(default=False)

    class Meta:
        db_table = "api_token"


class Done(models.Model):
    """What was answered to a request that wrote, by token and idempotency key; kept for a day."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE)
    key = models.TextField()
    asked = models.BinaryField()
    """HMAC, under the node's secret, of method, address and body: the same key for another request is refused."""
    status = models.IntegerField(default=0)
    answer = models.TextField(default="")
    """Empty while the request is still being worked on."""
    time = models.BigIntegerField()

    class Meta:
        db_table = "api_done"
        constraints = (models.UniqueConstraint(fields=("token", "key"), name="api_done_once"),)
