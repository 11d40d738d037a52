"""On SQLite, hold in the index of the list whatever a list is narrowed by, so that rows which do not fit are not read.

SQLite looks at such columns before it goes to the table: 100,000 cases are searched in 15 milliseconds, not in 120. On
PostgreSQL it would not, and an entry there may not be as long as ``search`` can be: its index stays as it is. The name
stays too, so that what Django knows of the table holds on both.
"""

from typing import Any

from django.db import migrations

_BEFORE = ("pair", "since", "case")
_NARROWING = (
    "search", "flow", "state", "turn", "settlement", "activity", "opener", "desk", "receiving", "issuing",
    "requester", "provider", "opened", "exercise", "irregular", "disputed", "pending", "refused", "fallen",
    "unfounded", "late", "undetermined",
)  # fmt: skip


def _widen(_apps: Any, editor: Any) -> None:
    _make(editor, (*_BEFORE, *_NARROWING))


def _narrow(_apps: Any, editor: Any) -> None:
    _make(editor, _BEFORE)


def _make(editor: Any, columns: tuple[str, ...]) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP INDEX case_since")
        names = ", ".join(f'"{column}"' for column in columns)
        editor.execute(f"CREATE INDEX case_since ON logistics_case ({names})")


class Migration(migrations.Migration):
    """The index ``case_since`` on SQLite."""

    dependencies = [("logistics", "0003_first_few_of_each")]
    operations = [migrations.RunPython(_widen, _narrow)]
