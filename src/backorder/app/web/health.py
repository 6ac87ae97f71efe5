"""What watches over the server asks: does it live, can it work, and how does it do."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

import psycopg
from django.http import HttpResponse, JsonResponse

from backorder import database
from backorder.domain.errors import BackorderError

from . import connections, monitoring
from .frame import client_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer as long as this process answers at all."""
    return JsonResponse({"status": "ok"})


def readyz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 where the database can be reached and has the schema of this program."""
    try:
        with connections.shared().lend() as conn:
            database.check_schema(conn)
    except BackorderError as error:
        return JsonResponse({"status": "not ready", "code": error.code}, status=503)
    except psycopg.Error:
        return JsonResponse({"status": "not ready", "code": "database_lost"}, status=503)
    return JsonResponse({"status": "ok"})


def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with the figures, to this machine itself or to a token of scope ``metrics``."""
    if not _from_here(request):
        from backorder.app.tokens import checking  # noqa: PLC0415 (only for callers from afar)

        checking.require(request, "metrics")
    return HttpResponse(monitoring.exposition(), content_type=monitoring.CONTENT_TYPE)


def _from_here(request: HttpRequest) -> bool:
    """Tell whether the caller is on this machine, and is not a proxy that speaks for another."""
    client = client_of(request)
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    believed = client != request.META.get("REMOTE_ADDR", "")
    return (believed or not forwarded) and client != "unknown" and ip_address(client).is_loopback
