"""Figures of large books: kept by a worker, the same for all processes, with their instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.jobs import running
from backorder.app.pages import backorders, keeping
from tests.api.conftest import NOW
from tests.web.desk import buy, place, text
from tests.web.test_list_states import rows

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]

LISTS = {"waiting-customers": backorders.CUSTOMERS, "waiting-suppliers": backorders.SUPPLIERS}


pytestmark = pytest.mark.usefixtures("same_day")


@pytest.fixture
def business(company: None, verb: Callable[..., Any]) -> None:
    """Two customers who wait."""
    buy(verb, 6)
    place(verb, "first", 12)
    place(verb, "other", 7, customer={"ref": "C8", "name": "Bob"})


@pytest.fixture
def large(conn: Conn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a handful of rows be large books."""
    monkeypatch.setattr(keeping, "LARGE_PEGS", 2)
    conn.execute("ANALYZE peg")


@pytest.mark.usefixtures("business")
def test_nothing_is_kept_of_small_books(web: Callable[..., Client], conn: Conn) -> None:
    conn.execute("ANALYZE peg")
    assert not keeping.wanted(conn, NOW)
    assert keeping.keep(conn, NOW) == []
    client = web()
    for path in ("/", "/backorders/by-customer", "/backorders/by-supplier"):
        assert "s of 22 Nov" not in text(client.get(path))


@pytest.mark.usefixtures("business", "large")
def test_lists_that_are_kept_are_those_that_were_there(conn: Conn) -> None:
    there = {name: rows(conn, listing) for name, listing in LISTS.items()}
    keeping.keep(conn, NOW)
    for name, listing in LISTS.items():
        assert len(there[name]) >= 1
        assert rows(conn, listing._replace(reads=f"kept-{name}")) == there[name]


@pytest.mark.usefixtures("business", "large")
def test_what_is_kept_is_shown_with_its_instant_until_it_is_worked_out_anew(
    web: Callable[..., Client], conn: Conn, verb: Callable[..., Any]
) -> None:
    client = web()
    before = text(client.get("/"))
    assert "Backordered units 9 on 2 lines" in before, before
    assert keeping.wanted(conn, NOW)
    assert sorted(keeping.keep(conn, NOW)) == sorted(keeping.NAMES)
    assert not keeping.wanted(conn, NOW)
    place(verb, "third", 5)
    kept = text(client.get("/"))
    assert "Backordered units 9 on 2 lines" in kept, kept
    assert "Figures as of 22 Nov" in kept
    assert "As of 22 Nov" in text(client.get("/backorders/by-customer"))
    assert "As of 22 Nov" in text(client.get("/backorders/by-supplier"))
    assert "Delays that cost most As of 22 Nov" in text(client.get("/buying"))
    later = NOW + timedelta(minutes=2)
    assert keeping.wanted(conn, later)
    assert sorted(keeping.keep(conn, later)) == sorted(keeping.NAMES)
    assert "Backordered units 14 on 3 lines" in text(client.get("/"))


@pytest.mark.usefixtures("business", "large")
def test_what_a_dead_worker_left_is_not_shown(web: Callable[..., Client], conn: Conn) -> None:
    keeping.keep(conn, NOW - timedelta(days=8))
    assert "igures as of" not in text(web().get("/"))


@pytest.mark.usefixtures("business", "large")
def test_books_that_became_small_are_forgotten_by_the_job(
    conn: Conn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sorted(running.run(conn, "figures", "figures", 0)["kept"]) == sorted(keeping.NAMES)
    monkeypatch.setattr(keeping, "LARGE_PEGS", 1000)
    assert keeping.wanted(conn, datetime.now(UTC))
    assert running.run(conn, "figures", "figures", 0) == {"kept": []}
    assert not keeping.wanted(conn, datetime.now(UTC))
