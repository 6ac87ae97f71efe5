"""A company that buys, and a mail server on a real socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.conftest import (  # noqa: F401 (fixtures)
    app,
    company,
    same_day,
    serve,
    settings_of_django,
    verb,
)
from tests.purchasing.postman import Postman
from tests.web.conftest import chromium, visit, web  # noqa: F401 (fixtures)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def postman(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postman]:
    """Return a mail server that the settings name, for this process and those it starts."""
    postman = Postman()
    postman.controller.start()
    monkeypatch.setenv("BACKORDER_SMTP", postman.address)
    monkeypatch.setenv("BACKORDER_MAIL_FROM", "buying@shop.example")
    yield postman
    postman.controller.stop()
