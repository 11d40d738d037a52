"""Names the room of classified information to Django, which creates its tables and reads them."""

from django.apps import AppConfig


class InformationConfig(AppConfig):
    """The room of classified information."""

    name = "warifu.rooms.information"
    label = "information"
    default_auto_field = "django.db.models.BigAutoField"
