"""The tables and the constraints that Django models can say."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CatalogState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.BigIntegerField(db_default=0, default=0)),
            ],
            options={
                'db_table': 'catalog_state',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='catalog_state_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=80)),
                ('name', models.TextField(blank=True, db_default='', default='')),
                ('email', models.CharField(blank=True, db_default='', default='', max_length=254)),
                ('phone', models.CharField(blank=True, db_default='', default='', max_length=40)),
                ('locale', models.CharField(blank=True, db_default='', default='', max_length=20)),
                ('customer_class', models.CharField(blank=True, db_default='', default='', max_length=40)),
                ('attributes', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
            ],
            options={
                'db_table': 'customer',
                'constraints': [models.UniqueConstraint(fields=('ref',), name='customer_ref_once')],
            },
        ),
        migrations.CreateModel(
            name='Journal',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('verb', models.CharField(max_length=40)),
                ('key', models.CharField(blank=True, max_length=200, null=True)),
                ('actor', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('input', models.JSONField()),
                ('result', models.JSONField()),
                ('numbers', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'db_table': 'journal',
                'constraints': [models.UniqueConstraint(condition=models.Q(('key__isnull', False)), fields=('verb', 'key'), name='journal_key_once')],
            },
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80)),
                ('name', models.TextField(blank=True, db_default='', default='')),
                ('kind', models.CharField(max_length=20)),
                ('sellable', models.BooleanField()),
                ('calendar', models.CharField(db_default='daily', default='daily', max_length=40)),
                ('cutoff', models.TimeField(blank=True, null=True)),
                ('timezone', models.CharField(db_default='UTC', default='UTC', max_length=60)),
                ('handling_days', models.IntegerField(db_default=1, default=1)),
                ('priority', models.IntegerField(db_default=100, default=100)),
                ('attributes', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ('site', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
            ],
            options={
                'db_table': 'location',
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(max_length=20)),
                ('match', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('mode', models.CharField(max_length=20)),
                ('cap', models.BigIntegerField(blank=True, null=True)),
                ('max_wait_days', models.IntegerField(blank=True, null=True)),
                ('promise_quantile', models.IntegerField(db_default=80, default=80)),
            ],
            options={
                'db_table': 'policy',
                'constraints': [models.UniqueConstraint(fields=('scope', 'match'), name='policy_once_per_scope'), models.CheckConstraint(condition=models.Q(('scope__in', ('product', 'category', 'channel', 'class', 'default'))), name='policy_scope_known'), models.CheckConstraint(condition=models.Q(('mode__in', ('allow', 'deny', 'preorder', 'made_to_order'))), name='policy_mode_known'), models.CheckConstraint(condition=models.Q(models.Q(('match', ''), ('scope', 'default')), models.Q(models.Q(('scope', 'default'), _negated=True), models.Q(('match', ''), _negated=True)), _connector='OR'), name='policy_match_given'), models.CheckConstraint(condition=models.Q(('promise_quantile__in', (50, 80, 95))), name='policy_quantile_known'), models.CheckConstraint(condition=models.Q(('cap__gte', 0)), name='policy_cap_least'), models.CheckConstraint(condition=models.Q(('max_wait_days__gte', 0)), name='policy_max_wait_days_least')],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sku', models.CharField(max_length=80)),
                ('name', models.TextField(blank=True, db_default='', default='')),
                ('unit_price', models.BigIntegerField(db_default=0, default=0)),
                ('unit_cost', models.BigIntegerField(db_default=0, default=0)),
                ('currency', models.CharField(db_default='EUR', default='EUR', max_length=3)),
                ('category', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('unit', models.CharField(db_default='each', default='each', max_length=20)),
                ('discontinued', models.BooleanField(db_default=False, default=False)),
                ('attributes', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
            ],
            options={
                'db_table': 'product',
                'constraints': [models.UniqueConstraint(fields=('sku',), name='product_sku_once'), models.CheckConstraint(condition=models.Q(('unit_price__gte', 0)), name='product_unit_price_least'), models.CheckConstraint(condition=models.Q(('unit_cost__gte', 0)), name='product_unit_cost_least')],
            },
        ),
        migrations.CreateModel(
            name='OrderLine',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('line_no', models.IntegerField()),
                ('ordered', models.BigIntegerField()),
                ('shipped', models.BigIntegerField(db_default=0, default=0)),
                ('cancelled', models.BigIntegerField(db_default=0, default=0)),
                ('returned', models.BigIntegerField(db_default=0, default=0)),
                ('backordered_when_placed', models.BigIntegerField()),
                ('unit_price', models.BigIntegerField()),
                ('requested_on', models.DateField(blank=True, null=True)),
                ('promise_quantile', models.IntegerField(db_default=80, default=80)),
                ('rank', models.BigIntegerField()),
                ('product', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'order_line',
            },
        ),
        migrations.CreateModel(
            name='ExceptionCase',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, db_column='closed_by', db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('opened_by', models.ForeignKey(db_column='opened_by', db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('line', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.orderline')),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'exception_case',
            },
        ),
        migrations.CreateModel(
            name='Adjustment',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('quantity', models.BigIntegerField()),
                ('cause', models.CharField(max_length=40)),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('location', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'adjustment',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PurchaseOrder',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('location', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
            ],
            options={
                'db_table': 'purchase_order',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PurchaseLine',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('line_no', models.IntegerField()),
                ('ordered', models.BigIntegerField()),
                ('received', models.BigIntegerField(db_default=0, default=0)),
                ('damaged', models.BigIntegerField(db_default=0, default=0)),
                ('cancelled', models.BigIntegerField(db_default=0, default=0)),
                ('over', models.BigIntegerField(db_default=0, default=0)),
                ('unit_cost', models.BigIntegerField()),
                ('ordered_for', models.DateField()),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('purchase_order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.purchaseorder')),
            ],
            options={
                'db_table': 'purchase_line',
            },
        ),
        migrations.CreateModel(
            name='SalesOrder',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200)),
                ('channel', models.CharField(blank=True, db_default='', default='', max_length=40)),
                ('ship', models.CharField(max_length=20)),
                ('currency', models.CharField(max_length=3)),
                ('placed_at', models.DateTimeField()),
                ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.customer')),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
            ],
            options={
                'db_table': 'sales_order',
            },
        ),
        migrations.AddField(
            model_name='orderline',
            name='order',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesorder'),
        ),
        migrations.CreateModel(
            name='SalesReturn',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('location', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesorder')),
            ],
            options={
                'db_table': 'sales_return',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReturnLine',
            fields=[
                ('pk', models.CompositePrimaryKey('sales_return_id', 'line_no', blank=True, editable=False, primary_key=True, serialize=False)),
                ('line_no', models.IntegerField()),
                ('good', models.BigIntegerField()),
                ('damaged', models.BigIntegerField()),
                ('order_line', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.orderline')),
                ('sales_return', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesreturn')),
            ],
            options={
                'db_table': 'return_line',
            },
        ),
        migrations.CreateModel(
            name='Shipment',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesorder')),
            ],
            options={
                'db_table': 'shipment',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ShipmentLine',
            fields=[
                ('pk', models.CompositePrimaryKey('shipment_id', 'line_no', blank=True, editable=False, primary_key=True, serialize=False)),
                ('line_no', models.IntegerField()),
                ('quantity', models.BigIntegerField()),
                ('location', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('order_line', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.orderline')),
                ('shipment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.shipment')),
            ],
            options={
                'db_table': 'shipment_line',
            },
        ),
        migrations.CreateModel(
            name='StockCount',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('location', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
            ],
            options={
                'db_table': 'stock_count',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CountLine',
            fields=[
                ('pk', models.CompositePrimaryKey('stock_count_id', 'line_no', blank=True, editable=False, primary_key=True, serialize=False)),
                ('line_no', models.IntegerField()),
                ('expected', models.BigIntegerField()),
                ('counted', models.BigIntegerField()),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('stock_count', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.stockcount')),
            ],
            options={
                'db_table': 'count_line',
            },
        ),
        migrations.CreateModel(
            name='StockMovement',
            fields=[
                ('pk', models.CompositePrimaryKey('journal_id', 'n', blank=True, editable=False, primary_key=True, serialize=False)),
                ('n', models.IntegerField()),
                ('quantity', models.BigIntegerField()),
                ('kind', models.CharField(max_length=12)),
                ('document', models.BigIntegerField()),
                ('document_line', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('destination', models.ForeignKey(db_column='destination_id', db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('origin', models.ForeignKey(db_column='origin_id', db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'stock_movement',
            },
        ),
        migrations.CreateModel(
            name='Substitute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.IntegerField(db_default=1, default=1)),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('substitute', models.ForeignKey(db_column='substitute_id', db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'substitute',
            },
        ),
        migrations.CreateModel(
            name='Supplier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80)),
                ('name', models.TextField(blank=True, db_default='', default='')),
                ('email', models.CharField(blank=True, db_default='', default='', max_length=254)),
                ('attributes', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
            ],
            options={
                'db_table': 'supplier',
                'constraints': [models.UniqueConstraint(fields=('code',), name='supplier_code_once')],
            },
        ),
        migrations.AddField(
            model_name='purchaseorder',
            name='supplier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.supplier'),
        ),
        migrations.CreateModel(
            name='SupplierItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_cost', models.BigIntegerField(db_default=0, default=0)),
                ('moq', models.BigIntegerField(db_default=1, default=1)),
                ('multiple', models.BigIntegerField(db_default=1, default=1)),
                ('lead_time_days', models.IntegerField()),
                ('priority', models.IntegerField(db_default=100, default=100)),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('supplier', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.supplier')),
            ],
            options={
                'db_table': 'supplier_item',
            },
        ),
        migrations.CreateModel(
            name='Supply',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=100)),
                ('quantity', models.BigIntegerField()),
                ('pegged', models.BigIntegerField(db_default=0, default=0)),
                ('available_on', models.DateField(blank=True, null=True)),
                ('location', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('purchase_line', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.purchaseline')),
                ('supplier', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.supplier')),
            ],
            options={
                'db_table': 'supply',
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('pk', models.CompositePrimaryKey('line_id', 'version', 'part', blank=True, editable=False, primary_key=True, serialize=False)),
                ('version', models.IntegerField()),
                ('part', models.IntegerField()),
                ('quantity', models.BigIntegerField()),
                ('promised_on', models.DateField(blank=True, null=True)),
                ('basis', models.CharField(max_length=10)),
                ('available_on', models.DateField(blank=True, null=True)),
                ('confidence', models.IntegerField()),
                ('cause', models.CharField(max_length=40)),
                ('made_at', models.DateTimeField()),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('line', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.orderline')),
                ('supply', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.supply')),
            ],
            options={
                'db_table': 'promise',
            },
        ),
        migrations.CreateModel(
            name='Peg',
            fields=[
                ('pk', models.CompositePrimaryKey('line_id', 'n', blank=True, editable=False, primary_key=True, serialize=False)),
                ('n', models.IntegerField()),
                ('quantity', models.BigIntegerField()),
                ('rank', models.BigIntegerField()),
                ('promised_on', models.DateField(blank=True, null=True)),
                ('line', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.orderline')),
                ('product', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('order', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesorder')),
                ('supply', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.supply')),
            ],
            options={
                'db_table': 'peg',
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('destination', models.ForeignKey(db_column='destination_id', db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('origin', models.ForeignKey(db_column='origin_id', db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
            ],
            options={
                'db_table': 'transfer',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('location', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.location')),
                ('purchase_order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.purchaseorder')),
                ('transfer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.transfer')),
            ],
            options={
                'db_table': 'receipt',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TransferLine',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('line_no', models.IntegerField()),
                ('sent', models.BigIntegerField()),
                ('received', models.BigIntegerField(db_default=0, default=0)),
                ('damaged', models.BigIntegerField(db_default=0, default=0)),
                ('lost', models.BigIntegerField(db_default=0, default=0)),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('transfer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.transfer')),
            ],
            options={
                'db_table': 'transfer_line',
            },
        ),
        migrations.AddField(
            model_name='supply',
            name='transfer_line',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.transferline'),
        ),
        migrations.CreateModel(
            name='ReceiptLine',
            fields=[
                ('pk', models.CompositePrimaryKey('receipt_id', 'line_no', blank=True, editable=False, primary_key=True, serialize=False)),
                ('line_no', models.IntegerField()),
                ('good', models.BigIntegerField()),
                ('damaged', models.BigIntegerField()),
                ('over', models.BigIntegerField(db_default=0, default=0)),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('purchase_line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.purchaseline')),
                ('receipt', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.receipt')),
                ('transfer_line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.transferline')),
            ],
            options={
                'db_table': 'receipt_line',
            },
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.UniqueConstraint(fields=('code',), name='location_code_once'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('warehouse', 'store', 'partner', 'supplier', 'customer', 'transit', 'adjustment', 'scrap', 'damaged'))), name='location_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('warehouse', 'store', 'partner')), ('sellable', True)), models.Q(models.Q(('sellable', False)), models.Q(('kind__in', ('warehouse', 'store', 'partner')), _negated=True)), _connector='OR'), name='location_sellable_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'damaged'), ('site__isnull', False)), models.Q(models.Q(('kind', 'damaged'), _negated=True), ('site__isnull', True)), _connector='OR'), name='location_damaged_has_site'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'damaged')), fields=('site',), name='location_one_damaged_per_site'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ('supplier', 'customer', 'transit', 'adjustment', 'scrap'))), fields=('kind',), name='location_one_of_each_virtual'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(('handling_days__gte', 0)), name='location_handling_days_least'),
        ),
        migrations.AddConstraint(
            model_name='exceptioncase',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('line', 'code'), name='exception_case_one_open'),
        ),
        migrations.AddConstraint(
            model_name='exceptioncase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='exception_case_closed_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='adjustment',
            constraint=models.UniqueConstraint(fields=('key',), name='adjustment_key_once'),
        ),
        migrations.AddConstraint(
            model_name='adjustment',
            constraint=models.CheckConstraint(condition=models.Q(('quantity', 0), _negated=True), name='adjustment_moves_something'),
        ),
        migrations.AddConstraint(
            model_name='purchaseline',
            constraint=models.UniqueConstraint(fields=('purchase_order', 'line_no'), name='purchase_line_once'),
        ),
        migrations.AddConstraint(
            model_name='purchaseline',
            constraint=models.CheckConstraint(condition=models.Q(('ordered__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('received'), '+', models.F('damaged')), '+', models.F('cancelled')), '-', models.F('over')))), name='purchase_line_not_beyond_ordered'),
        ),
        migrations.AddConstraint(
            model_name='purchaseline',
            constraint=models.CheckConstraint(condition=models.Q(('received__gte', 0)), name='purchase_line_received_least'),
        ),
        migrations.AddConstraint(
            model_name='purchaseline',
            constraint=models.CheckConstraint(condition=models.Q(('damaged__gte', 0)), name='purchase_line_damaged_least'),
        ),
        migrations.AddConstraint(
            model_name='purchaseline',
            constraint=models.CheckConstraint(condition=models.Q(('cancelled__gte', 0)), name='purchase_line_cancelled_least'),
        ),
        migrations.AddConstraint(
            model_name='purchaseline',
            constraint=models.CheckConstraint(condition=models.Q(('over__gte', 0)), name='purchase_line_over_least'),
        ),
        migrations.AddConstraint(
            model_name='purchaseline',
            constraint=models.CheckConstraint(condition=models.Q(('unit_cost__gte', 0)), name='purchase_line_unit_cost_least'),
        ),
        migrations.AddConstraint(
            model_name='purchaseline',
            constraint=models.CheckConstraint(condition=models.Q(('ordered__gte', 1)), name='purchase_line_ordered_least'),
        ),
        migrations.AddConstraint(
            model_name='salesorder',
            constraint=models.UniqueConstraint(fields=('key',), name='sales_order_key_once'),
        ),
        migrations.AddConstraint(
            model_name='salesorder',
            constraint=models.CheckConstraint(condition=models.Q(('ship__in', ('as_available', 'complete'))), name='sales_order_ship'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.UniqueConstraint(fields=('order', 'line_no'), name='order_line_once'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('ordered__gte', django.db.models.expressions.CombinedExpression(models.F('shipped'), '+', models.F('cancelled')))), name='order_line_not_beyond_ordered'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('returned__lte', models.F('shipped'))), name='order_line_returned_was_shipped'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('shipped__gte', 0)), name='order_line_shipped_least'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('cancelled__gte', 0)), name='order_line_cancelled_least'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('returned__gte', 0)), name='order_line_returned_least'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('backordered_when_placed__gte', 0)), name='order_line_backordered_when_placed_least'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('ordered__gte', 1)), name='order_line_ordered_least'),
        ),
        migrations.AddConstraint(
            model_name='salesreturn',
            constraint=models.UniqueConstraint(fields=('key',), name='salesreturn_key_once'),
        ),
        migrations.AddConstraint(
            model_name='returnline',
            constraint=models.CheckConstraint(condition=models.Q(('good__gte', 0)), name='return_line_good_least'),
        ),
        migrations.AddConstraint(
            model_name='returnline',
            constraint=models.CheckConstraint(condition=models.Q(('damaged__gte', 0)), name='return_line_damaged_least'),
        ),
        migrations.AddConstraint(
            model_name='shipment',
            constraint=models.UniqueConstraint(fields=('key',), name='shipment_key_once'),
        ),
        migrations.AddConstraint(
            model_name='shipmentline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='shipment_line_quantity_least'),
        ),
        migrations.AddConstraint(
            model_name='stockcount',
            constraint=models.UniqueConstraint(fields=('key',), name='stockcount_key_once'),
        ),
        migrations.AddConstraint(
            model_name='countline',
            constraint=models.CheckConstraint(condition=models.Q(('expected__gte', 0)), name='count_line_expected_least'),
        ),
        migrations.AddConstraint(
            model_name='countline',
            constraint=models.CheckConstraint(condition=models.Q(('counted__gte', 0)), name='count_line_counted_least'),
        ),
        migrations.AddConstraint(
            model_name='stockmovement',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='stock_movement_quantity_least'),
        ),
        migrations.AddConstraint(
            model_name='stockmovement',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('receipt', 'shipment', 'count', 'adjustment', 'transfer', 'return'))), name='stock_movement_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='stockmovement',
            constraint=models.CheckConstraint(condition=models.Q(('origin', models.F('destination')), _negated=True), name='stock_movement_goes_elsewhere'),
        ),
        migrations.AddConstraint(
            model_name='substitute',
            constraint=models.UniqueConstraint(fields=('product', 'substitute'), name='substitute_once'),
        ),
        migrations.AddConstraint(
            model_name='substitute',
            constraint=models.CheckConstraint(condition=models.Q(('product', models.F('substitute')), _negated=True), name='substitute_is_another'),
        ),
        migrations.AddConstraint(
            model_name='purchaseorder',
            constraint=models.UniqueConstraint(fields=('key',), name='purchaseorder_key_once'),
        ),
        migrations.AddIndex(
            model_name='supplieritem',
            index=models.Index(fields=['product', 'priority', 'id'], name='supplier_item_first'),
        ),
        migrations.AddConstraint(
            model_name='supplieritem',
            constraint=models.UniqueConstraint(fields=('supplier', 'product'), name='supplier_item_once'),
        ),
        migrations.AddConstraint(
            model_name='supplieritem',
            constraint=models.CheckConstraint(condition=models.Q(('unit_cost__gte', 0)), name='supplier_item_unit_cost_least'),
        ),
        migrations.AddConstraint(
            model_name='supplieritem',
            constraint=models.CheckConstraint(condition=models.Q(('lead_time_days__gte', 0)), name='supplier_item_lead_time_days_least'),
        ),
        migrations.AddConstraint(
            model_name='supplieritem',
            constraint=models.CheckConstraint(condition=models.Q(('moq__gte', 1)), name='supplier_item_moq_least'),
        ),
        migrations.AddConstraint(
            model_name='supplieritem',
            constraint=models.CheckConstraint(condition=models.Q(('multiple__gte', 1)), name='supplier_item_multiple_least'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='promise_quantity_least'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='promise_version_least'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.CheckConstraint(condition=models.Q(('part__gte', 1)), name='promise_part_least'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__gte', 0), ('confidence__lte', 100)), name='promise_confidence_percent'),
        ),
        migrations.AddIndex(
            model_name='peg',
            index=models.Index(fields=['supply', 'rank', 'line', 'n'], name='peg_by_rank'),
        ),
        migrations.AddIndex(
            model_name='peg',
            index=models.Index(condition=models.Q(('supply__isnull', True)), fields=['product', 'rank', 'line', 'n'], name='peg_unknown'),
        ),
        migrations.AddConstraint(
            model_name='peg',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='peg_quantity_least'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.UniqueConstraint(fields=('key',), name='transfer_key_once'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('origin', models.F('destination')), _negated=True), name='transfer_goes_elsewhere'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('key',), name='receipt_key_once'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('purchase_order__isnull', False), ('transfer__isnull', True)), models.Q(('purchase_order__isnull', True), ('transfer__isnull', False)), _connector='OR'), name='receipt_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='transferline',
            constraint=models.UniqueConstraint(fields=('transfer', 'line_no'), name='transfer_line_once'),
        ),
        migrations.AddConstraint(
            model_name='transferline',
            constraint=models.CheckConstraint(condition=models.Q(('sent__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('received'), '+', models.F('damaged')), '+', models.F('lost')))), name='transfer_line_not_beyond_sent'),
        ),
        migrations.AddConstraint(
            model_name='transferline',
            constraint=models.CheckConstraint(condition=models.Q(('received__gte', 0)), name='transfer_line_received_least'),
        ),
        migrations.AddConstraint(
            model_name='transferline',
            constraint=models.CheckConstraint(condition=models.Q(('damaged__gte', 0)), name='transfer_line_damaged_least'),
        ),
        migrations.AddConstraint(
            model_name='transferline',
            constraint=models.CheckConstraint(condition=models.Q(('lost__gte', 0)), name='transfer_line_lost_least'),
        ),
        migrations.AddConstraint(
            model_name='transferline',
            constraint=models.CheckConstraint(condition=models.Q(('sent__gte', 1)), name='transfer_line_sent_least'),
        ),
        migrations.AddIndex(
            model_name='supply',
            index=models.Index(condition=models.Q(('quantity', 0), _negated=True), fields=['product'], name='supply_open'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.CheckConstraint(condition=models.Q(('pegged__gte', 0), ('pegged__lte', models.F('quantity'))), name='supply_not_pegged_beyond_quantity'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('stock', 'purchase', 'transfer', 'planned'))), name='supply_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'planned'), _negated=True), ('quantity', models.F('pegged')), _connector='OR'), name='supply_planned_is_what_is_pegged'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('available_on__isnull', True), ('kind', 'stock')), models.Q(models.Q(('kind', 'stock'), _negated=True), ('available_on__isnull', False)), _connector='OR'), name='supply_dated_unless_stock'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'purchase'), ('purchase_line__isnull', False)), models.Q(models.Q(('kind', 'purchase'), _negated=True), ('purchase_line__isnull', True)), _connector='OR'), name='supply_purchase_has_line'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'transfer'), ('transfer_line__isnull', False)), models.Q(models.Q(('kind', 'transfer'), _negated=True), ('transfer_line__isnull', True)), _connector='OR'), name='supply_transfer_has_line'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'stock')), fields=('product', 'location'), name='supply_one_stock'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.UniqueConstraint(fields=('purchase_line',), name='supply_one_per_purchase_line'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.UniqueConstraint(fields=('transfer_line',), name='supply_one_per_transfer_line'),
        ),
        migrations.AddConstraint(
            model_name='receiptline',
            constraint=models.CheckConstraint(condition=models.Q(('good__gte', 0)), name='receipt_line_good_least'),
        ),
        migrations.AddConstraint(
            model_name='receiptline',
            constraint=models.CheckConstraint(condition=models.Q(('damaged__gte', 0)), name='receipt_line_damaged_least'),
        ),
        migrations.AddConstraint(
            model_name='receiptline',
            constraint=models.CheckConstraint(condition=models.Q(('over__gte', 0)), name='receipt_line_over_least'),
        ),
    ]
