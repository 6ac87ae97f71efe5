"""Buying: what to buy from whom and why, what to call off, and which purchases to hurry."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from psycopg.rows import dict_row

from backorder import settings
from backorder.app.accounts import roles
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, InvalidError
from backorder.domain.names import number

from . import acting, frame, hurried, impact, placed, typed
from .page import BOTH, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

MOST = 200  # proposals on the page; a supplier is chosen to see the rest of its own
MOST_SURPLUS = 20
_WEEK = timedelta(days=7)
TEMPLATE = "backorder/pages/buying.html"

Row = dict[str, Any]


class Group(NamedTuple):
    """What is proposed from one supplier for one place; ``share`` of the minimum order value."""

    supplier: str | None
    name: str
    location: str
    rows: list[Row]
    cost: int
    currency: str
    minimum: int
    share: int
    lacking: int
    order_on: Any


def buying(request: HttpRequest) -> HttpResponse:
    """Show the morning's buying; approve what is ticked, after showing what it means."""
    supplier = typed.text(request.POST or request.GET, "supplier")
    with frame.books() as conn:
        rows = _read(conn, supplier or None)
        context = _beside(conn)
    for row in rows:
        _typed(request, row)
    context |= {
        "groups": _groups(rows),
        "supplier": supplier,
        "more": len(rows) == MOST,
        "today": frame.now().date(),
        "until": frame.now().date() + _WEEK,
        "may_decide": roles.may(request.user, "decide_proposals"),
        "may_propose": roles.may(request.user, "propose"),
        "may_hurry": roles.may(request.user, "change_supply"),
    }
    if request.method != "POST":
        return frame.render(request, TEMPLATE, context)
    try:
        body = _body(request, rows)
        if "approve" not in body or typed.doing(request):
            return _done(request, acting.carry_out(request, "decide_proposals", body))
        answer = acting.preview(request, "decide_proposals", body)
    except BackorderError as refusal:
        return frame.render(request, TEMPLATE, {**context, "refusal": refusal}, refusal.status)
    orders = placed.totalled(answer["purchase_orders"], rows)
    with frame.books() as conn:
        context["pegged"] = impact.of(conn, [peg for one in orders for peg in one["pegged"]])
        context["told"] = impact.of(conn, answer["repromised"])
    context |= {"seen": True, "placed": orders, "again": typed.again(request)}
    return frame.render(request, TEMPLATE, context)


def _read(conn: Connection[Any], supplier: str | None) -> list[Row]:
    """Return the open proposals, each with its sentence's parts and the other ways to buy it."""
    asked = {"supplier": supplier, "limit": MOST}
    rows = conn.cursor(row_factory=dict_row).execute(statement("page_buying"), asked).fetchall()
    for row in rows:
        row["proposal"] = number("proposal", row["id"])
        for way in row["alternatives"]:
            way["more"] = way["total_cost"] - row["total_cost"]
    return rows


def _beside(conn: Connection[Any]) -> dict[str, Any]:
    """Return what stands above and below the proposals."""
    asked = {"limit": MOST_SURPLUS}
    cursor = conn.cursor(row_factory=dict_row)
    surplus = cursor.execute(statement("page_buying_surplus"), asked).fetchall()
    for row in surplus:
        row["proposal"] = number("proposal", row["id"])
    return {"hurried": hurried.read(conn, frame.now()), "surplus": surplus}


def _typed(request: HttpRequest, row: Row) -> None:
    """Put what was ticked and typed beside a proposal."""
    posted, name = request.POST, row["proposal"]
    row["ticked"] = name in posted.getlist("proposal")
    row["units"] = typed.text(posted, f"quantity-{name}") or row["quantity"]
    row["from"] = typed.text(posted, f"from-{name}")


def _groups(rows: Sequence[Row]) -> list[Group]:
    found = []
    for (supplier, location), mine in groupby(rows, lambda row: (row["supplier"], row["location"])):
        of = list(mine)
        cost = sum(row["quantity"] * row["unit_cost"] for row in of)
        minimum = of[0]["minimum"]
        days = [row["order_on"] for row in of if row["order_on"]]
        found.append(
            Group(
                supplier,
                of[0]["supplier_name"],
                location,
                of,
                cost,
                of[0]["currency"],
                minimum,
                min(100 * cost // minimum, 100) if minimum else 100,
                max(minimum - cost, 0),
                min(days, default=None),
            )
        )
    return found


def _body(request: HttpRequest, rows: Sequence[Row]) -> Row:
    """Return what the verb is asked for."""
    names = request.POST.getlist("proposal")
    if not names:
        raise InvalidError("nothing_to_decide", _("Tick what is to be decided."))
    key = acting.key_of(request)
    if request.POST.get("deed") == "dismiss":
        until = typed.text(request.POST, "until")
        reason = typed.text(request.POST, "reason")
        if not until:
            raise InvalidError("no_day", _("Say until when it is put aside."))
        aside = [{"proposal": name, "until": until, "reason": reason} for name in names]
        return {"key": key, "dismiss": aside}
    known = {row["proposal"]: row for row in rows}
    return {"key": key, "approve": [_approval(request, name, known.get(name)) for name in names]}


def _approval(request: HttpRequest, name: str, row: Row | None) -> Row:
    """Return how a proposal is approved: as it stands, or as it was changed."""
    asked: Row = {"proposal": name}
    if row is None:  # a surplus, or gone meanwhile: the verb says so
        return asked
    units = typed.whole(request.POST, f"quantity-{name}")
    other = typed.text(request.POST, f"from-{name}")
    if other and other != row["supplier"]:
        asked["supplier"] = other
        way = next((way for way in row["alternatives"] if way["supplier"] == other), None)
        if way is not None and units in {None, row["quantity"]}:
            units = way["quantity"]
    if units is not None and (units != row["quantity"] or "supplier" in asked):
        asked["quantity"] = units
    return asked


def _done(request: HttpRequest, answer: Row) -> HttpResponse:
    """Say what was decided."""
    if answer["purchase_orders"]:
        placed.say(request, answer["purchase_orders"])
    elif answer["approved"]:
        messages.success(request, _("Taken off the purchases."))
    else:
        messages.success(request, _("Put aside."))
    return HttpResponseRedirect(reverse("pages:buying"))


def refresh(request: HttpRequest) -> HttpResponse:
    """Work out the proposals anew."""
    after: str | None = None
    while True:
        body: Row = {"wait_percent": settings.get("BACKORDER_WAIT_PERCENT")}
        body |= {} if after is None else {"after": after}
        answer = acting.attempt(request, "propose", body)
        after = None if answer is None else answer["next"]
        if after is None:
            break
    if answer is not None:
        messages.success(request, _("The proposals are up to date."))
    return HttpResponseRedirect(reverse("pages:buying"))


PAGES = (
    Page("buying", "buying", buying, methods=BOTH),
    Page("buying/refresh", "buying_refresh", refresh, "propose", methods=("POST",)),
)
