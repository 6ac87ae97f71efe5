"""The supplier's own page: one purchase order, opened by a link, without signing in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from zlib import crc32

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from backorder import ledger
from backorder.app.purchasing import answers, links, paper
from backorder.app.tokens.limiting import Buckets
from backorder.app.web.frame import client_of
from backorder.domain.errors import BackorderError, NotFoundError, TooManyError

from . import acting, frame
from .page import BOTH, NOBODY, Page
from .purchase_answer import fields

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backorder.app.purchasing.paper import Paper

TEMPLATE = "backorder/supplier/answer.html"
PER_SECOND = 3  # requests of one address to one process, and twice as many at once
_SLOTS = 4096  # so that many strangers fill no memory; two that share one share its patience
_buckets = Buckets(PER_SECOND)


@never_cache
def answer(request: HttpRequest, text: str) -> HttpResponse:
    """Show the purchase that a link opens, and take what the supplier says of it."""
    _slow_down(request)
    with frame.books() as conn:
        number = links.find(conn, text, now=frame.now())
        if number is None:
            raise NotFoundError(
                "link_over", _("This link does not work any more. Please ask for a new one.")
            )
        found = paper.read(conn, number)
    with translation.override(found.head.language or translation.get_language()):
        if request.method == "POST":
            return _said(request, text, found)
        return _show(request, found)


def _slow_down(request: HttpRequest) -> None:
    caller = crc32(client_of(request).encode()) % _SLOTS
    wait = _buckets.take(caller, time.monotonic())
    if wait:
        raise TooManyError(
            "too_many_attempts",
            "There were too many attempts from here; wait a minute and try again.",
            retry_after=int(wait) + 1,
        )


def _show(
    request: HttpRequest, found: Paper, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    lines = [line for line in found.lines if line.open] if found.head.open else []
    context = {
        "paper": found,
        "lines": fields(request, lines),
        "done": not lines,
        "to_send": any(line.unannounced for line in lines),
        "confirmed": all(line.confirmed for line in lines),
        "given": request.POST,
        **(more or {}),
    }
    return HttpResponse(render_to_string(TEMPLATE, context, request), status=status)


def _said(request: HttpRequest, text: str, found: Paper) -> HttpResponse:
    """Write down what the supplier says, and show the purchase as it stands then."""
    lines = [line for line in found.lines if line.open]
    verb = "announce" if "announce" in request.POST else "acknowledge"
    body_of = answers.announcement if verb == "announce" else answers.acknowledgement
    key = f"link:{found.head.id}:{acting.key_of(request)}"[:200]
    try:
        body = body_of(request.POST, found.head.number, lines, key=key, how="link")
        with frame.books() as conn:
            actor = f"supplier:{found.head.supplier}"
            ledger.VERBS[verb](conn, body, now=frame.now(), actor=actor)
    except BackorderError as refusal:
        return _show(request, found, {"refusal": refusal}, refusal.status)
    messages.success(request, _("Thank you. We have written it down."))
    return HttpResponseRedirect(links.path(text))


PAGES = (Page("supplier/<str:text>", "supplier_answer", answer, NOBODY, BOTH),)
