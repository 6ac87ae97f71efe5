"""The short way answers as Django does, or not at all; and never what no longer holds."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from backorder.app.storefront import answering, door, keys
from backorder.app.tokens import checking, keeping, limiting
from backorder.app.web import clock, frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.ledger.desk import Desk

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MUG = "/storefront/products?sku=MUG&quantity=3"


class Answer(NamedTuple):
    """What came back, and whether Django was asked."""

    status: str
    headers: dict[str, str]
    body: bytes
    by_django: bool

    @property
    def now(self) -> int:
        """Return how many mugs there are now."""
        return int(json.loads(self.body)["products"][0]["now"])


class Front:
    """The server's application: the door, and Django beyond it."""

    def __init__(self) -> None:
        self._django = WSGIHandler()
        self._asked = 0
        self._door = door.Door(self._beyond)

    def _beyond(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self._asked += 1
        return self._django(environ, start)

    def ask(self, path: str = MUG, method: str = "GET", **headers: str) -> Answer:
        """Send a request to the door."""
        return self._send(self._door, path, method, headers)

    def ask_django(self, path: str = MUG, method: str = "GET", **headers: str) -> Answer:
        """Send it past the door."""
        return self._send(self._beyond, path, method, headers)

    def _send(self, to: Callable[..., Any], path: str, method: str, more: dict[str, str]) -> Answer:
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        secure = headers.pop("scheme", "http") == "https"
        made = RequestFactory(SERVER_NAME="localhost").generic(
            method, path, secure=secure, headers=headers
        )
        said: list[Any] = []
        before = self._asked
        body = to(made.environ, lambda *rest: said.extend(rest))
        text = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        return Answer(said[0], dict(said[1]), text, self._asked > before)


@pytest.fixture
def front(app: None, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    """Return an open shop that has three mugs."""
    monkeypatch.setenv("BACKORDER_STOREFRONT_OPEN", "1")
    monkeypatch.setenv("BACKORDER_STOREFRONT_RATE", "0")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for each in (keys.reset, answering.forget, door.forget, checking.forget, limiting.reset):
        each()
    desk.stock(MUG=3)
    yield Front()
    for each in (keys.reset, door.forget, limiting.reset):
        each()


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> list[frame.Answered]:
    """Return what is counted and logged, without how long it took."""
    found: list[frame.Answered] = []
    monkeypatch.setattr(frame, "record", lambda one: found.append(one._replace(seconds=0.0)))
    return found


def sold(desk: Desk, key: str) -> None:
    desk.do("place_orders", orders=[{"key": key, "lines": [{"sku": "MUG", "quantity": 1}]}])


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (MUG, {}),
        (MUG, {"scheme": "https"}),
        (MUG, {"X_Forwarded_For": "203.0.113.9", "Accept_Language": "de"}),
        (f"{MUG}&sku=NONE&language=de&destination=DE", {}),
    ],
)
def test_it_answers_counts_and_logs_as_django_does(
    front: Front, recorded: list[frame.Answered], path: str, headers: dict[str, str]
) -> None:
    headers = {**headers, "X_Request_ID": "given-by-a-proxy"}
    expected = front.ask_django(path, **headers)
    assert expected.status == "200 OK"
    assert front.ask(path, **headers) == expected._replace(by_django=False)
    tag = expected.headers["ETag"]
    unchanged = front.ask_django(path, **headers, If_None_Match=tag)
    assert unchanged.status == "304 Not Modified"
    assert front.ask(path, **headers, If_None_Match=tag) == unchanged._replace(by_django=False)
    assert repr(recorded[0]) == repr(recorded[1])
    assert repr(recorded[2]) == repr(recorded[3])
    assert (recorded[1].route, recorded[1].request_id) == (door.PATH, "given-by-a-proxy")


def test_each_answer_has_an_id_of_its_own(front: Front) -> None:
    ids = {front.ask().headers["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        (MUG, "HEAD", {}),
        (MUG, "POST", {}),
        (f"{MUG}&track=1", "GET", {}),
        ("/storefront/badge?sku=MUG", "GET", {}),
        (MUG, "GET", {"Host": "elsewhere.example.com"}),
        (f"{MUG}&destination={'x' * 1000}", "GET", {}),
    ],
)
def test_all_else_goes_on_to_django(
    front: Front, path: str, method: str, headers: dict[str, str]
) -> None:
    front.ask()
    for _ in range(2):
        assert front.ask(path, method, **headers).by_django


def test_no_answer_outlives_a_change(front: Front, desk: Desk) -> None:
    front.ask()
    for n, left in enumerate((2, 1)):
        held = front.ask()
        assert not held.by_django
        sold(desk, f"o-{n}")
        changed = front.ask(If_None_Match=held.headers["ETag"])
        assert (changed.status, changed.now, changed.by_django) == ("200 OK", left, True)


def test_without_a_look_at_the_books_it_would(
    front: Front, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    front.ask()
    look = answering.look
    seen: list[Any] = []

    def once(*rest: Any) -> Any:
        seen[:] = seen or [look(*rest)]
        return seen[0]

    monkeypatch.setattr(answering, "look", once)
    held = front.ask()
    sold(desk, "o")
    assert (front.ask().now, held.now) == (3, 3)


def test_who_asks_is_looked_at_each_time(
    front: Front, desk: Desk, recorded: list[frame.Answered], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_STOREFRONT_OPEN", "0")
    at = datetime.now(UTC)
    key = keeping.create(desk.conn, "public", ["storefront"], now=at, actor="test")
    other = keeping.create(desk.conn, "orders", ["orders"], now=at, actor="test")
    by_key, by_token = f"{MUG}&key={key}", {"Authorization": f"Bearer {key}"}
    for path, headers in ((by_key, {}), (MUG, by_token)):
        assert [front.ask(path, **headers).by_django for _ in range(2)] == [True, False]
    assert {one.actor for one in recorded} == {"public"}
    codes = [
        front.ask(MUG).status,
        front.ask(MUG, Authorization="Bearer nonsense").status,
        front.ask(MUG, Authorization=f"Bearer {other}").status,
    ]
    assert codes == ["401 Unauthorized", "401 Unauthorized", "403 Forbidden"]
    keeping.revoke(desk.conn, "public", now=at)
    checking.forget()
    assert front.ask(by_key).status == "401 Unauthorized"
    assert front.ask(MUG, **by_token).status == "401 Unauthorized"


def test_a_caller_is_counted_once_whoever_answers(
    front: Front, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    front.ask()
    monkeypatch.setenv("BACKORDER_STOREFRONT_RATE", "2")
    monkeypatch.setattr("backorder.app.storefront.keys.time.monotonic", lambda: 7.0)
    keys.reset()
    found = [front.ask()]
    sold(desk, "o")  # let in at the door, answered by Django
    found += [front.ask() for _ in range(4)]
    assert [one.status[:3] for one in found] == ["200", "200", "200", "200", "429"]
    assert [one.by_django for one in found] == [False, True, False, False, True]
    assert found[-1].headers["Retry-After"] == "1"


def test_a_database_that_is_away_is_said_by_django(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    front.ask()
    from backorder.app.web import connections  # noqa: PLC0415 (only here)

    connections.shared().close()
    monkeypatch.setattr(connections.shared(), "address", "postgresql://localhost:1/none")
    answer = front.ask()
    assert (answer.status[:3], answer.by_django) == ("503", True)


def test_what_one_visitor_chose_for_the_pages_is_nobody_elses_language(front: Front) -> None:
    mine = {"Accept_Language": "en", "Cookie": "backorder_language=de"}
    assert front.ask(**mine).body == front.ask_django(Accept_Language="en").body
    answer = front.ask(Accept_Language="en")
    assert not answer.by_django
    assert answer.body != front.ask(Accept_Language="de").body
    assert answer.body == front.ask_django(Accept_Language="en").body
    # The first language that we speak, as the browser ranks them.
    ranked = front.ask(Accept_Language="fr, en;q=0.3, de-AT;q=0.8")
    assert ranked.body == front.ask(Accept_Language="de").body
