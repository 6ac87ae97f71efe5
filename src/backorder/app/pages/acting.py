"""Changes made by a page: the verb's own permission, one call of it, and what to say of it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages

from backorder import ledger
from backorder.app.accounts import roles
from backorder.app.purchasing import limits
from backorder.domain.errors import BackorderError, ForbiddenError

from . import frame

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


def carry_out(request: HttpRequest, verb: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Call a verb for the signed-in person and return its result; raises a ``BackorderError``."""
    if not roles.may(request.user, verb):
        raise ForbiddenError("role_may_not", "Your role does not allow that.", needed=verb)
    with frame.books() as conn:
        body = limits.applied(conn, getattr(request.user, "role", ""), verb, body)
        return ledger.VERBS[verb](conn, body, now=frame.now(), actor=request.user.email)  # type: ignore[union-attr]


def preview(request: HttpRequest, verb: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a verb would answer, and change nothing; raises a ``BackorderError``."""
    if not roles.may(request.user, verb):
        raise ForbiddenError("role_may_not", "Your role does not allow that.", needed=verb)
    with frame.books() as conn:
        body = limits.applied(conn, getattr(request.user, "role", ""), verb, body)
        return ledger.VERBS[verb].preview(conn, body, now=frame.now(), actor=request.user.email)  # type: ignore[union-attr]


def attempt(
    request: HttpRequest, verb: str, body: Mapping[str, Any], said: str = ""
) -> dict[str, Any] | None:
    """Call a verb; say ``said`` on the next page, or why it was refused and return None."""
    try:
        result = carry_out(request, verb, body)
    except BackorderError as refusal:
        messages.error(request, refusal.text)
        return None
    if said:
        messages.success(request, said)
    return result


def key_of(request: HttpRequest) -> str:
    """Return the key that the form carries: a form that is sent twice is carried out once."""
    return request.POST.get("key", "")[:200] or new_key()


def new_key() -> str:
    """Return a key for a new form; templates get it as ``{% form_key %}``."""
    return f"page-{secrets.token_hex(12)}"
