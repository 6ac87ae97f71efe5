"""What a reallocation changes, told for people: whose lines, who wins and loses, what is late."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.app.statements import statement
from backorder.domain.names import row_id

if TYPE_CHECKING:
    from psycopg import Connection

Json = dict[str, Any]
FIELDS = (
    "order line:integer sku customer segment strategy outcome units:integer value:money currency "
    "from to days:integer due late:flag reason"
)


class Summary(NamedTuple):
    """A difference in figures: how many lines change, and what that means for lateness.

    ``late_units`` and ``late_value`` (by currency) are by how much they grow; below nought is less
    late. A unit is late where its line's last unit comes after the first day it was promised for.
    """

    lines: int
    gains: int
    loses: int
    orders: int
    winners: int
    losers: int
    late_units: int
    late_value: dict[str, int]


def described(conn: Connection[Any], difference: list[Json]) -> list[Json]:
    """Return the lines of a difference with customer, product's name, due day and lateness."""
    values = {
        "orders": [row_id("order", line["order"]) for line in difference],
        "lines": [line["line"] for line in difference],
    }
    cursor = conn.execute(statement("page_reallocation_lines"), values)
    found = []
    for line, row in zip(difference, cursor.fetchall(), strict=True):
        customer, name, grade, product, due = row
        day = due.isoformat() if due else None
        found.append(
            {
                **line,
                "customer": customer,
                "customer_name": name or customer,
                "class": grade,
                "product": product,
                "due": day,
                "late": late(line["to"], day),
                "was_late": late(line["from"], day),
            }
        )
    return found


def late(on: str | None, due: str | None) -> bool:
    """Tell whether a day is after the day that was promised first; no day is late.

    >>> late("2026-12-09", "2026-12-08"), late(None, "2026-12-08"), late("2026-12-09", None)
    (True, True, False)
    """
    return due is not None and (on is None or on > due)


def summary(lines: list[Json]) -> Summary:
    """Return the figures of a described difference."""
    outcomes = Counter(line["outcome"] for line in lines)
    late_units, late_value, days = 0, Counter[str](), Counter[str]()
    for line in lines:
        grown = int(line["late"]) - int(line["was_late"])
        late_units += grown * line["units"]
        late_value[line["currency"]] += grown * line["value"]
        # A customer wins or loses by all units together, those without a date apart.
        weight = {"gains": 1, "loses": -1, "stays": 0}[line["outcome"]] * line["units"]
        days[line["customer"] or line["order"]] += weight
    return Summary(
        lines=len(lines),
        gains=outcomes["gains"],
        loses=outcomes["loses"],
        orders=len({line["order"] for line in lines}),
        winners=sum(1 for weight in days.values() if weight > 0),
        losers=sum(1 for weight in days.values() if weight < 0),
        late_units=late_units,
        late_value={currency: value for currency, value in late_value.items() if value},
    )


def rows(lines: list[Json]) -> list[list[Any]]:
    """Return the rows of a file of a described difference."""
    names = [field.partition(":")[0] for field in FIELDS.split()]
    return [
        [line["reason"]["text"] if name == "reason" else line[name] for name in names]
        for line in lines
    ]
