"""Names the room of the programme to Django, which creates its tables and reads them."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """The room of the programme."""

    name = "warifu.rooms.programme"
    label = "programme"
    default_auto_field = "django.db.models.BigAutoField"
