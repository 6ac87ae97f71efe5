"""Backorders as pages: four ways to look, many at once, and one line with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.selling import call, fields_of, said, seen, sell, stocked, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]

pytestmark = pytest.mark.usefixtures("company", "same_day")
TABS = (
    "/backorders",
    "/backorders/by-product",
    "/backorders/by-customer",
    "/backorders/by-supplier",
)


@pytest.mark.parametrize("tab", TABS)
def test_nobody_waits_in_an_empty_shop(web: Callable[..., Client], tab: str) -> None:
    assert "Nobody waits" in text_of(web("reader").get(tab))


@pytest.mark.parametrize(
    ("tab", "wanted"),
    [
        (TABS[0], ("SO-000002/1", "MUG", "PO-000001/1", "€75.00", "SO-000002/2", "to be bought")),
        (TABS[1], ("MUG", "€75.00", "POT", "€39.00")),
        (TABS[2], ("Ada", "7", "€114.00")),
        (TABS[3], ("Potter", "7")),
    ],
)
def test_who_waits_is_seen_in_four_ways(
    web: Callable[..., Client], conn: Conn, tab: str, wanted: tuple[str, ...]
) -> None:
    stocked(conn)
    call(conn, "quote", quotes=[{"key": "q-1", "lines": [{"sku": "MUG", "quantity": 5}]}])
    page = text_of(web("reader").get(tab))
    assert seen(page, wanted) == []  # the quote's five mugs are nobody's order
    for format_ in ("csv", "xlsx"):
        assert web("reader").get(f"{tab}?format={format_}").status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sku=MUG", ["SO-000002/1"]),
        ("customer=C7", ["SO-000002/1", "SO-000002/2"]),
        ("supplier=S9", []),
        ("basis=planned", ["SO-000002/2"]),
        ("late=true", ["SO-000002/1"]),
        ("channel=web&late=false", ["SO-000002/2"]),
        ("until=2026-12-05", ["SO-000002/1"]),
        ("until=2026-12-04", []),
    ],
)
def test_filters_leave_what_they_say(
    web: Callable[..., Client], conn: Conn, query: str, found: list[str]
) -> None:
    stocked(conn)
    # Within the tolerance of what is told: the day in the books stays, the supply comes later.
    conn.execute("UPDATE supply SET available_on = '2026-12-20' WHERE kind = 'purchase'")
    page = text_of(web().get(f"/backorders?{query}"))
    assert [one for one in ("SO-000002/1", "SO-000002/2") if one in page] == found


@pytest.mark.parametrize(
    "query", ["late=perhaps", "until=x", "cursor=a", "basis=air", "format=doc"]
)
def test_a_filter_at_fault_is_no_fault_of_ours(web: Callable[..., Client], query: str) -> None:
    assert web().get(f"/backorders?{query}").status_code in {200, 400}


def test_many_lines_are_cancelled_after_a_preview(web: Callable[..., Client], conn: Conn) -> None:
    stocked(conn)
    sell(conn, "web-3", ("MUG", 4))
    client = web("service")
    form = {
        "do": "cancel",
        "line": ["SO-000002/1", "SO-000002/2", "SO-000009/1", "x", "SO-000002/y"],
    }
    preview = client.post("/backorders", form)
    said_first = ("Cancel what waits of 2 lines", "Nobody else's date changes.")
    assert seen(text_of(preview), said_first) == []
    assert "SO-000002/2" in text_of(client.get("/backorders"))
    assert client.post("/backorders", fields_of(preview))["Location"] == "/backorders"
    page = text_of(client.get("/backorders"))
    assert "SO-000002" not in page
    assert "SO-000003/1" in page


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"do": "cancel"}, "Tick the lines"),
        ({"do": "cancel", "line": "SO-000404/1"}, "Tick the lines"),
        ({"do": "sell", "line": "SO-000002/1"}, "does not say what to do"),
    ],
)
def test_a_bulk_form_at_fault_changes_nothing(
    web: Callable[..., Client], conn: Conn, form: dict[str, str], why: str
) -> None:
    stocked(conn)
    client = web()
    client.post("/backorders", form)
    assert why in said(client, "/backorders")


def test_products_are_looked_at_again_and_orders_released(
    web: Callable[..., Client], conn: Conn
) -> None:
    stocked(conn)
    for do, verb in (("review", "review"), ("release", "release")):
        preview = web().post("/backorders", {"do": do, "line": "SO-000002/1"})
        assert preview.status_code == 200
        assert web().post("/backorders", fields_of(preview)).status_code == 302
        known = conn.execute("SELECT count(*) FROM journal WHERE verb = %s", (verb,)).fetchone()
        assert known == (1 if do == "release" else 0,)  # a review where nothing is due leaves none


def test_a_reader_has_no_bulk_actions(web: Callable[..., Client], conn: Conn) -> None:
    stocked(conn)
    client = web("reader")
    assert 'name="do"' not in client.get("/backorders").content.decode()
    form = {"do": "cancel", "line": "SO-000002/1", "sure": "1", "key": "k"}
    client.post("/backorders", form)
    assert "SO-000002/1" in text_of(client.get("/backorders"))


def test_a_line_says_what_covers_it_and_why(web: Callable[..., Client], conn: Conn) -> None:
    order = stocked(conn)
    page = text_of(web("reader").get(f"/backorders/{order}/1"))
    wanted = ("What covers it", "6 on the shelf", "6 waiting", "PO-000001/1", "Why this day",
              "handling", "First: nobody is before it.",
              "What was told", "Told when the order")  # fmt: skip
    assert seen(page, wanted) == []
    assert web().get(f"/backorders/{order}/9").status_code == 404
    assert web().get("/backorders/SO-000404/1").status_code == 404


def test_a_line_says_who_is_before_it(web: Callable[..., Client], conn: Conn) -> None:
    stocked(conn)
    behind = sell(conn, "web-3", ("MUG", 1))
    page = text_of(web().get(f"/backorders/{behind}/1"))
    assert seen(page, ("Place 2; 6 units are before it.", "SO-000002/1")) == []


def test_a_line_keeps_what_was_told_before(web: Callable[..., Client], conn: Conn) -> None:
    order = stocked(conn)
    later = {"purchase_order": "PO-000001", "expected_on": "2026-12-14"}
    call(conn, "change_supply", changes=[later])
    page = text_of(web().get(f"/backorders/{order}/1"))
    assert (
        seen(
            page,
            ("6 for 15 Dec 2026", "6 for 5 Dec 2026", "The date or quantity of a supply changed."),
        )
        == []
    )


def test_a_line_of_an_order_with_the_product_twice(web: Callable[..., Client], conn: Conn) -> None:
    order = sell(conn, "twice", ("MUG", 10), ("MUG", 3))
    first, second = (text_of(web().get(f"/backorders/{order}/{n}")) for n in (1, 2))
    assert "Its place in the queue" not in first
    assert "Its place in the queue" in second
