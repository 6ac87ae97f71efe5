"""The rules of a random history that change master data."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from .draws import (
    calendars,
    customers,
    lanes,
    locations,
    outages,
    policies,
    products,
    rules_of_places,
    supplier_items,
    supplier_rows,
)
from .judged import JudgedBooks


class MasterData(JudgedBooks):
    """Books whose products, places, rules and customers change under way."""

    @rule(rows=st.lists(products, min_size=1, max_size=2))
    def set_products(self, rows: list[dict[str, Any]]) -> None:
        self.do("set_products", {"products": rows})

    @rule(row=supplier_rows)
    def set_suppliers(self, row: dict[str, Any]) -> None:
        self.do("set_suppliers", {"suppliers": [row]})

    @rule(rows=st.lists(supplier_items, min_size=1, max_size=2))
    def set_supplier_items(self, rows: list[dict[str, Any]]) -> None:
        self.do("set_supplier_items", {"supplier_items": rows})

    @rule(rows=st.lists(policies, min_size=1, max_size=2), keyed=st.booleans())
    def set_policies(self, rows: list[dict[str, Any]], keyed: bool) -> None:
        self.do("set_policies", {"policies": rows, **({"key": self.key()} if keyed else {})})

    @rule(rows=st.lists(locations, min_size=1, max_size=2))
    def set_locations(self, rows: list[dict[str, Any]]) -> None:
        if self.do("set_locations", {"locations": rows}):
            for row in rows:
                before = self.tally.priority[row["code"]]
                self.tally.priority[row["code"]] = row.get("priority", before)

    @rule(rows=st.lists(customers, min_size=1, max_size=2))
    def set_customers(self, rows: list[dict[str, Any]]) -> None:
        self.do("set_customers", {"customers": rows})

    @rule(row=outages)
    def set_outages(self, row: dict[str, Any]) -> None:
        self.do("set_outages", {"outages": [row]})

    @rule(row=calendars)
    def set_calendars(self, row: dict[str, Any]) -> None:
        self.do("set_calendars", {"calendars": [row]})

    @rule(row=lanes)
    def set_lanes(self, row: dict[str, Any]) -> None:
        self.do("set_lanes", {"lanes": [row]})

    @rule(row=rules_of_places)
    def set_sourcing(self, row: dict[str, Any]) -> None:
        self.do("set_sourcing", {"sourcing": [row]})
