"""The server over a real socket: probes, headers, logs, hosts, proxies, and a clean stop."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.conftest import new_token, refuse_the_dead
from tests.support import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

    from tests.api.conftest import Served

pytestmark = pytest.mark.slow


def children(pid: int) -> list[int]:
    """Return the processes that a process has begun."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def until(true: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_it_answers_and_stops_cleanly(serve: Callable[..., Served]) -> None:
    server = serve()
    alive = server("GET", "/healthz")
    assert (alive.status, alive.json()) == (200, {"status": "ok"})
    ready = server("GET", "/readyz", headers={"X-Request-ID": "probe-0000001"})
    assert (ready.status, ready.headers["x-request-id"]) == (200, "probe-0000001")
    policy = alive.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in policy
    assert alive.headers["x-content-type-options"] == "nosniff"
    status, logged = server.stop()
    assert status == 0
    lines = [json.loads(line) for line in logged.splitlines()]  # every line is JSON
    mine = [line for line in lines if line.get("request_id") == "probe-0000001"]
    assert [(line["event"], line["route"], line["status"]) for line in mine] == [
        ("request", "/readyz", 200)
    ]


def test_a_request_in_work_is_answered_before_it_stops(
    serve: Callable[..., Served], conn: psycopg.Connection[Any]
) -> None:
    server = serve()
    assert server("GET", "/healthz").status == 200  # its worker has begun
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)) as busy:
        with conn.transaction():
            # The probe of the schema waits for this lock, as a request would for a product.
            conn.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
            busy.request("GET", "/readyz")
            busy.sock.settimeout(1.0)
            with pytest.raises(TimeoutError):  # it is at work, and has not answered
                busy.sock.recv(1, socket.MSG_PEEK)
            server.process.send_signal(signal.SIGTERM)
        busy.sock.settimeout(30)
        answer = busy.getresponse()
        assert (answer.status, answer.read()) == (200, b'{"status": "ok"}')
    assert server.process.wait(timeout=PATIENCE) == 0


def test_it_ends_by_ctrl_c(serve: Callable[..., Served]) -> None:
    server = serve()
    assert server("GET", "/healthz").status == 200
    assert server.stop(signal.SIGINT)[0] == 0


def test_figures_are_for_this_machine_or_a_token(
    serve: Callable[..., Served], conn: psycopg.Connection[Any]
) -> None:
    server = serve(BACKORDER_WORKERS="2")
    for _ in range(5):
        server("GET", "/healthz")
    text = server("GET", "/metrics").body.decode()
    assert 'backorder_http_requests_total{method="GET",route="/healthz",status="200"} 5.0' in text
    far = {"X-Forwarded-For": "203.0.113.9"}
    assert server("GET", "/metrics", headers=far).status == 401
    reading = {"Authorization": f"Bearer {new_token(conn, 'read')}"}
    assert server("GET", "/metrics", headers=far | reading).status == 403
    watching = {"Authorization": f"Bearer {new_token(conn, 'metrics')}"}
    assert server("GET", "/metrics", headers=far | watching).status == 200


def test_a_process_that_ends_is_replaced_and_takes_no_figures_along(
    serve: Callable[..., Served],
) -> None:
    server = serve(BACKORDER_WORKERS="1")
    assert server("GET", "/healthz").status == 200
    (first,) = children(server.process.pid)
    os.kill(first, signal.SIGTERM)
    until(lambda: children(server.process.pid) not in ([], [first]))
    assert server("GET", "/healthz").status == 200
    text = server("GET", "/metrics").body.decode()
    assert 'backorder_http_requests_total{method="GET",route="/healthz",status="200"} 2.0' in text
    assert server.stop()[0] == 0


def test_it_tells_systemd_when_it_is_ready(serve: Callable[..., Served], tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.settimeout(30)
        serve(NOTIFY_SOCKET=str(tmp_path / "notify"))
        assert heard.recv(1000).startswith(b"READY=1\n")


def test_only_trusted_proxies_are_believed(serve: Callable[..., Served]) -> None:
    behind = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9", "X-Forwarded-Proto": "https"}
    alone = serve()
    answer = alone("GET", "/healthz", headers=behind)
    assert "strict-transport-security" not in answer.headers
    logged = alone.stop()[1]
    assert '"client": "127.0.0.1"' in logged
    assert "203.0.113.9" not in logged
    proxied = serve(BACKORDER_TRUSTED_PROXIES="127.0.0.1")
    answer = proxied("GET", "/healthz", headers=behind)
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    # The caller may have written the left part; what the trusted proxy saw stands to the right.
    assert '"client": "203.0.113.9"' in proxied.stop()[1]


def test_an_unknown_host_is_refused(serve: Callable[..., Served]) -> None:
    server = serve(BACKORDER_ALLOWED_HOSTS="shop.example.com")
    assert server("GET", "/", headers={"Host": "evil.example"}).status == 400
    assert server("GET", "/no", headers={"Host": "shop.example.com"}).status == 404
    assert server("GET", "/healthz", headers={"Host": "10.0.0.7"}).status == 200


def test_connections_that_stay_open_share_the_threads(serve: Callable[..., Served]) -> None:
    """With more connections than threads, none is kept by one that might ask again."""
    server = serve(BACKORDER_THREADS="1", BACKORDER_WORKERS="1")
    with (
        closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as one,
        closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as other,
    ):
        for n in range(6):
            for conn in (one, other):
                conn.request("GET", "/healthz", headers={"X-Request-ID": f"probe-{n:07}"})
            for conn in (one, other):
                answer = conn.getresponse()
                assert (answer.status, answer.read()) == (200, b'{"status": "ok"}')
                assert answer.headers["X-Request-ID"] == f"probe-{n:07}"
        one.request("GET", "/healthz")
        one.getresponse().read()
        # Two in one write: the second is there before the first was answered.
        asked = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        one.sock.sendall(asked + asked)
        seen = b""
        while seen.count(b'{"status": "ok"}') < 2:
            more = one.sock.recv(65536)
            assert more, seen
            seen += more
    assert server.stop()[0] == 0


def test_it_is_not_ready_without_its_schema(
    serve: Callable[..., Served], conn: psycopg.Connection[Any]
) -> None:
    server = serve()
    assert server("GET", "/readyz").status == 200
    conn.execute("DELETE FROM django_migrations WHERE name = '0005_api_tokens'")
    answer = server("GET", "/readyz")
    assert (answer.status, answer.json()["code"]) == (503, "schema_outdated")
    assert server("GET", "/healthz").status == 200


def test_a_worker_that_died_fails_the_test() -> None:
    refuse_the_dead('{"event": "Worker (pid:7) was sent SIGTERM!"}')
    with pytest.raises(pytest.fail.Exception, match="SIGSEGV"):
        refuse_the_dead('{"event": "Worker (pid:7) was sent SIGSEGV!"}')


def test_a_process_is_warm_before_it_answers(database_url: str) -> None:
    """Asks a process of its own: in this one other tests have used everything."""
    program = (
        "import sys; from backorder.app.web.application import application;"
        f"application({database_url!r});"
        "from backorder import ledger; from backorder.ledger.journal import verb;"
        "print({each.request for each in ledger.VERBS.values()} == verb._prepared,"
        " 'backorder.app.api.views' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == b"True True\n"
