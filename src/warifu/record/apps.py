"""Names the record to Django, which creates its tables and reads them; the one writer uses plain SQL."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """The floor of memory."""

    name = "warifu.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
