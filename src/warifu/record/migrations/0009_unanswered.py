from django.db import migrations, models


class Migration(migrations.Migration):
    """Acts of ours that the other side has not answered, of every room.

    A node that holds cases already owes them this: it is worked out, with who may see them, when the pair is next
    opened.
    """

    dependencies = [
        ("record", "0008_cites"),
    ]

    operations = [
        migrations.AddField("halfdigest", "unanswered", models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField("halfdigest", "since", models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddIndex(
            "halfdigest",
            models.Index(condition=models.Q(("since__gt", 0)), fields=["pair", "since"], name="half_since"),
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
