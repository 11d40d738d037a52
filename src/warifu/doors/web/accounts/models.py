"""Whose account it is: a person on the roll and the name of the key in the node's folder that signs for that person."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Account(models.Model):
    """An account: its sign-in, the person (by number) and key it stands for, and what the node alone grants."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account")
    user_id: int
    party = models.TextField(blank=True, default="")
    """Whose node made it; the pages of another node do not know it. Empty: of the only one."""
    person = models.TextField(blank=True)
    key_name = models.TextField(blank=True)
    key_id = models.BinaryField(default=b"")
    administrator = models.BooleanField(default=False)
    auditor = models.BooleanField(default=False)
    ceiling = models.TextField(blank=True, default="")
    """The highest marking that the account may see, as the words of its scheme; empty: all that the node holds."""
    one_time = models.BooleanField(default=False)
    """The password was issued by somebody else and opens nothing but the page where it is changed."""
    issued = models.BigIntegerField(default=0)
    """When that was (UTC seconds): it is good for a few days only."""
    step = models.BigIntegerField(default=0)
    """The newest step of time whose code was used: no code is taken twice."""
    missed = models.PositiveIntegerField(default=0)
    """Wrong codes and passphrases since the last right one."""
    held_until = models.BigIntegerField(default=0)
    """No code or passphrase is looked at before this instant (UTC seconds)."""

    class Meta:
        db_table = "accounts_account"
