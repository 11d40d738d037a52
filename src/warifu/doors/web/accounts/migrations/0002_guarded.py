from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_tables")]

    operations = [
        migrations.AddField("account", "party", models.TextField(blank=True, default="")),
        migrations.AddField("account", "ceiling", models.TextField(blank=True, default="")),
        migrations.AddField("account", "one_time", models.BooleanField(default=False)),
        migrations.AddField("account", "issued", models.BigIntegerField(default=0)),
        migrations.AddField("account", "step", models.BigIntegerField(default=0)),
        migrations.AddField("account", "missed", models.PositiveIntegerField(default=0)),
        migrations.AddField("account", "held_until", models.BigIntegerField(default=0)),
    ]
