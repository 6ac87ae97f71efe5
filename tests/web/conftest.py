"""Pages in this process as somebody signed in, and in a real browser on a real server."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from backorder import settings
from backorder.app.web import connections
from tests.api.conftest import app, company, same_day, serve, verb  # noqa: F401 (fixtures)
from tests.support import PATIENCE
from tests.web.visitors import new_person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.api.conftest import Served

CHROMIUM = "/usr/bin/chromium"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# Every look at full length; in between, each width and each colour once, and one look where the
# same pages are crawled in both anyway.
LOOKS = [
    pytest.param(WIDE, "light", id="wide-light"),
    pytest.param(PHONE, "dark", id="phone-dark"),
]
WIDE_LOOKS, PHONE_LOOKS = LOOKS[:1], LOOKS[1:]
FULL = settings.get("BACKORDER_TORTURE") == "full"
if FULL:
    LOOKS += [
        pytest.param(WIDE, "dark", id="wide-dark"),
        pytest.param(PHONE, "light", id="phone-light"),
    ]
    WIDE_LOOKS = PHONE_LOOKS = LOOKS


def person_of(role: str) -> Any:
    """Return a person of a role, made if need be; the e-mail is role@example.com."""
    from backorder.app.models import Person  # noqa: PLC0415 (once Django is set up)

    found = Person.objects.filter(email=f"{role}@example.com").first()
    if found is None:
        with connections.shared().lend() as conn:
            new_person(conn, role)
        found = Person.objects.get(email=f"{role}@example.com")
    return found


@pytest.fixture
def web(app: None) -> Callable[..., Client]:  # noqa: F811 (the fixture)
    """Return what makes a browser in which a person of a role is signed in; "" for nobody."""

    def client(role: str = "owner") -> Client:
        found = Client(raise_request_exception=False, SERVER_NAME="localhost")
        if role:
            found.force_login(person_of(role))
        return found

    return client


@pytest.fixture(scope="module")  # it leaves an event loop running, which other tests must not meet
def chromium() -> Iterator[Browser]:
    """Return a browser; tests that need it are skipped where there is none."""
    if not Path(CHROMIUM).exists():
        reason = f"Chromium is not at {CHROMIUM}"
        if settings.get("BACKORDER_REQUIRE_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only where it is used)

    # Playwright leaves an event loop running in this thread, which Django takes for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        # Within a container Chromium has no sandbox of its own.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """A browser window of somebody who is signed in; what the page's console says is kept."""

    def __init__(self, page: Page, server: Served) -> None:
        self.page = page
        self.address = f"http://127.0.0.1:{server.port}"
        self.faults: list[str] = []
        page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))

    def go(self, path: str) -> Page:
        """Open a page, which must answer without a fault."""
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        return self.page

    def reads(self, words: str, where: str = "main") -> None:
        """Wait until a part of the page says something: what a button led to may be on its way."""
        self.page.locator(where).filter(has_text=words).first.wait_for()

    def axe(self) -> list[str]:
        """Return the serious and critical faults that axe finds on the page shown."""
        self.page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text())
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{fault['id']}: {node['target']} {node['failureSummary']}"
            for fault in found["violations"]
            if fault["impact"] in {"serious", "critical"}
            for node in fault["nodes"]
        ]

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(width))

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page where ``BACKORDER_SHOTS`` names a folder."""
        folder = os.environ.get("BACKORDER_SHOTS")
        if folder:
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.fixture
def visit(
    app: None,  # noqa: F811 (the fixture)
    serve: Callable[..., Served],  # noqa: F811 (the fixture)
    chromium: Browser,
) -> Iterator[Callable[..., Visitor]]:
    """Return what opens a window: of a role, at a width, light or dark, on one server a test."""
    servers: list[Served] = []
    windows: list[Any] = []

    def open_(role: str = "owner", size: Any = WIDE, scheme: str = "light") -> Visitor:
        if not servers:
            servers.append(serve(BACKORDER_RATE_LIMIT="0"))
        context = chromium.new_context(viewport=size, color_scheme=scheme, locale="en-GB")  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE * 1000)
        windows.append(context)
        visitor = Visitor(context.new_page(), servers[0])
        if role:
            context.add_cookies(
                [
                    {"name": name, "value": value, "url": visitor.address}
                    for name, value in _cookie(role)
                ]
            )
        return visitor

    yield open_
    for context in windows:
        context.close()


def _cookie(role: str) -> list[tuple[str, str]]:
    """Return the cookie of somebody signed in, without the way through the log-in page."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(person_of(role))
    return [(morsel.key, morsel.value) for morsel in client.cookies.values()]
