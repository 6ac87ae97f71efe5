"""Real worker processes: several at once, stopped, killed, and beside the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.hooks import changing as hooks
from backorder.app.hooks import reading as hooks_reading
from backorder.app.jobs import changing, reading
from tests.hooks.receivers import receiving
from tests.jobs.conftest import until
from tests.ledger.desk import Desk
from tests.support import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from tests.jobs.conftest import Worker

LOCAL = {"BACKORDER_WEBHOOKS_PRIVATE": "1", "BACKORDER_WEBHOOKS_TIMEOUT": "60"}


@pytest.fixture(autouse=True)
def _to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in LOCAL.items():
        monkeypatch.setenv(name, value)


def sell(conn: Connection[Any], url: str, orders: int) -> None:
    """Make an endpoint and place orders, each an event for it."""
    desk = Desk(conn)
    desk.stock(MUG=orders)
    hooks.create(conn, "shop", url, ["order.*"], now=datetime.now(UTC), actor="test")
    line = {"sku": "MUG", "quantity": 1}
    desk.do("place_orders", orders=[{"key": f"web-{n}", "lines": [line]} for n in range(orders)])


def pending(conn: Connection[Any]) -> int:
    row = conn.execute(
        "SELECT (SELECT count(*) FROM webhook_outbox)"
        " + (SELECT count(*) FROM webhook_delivery WHERE state = 'pending')"
    ).fetchone()
    return row[0] if row else 0


@pytest.mark.slow
def test_two_workers_run_each_occurrence_once_and_stop_cleanly(
    conn: Connection[Any], work: Callable[..., Worker]
) -> None:
    first, second = work(), work()
    changing.set_schedule(conn, "review", now=datetime.now(UTC), actor="test", every_seconds=1)
    until(lambda: len(reading.recent(conn, status="succeeded")) >= 9)
    ran = [one for worker in (first, second) for one in finished(worker)]
    assert {one["outcome"] for one in ran} == {"done"}
    counts = Counter(one["schedule"] for one in ran)
    assert (counts["checks"], counts["prune"], counts["sweep"]) == (1, 1, 1)
    assert len(ran) == len(reading.recent(conn, status="succeeded"))
    times = conn.execute(
        "SELECT j.id, min(e.at) FILTER (WHERE e.type = 'started'),"
        " max(e.at) FILTER (WHERE e.type = 'succeeded')"
        " FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id"
        " WHERE j.lock = 'review' AND j.status = 'succeeded' GROUP BY j.id ORDER BY j.id"
    ).fetchall()
    assert [a for a, b in pairwise(times) if a[2] > b[1]] == []
    assert conn.execute("SELECT count(*) FROM procrastinate_workers").fetchone() == (0,)


def finished(worker: Worker) -> list[dict[str, Any]]:
    """Stop a worker and return the jobs that it did."""
    status, logged = worker.stop()
    assert status == 0
    assert logged[-1]["event"] == "worker_stopped"
    return [one for one in logged if one["event"] == "job"]


@pytest.mark.slow
def test_each_message_arrives_though_the_worker_is_killed_in_the_middle(
    conn: Connection[Any], work: Callable[..., Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the killed worker had taken is taken for lost after twice as long.
    monkeypatch.setenv("BACKORDER_WEBHOOKS_TIMEOUT", "5")
    with receiving(pause=0.05) as receiver:
        sell(conn, receiver.url, 200)
        doomed = work()
        until(lambda: len(receiver.got) >= 60)
        doomed.process.kill()
        doomed.process.wait()
        assert pending(conn) > 50
        work()
        until(lambda: pending(conn) == 0)
        counts = Counter(receiver.ids())
    sent = conn.execute("SELECT id, body FROM webhook_event").fetchall()
    assert set(counts) == {name for name, _ in sent}
    assert len(counts) == 200
    assert max(counts.values()) <= 2
    bodies = dict(sent)
    assert [one.id for one in receiver.got if one.body != bodies[one.id]] == []
    assert {one.state for one in hooks_reading.deliveries(conn, limit=200)} == {"delivered"}


@pytest.mark.slow
def test_a_worker_that_is_stopped_lets_requests_end_and_leaves_the_rest(
    conn: Connection[Any], work: Callable[..., Worker]
) -> None:
    with receiving(pause=0.3) as receiver:
        sell(conn, receiver.url, 100)
        worker = work()
        until(lambda: len(receiver.got) >= 8)
        status, logged = worker.stop()
        assert status == 0
        arrived = len(receiver.got)
        counts = Counter(one.state for one in hooks_reading.deliveries(conn, limit=100))
        assert counts == {"delivered": arrived, "pending": 100 - arrived}
        assert max(Counter(receiver.ids()).values()) == 1
    assert [one["outcome"] for one in logged if one.get("schedule") == "webhooks"] == ["done"]
    assert reading.schedule(conn, "webhooks").live is None


@pytest.mark.slow
def test_the_server_runs_a_worker_beside_it_and_ends_it(
    conn: Connection[Any], database_url: str
) -> None:
    with receiving() as receiver:
        server = subprocess.Popen(
            [str(Path(sys.executable).with_name("backorder")), "serve", "--port", "0"],
            env={**os.environ, "DATABASE_URL": database_url},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with server:
            try:
                assert server.stdout is not None
                assert server.stdout.readline().startswith(b"Listening on ")
                sell(conn, receiver.url, 3)
                until(lambda: pending(conn) == 0)
                assert len(receiver.got) == 3
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(PATIENCE)
    assert conn.execute("SELECT count(*) FROM procrastinate_workers").fetchone() == (0,)


@pytest.mark.slow
def test_a_worker_beside_a_server_that_is_killed_ends_too(
    conn: Connection[Any], database_url: str
) -> None:
    code = (
        "import signal\nfrom backorder.app.jobs import process\n"
        "with process.beside(): signal.pause()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "DATABASE_URL": database_url},
        stdin=subprocess.PIPE,
    )

    def workers() -> int:
        row = conn.execute("SELECT count(*) FROM procrastinate_workers").fetchone()
        return row[0] if row else 0

    with parent:
        until(lambda: workers() == 1)
        parent.kill()
        until(lambda: workers() == 0)
