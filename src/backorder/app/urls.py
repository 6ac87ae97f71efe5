"""Every address that `serve` answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from backorder.domain.errors import MalformedError, NotFoundError

from .api.addresses import patterns
from .web import assets, health, problems
from .web.logs import log

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("static/<str:name>", assets.serve),
    *patterns(),
]


def bad_request(request: HttpRequest, exception: object) -> HttpResponse:  # noqa: ARG001 (Django calls it so)
    """Answer a request that Django itself finds at fault."""
    return problems.respond(request, MalformedError("malformed", "The request is malformed."))


def not_found(request: HttpRequest, exception: object) -> HttpResponse:  # noqa: ARG001 (Django calls it so)
    """Answer for an address that leads nowhere."""
    return problems.respond(request, NotFoundError("no_such_page", "There is nothing here."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for a fault outside the views."""
    log.exception("fault", route="unknown")
    return problems.respond(request, problems.broken())


handler400 = bad_request
handler404 = not_found
handler500 = server_error
