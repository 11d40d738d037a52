"""Write the migrations of the record and of every room whose tables have changed: ``python -m tests.migrations``.

What is written is reviewed like code. A trial (``tests/rooms/test_tables.py``) holds models and migrations together.
"""

from __future__ import annotations

from django.core.management import call_command

from warifu.node.open import ROOM_APPS, ROOMS
from warifu.record.database import configure


def main() -> None:
    """Compare the models with the migrations and write what is missing."""
    configure(ROOM_APPS)
    call_command("makemigrations", "record", *(room.name for room in ROOMS), include_header=False)


if __name__ == "__main__":
    main()
