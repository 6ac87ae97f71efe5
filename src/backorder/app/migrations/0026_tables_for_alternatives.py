"""Alternatives: what is like what, how often it was shown, and what was taken instead."""

import django.db.models.deletion
from django.db import migrations, models

REFUSE = """
CREATE TRIGGER swap_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON swap
FOR EACH STATEMENT EXECUTE FUNCTION refuse_edit();
"""
ALLOW = "DROP TRIGGER swap_is_append_only ON swap;"


class Migration(migrations.Migration):

    dependencies = [
        ('backorder', "0025_laws_for_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name='Alternative',
            fields=[
                ('pk', models.CompositePrimaryKey('product_id', 'substitute_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('similarity', models.FloatField()),
                ('together', models.IntegerField(db_default=0, default=0)),
                ('score', models.FloatField()),
                ('found_at', models.DateTimeField()),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('substitute', models.ForeignKey(db_column='substitute_id', db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'alternative',
                'constraints': [models.CheckConstraint(condition=models.Q(('product', models.F('substitute')), _negated=True), name='alternative_is_another')],
            },
        ),
        migrations.CreateModel(
            name='AlternativeShown',
            fields=[
                ('pk', models.CompositePrimaryKey('product_id', 'substitute_id', 'day', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('shown', models.BigIntegerField()),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('substitute', models.ForeignKey(db_column='substitute_id', db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'alternative_shown',
                'constraints': [models.CheckConstraint(condition=models.Q(('shown__gte', 1)), name='alternative_shown_shown_least')],
            },
        ),
        migrations.CreateModel(
            name='Swap',
            fields=[
                ('pk', models.CompositePrimaryKey('journal_id', 'n', blank=True, editable=False, primary_key=True, serialize=False)),
                ('n', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('quantity', models.BigIntegerField()),
                ('unit_price', models.BigIntegerField()),
                ('was_price', models.BigIntegerField()),
                ('journal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.journal')),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.salesorder')),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
                ('substitute', models.ForeignKey(db_column='substitute_id', db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='backorder.product')),
            ],
            options={
                'db_table': 'swap',
                'indexes': [models.Index(fields=['product', 'substitute'], name='swap_of_pair')],
                'constraints': [models.CheckConstraint(condition=models.Q(('product', models.F('substitute')), _negated=True), name='swap_is_another'), models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='swap_quantity_least'), models.CheckConstraint(condition=models.Q(('unit_price__gte', 0)), name='swap_unit_price_least'), models.CheckConstraint(condition=models.Q(('was_price__gte', 0)), name='swap_was_price_least')],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
