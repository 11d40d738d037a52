"""An index of the clocks that run, by the day on which they are due."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The index ``clock_running``."""

    dependencies = [("logistics", "0004_narrowing_in_the_index")]
    operations = [
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(condition=models.Q(("done", None)), fields=["pair", "due"], name="clock_running"),
        ),
    ]
