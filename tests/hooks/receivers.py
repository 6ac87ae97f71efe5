"""Receivers of webhooks over real HTTP on this machine: well-behaved ones, and others."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Got(NamedTuple):
    """A request that came in."""

    path: str
    headers: dict[str, str]
    body: str

    @property
    def id(self) -> str:
        """Return the message's id."""
        return self.headers["webhook-id"]


class Receiver(ThreadingHTTPServer):
    """Answers with the statuses of ``answers`` in turn, the last one for ever.

    An answer may be ``"slow"`` (no answer for three seconds), ``"reset"`` (the connection is torn
    down), ``"drip"`` (the status comes, its text never ends) or ``"redirect"``.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *answers: int | str, pause: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = list(answers) or [200]
        self.got: list[Got] = []
        self.pause = pause
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.server_address[1]}/hook"

    def ids(self) -> list[str]:
        """Return the ids of what came in."""
        return [one.id for one in self.got]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: senders may go away."""

    def next(self, got: Got) -> int | str:
        """Note a request and return the answer to it."""
        with self.lock:
            self.got.append(got)
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        """Take a message."""
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.next(Got(self.path, headers, body))
        time.sleep(self.server.pause)
        if answer == "slow":
            time.sleep(3)
        elif answer == "reset":
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
        elif answer == "redirect":
            self._answer(302, Location=f"{self.server.url}/elsewhere")
        elif answer == "drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b".")
                time.sleep(0.1)
        else:
            self._answer(int(answer))

    def _answer(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"text")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def receiving(*answers: int | str, pause: float = 0.0) -> Iterator[Receiver]:
    """Have a receiver listen for as long as the block lasts."""
    receiver = Receiver(*answers, pause=pause)
    thread = threading.Thread(target=receiver.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.shutdown()
        receiver.server_close()
        thread.join()
