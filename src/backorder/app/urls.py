"""Every address that `serve` answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path

from backorder.domain.errors import ForbiddenError, MalformedError, NotFoundError, TooManyError

from .accounts import addresses as accounts
from .api import addresses as api
from .pages import addresses as pages
from .storefront import addresses as storefront
from .web import assets, health, problems
from .web.logs import log

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("static/<str:name>", assets.serve),
    *storefront.patterns(),  # asked most often, and they are looked through in this order
    *api.patterns(),
    *accounts.patterns(),
    path("", include((pages.patterns(), "pages"))),
]


def bad_request(request: HttpRequest, exception: BaseException) -> HttpResponse:
    """Answer a request that Django itself finds at fault."""
    malformed = MalformedError("malformed", "The request is malformed.")
    return problems.respond(request, problems.as_refusal(exception) or malformed)


def forbidden(request: HttpRequest, exception: object) -> HttpResponse:  # noqa: ARG001 (Django calls it so)
    """Answer a person who may not do this."""
    return problems.respond(request, ForbiddenError("not_allowed", "You may not do this."))


def forged(request: HttpRequest, reason: str) -> HttpResponse:  # noqa: ARG001 (Django calls it so)
    """Answer a form that does not come from one of our pages, or from one that is too old."""
    refusal = ForbiddenError(
        "form_too_old", "This form was open for too long; go back, reload it and try again."
    )
    return problems.respond(request, refusal)


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer somebody who tried to sign in too often; allauth asks for this by its name."""
    refusal = TooManyError(
        "too_many_attempts",
        "There were too many attempts from here; wait a minute and try again.",
        retry_after=60,
    )
    return problems.respond(request, refusal)


def not_found(request: HttpRequest, exception: object) -> HttpResponse:  # noqa: ARG001 (Django calls it so)
    """Answer for an address that leads nowhere."""
    return problems.respond(request, NotFoundError("no_such_page", "There is nothing here."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for a fault outside the views."""
    log.exception("fault", route="unknown")
    return problems.respond(request, problems.broken())


handler400 = bad_request
handler403 = forbidden
handler429 = too_many
handler404 = not_found
handler500 = server_error
