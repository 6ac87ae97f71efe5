"""Lists and objects: pages, filters, fields, CSV and ETags; a fixed number of statements."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from backorder.app.api import asking, reading
from backorder.app.api.listings import LISTINGS
from backorder.app.hooks import changing
from backorder.app.notices import enqueue
from tests.api.conftest import NOW
from tests.support import counted_statements

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

    from tests.api.conftest import Api

pytestmark = pytest.mark.usefixtures("company")


@pytest.fixture
def busy(company: None, conn: psycopg.Connection[Any], verb: Callable[..., Any]) -> None:
    """Let a few papers of every kind be written."""
    enqueue.add(conn, "waitlist_confirm", facts={}, key="w-1", now=NOW, address="ada@example.com")
    hook = changing.create(conn, "shop", "https://shop.example.com/", now=NOW, actor="test")
    changing.test(conn, hook.id, now=NOW, actor="test")
    verb(
        "place_orders",
        orders=[
            {
                "key": f"web-{n}",
                "channel": "web" if n % 2 else "shop",
                "customer": {"ref": "C7"},
                "lines": [
                    {"sku": "MUG", "quantity": 4, "unit_price": 1250},
                    {"sku": "POT", "quantity": 1},
                ],
            }
            for n in range(5)
        ],
    )
    verb("set_locations", locations=[{"code": "STORE", "name": "Store", "kind": "store"}])
    verb("set_substitutes", substitutes=[{"sku": "MUG", "substitute": "POT"}])
    lines = [{"sku": "MUG", "quantity": 20}, {"sku": "POT", "quantity": 9}]
    bought = verb(
        "order_supply",
        purchase_orders=[{"key": "p-1", "supplier": "S1", "location": "MAIN", "lines": lines}],
    )
    name = bought["purchase_orders"][0]["purchase_order"]
    verb("receive", receipts=[{"key": "r-1", "purchase_order": name, "lines": lines[1:]}])
    verb("ship", shipments=[{"key": "s-1", "order": "web-0"}])
    back = [{"sku": "MUG", "quantity": 1}]
    verb("return", returns=[{"key": "b-1", "order": "web-0", "lines": back}])
    verb(
        "adjust",
        adjustments=[
            {"key": "a-1", "location": "MAIN", "sku": "POT", "quantity": 5, "cause": "found"}
        ],
    )
    sent = {"key": "t-1", "from": "MAIN", "to": "STORE", "expected_on": "2026-12-01"}
    verb("transfer", transfers=[{**sent, "lines": [{"sku": "POT", "quantity": 1}]}])
    verb("place_orders", orders=[{"key": "big", "lines": [{"sku": "POT", "quantity": 30}]}])
    rules = {
        "segments": [
            {"strategy": "win", "where": {"channel": ["shop"]}},
            {"strategy": "redistribute"},
        ]
    }
    seen = verb("reallocate", simulate=rules)
    marked = {"fingerprint": seen["fingerprint"], "marks": seen["marks"]}
    verb("reallocate", key="ra-1", release=rules | marked)
    cart = {"lines": [{"sku": "POT", "quantity": 1}], "customer": {"ref": "C7"}}
    verb("quote", quotes=[{"key": "q-1", **cart}])
    verb("hold", holds=[{"key": "h-1", **cart}])
    verb("set_calendars", calendars=[{"code": "shop", "days": "mon-fri", "closed": ["2026-12-25"]}])
    verb("set_lanes", lanes=[{"zone": "DE", "transit_days": 2, "parcel_cost": 490}])
    verb("set_sourcing", sourcing=[{"zone": "DE", "locations": ["STORE", "MAIN"]}])
    verb("propose")
    _plan_and_count(verb)
    _be_late(verb)


def _be_late(verb: Callable[..., Any]) -> None:
    """Open delay cases: the mugs on order come later than they were to."""
    verb("change_supply", changes=[{"purchase_order": "PO-000001", "expected_on": "2026-12-20"}])


def _plan_and_count(verb: Callable[..., Any]) -> None:
    """Write what the plan and those who count leave behind."""
    sale = {"name": "Advent", "sku": "MUG", "from": "2026-12-01", "to": "2026-12-14"}
    verb("set_promotions", promotions=[sale])
    verb("open_counts", sheets=[{"location": "MAIN", "lines": [{"sku": "MUG"}]}])
    why = {"event": "opened", "at": "2026-11-22T12:00:00Z", "units": 2, "line_no": 1}
    cause = {"shares": {"policy": 1000}, "parts": {"policy": 2}}
    verb("label_backorders", labels=[{"order": "SO-000003", **why, **cause}])


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("name", LISTINGS)
def test_a_list_has_its_columns_and_an_object_its_names(api: Api, name: str) -> None:
    answer = api.get(f"/api/v1/{name}")
    assert answer.status == 200, answer.body
    items = answer.json()["items"]
    if name == "exceptions":
        return
    assert items, "the fixture has something of every list"
    listing = LISTINGS[name]
    assert list(items[0]) == [column.name for column in listing.columns]
    for by in listing.named_by.split():
        found = api.get(f"/api/v1/{name}/{items[0][by]}")
        assert (found.status, found.json()) == (200, items[0])


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("name", LISTINGS)
def test_every_filter_finds_its_own(api: Api, name: str) -> None:
    items = api.get(f"/api/v1/{name}").json()["items"]
    for item in items[:1]:
        for column in LISTINGS[name].filters.split():
            value = item[column]
            if value is None or value == "":
                continue
            text = str(value).lower() if isinstance(value, bool) else str(value)
            found = api.client.get(
                f"/api/v1/{name}",
                {column: text},
                headers={"Authorization": f"Bearer {api.token}"},
            ).json()["items"]
            assert item in found
            assert {row[column] for row in found} == {value}


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("name", ["orders", "backorders", "movements", "products"])
def test_pages_follow_each_other_to_the_end(api: Api, name: str) -> None:
    whole = api.get(f"/api/v1/{name}?limit=500").json()
    assert whole["next"] is None
    seen: list[Any] = []
    path = f"/api/v1/{name}?limit=2"
    while path:
        answer = api.get(path)
        assert len(answer.json()["items"]) <= 2
        seen += answer.json()["items"]
        path = answer.headers.get("link", "").partition(">")[0].removeprefix("<")
        assert (path == "") == (answer.json()["next"] is None)
    assert seen == whole["items"]


@pytest.mark.usefixtures("busy")
def test_a_page_holds_when_rows_come_in_front_of_it(api: Api, verb: Callable[..., Any]) -> None:
    first = api.get("/api/v1/orders?limit=2").json()
    verb("place_orders", orders=[{"key": "new", "lines": [{"sku": "MUG", "quantity": 1}]}])
    second = api.get(f"/api/v1/orders?limit=2&cursor={first['next']}").json()
    assert [order["key"] for order in first["items"] + second["items"]] == [
        *("big", "web-4", "web-3", "web-2")
    ]


@pytest.mark.usefixtures("busy")
def test_fields_may_be_few(api: Api) -> None:
    answer = api.get("/api/v1/orders?fields=key,status&limit=1&channel=shop")
    assert answer.json()["items"] == [{"key": "web-4", "status": "open"}]
    assert api.get("/api/v1/products/MUG?fields=sku").json() == {"sku": "MUG"}


def test_csv_carries_money_for_people_and_no_formula(api: Api) -> None:
    answer = api.get("/api/v1/products?fields=sku,name,unit_price", Accept="text/csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.body.decode())))
    assert rows == [
        ["sku", "name", "unit_price"],
        ["MUG", "Mug", "12.50"],
        ["POT", "'=Teapot", "39.00"],
    ]


def test_an_object_that_has_not_changed_is_not_sent_again(
    api: Api, verb: Callable[..., Any]
) -> None:
    first = api.get("/api/v1/products/MUG")
    tag = first.headers["etag"]
    again = api.get("/api/v1/products/MUG", If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")
    verb("set_products", products=[{"sku": "MUG", "name": "Cup"}])
    changed = api.get("/api/v1/products/MUG", If_None_Match=tag)
    assert (changed.status, changed.json()["name"]) == (200, "Cup")
    assert changed.headers["etag"] != tag


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=-1",
        "limit=1e3",
        "limit=1000000000000000000000",
        "limit=1&limit=2",
        "limit=\u0663",
        "cursor=",
        "cursor=!!",
        "cursor=WyJvcmRlcnMiLDFd",
        "cursor=%ff",
        "fields=",
        "fields=sku,secret",
        "nonsense=1",
        "discontinued=maybe",
        "sku=%00",
        f"sku={'x' * 201}",
        "since=2026-01-01",
    ],
)
def test_a_senseless_question_is_refused(api: Api, query: str) -> None:
    answer = api.get(f"/api/v1/products?{query}")
    assert answer.status == 400, answer.body
    assert answer.json()["code"] in {"parameter_invalid", "unknown_parameter"}


@pytest.mark.usefixtures("busy")
def test_a_column_of_few_values_takes_those_alone(api: Api) -> None:
    found = {
        query: [item["key"] for item in api.get(f"/api/v1/{query}&limit=2").json()["items"]]
        for query in (
            "orders?status=open",
            "orders?status=closed",
            "backorders?basis=planned",
            "backorders?basis=purchase",
            "backorders?basis=unknown",
        )
    }
    assert list(found.values()) == [["big", "web-4"], ["web-0"], ["big"], ["web-1", "web-3"], []]
    for wrong in ("orders?status=Open", "backorders?basis=stock"):
        answer = api.get(f"/api/v1/{wrong}")
        assert (answer.status, answer.json()["code"]) == (400, "parameter_invalid")


@pytest.mark.parametrize("name", ["since", "until"])
def test_a_list_by_time_takes_a_period(api: Api, name: str) -> None:
    answers = {
        text: api.get(f"/api/v1/journal?{name}={text}").status
        for text in ("2026-11-22T09:00:00Z", "2026-11-22", "0001-01-01T00:00:00%2B23:59", "soon")
    }
    assert list(answers.values()) == [200, 200, 400, 400]


@pytest.mark.parametrize("key", ["NONE", "%00", "x" * 300, "a/b", "..", "%F0%9F%98%80"])
def test_what_is_not_there_is_not_found(api: Api, key: str) -> None:
    answer = api.get(f"/api/v1/products/{key}")
    assert (answer.status, answer.json()["code"]) == (404, "not_found")


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("name", LISTINGS)
def test_a_page_is_one_statement_however_long(conn: psycopg.Connection[Any], name: str) -> None:
    listing = LISTINGS[name]
    for limit in ("1", "500"):
        with counted_statements() as sent:
            reading.page(conn, listing, asking.read(listing, {"limit": [limit]}))
        assert len(sent) == 1


@pytest.mark.usefixtures("busy")
def test_reports_are_those_of_the_command_line(api: Api) -> None:
    answer = api.get("/api/v1/reports/metrics?by=day&from=2026-11-22&to=2026-11-22")
    assert answer.json()["accepted"]["orders"] == 6
    assert api.get("/api/v1/reports/backlog?limit=2").status == 200
    trends = [one["trend"] for one in api.get("/api/v1/reports/suppliers").json()["suppliers"]]
    assert [[one["quarter"] for one in trend] for trend in trends] == [["2026-Q4"]]
    (late,) = api.get("/api/v1/reports/expedite?limit=2").json()["purchases"]
    assert late["supply"] == "PO-000001/1"
    assert api.get("/api/v1/reports/risk?limit=2").json()["risks"] == []
    for name in ("causes?by=product", "accuracy?by=class", "forecast"):
        assert api.get(f"/api/v1/reports/{name}").status == 200, name
    for wrong in ("metrics?by=hour", "metrics?from=0001-01-01", "backlog?limit=0", "backlog?x=1"):
        assert api.get(f"/api/v1/reports/{wrong}").status == 400, wrong
    backwards = api.get("/api/v1/reports/metrics?from=2026-11-22&to=2026-11-01")
    assert backwards.status == 422
