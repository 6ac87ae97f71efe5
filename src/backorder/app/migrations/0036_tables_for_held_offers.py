"""What is offered to those of a waitlist is held for them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backorder', '0035_alternatives_judged'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='waitlistentry',
            name='waitlist_entry_state',
        ),
        migrations.RemoveConstraint(
            model_name='waitlistentry',
            name='waitlist_entry_told_of_units',
        ),
        migrations.RemoveConstraint(
            model_name='waitlistentry',
            name='waitlist_entry_once',
        ),
        migrations.RemoveIndex(
            model_name='waitlistentry',
            name='waitlist_entry_windows',
        ),
        migrations.AddField(
            model_name='waitlistentry',
            name='hold',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.hold'),
        ),
        migrations.AddField(
            model_name='waitlistentry',
            name='offers',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name='waitlistentry',
            index=models.Index(condition=models.Q(('state__in', ('offering', 'told'))), fields=['product', 'window_ends_at'], name='waitlist_entry_windows'),
        ),
        migrations.AddConstraint(
            model_name='waitlistentry',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('unconfirmed', 'waiting', 'offering', 'told', 'taken', 'ended'))), name='waitlist_entry_state'),
        ),
        migrations.AddConstraint(
            model_name='waitlistentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('offering', 'told', 'taken')), ('told_at__isnull', False), ('told_units__gte', 1)), models.Q(('state__in', ('unconfirmed', 'waiting')), ('told_units', 0)), ('state', 'ended'), _connector='OR'), name='waitlist_entry_told_of_units'),
        ),
        migrations.AddConstraint(
            model_name='waitlistentry',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('told', 'ended')), models.Q(('hold__isnull', False), ('state', 'taken')), models.Q(models.Q(('state', 'taken'), _negated=True), ('hold__isnull', True)), _connector='OR'), name='waitlist_entry_held'),
        ),
        migrations.AddConstraint(
            model_name='waitlistentry',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('unconfirmed', 'waiting', 'offering'))), fields=('product', 'email'), name='waitlist_entry_once'),
        ),
        migrations.AddConstraint(
            model_name='waitlistentry',
            constraint=models.UniqueConstraint(fields=('hold',), name='waitlist_entry_hold_once'),
        ),
        migrations.AddConstraint(
            model_name='waitlistentry',
            constraint=models.CheckConstraint(condition=models.Q(('offers__gte', 0)), name='waitlist_entry_offers_least'),
        ),
    ]
