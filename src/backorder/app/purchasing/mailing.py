"""Purchases by e-mail: asked for on a page, sent by a job, written down once the server took them.

What is asked for is a row, and the job that sends it is one of the same transaction. The row's key
names the e-mail (its Message-ID) and the sending in the books: an attempt that is repeated because
nobody knows how the last one ended is the same e-mail, and stands in the books once.
"""

from __future__ import annotations

import os
import time
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from backorder import ledger, settings
from backorder.app.accounts import outside
from backorder.app.jobs import backoff
from backorder.app.statements import statement
from backorder.domain.errors import (
    BackorderError,
    BusyError,
    ConflictError,
    InvalidError,
    NotFoundError,
)

from . import links, paper

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.mail import EmailMessage
    from django.core.mail.backends.smtp import EmailBackend
    from psycopg import Connection

    from backorder.app.jobs.work import Work

    from .paper import Paper

TASK = "post"
LEASE = timedelta(minutes=5)
SECONDS = 20  # the mail server may take to answer
MARKINGS = 6  # tries to write down what the mail server took, a fifth of a second and doubling
_LONGEST_ERROR = 500
_HOPELESS = {"nothing_on_order", "no_mail_server"}  # conflicts that time does not heal


class Due(NamedTuple):
    """An e-mail that is to be sent; ``sent`` where the books have it already."""

    id: int
    key: str
    purchase_order: int
    recipient: str
    site: str
    tries: int
    asked_at: datetime
    asked_by: str
    sent: bool


def ready() -> bool:
    """Tell whether there is a mail server."""
    return bool(settings.get("BACKORDER_SMTP"))


def ask(  # noqa: PLR0913 (a row)
    conn: Connection[Any],
    number: int,
    recipient: str,
    *,
    key: str,
    site: str,
    now: datetime,
    by: str,
) -> None:
    """Let a purchase be sent, by a job of this transaction; the same key asks once.

    Raises a ``BackorderError`` where it cannot be sent.
    """
    recipient = recipient.strip()
    if not _is_address(recipient):
        raise InvalidError("no_address", "That is no e-mail address.", recipient=recipient[:80])
    _refuse_closed(paper.read(conn, number))
    values = {
        "key": key,
        "purchase_order": number,
        "recipient": recipient,
        "site": site,
        "now": now,
        "by": by,
    }
    with conn.transaction():
        if conn.execute(statement("purchase_mail_add"), values).fetchone() is not None:
            conn.execute(statement("job_defer"), {"task": TASK, "name": TASK})


def _is_address(text: str) -> bool:
    r"""Tell whether a text can be the address of one mailbox, and nothing besides.

    >>> _is_address("s1@example.com"), _is_address("a@b.c\\nBcc: x@y.z"), _is_address("s1")
    (True, False, False)
    """
    name, _, host = text.rpartition("@")
    plain = all(c.isprintable() and not c.isspace() and c not in '<>,;:"()[]\\\\' for c in text)
    return bool(name and host.strip(".") == host and host and plain)


def _refuse_closed(found: Paper) -> None:
    if not found.head.open:
        raise ConflictError(
            "nothing_on_order",
            f"{found.head.number} is a draft, or nothing of it is still to come.",
            supply=found.head.number,
        )


def due(conn: Connection[Any], now: datetime) -> bool:
    """Tell whether an e-mail waits to be sent."""
    row = conn.execute(statement("purchase_mail_due"), {"now": now}).fetchone()
    return bool(row and row[0])


def post(work: Work) -> dict[str, Any]:
    """Send the e-mails that are due; one that fails is tried again later, and holds up no other."""
    done = {"sent": 0, "failed": 0}
    while not work.stopping():
        asked = {"now": work.now, "until": work.now + LEASE}
        row = work.conn.execute(statement("purchase_mail_claim"), asked).fetchone()
        if row is None:
            break
        one = Due(*row)
        try:
            _post_one(work, one)
            done["sent"] += 1
        except Exception as reason:  # noqa: BLE001 (whatever it is, it stands with the e-mail)
            _note(work, one, reason)
            done["failed"] += 1
    return done


def _post_one(work: Work, one: Due) -> None:
    conn = work.conn
    if not one.sent:
        found = paper.read(conn, one.purchase_order)
        _refuse_closed(found)
        _send(work, found, one)
        _mark(work, found.head.number, one)
    conn.execute(statement("purchase_mail_sent"), {"id": one.id, "now": work.now})


def _send(work: Work, found: Paper, one: Due) -> None:
    """Let the mail server take the e-mail; its link works only where it did."""
    conn = work.conn
    text = ""
    if one.site:
        text = links.make(conn, one.purchase_order, now=work.now, by=one.asked_by)
    try:
        message(conn, found, one, text and f"{one.site}{links.path(text)}").send()
    except BaseException:
        if text:
            links.drop(conn, text, now=work.now)
        raise


def _mark(work: Work, purchase_order: str, one: Due) -> None:
    """Write down that the supplier has it.

    A busy ledger is asked again at once: the alternative is to send the e-mail again.
    """
    sending = {
        "key": one.key,
        "purchase_order": purchase_order,
        "how": "email",
        "recipient": one.recipient,
    }
    for again in range(MARKINGS):
        try:
            ledger.mark_sent(work.conn, {"sendings": [sending]}, now=work.now, actor=one.asked_by)
        except BackorderError as reason:
            if _hopeless(reason) or again == MARKINGS - 1:
                raise
            time.sleep(0.2 * 2**again)
        else:
            return


def message(conn: Connection[Any], found: Paper, one: Due, link: str) -> EmailMessage:
    """Return the e-mail: a text, the CSV file, and the PDF where the extra is installed.

    Raises ``BusyError`` where the PDF could not be made this time; the last try goes without it.
    """
    set_up()
    from django.core.mail import EmailMessage  # noqa: PLC0415 (once Django is set up)

    from backorder.app import branding  # noqa: PLC0415 (as above)

    from . import printing, wording  # noqa: PLC0415 (as above)

    brand = branding.read(conn)
    subject, text = wording.mail(found, brand, link)
    mail = EmailMessage(
        subject,
        text,
        settings.get("BACKORDER_MAIL_FROM"),
        [one.recipient],
        headers={"Message-ID": message_id(one.key)},
        connection=_server(),
    )
    mail.attach(f"{found.head.number}.csv", printing.sheet(found).decode(), "text/csv")
    try:
        mail.attach(f"{found.head.number}.pdf", printing.pdf(found, brand), "application/pdf")
    except printing.NoPrinterError:
        pass  # the text and the file say the same
    except BusyError:
        if backoff.wait(one.tries, 0.0) is not None:
            raise
    return mail


def _server() -> EmailBackend:
    """Return the way to the mail server; raises ``ConflictError`` where there is none."""
    from django.core.mail.backends.smtp import EmailBackend  # noqa: PLC0415 (as above)

    given = outside.mail_server()
    if not given:
        raise ConflictError("no_mail_server", "There is no mail server: set BACKORDER_SMTP.")
    return EmailBackend(
        host=given["EMAIL_HOST"],
        port=given["EMAIL_PORT"],
        username=given["EMAIL_HOST_USER"],
        password=given["EMAIL_HOST_PASSWORD"],
        use_tls=given["EMAIL_USE_TLS"],
        use_ssl=given["EMAIL_USE_SSL"],
        timeout=SECONDS,
    )


def message_id(key: str) -> str:
    """Return the Message-ID of an attempt, the same whenever it is made.

    >>> message_id("page-1") == message_id("page-1")
    True
    """
    host = settings.get("BACKORDER_MAIL_FROM").rpartition("@")[2].strip("> ") or "backorder"
    return f"<{sha256(key.encode()).hexdigest()[:32]}.purchase@{host}>"


def _note(work: Work, one: Due, reason: Exception) -> None:
    """Note why an e-mail was not sent, and when it is tried again; what is hopeless is given up."""
    conn = work.conn
    seconds = None if _hopeless(reason) else backoff.wait(one.tries, 0.0)
    text = (
        reason.text if isinstance(reason, BackorderError) else f"{type(reason).__name__}: {reason}"
    )
    conn.execute(
        statement("purchase_mail_failed"),
        {
            "id": one.id,
            "error": text[:_LONGEST_ERROR].replace("\x00", ""),
            "next_try_at": None if seconds is None else work.now + timedelta(seconds=seconds),
        },
    )


def _hopeless(reason: Exception) -> bool:
    """Tell whether a later try would fail as well.

    >>> _hopeless(InvalidError("no_address", "")), _hopeless(BusyError("pdf_too_slow", ""))
    (True, False)
    >>> _hopeless(ConflictError("nothing_on_order", "")), _hopeless(ConflictError("too_busy", ""))
    (True, False)
    """
    return isinstance(reason, (InvalidError, NotFoundError)) or (
        isinstance(reason, BackorderError) and reason.code in _HOPELESS
    )


def set_up() -> None:
    """Set Django up, which a worker goes without otherwise: it writes the text and sends it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backorder.app.settings")
    from django.apps import apps  # noqa: PLC0415 (slow, and only needed where mail is sent)

    if not apps.ready:
        import django  # noqa: PLC0415 (as above)

        django.setup(set_prefix=False)
