"""Count sheets on pages: blind for who counts, with everything for who approves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.desk import buy, place, text

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")
SHEET = "/stock/sheets/CS-000001"


@pytest.fixture
def sheet(company: None, verb: Callable[..., Any]) -> None:
    """Open a sheet for the mugs, of which the books say ten."""
    verb("open_counts", sheets=[{"location": "MAIN", "lines": [{"sku": "MUG", "abc": "A"}]}])


def found(units: int, round_no: int = 1, **more: str) -> dict[str, str]:
    return {"sku-0": "MUG", "found-0": str(units), "round-0": str(round_no), "was-0": "", **more}


def test_what_is_due_becomes_a_sheet(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    client = web("warehouse")
    assert "No sheet has been opened yet." in text(client.get("/stock/sheets"))
    conn.execute("UPDATE stock_count SET at = at - interval '400 days'")
    page = text(client.get("/stock/sheets/plan"))
    assert "MUG" in page
    assert "due" in page
    done = client.post("/stock/sheets/plan", {"location": "MAIN", "key": "k-1"})
    assert done["Location"] == SHEET
    assert "CS-000001 MAIN to count" in text(client.get("/stock/sheets"))
    again = client.post("/stock/sheets/plan", {"location": "NOWHERE", "key": "k-2"})
    assert again["Location"] == "/stock/sheets/plan"
    assert "Nothing is due at that place." in text(client.get("/stock/sheets/plan"))


@pytest.mark.usefixtures("sheet")
def test_who_counts_sees_no_books_and_is_asked_twice(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    client = web("warehouse")
    page = client.get(SHEET)
    assert 'data-code="MUG"' in page.content.decode()
    assert "10" not in text(page).replace("CS-000001", "")
    assert client.post(SHEET, {"key": "k-0"}).status_code == 422
    assert client.post(SHEET, found(4, key="k-1"))["Location"] == SHEET
    said = text(client.get(SHEET))
    assert "Please count once more: MUG." in said
    assert "count again" in said
    client.post(SHEET, found(4, 2, key="k-2"))
    assert "Everything is counted." in text(client.get(SHEET))
    assert client.get(f"{SHEET}/approve").status_code == 403
    assert conn.execute("SELECT round, counted FROM count_entry ORDER BY n").fetchall() == [
        (1, 4),
        (2, 4),
    ]


@pytest.mark.usefixtures("sheet")
def test_two_at_one_sheet_are_told_of_each_other(web: Callable[..., Client]) -> None:
    web("warehouse").post(SHEET, found(10, key="k-1"))
    other = web("operations")
    other.post(SHEET, found(9, key="k-2"))
    said = text(other.get(SHEET))
    assert "MUG was counted by" in said
    assert "that count stays" in said


@pytest.mark.usefixtures("sheet")
def test_an_approver_sees_who_loses_units_before_posting(
    web: Callable[..., Client], verb: Callable[..., Any], conn: psycopg.Connection[Any]
) -> None:
    order = place(verb, "web-1", 9)["order"]
    buy(verb, 20)
    for round_no in (1, 2):
        web("warehouse").post(SHEET, found(4, round_no, key=f"k-{round_no}"))
    client = web("operations")
    page = text(client.get(f"{SHEET}/approve"))
    assert order in page
    assert "-6" in page.replace("\N{MINUS SIGN}", "-")
    assert conn.execute("SELECT count(*) FROM promise WHERE version > 1").fetchone() == (0,)
    none = client.post(f"{SHEET}/approve", {"what": "recount", "key": "k-3"})
    assert "Tick what is to be counted again." in text(none)
    client.post(f"{SHEET}/approve", {"what": "recount", "again": "MUG", "key": "k-4"})
    web("warehouse").post(SHEET, found(5, 3, key="k-5"))
    done = client.post(f"{SHEET}/approve", {"what": "post", "key": "k-6"})
    assert done["Location"] == "/stock/sheets"
    assert "CS-000001 is posted." in text(client.get("/stock/sheets"))
    assert "4, 4, 5" in text(client.get(f"{SHEET}/approve"))
    assert "Nothing can be entered any more." in text(client.get(SHEET))
    right = text(client.get("/reports/accuracy?by=class"))
    assert "Record accuracy" in right
    assert client.get("/stock/sheets/CS-000009").status_code == 404


@pytest.mark.usefixtures("sheet")
def test_a_sheet_is_dropped(web: Callable[..., Client]) -> None:
    client = web("operations")
    client.post(f"{SHEET}/approve", {"what": "drop", "key": "k-1"})
    assert "CS-000001 MAIN dropped" in text(client.get("/stock/sheets"))


def test_causes_are_shown_with_their_rows(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    client = web("reader")
    assert "No backorder of this period has a cause yet." in text(
        client.get("/reports/backorder-causes")
    )
    assert "No backorder has a cause yet." in text(client.get("/reports/backorder-causes/rows"))
    buy(verb, 20)
    order = place(verb, "web-1", 14)["order"]
    label = {
        "order": order,
        "line_no": 1,
        "event": "opened",
        "at": "2026-11-22T09:00:00Z",
        "units": 4,
        "shares": {"supplier_late": 750, "policy": 250},
        "parts": {"supplier_late": 3, "policy": 1},
        "evidence": {"missing": 4, "horizon_days": 10, "plan": "trailing_mean"},
        "supplier": "S1",
    }
    verb("label_backorders", labels=[label])
    for by in ("month", "product", "supplier"):
        page = client.get(f"/reports/backorder-causes?by={by}")
        assert "supplier late 75.0% 3" in text(page).replace("\N{NO-BREAK SPACE}", "")
        assert "cause=supplier_late" in page.content.decode()
    rows = text(client.get("/reports/backorder-causes/rows?cause=policy&sku=MUG"))
    assert f"{order}/1 MUG" in rows
    assert "Nothing matches." in text(client.get("/reports/backorder-causes/rows?cause=allocation"))
    line = text(client.get(f"/backorders/{order}/1"))
    assert "Why it had to wait" in line
    assert "the thirteen weeks before" in line
