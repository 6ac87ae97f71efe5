"""The state as one hash: two databases with the same books have the same hash.

Master data is named by its natural keys, because its ids come from the server and a refused insert
burns one. Ids of orders, lines, supplies and papers are handed out by the ledger and written to the
journal, so a replay hands out the same and they are hashed as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from psycopg import sql
from psycopg.rows import tuple_row

from backorder.ledger.journal.snapshot import snapshot

if TYPE_CHECKING:
    from psycopg import Connection

# Every table with the columns that put its rows in a unique order.
TABLES = {
    "adjustment": ("id",),
    "backorder_cause": ("line_id", "event", "version"),
    "calendar": ("code",),
    "count_entry": ("sheet_id", "line_no", "n"),
    "count_line": ("stock_count_id", "line_no"),
    "count_sheet": ("id",),
    "count_sheet_line": ("sheet_id", "line_no"),
    "customer": ("ref",),
    "delay_answer": ("case_id", "n"),
    "delay_case": ("id",),
    "delay_notice": ("case_id", "n"),
    "delay_told": ("case_id", "notice", "channel", "recipient"),
    "exception_case": ("id",),
    "forecast": ("product_id", "location_id"),
    "forecast_accuracy": ("measured_on", "kind"),
    "hold": ("id",),
    "hold_line": ("id",),
    "incentive": ("id",),
    "incentive_redemption": ("incentive_id",),
    "incentive_rule": ("name",),
    "incentive_spend": ("rule_id", "period_from"),
    "journal": ("id",),
    "lane": ("location_id", "zone"),
    "lead_time": ("supplier_id", "product_id"),
    "lead_time_check": ("supplier_id", "days_from"),
    "location": ("code",),
    "money_entry": ("journal_id", "n"),
    "order_line": ("id",),
    "payment": ("id",),
    "payment_event": ("journal_id", "n"),
    "payment_term": ("line_id",),
    "peg": ("line_id", "n"),
    "policy": ("scope", "match", "valid_from"),
    "product": ("sku",),
    "proposal": ("id",),
    "promise": ("line_id", "version", "part"),
    "promotion": ("name", "product_id"),
    "purchase_line": ("id",),
    "purchase_order": ("id",),
    "purchase_sending": ("id",),
    "reallocation": ("id",),
    "reallocation_peg": ("reallocation_id", "line_id", "n"),
    "receipt": ("id",),
    "receipt_line": ("receipt_id", "line_no"),
    "refund_due": ("id",),
    "return_line": ("sales_return_id", "line_no"),
    "sales_order": ("id",),
    "sales_return": ("id",),
    "shipment": ("id",),
    "shipment_label": ("shipment_id", "version"),
    "shipment_line": ("shipment_id", "line_no"),
    "shipping_load": ("location_id", "day"),
    "sourcing_rule": ("zone", "rank"),
    "stock_count": ("id",),
    "stock_policy": ("product_id", "location_id"),
    "stock_policy_change": ("journal_id", "n"),
    "stock_movement": ("journal_id", "n"),
    "substitute": ("product_id", "substitute_id"),
    "supplier": ("code",),
    "supplier_item": ("supplier_id", "product_id"),
    "supplier_message": ("id",),
    "supplier_message_line": ("supplier_message_id", "line_no"),
    "supply": ("id",),
    "supply_outage": ("supplier_id", "product_id", "location_id", "from_on"),
    "swap": ("journal_id", "n"),
    "transfer": ("id",),
    "transfer_line": ("id",),
}
LEFT_OUT = {
    "advice": "worked out from the books, like kept_figure",
    "advice_change": "how that changed",
    "advice_terms": "what the advice reckons with: settings",
    "alarm": "what is wrong with the system, not with the books",
    "alternative": "worked out from products and orders, like kept_figure",
    "alternative_shown": "how often something was shown, which is no deed",
    "api_token": "who may call, not what is in the books",
    "app_cache": "how often somebody tried to sign in lately",
    "app_secret": "what signs sessions",
    "app_setting": "the company's name and look",
    "catalog_state": "a counter by which processes notice that what they remember is old",
    "incentive_outbox": "what a job has not looked at yet",
    "job_schedule": "when tasks run, and how they did",
    "kept_figure": "figures worked out from the books, and when",
    "message_template": "how messages are worded, not what is in the books",
    "order_link": "which links of customers work, not what they asked for",
    "payment_message": "what providers sent; what it came to stands in the books",
    "payment_request": "what is asked of providers; what they answered stands in the books",
    "person": "who may sign in, not what is in the books",
    "purchase_mail": "e-mails that wait to be sent; what was sent stands in the books",
    "saved_view": "lists that people come back to",
    "sign_in_link": "who may sign in, not what is in the books",
    "sms_in": "what customers texted; what came of it stands in the journal",
    "supplier_link": "who may answer a purchase, not what was answered",
    "upload": "files that wait to be imported",
    "waiting_customer": "worked out from the books, like kept_figure",
    "waitlist_entry": "who wants to hear of a product, not what is ordered",
    "waiting_supplier": "worked out from the books, like kept_figure",
}
# Tables of the packages that the app stands on, by the beginning of their names.
LEFT_OUT_FAMILIES = {
    "account_": "django-allauth: e-mail addresses",
    "auth_": "Django: groups, of which there are none",
    "django_": "Django: sessions, and how the schema came about",
    "mfa_": "django-allauth: second factors",
    "procrastinate_": "jobs that wait, run and ran",
    "socialaccount_": "django-allauth: accounts elsewhere",
    "notice": "who was told of what stands in the journal, and how",
    "webhook_": "who is told of what stands in the journal",
    "usersessions_": "django-allauth: where people are signed in",
}
LEFT_OUT_COLUMNS = {
    "journal": {"written_at": "the clock on the wall"},
    "calendar": {"id": "handed out by the server"},
    "customer": {"id": "handed out by the server"},
    "forecast": {"id": "handed out by the server"},
    "incentive_rule": {"id": "handed out by the server"},
    "lane": {"id": "handed out by the server"},
    "lead_time": {"id": "handed out by the server"},
    "lead_time_check": {"id": "handed out by the server"},
    "location": {"id": "handed out by the server"},
    "policy": {"id": "handed out by the server"},
    "product": {"id": "handed out by the server"},
    "promotion": {"id": "handed out by the server"},
    "stock_policy": {"id": "handed out by the server"},
    "sourcing_rule": {"id": "handed out by the server"},
    "substitute": {"id": "handed out by the server"},
    "supplier": {"id": "handed out by the server"},
    "supplier_item": {"id": "handed out by the server"},
    "supply_outage": {"id": "handed out by the server"},
}
# Columns that name master data, and the natural key that stands for the id.
NATURAL = {
    "customer_id": ("customer", "ref"),
    "destination_id": ("location", "code"),
    "location_id": ("location", "code"),
    "origin_id": ("location", "code"),
    "product_id": ("product", "sku"),
    "rule_id": ("incentive_rule", "name"),
    "site_id": ("location", "code"),
    "substitute_id": ("product", "sku"),
    "supplier_id": ("supplier", "code"),
}
_TEXT = ("code", "kind", "match", "name", "ref", "scope", "sku", "zone", *NATURAL)


def is_left_out(table: str) -> bool:
    """Tell whether a table is no part of the state.

    >>> is_left_out("django_session"), is_left_out("journal")
    (True, False)
    """
    return table in LEFT_OUT or table.startswith(tuple(LEFT_OUT_FAMILIES))


@dataclass(frozen=True, slots=True)
class StateHash:
    """The hash of the whole state and of each table, as hexadecimal SHA-256."""

    total: str
    tables: dict[str, str]


def state_hash(conn: Connection[Any]) -> StateHash:
    """Return the hash of all ledger tables in one snapshot; rows are streamed, not held."""
    with snapshot(conn):
        columns = _columns(conn)
        tables = {table: _table_hash(conn, table, columns[table]) for table in sorted(TABLES)}
    whole = "".join(f"{table} {digest}\n" for table, digest in tables.items())
    return StateHash(sha256(whole.encode()).hexdigest(), tables)


def _columns(conn: Connection[Any]) -> dict[str, list[str]]:
    """Return the columns of every table by name, whatever order they were created in."""
    rows = conn.cursor(row_factory=tuple_row).execute(
        """
        SELECT c.relname, a.attname
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY c.relname COLLATE "C", a.attname COLLATE "C"
        """
    )
    columns: dict[str, list[str]] = {}
    for table, column in rows:
        columns.setdefault(table, []).append(column)
    return columns


def _table_hash(conn: Connection[Any], table: str, columns: list[str]) -> str:
    hashed = [column for column in columns if column not in LEFT_OUT_COLUMNS.get(table, ())]
    digest = sha256(("\t".join(hashed) + "\n").encode())
    with conn.cursor() as cursor, cursor.copy(_copy(table, hashed)) as rows:
        for chunk in rows:
            digest.update(chunk)
    return digest.hexdigest()


def _copy(table: str, columns: list[str]) -> sql.Composed:
    """Return the COPY of a table in its unique order, ids of master data as natural keys."""
    named = [column for column in columns if column in NATURAL]
    joins = sql.SQL(" ").join(
        sql.SQL("LEFT JOIN {} AS {} ON {}.id = t.{}").format(
            sql.Identifier(NATURAL[column][0]),
            sql.Identifier(f"of_{column}"),
            sql.Identifier(f"of_{column}"),
            sql.Identifier(column),
        )
        for column in named
    )
    return sql.SQL("COPY (SELECT {} FROM {} AS t {} ORDER BY {}) TO STDOUT").format(
        sql.SQL(", ").join(_value(column) for column in columns),
        sql.Identifier(table),
        joins,
        sql.SQL(", ").join(
            _value(column) + sql.SQL(' COLLATE "C"' if column in _TEXT else "")
            for column in TABLES[table]
        ),
    )


def _value(column: str) -> sql.Composed:
    if column not in NATURAL:
        return sql.SQL("t.{}").format(sql.Identifier(column))
    # An id that names nothing still counts, and is not the same as no id.
    return sql.SQL("coalesce({}, t.{}::text)").format(
        sql.Identifier(f"of_{column}", NATURAL[column][1]), sql.Identifier(column)
    )
