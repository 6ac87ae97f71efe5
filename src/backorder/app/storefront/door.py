"""The short way: a question that was asked before is answered without what Django does for each.

Django reads the address anew, looks for its view, and lets each middleware pass; for a product's
availability that takes longer than the answer. So the view leaves here what it read out of an
address, and this door, which stands before Django, knows the same address again. Nothing else is
remembered here: who asks is let in or not each time, what the answer rests on is read each time,
and headers, figures and the log line are those of every request.

Whatever is not an answer from memory goes on to Django as if it had not come by: an address that is
new, an answer that no longer holds, a refusal, a fault.
"""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg

from backorder.app.web import clock, connections, frame
from backorder.domain.errors import BackorderError

from . import answering, around, keys
from .remembering import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest

    from .asking import Asked

    Environ = dict[str, Any]

KIND = "products"
PATH = f"/storefront/{KIND}"
_MOST = 10_000  # addresses of one process, of about a kilobyte each
_LONGEST = 1_000  # characters; so that strangers with long ones fill no memory


class Question(NamedTuple):
    """What was read out of an address, and the key that it shows."""

    asked: Asked
    key: str


class Caller:
    """Who asks, as far as it is known."""

    actor = ""


class Said(NamedTuple):
    """An answer: nothing in it but the tag where the caller has the rest."""

    status: HTTPStatus
    tag: str
    body: bytes


_questions: Remembered[Question] = Remembered(_MOST)


def remember(request: HttpRequest, asked: Asked) -> None:
    """Know an address again that was let in and answered."""
    address = _address(request.META)
    if request.method == "GET" and not asked.track and sum(map(len, address)) <= _LONGEST:
        _questions.put(address, Question(asked, request.GET.get("key", "")))


def forget() -> None:
    """Know no address."""
    _questions.clear()


def body_of(parts: Iterable[bytes]) -> bytes:
    """Return the answers for products as one text."""
    return b'{"products":[' + b",".join(parts) + b"]}"


class Door:
    """The application that stands before Django's."""

    def __init__(self, beyond: Callable[..., Iterable[bytes]]) -> None:
        """Take what answers all that is not answered here."""
        self._beyond = beyond

    def __call__(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request, or hand it on."""
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "GET":
            return self._beyond(environ, start)
        begun = time.perf_counter()
        question = _questions.get(_address(environ))
        caller, client = Caller(), frame.client_at(environ)
        said = question and _said(question, environ, caller, client)
        if not said:
            return self._beyond(environ, start)
        request_id = frame.request_id(environ.get("HTTP_X_REQUEST_ID", ""))
        start(f"{said.status.value} {said.status.phrase}", _headers(said, request_id, environ))
        frame.record(
            frame.Answered(
                method="GET",
                route=PATH,
                status=said.status.value,
                seconds=time.perf_counter() - begun,
                size=len(said.body),
                client=client,
                actor=caller.actor,
                request_id=request_id,
            )
        )
        return [said.body]


def _address(environ: Environ) -> tuple[str, ...]:
    """Return what decides what is asked for, and the name of the server, which was a known one."""
    return (
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        environ.get("HTTP_HOST", ""),
    )


def _said(question: Question, environ: Environ, caller: Caller, client: str) -> Said | None:
    """Return the answer from memory, or nothing where Django is to see to it."""
    asked = question.asked
    try:
        keys.admit(caller, environ.get("HTTP_AUTHORIZATION"), question.key, client)
        environ[keys.ADMITTED] = caller.actor
        now = clock.now()
        with connections.shared().lend() as conn:
            found = answering.look(conn, asked, now)
    except (BackorderError, psycopg.Error):
        return None
    rests_on = answering.keys_of(asked, found)
    tag = around.tag_of(KIND, rests_on)
    if around.knows(environ.get("HTTP_IF_NONE_MATCH", ""), tag):
        return Said(HTTPStatus.NOT_MODIFIED, tag, b"")
    parts = answering.recall(rests_on)
    return None if parts is None else Said(HTTPStatus.OK, tag, body_of(parts))


def _headers(said: Said, request_id: str, environ: Environ) -> list[tuple[str, str]]:
    """Return the headers that Django's way would have given it."""
    made = {
        **frame.HEADERS,
        **around.headers(said.tag),
        "X-Request-ID": request_id,
        "Content-Length": str(len(said.body)),
    }
    if said.body:
        made["Content-Type"] = "application/json"
    if environ.get("wsgi.url_scheme") == "https":
        made["Strict-Transport-Security"] = frame.STRICT_TRANSPORT
    return list(made.items())
