"""What models cannot say about delay cases: numbers, tables that only grow, the rhythm of a job."""

from __future__ import annotations

from django.db import migrations

NUMBERS = "CREATE SEQUENCE number_delay_case;"
NO_NUMBERS = "DROP SEQUENCE number_delay_case;"

APPEND_ONLY = ("delay_told", "delay_answer")
REFUSE = "\n".join(
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_edit();"
    for table in APPEND_ONLY
)
ALLOW = "\n".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in APPEND_ONLY)

# A notice is a fact but for one thing: a draft is approved once, with its day to answer by.
NOTICES = """
CREATE FUNCTION refuse_notice_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.draft AND NOT NEW.draft AND OLD.approved_at IS NULL AND NEW.approved_at IS NOT NULL
        AND (
            to_jsonb(NEW) - '{draft,approved_at,respond_by}'::text[]
            = to_jsonb(OLD) - '{draft,approved_at,respond_by}'::text[]
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'notices of delay cases are not changed but for the approval of drafts'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER delay_notice_is_a_fact BEFORE UPDATE ON delay_notice
    FOR EACH ROW EXECUTE FUNCTION refuse_notice_edit();
CREATE TRIGGER delay_notice_stays BEFORE DELETE OR TRUNCATE ON delay_notice
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_edit();
"""
NO_NOTICES = """
DROP TRIGGER delay_notice_stays ON delay_notice;
DROP TRIGGER delay_notice_is_a_fact ON delay_notice;
DROP FUNCTION refuse_notice_edit;
"""

# A day is over everywhere at noon of the next, UTC; the hours after that catch up.
SCHEDULE = (
    "INSERT INTO job_schedule (name, task, every_seconds, cron, next_run_at) VALUES "
    "('delays', 'delays', NULL, '5 * * * *', '2020-01-01T00:00:00Z');"
)
NO_SCHEDULE = "DELETE FROM job_schedule WHERE name = 'delays';"


class Migration(migrations.Migration):
    """Add the laws that are kept by the database itself, and the schedule."""

    dependencies = [("backorder", "0031_tables_for_delays")]

    operations = [
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.RunSQL(REFUSE, ALLOW),
        migrations.RunSQL(NOTICES, NO_NOTICES),
        migrations.RunSQL(SCHEDULE, NO_SCHEDULE),
    ]
