"""Names the room of berths to Django, which creates its tables and reads them."""

from django.apps import AppConfig


class BerthConfig(AppConfig):
    """The room of berths."""

    name = "warifu.rooms.berth"
    label = "berth"
    default_auto_field = "django.db.models.BigAutoField"
