"""What of a limited standing offer is drawn and left."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns ``limited``, ``drawn`` and ``left`` of prices."""

    dependencies = [("logistics", "0005_running_clocks")]
    operations = [
        migrations.AddField(model_name="price", name="limited", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="price", name="drawn", field=models.TextField(default="")),
        migrations.AddField(model_name="price", name="left", field=models.TextField(default="")),
    ]
