"""Whose account it is: a person on the roll and the name of the key in the node's folder that signs for that person."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Account(models.Model):
    """An account: its sign-in, the person (by number) and key it stands for, and what the node alone grants."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account")
    person = models.TextField(blank=True)
    key_name = models.TextField(blank=True)
    key_id = models.BinaryField(default=b"")
    administrator = models.BooleanField(default=False)
    auditor = models.BooleanField(default=False)

    class Meta:
        db_table = "accounts_account"
