"""Every page, and the guard before it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from backorder.app.accounts import roles
from backorder.app.web.problems import MethodError
from backorder.domain.errors import ForbiddenError

from . import account, api_tokens, people, searching, views
from .handling import PAGES as HANDLING
from .page import NOBODY
from .selling import PAGES as SELLING
from .steering import PAGES as STEERING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.urls import URLPattern

    from .page import Page

PAGES: tuple[Page, ...] = (
    *STEERING,
    *SELLING,
    *HANDLING,
    *searching.PAGES,
    *views.PAGES,
    *account.PAGES,
    *people.PAGES,
    *api_tokens.PAGES,
)


def patterns() -> list[URLPattern]:
    """Return the addresses of all pages, each behind its guard."""
    return [path(page.path, guarded(page), name=page.name) for page in PAGES]


def guarded(page: Page) -> Callable[..., HttpResponse]:
    """Return a page's view for those who may see it; the others log in or are refused."""

    @wraps(page.view)
    def view(request: HttpRequest, **named: str) -> HttpResponse:
        if page.needs != NOBODY:
            if not request.user.is_authenticated:
                return _to_log_in(request)
            request.actor = request.user.email  # type: ignore[attr-defined]
            if not roles.may(request.user, page.needs):
                raise ForbiddenError(
                    "role_may_not",
                    "Your role does not allow that; ask an owner.",
                    needed=page.needs,
                )
        if request.method not in page.methods and (
            request.method != "HEAD" or "GET" not in page.methods
        ):
            raise MethodError(
                "method_not_allowed",
                "This page does not take that method.",
                allowed=list(page.methods),
            )
        return page.view(request, **named)

    return view


def _to_log_in(request: HttpRequest) -> HttpResponse:
    """Send a stranger to the log-in page, and back again afterwards."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    address = f"{reverse('account_login')}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
