"""Quotes and cart holds that claim units now: confirm them to orders, or let their units go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder.app.accounts import roles
from backorder.app.statements import statement
from backorder.domain.names import number

from . import acting, frame
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST = 200


def quotes(request: HttpRequest) -> HttpResponse:
    """Show the quotes and holds that have not expired, the next to expire first."""
    with frame.books() as conn:
        rows = conn.execute(
            statement("page_quotes"), {"now": frame.now(), "limit": MOST}
        ).fetchall()
    names = (
        "kind",
        "key",
        "customer",
        "channel",
        "made_at",
        "expires_at",
        "value",
        "currency",
        "lines",
    )
    found = [
        {"number": number(row[1], row[0]), **dict(zip(names, row[1:], strict=True))} for row in rows
    ]
    return frame.render(
        request,
        "backorder/pages/quotes.html",
        {
            "quotes": found,
            "may_confirm": roles.may(request.user, "confirm"),
            "may_withdraw": roles.may(request.user, "withdraw"),
        },
    )


def confirm(request: HttpRequest) -> HttpResponse:
    """Make an order of a quote."""
    name = request.POST.get("hold", "")[:200] or "?"
    answer = acting.attempt(
        request, "confirm", {"confirmations": [{"hold": name}], "key": acting.key_of(request)}
    )
    if answer is None:
        return HttpResponseRedirect(reverse("pages:quotes"))
    order = answer["confirmations"][0]["order"]
    messages.success(request, _("%(order)s is placed.") % {"order": order})
    return HttpResponseRedirect(reverse("pages:order", kwargs={"name": order}))


def withdraw(request: HttpRequest) -> HttpResponse:
    """End a quote: its units go to whoever waits."""
    name = request.POST.get("hold", "")[:200] or "?"
    acting.attempt(
        request,
        "withdraw",
        {"withdrawals": [{"hold": name}], "key": acting.key_of(request)},
        _("%(quote)s is withdrawn; its units are free.") % {"quote": name},
    )
    return HttpResponseRedirect(reverse("pages:quotes"))


PAGES = (
    Page("orders/quotes", "quotes", quotes),
    Page("orders/quotes/confirm", "quote_confirm", confirm, "confirm", POST),
    Page("orders/quotes/withdraw", "quote_withdraw", withdraw, "withdraw", POST),
)
