"""E-mails over one connection to the mail server, kept open from message to message."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING, NamedTuple

from backorder import settings
from backorder.app.accounts import outside

from . import threads

if TYPE_CHECKING:
    from datetime import datetime

SECONDS = 20  # the mail server may take to answer
_MOST = 100  # messages over one connection; some servers take no more
_POLICY = SMTP.clone(max_line_length=100)
# The address itself is what the server refuses: it will not take it later either.
_NO_SUCH = {550, 551, 553, 556}
_PERMANENT = 500


class RefusedError(Exception):
    """A channel did not take a message.

    ``final``: nor will it later. ``address``: because of whom it is to. ``channel``: because of the
    channel, which takes no other message either.
    """

    def __init__(
        self, text: str, *, final: bool = False, address: bool = False, channel: bool = False
    ) -> None:
        """Keep what was answered."""
        super().__init__(text)
        self.final = final
        self.address = address
        self.channel = channel


class Letter(NamedTuple):
    """An e-mail as it is to be."""

    key: str
    to: str
    subject: str
    text: str
    html: str
    thread: str
    at: datetime
    unsubscribe: str = ""


class Mailbox:
    """The way to the mail server; whatever goes wrong is a ``RefusedError``."""

    def __init__(self) -> None:
        """Connect to nobody yet."""
        self._server: smtplib.SMTP | None = None
        self._sent = 0
        self._sender = settings.get("BACKORDER_MAIL_FROM")

    def send(self, letter: Letter) -> str:
        """Let the server take an e-mail; return what it answered."""
        try:
            content = written(letter, self._sender)
        except (ValueError, LookupError, TypeError, AttributeError) as reason:
            # An address may read as a line break once it is decoded: =?utf-8?q?=0a?=@example.org
            text = f"It cannot be written as an e-mail: {reason}"
            raise RefusedError(text, final=True, address=True) from None
        try:
            server = self._connected()
            server.mail(parseaddr(self._sender)[1] or self._sender)
            self._expect(server.rcpt(letter.to), recipient=True)
            code, answer = server.data(content)
        except RefusedError:
            self._again()
            raise
        except smtplib.SMTPDataError as reason:
            self._again()
            raise self._refused(reason.smtp_code, reason.smtp_error, recipient=False) from None
        except (OSError, smtplib.SMTPException) as reason:
            self.close()
            raise RefusedError(f"{type(reason).__name__}: {reason}", channel=True) from None
        except UnicodeError:
            self._again()
            raise RefusedError(
                "The address has letters that mail cannot carry.", final=True, address=True
            ) from None
        self._expect((code, answer), recipient=False)
        self._sent += 1
        if self._sent >= _MOST:
            self.close()
        return f"{code} {answer.decode(errors='replace')}"[:500]

    def close(self) -> None:
        """Hang up."""
        server, self._server, self._sent = self._server, None, 0
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()

    def _again(self) -> None:
        """Make the connection fit for the next message."""
        try:
            if self._server is not None:
                self._server.rset()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            given = outside.mail_server()
            if not given:
                raise RefusedError("There is no mail server: set BACKORDER_SMTP.", channel=True)
            kind = smtplib.SMTP_SSL if given["EMAIL_USE_SSL"] else smtplib.SMTP
            server = kind(given["EMAIL_HOST"], given["EMAIL_PORT"], timeout=SECONDS)
            self._server = server
            if given["EMAIL_USE_TLS"]:
                server.starttls()
            if given["EMAIL_HOST_USER"]:
                server.login(given["EMAIL_HOST_USER"], given["EMAIL_HOST_PASSWORD"])
            server.ehlo_or_helo_if_needed()
        return self._server

    def _expect(self, answer: tuple[int, bytes], *, recipient: bool) -> None:
        code, text = answer
        if not 200 <= code < 300:  # noqa: PLR2004 (SMTP)
            raise self._refused(code, text, recipient=recipient)

    @staticmethod
    def _refused(code: int, text: bytes | str, *, recipient: bool) -> RefusedError:
        said = text.decode(errors="replace") if isinstance(text, bytes) else text
        final = code >= _PERMANENT
        return RefusedError(
            f"{code} {said}"[:500], final=final, address=final and recipient and code in _NO_SUCH
        )


def written(letter: Letter, sender: str) -> bytes:
    """Return the bytes of an e-mail: the same whenever it is written."""
    host = threads.host_of(sender)
    mail = EmailMessage(policy=_POLICY)
    mail["Subject"] = letter.subject
    mail["From"] = sender
    mail["To"] = letter.to
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = threads.message_id(letter.key, host)
    if letter.thread:
        mail["In-Reply-To"] = threads.root(letter.thread, host)
        mail["References"] = threads.root(letter.thread, host)
    mail["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        mail["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text)
    if letter.html:
        mail.add_alternative(letter.html, subtype="html")
    return mail.as_bytes()
