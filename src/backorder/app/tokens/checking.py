"""Who calls: the token of a request, believed for a second, and what it may do."""

from __future__ import annotations

import hmac
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from backorder.app.web import connections
from backorder.domain.errors import ForbiddenError, UnauthorizedError

from . import keeping, limiting, making
from .scopes import ALL, allows

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .keeping import Token

BELIEVED_SECONDS = 1.0  # a revoked token is refused after this at the latest
_MOST_REMEMBERED = 10_000
_NOTED_SECONDS = 60

_remembered: dict[str, tuple[Token, float]] = {}
_lock = threading.Lock()


def caller(request: HttpRequest) -> Token:
    """Return the token that a request carries; raise ``UnauthorizedError`` where it is none.

    The token's name is the request's actor from here on, and the request counts for its limit.
    """
    return bearer(request, request.headers.get("Authorization", ""))


def bearer(who: Any, header: str) -> Token:  # noqa: ANN401 (a request, or what stands for one)
    """Return the token of a header; its name is ``who.actor`` from here on."""
    kind, _, text = header.partition(" ")
    if kind.lower() != "bearer" or not text:
        raise UnauthorizedError(
            "token_missing", "Send a token: Authorization: Bearer bko_...", scheme="Bearer"
        )
    token = known(text.strip())
    who.actor = token.name
    limiting.take(token.id)
    return token


def require(request: HttpRequest, scope: str) -> Token:
    """Return the token of a request that may read what needs a scope."""
    token = caller(request)
    need(token, scope)
    return token


def need(token: Token, scope: str) -> None:
    """Refuse a token that may not read what needs a scope."""
    if not {scope, ALL} & set(token.scopes):
        raise _forbidden(scope)


def require_verb(request: HttpRequest, verb: str) -> Token:
    """Return the token of a request that may call a verb."""
    token = caller(request)
    if not allows(token.scopes, verb):
        raise _forbidden(verb)
    return token


def forget() -> None:
    """Believe nobody until the database was asked again."""
    _remembered.clear()


def _forbidden(needed: str) -> ForbiddenError:
    return ForbiddenError(
        "scope_needed", f"This token may not do that: it lacks {needed}.", needed=needed
    )


def known(text: str) -> Token:
    """Return the token of a text; raise ``UnauthorizedError`` where it is none."""
    prefix = making.prefix_of(text)
    token = None if prefix is None else _look_up(prefix)
    now = datetime.now(UTC)
    # One answer whatever is wrong: nobody learns which tokens there are.
    if (
        token is None
        or not hmac.compare_digest(token.hash, making.digest(text))
        or token.revoked_at is not None
        or (token.expires_at is not None and token.expires_at <= now)
    ):
        raise UnauthorizedError(
            "token_invalid", "This token is not known, has expired, or was revoked."
        )
    return token


def _look_up(prefix: str) -> Token | None:
    since = time.monotonic()
    found = _remembered.get(prefix)
    if found is not None and since - found[1] < BELIEVED_SECONDS:
        return found[0]
    with connections.shared().lend() as conn:
        token = keeping.find(conn, prefix)
        if token is None:
            return None
        now = datetime.now(UTC)
        used = token.last_used_at
        if token.revoked_at is None and (
            used is None or (now - used).total_seconds() >= _NOTED_SECONDS
        ):
            keeping.used(conn, token, now)
    with _lock:
        if len(_remembered) >= _MOST_REMEMBERED:
            _remembered.clear()
        _remembered[prefix] = (token, since)
    return token
