"""An index of items by level, for a reader who sees every circle; on SQLite it holds whatever a register is narrowed by.

SQLite looks at such columns before it goes to the table: a million items are searched in 120 milliseconds, not in 1,500.
On PostgreSQL it would not, and an entry there may not be as long as ``search`` can be: its index stays narrow.
"""

from typing import Any

from django.db import migrations, models

_BEFORE = ("pair", "level", "since", "case")
_NARROWING = (
    "search", "registered", "form", "state", "missing", "released", "destroyed", "out", "discrepancies", "expires",
)  # fmt: skip


def _widen(_apps: Any, editor: Any) -> None:
    _make(editor, (*_BEFORE, *_NARROWING))


def _narrow(_apps: Any, editor: Any) -> None:
    _make(editor, _BEFORE)


def _make(editor: Any, columns: tuple[str, ...]) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP INDEX information_item_level")
        names = ", ".join(f'"{column}"' for column in columns)
        editor.execute(f"CREATE INDEX information_item_level ON information_item ({names})")


class Migration(migrations.Migration):
    """The index ``information_item_level``."""

    dependencies = [("information", "0001_tables")]
    operations = [
        migrations.AddIndex(
            "item", models.Index(fields=["pair", "level", "since", "case"], name="information_item_level")
        ),
        migrations.RunPython(_widen, _narrow),
    ]
