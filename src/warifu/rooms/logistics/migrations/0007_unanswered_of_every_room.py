from django.db import migrations


class Migration(migrations.Migration):
    """What is unanswered is asked of the record, for every room."""

    dependencies = [("logistics", "0006_standing_draws")]

    operations = [migrations.RemoveIndex("act", "act_unanswered")]
