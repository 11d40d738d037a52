"""Names the room of the parties to Django, which creates its tables and reads them."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """The room of the parties."""

    name = "warifu.rooms.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
