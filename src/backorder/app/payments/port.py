"""The port to a payment provider: four requests over HTTP, each safe to repeat, and a question.

Whoever sits behind it (a small service in front of a provider's own API) does what it is asked once
for each idempotency key, and answers the same key the same way. What did not answer, or answered
with an error of its own, may have done it or not: that is ``unknown``, and never guessed. Before it
is asked again, the provider is asked what became of the first time, for it may not remember a key
for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 (msgspec reads it)
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, Self
from urllib.parse import quote

import httpx
import msgspec
from msgspec import Meta

if TYPE_CHECKING:
    from types import TracebackType

SECONDS = 15.0
LONGEST_ANSWER = 64 * 1024
VERBS = {"capture": "captures", "refund": "refunds", "void": "void", "renew": "renew"}
# What a provider may say of a request it did not look at: it is asked again.
_LATER = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}


_NO_QUESTION = {
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_IMPLEMENTED,
}


class Answer(msgspec.Struct):
    """What a provider answers; fields that we do not know are passed over."""

    state: Literal["done", "declined"]
    reference: Annotated[str, Meta(max_length=200)] = ""
    amount: Annotated[int, Meta(ge=0, le=10**13)] | None = None
    expires_at: datetime | None = None
    reason: Annotated[str, Meta(max_length=500)] = ""


class Known(Answer):
    """What a provider says of a request that it had before, by its idempotency key."""

    key: Annotated[str, Meta(max_length=200)] = ""


class Status(msgspec.Struct):
    """What a provider says of a payment: the requests about it that it carried out or declined."""

    requests: list[Known]


class Asked(NamedTuple):
    """A request to a provider: what, of which of its payments, how much, under which key."""

    what: str
    payment: str
    amount: int
    currency: str
    key: str


class Outcome(NamedTuple):
    """How a request ended: done, refused, or unknown with the problem in words."""

    state: Literal["done", "refused", "unknown"]
    answer: Answer | None = None
    problem: str = ""


@dataclass(slots=True)
class Provider:
    """A provider over HTTP: use it as a context, so that its connections are closed."""

    url: str
    token: str
    seconds: float = SECONDS
    client: httpx.Client | None = None

    def __enter__(self) -> Self:
        """Open the client; redirects are not followed and no proxy of the environment is used."""
        self.client = httpx.Client(
            headers={"authorization": f"Bearer {self.token}"},
            timeout=self.seconds,
            trust_env=False,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        if self.client is not None:
            self.client.close()

    def ask(self, asked: Asked) -> Outcome:
        """Ask for something; never raises for what a provider or the network does."""
        assert self.client is not None
        address = f"{self.url.rstrip('/')}/payments/{quote(asked.payment, safe='')}"
        body = {"amount": asked.amount, "currency": asked.currency}
        try:
            with self.client.stream(
                "POST",
                f"{address}/{VERBS[asked.what]}",
                json=body,
                headers={"idempotency-key": asked.key},
            ) as response:
                return _outcome(response.status_code, _read(response))
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as reason:
            return Outcome("unknown", problem=f"{type(reason).__name__}: {reason}"[:500])

    def became(self, asked: Asked) -> Outcome | None:
        """Return what became of a request that was sent before; None where it is to be sent again.

        Never raises. A provider that knows no such question is asked again with the same key, as is
        one that says it never had the request; one that cannot say now leaves it unknown.
        """
        assert self.client is not None
        address = f"{self.url.rstrip('/')}/payments/{quote(asked.payment, safe='')}"
        try:
            with self.client.stream("GET", address) as response:
                return _became(response.status_code, _read(response), asked.key)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as reason:
            return Outcome("unknown", problem=f"{type(reason).__name__}: {reason}"[:500])


def _read(response: httpx.Response) -> bytes:
    kept = b""
    for part in response.iter_bytes():
        kept += part
        if len(kept) > LONGEST_ANSWER:
            message = "the answer is too long"
            raise ValueError(message)
    return kept


def _became(status: int, body: bytes, key: str) -> Outcome | None:
    """Judge what a provider says of a payment.

    >>> body = b'{"requests": [{"key": "k", "state": "done", "reference": "c1", "amount": 5}]}'
    >>> found = _became(200, body, "k")
    >>> found.state, found.answer.reference, _became(200, body, "x"), _became(404, b"", "k")
    ('done', 'c1', None, None)
    >>> _became(503, b"", "k").state, _became(200, b"<html>", "k").state
    ('unknown', 'unknown')
    """
    if status in _NO_QUESTION:
        return None
    if status != HTTPStatus.OK:
        return Outcome("unknown", problem=f"HTTP {status} to what became of it")
    try:
        said = msgspec.json.decode(body, type=Status)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Outcome("unknown", problem="no answer that can be read to what became of it")
    found = next((one for one in said.requests if one.key == key), None)
    if found is None:
        return None
    if found.state == "declined":
        return Outcome("refused", found, found.reason or "declined")
    if not found.reference:
        return Outcome("unknown", problem="what became of it has no reference")
    return Outcome("done", found)


def _outcome(status: int, body: bytes) -> Outcome:
    """Judge an answer: only a clear yes is done, only a clear no is refused.

    >>> _outcome(200, b'{"state": "done", "reference": "c1", "amount": 5}').state
    'done'
    >>> _outcome(402, b'{"state": "declined", "reason": "expired"}').problem
    'expired'
    >>> _outcome(502, b"").state, _outcome(200, b"<html>").state, _outcome(404, b"").state
    ('unknown', 'unknown', 'refused')
    """
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _LATER:
        return Outcome("unknown", problem=f"HTTP {status}")
    try:
        answer = msgspec.json.decode(body, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError):
        answer = None
    if status >= HTTPStatus.BAD_REQUEST:
        return Outcome("refused", answer, (answer and answer.reason) or f"HTTP {status}")
    if answer is None or (answer.state == "done" and not answer.reference):
        return Outcome("unknown", problem=f"HTTP {status} without an answer that can be read")
    if answer.state == "declined":
        return Outcome("refused", answer, answer.reason or "declined")
    return Outcome("done", answer)
