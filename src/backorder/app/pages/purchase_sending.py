"""A purchase order goes to its supplier: approved, sent by e-mail or as a file, closed short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder import settings
from backorder.app import branding
from backorder.app.purchasing import links, mailing, paper, printing
from backorder.app.statements import statement
from backorder.domain.errors import BackorderError, NotFoundError
from backorder.domain.names import require_id

from . import acting, frame, previewing, typed
from .page import BOTH, POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backorder.app.purchasing.paper import Paper

TEMPLATE = "backorder/pages/purchase_send.html"
SUFFIXES = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8"}


def approve(request: HttpRequest, name: str) -> HttpResponse:
    """Show what a draft comes to, then order it."""
    back = reverse("pages:purchase_order", args=[name])
    asked = previewing.Step(
        _("Approve %(order)s") % {"order": name},
        _("It counts as ordered from now on, and customers' units are pegged to it."),
        _("Approve"),
        _("%(order)s is approved.") % {"order": name},
        back,
    )
    return previewing.step(
        request,
        "approve_purchases",
        lambda key: {"key": key, "purchase_orders": [name]},
        asked,
    )


def close(request: HttpRequest, name: str) -> HttpResponse:
    """Show what it means that no more will come, then close the purchase."""
    asked = previewing.Step(
        _("Close %(order)s short") % {"order": name},
        _("What is still to come is given up, and those who wait for it are matched anew."),
        _("Close it"),
        _("%(order)s is closed.") % {"order": name},
        reverse("pages:purchase_order", args=[name]),
        danger=True,
    )
    reason = typed.text(request.POST, "reason")
    return previewing.step(
        request,
        "close_short",
        lambda key: {"key": key, "closings": [{"purchase_order": name, "reason": reason}]},
        asked,
    )


def send(request: HttpRequest, name: str) -> HttpResponse:
    """Offer the ways in which a purchase order goes to its supplier."""
    if request.method == "POST":
        return _sent(request, name)
    return _show(request, name)


def _show(
    request: HttpRequest, name: str, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    row_id = require_id("purchase_order", name)
    with frame.books() as conn:
        found = paper.read(conn, row_id)
        asked = {"purchase_order": row_id, "now": frame.now()}
        working = conn.execute(statement("supplier_link_list"), asked).fetchall()
        waiting = conn.execute(statement("purchase_mail_list"), asked).fetchall()
    context = {
        "paper": found,
        "name": name,
        "mail_ready": mailing.ready(),
        "links": working,
        "waiting": waiting,
        "recipient": found.head.email,
    }
    return frame.render(request, TEMPLATE, context | (more or {}), status)


def _sent(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for the e-mail, or write down that the purchase was sent in another way."""
    row_id = require_id("purchase_order", name)
    key = acting.key_of(request)
    by: str = request.user.email  # type: ignore[union-attr]
    try:
        if "mail" in request.POST:
            recipient = typed.text(request.POST, "recipient")
            with frame.books() as conn:
                mailing.ask(
                    conn, row_id, recipient, key=key, site=site(request), now=frame.now(), by=by
                )
            messages.success(request, _("It is being sent to %(to)s.") % {"to": recipient})
        else:
            how = "file" if "file" in request.POST else "hand"
            sending = {"key": key, "purchase_order": name, "how": how}
            acting.carry_out(request, "mark_sent", {"sendings": [sending]})
            messages.success(request, _("%(order)s is marked as sent.") % {"order": name})
    except BackorderError as refusal:
        return _show(request, name, {"refusal": refusal}, refusal.status)
    return HttpResponseRedirect(reverse("pages:purchase_order", args=[name]))


def site(request: HttpRequest) -> str:
    """Return where suppliers find us: as the setting says, else where this request came in."""
    return settings.get("BACKORDER_URL") or request.build_absolute_uri("/").rstrip("/")


def link(request: HttpRequest, name: str) -> HttpResponse:
    """Make a link for the supplier and show it once, or end all there are."""
    row_id = require_id("purchase_order", name)
    by: str = request.user.email  # type: ignore[union-attr]
    with frame.books() as conn:
        found: Paper = paper.read(conn, row_id)
        if "revoke" in request.POST:
            links.revoke(conn, row_id, now=frame.now())
            messages.success(request, _("The links of this purchase no longer work."))
            return HttpResponseRedirect(reverse("pages:purchase_send", args=[name]))
        if not found.head.open:
            raise NotFoundError("nothing_on_order", "Nothing of it is still to come.", supply=name)
        text = links.make(conn, row_id, now=frame.now(), by=by)
    return _show(request, name, {"made": f"{site(request)}{links.path(text)}"})


def file(request: HttpRequest, name: str, suffix: str) -> HttpResponse:  # noqa: ARG001 (a view)
    """Answer with the purchase order as a file."""
    if suffix not in SUFFIXES:
        raise NotFoundError("no_such_page", "There is nothing here.")
    with frame.books() as conn:
        found = paper.read(conn, require_id("purchase_order", name))
        brand = branding.read(conn)
    content = printing.sheet(found) if suffix == "csv" else printing.pdf(found, brand)
    response = HttpResponse(content, content_type=SUFFIXES[suffix])
    response["Content-Disposition"] = f'attachment; filename="{found.head.number}.{suffix}"'
    return response


_ONE = "purchase-orders/<str:name>/"
PAGES = (
    Page(_ONE + "approve", "purchase_approve", approve, "approve_purchases", POST),
    Page(_ONE + "close", "purchase_close", close, "close_short", POST),
    Page(_ONE + "send", "purchase_send", send, "mark_sent", BOTH),
    Page(_ONE + "link", "purchase_link", link, "mark_sent", POST),
    Page(_ONE + "paper.<str:suffix>", "purchase_paper", file),
)
