"""The addresses of calendars as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """Table of the addresses, in the database ``default``."""

    name = "warifu.doors.web.calendar"
    label = "calendar"
    default_auto_field = "django.db.models.BigAutoField"
