from django.db import migrations, models


class Migration(migrations.Migration):
    """How often somebody asked for mail within the hour and the day, by marks that name nobody."""

    dependencies = [("public", "0001_tables")]

    operations = [
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.TextField()),
                ("at", models.BigIntegerField()),
                ("near", models.BinaryField(max_length=16)),
                ("wide", models.BinaryField(max_length=16)),
                ("address", models.BinaryField(max_length=16)),
            ],
            options={
                "db_table": "public_asked",
                "indexes": [models.Index(fields=["party", "at"], name="public_asked_at")],
            },
        ),
    ]
