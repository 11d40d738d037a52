"""The drafts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Tables of drafts, in the database ``default``."""

    name = "warifu.doors.web.drafts"
    label = "drafts"
    default_auto_field = "django.db.models.BigAutoField"
