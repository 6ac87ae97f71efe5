"""The reports as tables for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _output

if TYPE_CHECKING:
    from rich.console import RenderableType

WORST = 10


def metrics(found: dict[str, Any], suppliers: dict[str, Any]) -> RenderableType:
    """Return the story, the main figures, and the periods."""
    from backorder.app.report import words  # noqa: PLC0415 (only where a report is printed)
    from backorder.app.report.story import story, tiles  # noqa: PLC0415 (as above)

    return _group(
        "\n".join(story(found, suppliers)),
        _output.table(
            "Main figures",
            ("figure", "value", "meaning"),
            [(one.name, one.value, one.note) for one in tiles(found)],
        ),
        _output.table(
            f"By {found['by']}",
            (found["by"], "orders", "backordered", "unit fill", "kept", "versions", "waiting"),
            [
                (
                    one["period"],
                    one["orders"],
                    words.rate(one["backorder_rate"]["order"]),
                    words.rate(one["fill_rate"]["unit"]),
                    words.rate(one["kept_rate"]),
                    words.mean(one["versions_mean"]),
                    one["waiting"],
                )
                for one in found["periods"]
            ],
        ),
    )


def expedite(found: list[dict[str, Any]]) -> RenderableType:
    """Return the purchases that customers wait for, those first whose delay costs most."""
    if not found:
        return "No customer waits for an open purchase: there is nothing to expedite."
    return _output.table(
        "To expedite: what a day of delay costs, in minor units",
        ("supply", "sku", "supplier", "expected", "units", "orders", "a day", "", "best remedy"),
        [
            (
                *(one["supply"], one["sku"], one["supplier"], str(one["available_on"])),
                *(one["units"], one["orders"], one["cost_per_day"], one["currency"]),
                one["remedies"][0]["text"] if one["remedies"] else "",
            )
            for one in found
        ],
    )


def backlog(found: dict[str, Any]) -> RenderableType:
    """Return the open demand by age, and who has waited longest."""
    from backorder.app.report import words  # noqa: PLC0415 (only where a report is printed)

    text = (
        f"Open on {words.long_day(found['today'])}: {found['units']:,} units in "
        f"{found['orders']:,} orders; {found['allocated']:,} are allocated, "
        f"{found['backordered']:,} backordered (worth {words.money(found['value_backordered'])}), "
        f"{found['overdue']:,} past their date, {found['unknown']:,} without a date."
    )
    return _group(
        text,
        _output.table(
            "Backordered, by days since the order",
            ("days", "orders", "lines", "units"),
            [(one["days"], one["orders"], one["lines"], one["units"]) for one in found["ages"]],
        ),
        _output.table(
            "Waiting longest",
            ("order", "sku", "product", "customer", "units", "days", "first", "now", "supply"),
            [
                (
                    one["order"],
                    one["sku"],
                    one["name"],
                    one["customer"],
                    one["units"],
                    one["age_days"],
                    one["first_promise"],
                    one["current_promise"] or "unknown",
                    one["supply"],
                )
                for one in found["oldest"]
            ],
        ),
    )


def suppliers(found: dict[str, Any], limit: int | None = None) -> RenderableType:
    """Return how suppliers kept their word, the worst first."""
    from backorder.app.report import words  # noqa: PLC0415 (only where a report is printed)

    by_quarter = any("trend" in one for one in found["suppliers"])
    return _output.table(
        "Suppliers, the least reliable first",
        (
            "code",
            "name",
            "ordered",
            "failed",
            "on time",
            "days late",
            "lead",
            "P80 learned",
            "short",
            "damaged",
            *(("% on time by quarter",) if by_quarter else ()),
        ),
        [
            (
                one["supplier"],
                one["name"],
                one["ordered"],
                words.rate(one["failed"]),
                words.rate(one["on_time_rate"]),
                words.days(one["late_days_mean"]),
                words.days(one["lead_days_mean"]),
                words.days(one["learned"] and one["learned"]["p80_days"]),
                words.rate(one["short_rate"]),
                words.rate(one["damaged_rate"]),
                *((_trend(one["trend"]),) if by_quarter else ()),
            )
            for one in found["suppliers"][:limit]
        ],
    )


def _trend(quarters: list[dict[str, Any]]) -> str:
    """Return the percentages that came on time in the last four quarters, the newest last.

    >>> _trend([{"on_time_rate": 50.0}, {"on_time_rate": 72.8}, {"on_time_rate": 93.4}])
    '50 → 73 → 93'
    """
    from backorder.app.report import words  # noqa: PLC0415 (only where a report is printed)

    rates = [one["on_time_rate"] for one in quarters[-4:]]
    return " → ".join(words.NONE if rate is None else f"{rate:.0f}" for rate in rates)


def risk(found: dict[str, Any]) -> RenderableType:
    """Return what may run short before more comes, the most money first."""
    from backorder.app.report import words  # noqa: PLC0415 (only where a report is printed)

    if not found["risks"]:
        return "Nothing with a stock policy may run short; `backorder plan` works policies out."
    return _output.table(
        f"May run short before more comes ({found['products']:,} products; "
        f"{words.money(found['value'])} at stake)",
        ("sku", "at", "free", "more comes", "chance", "units short", "at stake", "what helps"),
        [
            (
                one["sku"],
                one["location"],
                one["free"],
                one["expected_on"] or "nothing ordered",
                f"{one['chance']:.0f} %",
                one["units"],
                words.money({one["currency"]: one["value"]}),
                f"{one['remedy']['kind']} {one['remedy']['name']}" if one["remedy"] else "",
            )
            for one in found["risks"]
        ],
    )


def advice(found: dict[str, Any]) -> RenderableType:
    """Return whether to offer backorders on products, the most money at stake first."""
    from backorder.app.report import words  # noqa: PLC0415 (only where a report is printed)

    if not found["advice"]:
        return "There is no advice yet: `backorder plan` works it out."
    return _output.table(
        "Whether to offer backorders",
        ("sku", "advice", "wait P80", "pays up to", "at stake a month", "because"),
        [
            (
                one["sku"],
                one["verdict"],
                "" if one["wait_p80"] is None else f"{one['wait_p80']:.0f} d",
                "any wait" if one["always"] else _days(one["break_even_days"]),
                words.money({one["currency"]: one["stake"]}),
                one["reason"]["text"],
            )
            for one in found["advice"]
        ],
    )


def _days(days: float | None) -> str:
    return "never" if days is None else f"{days:.1f} d"


def causes(found: dict[str, Any]) -> RenderableType:
    """Return why units were backordered: in all, and by group."""
    from backorder.app.report import words  # noqa: PLC0415 (only where a report is printed)

    if not found["units"]:
        return "No backorder of this period has been labelled: `backorder plan` does that."
    names = [one["cause"] for one in found["causes"]]
    return _group(
        _output.table(
            f"Why {found['units']} units were backordered ({found['event']})",
            ("cause", "units", "share", "value"),
            [
                (one["cause"], one["units"], words.rate(one["share"]), words.money(one["value"]))
                for one in found["causes"]
            ],
        ),
        _output.table(
            f"Units by {found['by']}",
            (found["by"], "units", *names),
            [
                (
                    one[found["by"]],
                    one["units"],
                    *(
                        next((c["units"] for c in one["causes"] if c["cause"] == name), 0)
                        for name in names
                    ),
                )
                for one in found["groups"]
            ],
        ),
    )


def accuracy(found: dict[str, Any]) -> RenderableType:
    """Return how right the books were where stock was counted."""
    from backorder.app.report import words  # noqa: PLC0415 (only where a report is printed)

    if not found["lines"]:
        return "Nothing was counted in this period."
    return _output.table(
        f"Record accuracy within {found['tolerance_percent']} %",
        (found["by"], "lines", "right", "exact", "accuracy", "units off", "net", "absolute"),
        [
            (
                one.get(found["by"], "in all"),
                *(one[name] for name in ("lines", "right", "exact")),
                words.rate(one["accuracy"]),
                one["units_off"],
                words.money(one["net"]),
                words.money(one["absolute"]),
            )
            for one in (*found["groups"], found)
        ],
    )


def variants(found: dict[str, Any]) -> RenderableType:
    """Return what other rankings would have done: for everyone, and by customer class."""
    from backorder.app.report import comparing  # noqa: PLC0415 (only where a report is printed)

    if not found["units"]:
        return "Nobody waited in this period."
    both = (comparing.table(found), comparing.by_class(found))
    return _group(
        comparing.title(found),
        comparing.verdict(found),
        *(
            _output.table(
                one.note or "Everyone",
                tuple(one.head),
                [(name, *(cell.text for cell in cells)) for name, cells in one.rows],
            )
            for one in both
        ),
    )


def _group(*parts: RenderableType) -> RenderableType:
    from rich.console import Group  # noqa: PLC0415 (only where a report is printed)

    spaced: list[RenderableType] = []
    for part in parts:
        spaced += [part, ""]
    return Group(*spaced[:-1])
