"""Health, jobs and webhooks on pages: what runs by itself, whom we tell, whether the books hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.hooks import changing, reading
from backorder.app.jobs import reading as jobs
from tests.api.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")
URL = "https://shop.example.com/hooks"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


# --- health


def test_health_tells_what_it_runs_on(web: Callable[..., Client]) -> None:
    page = text(web("reader"), "/health")
    for word in ("PostgreSQL", "ready: the database answers", "has not run yet", "backup"):
        assert word in page


def test_the_books_are_checked_when_one_asks(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    client = web()
    assert "Every invariant holds" in str(client.post("/health/check").content.decode())
    conn.execute("UPDATE supply SET pegged = pegged + 1 WHERE kind = 'stock'")
    page = client.post("/health/check").content.decode()
    assert "not hold" in page
    assert 'role="alert"' in page
    assert web("reader").post("/health/check").status_code == 403


# --- jobs


def test_a_schedule_is_changed_switched_and_run(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    client = web()
    name = jobs.schedules(conn)[0].name
    assert name in text(client, "/settings/jobs")
    assert "Save" in text(client, f"/settings/jobs/{name}")
    client.post(f"/settings/jobs/{name}/save", {"every": "3", "unit": "3600"})
    found = jobs.schedule(conn, name)
    assert (found.every_seconds, found.changed_by) == (10800, "owner@example.com")
    client.post(f"/settings/jobs/{name}/save", {"cron": "5 3 * * *"})
    assert jobs.schedule(conn, name).cron == "5 3 * * *"
    client.post(f"/settings/jobs/{name}/switch", {"on": "no"})
    assert not jobs.schedule(conn, name).enabled
    client.post(f"/settings/jobs/{name}/run")
    assert jobs.recent(conn)[0].schedule == name
    client.post(f"/settings/jobs/{name}/run")  # it waits already
    assert 'class="error"' in text(client, "/settings/jobs?status=todo")


@pytest.mark.parametrize(
    "form", [{}, {"every": "0"}, {"every": "x"}, {"cron": "never"}, {"cron": "* * *"}]
)
def test_a_rhythm_that_cannot_be(
    web: Callable[..., Client], conn: psycopg.Connection[Any], form: dict[str, str]
) -> None:
    client, before = web(), jobs.schedules(conn)[0]
    answer = client.post(f"/settings/jobs/{before.name}/save", form)
    page = text(client, answer["Location"])
    assert ('class="error"' in page) == bool(form)
    after = jobs.schedule(conn, before.name)
    assert (after.every_seconds, after.cron) == (before.every_seconds, before.cron)


def test_no_such_job(web: Callable[..., Client]) -> None:
    client = web()
    assert client.get("/settings/jobs/nothing").status_code == 404
    client.post("/settings/jobs/99/retry")
    assert 'class="error"' in text(client, "/settings/jobs")


# --- webhooks


def test_an_endpoint_from_beginning_to_end(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    client = web()
    assert "No endpoint yet" in text(client, "/settings/webhooks")
    form = {"name": "shop", "url": URL, "events": ["order.accepted", "stock.changed"], "key": "k"}
    page = client.post("/settings/webhooks/create", form).content.decode()
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", page)
    assert secret is not None
    (found,) = reading.endpoints(conn)
    assert (found.name, found.events) == ("shop", ["order.accepted", "stock.changed"])
    address = f"/settings/webhooks/{found.id}"
    assert secret[0] not in text(client, address)  # shown once
    # A test, its delivery, and the same once more.
    client.post(f"{address}/test")
    (sent,) = reading.deliveries(conn, found.id)
    page = text(client, f"/settings/deliveries/{sent.id}")
    assert "It works." in page
    client.post(f"/settings/deliveries/{sent.id}/replay")
    # A new secret, other events, off and on, gone.
    page = client.post(f"{address}/rotate").content.decode()
    assert "whsec_" in page
    assert secret[0] not in page
    client.post(f"{address}/save", {"name": "till", "url": URL, "events": ["order.accepted"]})
    assert reading.endpoint(conn, found.id).name == "till"
    client.post(f"{address}/switch", {"on": "no"})
    assert not reading.endpoint(conn, found.id).enabled
    client.post(f"{address}/again", {"since": "2026-01-01"})
    assert 'class="error"' in text(client, address)  # it is off
    client.post(f"{address}/switch", {"on": "yes"})
    client.post(f"{address}/again", {"since": "2026-01-01"})
    assert "told again" in text(client, address)
    client.post(f"{address}/delete")
    assert reading.endpoints(conn) == []
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {"name": "", "url": URL, "events": ["order.accepted"]},
        {"name": "x", "url": "http://127.0.0.1/", "events": ["order.accepted"]},
        {"name": "x", "url": "javascript:alert(1)", "events": ["order.accepted"]},
        {"name": "x", "url": URL},
        {"name": "x", "url": URL, "events": ["no.event"]},
    ],
)
def test_an_endpoint_that_cannot_be(
    web: Callable[..., Client], conn: psycopg.Connection[Any], form: dict[str, Any]
) -> None:
    client = web()
    client.post("/settings/webhooks/create", form)
    assert 'class="error"' in text(client, "/settings/webhooks")
    assert reading.endpoints(conn) == []


def test_who_may_not(web: Callable[..., Client], conn: psycopg.Connection[Any]) -> None:
    made = changing.create(conn, "shop", URL, now=NOW, actor="test")
    for role in ("buyer", "warehouse", "service", "reader"):
        client = web(role)
        for address in ("/settings/webhooks", f"/settings/webhooks/{made.id}", "/settings/jobs"):
            assert client.get(address).status_code == 403
        assert client.post(f"/settings/webhooks/{made.id}/rotate").status_code == 403
        assert client.post("/settings/webhooks/create").status_code == 403


def test_numbers_beyond_reason(web: Callable[..., Client]) -> None:
    client = web()
    huge = 10**30
    for address in (f"/settings/webhooks/{huge}", f"/settings/deliveries/{huge}"):
        assert client.get(address).status_code == 404
    assert client.get(f"/settings/webhooks/1?before={huge}").status_code == 404
