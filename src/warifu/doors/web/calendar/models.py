"""Addresses at which a calendar program reads without signing in: of whom, in which role, from when until when."""

from __future__ import annotations

from django.db import models

from warifu.doors.web.accounts.models import Account


class Address(models.Model):
    """A secret address of an account: the digest of its secret, the role it is narrowed to."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="calendars")
    digest = models.BinaryField(unique=True)
    peer = models.TextField()
    """The pair whose calendar it is, as pages are turned to it."""
    role = models.TextField()
    language = models.TextField()
    made = models.BigIntegerField()
    read = models.BigIntegerField(null=True)
    """When it was last read (UTC seconds), noted once an hour."""
    ended = models.BooleanField(default=False)

    class Meta:
        db_table = "calendar_address"
