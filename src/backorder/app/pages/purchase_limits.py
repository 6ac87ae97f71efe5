"""Settings of purchasing: how much each role may order with one purchase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder import settings
from backorder.app.accounts import roles
from backorder.app.purchasing import limits, mailing
from backorder.connectors.money import decimal_text, minor_units, read_amount
from backorder.domain.errors import BackorderError, InvalidError

from . import frame, typed
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TEMPLATE = "backorder/pages/purchase_limits.html"


def show(request: HttpRequest) -> HttpResponse:
    """Show the limits, and how purchases go out."""
    with frame.books() as conn:
        found = limits.read(conn)
    rows = [
        (role, "" if (most := found.amounts.get(role)) is None else _text(most, found.currency))
        for role in limits.ROLES
    ]
    context = {
        "rows": rows,
        "currency": found.currency,
        "mail_ready": mailing.ready(),
        "acknowledge_days": settings.get("BACKORDER_ACKNOWLEDGE_DAYS"),
        "may_save": roles.may(request.user, roles.SETTINGS),
    }
    return frame.render(request, TEMPLATE, context)


def _text(minor: int, currency: str) -> str:
    return decimal_text(minor, currency)


def save(request: HttpRequest) -> HttpResponse:
    """Keep the limits; an empty field is none."""
    form, by = request.POST, request.user.email  # type: ignore[union-attr]
    try:
        currency = typed.text(form, "currency").upper()
        amounts = {
            role: _minor(said, currency)
            for role in limits.ROLES
            if (said := typed.text(form, f"limit-{role}"))
        }
        with frame.books() as conn:
            limits.save(conn, currency, amounts, now=frame.now(), by=by)
    except BackorderError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("pages:purchase_limits"))


def _minor(said: str, currency: str) -> int:
    """Return an amount as people write it in minor units; raises ``InvalidError``."""
    amount = read_amount(said)
    found = None if amount is None else minor_units(amount, currency)
    if found is None:
        raise InvalidError("not_an_amount", _("A limit is an amount such as 5000 or 5000.00."))
    return found


PAGES = (
    Page("settings/purchasing", "purchase_limits", show),
    Page("settings/purchasing/save", "purchase_limits_save", save, roles.SETTINGS, POST),
)
