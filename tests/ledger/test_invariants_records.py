"""Planted breaches of what holds for journal, keys, references and the database's own guards."""

# The statements are the test: nothing of them comes from outside.
# ruff: noqa: S608

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.ledger import healthy_books as books
from tests.ledger.healthy_books import Planted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection

PAPERS = (
    "purchase_order",
    "receipt",
    "shipment",
    "stock_count",
    "adjustment",
    "transfer",
    "sales_return",
    "purchase_sending",
    "supplier_message",
)
ANSWERS_FREE = "".join(
    f"ALTER TABLE {table} DISABLE TRIGGER USER;"
    for table in ("purchase_sending", "supplier_message", "supplier_message_line")
)
ALL_KEYS_FREE = "DROP INDEX journal_key_once;" + "".join(
    f"ALTER TABLE {table} DROP CONSTRAINT {table.replace('_', '')}_key_once;" for table in PAPERS
)


def second(table: str, columns: str) -> str:
    """Return the statement that writes a paper a second time, under the same key."""
    return f"INSERT INTO {table} (id, {columns}) SELECT 90, {columns} FROM {table} WHERE id = 1;"


def notice(number: int, columns: str, values: str) -> str:
    """Return the statement that writes a notice down."""
    given = {
        "id": f"{number}",
        "key": f"'n-{number}'",
        "event": "'shipped'",
        "audience": "'customer'",
        "recipient": "'customer:7'",
        "channel": "'email'",
        "due_at": "'2026-11-22Z'",
        "created_at": "'2026-11-22Z'",
        **dict(zip(columns.split(", "), values.split(", "), strict=True)),
    }
    return f"INSERT INTO notice ({', '.join(given)}) VALUES ({', '.join(given.values())});"


PLANTED = [
    Planted(
        "calendars_are_known",
        "UPDATE location SET calendar = 'XMAS' WHERE code = 'SHOP';"
        "UPDATE supplier SET calendar = 'mon-';"
        "UPDATE lane SET calendar = 'FR' WHERE zone = 'DE';"
        "INSERT INTO calendar (code, days) VALUES ('mon-fri', 'daily'), ('OK', 'sun - Thu,sat');",
        [
            {"owner": "calendar mon-fri", "calendar": "daily", "problem": "is a week itself"},
            {"owner": "lane to DE", "calendar": "FR", "problem": "not known"},
            {"owner": "location SHOP", "calendar": "XMAS", "problem": "not known"},
            {"owner": "supplier S1", "calendar": "mon-", "problem": "not known"},
        ],
    ),
    Planted(
        "lead_times_are_journaled",
        "INSERT INTO lead_time (supplier_id, product_id, deliveries, log_mean, log_spread, freedom,"
        " stated_days, p50_days, p80_days, p95_days, short_rate, reject_rate, fitted_at)"
        " SELECT id, NULL, 9, 2, 0.3, 15, 7, 7, 9, 12, 0, 0, '2026-11-22 09:00+00' FROM supplier"
        " WHERE code = 'S1';"
        "INSERT INTO lead_time_check (days_from, lines, within_p50, within_p80, within_p95, loss,"
        " fitted_at) VALUES (30, 9, 4, 7, 9, 1.5, '2026-11-22 09:00+00');",
        [
            {"what": "check", "supplier": None, "sku": None, "days_from": 30},
            {"what": "lead time", "supplier": "S1", "sku": None, "days_from": None},
        ],
    ),
    Planted(
        "keys_are_used_once",
        ALL_KEYS_FREE
        + "ALTER TABLE sales_order DROP CONSTRAINT sales_order_key_once;"
        + second("journal", "verb, key, actor, at, input, result").replace("id = 1", "id = 4")
        + second("sales_order", "key, ship, currency, placed_at, journal_id")
        + second("purchase_order", "key, at, journal_id, supplier_id, location_id")
        + second("purchase_sending", "key, at, journal_id, purchase_order_id, how")
        + second("supplier_message", "key, at, journal_id, purchase_order_id, kind, how")
        + second("receipt", "key, at, journal_id, purchase_order_id, location_id")
        + second("shipment", "key, at, journal_id, order_id")
        + second("stock_count", "key, at, journal_id, location_id")
        + second("adjustment", "key, at, journal_id, location_id, product_id, quantity, cause")
        + second("transfer", "key, at, journal_id, origin_id, destination_id")
        + second("sales_return", "key, at, journal_id, order_id, location_id"),
        [
            {"kind": "adjustment", "key": "a-1", "times": 2},
            {"kind": "count", "key": "c-1", "times": 2},
            {"kind": "journal place_orders", "key": "batch-1", "times": 2},
            {"kind": "order", "key": "web-1", "times": 2},
            {"kind": "purchase order", "key": "p-1", "times": 2},
            {"kind": "receipt", "key": "r-1", "times": 2},
            {"kind": "return", "key": "b-1", "times": 2},
            {"kind": "sending", "key": "e-1", "times": 2},
            {"kind": "shipment", "key": "s-1", "times": 2},
            {"kind": "supplier message", "key": "k-1", "times": 2},
            {"kind": "transfer", "key": "t-1", "times": 2},
        ],
    ),
    Planted(
        "orders_are_journaled",
        # An order that nobody was told of, and one that was acknowledged and is gone.
        "UPDATE sales_order SET id = 3 WHERE id = 2",
        [
            {"journal_id": 4, "number": "SO-000002", "problem": "no such order"},
            {"journal_id": 4, "number": "SO-000003", "problem": "not in the journal"},
        ],
    ),
    Planted(
        "orders_are_journaled",
        "UPDATE sales_order SET journal_id = 5 WHERE id = 2",
        [{"journal_id": 5, "number": "SO-000002", "problem": "not in the journal"}],
    ),
    Planted(
        "book_references_exist",
        "ALTER TABLE promise DISABLE TRIGGER USER;"
        "UPDATE order_line SET order_id = 91 WHERE id = 5;"
        "UPDATE order_line SET product_id = 99 WHERE id = 4;"
        "UPDATE peg SET order_id = 92 WHERE line_id = 5;"
        "UPDATE peg SET product_id = 93 WHERE line_id = 3;"
        "UPDATE peg SET supply_id = 94 WHERE line_id = 2;"
        "UPDATE peg SET line_id = 95 WHERE line_id = 4 AND n = 1;"
        "UPDATE promise SET line_id = 96 WHERE line_id = 2;"
        "UPDATE promise SET supply_id = 97 WHERE line_id = 3;"
        "UPDATE exception_case SET line_id = 98, supply_id = 90, purchase_order_id = 89"
        " WHERE id = 1;"
        "UPDATE purchase_line SET split_from_id = 88 WHERE id = 2",
        [
            {"reference": "exception_case.line_id", "row_id": 1, "missing": 98},
            {"reference": "exception_case.purchase_order_id", "row_id": 1, "missing": 89},
            {"reference": "exception_case.supply_id", "row_id": 1, "missing": 90},
            {"reference": "order_line.order_id", "row_id": 5, "missing": 91},
            {"reference": "order_line.product_id", "row_id": 4, "missing": 99},
            {"reference": "peg.line_id", "row_id": 95, "missing": 95},
            {"reference": "peg.order_id", "row_id": 5, "missing": 92},
            {"reference": "peg.product_id", "row_id": 3, "missing": 93},
            {"reference": "peg.supply_id", "row_id": 2, "missing": 94},
            {"reference": "promise.line_id", "row_id": 96, "missing": 96},
            {"reference": "promise.supply_id", "row_id": 3, "missing": 97},
            {"reference": "purchase_line.split_from_id", "row_id": 2, "missing": 88},
        ],
    ),
    Planted(
        "journal_references_exist",
        "ALTER TABLE promise DISABLE TRIGGER USER; ALTER TABLE stock_movement DISABLE TRIGGER USER;"
        + ANSWERS_FREE
        + "".join(f"UPDATE {table} SET journal_id = 99;" for table in PAPERS)
        + "UPDATE purchase_order SET approved_by = 99 WHERE id = 1;"
        + "UPDATE sales_order SET journal_id = 99 WHERE id = 2;"
        "UPDATE stock_movement SET journal_id = 99 WHERE journal_id = 5;"
        "UPDATE promise SET journal_id = 99 WHERE line_id = 3;"
        "UPDATE exception_case SET opened_by = 98 WHERE id = 2;"
        "UPDATE exception_case SET closed_by = 97 WHERE id = 1;"
        "INSERT INTO swap (journal_id, n, at, order_id, product_id, substitute_id, quantity,"
        " unit_price, was_price) VALUES (99, 1, '2026-11-22Z', 1, 1, 2, 1, 100, 100);"
        "INSERT INTO shipment_label (shipment_id, version, carrier, tracking, tracking_url, at,"
        " journal_id) VALUES (1, 1, 'Post', '', '', '2026-11-22Z', 99)",
        [
            {"reference": "adjustment.journal_id", "journal_id": 99},
            {"reference": "exception_case.closed_by", "journal_id": 97},
            {"reference": "exception_case.opened_by", "journal_id": 98},
            {"reference": "promise.journal_id", "journal_id": 99},
            {"reference": "purchase_order.approved_by", "journal_id": 99},
            {"reference": "purchase_order.journal_id", "journal_id": 99},
            {"reference": "purchase_sending.journal_id", "journal_id": 99},
            {"reference": "receipt.journal_id", "journal_id": 99},
            {"reference": "sales_order.journal_id", "journal_id": 99},
            {"reference": "sales_return.journal_id", "journal_id": 99},
            {"reference": "shipment.journal_id", "journal_id": 99},
            {"reference": "shipment_label.journal_id", "journal_id": 99},
            {"reference": "stock_count.journal_id", "journal_id": 99},
            {"reference": "stock_movement.journal_id", "journal_id": 99},
            {"reference": "supplier_message.journal_id", "journal_id": 99},
            {"reference": "swap.journal_id", "journal_id": 99},
            {"reference": "transfer.journal_id", "journal_id": 99},
        ],
    ),
    Planted(
        "purchases_live_in_order",
        # Answered before the approval, and received though nobody approved it; a part of nothing.
        ANSWERS_FREE + "UPDATE purchase_order SET approved_by = 5, approved_at = '2026-11-01Z'"
        " WHERE id = 1;"
        "UPDATE receipt SET purchase_order_id = 80 WHERE id = 1;"
        "UPDATE purchase_line SET split_from_id = 1 WHERE id IN (2, 80)",
        [
            {"purchase_order": 1, "problem": "answered before it was approved"},
            {"purchase_order": 1, "problem": "approved before it was written"},
            {"purchase_order": 1, "problem": "part 2 is of another line"},
            {"purchase_order": 1, "problem": "sent before it was approved"},
            {"purchase_order": 80, "problem": "part 7 is of another line"},
            {"purchase_order": 80, "problem": "received before it was approved"},
        ],
    ),
    Planted(
        "append_only_is_guarded",
        "ALTER TABLE journal DISABLE TRIGGER USER;"
        "DROP TRIGGER promise_is_append_only ON promise;"
        "CREATE TRIGGER promise_is_append_only BEFORE UPDATE ON promise"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_edit();"
        "DROP TRIGGER stock_movement_is_append_only ON stock_movement;"
        "ALTER TABLE peg ADD CONSTRAINT later CHECK (quantity < 100) NOT VALID",
        [
            {"table": "journal", "problem": "no guard against changes"},
            {"table": "peg", "problem": "later was never checked"},
            {"table": "promise", "problem": "no guard against changes"},
            {"table": "stock_movement", "problem": "no guard against changes"},
        ],
    ),
    Planted(
        "server_is_durable",
        "SET synchronous_commit = off",
        [{"name": "synchronous_commit", "setting": "off"}],
    ),
    Planted(
        "webhook_references_exist",
        "INSERT INTO webhook_outbox (id, journal_id) VALUES (5, 777);"
        "INSERT INTO webhook_event (id, type, journal_id, at, body)"
        " VALUES ('evt_778', 'order.accepted', 778, '2026-11-22Z', '{}');",
        [
            {"reference": "webhook_event.journal_id", "missing": 778},
            {"reference": "webhook_outbox.journal_id", "missing": 777},
        ],
    ),
    Planted(
        "webhooks_are_listening",
        "INSERT INTO webhook_endpoint (id, name, url, events, secret, created_at, created_by)"
        " VALUES (1, 'shop', 'https://example.com', '{*}', 'whsec_', '2026-11-22Z', 'ada');",
        [{"endpoint_is_on": True, "entries_are_noted": False}],
    ),
    Planted(
        "notices_are_noted",
        "INSERT INTO app_setting (name, value, changed_at, changed_by)"
        " VALUES ('notices', '{\"on\": true}', '2026-11-22Z', 'ada');",
        [{"notices_are_on": True, "entries_are_noted": False}],
    ),
    Planted(
        "notice_references_exist",
        "INSERT INTO notice_outbox (id, journal_id) VALUES (5, 777);"
        "INSERT INTO sms_in (key, at, sender, said, meaning, order_id)"
        " VALUES ('m-1', '2026-11-22Z', '+491512345678', 'CANCEL', 'cancel', 779);"
        + notice(1, "order_id, purchase_order_id, journal_id", "778, 776, 775"),
        [
            {"reference": "notice.journal_id", "missing": 775},
            {"reference": "notice.order_id", "missing": 778},
            {"reference": "notice.purchase_order_id", "missing": 776},
            {"reference": "notice_outbox.journal_id", "missing": 777},
            {"reference": "sms_in.order_id", "missing": 779},
        ],
    ),
    Planted(
        "sent_notices_went",
        notice(1, "state, due_at, sent_at", "'sent', NULL, '2026-11-22Z'")
        + notice(2, "recipient, state, merged_into_id", "'customer:8', 'merged', 1"),
        [
            {"notice": 1, "problem": "has no name"},
            {"notice": 1, "problem": "was never tried"},
            {"notice": 2, "problem": "went within another's"},
        ],
    ),
]


@pytest.fixture(scope="module")
def healthy(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    with books.kept(server_url, template_url) as conn:
        yield conn


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.invariant)
def test_the_planted_breach_is_found(healthy: Connection[Any], planted: Planted) -> None:
    breach = books.breach_of(healthy, planted)
    assert breach.rows == planted.rows
    assert breach.count == len(planted.rows)
