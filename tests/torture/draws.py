"""What random histories are made of: small companies, so that everything meets everything."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

SKUS = ("MUG", "POT", "PAN")
UNKNOWN = "NIX"
SUPPLIERS = ("S1", "S2")
PLACES = ("MAIN", "SHOP")
KEPT = ("MAIN", "SHOP", "MAIN/DAMAGED")
BEGIN = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)

units = st.integers(1, 12)
few = st.integers(0, 6)
one_or_two = st.sampled_from((1, 1, 2))
skus = st.sampled_from(SKUS)
suppliers = st.sampled_from(SUPPLIERS)
days_ahead = st.integers(-2, 40)
channels = st.sampled_from(("", "web"))


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects with any of these fields."""
    return st.fixed_dictionaries({}, optional=fields)


customers = st.fixed_dictionaries(
    {"ref": st.sampled_from(("C1", "C2"))},
    optional={"class": st.sampled_from(("", "vip")), "name": st.sampled_from(("Ann", "Bob"))},
)
products = st.fixed_dictionaries(
    {"sku": skus},
    optional={
        "unit_price": st.integers(0, 5000),
        "category": st.sampled_from(("", "kitchen")),
        "discontinued": st.booleans(),
        "attributes": st.dictionaries(st.sampled_from("ab"), st.none() | st.integers(0, 3)),
    },
)
supplier_rows = st.fixed_dictionaries(
    {"code": suppliers, "calendar": st.sampled_from(("daily", "mon-fri", "WORK"))}
)
outages = st.fixed_dictionaries(
    {"supplier": suppliers, "from": st.sampled_from(("2026-11-15", "2026-11-27", "2026-12-05"))},
    optional={
        "sku": skus,
        "location": st.sampled_from(PLACES),
        "until": st.sampled_from((None, "2026-12-05", "2026-12-09", "2027-01-10")),
        "over": st.booleans(),
    },
)
supplier_items = st.fixed_dictionaries(
    {"supplier": suppliers, "sku": skus, "lead_time_days": st.integers(0, 20)},
    optional={
        "moq": st.integers(1, 10),
        "multiple": st.integers(1, 6),
        "priority": st.integers(0, 2),
        "unit_cost": st.integers(0, 900),
        "spread_days": st.sampled_from((None, 0, 3)),
        "capacity_per_week": st.sampled_from((None, None, 0, 4, 9)),
    },
)
rules_of_sale = st.one_of(
    st.tuples(st.just("default"), st.just("")),
    st.tuples(st.just("product"), skus),
    st.tuples(st.just("category"), st.just("kitchen")),
    st.tuples(st.just("channel"), st.just("web")),
    st.tuples(st.just("class"), st.just("vip")),
    st.tuples(st.just("location"), st.sampled_from(PLACES)),
)
policies = st.builds(
    lambda at, mode, more: {"scope": at[0], "match": at[1], "mode": mode, **more},
    rules_of_sale,
    st.sampled_from(("allow", "allow", "allow", "deny", "preorder", "made_to_order")),
    optional(
        cap=st.integers(0, 30),
        max_wait_days=st.integers(0, 60),
        min_confidence=st.sampled_from((0, 50)),
        promise_quantile=st.sampled_from((50, 80, 95)),
        cap_from=st.sampled_from(("fixed", "fixed", "incoming")),
        valid_from=st.sampled_from((None, "2026-11-21", "2026-11-25")),
        valid_until=st.sampled_from((None, "2026-11-28", "2026-12-10")),
    ),
)
locations = st.fixed_dictionaries(
    {"code": st.sampled_from(PLACES)},
    optional={
        "handling_days": st.integers(0, 3),
        "calendar": st.sampled_from(("daily", "mon-fri", "tue,sat", "WORK")),
        "cutoff": st.sampled_from((None, "09:30:00", "14:00:00")),
        "timezone": st.sampled_from(("UTC", "Europe/Berlin", "Pacific/Auckland")),
        "priority": st.integers(50, 150),
        "daily_capacity": st.sampled_from((None, 1, 7, 30)),
    },
)
some_days = st.lists(st.integers(0, 60).map(lambda days: (BEGIN + dt.timedelta(days)).date()))
calendars = st.fixed_dictionaries(
    {"code": st.just("WORK")},
    optional={
        "days": st.sampled_from(("daily", "mon-fri")),
        "closed": some_days.map(lambda days: [str(day) for day in days]),
        "opened": some_days.map(lambda days: [str(day) for day in days]),
    },
)
zones = st.sampled_from(("", "DE", "DE-1"))
destinations = st.sampled_from(("", "DE-10115", "DE-20095", "FR"))
lanes = st.fixed_dictionaries(
    {"zone": zones, "transit_days": st.integers(0, 4)},
    optional={
        "location": st.sampled_from(PLACES),
        "calendar": st.sampled_from(("mon-sat", "WORK")),
        "parcel_cost": st.integers(0, 900),
    },
)
rules_of_places = st.fixed_dictionaries(
    {"zone": zones, "locations": st.lists(st.sampled_from(PLACES), unique=True)}
)
