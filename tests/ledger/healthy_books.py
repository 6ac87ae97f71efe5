"""Small books in which every table has a row and every invariant holds, written by plain SQL.

They do not come from the verbs, so that the invariants are judged by something else than the code
they watch. The story: two places, four products, one purchase that came in parts, with damage and
in excess, an order shipped and partly returned, a transfer half arrived, and a count that found a
cup missing which a customer had been promised.
"""

from __future__ import annotations

import json
import secrets
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from backorder import database
from backorder.ledger.proofs.invariants import Breach, check
from tests.support import temporary_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

ORDERS = [
    {
        "key": "web-1",
        "order": "SO-000001",
        "status": "accepted",
        "lines": [{"sku": "MUG", "ordered": 12, "allocated": 10, "backordered": 2}],
    },
    {"key": "web-2", "status": "refused", "lines": [{"sku": "NIX", "ordered": 1}]},
    {
        "key": "web-3",
        "order": "SO-000002",
        "status": "accepted",
        "lines": [
            {"sku": "POT", "ordered": 5, "allocated": 0, "backordered": 5},
            {"sku": "PAN", "ordered": 3, "allocated": 0, "backordered": 3},
            {"sku": "CUP", "ordered": 2, "allocated": 2, "backordered": 0},
        ],
    },
]
VERBS = (
    "set_products",
    "count",
    "order_supply",
    "place_orders",
    "receive",
    "ship",
    "return",
    "adjust",
    "transfer",
    "receive",
    "count",
    "cancel",
    "change_order",
)
# Master data and the column that people know its rows by.
NATURAL_KEYS = {"product": "sku", "location": "code", "supplier": "code", "customer": "ref"}


class Planted(NamedTuple):
    """A breach of one invariant: the statements that plant it, and the rows that must be found."""

    invariant: str
    statements: str
    rows: list[dict[str, Any]]


def plant(conn: Connection[Any], statements: str) -> None:
    """Run statements past the laws that the database itself keeps."""
    conn.execute(statements.encode(), prepare=False)


@contextmanager
def empty(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    """Make another database, with the schema and nothing written."""
    template = str(conninfo_to_dict(template_url)["dbname"])
    name = f"backorder_books_{secrets.token_hex(6)}"
    with (
        temporary_database(server_url, name, template) as address,
        database.connect(address) as conn,
    ):
        yield conn


@contextmanager
def kept(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    """Write the books into a database of their own, for tests that undo what they do."""
    with empty(server_url, template_url) as conn:
        write(conn)
        yield conn


@contextmanager
def undone(conn: Connection[Any]) -> Iterator[None]:
    """Undo at the end whatever is done inside; it sees one instant, as a sweep must."""
    with conn.transaction(force_rollback=True):
        conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def breach_of(conn: Connection[Any], planted: Planted) -> Breach:
    """Plant a breach, return what its invariant says of it, and undo it."""
    with undone(conn):
        plant(conn, planted.statements)
        (breach,) = check(conn, names=[planted.invariant])
    return breach


def offer_mugs(conn: Connection[Any]) -> None:
    """Make a product that nobody has and a supplier sells, so that a verb can promise it."""
    _add(conn, "product", "sku", ("MUG",))
    _add(conn, "supplier", "code", ("S1",))
    item = ("supplier:S1", "product:MUG", 14)
    _add(conn, "supplier_item", "supplier_id product_id lead_time_days", item)


def at(entry: int) -> datetime:
    """Return the instant of a journal entry: the n-th one on the n-th of November."""
    return datetime(2026, 11, entry, 9, tzinfo=UTC)


def write(conn: Connection[Any], *, burnt: int = 0) -> None:
    """Write the books; ``burnt`` ids of master data are wasted first, as refused inserts do."""
    with conn.transaction():
        for _ in range(burnt):
            for table in ("product", "location", "supplier", "customer", "supplier_item"):
                conn.execute(f"SELECT nextval(pg_get_serial_sequence('{table}', 'id'))")
        _catalog(conn)
        for entry, verb in enumerate(VERBS, start=1):
            result = {"orders": ORDERS} if verb == "place_orders" else {}
            key = "batch-1" if verb == "place_orders" else None
            row = (entry, verb, key, "test", at(entry), "{}", json.dumps(result), "{}")
            _add(conn, "journal", "id verb key actor at input result numbers", row)
        _papers(conn)
        _orders(conn)
        _movements(conn)
        _forecasts(conn)


def _add(conn: Connection[Any], table: str, columns: str, *rows: tuple[Any, ...]) -> None:
    """Insert rows; ``supplier:S1`` and the like stand for the id of that row."""
    names = columns.split()
    resolved = [[_resolve(conn, value) for value in row] for row in rows]
    query = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(sql.Placeholder() * len(names)),
    )
    conn.cursor().executemany(query, resolved)


def _resolve(conn: Connection[Any], value: Any) -> Any:
    table, colon, name = value.partition(":") if isinstance(value, str) else ("", "", "")
    if not colon or table not in NATURAL_KEYS:
        return value
    query = sql.SQL("SELECT id FROM {} WHERE {} = %s").format(
        sql.Identifier(table), sql.Identifier(NATURAL_KEYS[table])
    )
    row = conn.execute(query, [name]).fetchone()
    assert row is not None, value
    return row[0]


def _forecasts(conn: Connection[Any]) -> None:
    """Write a promotion, a forecast that reckons with it, and what forecasts were worth."""
    spring = ("Spring", "product:MUG", "2027-03-01", "2027-03-14", at(1))
    _add(conn, "promotion", "name product_id from_on to_on set_at", spring)
    weeks = ([4.5, 3.0], [3.0, 3.0], [4, 3], [6, 5], [9, 8], 2.5, "SES 0.1", at(1))
    made = ("product:MUG", "location:MAIN", "2027-03-01", *weeks)
    columns = "product_id location_id first_on mean base p50 p80 p95 size method made_at"
    _add(conn, "forecast", columns, made)
    worth = ("2027-03-01", "all", 1, 12, 0.1, 0.8, 0.3, 0.5, 0.8, 0.9)
    columns = "measured_on kind series weeks bias rmsse pinball within_50 within_80 within_95"
    _add(conn, "forecast_accuracy", columns, worth)


def _catalog(conn: Connection[Any]) -> None:
    _add(conn, "product", "sku", ("CUP",), ("MUG",), ("PAN",), ("POT",))
    shop = ("SHOP", "store", True, None)
    _add(conn, "location", "code kind sellable site_id", shop)
    damaged = ("SHOP/DAMAGED", "damaged", False, "location:SHOP")
    _add(conn, "location", "code kind sellable site_id", damaged)
    _add(conn, "supplier", "code", ("S1",))
    item = ("supplier:S1", "product:MUG", 14)
    _add(conn, "supplier_item", "supplier_id product_id lead_time_days", item)
    _add(conn, "customer", "ref", ("C7",))
    german = ("DE", "mon-fri", [date(2026, 12, 25)], [date(2026, 12, 19)])
    _add(conn, "calendar", "code days closed opened", german)
    lanes = ((None, "", 3, "daily", 490), ("location:MAIN", "DE", 1, "DE", 390))
    _add(conn, "lane", "location_id zone transit_days calendar parcel_cost", *lanes)
    rules = (("DE", 0, "location:SHOP"), ("DE", 1, "location:MAIN"))
    _add(conn, "sourcing_rule", "zone rank location_id", *rules)
    _add(conn, "policy", "scope match mode cap", ("product", "MUG", "allow", 50))
    _add(conn, "substitute", "product_id substitute_id", ("product:MUG", "product:CUP"))


def _papers(conn: Connection[Any]) -> None:
    main, shop, mug = "location:MAIN", "location:SHOP", "product:MUG"
    paper = "id key at journal_id"
    _add(
        conn,
        "stock_count",
        f"{paper} location_id",
        (1, "c-1", at(2), 2, main),
        (2, "c-2", at(11), 11, main),
    )
    _add(
        conn,
        "count_line",
        "stock_count_id line_no product_id expected counted",
        (1, 1, mug, 0, 10),
        (1, 2, "product:CUP", 0, 2),
        (2, 1, "product:CUP", 2, 1),
        (2, 2, "product:POT", 14, 14),
    )
    _add(
        conn,
        "purchase_order",
        f"{paper} supplier_id location_id approved_at approved_by",
        (1, "p-1", at(3), 3, "supplier:S1", main, at(3), 3),
        (80, "p-2", at(3), 3, "supplier:S1", main, None, None),
    )
    _add(
        conn,
        "purchase_line",
        "id purchase_order_id line_no product_id ordered received damaged over unit_cost"
        " ordered_for",
        (1, 1, 1, mug, 24, 20, 2, 0, 400, "2026-12-08"),
        (2, 1, 2, "product:POT", 12, 14, 0, 2, 900, "2026-12-08"),
        (80, 80, 7, "product:CUP", 4, 0, 0, 0, 90, "2026-12-20"),
    )
    _answers(conn, paper)
    transfer = (1, "t-1", at(9), 9, main, shop)
    _add(conn, "transfer", f"{paper} origin_id destination_id", transfer)
    columns = "id transfer_id line_no product_id sent received damaged"
    _add(conn, "transfer_line", columns, (1, 1, 1, mug, 6, 3, 1))
    _add(
        conn,
        "receipt",
        f"{paper} location_id purchase_order_id transfer_id",
        (1, "r-1", at(5), 5, main, 1, None),
        (2, "r-2", at(10), 10, shop, None, 1),
    )
    _add(
        conn,
        "receipt_line",
        "receipt_id line_no purchase_line_id transfer_line_id product_id good damaged over",
        (1, 1, 1, None, mug, 20, 2, 0),
        (1, 2, 2, None, "product:POT", 14, 0, 2),
        (2, 1, None, 1, mug, 3, 1, 0),
    )
    adjustment = (1, "a-1", at(8), 8, main, mug, -1, "damaged")
    _add(conn, "adjustment", f"{paper} location_id product_id quantity cause", adjustment)


def _answers(conn: Connection[Any], paper: str) -> None:
    """Write that the purchase was sent, and what the supplier said."""
    sent = (1, "e-1", at(4), 4, 1, "email", "s1@example.com")
    _add(conn, "purchase_sending", f"{paper} purchase_order_id how recipient", sent)
    said = (1, "k-1", at(4), 4, 1, "acknowledgement", "link", "Ann")
    _add(conn, "supplier_message", f"{paper} purchase_order_id kind how said_by", said)
    _add(
        conn,
        "supplier_message_line",
        "supplier_message_id line_no purchase_line_id quantity expected_on",
        (1, 1, 1, 22, "2026-12-08"),
        (1, 2, 1, 2, None),
    )


MUG, POT, PAN, CUP = "product:MUG", "product:POT", "product:PAN", "product:CUP"
ON_STOCK, BOUGHT, PLANNED = "2026-11-23", "2026-12-09", "2026-12-20"


def _orders(conn: Connection[Any]) -> None:
    mug, pot, pan, cup = MUG, POT, PAN, CUP
    _add(
        conn,
        "sales_order",
        "id key customer_id ship currency placed_at journal_id",
        (1, "web-1", "customer:C7", "as_available", "EUR", at(4), 4),
        (2, "web-3", None, "complete", "EUR", at(4), 4),
    )
    _add(
        conn,
        "order_line",
        "id order_id line_no product_id ordered shipped cancelled returned"
        " backordered_when_placed unit_price rank",
        (1, 1, 1, mug, 12, 8, 0, 3, 2, 1250, 1),
        (2, 2, 1, pot, 5, 0, 1, 0, 5, 2500, 2),
        (3, 2, 2, pan, 3, 0, 0, 0, 3, 3000, 3),
        (4, 2, 3, cup, 2, 0, 0, 0, 0, 700, 4),
        (5, 1, 2, pan, 1, 0, 0, 0, 1, 3000, 5),
    )
    main, shop = "location:MAIN", "location:SHOP"
    _add(
        conn,
        "supply",
        "id product_id location_id kind name quantity pegged available_on supplier_id"
        " purchase_line_id transfer_line_id",
        (1, mug, main, "stock", "stock@MAIN", 17, 4, None, None, None, None),
        (2, cup, main, "stock", "stock@MAIN", 1, 1, None, None, None, None),
        (3, mug, main, "purchase", "PO-000001/1", 2, 0, "2026-12-08", "supplier:S1", 1, None),
        (4, pot, main, "purchase", "PO-000001/2", 0, 0, "2026-12-08", "supplier:S1", 2, None),
        (5, pan, main, "planned", "PS-000005", 4, 4, "2026-12-19", "supplier:S1", None, None),
        (6, pot, main, "stock", "stock@MAIN", 14, 4, None, None, None, None),
        (7, mug, shop, "transfer", "TR-000001/1", 2, 0, "2026-12-01", None, None, 1),
        (8, mug, shop, "stock", "stock@SHOP", 3, 0, None, None, None, None),
    )
    _promises(conn)
    _add(conn, "shipment", "id key at journal_id order_id", (1, "s-1", at(6), 6, 1))
    columns = "shipment_id line_no order_line_id location_id quantity"
    _add(conn, "shipment_line", columns, (1, 1, 1, main, 8))
    columns = "id key at journal_id order_id location_id"
    _add(conn, "sales_return", columns, (1, "b-1", at(7), 7, 1, main))
    _add(conn, "return_line", "sales_return_id line_no order_line_id good damaged", (1, 1, 1, 2, 1))


def _promises(conn: Connection[Any]) -> None:
    """Write who holds what, what they were told, and which dates are unknown."""
    mug, pot, pan, cup = MUG, POT, PAN, CUP
    stock, buy, plan = ON_STOCK, BOUGHT, PLANNED
    _add(
        conn,
        "peg",
        "line_id n order_id product_id supply_id quantity rank promised_on",
        (1, 1, 1, mug, 1, 2, 1, stock),
        (1, 2, 1, mug, 1, 2, 1, buy),
        (2, 1, 2, pot, 6, 4, 2, buy),
        (3, 1, 2, pan, 5, 3, 3, plan),
        (4, 1, 2, cup, 2, 1, 4, stock),
        (4, 2, 2, cup, None, 1, 4, None),
        (5, 1, 1, pan, 5, 1, 5, plan),
    )
    _add(
        conn,
        "promise",
        "line_id version part quantity promised_on basis supply_id available_on confidence cause"
        " made_at journal_id",
        (1, 1, 1, 10, stock, "stock", 1, None, 100, "placed", at(4), 4),
        (1, 1, 2, 2, buy, "purchase", 3, "2026-12-08", 80, "placed", at(4), 4),
        (2, 1, 1, 5, buy, "purchase", 4, "2026-12-08", 80, "placed", at(4), 4),
        (3, 1, 1, 3, plan, "planned", 5, "2026-12-19", 80, "placed", at(4), 4),
        (4, 1, 1, 2, stock, "stock", 2, None, 100, "placed", at(4), 4),
        (4, 2, 1, 1, stock, "stock", 2, None, 100, "stock_corrected", at(11), 11),
        (4, 2, 2, 1, None, "unknown", None, None, 0, "stock_corrected", at(11), 11),
        (5, 1, 1, 1, plan, "planned", 5, "2026-12-19", 80, "placed", at(13), 13),
    )
    _add(
        conn,
        "exception_case",
        "id code product_id line_id opened_at opened_by closed_at closed_by",
        (1, "date_unknown", pan, 3, at(5), 5, at(6), 6),
        (2, "date_unknown", cup, 4, at(11), 11, None, None),
    )


def _movements(conn: Connection[Any]) -> None:
    """Write the movements: journal entry and position, product, from, to, quantity, its paper."""
    rows = (
        (2, 1, "MUG", "ADJUSTMENT", "MAIN", 10, "count", 1, 1),
        (2, 2, "CUP", "ADJUSTMENT", "MAIN", 2, "count", 1, 2),
        (5, 1, "MUG", "SUPPLIER", "MAIN", 20, "receipt", 1, 1),
        (5, 2, "MUG", "SUPPLIER", "MAIN/DAMAGED", 2, "receipt", 1, 1),
        (5, 3, "POT", "SUPPLIER", "MAIN", 14, "receipt", 1, 2),
        (6, 1, "MUG", "MAIN", "CUSTOMER", 8, "shipment", 1, 1),
        (7, 1, "MUG", "CUSTOMER", "MAIN", 2, "return", 1, 1),
        (7, 2, "MUG", "CUSTOMER", "MAIN/DAMAGED", 1, "return", 1, 1),
        (8, 1, "MUG", "MAIN", "ADJUSTMENT", 1, "adjustment", 1, 1),
        (9, 1, "MUG", "MAIN", "TRANSIT", 6, "transfer", 1, 1),
        (10, 1, "MUG", "TRANSIT", "SHOP", 3, "receipt", 2, 1),
        (10, 2, "MUG", "TRANSIT", "SHOP/DAMAGED", 1, "receipt", 2, 1),
        (11, 1, "CUP", "MAIN", "ADJUSTMENT", 1, "count", 2, 1),
    )
    _add(
        conn,
        "stock_movement",
        "journal_id n product_id origin_id destination_id quantity kind document document_line at",
        *(
            (entry, n, f"product:{sku}", f"location:{origin}", f"location:{to}", *rest, at(entry))
            for entry, n, sku, origin, to, *rest in rows
        ),
    )
