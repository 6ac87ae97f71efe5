"""Reallocations that run by themselves: by the clock, on supply, and what they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app import standing
from backorder.app.jobs import alarms, tasks, ticking
from backorder.app.jobs.work import Work
from backorder.domain.errors import InvalidError
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY_FIRST = {
    "segments": [
        {"name": "key", "where": {"class": ["key"]}, "strategy": "win"},
        {"name": "others", "strategy": "redistribute"},
    ]
}


def one(when: str, *, releases: bool, name: str = "Key first", **more: Any) -> standing.Standing:
    query = "s1_values=key&s1_strategy=win&variant=own"
    return standing.Standing(name, when, releases, query, KEY_FIRST, None, "ada", **more)


@pytest.fixture
def scarce(conn: Connection[Any]) -> Desk:
    """Let Bob take what is on the shelf, so that Ada, a key account, waits for a purchase."""
    desk = Desk(conn)
    desk.do("set_customers", customers=[{"ref": "ada", "class": "key"}, {"ref": "bob"}])
    desk.stock(MUG=4)
    desk.buy("far", "2026-12-20", MUG=8)
    for ref in ("bob", "ada"):
        lines = [{"sku": "MUG", "quantity": 4, "requested_on": "2026-11-24"}]
        desk.do("place_orders", orders=[{"key": ref, "customer": {"ref": ref}, "lines": lines}])
    return desk


def on_stock(conn: Connection[Any]) -> list[str]:
    query = (
        "SELECT o.key FROM peg AS g JOIN supply AS s ON s.id = g.supply_id"
        " JOIN sales_order AS o ON o.id = g.order_id WHERE s.kind = 'stock' ORDER BY o.key"
    )
    return [row[0] for row in conn.execute(query).fetchall()]


def open_alarms(conn: Connection[Any]) -> list[tuple[str, str]]:
    query = "SELECT code, subject FROM alarm WHERE closed_at IS NULL ORDER BY code"
    return [(str(code), str(subject)) for code, subject in conn.execute(query).fetchall()]


def test_one_that_asks_changes_nothing_and_says_so(conn: Connection[Any], scarce: Desk) -> None:
    standing.save(conn, one("clock", releases=False), now=NOW)
    done = standing.run(conn, "clock", now=NOW, actor="job:reallocate")
    assert done == {"ran": 1, "released": 0, "to_approve": 1, "refused": 0}
    assert on_stock(conn) == ["bob"]
    assert open_alarms(conn) == [("reallocation_to_approve", "Key first")]
    (found,) = standing.every(conn)
    assert found.outcome == {"at": NOW.isoformat(), "lines": 2}
    standing.approved(conn, found.query, now=NOW)
    assert open_alarms(conn) == []


def test_one_that_releases_does_as_a_person_would(conn: Connection[Any], scarce: Desk) -> None:
    standing.save(conn, one("clock", releases=True), now=NOW)
    done = standing.run(conn, "clock", now=NOW, actor="job:reallocate")
    assert done == {"ran": 1, "released": 1, "to_approve": 0, "refused": 0}
    assert on_stock(conn) == ["ada"]
    actors = conn.execute("SELECT actor FROM journal WHERE verb = 'reallocate'").fetchall()
    assert ("job:reallocate",) in actors
    again = standing.run(conn, "clock", now=NOW, actor="job:reallocate")
    assert again == {"ran": 1, "released": 0, "to_approve": 0, "refused": 0}
    assert scarce.breaches() == []


def test_on_supply_it_waits_for_supply(conn: Connection[Any], scarce: Desk) -> None:
    standing.save(conn, one("supply", releases=True), now=NOW)
    assert not standing.due(conn, "supply")
    assert not standing.due(conn, "clock")
    lines = [{"sku": "MUG", "quantity": 1}]
    scarce.do("place_orders", orders=[{"key": "late", "lines": lines}])
    assert not standing.due(conn, "supply")
    found = {"location": "MAIN", "sku": "MUG", "quantity": 1, "cause": "found"}
    scarce.do("adjust", adjustments=[{"key": "a", **found}])
    assert standing.due(conn, "supply")
    assert standing.run(conn, "supply", now=NOW, actor="job")["released"] == 1
    assert on_stock(conn)[0] == "ada"
    assert not standing.due(conn, "supply")


def test_the_worker_begins_it_only_where_there_is_one(conn: Connection[Any], scarce: Desk) -> None:
    assert not {"reallocate", "reallocate_on_supply"} & set(ticking.tick(conn, NOW))
    standing.save(conn, one("clock", releases=False), now=NOW)
    assert "reallocate" in ticking.tick(conn, NOW + timedelta(minutes=1))
    work = Work(conn, "reallocate")
    assert tasks.TASKS["reallocate"].run(work)["to_approve"] == 1


def test_a_refused_one_does_not_stop_the_others(conn: Connection[Any], scarce: Desk) -> None:
    bad = one("clock", releases=True, name="A bad one")._replace(
        request={"segments": [{"name": "all", "strategy": "win"}], "skus": ["GONE"]}
    )
    standing.save(conn, bad, now=NOW)
    standing.save(conn, one("clock", releases=True), now=NOW)
    done = standing.run(conn, "clock", now=NOW, actor="job")
    assert done == {"ran": 2, "released": 1, "to_approve": 0, "refused": 1}
    assert open_alarms(conn) == [("reallocation_refused", "A bad one")]
    standing.remove(conn, bad.code, now=NOW)
    assert open_alarms(conn) == []
    assert [found.name for found in standing.every(conn)] == ["Key first"]


def test_it_needs_a_name_and_there_are_not_too_many(conn: Connection[Any]) -> None:
    with pytest.raises(InvalidError, match="name"):
        standing.save(conn, one("clock", releases=False, name=" "), now=NOW)
    for n in range(standing.MOST):
        standing.save(conn, one("clock", releases=False, name=f"{n}"), now=NOW)
    with pytest.raises(InvalidError, match="20 reallocations"):
        standing.save(conn, one("clock", releases=False), now=NOW)
    standing.save(conn, one("supply", releases=False, name="3"), now=NOW)
    assert len(standing.every(conn)) == standing.MOST


def test_every_alarm_of_it_is_known() -> None:
    assert {"reallocation_to_approve", "reallocation_refused"} <= set(alarms.ALARMS)
