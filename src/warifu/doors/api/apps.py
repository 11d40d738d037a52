"""The API as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Tables of tokens and of what was done under which key, in the database ``default``."""

    name = "warifu.doors.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
