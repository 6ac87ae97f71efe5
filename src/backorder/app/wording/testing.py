"""Sends a message with made-up facts to whoever tries its template out."""

from __future__ import annotations

from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from backorder import settings
from backorder.app.accounts import outside
from backorder.domain.errors import BusyError, ConflictError

if TYPE_CHECKING:
    from .rendering import Rendered

SECONDS = 10  # the mail server may take to answer


def send(message: Rendered, recipient: str) -> None:
    """Send a message over the mail server that is set; the SMS stands below its text.

    Raises ``ConflictError`` where no server is set, ``BusyError`` where it does not take it.
    """
    given = outside.mail_server()
    if not given:
        raise ConflictError("no_mail_server", "There is no mail server: set BACKORDER_SMTP.")
    server = EmailBackend(
        host=given["EMAIL_HOST"],
        port=given["EMAIL_PORT"],
        username=given["EMAIL_HOST_USER"],
        password=given["EMAIL_HOST_PASSWORD"],
        use_tls=given["EMAIL_USE_TLS"],
        use_ssl=given["EMAIL_USE_SSL"],
        timeout=SECONDS,
    )
    mail = EmailMultiAlternatives(
        f"[Test] {message.subject}",
        f"{message.text}\nSMS: {message.sms}\n",
        settings.get("BACKORDER_MAIL_FROM"),
        [recipient],
        connection=server,
    )
    mail.attach_alternative(message.html, "text/html")
    try:
        mail.send()
    except (SMTPException, OSError) as reason:
        raise BusyError(
            "mail_refused", f"The mail server did not take it: {str(reason)[:200]}"
        ) from None
