"""The link to the customer's page, on the page of an order: to be copied, sent again, and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder.app.accounts import roles
from backorder.app.care import links
from backorder.domain.errors import BackorderError, ForbiddenError

from . import frame, order_facts, told
from .purchase_sending import site

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from psycopg import Connection

NEEDS = "change_order"  # a link lets somebody do what this does
DEEDS = ("link", "unlink", "send_link")


def act(request: HttpRequest, name: str) -> str | HttpResponse:
    """Return the address of a new link, or end all links and return where to go then."""
    if not roles.may(request.user, NEEDS):
        raise ForbiddenError("role_may_not", "Your role does not allow that.", needed=NEEDS)
    with frame.books() as conn:
        head = order_facts.head(conn, name)
        if request.POST["do"] == "link":
            return site(request) + links.paths(conn, [head.id], now=frame.now())[head.id]
        if request.POST["do"] == "send_link":
            return _sent(request, conn, head)
        links.revoke(conn, head.id, now=frame.now(), by=request.user.email)  # type: ignore[union-attr]
    said = _("No link to %(order)s works any more; the next message carries a new one.")
    messages.success(request, said % {"order": head.number})
    return HttpResponseRedirect(reverse("pages:order", kwargs={"name": head.number}))


def _sent(request: HttpRequest, conn: Connection[Any], head: order_facts.Head) -> HttpResponse:
    try:
        told.send_link(request, conn, head.id, frame.now())
    except BackorderError as refusal:
        messages.error(request, refusal.text)
    return HttpResponseRedirect(reverse("pages:order", kwargs={"name": head.number}))
