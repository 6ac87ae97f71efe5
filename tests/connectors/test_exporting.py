"""Export: what leaves comes back the same, and no spreadsheet runs any of it."""

from __future__ import annotations

import csv
import json
import string
from typing import TYPE_CHECKING, Any

import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backorder.connectors.exporting import export_file
from backorder.connectors.importing import check_file
from backorder.connectors.translating import calls
from backorder.domain.errors import BackorderError
from backorder.ledger.catalog.master_data import PRODUCTS
from tests.connectors.company import bring, call, rows, set_up, write_csv
from tests.support import require

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

FORMATS = ("csv", "xlsx", "jsonl", "parquet")

# Any text that a database can hold; two code points are no characters.
TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"), max_size=30
)
RISKY = st.text("'=+-@\t\r\n\uff1d\uff0b \"|,;\\_x0041", max_size=8)
CODE = st.text(string.ascii_letters + string.digits + "=+-@'|;,_ é", min_size=1, max_size=9).filter(
    lambda code: code == code.strip()
)
ANY = TEXT | RISKY
PRODUCT = st.fixed_dictionaries(
    {
        "name": ANY,
        "category": ANY,
        "unit": ANY.filter(bool).map(lambda text: text[:20]),
        "unit_price": st.integers(0, 10**13),
        "unit_cost": st.integers(0, 10**13),
        "currency": st.sampled_from(["EUR", "JPY", "KWD", "CLF"]),
        "discontinued": st.booleans(),
        "buying": st.sampled_from(["stock", "on_demand"]),
        "attributes": st.dictionaries(ANY | st.just("name"), ANY.filter(bool), max_size=3),
    }
)


def products_of(conn: Connection, path: Path) -> list[dict[str, Any]]:
    """Return what importing a file of products would ask the ledger for."""
    sheet, digest = check_file(conn, "products", path)
    (call, *_) = calls(sheet, digest, dated=False)
    return [
        {
            **record,
            "attributes": {
                name: value
                for name, value in record.get("attributes", {}).items()
                if value is not None
            },
        }
        for record in call.request["products"]
    ]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.dictionaries(CODE, PRODUCT, min_size=1, max_size=4), st.sampled_from(["csv", "jsonl"]))
def test_any_text_in_any_field_comes_back(
    conn: Connection, tmp_path: Path, company: dict[str, dict[str, Any]], suffix: str
) -> None:
    _round_trip(conn, tmp_path, company, suffix)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.dictionaries(CODE, PRODUCT, min_size=1, max_size=4), st.sampled_from(["xlsx", "parquet"]))
def test_any_text_in_any_field_comes_back_from_xlsx_and_parquet(
    conn: Connection, tmp_path: Path, company: dict[str, dict[str, Any]], suffix: str
) -> None:
    if suffix == "parquet":
        require("polars")
    _round_trip(conn, tmp_path, company, suffix)


def _round_trip(
    conn: Connection, folder: Path, company: dict[str, dict[str, Any]], suffix: str
) -> None:
    conn.execute("DELETE FROM product")
    products = [{"sku": sku, **product} for sku, product in sorted(company.items())]
    call(conn, "set_products", products=products)
    path = folder / f"products.{suffix}"
    assert export_file(conn, "products", path)["rows"] == len(products)
    again = products_of(conn, path)
    assert sorted(again, key=lambda product: product["sku"]) == products
    result = bring(conn, "products", path)["done"]
    assert result == {"created": 0, "changed": 0, "unchanged": len(products)}
    assert set(products[0]) == set(PRODUCTS.fields)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_kind_of_master_data_comes_back(
    conn: Connection, tmp_path: Path, suffix: str
) -> None:
    if suffix == "parquet":
        require("polars")
    set_up(conn)
    call(conn, "set_substitutes", substitutes=[{"sku": "MUG", "substitute": "CUP", "rank": 1}])
    shop = {"code": "SHOP", "kind": "store", "cutoff": "14:00:00", "attributes": {"floor": "2"}}
    call(conn, "set_locations", locations=[shop])
    customer = {"ref": "=C1", "name": "@SUM(A1)", "class": "gold"}
    call(conn, "set_customers", customers=[customer])
    rule = {"scope": "product", "match": "MUG", "mode": "allow", "cap": 5}
    call(conn, "set_policies", policies=[rule])
    count = {
        "products": 4,
        "locations": 2,
        "suppliers": 1,
        "supplier-items": 4,
        "customers": 1,
        "policies": 2,
        "substitutes": 1,
    }
    for kind, expected in count.items():
        path = tmp_path / f"{kind}.{suffix}"
        assert export_file(conn, kind, path)["rows"] == expected
        done = bring(conn, kind, path)["done"]
        done.pop("substitutes", None)
        assert (kind, done) == (kind, {"created": 0, "changed": 0, "unchanged": expected})
    assert rows(conn, "SELECT rank FROM substitute") == [(1,)]


@pytest.mark.parametrize("suffix", FORMATS)
def test_terms_of_buying_come_back(conn: Connection, tmp_path: Path, suffix: str) -> None:
    """Money of a supplier and its price breaks are in the currency of what it sells."""
    if suffix == "parquet":
        require("polars")
    set_up(conn)
    call(conn, "set_products", products=[{"sku": "MUG", "buying": "on_demand"}])
    yen = {"code": "Y1", "min_order_value": 5000, "freight": 700, "emergency_freight": 1500}
    call(conn, "set_suppliers", suppliers=[yen | {"order_week": "tue,fri", "review_days": 7}])
    breaks = {"price_breaks": {"500": 700, "100": 800}, "emergency_days": 2, "emergency_extra": 90}
    item = {"supplier": "Y1", "sku": "POT", "lead_time_days": 9}
    call(conn, "set_supplier_items", supplier_items=[item | breaks])
    kept = (
        "SELECT s.min_order_value, s.freight, s.emergency_freight, s.order_week, s.review_days,"
        " i.price_breaks, i.emergency_days, i.emergency_extra, p.buying FROM supplier_item i"
        " JOIN supplier s ON s.id = i.supplier_id JOIN product p ON p.sku = 'MUG'"
        " WHERE s.code = 'Y1'"
    )
    before = rows(conn, kept)
    kinds = ("products", "suppliers", "supplier-items")
    for kind in kinds:
        export_file(conn, kind, tmp_path / f"{kind}.{suffix}")
    if suffix == "csv":
        text = (tmp_path / "supplier-items.csv").read_text(encoding="utf-8")
        assert "Y1,POT,0,1,1,9,,,100,100=800|500=700,2,90" in text
        assert ",5000,700,1500," in (tmp_path / "suppliers.csv").read_text(encoding="utf-8")
    call(conn, "set_products", products=[{"sku": "MUG", "buying": "stock"}])
    plain = {"min_order_value": 0, "freight": 1, "emergency_freight": 1, "order_week": "mon"}
    call(conn, "set_suppliers", suppliers=[{"code": "Y1", "review_days": 1, **plain}])
    none: dict[str, Any] = {"price_breaks": {}, "emergency_days": None, "emergency_extra": 0}
    call(conn, "set_supplier_items", supplier_items=[item | none])
    for kind in kinds:
        assert bring(conn, kind, tmp_path / f"{kind}.{suffix}")["done"]["changed"] == 1
    assert rows(conn, kept) == before


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("100", "is no table of prices such as 100=3.80|500=3.50"),
        ("0=3.80", "is no table of prices such as 100=3.80|500=3.50"),
        ("10=3|10=4", "is no table of prices such as 100=3.80|500=3.50"),
        ("10=cheap", "holds a price that is not an amount such as 19.99"),
        ("10=3.805", "has 3 decimals; EUR has 2"),
    ],
)
def test_price_breaks_that_are_none_are_refused(
    conn: Connection, tmp_path: Path, cell: str, reason: str
) -> None:
    set_up(conn)
    path = write_csv(tmp_path / "i.csv", "supplier sku price_breaks", [["S1", "MUG", cell]])
    with pytest.raises(BackorderError) as refused:
        bring(conn, "supplier-items", path)
    assert [one["reason"] for one in refused.value.facts["problems"]] == [reason]


def test_no_cell_of_a_file_for_people_runs(conn: Connection, tmp_path: Path) -> None:
    evil = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\uff1dx", "'=x"]
    products = [
        {"sku": f"P{n}", "name": text, "attributes": {text: text}} for n, text in enumerate(evil)
    ]
    call(conn, "set_products", products=products)
    export_file(conn, "products", tmp_path / "p.csv")
    export_file(conn, "products", tmp_path / "p.xlsx")
    with (tmp_path / "p.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "p.xlsx"))
    sheet = book.get_sheet_by_index(0)
    texts = [c for line in sheet.to_python() for c in line if isinstance(c, str)]
    for found in (cells, texts):
        assert {f"'{text}" for text in evil} <= set(found)
        assert not [cell for cell in found if cell.startswith(tuple("=+-@\t\r\n\uff1d"))]
    export_file(conn, "products", tmp_path / "p.jsonl")
    lines = (tmp_path / "p.jsonl").read_text(encoding="utf-8").strip().split("\n")
    assert [json.loads(line)["name"] for line in lines] == evil


def test_numbers_and_days_are_typed_in_a_workbook(conn: Connection, tmp_path: Path) -> None:
    set_up(conn)
    export_file(conn, "products", tmp_path / "p.xlsx")
    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "p.xlsx"))
    header, *lines = book.get_sheet_by_index(0).to_python()
    price = header.index("unit_price")
    assert {line[0]: line[price] for line in lines} == {
        "MUG": 12.5,
        "POT": 900.0,
        "CUP": 0.005,
        "JUG": 9.0,
    }


def test_orders_leave_as_they_came(conn: Connection, tmp_path: Path) -> None:
    set_up(conn)
    order = {
        "key": "web-1",
        "channel": "web",
        "customer": {"ref": "C1"},
        "lines": [{"sku": "MUG", "quantity": 3, "requested_on": "2026-12-20"}],
    }
    call(conn, "place_orders", orders=[order])
    export_file(conn, "orders", tmp_path / "o.csv")
    assert (tmp_path / "o.csv").read_text(encoding="utf-8").splitlines() == [
        "order,placed_at,customer,sku,quantity,unit_price,requested_on,channel",
        "web-1,2026-11-22T09:00:00Z,C1,MUG,3,12.50,2026-12-20,web",
    ]
    export_file(conn, "orders", tmp_path / "o.jsonl")
    assert json.loads((tmp_path / "o.jsonl").read_text(encoding="utf-8"))["unit_price"] == 1250


def test_a_file_is_replaced_only_when_the_new_one_is_whole(
    conn: Connection, tmp_path: Path
) -> None:
    path = tmp_path / "p.xlsx"
    path.write_text("as it was")
    text = "x" * 32_768
    call(conn, "set_products", products=[{"sku": "A", "attributes": {"long": text}}])
    with pytest.raises(BackorderError) as refused:
        export_file(conn, "products", path)
    assert refused.value.code == "cell_too_long"
    assert path.read_text() == "as it was"
    assert [found.name for found in tmp_path.iterdir()] == ["p.xlsx"]


def test_a_folder_that_is_not_there(conn: Connection, tmp_path: Path) -> None:
    with pytest.raises(BackorderError) as refused:
        export_file(conn, "products", tmp_path / "none" / "p.csv")
    assert refused.value.code == "unwritable"
