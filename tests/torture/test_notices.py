"""The sender of notices is killed at random while messages go out to a real mail server.

Each arrives; none is marked that did not arrive; one comes twice only where the sender died between
the server's answer and our note of it, and then under the same Message-ID.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from backorder import database, settings
from backorder.app.notices import choices
from backorder.ledger.proofs import invariants
from tests.ledger.desk import Desk
from tests.notices.conftest import Post
from tests.notices.shop import ON

if TYPE_CHECKING:
    from psycopg import Connection

pytestmark = pytest.mark.torture
FULL = settings.get("BACKORDER_TORTURE") == "full"
MESSAGES, KILLS, SEED = (5000, 40, 7) if FULL else (60, 2, 7)
SENDER = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backorder.app.settings")
import django
django.setup(set_prefix=False)
from backorder import database
from backorder.app.jobs.tasks import TASKS
from backorder.app.jobs.work import Work
with database.connect(os.environ["DATABASE_URL"]) as conn:
    print("Sending", flush=True)
    while True:
        TASKS["notices"].run(Work(conn, "notices"))
"""


def start(database_url: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", SENDER],
        env={**os.environ, "DATABASE_URL": database_url},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "Sending\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def sell(conn: Connection[Any]) -> None:
    desk = Desk(conn)
    desk.stock(MUG=MESSAGES)
    choices.save(conn, ON, now=desk.now, by="ada")
    line = {"sku": "MUG", "quantity": 1}
    orders = [
        {
            "key": f"web-{n}",
            "customer": {"ref": f"C{n}", "email": f"c{n}@example.com"},
            "lines": [line],
        }
        for n in range(MESSAGES)
    ]
    desk.do("place_orders", orders=orders)


def left(conn: Connection[Any]) -> int:
    row = conn.execute(
        "SELECT (SELECT count(*) FROM notice_outbox)"
        " + (SELECT count(*) FROM notice WHERE state = 'waiting')"
    ).fetchone()
    return int(row[0]) if row else 0


def test_each_message_arrives_however_often_the_sender_is_killed(
    conn: Connection[Any], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(SEED)
    post = Post()
    post.controller.start()
    monkeypatch.setenv("BACKORDER_SMTP", post.address)
    try:
        sell(conn)
        begun = time.monotonic()
        for _ in range(KILLS):
            before = len(post.messages)
            process = start(database_url)
            while len(post.messages) < min(before + 1, MESSAGES):
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.5))
            kill(process)
            # What it held is due again once its lease is over.
            conn.execute("UPDATE notice SET due_at = now() WHERE state = 'waiting'")
        process = start(database_url)
        while left(conn):
            time.sleep(0.05)
        kill(process)
        seconds = time.monotonic() - begun
    finally:
        post.controller.stop()
    counts = Counter(post.ids())
    with database.connect(database_url) as books:
        rows = books.execute(
            "SELECT message_id, state, attempts FROM notice WHERE channel = 'email'"
        ).fetchall()
        assert invariants.check(books, ["sent_notices_went", "notice_references_exist"]) == []
    assert {state for _, state, _ in rows} == {"sent"}
    assert len(rows) == MESSAGES
    # None is marked that did not go, none went that is not marked.
    assert {name for name, *_ in rows} == set(counts)
    twice = {name for name, count in counts.items() if count > 1}
    # A kill loses at most one answer, for there is one conversation at a time.
    assert len(twice) <= KILLS
    assert sum(counts.values()) - len(counts) <= KILLS
    to: dict[str, set[str]] = {}
    for name, recipients in zip(post.ids(), post.recipients, strict=True):
        to.setdefault(name, set()).update(recipients)
    assert {len(one) for one in to.values()} == {1}
    again = sum(1 for _, _, attempts in rows if attempts > 1)
    figures = {
        "messages": MESSAGES,
        "kills": KILLS,
        "seconds": round(seconds, 1),
        "twice": len(twice),
        "tried_again": again,
    }
    print(json.dumps(figures))  # noqa: T201 (the figures of a long run)
