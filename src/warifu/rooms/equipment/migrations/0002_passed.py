from django.db import migrations, models


class Migration(migrations.Migration):
    """Deliveries beside the draws that they cite, and the day on which a consent was taken back.

    A node that holds cases already owes them these rows: they are worked out when the pair is next opened.
    """

    dependencies = [
        ("equipment", "0001_tables"),
        ("record", "0009_unanswered"),
    ]

    operations = [
        migrations.CreateModel(
            name="Passed",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "pair", "case", "act", "place", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("pair", models.TextField()),
                ("case", models.BinaryField()),
                ("act", models.BinaryField()),
                ("place", models.BigIntegerField()),
                ("draw", models.BinaryField()),
                ("on_day", models.BigIntegerField()),
                ("party", models.TextField()),
                ("answered", models.BooleanField()),
            ],
            options={
                "db_table": "equipment_passed",
                "indexes": [models.Index(fields=["pair", "draw"], name="equipment_passed_draw")],
            },
        ),
        migrations.AddField(
            model_name="consent",
            name="revoked_on",
            field=models.BigIntegerField(null=True),
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
