"""Count sheets and causes: the tables and the constraints that Django models can say."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backorder', '0020_rare_movements'),
    ]

    operations = [
        migrations.CreateModel(
            name='CountSheet',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('state', models.CharField(max_length=12)),
                ('note', models.TextField(blank=True, db_default='', default='')),
                ('tolerance_percent', models.IntegerField()),
                ('tolerance_value', models.BigIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.CharField(max_length=200)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('location', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('stock_count', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.stockcount')),
            ],
            options={
                'db_table': 'count_sheet',
            },
        ),
        migrations.CreateModel(
            name='CountEntry',
            fields=[
                ('pk', models.CompositePrimaryKey('sheet_id', 'line_no', 'n', blank=True, editable=False, primary_key=True, serialize=False)),
                ('line_no', models.IntegerField()),
                ('n', models.IntegerField()),
                ('round', models.IntegerField()),
                ('counted', models.BigIntegerField()),
                ('expected', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('sheet', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.countsheet')),
            ],
            options={
                'db_table': 'count_entry',
            },
        ),
        migrations.CreateModel(
            name='CountSheetLine',
            fields=[
                ('pk', models.CompositePrimaryKey('sheet_id', 'line_no', blank=True, editable=False, primary_key=True, serialize=False)),
                ('line_no', models.IntegerField()),
                ('abc', models.CharField(blank=True, db_default='', default='', max_length=1)),
                ('reason', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ('state', models.CharField(max_length=10)),
                ('round', models.IntegerField(db_default=1, default=1)),
                ('counted', models.BigIntegerField(blank=True, null=True)),
                ('expected', models.BigIntegerField(blank=True, null=True)),
                ('counted_at', models.DateTimeField(blank=True, null=True)),
                ('counted_by', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('location', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('sheet', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.countsheet')),
            ],
            options={
                'db_table': 'count_sheet_line',
            },
        ),
        migrations.CreateModel(
            name='BackorderCause',
            fields=[
                ('pk', models.CompositePrimaryKey('line_id', 'event', 'version', blank=True, editable=False, primary_key=True, serialize=False)),
                ('event', models.CharField(max_length=6)),
                ('version', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('units', models.BigIntegerField()),
                ('value', models.BigIntegerField()),
                ('shares', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ('parts', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ('evidence', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('line', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.orderline')),
                ('supplier', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.supplier')),
            ],
            options={
                'db_table': 'backorder_cause',
                'indexes': [models.Index(fields=['at', 'line'], name='backorder_cause_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('event__in', ('opened', 'closed'))), name='backorder_cause_of'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='backorder_cause_value_least'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='backorder_cause_version_least'), models.CheckConstraint(condition=models.Q(('units__gte', 1)), name='backorder_cause_units_least')],
            },
        ),
        migrations.AddIndex(
            model_name='countsheet',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['id'], name='count_sheet_live'),
        ),
        migrations.AddConstraint(
            model_name='countsheet',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('open', 'to_recount', 'counted', 'to_approve', 'posted', 'dropped'))), name='count_sheet_state'),
        ),
        migrations.AddConstraint(
            model_name='countsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ('posted', 'dropped'))), models.Q(models.Q(('state__in', ('posted', 'dropped')), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='count_sheet_closed_at_its_end'),
        ),
        migrations.AddConstraint(
            model_name='countsheet',
            constraint=models.CheckConstraint(condition=models.Q(('tolerance_percent__gte', 0)), name='count_sheet_tolerance_percent_least'),
        ),
        migrations.AddConstraint(
            model_name='countsheet',
            constraint=models.CheckConstraint(condition=models.Q(('tolerance_value__gte', 0)), name='count_sheet_tolerance_value_least'),
        ),
        migrations.AddConstraint(
            model_name='countentry',
            constraint=models.CheckConstraint(condition=models.Q(('counted__gte', 0)), name='count_entry_counted_least'),
        ),
        migrations.AddConstraint(
            model_name='countentry',
            constraint=models.CheckConstraint(condition=models.Q(('expected__gte', 0)), name='count_entry_expected_least'),
        ),
        migrations.AddConstraint(
            model_name='countsheetline',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('open', 'recount', 'counted', 'differs', 'posted', 'dropped'))), name='count_sheet_line_state'),
        ),
        migrations.AddConstraint(
            model_name='countsheetline',
            constraint=models.UniqueConstraint(fields=('sheet', 'product'), name='count_sheet_line_once'),
        ),
        migrations.AddConstraint(
            model_name='countsheetline',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'recount', 'counted', 'differs'))), fields=('product', 'location'), name='count_sheet_line_on_one_live_sheet'),
        ),
        migrations.AddConstraint(
            model_name='countsheetline',
            constraint=models.CheckConstraint(condition=models.Q(('counted__gte', 0)), name='count_sheet_line_counted_least'),
        ),
        migrations.AddConstraint(
            model_name='countsheetline',
            constraint=models.CheckConstraint(condition=models.Q(('expected__gte', 0)), name='count_sheet_line_expected_least'),
        ),
        migrations.AddConstraint(
            model_name='countsheetline',
            constraint=models.CheckConstraint(condition=models.Q(('round__gte', 1)), name='count_sheet_line_round_least'),
        ),
    ]
