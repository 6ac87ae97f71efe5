"""Requests about the labels of parcels, on many products at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ledger.statement_cases import ship_orders

if TYPE_CHECKING:
    from tests.ledger.desk import Desk, Json


def ship_labelled(desk: Desk, skus: list[str]) -> Json:
    asked = ship_orders(desk, skus)
    return {"shipments": [{**one, "tracking": "JD 0146"} for one in asked["shipments"]]}


def label_parcels(desk: Desk, skus: list[str]) -> Json:
    sent = desk.do("ship", **ship_orders(desk, skus))["shipments"]
    return {"labels": [{"shipment": one["shipment"], "tracking": "JD 0146"} for one in sent]}
