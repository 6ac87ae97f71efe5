"""Links by which customers see and change their orders."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backorder', '0022_taken_off_purchases'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrderLink',
            fields=[
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='backorder.salesorder')),
                ('generation', models.IntegerField()),
                ('revoked_at', models.DateTimeField()),
                ('revoked_by', models.CharField(max_length=200)),
            ],
            options={
                'db_table': 'order_link',
                'constraints': [models.CheckConstraint(condition=models.Q(('generation__gte', 1), ('generation__lt', 65536)), name='order_link_generation_fits')],
            },
        ),
    ]
