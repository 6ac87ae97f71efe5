"""The customer's own page: one order, opened by a link, without signing in and without a cookie."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from zlib import crc32

from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from backorder import ledger
from backorder.app.care import asking, facts, links, news
from backorder.app.incentives import listing
from backorder.app.notices import preferences
from backorder.app.tokens.limiting import Buckets
from backorder.app.web.frame import client_of
from backorder.domain.errors import BackorderError

from . import acting, frame
from .page import BOTH, NOBODY, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest
    from psycopg import Connection

    from backorder.app.care.facts import Seen
    from backorder.app.care.news import News

ORDER, SURE, OVER = (f"backorder/care/{name}.html" for name in ("order", "sure", "over"))
PER_SECOND = 3  # requests of one address to one process, and twice as many at once
_SLOTS = 4096  # so that many strangers fill no memory; two that share one share its patience
_buckets = Buckets(PER_SECOND)
_HEADERS = {
    "Referrer-Policy": "no-referrer",  # the address is the key
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
SAID = ("cancelled", "changed", "waits", "ended", "late", "swapped", "wished")


def for_strangers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view for people without an account: slowed down, not stored, not indexed.

    It needs no token against forged requests: no cookie speaks for anybody here, and whoever knows
    the address may do what the page offers.
    """

    @wraps(view)
    def answer(request: HttpRequest, **named: str) -> HttpResponse:
        caller = crc32(client_of(request).encode()) % _SLOTS
        if wait := _buckets.take(caller, time.monotonic()):
            response = over(request, "busy", HTTPStatus.TOO_MANY_REQUESTS)
            response["Retry-After"] = str(int(wait) + 1)
        else:
            response = view(request, **named)
        for name, value in _HEADERS.items():
            response[name] = value
        return response

    return csrf_exempt(answer)


def over(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """Return the page that shows nothing of any order: the link is over, or it is too busy."""
    return HttpResponse(render_to_string(OVER, {"why": why}, request), status=status)


@for_strangers
def order(request: HttpRequest, text: str) -> HttpResponse:
    """Show the order that a link opens, and do what its customer asks."""
    with frame.books() as conn:
        number = links.find(conn, text, now=frame.now())
        if number is None:
            return over(request, "link", HTTPStatus.NOT_FOUND)
        seen = facts.read(conn, number, now=frame.now())
        language = seen.whom.language(translation.get_language() or "en")
        with translation.override(language):
            if request.POST.get("do") == "wish":
                response = _wished(request, conn, text, seen)
            elif request.method == "POST":
                response = _asked(request, conn, text, seen)
            else:
                facts.note_offers(conn, seen, frame.now().date())
                told = news.read(conn, number, language)
                response = _show(request, seen, told=told)
    response["Content-Language"] = language
    return response


def _show(
    request: HttpRequest,
    seen: Seen,
    refusal: str = "",
    status: int = 200,
    told: Sequence[News] = (),
) -> HttpResponse:
    said = request.GET.get("said", "")
    context: dict[str, Any] = {"order": seen, "refusal": refusal, "news": told}
    context["said"] = said if said in SAID else ""
    return HttpResponse(render_to_string(ORDER, context, request), status=status)


def _wished(request: HttpRequest, conn: Connection[Any], text: str, seen: Seen) -> HttpResponse:
    """Keep how the customer wants to hear of orders."""
    if seen.whom.id is None:
        return _show(request, seen, "nobody", HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        preferences.save(
            conn,
            seen.whom.id,
            now=frame.now(),
            by=seen.whom.actor,
            channel=request.POST.get("channel", ""),
            language=request.POST.get("language", ""),
            digest="digest" in request.POST,
        )
    except BackorderError as refusal:
        return _show(request, seen, refusal.code, refusal.status)
    return HttpResponseRedirect(f"{links.path(text)}?said=wished")


def _asked(request: HttpRequest, conn: Connection[Any], text: str, seen: Seen) -> HttpResponse:
    """Show what comes of what is asked; once that was seen, do it, however often it is sent."""
    key = f"care:{seen.head.id}:{acting.key_of(request)}"[:200]
    actor, now = seen.whom.actor, frame.now()
    if "sure" in request.POST and asking.is_done(conn, key):
        return HttpResponseRedirect(f"{links.path(text)}?said={asking.said_of(request.POST)}")
    try:
        ask = asking.read(request.POST, seen)
        if "sure" in request.POST:
            result = ledger.VERBS[ask.verb](conn, ask.body | {"key": key}, now=now, actor=actor)
            said = asking.outcome(ask, result)
            return HttpResponseRedirect(f"{links.path(text)}?said={said}")
        result = ledger.VERBS[ask.verb].preview(conn, ask.body, now=now, actor=actor)
    except BackorderError as refusal:
        return _show(request, seen, refusal.code, refusal.status)
    if ask.danger:
        seen = _stay(conn, seen)
    context = {
        "order": seen,
        "ask": ask,
        "moves": asking.moves(result, seen),
        "refunds": asking.refunds(result),
        "swaps": result.get("swaps", ()),
    }
    return HttpResponse(render_to_string(SURE, context, request))


def _stay(conn: Connection[Any], seen: Seen) -> Seen:
    """Return the order with what its customer is given for not cancelling, if a rule gives it.

    A refusal, of a rule that ends at this instant, is no reason to keep anybody from cancelling.
    """
    from backorder.app.incentives import giving  # noqa: PLC0415 (numbers: only who gives)

    if giving.wanted(conn, frame.now(), ("cancel_intent",)):
        with suppress(BackorderError):
            giving.at_intent(conn, seen.head.id, frame.now(), seen.whom.actor)
    given = listing.vouchers(conn, seen.head.id, frame.now().date())
    return replace(seen, vouchers=given)


PAGES = (Page("o/<str:text>", "customer_order", order, NOBODY, BOTH),)
