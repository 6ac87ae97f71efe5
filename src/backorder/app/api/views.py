"""The API's addresses: GET reads a list or an object, POST carries a verb out."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec
from django.http import HttpResponse, HttpResponseNotModified

from backorder.app.tokens import checking
from backorder.app.tokens.scopes import READ, WEBHOOKS
from backorder.app.web import connections
from backorder.app.web.problems import MethodError
from backorder.ledger.journal.verb import convert

from . import asking, posting, reading, reports, tables, webhooks
from .listings import LISTINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

JSON = "application/json"
_CREATES = {
    # Where what was made can be read again: the list in the answer, and its item's number.
    "orders": ("orders", "order"),
    "purchase-orders": ("purchase_orders", "purchase_order"),
}
_READS = ("GET", "HEAD")


def resource(request: HttpRequest, name: str) -> HttpResponse:
    """Answer for a resource: its list, or its verb."""
    posts = name in posting.POSTS or name in webhooks.ACTIONS
    _check_method(request, [*(_READS if name in LISTINGS else ()), *(("POST",) if posts else ())])
    if request.method != "POST":
        return _list(request, name)
    return _post(request, name) if name in posting.POSTS else _act(request, name)


def item(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Answer with one object of a list, by its number, key or code."""
    _check_method(request, _READS)
    checking.require(request, LISTINGS[name].scope)
    asked = dict(request.GET.lists())
    columns = asking.read(LISTINGS[name], {k: v for k, v in asked.items() if k == "fields"}).columns
    _refuse_others(asked, "fields")
    with connections.shared().lend() as conn:
        found = reading.one(conn, LISTINGS[name], key)
    body = _encode({column.name: found[column.name] for column in columns})
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in [part.strip() for part in request.headers.get("If-None-Match", "").split(",")]:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(body, content_type=JSON, headers=headers)


def report(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with a report."""
    _check_method(request, _READS)
    checking.require(request, READ)
    asked = dict(request.GET.lists())
    _refuse_others(asked, *reports.PARAMETERS[name])
    with connections.shared().lend() as conn:
        found = reports.read(conn, name, {key: values[-1] for key, values in asked.items()})
    return HttpResponse(_encode(found), content_type=JSON)


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer the caller who may be believed that there is nothing at an address."""
    from backorder.domain.errors import NotFoundError  # noqa: PLC0415 (rare)

    checking.caller(request)
    raise NotFoundError("no_such_page", "There is nothing here.")


def _list(request: HttpRequest, name: str) -> HttpResponse:
    listing = LISTINGS[name]
    checking.require(request, listing.scope)
    asked = asking.read(listing, dict(request.GET.lists()))
    with connections.shared().lend() as conn:
        page = reading.page(conn, listing, asked)
    if _wants_csv(request):
        response = HttpResponse(tables.as_csv(page), content_type=tables.CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    else:
        response = HttpResponse(
            _encode({"items": page.items(), "next": page.next}), content_type=JSON
        )
    response["Vary"] = "Accept, Authorization"
    if page.next is not None:
        following = request.GET.copy()
        following["cursor"] = page.next
        response["Link"] = f'<{quote(request.path)}?{following.urlencode()}>; rel="next"'
    return response


def _post(request: HttpRequest, name: str) -> HttpResponse:
    post = posting.POSTS[name]
    token = checking.require_verb(request, post.verb)
    _refuse_others(dict(request.GET.lists()))
    key = request.headers.get("Idempotency-Key")
    asked = posting.read(post, request.body, key, token.name)
    answer = posting.call(post, asked, token.name)
    status, headers = 200, {}
    if asked.alone and name in _CREATES:
        items, number = _CREATES[name]
        status = 201
        headers["Location"] = f"/api/v1/{name}/{answer[items][0][number]}"
    return HttpResponse(_encode(answer), status=status, content_type=JSON, headers=headers)


def _act(request: HttpRequest, name: str) -> HttpResponse:
    """Answer for a webhook: what is done to it is no verb."""
    action = webhooks.ACTIONS[name]
    token = checking.require(request, WEBHOOKS)
    _refuse_others(dict(request.GET.lists()))
    key = request.headers.get("Idempotency-Key")
    posting.check_key(key)
    record = convert(posting.decode(request.body), action.record)
    with connections.shared().lend() as conn:
        call = webhooks.Call(conn, datetime.now(UTC), token.name, key)
        answer = action.carry_out(call, record)
    response = HttpResponse(_encode(answer), status=action.status, content_type=JSON)
    if action.status == HTTPStatus.CREATED:
        response["Location"] = f"/api/v1/{name}/{answer['webhook']}"
    return response


def _check_method(request: HttpRequest, allowed: Sequence[str]) -> None:
    if request.method not in allowed:
        raise MethodError(
            "method_not_allowed",
            f"This address takes {' and '.join(allowed)}.",
            allowed=list(allowed),
        )


def _refuse_others(given: dict[str, list[str]], *known: str) -> None:
    """Refuse query parameters that an address does not know."""
    for name, values in given.items():
        if name not in known or len(values) != 1:
            asking.refuse(name[: asking.LONGEST_VALUE], "is unknown here, or given twice")


def _wants_csv(request: HttpRequest) -> bool:
    kinds = [
        part.partition(";")[0].strip() for part in request.headers.get("Accept", "").split(",")
    ]
    return "text/csv" in kinds and JSON not in kinds


def _encode(found: Any) -> bytes:  # noqa: ANN401 (JSON)
    return msgspec.json.encode(found)
