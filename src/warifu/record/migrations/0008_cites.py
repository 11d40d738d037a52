from django.db import migrations, models


class Migration(migrations.Migration):
    """What cites an act: a table that is asked from the cited side.

    A node that holds cases already owes them these rows: they are worked out, with who may see them, when the pair is
    next opened.
    """

    dependencies = [
        ("record", "0007_sight"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseCite",
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
            ],
            options={
                "db_table": "case_cite",
                "indexes": [models.Index(fields=["pair", "act"], name="case_cite_act")],
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
