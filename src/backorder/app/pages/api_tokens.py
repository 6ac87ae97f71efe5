"""Settings, API tokens: made with scopes and an end, shown once, revoked. For owners."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder import ledger
from backorder.app.accounts import roles
from backorder.app.tokens import keeping
from backorder.app.tokens.scopes import MEANINGS
from backorder.app.web.logs import log
from backorder.domain.errors import BackorderError

from . import frame
from .page import POST, Page

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from backorder.app.tokens.keeping import Token

DAYS = ("30", "90", "365")  # how long a token may last; "" for ever


def shown(request: HttpRequest, **more: Any) -> HttpResponse:  # noqa: ANN401 (a page's context)
    """Return the page with all tokens; ``more`` may hold a new one, to be shown once."""
    now = frame.now()
    with frame.books() as conn:
        tokens = keeping.every(conn)
    page = {
        "tokens": sorted(
            ((token, state(token, now)) for token in tokens),
            key=lambda one: (one[1] != "valid", -one[0].id),
        ),
        "scopes": MEANINGS,
        "verbs": sorted(ledger.VERBS),
        "days": DAYS,
        **more,
    }
    return frame.render(request, "backorder/pages/api_tokens.html", page)


def state(token: Token, now: datetime) -> str:
    """Return whether a token is valid, expired or revoked."""
    if token.revoked_at is not None:
        return "revoked"
    return "expired" if token.expires_at is not None and token.expires_at <= now else "valid"


def index(request: HttpRequest) -> HttpResponse:
    """Show all tokens."""
    return shown(request)


def create(request: HttpRequest) -> HttpResponse:
    """Make a token and show it, this once."""
    name = request.POST.get("name", "").strip()
    days = request.POST.get("days", "")
    scopes = [scope for scope in request.POST.getlist("scope") if scope]
    now = frame.now()
    end = now + timedelta(days=int(days)) if days in DAYS else None
    actor = str(request.user.get_username())
    with frame.books() as conn:
        try:
            text = keeping.create(conn, name, scopes, now=now, actor=actor, expires_at=end)
        except BackorderError as refusal:
            messages.error(request, refusal.text)
            return shown(request, given={"name": name, "days": days, "scopes": scopes})
    log.info("token_made", actor=actor, token=name, scopes=scopes)
    return shown(request, made=text, made_name=name)


def revoke(request: HttpRequest) -> HttpResponse:
    """End a token at once."""
    actor = str(request.user.get_username())
    with frame.books() as conn:
        try:
            token = keeping.revoke(conn, request.POST.get("prefix", ""), now=frame.now())
        except BackorderError as refusal:
            messages.error(request, refusal.text)
        else:
            messages.success(request, _("%(name)s is revoked.") % {"name": token.name})
            log.info("token_revoked", actor=actor, token=token.name)
    return HttpResponseRedirect(reverse("pages:tokens"))


PAGES = (
    Page("settings/tokens", "tokens", index, roles.TOKENS),
    Page("settings/tokens/create", "token_create", create, roles.TOKENS, POST),
    Page("settings/tokens/revoke", "token_revoke", revoke, roles.TOKENS, POST),
)
