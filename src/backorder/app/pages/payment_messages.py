"""Where a payment provider sends what happened: checked, stored, and applied by a job."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from backorder.app.payments import messages
from backorder.app.statements import statement

from . import frame
from .page import NOBODY, POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest


@csrf_exempt  # who signs the message is no browser
def take(request: HttpRequest) -> HttpResponse:
    """Store one message; the same one again is taken and does nothing."""
    with frame.books() as conn, conn.transaction():
        messages.take(conn, request.body, request.headers, now=frame.now())
        conn.execute(statement("job_defer"), {"task": "payments", "name": "payments"})
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


PAGES = (Page("payments/messages", "payment_messages", take, NOBODY, POST),)
