"""Advice on offering backorders, and incentives: tables and the constraints Django models can say."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backorder', '0029_rhythm_of_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Advice',
            fields=[
                ('product', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='backorder.product')),
                ('verdict', models.CharField(max_length=10)),
                ('cap', models.BigIntegerField(blank=True, null=True)),
                ('cap_from', models.CharField(blank=True, db_default='', default='', max_length=10)),
                ('max_wait_days', models.IntegerField(blank=True, null=True)),
                ('break_even_days', models.FloatField(blank=True, null=True)),
                ('always', models.BooleanField(db_default=False, default=False)),
                ('wait_p50', models.FloatField(blank=True, null=True)),
                ('wait_p80', models.FloatField(blank=True, null=True)),
                ('value_offer', models.FloatField()),
                ('value_refuse', models.FloatField()),
                ('units_month', models.FloatField()),
                ('stake', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('reason', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ('figures', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ('made_at', models.DateTimeField()),
                ('adopted_at', models.DateTimeField(blank=True, null=True)),
                ('adopted_by', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('before', models.JSONField(blank=True, null=True)),
            ],
            options={
                'db_table': 'advice',
                'indexes': [models.Index(fields=['-stake', 'product'], name='advice_by_stake')],
                'constraints': [models.CheckConstraint(condition=models.Q(('verdict__in', ('allow', 'cap', 'deny'))), name='advice_verdict'), models.CheckConstraint(condition=models.Q(('cap__gte', 0)), name='advice_cap_least'), models.CheckConstraint(condition=models.Q(('max_wait_days__gte', 0)), name='advice_max_wait_days_least')],
            },
        ),
        migrations.CreateModel(
            name='AdviceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('verdict_from', models.CharField(blank=True, db_default='', default='', max_length=10)),
                ('verdict_to', models.CharField(max_length=10)),
                ('reason', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ('by', models.CharField(max_length=200)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'advice_change',
            },
        ),
        migrations.CreateModel(
            name='AdviceTerms',
            fields=[
                ('category', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('currency', models.CharField(max_length=3)),
                ('ship', models.BigIntegerField()),
                ('cancel', models.BigIntegerField()),
                ('handling', models.BigIntegerField()),
                ('goodwill', models.BigIntegerField()),
                ('future', models.BigIntegerField()),
                ('substitute_percent', models.IntegerField()),
                ('set_at', models.DateTimeField()),
                ('set_by', models.CharField(max_length=200)),
            ],
            options={
                'db_table': 'advice_terms',
                'constraints': [models.CheckConstraint(condition=models.Q(('substitute_percent__lte', 100)), name='advice_terms_percent'), models.CheckConstraint(condition=models.Q(('ship__gte', 0)), name='advice_terms_ship_least'), models.CheckConstraint(condition=models.Q(('cancel__gte', 0)), name='advice_terms_cancel_least'), models.CheckConstraint(condition=models.Q(('handling__gte', 0)), name='advice_terms_handling_least'), models.CheckConstraint(condition=models.Q(('goodwill__gte', 0)), name='advice_terms_goodwill_least'), models.CheckConstraint(condition=models.Q(('future__gte', 0)), name='advice_terms_future_least'), models.CheckConstraint(condition=models.Q(('substitute_percent__gte', 0)), name='advice_terms_substitute_percent_least')],
            },
        ),
        migrations.CreateModel(
            name='IncentiveRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('event', models.CharField(max_length=20)),
                ('slip_days', models.IntegerField()),
                ('customer_class', models.CharField(blank=True, db_default='', default='', max_length=40)),
                ('category', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('kind', models.CharField(max_length=10)),
                ('amount', models.BigIntegerField()),
                ('percent', models.IntegerField()),
                ('response', models.FloatField()),
                ('most', models.BigIntegerField(blank=True, null=True)),
                ('currency', models.CharField(max_length=3)),
                ('budget', models.BigIntegerField()),
                ('period', models.CharField(max_length=10)),
                ('expires_days', models.IntegerField()),
                ('holdout_percent', models.IntegerField()),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('active', models.BooleanField()),
                ('set_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'incentive_rule',
                'constraints': [models.UniqueConstraint(fields=('name',), name='incentive_rule_once'), models.CheckConstraint(condition=models.Q(('event__in', ('slip', 'delay_case', 'cancel_intent'))), name='incentive_rule_event'), models.CheckConstraint(condition=models.Q(('kind__in', ('fixed', 'percent', 'optimal'))), name='incentive_rule_kind'), models.CheckConstraint(condition=models.Q(('period__in', ('month', 'quarter', 'year', 'always'))), name='incentive_rule_period'), models.CheckConstraint(condition=models.Q(('holdout_percent__lte', 100), ('percent__lte', 100)), name='incentive_rule_percents'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='incentive_rule_amount_least'), models.CheckConstraint(condition=models.Q(('percent__gte', 0)), name='incentive_rule_percent_least'), models.CheckConstraint(condition=models.Q(('most__gte', 0)), name='incentive_rule_most_least'), models.CheckConstraint(condition=models.Q(('budget__gte', 0)), name='incentive_rule_budget_least'), models.CheckConstraint(condition=models.Q(('holdout_percent__gte', 0)), name='incentive_rule_holdout_percent_least'), models.CheckConstraint(condition=models.Q(('slip_days__gte', 1)), name='incentive_rule_slip_days_least'), models.CheckConstraint(condition=models.Q(('expires_days__gte', 1)), name='incentive_rule_expires_days_least')],
            },
        ),
        migrations.CreateModel(
            name='Incentive',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('outcome', models.CharField(max_length=10)),
                ('amount', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('waiting', models.BigIntegerField()),
                ('code', models.CharField(blank=True, max_length=40, null=True)),
                ('at', models.DateTimeField()),
                ('period_from', models.DateField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('reason', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.customer')),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('order', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesorder')),
                ('rule', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.incentiverule')),
            ],
            options={
                'db_table': 'incentive',
            },
        ),
        migrations.CreateModel(
            name='IncentiveSpend',
            fields=[
                ('pk', models.CompositePrimaryKey('rule_id', 'period_from', blank=True, editable=False, primary_key=True, serialize=False)),
                ('period_from', models.DateField()),
                ('given', models.BigIntegerField()),
                ('budget', models.BigIntegerField()),
                ('rule', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.incentiverule')),
            ],
            options={
                'db_table': 'incentive_spend',
            },
        ),
        migrations.CreateModel(
            name='IncentiveRedemption',
            fields=[
                ('incentive', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='backorder.incentive')),
                ('on_order', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
                ('journal', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
            ],
            options={
                'db_table': 'incentive_redemption',
            },
        ),
        migrations.AddIndex(
            model_name='incentive',
            index=models.Index(fields=['order'], name='incentive_by_order'),
        ),
        migrations.AddConstraint(
            model_name='incentive',
            constraint=models.UniqueConstraint(fields=('rule', 'order'), name='incentive_once_per_order'),
        ),
        migrations.AddConstraint(
            model_name='incentive',
            constraint=models.UniqueConstraint(fields=('code',), name='incentive_code_once'),
        ),
        migrations.AddConstraint(
            model_name='incentive',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ('given', 'held_out', 'none', 'no_budget'))), name='incentive_outcome'),
        ),
        migrations.AddConstraint(
            model_name='incentive',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('code__isnull', False), ('expires_on__isnull', False), ('outcome', 'given')), models.Q(models.Q(('outcome', 'given'), _negated=True), ('amount', 0), ('code__isnull', True), ('expires_on__isnull', True)), _connector='OR'), name='incentive_given_or_nothing'),
        ),
        migrations.AddConstraint(
            model_name='incentive',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='incentive_amount_least'),
        ),
        migrations.AddConstraint(
            model_name='incentive',
            constraint=models.CheckConstraint(condition=models.Q(('waiting__gte', 0)), name='incentive_waiting_least'),
        ),
        migrations.AddConstraint(
            model_name='incentivespend',
            constraint=models.CheckConstraint(condition=models.Q(('given__lte', models.F('budget'))), name='incentive_spend_within_budget'),
        ),
        migrations.AddConstraint(
            model_name='incentivespend',
            constraint=models.CheckConstraint(condition=models.Q(('given__gte', 0)), name='incentive_spend_given_least'),
        ),
    ]
