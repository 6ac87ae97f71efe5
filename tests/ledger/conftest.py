"""A desk for every test of the verbs; whatever a test does, the doctor finds nothing afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

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
