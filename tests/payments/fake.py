"""A payment provider on 127.0.0.1 that keeps books of its own, and fails as real ones do."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar, Self

if TYPE_CHECKING:
    from random import Random
    from types import TracebackType

Json = dict[str, Any]
# How a request may go wrong; `after` means: it was done, and the answer is lost.
FAULTS = ("fails before", "fails after", "hangs up after", "slow after", "busy")


@dataclass
class Bank:
    """The provider's own books: payments by reference, answers by idempotency key."""

    payments: dict[str, Json] = field(default_factory=dict)
    answers: dict[str, tuple[int, Json]] = field(default_factory=dict)
    done: list[tuple[str, str, int]] = field(default_factory=list)  # what, payment, amount
    had: dict[str, list[Json]] = field(default_factory=dict)  # requests by payment, with their keys
    tells: bool = True  # whether it says what became of a request
    asked: int = 0

    def authorise(self, reference: str, amount: int) -> None:
        """Let a customer's bank set an amount aside."""
        self.payments[reference] = {"amount": amount, "captured": 0, "refunded": 0, "open": True}

    def charge(self, reference: str, amount: int) -> None:
        """Take an amount at once."""
        self.payments[reference] = {
            "amount": amount, "captured": amount, "refunded": 0, "open": True,
        }  # fmt: skip

    def do(self, what: str, reference: str, amount: int) -> tuple[int, Json]:
        """Do what is asked; decline what the payment does not hold."""
        payment = self.payments.get(reference)
        if payment is None:
            return 404, {"state": "declined", "reason": "unknown payment"}
        name = f"{what}-{len(self.done) + 1}"
        answer = {"state": "done", "reference": name, "amount": amount}
        if what == "captures":
            if not payment["open"] or payment["captured"] + amount > payment["amount"]:
                return 402, {"state": "declined", "reason": "not authorised"}
            payment["captured"] += amount
        elif what == "refunds":
            if payment["refunded"] + amount > payment["captured"]:
                return 402, {"state": "declined", "reason": "not captured"}
            payment["refunded"] += amount
        elif what == "void":
            payment["open"] = False
        elif payment.get("stays_old"):
            return 402, {"state": "declined", "reason": "the card has expired"}
        else:
            payment["open"] = False
            self.authorise(name, amount)
            answer["expires_at"] = "2027-03-01T00:00:00Z"
        self.done.append((what, reference, amount))
        return 200, answer


class Fake:
    """The server; use it as a context. ``chance`` decides which requests go wrong."""

    def __init__(self, chance: Random | None = None, share: float = 0.0) -> None:
        """Fail a share of the requests."""
        self.bank = Bank()
        self.chance, self.share = chance, share
        self.lock = threading.Lock()
        fake = self

        class Handler(_Handler):
            owner = fake

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}
        )

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def __enter__(self) -> Self:
        """Begin to serve."""
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def answer(self, what: str, reference: str, amount: int, key: str) -> tuple[int, Json, str]:
        """Return status, answer and fault of a request; the same key is done once."""
        with self.lock:
            self.bank.asked += 1
            fault = ""
            if self.chance is not None and self.chance.random() < self.share:
                fault = self.chance.choice(FAULTS)
            if fault == "fails before":
                return 500, {}, fault
            if fault == "busy":
                return 429, {}, fault
            if key not in self.bank.answers:
                self.bank.answers[key] = self.bank.do(what, reference, amount)
                mine = self.bank.had.setdefault(reference, [])
                mine.append({"key": key} | self.bank.answers[key][1])
            return *self.bank.answers[key], fault

    def status(self, reference: str) -> tuple[int, Json]:
        """Return what it says of a payment; it fails as often as it does for requests."""
        with self.lock:
            self.bank.asked += 1
            if not self.bank.tells:
                return 405, {}
            if self.chance is not None and self.chance.random() < self.share:
                return 503, {}
            return 200, {"requests": self.bank.had.get(reference, [])}


class _Handler(BaseHTTPRequestHandler):
    owner: ClassVar[Fake]

    def do_GET(self) -> None:
        assert self.headers["authorization"] == "Bearer secret"
        self.say(*self.owner.status(self.path.rsplit("/", maxsplit=1)[1]))

    def do_POST(self) -> None:
        *_, reference, what = self.path.split("/")
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        assert self.headers["authorization"] == "Bearer secret"
        key = self.headers["idempotency-key"]
        status, answer, fault = self.owner.answer(what, reference, body["amount"], key)
        if fault in {"hangs up after", "slow after"}:
            self.close_connection = True
            return
        if fault == "fails after":
            status, answer = 502, {}
        self.say(status, answer)

    def say(self, status: int, answer: Json) -> None:
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base's name)
        """Say nothing."""
