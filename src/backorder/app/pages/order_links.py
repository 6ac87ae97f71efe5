"""The link to the customer's page, on the page of an order: made to be copied, and all ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder.app.accounts import roles
from backorder.app.care import links
from backorder.domain.errors import ForbiddenError

from . import frame, order_facts
from .purchase_sending import site

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NEEDS = "change_order"  # a link lets somebody do what this does
DEEDS = ("link", "unlink")


def act(request: HttpRequest, name: str) -> str | HttpResponse:
    """Return the address of a new link, or end all links and return where to go then."""
    if not roles.may(request.user, NEEDS):
        raise ForbiddenError("role_may_not", "Your role does not allow that.", needed=NEEDS)
    with frame.books() as conn:
        head = order_facts.head(conn, name)
        if request.POST["do"] == "link":
            return site(request) + links.paths(conn, [head.id], now=frame.now())[head.id]
        links.revoke(conn, head.id, now=frame.now(), by=request.user.email)  # type: ignore[union-attr]
    said = _("No link to %(order)s works any more; the next message carries a new one.")
    messages.success(request, said % {"order": head.number})
    return HttpResponseRedirect(reverse("pages:order", kwargs={"name": head.number}))
