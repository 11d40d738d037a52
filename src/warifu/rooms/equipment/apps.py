"""Names the room of defence equipment to Django, which creates its tables and reads them."""

from django.apps import AppConfig


class EquipmentConfig(AppConfig):
    """The room of defence equipment."""

    name = "warifu.rooms.equipment"
    label = "equipment"
    default_auto_field = "django.db.models.BigAutoField"
