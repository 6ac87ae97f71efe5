"""What a supplier said of a purchase order, written down by us: days, quantities, shipments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder.app.purchasing import answers, paper
from backorder.domain.errors import BackorderError
from backorder.domain.names import require_id

from . import acting, frame, impact, typed
from .page import BOTH, Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from backorder.app.purchasing.paper import Line

TEMPLATE = "backorder/pages/purchase_answer.html"


def acknowledge(request: HttpRequest, name: str) -> HttpResponse:
    """Ask what the supplier confirmed, show whom it concerns, and write it down."""
    return _answer(request, name, "acknowledge", answers.acknowledgement)


def announce(request: HttpRequest, name: str) -> HttpResponse:
    """Ask what is on its way, show whom it concerns, and write it down."""
    return _answer(request, name, "announce", answers.announcement)


def _answer(
    request: HttpRequest, name: str, verb: str, body_of: Callable[..., dict[str, Any]]
) -> HttpResponse:
    with frame.books() as conn:
        found = paper.read(conn, require_id("purchase_order", name))
    lines = [line for line in found.lines if line.open]
    context: dict[str, Any] = {
        "paper": found,
        "name": name,
        "verb": verb,
        "lines": fields(request, lines),
        "given": request.POST,
    }
    if request.method == "POST":
        try:
            key = acting.key_of(request)
            body = {"key": key, **body_of(request.POST, name, lines, key=key, how="hand")}
            if typed.doing(request):
                acting.carry_out(request, verb, body)
                messages.success(request, _("Written down."))
                return HttpResponseRedirect(reverse("pages:purchase_order", args=[name]))
            answer = acting.preview(request, verb, body)
        except BackorderError as refusal:
            page = {**context, "refusal": refusal}
            return frame.render(request, TEMPLATE, page, refusal.status)
        with frame.books() as conn:
            context["told"] = impact.of(conn, answer["repromised"])
            context["filled"] = impact.of(conn, answer["filled"])
        context |= {"seen": True, "again": typed.again(request)}
    return frame.render(request, TEMPLATE, context)


def fields(request: HttpRequest, lines: list[Line]) -> list[dict[str, Any]]:
    """Return the lines with what a form has beside each: what was typed, else what stands."""
    given = request.POST if request.method == "POST" else {}
    return [
        {
            "line": line,
            "units": given.get(f"units-{line.line_no}", "" if given else line.open),
            "day": given.get(f"day-{line.line_no}", line.expected_on.isoformat()),
            "never": f"never-{line.line_no}" in given,
            "sent": given.get(f"sent-{line.line_no}", "" if given else line.unannounced or ""),
        }
        for line in lines
    ]


_ONE = "purchase-orders/<str:name>/"
PAGES = (
    Page(_ONE + "acknowledge", "purchase_acknowledge", acknowledge, "acknowledge", BOTH),
    Page(_ONE + "announce", "purchase_announce", announce, "announce", BOTH),
)
