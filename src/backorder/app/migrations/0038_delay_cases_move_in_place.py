"""Delay cases are told new days in place: no index holds what a slip changes, and pages have room.

A slip renews a case for each of its lines. Where a column of an index changes, or the page is full,
PostgreSQL writes the row into every index of the table again. Cases whose day to answer by is over
are looked for once an hour among the open ones, which have an index.
"""

from __future__ import annotations

from django.db import migrations

ROOM = "ALTER TABLE delay_case SET (fillfactor = 50);"
NO_ROOM = "ALTER TABLE delay_case RESET (fillfactor);"


class Migration(migrations.Migration):
    """Give cases room, and take an index away."""

    dependencies = [("backorder", "0037_money_moves_between_lines")]

    operations = [
        migrations.RemoveIndex(model_name="delaycase", name="delay_case_asked"),
        migrations.RunSQL(ROOM, NO_ROOM),
    ]
