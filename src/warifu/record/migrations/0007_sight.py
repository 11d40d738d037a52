from django.db import migrations, models


class Migration(migrations.Migration):
    """Who may see a case, and balances kept apart by it.

    The balances are made anew, for the key of a table cannot be changed in place; what they held goes over as of open
    cases. A node that holds cases already owes them their sight: it is worked out when the pair is next opened. Whoever
    goes back to an older program fills its balances by ``warifu rebuild``.
    """

    dependencies = [
        ("record", "0006_discs"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseSight",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "pair", "case", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("pair", models.TextField()),
                ("case", models.BinaryField()),
                ("level", models.BigIntegerField()),
                ("circle", models.TextField()),
            ],
            options={
                "db_table": "case_sight",
            },
        ),
        migrations.RunSQL(
            [
                "ALTER TABLE balance RENAME TO balance_before",
                "DROP INDEX balance_grain",
            ],
            [
                "CREATE TABLE balance (pair text NOT NULL, account text NOT NULL, debtor text NOT NULL, commodity text "
                "NOT NULL, reason text NOT NULL, grain text NOT NULL, bucket text NOT NULL, owed text NOT NULL, "
                "settled text NOT NULL, postings bigint NOT NULL, "
                "PRIMARY KEY (pair, account, debtor, commodity, reason, grain, bucket))",
                "CREATE INDEX balance_grain ON balance (pair, grain, bucket)",
            ],
            state_operations=[migrations.DeleteModel("Balance")],
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "pair",
                        "level",
                        "circle",
                        "account",
                        "debtor",
                        "commodity",
                        "reason",
                        "grain",
                        "bucket",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("pair", models.TextField()),
                ("level", models.BigIntegerField()),
                ("circle", models.TextField()),
                ("account", models.TextField()),
                ("debtor", models.TextField()),
                ("commodity", models.TextField()),
                ("reason", models.TextField()),
                ("grain", models.TextField()),
                ("bucket", models.TextField()),
                ("owed", models.TextField()),
                ("settled", models.TextField()),
                ("postings", models.BigIntegerField()),
            ],
            options={
                "db_table": "balance",
                "indexes": [models.Index(fields=["pair", "grain", "bucket"], name="balance_grain")],
            },
        ),
        migrations.RunSQL(
            [
                "INSERT INTO balance (pair, level, circle, account, debtor, commodity, reason, grain, bucket, owed, "
                "settled, postings) SELECT pair, 0, '', account, debtor, commodity, reason, grain, bucket, owed, "
                "settled, postings FROM balance_before",
                "DROP TABLE balance_before",
                "INSERT INTO setting (name, text) SELECT DISTINCT 'sight owed ' || pair, '' FROM entry "
                "WHERE pair <> 'national'",
            ],
            migrations.RunSQL.noop,
        ),
    ]
