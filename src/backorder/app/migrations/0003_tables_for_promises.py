"""The tables of calendars, lanes, holds and reallocations; what policies, lines and pegs gained."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backorder', '0002_laws'),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkCalendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('days', models.CharField(db_default='daily', default='daily', max_length=40)),
                ('closed', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), db_default=[], default=list, size=None)),
                ('opened', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), db_default=[], default=list, size=None)),
            ],
            options={
                'db_table': 'calendar',
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=10)),
                ('channel', models.CharField(blank=True, db_default='', default='', max_length=40)),
                ('customer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.customer')),
                ('ship', models.CharField(max_length=20)),
                ('currency', models.CharField(max_length=3)),
                ('destination', models.CharField(blank=True, db_default='', default='', max_length=80)),
                ('wait_until', models.DateField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_as', models.CharField(blank=True, db_default='', default='', max_length=10)),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
            ],
            options={
                'db_table': 'hold',
            },
        ),
        migrations.CreateModel(
            name='HoldLine',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('hold', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.hold')),
                ('line_no', models.IntegerField()),
                ('product', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('quantity', models.BigIntegerField()),
                ('unit_price', models.BigIntegerField()),
                ('requested_on', models.DateField(blank=True, null=True)),
                ('latest_on', models.DateField(blank=True, null=True)),
                ('legal_on', models.DateField(blank=True, null=True)),
                ('promise_quantile', models.IntegerField(db_default=80, default=80)),
                ('tell_later_days', models.IntegerField(db_default=1, default=1)),
                ('tell_earlier_days', models.IntegerField(db_default=1, default=1)),
            ],
            options={
                'db_table': 'hold_line',
            },
        ),
        migrations.CreateModel(
            name='Lane',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('location', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('zone', models.CharField(blank=True, db_default='', default='', max_length=80)),
                ('transit_days', models.IntegerField()),
                ('calendar', models.CharField(db_default='daily', default='daily', max_length=40)),
                ('parcel_cost', models.BigIntegerField(db_default=0, default=0)),
                ('unit_cost', models.BigIntegerField(db_default=0, default=0)),
                ('currency', models.CharField(db_default='EUR', default='EUR', max_length=3)),
            ],
            options={
                'db_table': 'lane',
            },
        ),
        migrations.CreateModel(
            name='Reallocation',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('key', models.CharField(blank=True, max_length=200, null=True)),
                ('name', models.TextField(blank=True, db_default='', default='')),
                ('at', models.DateTimeField()),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('before', models.CharField(max_length=64)),
                ('after', models.CharField(max_length=64)),
                ('marks', models.JSONField(blank=True, db_default={}, default=dict)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undone_by', models.ForeignKey(blank=True, db_column='undone_by', db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
            ],
            options={
                'db_table': 'reallocation',
            },
        ),
        migrations.CreateModel(
            name='ReallocationPeg',
            fields=[
                ('pk', models.CompositePrimaryKey('reallocation_id', 'line_id', 'n', blank=True, editable=False, primary_key=True, serialize=False)),
                ('reallocation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.reallocation')),
                ('line', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.orderline')),
                ('n', models.IntegerField()),
                ('order', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesorder')),
                ('product', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('supply', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.supply')),
                ('quantity', models.BigIntegerField()),
                ('rank', models.BigIntegerField()),
                ('promised_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'db_table': 'reallocation_peg',
            },
        ),
        migrations.CreateModel(
            name='ShippingLoad',
            fields=[
                ('pk', models.CompositePrimaryKey('location_id', 'day', blank=True, editable=False, primary_key=True, serialize=False)),
                ('location', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('day', models.DateField()),
                ('units', models.BigIntegerField()),
            ],
            options={
                'db_table': 'shipping_load',
            },
        ),
        migrations.CreateModel(
            name='SourcingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.CharField(blank=True, db_default='', default='', max_length=80)),
                ('rank', models.IntegerField()),
                ('location', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
            ],
            options={
                'db_table': 'sourcing_rule',
            },
        ),
        migrations.RemoveConstraint(
            model_name='exceptioncase',
            name='exception_case_one_open',
        ),
        migrations.RemoveConstraint(
            model_name='policy',
            name='policy_once_per_scope',
        ),
        migrations.RemoveConstraint(
            model_name='policy',
            name='policy_scope_known',
        ),
        migrations.AddField(
            model_name='exceptioncase',
            name='currency',
            field=models.CharField(blank=True, db_default='', default='', max_length=3),
        ),
        migrations.AddField(
            model_name='exceptioncase',
            name='days',
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='exceptioncase',
            name='facts',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name='exceptioncase',
            name='owner',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddField(
            model_name='exceptioncase',
            name='supply',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.supply'),
        ),
        migrations.AddField(
            model_name='exceptioncase',
            name='value',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='location',
            name='daily_capacity',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='orderline',
            name='latest_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='orderline',
            name='legal_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='orderline',
            name='tell_earlier_days',
            field=models.IntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='orderline',
            name='tell_later_days',
            field=models.IntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='peg',
            name='expires_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='peg',
            name='released',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='policy',
            name='buffer',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='policy',
            name='cap_from',
            field=models.CharField(db_default='fixed', default='fixed', max_length=10),
        ),
        migrations.AddField(
            model_name='policy',
            name='min_confidence',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='policy',
            name='tell_earlier_days',
            field=models.IntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='policy',
            name='tell_later_days',
            field=models.IntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='policy',
            name='valid_from',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='policy',
            name='valid_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='promise',
            name='delivers_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='salesorder',
            name='destination',
            field=models.CharField(blank=True, db_default='', default='', max_length=80),
        ),
        migrations.AddField(
            model_name='salesorder',
            name='wait_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='supplier',
            name='calendar',
            field=models.CharField(db_default='daily', default='daily', max_length=40),
        ),
        migrations.AddField(
            model_name='supplieritem',
            name='capacity_per_week',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='supplieritem',
            name='spread_days',
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='supply',
            name='spread_days',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='exceptioncase',
            name='line',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.orderline'),
        ),
        migrations.AddIndex(
            model_name='peg',
            index=models.Index(condition=models.Q(('expires_at__isnull', False)), fields=['product', 'expires_at'], name='peg_held'),
        ),
        migrations.AddConstraint(
            model_name='exceptioncase',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('line', 'code', 'product'), name='exception_case_one_open', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(('daily_capacity__gte', 0)), name='location_daily_capacity_least'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.UniqueConstraint(fields=('scope', 'match', 'valid_from'), name='policy_once_per_scope_and_day', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('cap_from__in', ('fixed', 'incoming'))), name='policy_cap_source_known'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('min_confidence__lte', 100)), name='policy_confidence_percent'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='policy_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('scope__in', ('product', 'category', 'channel', 'class', 'location', 'default'))), name='policy_scope_known'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('min_confidence__gte', 0)), name='policy_min_confidence_least'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('buffer__gte', 0)), name='policy_buffer_least'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('tell_later_days__gte', 1)), name='policy_tell_later_days_least'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('tell_earlier_days__gte', 1)), name='policy_tell_earlier_days_least'),
        ),
        migrations.AddConstraint(
            model_name='supplieritem',
            constraint=models.CheckConstraint(condition=models.Q(('spread_days__gte', 0)), name='supplier_item_spread_days_least'),
        ),
        migrations.AddConstraint(
            model_name='supplieritem',
            constraint=models.CheckConstraint(condition=models.Q(('capacity_per_week__gte', 0)), name='supplier_item_capacity_per_week_least'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.CheckConstraint(condition=models.Q(('spread_days__gte', 0)), name='supply_spread_days_least'),
        ),
        migrations.AddConstraint(
            model_name='workcalendar',
            constraint=models.UniqueConstraint(fields=('code',), name='calendar_code_once'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.UniqueConstraint(fields=('key',), name='hold_key_once'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('quote', 'hold'))), name='hold_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('ship__in', ('as_available', 'complete'))), name='hold_ship'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_as', ''), ('ended_at__isnull', True)), models.Q(models.Q(('ended_as__in', ('', 'confirmed', 'withdrawn'))), models.Q(('ended_as', ''), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='hold_ended_somehow'),
        ),
        migrations.AddConstraint(
            model_name='holdline',
            constraint=models.UniqueConstraint(fields=('hold', 'line_no'), name='hold_line_once'),
        ),
        migrations.AddConstraint(
            model_name='holdline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='hold_line_quantity_least'),
        ),
        migrations.AddConstraint(
            model_name='lane',
            constraint=models.UniqueConstraint(fields=('location', 'zone'), name='lane_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='lane',
            constraint=models.CheckConstraint(condition=models.Q(('transit_days__gte', 0)), name='lane_transit_days_least'),
        ),
        migrations.AddConstraint(
            model_name='lane',
            constraint=models.CheckConstraint(condition=models.Q(('parcel_cost__gte', 0)), name='lane_parcel_cost_least'),
        ),
        migrations.AddConstraint(
            model_name='lane',
            constraint=models.CheckConstraint(condition=models.Q(('unit_cost__gte', 0)), name='lane_unit_cost_least'),
        ),
        migrations.AddConstraint(
            model_name='reallocation',
            constraint=models.UniqueConstraint(condition=models.Q(('key__isnull', False)), fields=('key',), name='reallocation_key_once'),
        ),
        migrations.AddConstraint(
            model_name='reallocation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='reallocation_undone_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='reallocationpeg',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='reallocation_peg_quantity_least'),
        ),
        migrations.AddConstraint(
            model_name='shippingload',
            constraint=models.CheckConstraint(condition=models.Q(('units__gte', 0)), name='shipping_load_units_least'),
        ),
        migrations.AddConstraint(
            model_name='sourcingrule',
            constraint=models.UniqueConstraint(fields=('zone', 'location'), name='sourcing_rule_place_once'),
        ),
        migrations.AddConstraint(
            model_name='sourcingrule',
            constraint=models.UniqueConstraint(fields=('zone', 'rank'), name='sourcing_rule_rank_once'),
        ),
    ]
