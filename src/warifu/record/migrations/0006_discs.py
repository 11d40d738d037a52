from django.db import migrations, models


class Migration(migrations.Migration):
    """Discs written and read, of which those under way are shown; what was written by an older node is not known."""

    dependencies = [
        ('record', '0005_removals'),
    ]

    operations = [
        migrations.CreateModel(
            name='Disc',
            fields=[
                ('pk', models.CompositePrimaryKey('pair', 'digest', blank=True, editable=False, primary_key=True, serialize=False)),
                ('pair', models.TextField()),
                ('digest', models.BinaryField()),
                ('way', models.TextField()),
                ('time', models.BigIntegerField()),
                ('first', models.BigIntegerField()),
                ('ours', models.BigIntegerField()),
                ('theirs', models.BigIntegerField()),
                ('files', models.BigIntegerField()),
                ('length', models.BigIntegerField()),
                ('seen', models.BigIntegerField()),
            ],
            options={
                'db_table': 'disc',
            },
        ),
    ]
