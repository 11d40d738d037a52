from django.db import migrations, models


class Migration(migrations.Migration):
    """Acts of ours that the other side has not answered, of every room.

    A node that holds cases already owes them these rows: they are worked out, with who may see them, when the pair is
    next opened.
    """

    dependencies = [
        ("record", "0008_cites"),
    ]

    operations = [
        migrations.CreateModel(
            name="Unanswered",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "pair", "case", "act", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("pair", models.TextField()),
                ("case", models.BinaryField()),
                ("act", models.BinaryField()),
                ("room", models.TextField()),
                ("kind", models.TextField()),
                ("time", models.BigIntegerField()),
            ],
            options={
                "db_table": "unanswered",
                "indexes": [models.Index(fields=["pair", "room", "time"], name="unanswered_since")],
            },
        ),
        migrations.RunSQL(
            [
                "DELETE FROM setting WHERE name LIKE 'sight owed %'",
                "INSERT INTO setting (name, text) SELECT DISTINCT 'sight owed ' || pair, '' FROM entry "
                "WHERE pair <> 'national'",
            ],
            migrations.RunSQL.noop,
        ),
    ]
