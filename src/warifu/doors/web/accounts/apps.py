"""The accounts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tables of accounts, in the database ``default``."""

    name = "warifu.doors.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every sign-in begin a session of ours."""
        from warifu.doors.web.accounts import sessions  # noqa: PLC0415  models are there only now

        sessions.watch()
