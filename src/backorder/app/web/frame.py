"""The frame around every request: its id, the host, safe headers, one log line, its figures."""

from __future__ import annotations

import re
import time
from functools import lru_cache
from ipaddress import ip_address
from secrets import token_hex
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import DisallowedHost, PermissionDenied, SuspiciousOperation
from django.http import Http404
from structlog import contextvars

from backorder import settings
from backorder.domain.errors import MalformedError

from . import monitoring, problems
from .logs import log

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

PROBES = ("/healthz", "/readyz", "/metrics")  # asked by address, whatever the host is called
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # without one, a browser says of our forms: from nowhere
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OF_DJANGO = (Http404, PermissionDenied, SuspiciousOperation)
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
_GIVEN_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")


class Frame:
    """The outermost middleware, and the only one that every request goes through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take what answers the request."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        begun = time.perf_counter()
        request.request_id = request_id(  # type: ignore[attr-defined]
            request.headers.get("X-Request-ID", "")
        )
        contextvars.clear_contextvars()
        contextvars.bind_contextvars(request_id=request.request_id)  # type: ignore[attr-defined]
        response = self._host_refusal(request) or self.get_response(request)
        self._finish(request, response)
        record(
            Answered(
                method=method_of(request),
                route=route_of(request),
                status=response.status_code,
                seconds=time.perf_counter() - begun,
                size=0 if response.streaming else len(response.content),
                client=client_of(request),
                actor=getattr(request, "actor", ""),
                request_id=request.request_id,  # type: ignore[attr-defined]
            )
        )
        return response

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer for what a view raised; only a fault of ours is a 500, and is logged in full."""
        if isinstance(fault, OF_DJANGO):
            return None  # the handlers in urls.py answer
        refusal = problems.as_refusal(fault)
        if refusal is None:
            log.exception("fault", route=route_of(request))
            refusal = problems.broken()
        return problems.respond(request, refusal)

    def _host_refusal(self, request: HttpRequest) -> HttpResponse | None:
        if request.path_info in PROBES:
            return None
        try:
            request.get_host()
        except DisallowedHost:
            refusal = MalformedError("host_unknown", "This server does not go by that name.")
            return problems.respond(request, refusal)
        return None

    def _finish(self, request: HttpRequest, response: HttpResponse) -> None:
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        framed = getattr(response, "framed", False)  # its own policy says who may frame it
        for name, value in HEADERS.items():
            if not (framed and name == "X-Frame-Options"):
                response.setdefault(name, value)
        response.setdefault("Cache-Control", "no-store")
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
            response["Strict-Transport-Security"] = STRICT_TRANSPORT
        if response.streaming:
            if request.method == "HEAD":
                response.streaming_content = ()  # type: ignore[attr-defined]
            return
        response["Content-Length"] = str(len(response.content))
        if request.method == "HEAD":
            response.content = b""


class Answered(NamedTuple):
    """A request that was answered: ``seconds`` it took, ``size`` of the body in bytes."""

    method: str
    route: str
    status: int
    seconds: float
    size: int
    client: str
    actor: str
    request_id: str


def record(one: Answered) -> None:
    """Count a request that was answered, and write its line."""
    monitoring.requests.labels(one.method, one.route, str(one.status)).inc()
    monitoring.request_seconds.labels(one.method, one.route).observe(one.seconds)
    log.info(
        "request",
        method=one.method,
        route=one.route,
        status=one.status,
        ms=round(one.seconds * 1000, 2),
        bytes=one.size,
        client=one.client,
        actor=one.actor,
        request_id=one.request_id,
    )


def request_id(given: str) -> str:
    """Return the id that the caller or a proxy gave the request, or a new one."""
    return given if _GIVEN_ID.fullmatch(given) else token_hex(16)


def route_of(request: HttpRequest) -> str:
    """Return the pattern that the request's path fits, so that no caller makes up names."""
    match = request.resolver_match
    return f"/{match.route}" if match is not None else "unknown"


def method_of(request: HttpRequest) -> str:
    """Return the method, or ``OTHER`` for one that HTTP does not know."""
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return request.method if request.method in known else "OTHER"


def client_of(request: HttpRequest) -> str:
    """Return the address of the caller."""
    return client_at(request.META)


def client_at(environ: Mapping[str, Any]) -> str:
    """Return the address of a caller: the last one that no trusted proxy stands for."""
    trusted = settings.get("BACKORDER_TRUSTED_PROXIES")
    seen = [str(environ.get("REMOTE_ADDR", ""))]
    if seen[0] in trusted:
        forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        seen += [part.strip() for part in reversed(forwarded) if part.strip()]
    for address in seen:
        if address not in trusted:
            return address if _is_address(address) else "unknown"
    return seen[-1]


@lru_cache(maxsize=4096)
def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
