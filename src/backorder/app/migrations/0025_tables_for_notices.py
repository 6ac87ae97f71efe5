"""Notices: the tables and the constraints that Django models can say."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backorder', '0024_laws_for_money'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=300)),
                ('event', models.CharField(max_length=40)),
                ('audience', models.CharField(max_length=10)),
                ('recipient', models.CharField(max_length=300)),
                ('channel', models.CharField(max_length=10)),
                ('address', models.CharField(blank=True, db_default='', default='', max_length=300)),
                ('language', models.CharField(blank=True, db_default='', default='', max_length=20)),
                ('thread', models.CharField(blank=True, db_default='', default='', max_length=100)),
                ('facts', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ('told', models.CharField(blank=True, db_default='', default='', max_length=64)),
                ('legal', models.BooleanField(db_default=False, default=False)),
                ('to_note', models.BooleanField(db_default=False, default=False)),
                ('state', models.CharField(db_default='waiting', default='waiting', max_length=12)),
                ('reason', models.CharField(blank=True, db_default='', default='', max_length=40)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.IntegerField(db_default=0, default=0)),
                ('error', models.TextField(blank=True, db_default='', default='')),
                ('message_id', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('subject', models.TextField(blank=True, db_default='', default='')),
                ('body', models.TextField(blank=True, db_default='', default='')),
                ('template', models.CharField(blank=True, db_default='', default='', max_length=60)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('customer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.customer')),
                ('journal', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('merged_into', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.notice')),
                ('order', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesorder')),
                ('purchase_order', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.purchaseorder')),
                ('supplier', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.supplier')),
            ],
            options={
                'db_table': 'notice',
            },
        ),
        migrations.CreateModel(
            name='NoticeAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(max_length=10)),
                ('answer', models.TextField(blank=True, db_default='', default='')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.notice')),
            ],
            options={
                'db_table': 'notice_attempt',
            },
        ),
        migrations.CreateModel(
            name='NoticeOutbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
            ],
            options={
                'db_table': 'notice_outbox',
            },
        ),
        migrations.CreateModel(
            name='NoticePreference',
            fields=[
                ('customer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='backorder.customer')),
                ('channel', models.CharField(blank=True, db_default='', default='', max_length=10)),
                ('language', models.CharField(blank=True, db_default='', default='', max_length=20)),
                ('digest', models.BooleanField(db_default=False, default=False)),
                ('timezone', models.CharField(blank=True, db_default='', default='', max_length=60)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.CharField(max_length=200)),
            ],
            options={
                'db_table': 'notice_preference',
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ('', 'email', 'sms', 'none'))), name='notice_preference_channel')],
            },
        ),
        migrations.CreateModel(
            name='NoticeRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=40)),
                ('channel', models.CharField(max_length=10)),
                ('scope', models.CharField(max_length=10)),
                ('match', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('on', models.BooleanField()),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.CharField(max_length=200)),
            ],
            options={
                'db_table': 'notice_rule',
                'constraints': [models.UniqueConstraint(fields=('event', 'channel', 'scope', 'match'), name='notice_rule_once'), models.CheckConstraint(condition=models.Q(('scope__in', ('shop', 'class', 'category', 'product', 'customer'))), name='notice_rule_scope'), models.CheckConstraint(condition=models.Q(('channel__in', ('email', 'sms', 'web'))), name='notice_rule_channel')],
            },
        ),
        migrations.CreateModel(
            name='NoticeSuppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=10)),
                ('address', models.CharField(max_length=300)),
                ('reason', models.CharField(max_length=20)),
                ('note', models.TextField(blank=True, db_default='', default='')),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
            ],
            options={
                'db_table': 'notice_suppression',
                'constraints': [models.UniqueConstraint(fields=('channel', 'address'), name='notice_suppression_once')],
            },
        ),
        migrations.CreateModel(
            name='SmsIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('sender', models.CharField(max_length=40)),
                ('said', models.TextField(blank=True, db_default='', default='')),
                ('meaning', models.CharField(max_length=20)),
                ('outcome', models.CharField(blank=True, db_default='', default='', max_length=40)),
                ('answer', models.TextField(blank=True, db_default='', default='')),
                ('customer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.customer')),
                ('order', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesorder')),
            ],
            options={
                'db_table': 'sms_in',
            },
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at', 'id'], name='notice_due'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['recipient', 'thread'], name='notice_waiting_together'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('to_note', True)), fields=['id'], name='notice_to_note'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='notice_within'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['customer', 'id'], name='notice_of_customer'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['recipient', 'sent_at'], name='notice_of_recipient'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('order__isnull', False)), fields=['order', 'id'], name='notice_of_order'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('message_id', ''), _negated=True), fields=['message_id'], name='notice_by_message'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('key',), name='notice_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ('customer', 'supplier', 'staff'))), name='notice_audience'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ('email', 'sms', 'web'))), name='notice_channel'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('sent_at__isnull', True), ('state', 'waiting')), models.Q(('sent_at__isnull', True), ('state__in', ('held', 'suppressed', 'failed', 'merged'))), models.Q(('due_at__isnull', True), ('sent_at__isnull', False), ('state__in', ('sent', 'bounced'))), _connector='OR'), name='notice_state_fits'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', False), _connector='OR'), name='notice_merged_into'),
        ),
        migrations.AddIndex(
            model_name='smsin',
            index=models.Index(fields=['sender', 'at'], name='sms_in_of_sender'),
        ),
        migrations.AddConstraint(
            model_name='smsin',
            constraint=models.UniqueConstraint(fields=('key',), name='sms_in_once'),
        ),
    ]

