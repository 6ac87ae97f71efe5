"""To buy: what customers were promised and nobody ordered, by supplier; tick, look, order."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from psycopg.rows import dict_row

from backorder.app.accounts import roles
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, InvalidError
from backorder.domain.names import number
from backorder.ledger.purchasing.buying import Offer

from . import acting, frame, impact, placed, typed
from .page import BOTH, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

MOST = 200  # suggestions on the page; a supplier is chosen to see the rest of its own
MOST_SUPPLIERS = 200
TEMPLATE = "backorder/pages/suggestions.html"

Row = dict[str, Any]


class Group(NamedTuple):
    """The suggestions to one supplier for one place, with their totals."""

    supplier: str
    name: str
    location: str
    rows: list[Row]
    units: int
    cost: int
    worth: int
    currency: str


def suggestions(request: HttpRequest) -> HttpResponse:
    """Show what is to be bought, what ordering it means, and order it."""
    supplier = typed.text(request.POST or request.GET, "supplier")
    with frame.books() as conn:
        rows = _read(conn, supplier or None)
        cursor = conn.cursor(row_factory=dict_row)
        suppliers = cursor.execute(
            statement("page_suggesting"), {"limit": MOST_SUPPLIERS}
        ).fetchall()
    for row in rows:
        _typed(request, row)
    context: dict[str, Any] = {
        "groups": _groups(rows),
        "suppliers": suppliers,
        "supplier": supplier,
        "more": len(rows) == MOST,
        "today": frame.now().date(),
        "may_order": roles.may(request.user, "order_supply"),
    }
    if request.method != "POST":
        return frame.render(request, TEMPLATE, context)
    try:
        body = _body(request, rows)
        if typed.doing(request):
            return _done(request, acting.carry_out(request, "order_supply", body))
        answer = acting.preview(request, "order_supply", body)
    except BackorderError as refusal:
        return frame.render(request, TEMPLATE, {**context, "refusal": refusal}, refusal.status)
    orders = placed.totalled(answer["purchase_orders"], rows)
    with frame.books() as conn:
        pegged = [peg for one in orders for peg in one["pegged"]]
        context |= {
            "pegged": impact.of(conn, pegged),
            "told": impact.of(conn, answer["repromised"]),
        }
    context |= {"seen": orders, "again": typed.again(request)}
    return frame.render(request, TEMPLATE, context)


def _read(conn: Connection[Any], supplier: str | None) -> list[Row]:
    asked = {"supplier": supplier, "limit": MOST}
    rows = (
        conn.cursor(row_factory=dict_row).execute(statement("page_suggestions"), asked).fetchall()
    )
    for row in rows:
        row["some"] = [number("order", order) for order in row["some"]]
        offer = Offer(row["unit_cost"], row["moq"], row["multiple"], None, row["sku"])
        row["least"] = offer.rounded(row["units"])
    return rows


def _typed(request: HttpRequest, row: Row) -> None:
    """Put what was ticked and typed beside a suggestion; usually the least the supplier sells."""
    posted = request.POST
    row["ticked"] = row["suggestion"] in posted.getlist("suggestion")
    row["quantity"] = typed.text(posted, f"quantity-{row['suggestion']}") or row["least"]


def _groups(rows: Sequence[Row]) -> list[Group]:
    found = []
    for (supplier, location), mine in groupby(rows, lambda row: (row["supplier"], row["location"])):
        of = list(mine)
        found.append(
            Group(
                supplier,
                of[0]["supplier_name"],
                location,
                of,
                sum(row["units"] for row in of),
                sum(row["least"] * row["unit_cost"] for row in of),
                sum(row["value"] for row in of),
                of[0]["currency"],
            )
        )
    return found


def _body(request: HttpRequest, rows: Sequence[Row]) -> dict[str, Any]:
    """Return what the verb is asked for.

    Suggestions are ordered as they stand; where a quantity was raised, all that is ticked of that
    supplier and place is ordered directly, and takes over the pegs of its suggestions.
    """
    known = {row["suggestion"] for row in rows}
    names = request.POST.getlist("suggestion")
    if not names:
        raise InvalidError("nothing_to_order", _("Tick what is to be ordered."))
    key = acting.key_of(request)
    body: dict[str, Any] = {"key": key, "purchase_orders": []}
    # What is no longer shown is asked for too: the verb says what became of it.
    body["suggestions"] = [name for name in names if name not in known]
    for group in _groups([row for row in rows if row["ticked"]]):
        raised = False
        units: dict[str, int] = {}
        for row in group.rows:
            asked = typed.whole(request.POST, f"quantity-{row['suggestion']}") or row["least"]
            if asked < row["units"]:
                raise InvalidError(
                    "less_than_promised",
                    _("%(sku)s: %(units)s are promised to customers; order at least that many.")
                    % {"sku": row["sku"], "units": row["units"]},
                    sku=row["sku"],
                    units=row["units"],
                )
            raised = raised or asked != row["least"]
            units[row["sku"]] = units.get(row["sku"], 0) + asked
        if raised:
            lines = [{"sku": sku, "quantity": count} for sku, count in units.items()]
            order = {"key": f"{key}:{group.supplier}@{group.location}", "lines": lines}
            order |= {"supplier": group.supplier, "location": group.location}
            body["purchase_orders"].append(order)
        else:
            body["suggestions"] += [row["suggestion"] for row in group.rows]
    return body


def _done(request: HttpRequest, answer: dict[str, Any]) -> HttpResponse:
    """Say what was ordered; one order is shown, several are listed."""
    orders = answer["purchase_orders"]
    placed.say(request, orders)
    if len(orders) == 1:
        name = orders[0]["purchase_order"]
        return HttpResponseRedirect(reverse("pages:purchase_order", args=[name]))
    return HttpResponseRedirect(reverse("pages:purchases_all"))


PAGES = (Page("suggestions", "suggestions", suggestions, methods=BOTH),)
