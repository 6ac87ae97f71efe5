"""Refusals as HTTP: problem documents (RFC 9457) for programs, a plain page for people."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec
import psycopg
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string

from backorder.domain.errors import (
    BackorderError,
    BusyError,
    DatabaseError,
    MalformedError,
    TooLargeError,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

CONTENT_TYPE = "application/problem+json"
RETRY_SECONDS = 1
_TOO_SLOW = ("55P03", "57014")  # PostgreSQL's lock timeout and statement timeout
_UNSTORABLE = (psycopg.DataError, UnicodeEncodeError)


def respond(request: HttpRequest, error: BackorderError) -> HttpResponse:
    """Return the answer for an error: a problem document, or a page outside the API."""
    status = status_of(error)
    request_id = getattr(request, "request_id", "")
    if request.path_info.startswith(("/api/", "/storefront/")):
        body = {
            "type": f"urn:backorder:error:{error.code}",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": error.text,
            "code": error.code,
            "facts": error.facts,
            "request_id": request_id,
        }
        response = HttpResponse(
            msgspec.json.encode(body, enc_hook=str), status=status, content_type=CONTENT_TYPE
        )
    else:
        page = {
            "status": status,
            "title": HTTPStatus(status).phrase,
            "error": error,
            "request_id": request_id,
        }
        response = HttpResponse(render_to_string("backorder/error.html", page), status=status)
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        response["Retry-After"] = str(error.facts.get("retry_after", RETRY_SECONDS))
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="backorder"'
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        response["Allow"] = ", ".join(error.facts["allowed"])
    return response


def status_of(error: BackorderError) -> int:
    """Return the HTTP status of an error.

    >>> from backorder.domain.errors import ConflictError
    >>> status_of(ConflictError("key_reused", "Used.")), status_of(ConflictError("too_busy", "!"))
    (409, 503)
    """
    if error.code == "too_busy":  # the rows, not the request, are at fault
        return BusyError.status
    return error.status


def as_refusal(fault: BaseException) -> BackorderError | None:
    """Return what to answer where the fault is the request's or the database's; None if ours."""
    if isinstance(fault, BackorderError):
        return fault
    if isinstance(fault, RequestDataTooBig):
        return TooLargeError("body_too_large", "The body is larger than this server takes.")
    if isinstance(fault, UnreadablePostError):
        return MalformedError("body_incomplete", "The body ended before it was complete.")
    if isinstance(fault, psycopg.OperationalError):
        if fault.sqlstate in _TOO_SLOW:
            return BusyError("too_slow", "Others held what this needs for too long; try again.")
        return DatabaseError("database_lost", "PostgreSQL stopped answering; try again.")
    if isinstance(fault, _UNSTORABLE):
        return MalformedError("malformed", "The request holds a value that cannot be kept.")
    return None


class MethodError(BackorderError):
    """The resource exists, and does not take this method."""

    status = 405


class BrokenError(BackorderError):
    """A fault of ours: the caller gets the id under which it was logged, and nothing else."""

    status = 500


def broken(**facts: Any) -> BrokenError:  # noqa: ANN401 (facts are JSON)
    """Return the error that stands for a fault of ours."""
    return BrokenError("internal_error", "Something went wrong here; it was logged.", **facts)
