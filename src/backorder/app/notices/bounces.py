"""Mail that came back: a delivery status notification (RFC 3464) is read, and its notice marked."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from backorder.app.statements import statement
from backorder.domain.errors import MalformedError

from . import fallback

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import EmailMessage

    from psycopg import Connection

LARGEST = 1 << 20  # bytes
_LONGEST = 300


class Bounce(NamedTuple):
    """What a notification says of one message: its name, and whether it failed for good."""

    message_id: str
    final: bool
    text: str


def read(content: bytes) -> Bounce:
    """Return what a notification says; raises ``MalformedError`` for what is none."""
    if len(content) > LARGEST:
        raise MalformedError("malformed", "A bounce is smaller than that.")
    mail = message_from_bytes(content, policy=policy.default)
    status = action = text = message_id = ""
    try:
        for part in mail.walk():
            kind = part.get_content_type()
            if kind == "message/delivery-status":
                for block in cast("list[EmailMessage]", part.get_payload()):
                    status = status or str(block.get("Status", ""))
                    action = action or str(block.get("Action", ""))
                    text = text or str(block.get("Diagnostic-Code", ""))
            elif kind in {"message/rfc822", "text/rfc822-headers"}:
                message_id = message_id or _name(part, kind)
    except (LookupError, ValueError, AttributeError, TypeError):
        raise MalformedError("malformed", "This is no delivery status notification.") from None
    if not message_id or not (status or action):
        raise MalformedError("malformed", "This is no delivery status notification.")
    final = action.strip().lower() == "failed" and status.strip().startswith("5")
    said = " ".join(f"{status} {text}".split())[:_LONGEST].replace("\x00", "")
    return Bounce(message_id.strip()[:_LONGEST], final, said)


def take(conn: Connection[Any], content: bytes, *, now: datetime) -> int | None:
    """Mark the notice that came back, and leave its address alone; return the notice's number.

    None where it is none of ours, came back before, or only comes later. Whoever can write to us
    could make up a notification: it needs the name of a message that we sent.
    """
    found = read(content)
    if not found.final:
        return None
    asked = {"message_id": found.message_id, "error": found.text}
    with conn.transaction():
        row = conn.execute(statement("notice_bounced"), asked).fetchone()
        if row is None:
            return None
        notice, address = row
        fallback.suppress(conn, "email", address, "bounce", found.text, now=now)
        fallback.after_failure(conn, notice, found.text, now=now)
    return int(notice)


def _name(part: EmailMessage, kind: str) -> str:
    """Return the name of the message that came back."""
    if kind == "message/rfc822":
        (inner,) = cast("list[EmailMessage]", part.get_payload())
        return str(inner.get("Message-ID", ""))
    headers = message_from_bytes(
        cast("bytes", part.get_payload(decode=True)), policy=policy.default
    )
    return str(headers.get("Message-ID", ""))
