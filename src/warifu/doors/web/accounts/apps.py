"""The accounts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tables of accounts, in the database ``default``."""

    name = "warifu.doors.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
