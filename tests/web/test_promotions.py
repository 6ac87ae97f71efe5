"""Promotions and forecasts on pages: what is planned, when it overruns supply, how sure we are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.pages import promotion_facts
from backorder.planning.forecast import overrun
from tests.web.desk import text

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")
# The clock of these tests stands on Sunday, 22 November 2026.
PLAN = {"name": "Advent", "from": "2026-11-30", "to": "2026-12-13"}


def forecast(verb: Callable[..., Any], sku: str, weekly: float, weeks: int = 8) -> None:
    counts = [round(weekly)] * weeks
    made = {
        "sku": sku, "location": "MAIN", "first_on": "2026-11-16", "mean": [weekly] * weeks,
        "base": [weekly] * weeks, "p50": counts, "p80": [2 * one for one in counts],
        "p95": [3 * one for one in counts], "size": 2.0, "method": "SES 0.1", "uplift": 40.0,
    }  # fmt: skip
    verb("set_forecasts", forecasts=[made])


@pytest.mark.usefixtures("same_day")
def test_the_day_on_which_a_promotion_overruns_supply(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    """Ten mugs free: a day takes one, in the promotion two; from the 30th of November."""
    forecast(verb, "MUG", 7.0)
    verb("set_promotions", promotions=[{**PLAN, "sku": "MUG", "uplift": 100}])
    # 22nd to 29th: eight mugs; the 30th needs the ninth and tenth; the 1st has none left.
    shown = text(web("reader").get("/promotions"))
    assert "Advent MUG" in shown
    assert "+100 % 28" in shown
    assert "runs out on 1 Dec 2026" in shown
    line = {"sku": "MUG", "quantity": 18}
    bought = {"key": "p", "supplier": "S1", "expected_on": "2026-12-01", "lines": [line]}
    verb("order_supply", purchase_orders=[bought])
    assert "runs out on 10 Dec 2026" in text(web("reader").get("/promotions"))
    verb("order_supply", purchase_orders=[{**bought, "key": "p2"}])
    assert "is enough" in text(web("reader").get("/promotions"))


@pytest.mark.usefixtures("same_day")
def test_what_nobody_announced_is_learned_and_what_is_unknown_says_so(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    forecast(verb, "MUG", 0.7)
    both = [{**PLAN, "sku": sku} for sku in ("MUG", "POT")]
    verb("set_promotions", promotions=both)
    shown = text(web("reader").get("/promotions"))
    assert "+40 % 2" in shown
    assert "is enough" in shown
    assert "no forecast yet" in shown
    assert "Advent POT" in text(web("reader").get("/promotions?sku=POT"))
    assert "No promotion matches." in text(web("reader").get("/promotions?sku=NIX"))


def test_a_promotion_is_planned_changed_and_withdrawn(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    kept = "SELECT name, uplift, announced_by, withdrawn FROM promotion ORDER BY product_id"
    client = web("buyer")
    assert "No promotion is planned." in text(client.get("/promotions"))
    fields = {**PLAN, "sku": "MUG, POT", "uplift": "30", "announced_by": "sales", "note": "flyer"}
    assert client.post("/promotions/save", {"key": "a", **fields})["Location"] == "/promotions"
    assert conn.execute(kept).fetchall() == [("Advent", 30, "sales", False)] * 2
    fields = {**PLAN, "sku": "MUG", "do": "withdraw"}
    client.post("/promotions/save", {"key": "b", **fields})
    assert conn.execute(kept).fetchall() == [
        ("Advent", 30, "sales", True), ("Advent", 30, "sales", False),
    ]  # fmt: skip
    shown = text(client.get("/promotions"))
    assert "withdrawn" in shown
    for wrong, said in (
        ({"sku": ""}, "Name the products"),
        ({"from": "soon"}, "A day is written as"),
        ({"to": "2026-11-01"}, "would end before it begins"),
        ({"uplift": "much"}, "is not a whole number"),
        ({"sku": "NIX"}, "There is no product NIX"),
    ):
        sent = {"key": "c", **PLAN, "sku": "MUG", **wrong}
        assert said in text(client.post("/promotions/save", sent, follow=True))
    assert web("warehouse").post("/promotions/save", {"key": "d", **fields}).status_code == 403
    assert "Plan or change" not in text(web("reader").get("/promotions"))


def test_a_products_forecast_with_history_and_weeks(
    web: Callable[..., Client], verb: Callable[..., Any]
) -> None:
    client = web("reader")
    assert "There is no forecast of it yet" in text(client.get("/forecasts/MUG"))
    forecast(verb, "MUG", 7.0)
    page = client.get("/forecasts/MUG").content.decode()
    assert "<svg" in page
    shown = text(client.get("/forecasts/MUG"))
    assert "SES 0.1 weighs most." in shown
    assert "16 Nov 2026 7.0 7 14 21" in shown
    assert client.get("/forecasts/NIX").status_code == 404
    assert 'href="/forecasts/MUG"' in client.get("/products/MUG").content.decode()


def test_how_good_forecasts_were(web: Callable[..., Client], verb: Callable[..., Any]) -> None:
    client = web("reader")
    assert "Forecasts were not measured yet" in text(client.get("/reports/forecast"))
    weeks = {name: [1] for name in ("mean", "base", "p50", "p80", "p95")}
    one = {"sku": "MUG", "location": "MAIN", "first_on": "2026-11-23", "size": 2, "method": "SES"}
    measure = {"kind": "all", "series": 7, "weeks": 12, "bias": 0.031, "rmsse": 0.8125}
    for day in ("2026-11-16", "2026-11-23"):
        measured = [
            {**measure, "measured_on": day},
            {"measured_on": day, "kind": "lumpy", "series": 2, "weeks": 12},
        ]
        verb("set_forecasts", forecasts=[{**one, **weeks}], accuracy=measured)
    shown = text(client.get("/reports/forecast"))
    assert "all 7 3.1% 0.813" in shown or "all 7 3.1% 0.812" in shown
    assert "now and then, sizes differ 2" in shown
    assert "Errors of forecasts" in shown


@pytest.mark.parametrize(
    ("demand", "supply", "day"),
    [([1, 1, 1], [3, 0, 0], None), ([1, 1, 1], [2, 0, 0], 2), ([1], [0], 0), ([], [], None)],
)
def test_overrun_by_hand(demand: list[float], supply: list[float], day: int | None) -> None:
    assert overrun.overrun(demand, supply) == day


def test_no_promotion_no_question(conn: psycopg.Connection[Any]) -> None:
    assert promotion_facts.outlooks(conn, ["MUG"], date(2026, 11, 22)) == {}
