# Written by Django's makemigrations.

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backorder', '0017_kept_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='ForecastAccuracy',
            fields=[
                ('pk', models.CompositePrimaryKey('measured_on', 'kind', blank=True, editable=False, primary_key=True, serialize=False)),
                ('measured_on', models.DateField()),
                ('kind', models.CharField(max_length=20)),
                ('series', models.IntegerField()),
                ('weeks', models.IntegerField()),
                ('bias', models.FloatField(blank=True, null=True)),
                ('rmsse', models.FloatField(blank=True, null=True)),
                ('pinball', models.FloatField(blank=True, null=True)),
                ('within_50', models.FloatField(blank=True, null=True)),
                ('within_80', models.FloatField(blank=True, null=True)),
                ('within_95', models.FloatField(blank=True, null=True)),
            ],
            options={
                'db_table': 'forecast_accuracy',
            },
        ),
        migrations.CreateModel(
            name='ProductForecast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField()),
                ('mean', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ('base', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ('p50', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('p80', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('p95', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('size', models.FloatField()),
                ('uplift', models.FloatField(db_default=0, default=0)),
                ('method', models.CharField(max_length=80)),
                ('made_at', models.DateTimeField()),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'forecast',
                'constraints': [models.UniqueConstraint(fields=('product', 'location'), name='forecast_once'), models.CheckConstraint(condition=models.Q(('size__gte', 0)), name='forecast_size_least')],
            },
        ),
        migrations.CreateModel(
            name='Promotion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField()),
                ('uplift', models.IntegerField(db_default=0, default=0)),
                ('announced_by', models.CharField(db_default='marketing', default='marketing', max_length=20)),
                ('note', models.TextField(blank=True, db_default='', default='')),
                ('withdrawn', models.BooleanField(db_default=False, default=False)),
                ('set_at', models.DateTimeField()),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'promotion',
                'constraints': [models.UniqueConstraint(fields=('name', 'product'), name='promotion_once'), models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='promotion_does_not_end_before'), models.CheckConstraint(condition=models.Q(('announced_by__in', ('marketing', 'sales', 'supply'))), name='promotion_announced_by_known'), models.CheckConstraint(condition=models.Q(('uplift__gte', 0)), name='promotion_uplift_least')],
            },
        ),
    ]
