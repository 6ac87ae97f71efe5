"""A real worker process sends what a page asked for, with nothing of the web in it before."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.purchasing import mailing
from tests.jobs.conftest import work  # noqa: F401 (a fixture)
from tests.support import PATIENCE
from tests.web.desk import buy

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

    from tests.jobs.conftest import Worker
    from tests.purchasing.postman import Postman


@pytest.mark.usefixtures("company")
def test_the_worker_sends_it(
    verb: Callable[..., Any],
    conn: psycopg.Connection[Any],
    postman: Postman,
    work: Callable[..., Worker],  # noqa: F811 (the fixture)
) -> None:
    verb("set_suppliers", suppliers=[{"code": "S1", "language": "de"}])
    buy(verb, 24)
    now = datetime.now(UTC)
    mailing.ask(conn, 1, "potter@example.com", key="k", site="https://s.example", now=now, by="ann")
    worker = work()
    until = time.monotonic() + PATIENCE
    sent = "SELECT count(*)::int FROM purchase_sending"
    while conn.execute(sent).fetchall() != [(1,)] and time.monotonic() < until:
        time.sleep(0.1)
    assert worker.stop()[0] == 0
    assert postman.recipients == [["potter@example.com"]]
    names = {part.get_filename() for part in postman.messages[0].walk()}
    assert {"PO-000001.pdf", "PO-000001.csv"} <= names
