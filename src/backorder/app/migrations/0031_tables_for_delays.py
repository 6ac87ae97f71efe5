"""Delay cases: the tables and the constraints that Django models can say."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backorder', '0030_laws_for_economics'),
    ]

    operations = [
        migrations.CreateModel(
            name='DelayCase',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('pack', models.CharField(max_length=20)),
                ('pack_version', models.IntegerField()),
                ('due_on', models.DateField()),
                ('told_on', models.DateField(blank=True, null=True)),
                ('notices', models.IntegerField()),
                ('sent', models.IntegerField(db_default=0, default=0)),
                ('notice_to', models.DateField(blank=True, null=True)),
                ('silence', models.CharField(max_length=8)),
                ('respond_by', models.DateField(blank=True, null=True)),
                ('asked', models.BooleanField(db_default=True, default=True)),
                ('agreed_on', models.DateField(blank=True, null=True)),
                ('agreed_open', models.BooleanField(db_default=False, default=False)),
                ('express', models.BooleanField(db_default=False, default=False)),
                ('period_until', models.DateField(blank=True, null=True)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, db_default='', default='', max_length=10)),
                ('refund_by', models.DateField(blank=True, null=True)),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('line', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.orderline')),
                ('order', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesorder')),
                ('product', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'delay_case',
            },
        ),
        migrations.CreateModel(
            name='DelayAnswer',
            fields=[
                ('pk', models.CompositePrimaryKey('case_id', 'n', blank=True, editable=False, primary_key=True, serialize=False)),
                ('n', models.IntegerField()),
                ('notice', models.IntegerField()),
                ('answer', models.CharField(max_length=10)),
                ('outcome', models.CharField(max_length=20)),
                ('channel', models.CharField(max_length=20)),
                ('sender', models.CharField(blank=True, db_default='', default='', max_length=320)),
                ('shown', models.TextField(blank=True, db_default='', default='')),
                ('said', models.TextField(blank=True, db_default='', default='')),
                ('until', models.DateField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(max_length=200)),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.delaycase')),
            ],
            options={
                'db_table': 'delay_answer',
            },
        ),
        migrations.CreateModel(
            name='DelayNotice',
            fields=[
                ('pk', models.CompositePrimaryKey('case_id', 'n', blank=True, editable=False, primary_key=True, serialize=False)),
                ('n', models.IntegerField()),
                ('kind', models.CharField(max_length=8)),
                ('quantity', models.BigIntegerField()),
                ('from_on', models.DateField(blank=True, null=True)),
                ('to_on', models.DateField(blank=True, null=True)),
                ('respond_by', models.DateField(blank=True, null=True)),
                ('silence', models.CharField(max_length=8)),
                ('cause', models.CharField(max_length=40)),
                ('draft', models.BooleanField(db_default=False, default=False)),
                ('made_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.delaycase')),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
            ],
            options={
                'db_table': 'delay_notice',
            },
        ),
        migrations.CreateModel(
            name='DelayTold',
            fields=[
                ('pk', models.CompositePrimaryKey('case_id', 'notice', 'channel', 'recipient', blank=True, editable=False, primary_key=True, serialize=False)),
                ('notice', models.IntegerField()),
                ('channel', models.CharField(max_length=20)),
                ('recipient', models.CharField(max_length=320)),
                ('shown', models.TextField(blank=True, db_default='', default='')),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.delaycase')),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
            ],
            options={
                'db_table': 'delay_told',
            },
        ),
        migrations.AddIndex(
            model_name='delaycase',
            index=models.Index(condition=models.Q(('asked', True), ('closed_at__isnull', True)), fields=['respond_by', 'id'], name='delay_case_asked'),
        ),
        migrations.AddIndex(
            model_name='delaycase',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['id'], name='delay_case_open'),
        ),
        migrations.AddIndex(
            model_name='delaycase',
            index=models.Index(fields=['line'], name='delay_case_by_line'),
        ),
        migrations.AddConstraint(
            model_name='delaycase',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('line',), name='delay_case_one_open_a_line'),
        ),
        migrations.AddConstraint(
            model_name='delaycase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('outcome', '')), models.Q(('asked', False), ('closed_at__isnull', False), ('outcome__in', ('shipped', 'cancelled', 'recovered', 'declined', 'ended', 'lapsed'))), _connector='OR'), name='delay_case_closed_with_outcome'),
        ),
        migrations.AddConstraint(
            model_name='delaycase',
            constraint=models.CheckConstraint(condition=models.Q(('silence__in', ('consent', 'cancel'))), name='delay_case_silence'),
        ),
        migrations.AddConstraint(
            model_name='delaycase',
            constraint=models.CheckConstraint(condition=models.Q(('sent__gte', 0)), name='delay_case_sent_least'),
        ),
        migrations.AddConstraint(
            model_name='delaycase',
            constraint=models.CheckConstraint(condition=models.Q(('notices__gte', 1)), name='delay_case_notices_least'),
        ),
        migrations.AddConstraint(
            model_name='delaycase',
            constraint=models.CheckConstraint(condition=models.Q(('pack_version__gte', 1)), name='delay_case_pack_version_least'),
        ),
        migrations.AddConstraint(
            model_name='delayanswer',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ('wait', 'cancel', 'terminate'))), name='delay_answer_answer'),
        ),
        migrations.AddConstraint(
            model_name='delayanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'wait'), _negated=True), models.Q(models.Q(('shown', ''), _negated=True), models.Q(('channel', ''), _negated=True)), _connector='OR'), name='delay_answer_consent_has_evidence'),
        ),
        migrations.AddConstraint(
            model_name='delayanswer',
            constraint=models.CheckConstraint(condition=models.Q(('n__gte', 1)), name='delay_answer_n_least'),
        ),
        migrations.AddConstraint(
            model_name='delayanswer',
            constraint=models.CheckConstraint(condition=models.Q(('notice__gte', 1)), name='delay_answer_notice_least'),
        ),
        migrations.AddIndex(
            model_name='delaynotice',
            index=models.Index(condition=models.Q(('draft', True)), fields=['case', 'n'], name='delay_notice_draft'),
        ),
        migrations.AddConstraint(
            model_name='delaynotice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('first', 'renewed', 'unknown'))), name='delay_notice_kind'),
        ),
        migrations.AddConstraint(
            model_name='delaynotice',
            constraint=models.CheckConstraint(condition=models.Q(('silence__in', ('consent', 'cancel'))), name='delay_notice_silence'),
        ),
        migrations.AddConstraint(
            model_name='delaynotice',
            constraint=models.CheckConstraint(condition=models.Q(('n__gte', 1)), name='delay_notice_n_least'),
        ),
        migrations.AddConstraint(
            model_name='delaynotice',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='delay_notice_quantity_least'),
        ),
    ]

