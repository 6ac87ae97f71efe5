"""A desk for every test of the verbs; whatever a test does, the doctor finds nothing afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.ledger import busy_books
from tests.ledger import healthy_books as books
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection


@pytest.fixture
def desk(conn: Connection[Any]) -> Iterator[Desk]:
    """Return a desk in the test's own database."""
    found = Desk(conn)
    yield found
    assert found.breaches() == []


@pytest.fixture(scope="module")
def busy(server_url: str, template_url: str) -> Iterator[busy_books.Busy]:
    """Return books in use, for tests that change nothing."""
    with books.empty(server_url, template_url) as conn:
        desk = Desk(conn)
        busy_books.write(desk)
        yield busy_books.Busy(desk, desk.state(), len(desk.journal()))
        assert desk.breaches() == []
