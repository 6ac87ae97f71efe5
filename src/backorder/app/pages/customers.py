"""Customers: the list, and one with orders, what waits, and whether promises were kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.accounts import roles
from backorder.app.api.listing import Listing
from backorder.app.notices import preferences
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, NotFoundError

from . import acting, backorders, frame, lists, orders, told
from .days import day_of, home_zone
from .overview_figures import kept
from .page import BOTH, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

KEPT_DAYS = 365
MOST_WAITING = 25
MOST_ORDERS = 25
BOOK = Listing(
    "customer-book",
    "Customers, each with what is open of their orders.",
    "customer name email phone class orders:integer open_orders:integer last_at:instant "
    "waiting:integer next_on:date",
    "customer class email",
)
FILTERS = (
    lists.Filter("customer", gettext_lazy("Customer")),
    lists.Filter("email", gettext_lazy("E-mail")),
    lists.Filter("class", gettext_lazy("Class")),
)


class Customer(NamedTuple):
    """A customer by itself."""

    id: int
    ref: str
    name: str
    email: str
    phone: str
    locale: str
    customer_class: str
    attributes: dict[str, Any]


def customers(request: HttpRequest) -> HttpResponse:
    """Show the list of customers."""
    with frame.books() as conn:
        file = lists.export(conn, request, BOOK)
        if file is not None:
            return file
        found = lists.listed(conn, request, BOOK, FILTERS)
    return frame.render(request, "backorder/pages/customers.html", {"list": found})


def customer(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a customer; the form changes how to reach them."""
    with frame.books() as conn:
        found = _find(conn, ref)
        if request.POST.get("do") == "wish":
            return _wished(request, conn, found)
        if request.method == "POST":
            return _change(request, found)
        today = day_of(frame.now(), home_zone(conn))
        since, last = today - timedelta(days=KEPT_DAYS), today - timedelta(days=1)
        due = conn.execute(
            statement("page_customer_kept"), {"customer": found.id, "first": since, "last": last}
        ).fetchall()
        mine = {"customer": found.ref}
        waiting = lists.listed(conn, request, backorders.LINES, (), limit=MOST_WAITING, always=mine)
        heard, wish = told.heard(conn, customer=found.id), preferences.read(conn, found.id)
        placed = lists.listed(conn, request, orders.BOOK, (), limit=MOST_ORDERS, always=mine)
    return frame.render(
        request,
        "backorder/pages/customer.html",
        {
            "customer": found,
            "kept": kept(due, since, last),
            "due": sum(row[1] for row in due),
            "waiting": waiting,
            "placed": placed,
            "heard": heard,
            "wish": wish,
            "may_change": roles.may(request.user, "set_customers"),
            "may_place": roles.may(request.user, "place_orders"),
        },
    )


def _wished(request: HttpRequest, conn: Connection[Any], found: Customer) -> HttpResponse:
    try:
        told.wish(request, conn, found.id)
    except BackorderError as refusal:
        messages.error(request, refusal.text)
    return HttpResponseRedirect(reverse("pages:customer", kwargs={"ref": found.ref}))


def _find(conn: Connection[Any], ref: str) -> Customer:
    row = (
        None if "\x00" in ref else conn.execute(statement("page_customer"), {"ref": ref}).fetchone()
    )
    if row is None:
        raise NotFoundError(
            "unknown_customer", f"There is no customer {ref[:80]}.", customer=ref[:80]
        )
    return Customer(*row)


def _change(request: HttpRequest, found: Customer) -> HttpResponse:
    fields = {"name": 2000, "email": 254, "phone": 40, "class": 40}
    body = {
        name: request.POST[name].strip()[:most]
        for name, most in fields.items()
        if name in request.POST
    }
    acting.attempt(
        request,
        "set_customers",
        {"customers": [{"ref": found.ref, **body}], "key": acting.key_of(request)},
        _("%(customer)s is changed.") % {"customer": found.ref},
    )
    return HttpResponseRedirect(reverse("pages:customer", kwargs={"ref": found.ref}))


PAGES = (
    Page("customers", "customers", customers),
    Page("customers/<path:ref>", "customer", customer, methods=BOTH),
)
