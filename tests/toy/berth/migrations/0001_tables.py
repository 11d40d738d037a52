from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Call',
            fields=[
                ('pk', models.CompositePrimaryKey('pair', 'case', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('pair', models.TextField()),
                ('case', models.BinaryField()),
                ('number', models.BigIntegerField()),
                ('what', models.TextField()),
                ('on_day', models.BigIntegerField()),
                ('status', models.TextField()),
                ('act', models.BinaryField()),
            ],
            options={
                'db_table': 'berth_call',
            },
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('pk', models.CompositePrimaryKey('pair', 'case', blank=True, editable=False, primary_key=True, serialize=False)),
                ('pair', models.TextField()),
                ('case', models.BinaryField()),
                ('ship', models.TextField()),
                ('port', models.TextField()),
                ('length', models.TextField()),
                ('unit', models.TextField()),
                ('berth', models.TextField()),
                ('from_day', models.BigIntegerField()),
                ('to_day', models.BigIntegerField()),
                ('utilities', models.TextField()),
            ],
            options={
                'db_table': 'berth_stay',
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('pk', models.CompositePrimaryKey('pair', 'case', blank=True, editable=False, primary_key=True, serialize=False)),
                ('pair', models.TextField()),
                ('case', models.BinaryField()),
                ('flow', models.TextField()),
                ('root_kind', models.TextField()),
                ('number', models.TextField()),
                ('opener', models.TextField()),
                ('desk', models.TextField()),
                ('other_desk', models.TextField()),
                ('head', models.BinaryField()),
                ('confirmed_head', models.BinaryField()),
                ('state', models.TextField()),
                ('turn', models.TextField()),
                ('since', models.BigIntegerField()),
                ('opened', models.BigIntegerField()),
                ('pack', models.BinaryField()),
                ('activity', models.TextField()),
                ('marking', models.TextField()),
                ('level', models.BigIntegerField()),
                ('circle', models.TextField()),
                ('exercise', models.BooleanField()),
                ('emergency', models.BooleanField()),
                ('irregular', models.BigIntegerField()),
                ('pending', models.BigIntegerField()),
                ('refused', models.BigIntegerField()),
                ('fallen', models.BigIntegerField()),
                ('unfounded', models.BigIntegerField()),
                ('late', models.BigIntegerField()),
                ('disputed', models.BigIntegerField()),
                ('undetermined', models.BigIntegerField()),
                ('search', models.TextField()),
            ],
            options={
                'db_table': 'berth_case',
                'abstract': False,
                'indexes': [models.Index(fields=['pair', 'state', 'since', 'case'], name='berth_case_state'), models.Index(fields=['pair', 'turn', 'since', 'case'], name='berth_case_turn'), models.Index(fields=['pair', 'since', 'case'], name='berth_case_since'), models.Index(fields=['pair', 'level', 'circle', 'since', 'case'], name='berth_case_sight')],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('pk', models.CompositePrimaryKey('pair', 'case', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('pair', models.TextField()),
                ('case', models.BinaryField()),
                ('number', models.BigIntegerField()),
                ('name', models.TextField()),
                ('about', models.TextField()),
                ('holder', models.TextField()),
                ('starts', models.BigIntegerField()),
                ('due', models.BigIntegerField()),
                ('done', models.BigIntegerField(null=True)),
                ('warnings', models.TextField()),
                ('standing', models.TextField()),
                ('is_right', models.BooleanField()),
            ],
            options={
                'db_table': 'berth_clock',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('done', None)), fields=['pair', 'due'], name='berth_clock_running')],
            },
        ),
        migrations.CreateModel(
            name='Trouble',
            fields=[
                ('pk', models.CompositePrimaryKey('pair', 'case', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('pair', models.TextField()),
                ('case', models.BinaryField()),
                ('number', models.BigIntegerField()),
                ('act', models.BinaryField()),
                ('what', models.TextField()),
                ('owner', models.TextField()),
                ('code', models.TextField()),
                ('since', models.BigIntegerField()),
                ('due', models.BigIntegerField(null=True)),
                ('state', models.TextField()),
                ('ended_by', models.BinaryField()),
            ],
            options={
                'db_table': 'berth_trouble',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['pair', 'since'], name='berth_trouble_open')],
            },
        ),
    ]
