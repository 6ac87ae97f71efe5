"""Why units were backordered, and how right the books were where stock was counted."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from backorder.app.api import reports as api
from backorder.app.api.listings import LISTINGS
from backorder.domain.causes import CAUSES

from . import frame, lists, plots, reports
from .page import Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    Json = dict[str, Any]

NAMES = {
    "demand_above_forecast": _("demand above forecast"),
    "promotion_not_announced": _("promotion not announced"),
    "supplier_late": _("supplier late"),
    "supplier_short": _("supplier short"),
    "record_error": _("record error"),
    "policy": _("too little stock by choice"),
    "allocation": _("given to another order"),
}
TONES = dict(zip(CAUSES, "aebdcgf", strict=True))
GROUPS = {
    "product": _("product"),
    "supplier": _("supplier"),
    "month": _("month"),
    "class": _("class"),
    "location": _("place"),
}
EVENTS = (("opened", _("when they opened")), ("closed", _("over the whole wait")))
FILTERS = (
    lists.Filter("order", _("Order")),
    lists.Filter("sku", _("Product")),
    lists.Filter("supplier", _("Supplier")),
    lists.Filter("cause", _("Cause"), tuple(NAMES.items())),
    lists.Filter("event", _("Judged"), EVENTS),
    lists.Filter("since", _("Since"), kind="date"),
    lists.Filter("until", _("Before"), kind="date"),
)


def why(request: HttpRequest) -> HttpResponse:
    """Show the shares of the causes over time, and by product, supplier or month."""
    found = reports.asked(request, "causes")
    months = (
        found
        if found["by"] == "month"
        else _read({**_period(found), "event": found["event"], "by": "month"})
    )
    shown = {"since": found["from"], "until": _next(found["to"]), "event": found["event"]}
    names = [one["cause"] for one in found["causes"]]
    context = {
        "found": found,
        "causes": [
            {
                **one,
                "name": NAMES[one["cause"]],
                "tone": TONES[one["cause"]],
                "values": sorted(one["value"].items()),
                "query": urlencode({**shown, "cause": one["cause"]}),
            }
            for one in found["causes"]
        ],
        "query_all": urlencode(shown),
        "values": sorted(found["value"].items()),
        "heads": [NAMES[name] for name in names],
        "groups": [_row(one, found["by"], names, shown) for one in found["groups"]],
        "charts": plots.causes(months["groups"], NAMES, TONES) if months["groups"] else [],
        "events": [(code, label, code == found["event"]) for code, label in EVENTS],
        "group": GROUPS[found["by"]],
        "bys": _bys("causes", found["by"]),
    }
    return reports.render(request, "report_why", context, period=False)


def _row(one: Json, by: str, names: list[str], shown: dict[str, str]) -> Json:
    """Return a group with its units by cause, each with the query of the rows behind it."""
    name = one[by]
    query = dict(shown)
    if by == "month":
        year, month = map(int, name.split("-"))
        last = date(year, month, monthrange(year, month)[1])
        query["since"] = max(query["since"], f"{name}-01")
        query["until"] = min(query["until"], _next(last.isoformat()))
    else:
        query["sku" if by == "product" else by] = name
    units = {cause["cause"]: cause["units"] for cause in one["causes"]}
    return {
        "name": name,
        "units": one["units"],
        "query": urlencode(query),
        "cells": [(units.get(cause, 0), urlencode({**query, "cause": cause})) for cause in names],
    }


def rows(request: HttpRequest) -> HttpResponse:
    """List the labels behind the numbers, the last first."""
    listing = LISTINGS["causes"]
    with frame.books() as conn:
        if (file := lists.export(conn, request, listing)) is not None:
            return file
        shown = lists.listed(conn, request, listing, FILTERS)
    for row in shown.rows:
        row["shared"] = shares(row["shares"], row["parts"])
    return frame.render(request, "backorder/pages/report_why_rows.html", {"list": shown})


def shares(permille: dict[str, int], units: dict[str, int]) -> list[Json]:
    """Return the causes of one label, the largest first."""
    order = sorted(permille, key=lambda code: (-permille[code], CAUSES.index(code)))
    return [
        {
            "code": code,
            "name": NAMES[code],
            "tone": TONES[code],
            "share": permille[code] / 10,
            "units": units.get(code, 0),
        }
        for code in order
    ]


def accuracy(request: HttpRequest) -> HttpResponse:
    """Show the share of counted lines that were right, and what the others were off."""
    found = reports.asked(request, "accuracy")
    months = (
        found if found["by"] == "month" else _read({**_period(found), "by": "month"}, "accuracy")
    )
    context = {
        "found": found,
        "group": GROUPS[found["by"]],
        "bys": _bys("accuracy", found["by"]),
        "net": sorted(found["net"].items()),
        "absolute": sorted(found["absolute"].items()),
        "groups": [
            {
                **one,
                "name": one[found["by"]],
                "net": sorted(one["net"].items()),
                "absolute": sorted(one["absolute"].items()),
            }
            for one in found["groups"]
        ],
        "chart": plots.record_accuracy(months["groups"]) if months["groups"] else None,
        "query": urlencode({"since": found["from"], "until": _next(found["to"])}),
    }
    return reports.render(request, "report_accuracy", context, period=False)


def _bys(name: str, chosen: str) -> list[tuple[str, Any, bool]]:
    return [(code, GROUPS[code], code == chosen) for code in api.GROUPS[name]]


def _read(given: dict[str, str], name: str = "causes") -> Json:
    with frame.books() as conn:
        return api.read(conn, name, given)


def _period(found: Json) -> dict[str, str]:
    return {"from": found["from"], "to": found["to"]}


def _next(day: str) -> str:
    """Return the day after, as lists take it.

    >>> _next("2026-12-31")
    '2027-01-01'
    """
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


PAGES = (
    Page("reports/backorder-causes", "report_why", why),
    Page("reports/backorder-causes/rows", "report_why_rows", rows),
    Page("reports/accuracy", "report_accuracy", accuracy),
)
