"""A desk for the tests of what shops show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    """Return a desk in the test's own database."""
    return Desk(conn)
