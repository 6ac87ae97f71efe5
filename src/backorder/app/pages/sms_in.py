"""Where programs hand over what customers text, and mail that came back: behind a secret."""

from __future__ import annotations

import hmac
from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from backorder import settings
from backorder.app.notices import bounces, replying
from backorder.domain.errors import MalformedError, NotFoundError

from . import frame
from .page import BOTH, NOBODY, POST, Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

_LARGEST = 16 * 1024  # bytes
_SENDER, _TEXT = ("from", "sender", "msisdn"), ("text", "body", "message")
_ID = ("id", "message_id", "sms_id")


@never_cache
@csrf_exempt
def take(request: HttpRequest, secret: str) -> HttpResponse:
    """Take a text message; the answer's body is what is to be texted back, as Kannel has it."""
    _refuse_stranger(secret)
    given = _given(request)
    message = replying.Incoming(_one(given, _SENDER), _one(given, _TEXT), _one(given, _ID))
    with frame.books() as conn:
        reply = replying.take(conn, message, now=frame.now())
    return HttpResponse(reply, content_type="text/plain; charset=utf-8")


@never_cache
@csrf_exempt
def bounced(request: HttpRequest, secret: str) -> HttpResponse:
    """Take a mail that came back, as the mail server got it."""
    _refuse_stranger(secret)
    if int(request.headers.get("Content-Length") or 0) > bounces.LARGEST:
        raise MalformedError("malformed", "A bounce is smaller than that.")
    with frame.books() as conn:
        bounces.take(conn, request.body, now=frame.now())
    return HttpResponse("", status=HTTPStatus.NO_CONTENT)


def _refuse_stranger(secret: str) -> None:
    expected = settings.get("BACKORDER_INBOUND_SECRET")
    if not expected or not hmac.compare_digest(secret.encode(), expected.encode()):
        raise NotFoundError("no_such_page", "There is nothing here.")


def _given(request: HttpRequest) -> Mapping[str, object]:
    if request.method != "POST":
        return request.GET
    if len(request.body) > _LARGEST:
        raise MalformedError("malformed", "A text message is shorter.")
    if request.content_type != "application/json":
        return request.POST
    try:
        found = msgspec.json.decode(request.body)
    except msgspec.DecodeError:
        raise MalformedError("malformed", "This is no JSON.") from None
    return found if isinstance(found, dict) else {}


def _one(given: Mapping[str, object], names: tuple[str, ...]) -> str:
    """Return the first of some fields that is there, as a text."""
    found = next((given[name] for name in names if given.get(name)), "")
    return found if isinstance(found, str) else str(found)[:1000]


PAGES = (
    Page("sms/in/<str:secret>", "sms_in", take, NOBODY, BOTH),
    Page("mail/bounced/<str:secret>", "mail_bounced", bounced, NOBODY, POST),
)
