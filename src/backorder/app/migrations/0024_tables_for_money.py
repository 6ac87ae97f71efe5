"""Payment terms, payments, refunds and the ledger of money."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backorder', '0023_tables_for_links'),
    ]

    operations = [
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('provider', models.CharField(max_length=40)),
                ('reference', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=14)),
                ('state', models.CharField(max_length=8)),
                ('amount', models.BigIntegerField()),
                ('captured', models.BigIntegerField(db_default=0, default=0)),
                ('refunded', models.BigIntegerField(db_default=0, default=0)),
                ('currency', models.CharField(max_length=3)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('order', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesorder')),
            ],
            options={
                'db_table': 'payment',
            },
        ),
        migrations.CreateModel(
            name='PaymentEvent',
            fields=[
                ('pk', models.CompositePrimaryKey('journal_id', 'n', blank=True, editable=False, primary_key=True, serialize=False)),
                ('n', models.IntegerField()),
                ('what', models.CharField(max_length=10)),
                ('provider', models.CharField(max_length=40)),
                ('reference', models.CharField(max_length=200)),
                ('amount', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('payment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.payment')),
            ],
            options={
                'db_table': 'payment_event',
            },
        ),
        migrations.CreateModel(
            name='PaymentMessage',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('message', models.CharField(max_length=200, unique=True)),
                ('body', models.TextField()),
                ('received_at', models.DateTimeField()),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.TextField(blank=True, db_default='', default='')),
            ],
            options={
                'db_table': 'payment_message',
                'indexes': [models.Index(condition=models.Q(('applied_at__isnull', True)), fields=['id'], name='payment_message_waiting')],
            },
        ),
        migrations.CreateModel(
            name='PaymentTerm',
            fields=[
                ('line', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='backorder.orderline')),
                ('method', models.CharField(max_length=12)),
                ('percent', models.IntegerField()),
                ('due_now', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('order', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesorder')),
            ],
            options={
                'db_table': 'payment_term',
            },
        ),
        migrations.CreateModel(
            name='RefundDue',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('units', models.BigIntegerField()),
                ('amount', models.BigIntegerField()),
                ('made', models.BigIntegerField(db_default=0, default=0)),
                ('currency', models.CharField(max_length=3)),
                ('reason', models.CharField(max_length=20)),
                ('refund_by', models.DateField()),
                ('state', models.CharField(max_length=6)),
                ('reference', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('at', models.DateTimeField()),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('line', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.orderline')),
                ('order', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesorder')),
            ],
            options={
                'db_table': 'refund_due',
            },
        ),
        migrations.CreateModel(
            name='PaymentRequest',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=80, unique=True)),
                ('what', models.CharField(max_length=8)),
                ('amount', models.BigIntegerField()),
                ('state', models.CharField(max_length=8)),
                ('attempts', models.IntegerField(db_default=0, default=0)),
                ('next_at', models.DateTimeField()),
                ('reference', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('problem', models.TextField(blank=True, db_default='', default='')),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('payment', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.payment')),
                ('refund', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.refunddue')),
            ],
            options={
                'db_table': 'payment_request',
            },
        ),
        migrations.CreateModel(
            name='MoneyEntry',
            fields=[
                ('pk', models.CompositePrimaryKey('journal_id', 'n', blank=True, editable=False, primary_key=True, serialize=False)),
                ('n', models.IntegerField()),
                ('account', models.CharField(max_length=16)),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('at', models.DateTimeField()),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('line', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.orderline')),
                ('order', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesorder')),
                ('payment', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.payment')),
                ('refund', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.refunddue')),
            ],
            options={
                'db_table': 'money_entry',
            },
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('kind', 'authorisation'), ('state', 'open')), fields=['expires_at'], name='payment_expiring'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(fields=('provider', 'reference'), name='payment_key_once'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('authorisation', 'charge'))), name='payment_kind'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('open', 'failed', 'voided', 'expired'))), name='payment_state'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('captured__lte', models.F('amount'))), name='payment_captured_most'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('refunded__lte', models.F('captured'))), name='payment_refunded_most'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('captured__gte', 0)), name='payment_captured_least'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('refunded__gte', 0)), name='payment_refunded_least'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='payment_amount_least'),
        ),
        migrations.AddConstraint(
            model_name='paymentevent',
            constraint=models.UniqueConstraint(fields=('provider', 'reference', 'what'), name='payment_event_key_once'),
        ),
        migrations.AddConstraint(
            model_name='paymentevent',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ('authorised', 'charged', 'captured', 'failed', 'voided', 'expired', 'refunded'))), name='payment_event_what'),
        ),
        migrations.AddConstraint(
            model_name='paymentevent',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='payment_event_amount_least'),
        ),
        migrations.AddConstraint(
            model_name='paymentterm',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ('now', 'deposit', 'on_shipment'))), name='payment_term_method'),
        ),
        migrations.AddConstraint(
            model_name='paymentterm',
            constraint=models.CheckConstraint(condition=models.Q(('percent__gte', 0), ('percent__lte', 100)), name='payment_term_percent'),
        ),
        migrations.AddConstraint(
            model_name='paymentterm',
            constraint=models.CheckConstraint(condition=models.Q(('due_now__gte', 0)), name='payment_term_due_now_least'),
        ),
        migrations.AddIndex(
            model_name='refunddue',
            index=models.Index(condition=models.Q(('state', 'made'), _negated=True), fields=['refund_by', 'id'], name='refund_due_open'),
        ),
        migrations.AddConstraint(
            model_name='refunddue',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('due', 'asked', 'made'))), name='refund_due_state'),
        ),
        migrations.AddConstraint(
            model_name='refunddue',
            constraint=models.CheckConstraint(condition=models.Q(('made__lte', models.F('amount'))), name='refund_due_made_most'),
        ),
        migrations.AddConstraint(
            model_name='refunddue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('made', models.F('amount')), ('made_at__isnull', False), ('state', 'made')), models.Q(models.Q(('state', 'made'), _negated=True), ('made__lt', models.F('amount')), ('made_at__isnull', True)), _connector='OR'), name='refund_due_made_in_full'),
        ),
        migrations.AddConstraint(
            model_name='refunddue',
            constraint=models.CheckConstraint(condition=models.Q(('units__gte', 0)), name='refund_due_units_least'),
        ),
        migrations.AddConstraint(
            model_name='refunddue',
            constraint=models.CheckConstraint(condition=models.Q(('made__gte', 0)), name='refund_due_made_least'),
        ),
        migrations.AddConstraint(
            model_name='refunddue',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='refund_due_amount_least'),
        ),
        migrations.AddIndex(
            model_name='paymentrequest',
            index=models.Index(condition=models.Q(('state__in', ('waiting', 'unknown'))), fields=['next_at'], name='payment_request_due'),
        ),
        migrations.AddConstraint(
            model_name='paymentrequest',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ('capture', 'refund', 'void', 'renew'))), name='payment_request_what'),
        ),
        migrations.AddConstraint(
            model_name='paymentrequest',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'unknown', 'done', 'refused'))), name='payment_request_state'),
        ),
        migrations.AddConstraint(
            model_name='paymentrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'unknown'))), fields=('payment', 'what', 'refund'), name='payment_request_one_live', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='paymentrequest',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='payment_request_amount_least'),
        ),
        migrations.AddConstraint(
            model_name='moneyentry',
            constraint=models.CheckConstraint(condition=models.Q(('account__in', ('cash', 'deposits', 'receivable', 'revenue', 'refunds_payable', 'goodwill'))), name='money_entry_account'),
        ),
        migrations.AddConstraint(
            model_name='moneyentry',
            constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='money_entry_moves_something'),
        ),
    ]
