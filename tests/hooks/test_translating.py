"""What each verb says to the outside, from the journal of a real week."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from backorder import ledger
from backorder.app.hooks import dispatching, events, messages
from backorder.app.hooks.translating import TOLD, Entry, Event, events_of
from tests.hooks.life import live
from tests.ledger.desk import OPENING, Desk

if TYPE_CHECKING:
    from psycopg import Connection


@pytest.fixture
def entries(conn: Connection[Any]) -> list[Entry]:
    """Return the journal of the week."""
    live(Desk(conn))
    ids = [number for (number,) in conn.execute("SELECT id FROM journal").fetchall()]
    return dispatching.read(conn, ids)


def said(entries: list[Entry], kind: str) -> list[dict[str, Any]]:
    return [one.data for entry in entries for one in events_of(entry) if one.type == kind]


def test_every_verb_that_writes_is_told_or_of_the_catalog(entries: list[Entry]) -> None:
    writing = {name for name, verb in ledger.VERBS.items() if not verb.reads_only}
    silent = writing - set(TOLD) - {name for name in writing if name.startswith("set_")}
    assert silent == {"availability"} & writing
    assert {entry.verb for entry in entries} == writing - {"availability"}


def test_every_entry_of_the_week_is_told(entries: list[Entry]) -> None:
    assert [entry.verb for entry in entries if not events_of(entry)] == []


def test_what_is_told_stands_in_the_list(entries: list[Entry]) -> None:
    found = Counter(one.type for entry in entries for one in events_of(entry))
    rare = {"transfer.changed", "shipment.recalled", events.TEST, "suggestion.changed"}
    assert set(found) == set(events.EVENTS) - rare


def test_the_week_event_by_event(entries: list[Entry]) -> None:
    by_verb: dict[str, list[str]] = {}
    for entry in entries:
        by_verb.setdefault(entry.verb, []).extend(one.type for one in events_of(entry))
    assert by_verb["place_orders"][:5] == [
        *("order.accepted", "order.accepted", "backorder.created", "backorder.created"),
        "order.refused",
    ]
    assert by_verb["cancel"] == ["order.cancelled", "order.cancelled", "incentive.withdrawn"]
    assert by_verb["change_order"] == [
        *("order.changed", "backorder.created", "order.changed", "backorder.filled"),
    ]
    assert by_verb["change_supply"][:3] == ["purchase.changed", "promise.changed", "delay.opened"]
    assert by_verb["ship"] == ["shipment.sent", "stock.changed"]
    assert by_verb["transfer"] == ["transfer.sent", "stock.changed"]
    assert by_verb["expire"] == ["hold.expired"]
    assert by_verb["withdraw"] == ["hold.withdrawn"]
    assert by_verb["reallocate"] == [
        *("reallocation.released", "promise.changed", "promise.changed", "delay.opened"),
        *("reallocation.undone", "promise.changed", "promise.changed"),
    ]


def test_the_facts_are_those_of_the_answers(entries: list[Entry]) -> None:
    first = said(entries, "backorder.created")[0]
    assert (first["order"], first["key"], first["sku"], first["quantity"]) == (
        *("SO-000002", "web-2"),
        *("MUG", 2),
    )
    assert said(entries, "backorder.filled")[0] == {
        "sku": "MUG",
        "order": "SO-000002",
        "quantity": 1,
    }
    assert said(entries, "hold.created")[-1]["hold"] == "HD-000006"
    assert said(entries, "receipt.posted")[0]["purchase_order"] == "PO-000002"
    gains, loses, back, again = (
        (one["order"], one["from"], one["to"])
        for one in said(entries, "promise.changed")
        if one["reason"]["code"] in {"win_gains", "redistribute_loses", "reallocation_undone"}
    )
    assert gains == ("SO-000009", "2026-12-02", "2026-11-24")
    assert back == ("SO-000009", "2026-11-24", "2026-12-02")
    assert loses[0] == again[0] == "SO-000008"


def test_the_life_of_a_purchase_is_told(entries: list[Entry]) -> None:
    told = [
        (one.type, one.data["purchase_order"])
        for entry in entries
        for one in events_of(entry)
        if one.data.get("purchase_order") == "PO-000003" and one.type.startswith("purchase.")
    ]
    names = ("drafted", "approved", "ordered", "sent", "acknowledged", "announced", "closed")
    assert told == [(f"purchase.{name}", "PO-000003") for name in names]
    (said_so,) = said(entries, "purchase.acknowledged")
    assert said_so["said_by"] == "Ann"
    assert said_so["confirmed"][0]["expected_on"] == "2026-12-01"
    (closed,) = said(entries, "purchase.closed")
    assert closed["reason"] == "sold out"
    assert closed["closed"] == [{"line": 1, "sku": "CAN", "quantity": 2}]


def test_stock_is_told_by_place_and_by_how_many(entries: list[Entry]) -> None:
    moves = said(entries, "stock.changed")
    assert moves[0] == {"sku": "CUP", "location": "MAIN", "quantity": 5, "kind": "count"}
    assert {"sku": "CUP", "location": "STORE", "quantity": 1, "kind": "receipt"} in moves
    assert {"sku": "MUG", "location": "MAIN", "quantity": -5, "kind": "shipment"} in moves
    assert {one["location"] for one in moves} == {"MAIN", "STORE"}


def test_the_sum_of_what_is_told_is_what_is_on_hand(
    entries: list[Entry], conn: Connection[Any]
) -> None:
    told: Counter[tuple[str, str]] = Counter()
    for one in said(entries, "stock.changed"):
        told[one["sku"], one["location"]] += one["quantity"]
    there = conn.execute(
        "SELECT p.sku, l.code, s.quantity FROM supply s JOIN product p ON p.id = s.product_id"
        " JOIN location l ON l.id = s.location_id WHERE s.kind = 'stock' AND s.quantity > 0"
    ).fetchall()
    assert {place: units for place, units in told.items() if units} == {
        (sku, code): units for sku, code, units in there
    }


def test_a_message_is_the_same_however_often_it_is_made(entries: list[Entry]) -> None:
    every = [one for entry in entries for one in messages.messages_of(entry)]
    assert every == [one for entry in entries for one in messages.messages_of(entry)]
    assert len({one.id for one in every}) == len(every)
    assert max(len(one.id) for one in every) <= 60
    assert not any("." in one.id for one in every)
    body = json.loads(every[0].body)
    assert list(body) == ["type", "timestamp", "version", "journal", "actor", "data"]


def test_a_rolled_suggestion_and_a_recall_are_told() -> None:
    rolled = {"suggestion": "PS-000001", "sku": "MUG", "quantity": 2, "from": "a", "to": "b"}
    review = Entry(1, "review", OPENING, OPENING, "x", {}, {"rolled": [rolled], "filled": []})
    assert events_of(review) == [Event("suggestion.changed", rolled)]
    recall = {"released": [], "recalled": [{"order": "SO-000001", "lines": []}]}
    release = Entry(2, "release", OPENING, OPENING, "x", {}, recall)
    assert events_of(release) == [Event("shipment.recalled", recall["recalled"][0])]


def test_a_transfer_that_changes_is_no_purchase() -> None:
    given = {"transfer": "TR-000001", "expected_on": "2026-12-24"}
    entry = Entry(1, "change_supply", OPENING, OPENING, "x", {"changes": [given]}, {})
    assert events_of(entry) == [Event("transfer.changed", given)]
