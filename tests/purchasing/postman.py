"""A mail server on a real socket that keeps what it is given, or refuses it."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from email.message import EmailMessage

HOST = "127.0.0.1"


class Postman:
    """A mail server; ``refusals`` is how many of the next messages it refuses."""

    def __init__(self) -> None:
        """Start without a message, on a port that is free."""
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.refusals = 0
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.port = int(free.getsockname()[1])
        self.controller = Controller(self, hostname=HOST, port=self.port)

    @property
    def address(self) -> str:
        """Return the address as BACKORDER_SMTP has it."""
        return f"smtp://{HOST}:{self.port}"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a message, as the protocol calls it."""
        if self.refusals:
            self.refusals -= 1
            return "451 come back later"
        self.recipients.append(list(envelope.rcpt_tos))
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"
