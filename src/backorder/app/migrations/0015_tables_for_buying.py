# Written by Django's makemigrations.

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backorder', '0014_standing_reallocations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(db_default='buy', default='buy', max_length=10)),
                ('emergency', models.BooleanField(db_default=False, default=False)),
                ('needed', models.BigIntegerField()),
                ('quantity', models.BigIntegerField()),
                ('unit_cost', models.BigIntegerField(db_default=0, default=0)),
                ('order_on', models.DateField(blank=True, null=True)),
                ('expected_on', models.DateField(blank=True, null=True)),
                ('total_cost', models.BigIntegerField(db_default=0, default=0)),
                ('extra_cost', models.BigIntegerField(db_default=0, default=0)),
                ('reason', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ('alternatives', models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                ('state', models.CharField(db_default='open', default='open', max_length=10)),
                ('opened_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('dismissed_until', models.DateField(blank=True, null=True)),
                ('dismissed_reason', models.TextField(blank=True, db_default='', default='')),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('location', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('product', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('purchase_line', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.purchaseline')),
                ('supplier', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.supplier')),
            ],
            options={
                'db_table': 'proposal',
            },
        ),
        migrations.CreateModel(
            name='StockPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(max_length=20)),
                ('reorder_point', models.BigIntegerField()),
                ('order_up_to', models.BigIntegerField()),
                ('safety_stock', models.BigIntegerField(db_default=0, default=0)),
                ('demand_mean', models.FloatField(db_default=0, default=0)),
                ('demand_sd', models.FloatField(db_default=0, default=0)),
                ('lead_time_days', models.FloatField(db_default=0, default=0)),
                ('review_days', models.IntegerField(db_default=1, default=1)),
                ('service_target', models.FloatField(blank=True, null=True)),
                ('abc', models.CharField(blank=True, db_default='', default='', max_length=1)),
                ('xyz', models.CharField(blank=True, db_default='', default='', max_length=1)),
                ('reason', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ('set_at', models.DateTimeField()),
                ('override_reorder_point', models.BigIntegerField(blank=True, null=True)),
                ('override_order_up_to', models.BigIntegerField(blank=True, null=True)),
                ('override_until', models.DateField(blank=True, null=True)),
                ('override_by', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('override_reason', models.TextField(blank=True, db_default='', default='')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'stock_policy',
            },
        ),
        migrations.CreateModel(
            name='StockPolicyChange',
            fields=[
                ('pk', models.CompositePrimaryKey('journal_id', 'n', blank=True, editable=False, primary_key=True, serialize=False)),
                ('n', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=200)),
                ('cause', models.CharField(max_length=20)),
                ('reorder_point_from', models.BigIntegerField(blank=True, null=True)),
                ('reorder_point_to', models.BigIntegerField()),
                ('order_up_to_from', models.BigIntegerField(blank=True, null=True)),
                ('order_up_to_to', models.BigIntegerField()),
                ('safety_stock_from', models.BigIntegerField(blank=True, null=True)),
                ('safety_stock_to', models.BigIntegerField()),
                ('value_effect', models.BigIntegerField(db_default=0, default=0)),
                ('service_from', models.FloatField(blank=True, null=True)),
                ('service_to', models.FloatField(blank=True, null=True)),
                ('reason', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('location', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('product', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'stock_policy_change',
            },
        ),
        migrations.CreateModel(
            name='SupplyOutage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, db_default='', default='')),
                ('location', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('product', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('supplier', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.supplier')),
            ],
            options={
                'db_table': 'supply_outage',
            },
        ),
        migrations.AddField(
            model_name='product',
            name='buying',
            field=models.CharField(db_default='stock', default='stock', max_length=10),
        ),
        migrations.AddField(
            model_name='supplier',
            name='emergency_freight',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='supplier',
            name='freight',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='supplier',
            name='min_order_value',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='supplier',
            name='order_week',
            field=models.CharField(db_default='daily', default='daily', max_length=40),
        ),
        migrations.AddField(
            model_name='supplier',
            name='review_days',
            field=models.IntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='supplieritem',
            name='emergency_days',
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='supplieritem',
            name='emergency_extra',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='supplieritem',
            name='price_breaks',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AlterField(
            model_name='reallocation',
            name='marks',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.CheckConstraint(condition=models.Q(('buying__in', ('stock', 'on_demand'))), name='product_buying_known'),
        ),
        migrations.AddConstraint(
            model_name='supplier',
            constraint=models.CheckConstraint(condition=models.Q(('min_order_value__gte', 0)), name='supplier_min_order_value_least'),
        ),
        migrations.AddConstraint(
            model_name='supplier',
            constraint=models.CheckConstraint(condition=models.Q(('freight__gte', 0)), name='supplier_freight_least'),
        ),
        migrations.AddConstraint(
            model_name='supplier',
            constraint=models.CheckConstraint(condition=models.Q(('emergency_freight__gte', 0)), name='supplier_emergency_freight_least'),
        ),
        migrations.AddConstraint(
            model_name='supplier',
            constraint=models.CheckConstraint(condition=models.Q(('review_days__gte', 1)), name='supplier_review_days_least'),
        ),
        migrations.AddConstraint(
            model_name='supplieritem',
            constraint=models.CheckConstraint(condition=models.Q(('emergency_days__gte', 0)), name='supplier_item_emergency_days_least'),
        ),
        migrations.AddConstraint(
            model_name='supplieritem',
            constraint=models.CheckConstraint(condition=models.Q(('emergency_extra__gte', 0)), name='supplier_item_emergency_extra_least'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(condition=models.Q(('state__in', ('open', 'dismissed'))), fields=['product', 'location'], name='proposal_standing'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'buy'), ('state', 'open')), fields=('product', 'location', 'supplier', 'emergency'), name='proposal_one_open_per_need', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'surplus'), ('state', 'open')), fields=('purchase_line',), name='proposal_one_open_per_surplus'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('buy', 'surplus'))), name='proposal_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('open', 'approved', 'dismissed', 'gone'))), name='proposal_state_known'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dismissed_until__isnull', False), ('state', 'dismissed')), models.Q(models.Q(('state', 'dismissed'), _negated=True), ('dismissed_until__isnull', True)), _connector='OR'), name='proposal_dismissed_until_a_day'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('unit_cost__gte', 0)), name='proposal_unit_cost_least'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('needed__gte', 1)), name='proposal_needed_least'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='proposal_quantity_least'),
        ),
        migrations.AddConstraint(
            model_name='stockpolicy',
            constraint=models.UniqueConstraint(fields=('product', 'location'), name='stock_policy_once'),
        ),
        migrations.AddConstraint(
            model_name='stockpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ('reorder', 'order_up_to', 'on_demand'))), name='stock_policy_method_known'),
        ),
        migrations.AddConstraint(
            model_name='stockpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('order_up_to__gte', models.F('reorder_point'))), name='stock_policy_up_to_not_below_point'),
        ),
        migrations.AddConstraint(
            model_name='stockpolicy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('override_order_up_to__isnull', True), ('override_reorder_point__isnull', True)), ('override_order_up_to__gte', models.F('override_reorder_point')), _connector='OR'), name='stock_policy_override_whole'),
        ),
        migrations.AddConstraint(
            model_name='stockpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('safety_stock__gte', 0)), name='stock_policy_safety_stock_least'),
        ),
        migrations.AddConstraint(
            model_name='stockpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('lead_time_days__gte', 0)), name='stock_policy_lead_time_days_least'),
        ),
        migrations.AddConstraint(
            model_name='stockpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('review_days__gte', 1)), name='stock_policy_review_days_least'),
        ),
        migrations.AddIndex(
            model_name='stockpolicychange',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='stock_policy_change_by_day'),
        ),
        migrations.AddConstraint(
            model_name='supplyoutage',
            constraint=models.UniqueConstraint(fields=('supplier', 'product', 'location', 'from_on'), name='supply_outage_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='supplyoutage',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('from_on')), _connector='OR'), name='supply_outage_ends_after_it_begins'),
        ),
    ]
