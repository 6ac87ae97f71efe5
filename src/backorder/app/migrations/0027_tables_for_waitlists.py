"""The waitlist, and the rhythm in which it is served."""

import django.db.models.deletion
from django.db import migrations, models

SCHEDULE = """
INSERT INTO job_schedule (name, task, every_seconds, cron, next_run_at)
VALUES ('waitlist', 'waitlist', 60, '', '2020-01-01T00:00:00Z');
"""
NO_SCHEDULE = "DELETE FROM job_schedule WHERE name = 'waitlist';"


class Migration(migrations.Migration):

    dependencies = [
        ('backorder', '0026_tables_for_alternatives'),
    ]

    operations = [
        migrations.CreateModel(
            name='WaitlistEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.CharField(max_length=254)),
                ('quantity', models.BigIntegerField()),
                ('language', models.CharField(blank=True, db_default='', default='', max_length=8)),
                ('joined_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('told_units', models.BigIntegerField(db_default=0, default=0)),
                ('window_ends_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(max_length=12)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, db_default='', default='', max_length=20)),
                ('customer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.customer')),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'waitlist_entry',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['product', 'id'], name='waitlist_entry_queue'), models.Index(condition=models.Q(('state', 'told')), fields=['product', 'window_ends_at'], name='waitlist_entry_windows')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('unconfirmed', 'waiting', 'told', 'ended'))), name='waitlist_entry_state'), models.CheckConstraint(condition=models.Q(('told_units__lte', models.F('quantity'))), name='waitlist_entry_told_most'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'told'), ('told_at__isnull', False), ('told_units__gte', 1)), models.Q(models.Q(('state', 'told'), _negated=True), ('told_units', 0)), _connector='OR'), name='waitlist_entry_told_of_units'), models.UniqueConstraint(condition=models.Q(('state__in', ('unconfirmed', 'waiting'))), fields=('product', 'email'), name='waitlist_entry_once'), models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='waitlist_entry_quantity_least'), models.CheckConstraint(condition=models.Q(('told_units__gte', 0)), name='waitlist_entry_told_units_least')],
            },
        ),
        migrations.RunSQL(SCHEDULE, NO_SCHEDULE),
    ]
