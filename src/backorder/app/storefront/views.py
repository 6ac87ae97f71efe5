"""What a shop's pages ask for: JSON, badges, markup and the merchant feed."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import msgspec
from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse

from backorder.app.api.asking import refuse
from backorder.app.web import clock, connections
from backorder.app.web.problems import MethodError
from backorder.domain.errors import MalformedError

from . import answering, around, asking, badge, door, feed, keys, markup
from .alternatives import note_shown_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from .asking import Asked

    View = Callable[[HttpRequest], HttpResponse | StreamingHttpResponse]
    Render = Callable[[Asked, answering.Answer], tuple[bytes, str]]


def _reads(view: View) -> View:
    """Let only whoever may ask ask, and only with GET."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        if request.method not in {"GET", "HEAD"}:
            raise MethodError(
                "method_not_allowed", "This address takes GET and HEAD.", allowed=["GET", "HEAD"]
            )
        keys.require(request)
        return view(request)

    return guarded


@_reads
def products(request: HttpRequest) -> HttpResponse:
    """Answer for one product or many, each for itself."""

    def render(_: Asked, found: answering.Answer) -> tuple[bytes, str]:
        return door.body_of(found.parts), "application/json"

    asked = asking.products(request)
    response = _answer(request, asked, door.KIND, render)
    door.remember(request, asked)
    return response


@_reads
def cart(request: HttpRequest) -> HttpResponse:
    """Answer for a cart as a whole."""
    return _answer(
        request, asking.cart(request), "cart", lambda _, found: (found.parts[0], "application/json")
    )


@_reads
def product_badge(request: HttpRequest) -> HttpResponse:
    """Answer with the badge of products."""
    whole = _whole(request)

    def render(asked: Asked, found: answering.Answer) -> tuple[bytes, str]:
        return badge.product(found.read(), asked.language, whole=whole).encode(), "text/html"

    return _framed(_answer(request, asking.products(request, "as"), f"badge{whole}", render))


@_reads
def cart_badge(request: HttpRequest) -> HttpResponse:
    """Answer with the badge of a cart."""
    whole = _whole(request)

    def render(asked: Asked, found: answering.Answer) -> tuple[bytes, str]:
        return badge.cart(found.read()[0], asked.language, whole=whole).encode(), "text/html"

    return _framed(_answer(request, asking.cart(request, "as"), f"cart-badge{whole}", render))


@_reads
def product_markup(request: HttpRequest) -> HttpResponse:
    """Answer with the markup of products for search engines."""

    def render(_: Asked, found: answering.Answer) -> tuple[bytes, str]:
        made = [markup.product(one) for one in found.read() if one["state"] != "unknown"]
        return msgspec.json.encode(made[0] if len(made) == 1 else made), "application/ld+json"

    return _answer(request, asking.products(request), "markup", render)


def style(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django calls it so)
    """Answer with the badge's style, for pages that hold it without a frame."""
    headers = {**around.ANYWHERE, "Cache-Control": "public, max-age=3600"}
    return HttpResponse(badge.CSS, content_type="text/css; charset=utf-8", headers=headers)


@_reads
def merchant_feed(request: HttpRequest) -> StreamingHttpResponse:
    """Answer with the feed of all products, written while it is read."""
    for name, values in request.GET.lists():
        if name not in {"destination", "key"} or len(values) != 1:
            refuse(name[:200], "is unknown here, or given twice")
    destination = request.GET.get("destination", "")
    if len(destination) > 80 or not destination.isprintable():  # noqa: PLR2004 (a zone's length)
        raise MalformedError("parameter_invalid", "The parameter destination is no zone.")
    kind, write = feed.KINDS[request.path_info.rpartition("/")[2]]
    slices = feed.rows(clock.now(), destination)
    headers = {**around.ANYWHERE, "Cache-Control": "no-cache"}
    return StreamingHttpResponse(write(slices), content_type=kind, headers=headers)


def _answer(request: HttpRequest, asked: Asked, kind: str, render: Render) -> HttpResponse:
    """Look whether what the caller has still holds; else answer, from memory where that holds."""
    now = clock.now()
    with connections.shared().lend() as conn:
        found = answering.look(conn, asked, now)
        tag = around.tag_of(kind, answering.keys_of(asked, found))
        if not asked.track and around.knows(request.headers.get("If-None-Match", ""), tag):
            return HttpResponseNotModified(headers=around.headers(tag))
        answer = answering.answer(conn, asked, found, now)
        if asked.track:
            note_shown_names(conn, _shown(asked, answer), found.today)
    body, content_type = render(asked, answer)
    if content_type == "text/html":
        content_type = "text/html; charset=utf-8"
    return HttpResponse(
        body, content_type=content_type, headers=around.headers(around.tag_of(kind, answer.key))
    )


def _shown(asked: Asked, answer: answering.Answer) -> list[tuple[str, str]]:
    """Return the pairs of products and alternatives that an answer shows."""
    said = answer.read()
    lines: list[dict[str, Any]] = said[0]["lines"] if asked.cart else said
    return [(line["sku"], other["sku"]) for line in lines for other in line["alternatives"]]


def _whole(request: HttpRequest) -> bool:
    text = request.GET.get("as", "page")
    if text not in {"page", "fragment"}:
        refuse("as", "is page or fragment")
    return text == "page"


def _framed(response: HttpResponse) -> HttpResponse:
    """Let other sites frame it."""
    response["Content-Security-Policy"] = badge.POLICY
    response.framed = True  # type: ignore[attr-defined] # the frame of requests looks for it
    return response
