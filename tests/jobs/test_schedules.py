"""Schedules: one job an occurrence however many look, failures that somebody sees, changes."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder import database
from backorder.app.jobs import backoff, changing, reading, running, tasks, ticking
from backorder.domain.errors import ConflictError, InvalidError, NotFoundError
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection

    from backorder.app.jobs.work import Work

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAILY = [
    "causes",
    "checks",
    "counts",
    "delays",
    "plan",
    "prune",
    "remind",
    "review",
    "sweep",
]  # at once on a new database, as they never ran


def jobs(conn: Connection[Any]) -> list[tuple[str, str]]:
    query = "SELECT lock, status::text FROM procrastinate_jobs ORDER BY id"
    return [(str(name), str(status)) for name, status in conn.execute(query).fetchall()]


def finish(conn: Connection[Any]) -> None:
    conn.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    conn.execute(
        "SELECT procrastinate_finish_job_v1(id, 'succeeded', false) FROM procrastinate_jobs"
    )


def failing(work: Work) -> dict[str, Any]:
    raise RuntimeError(f"the {work.name} is broken")


def test_what_is_due_gets_one_job_and_its_next_time(conn: Connection[Any]) -> None:
    assert sorted(ticking.tick(conn, NOON)) == DAILY
    assert ticking.tick(conn, NOON) == []
    assert sorted(jobs(conn)) == [(name, "todo") for name in DAILY]
    times = {one.name: one.next_run_at for one in reading.schedules(conn)}
    assert times["review"] == NOON.replace(minute=5)
    assert times["checks"] == NOON.replace(day=23, hour=2, minute=20)


def test_an_occurrence_becomes_one_job_however_many_look(
    conn: Connection[Any], database_url: str
) -> None:
    made: list[str] = []
    barrier = threading.Barrier(6)

    def look() -> None:
        with database.connect(database_url) as mine:
            barrier.wait()
            made.extend(ticking.tick(mine, NOON))

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == DAILY
    assert len(jobs(conn)) == len(DAILY)


def test_a_schedule_whose_job_still_waits_gets_no_other(conn: Connection[Any]) -> None:
    ticking.tick(conn, NOON)
    assert ticking.tick(conn, NOON + timedelta(days=3)) == []
    assert len(jobs(conn)) == len(DAILY)
    finish(conn)
    assert sorted(ticking.tick(conn, NOON + timedelta(days=6))) == DAILY


def test_what_has_nothing_to_do_is_not_begun(conn: Connection[Any]) -> None:
    changing.set_schedule(conn, "sweep", now=NOON, actor="ada", enabled=False)
    made = ticking.tick(conn, NOON)
    assert "expire" not in made
    assert "webhooks" not in made
    assert "sweep" not in made


def test_expired_holds_are_freed_for_those_who_wait(conn: Connection[Any]) -> None:
    desk = Desk(conn, datetime.now(UTC) - timedelta(hours=1))
    desk.stock(MUG=5)
    line = {"sku": "MUG", "quantity": 5}
    desk.do("hold", holds=[{"key": "h", "lines": [line], "expires_in": 60}])
    desk.sold_by("S1", "MUG", days=5)
    assert desk.order("web-1", MUG=5)["lines"][0]["backordered"] == 5
    assert "expire" in ticking.tick(conn, datetime.now(UTC))
    assert running.run(conn, "expire", "expire", 0) == {"freed": 1}
    assert running.run(conn, "expire", "expire", 0) == {"freed": 0}
    assert desk.pegs("web-1") == [("MUG", "stock@MAIN", 5)]
    (entry,) = desk.rows("SELECT actor FROM journal WHERE verb = 'expire'")
    assert entry == ("job:expire",)


def test_dates_that_time_has_overtaken_are_told_anew_and_are_exceptions(
    conn: Connection[Any],
) -> None:
    desk = Desk(conn, datetime.now(UTC) - timedelta(days=30))
    desk.stock(MUG=0)
    due = (datetime.now(UTC) - timedelta(days=3)).date().isoformat()
    desk.buy("p-1", due, MUG=5)
    desk.order("web-1", MUG=5)
    assert running.run(conn, "review", "review", 0)["repromised"] == 1
    assert running.run(conn, "review", "review", 0) == {
        "reviewed": 0,
        "rolled": 0,
        "repromised": 0,
    }
    assert running.run(conn, "sweep", "sweep", 0)["opened"] >= 1
    assert ("promise_at_risk", "web-1", "MUG") in desk.cases()
    assert running.run(conn, "checks", "checks", 0) == {"breached": 0}


def test_a_breach_of_the_books_is_an_alarm_until_it_is_cured(conn: Connection[Any]) -> None:
    desk = Desk(conn)
    desk.stock(MUG=5)
    conn.execute("UPDATE supply SET name = 'wrong' WHERE kind = 'stock'")
    for times in (1, 2):
        assert running.run(conn, "checks", "checks", 0) == {"breached": 1}
        (alarm,) = reading.failing(conn)
        assert (alarm.code, alarm.subject, alarm.times) == (
            *("books_breached", "supplies_are_named"),
            times,
        )
        assert alarm.facts["count"] == 1
    conn.execute("UPDATE supply SET name = 'stock@MAIN' WHERE kind = 'stock'")
    running.run(conn, "checks", "checks", 0)
    assert reading.failing(conn) == []


def test_a_job_that_keeps_failing_is_seen_and_the_first_success_ends_it(
    conn: Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tasks.TASKS, "review", tasks.Task("Fails.", failing))
    for failures in (1, 2, 3):
        assert reading.failing(conn) == []
        with pytest.raises(RuntimeError):
            running.run(conn, "review", "review", 0)
        found = reading.schedule(conn, "review")
        assert (found.failures, found.last_outcome) == (failures, "failed")
        assert found.last_error == "RuntimeError: the review is broken"
    (alarm,) = reading.failing(conn)
    assert (alarm.code, alarm.subject) == ("job_failing", "review")
    monkeypatch.undo()
    running.run(conn, "review", "review", 0)
    assert reading.failing(conn) == []
    assert reading.schedule(conn, "review").failures == 0


def test_the_last_try_of_a_job_is_an_alarm_at_once(
    conn: Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tasks.TASKS, "checks", tasks.Task("Fails.", failing))
    with pytest.raises(RuntimeError):
        running.run(conn, "checks", "checks", backoff.TRIES - 1)
    assert [one.subject for one in reading.failing(conn)] == ["checks"]


def test_a_job_whose_worker_died_is_taken_up_until_its_tries_are_used_up(
    conn: Connection[Any],
) -> None:
    changing.run_now(conn, "review")
    for attempt in range(1, backoff.TRIES + 1):
        conn.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL")
        assert len(ticking.rescue(conn, datetime.now(UTC))) == 1
        ended = attempt == backoff.TRIES
        assert jobs(conn) == [("review", "failed" if ended else "todo")]
        assert len(reading.failing(conn)) == ended
    assert reading.schedule(conn, "review").last_error == "its workers died"


def test_a_job_in_work_of_a_living_worker_is_left_alone(conn: Connection[Any]) -> None:
    changing.run_now(conn, "review")
    conn.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    conn.execute(
        "UPDATE procrastinate_jobs SET status = 'doing',"
        " worker_id = (SELECT id FROM procrastinate_workers)"
    )
    assert ticking.rescue(conn, datetime.now(UTC)) == []
    assert len(ticking.rescue(conn, datetime.now(UTC) + ticking.SILENT * 2)) == 1


def test_a_schedule_is_changed_and_says_who_did(conn: Connection[Any]) -> None:
    found = changing.set_schedule(conn, "review", now=NOON, actor="ada", every_seconds=90)
    assert (found.rhythm, found.changed_by) == ("every 90 s", "ada")
    assert found.next_run_at == NOON + timedelta(seconds=90)
    found = changing.set_schedule(conn, "review", now=NOON, actor="ada", cron="30 4 * * 1")
    assert found.next_run_at == datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
    assert not changing.set_schedule(conn, "review", now=NOON, actor="ada", enabled=False).enabled
    later = NOON + timedelta(days=30)
    found = changing.set_schedule(conn, "review", now=later, actor="ada", enabled=True)
    assert found.next_run_at > later


@pytest.mark.parametrize(
    "change",
    [
        {"every_seconds": 0},
        {"every_seconds": 10**9},
        {"every_seconds": 60, "cron": "5 * * * *"},
        {"cron": "now"},
        {"cron": "* * * * * *"},
        {"cron": "0 0 31 2 *"},
        {"cron": "5 * * * *" + " " * 99},
    ],
)
def test_a_rhythm_that_cannot_be_is_refused(conn: Connection[Any], change: dict[str, Any]) -> None:
    before = reading.schedule(conn, "review")
    with pytest.raises(InvalidError):
        changing.set_schedule(conn, "review", now=NOON, actor="ada", **change)
    assert reading.schedule(conn, "review") == before


def test_a_job_is_run_by_hand_once(conn: Connection[Any]) -> None:
    changing.run_now(conn, "sweep")
    with pytest.raises(ConflictError):
        changing.run_now(conn, "sweep")
    assert reading.schedule(conn, "sweep").live == "todo"
    with pytest.raises(NotFoundError):
        changing.run_now(conn, "lunch")


def test_a_failed_job_is_tried_again_by_hand(conn: Connection[Any]) -> None:
    job = changing.run_now(conn, "sweep")
    with pytest.raises(ConflictError, match="todo"):
        changing.retry(conn, job, now=NOON)
    conn.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job])
    changing.retry(conn, job, now=NOON)
    (found,) = reading.recent(conn)
    assert (found.id, found.schedule, found.status) == (job, "sweep", "todo")
    conn.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job])
    changing.run_now(conn, "sweep")
    with pytest.raises(ConflictError, match="already"):
        changing.retry(conn, job, now=NOON)


def test_what_is_old_is_forgotten(conn: Connection[Any]) -> None:
    old, young = changing.run_now(conn, "sweep"), changing.run_now(conn, "review")
    finish(conn)
    conn.execute(
        "UPDATE procrastinate_events SET at = at - interval '9 days' WHERE job_id = %s", [old]
    )
    for key, hours in (("ended", -1), ("living", 1)):
        conn.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date)"
            " VALUES (%s, '', now() + %s * interval '1 hour')",
            [key, hours],
        )
    assert running.run(conn, "prune", "prune", 0) == {"messages": 0, "jobs": 1, "sessions": 1}
    assert conn.execute("SELECT session_key FROM django_session").fetchall() == [("living",)]
    assert [one.id for one in reading.recent(conn)] == [young]
