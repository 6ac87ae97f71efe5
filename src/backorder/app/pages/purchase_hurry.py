"""Asking a supplier to send a purchase sooner: the day, and the message before it goes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder.app.notices import hurrying
from backorder.domain.errors import BackorderError

from . import asking_first, frame, order_changes
from .page import BOTH, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NEEDS = "change_supply"
TEMPLATE = "backorder/pages/purchase_hurry.html"


def hurry(request: HttpRequest, name: str) -> HttpResponse:
    """Show the form, the message as it would go, or let it go."""
    now = frame.now()
    given = request.POST if request.method == "POST" else request.GET
    reason = given.get("reason", "")
    context = {"name": name, "reason": reason, "least": now.date()}
    try:
        by = order_changes.day(given.get("by", ""), _("Needed by"))
        context["by"] = by if by and by >= now.date() else now.date() + timedelta(days=1)
        if request.method == "GET":
            return frame.render(request, TEMPLATE, context)
        with frame.books() as conn:
            message = hurrying.ask(conn, name, by or date.min, reason, now)
            if "sure" not in given:
                return frame.render(request, TEMPLATE, context | asking_first.shown(conn, message))
            made = hurrying.send(conn, message, now)
    except BackorderError as refusal:
        messages.error(request, refusal.text)
    else:
        asking_first.say(request, made=bool(made))
    return HttpResponseRedirect(reverse("pages:purchase_order", args=[name]))


PAGES = (Page("purchase-orders/<str:name>/hurry", "purchase_hurry", hurry, NEEDS, BOTH),)
