"""Names the room of supplies and services to Django, which creates its tables and reads them."""

from django.apps import AppConfig


class LogisticsConfig(AppConfig):
    """The room of supplies and services."""

    name = "warifu.rooms.logistics"
    label = "logistics"
    default_auto_field = "django.db.models.BigAutoField"
