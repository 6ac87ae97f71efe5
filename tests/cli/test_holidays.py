"""``holidays``: a country's public holidays become the days of a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import psycopg

    from .conftest import Shell

STORED = "SELECT code, days, closed::text FROM calendar"


def test_the_days_are_written_into_the_calendar(
    shell: Shell, conn: psycopg.Connection[Any]
) -> None:
    asked = ("holidays", "DE", "--subdivision", "SN", "--years", "2026", "--calendar", "LEJ")
    shown = shell(*asked, "--dry-run", "--json")
    assert (shown.status, shown.json()["done"]) == (0, None)
    assert conn.execute(STORED).fetchall() == []
    answer = shell(*asked, "--json")
    assert answer.status == 0
    assert answer.json()["holidays"] == shown.json()["holidays"]
    assert answer.json()["done"] == {"created": 1, "changed": 0, "unchanged": 0}
    # Saxony, 2026: nine German holidays, Reformation Day and the Day of Repentance.
    days = (
        "{2026-01-01,2026-04-03,2026-04-06,2026-05-01,2026-05-14,2026-05-25,2026-10-03,"
        "2026-10-31,2026-11-18,2026-12-25,2026-12-26}"
    )
    assert conn.execute(STORED).fetchall() == [("LEJ", "mon-fri", days)]
    table = shell(*asked, "--days", "mon-sat")
    assert "│ 2026-11-18 │ Wed │ Repentance and Prayer Day │" in table.out
    assert conn.execute(STORED).fetchall() == [("LEJ", "mon-sat", days)]


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("XX", "--years", "2026"), 1, "unknown_country"),
        (("DE", "--years", "2026", "--subdivision", "XX"), 1, "unknown_country"),
        (("DE", "--years", "soon"), 2, "not a year"),
        (("DE", "--years", "2028-2026"), 2, "not a year"),
        (("DE", "--years", "1900-2100"), 2, "not a year"),
        (("DE", "--years", "2026", "--days", "weekdays"), 1, "unknown_calendar"),
    ],
)
def test_what_cannot_be_is_said(
    shell: Shell, words: tuple[str, ...], status: int, told: str
) -> None:
    answer = shell("holidays", *words, "--calendar", "X")
    assert answer.status == status
    assert told in answer.err
