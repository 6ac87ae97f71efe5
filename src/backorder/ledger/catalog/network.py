"""Between places and customers: set_calendars, set_lanes and set_sourcing.

They are master data like those in `catalog`. Every promise may depend on them, so each holds all
products while it writes, and tells every process that what it remembers is old.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from backorder.domain.errors import InvalidError
from backorder.domain.workdays import parse_calendar
from backorder.ledger.journal.verb import Verb

from . import network_inputs as inputs
from .rows import Rows, begin, finish, load, plan, refuse_names, refuse_unknown, set_rows, touch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from backorder.ledger.journal.transaction import Transaction

CALENDARS = Rows("calendars", ("code",), {"days": "daily", "closed": [], "opened": []})
LANES = Rows(
    "lanes",
    ("location", "zone"),
    {"transit_days": 0, "calendar": "daily", "parcel_cost": 0, "unit_cost": 0, "currency": "EUR"},
)
ZONES = Rows("zones", ("zone",), {"locations": []})


def set_calendars(tx: Transaction, request: inputs.SetCalendars) -> dict[str, Any]:
    """Create and change working calendars, which locations, suppliers and lanes name."""
    records = begin(tx, CALENDARS, request.calendars)
    refuse_names(CALENDARS, records)
    for record in records:
        _check_calendar(record)
        for kind in ("closed", "opened"):
            if kind in record:
                record[kind] = sorted(set(record[kind]))
    tx.rows("lock_all_products")
    planned = set_rows(tx, CALENDARS, records)
    touch(tx, planned)
    return finish(tx, planned)


def _check_calendar(record: Mapping[str, Any]) -> None:
    """Refuse a code that would read as a week, and a week that does not read as one."""
    code = record["code"]
    if _is_week(code):
        raise InvalidError(
            "bad_calendar_code",
            f"{code!r} already means those weekdays; a calendar needs another code.",
            calendar=code,
        )
    if "days" in record:
        parse_calendar(record["days"])


def _is_week(name: str) -> bool:
    try:
        parse_calendar(name)
    except InvalidError:
        return False
    return True


def refuse_unknown_calendars(tx: Transaction, records: Iterable[Mapping[str, Any]]) -> None:
    """Refuse records whose calendar is neither a week nor one that was set."""
    named = {record["calendar"] for record in records if "calendar" in record}
    codes = sorted(name for name in named if not _is_week(name))
    if codes:
        known = {code for (code,) in tx.rows("calendars_known", {"codes": codes})}
        for code in codes:
            if code not in known:
                parse_calendar(code)  # raises, and says what is wrong with it


def set_lanes(tx: Transaction, request: inputs.SetLanes) -> dict[str, Any]:
    """Set how long goods are on the way to a zone and what that costs, by place or for all."""
    records = begin(tx, LANES, request.lanes)
    refuse_names(ZONES, records)
    for record in records:
        record["location"] = record["location"] or ""
    refuse_places(tx, {record["location"] for record in records} - {""})
    refuse_unknown_calendars(tx, records)
    tx.rows("lock_all_products")
    planned = set_rows(tx, LANES, records)
    touch(tx, planned)
    return finish(tx, planned)


def set_sourcing(tx: Transaction, request: inputs.SetSourcing) -> dict[str, Any]:
    """Set in which order places serve a zone; no places take the zone's rule away."""
    records = begin(tx, ZONES, request.sourcing)
    refuse_names(ZONES, records)
    for record in records:
        _refuse_place_twice(record)
    refuse_places(tx, {code for record in records for code in record["locations"]})
    tx.rows("lock_all_products")
    planned = plan(ZONES, records, load(tx, ZONES, records))
    none_before = [row for row in planned.created if not row["locations"]]
    planned.created = [row for row in planned.created if row["locations"]]
    planned.unchanged += len(none_before)
    wanted = planned.created + planned.changed
    if wanted:
        ranked = [(row["zone"], *place) for row in wanted for place in enumerate(row["locations"])]
        tx.run("sourcing_clear", {"zone": [row["zone"] for row in wanted]})
        tx.run(
            "sourcing_save",
            {
                "zone": [zone for zone, _, _ in ranked],
                "rank": [rank for _, rank, _ in ranked],
                "location": [code for _, _, code in ranked],
            },
        )
    touch(tx, planned)
    return finish(tx, planned)


def _refuse_place_twice(record: Mapping[str, Any]) -> None:
    twice = sorted(code for code, times in Counter(record["locations"]).items() if times > 1)
    if twice:
        raise InvalidError(
            "repeated_in_request",
            f"The rule of zone {record['zone']!r} names a place twice: {', '.join(twice)}.",
            zone=record["zone"],
            repeated=twice,
        )


def refuse_places(tx: Transaction, codes: Collection[str]) -> None:
    """Refuse places that do not exist or do not sell."""
    known = dict(tx.rows("locations_known", {"codes": sorted(codes)}))
    refuse_unknown("location", codes, known)
    fixed = sorted(code for code in codes if not known[code])
    if fixed:
        raise InvalidError(
            "location_not_sellable",
            f"{', '.join(fixed)} is no place that sells.",
            locations=fixed,
        )


VERBS = (
    Verb("set_calendars", inputs.SetCalendars, set_calendars),
    Verb("set_lanes", inputs.SetLanes, set_lanes),
    Verb("set_sourcing", inputs.SetSourcing, set_sourcing),
)
