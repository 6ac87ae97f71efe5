"""Who may ask for availability: a token, a publishable key, or everybody where the shop says so."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from zlib import crc32

from backorder import settings
from backorder.app.tokens import checking
from backorder.app.tokens.limiting import Buckets
from backorder.app.tokens.scopes import ALL, STOREFRONT
from backorder.app.web.frame import client_of
from backorder.domain.errors import ForbiddenError, TooManyError, UnauthorizedError

if TYPE_CHECKING:
    from django.http import HttpRequest

ADMITTED = "backorder.admitted"  # no header of a caller has such a name: they begin with HTTP_
_SLOTS = 65_536  # so that many strangers fill no memory; two that share one share its patience
_buckets: list[Buckets] = []


def require(request: HttpRequest) -> None:
    """Let a request pass, or raise why not; one that was let in already is not counted again."""
    known = request.META.get(ADMITTED)
    if known is not None:
        request.actor = known  # type: ignore[attr-defined]
        return
    header = request.headers.get("Authorization")
    admit(request, header, request.GET.get("key", ""), client_of(request))


def admit(who: Any, header: str | None, key: str, client: str) -> None:  # noqa: ANN401 (a request, or what stands for one)
    """Let a caller pass, or raise why not; the name of the token is ``who.actor`` from here on.

    A token in the header is a server's: it has the limit of tokens. A key in the address is seen by
    every shopper, so it must be able to do nothing else, and each address has a limit of its own.
    """
    if header is not None:
        checking.need(checking.bearer(who, header), STOREFRONT)
        return
    _slow_down(client)
    if settings.get("BACKORDER_STOREFRONT_OPEN"):
        return
    if not key:
        raise UnauthorizedError(
            "token_missing",
            "Send a token of the scope storefront: Authorization: Bearer bko_..., or ?key=...",
            scheme="Bearer",
        )
    token = checking.known(key)
    if set(token.scopes) != {STOREFRONT}:
        other = next((scope for scope in token.scopes if scope != STOREFRONT), ALL)
        raise ForbiddenError(
            "key_not_publishable",
            "A key in an address is seen by everybody; it may have the scope storefront alone.",
            scope=other,
        )
    who.actor = token.name


def reset() -> None:
    """Start with full buckets, and read the setting anew."""
    _buckets.clear()


def _slow_down(client: str) -> None:
    if not _buckets:
        _buckets.append(Buckets(settings.get("BACKORDER_STOREFRONT_RATE")))
    caller = crc32(client.encode()) % _SLOTS
    wait = _buckets[0].take(caller, time.monotonic())
    if wait:
        raise TooManyError(
            "too_many_requests",
            "This address asks more often than is allowed; wait a little.",
            retry_after=int(wait) + 1,
        )
