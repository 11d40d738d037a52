"""The public door as a Django app: tables of those who asked for mail, in the accounts' database."""

from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Tables of subscribers and of what is to be sent to them, in the database ``default``."""

    name = "warifu.doors.public"
    label = "public"
    default_auto_field = "django.db.models.BigAutoField"
