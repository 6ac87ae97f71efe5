"""A desk for the tests of what shops show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.api.conftest import app, serve  # noqa: F401 (fixtures)
from tests.ledger.desk import Desk

if TYPE_CHECKING:
    from psycopg import Connection


@pytest.fixture
def desk(conn: Connection[Any]) -> Desk:
    """Return a desk in the test's own database."""
    return Desk(conn)


@pytest.fixture
def client(app: None) -> Client:  # noqa: F811 (the fixture)
    """Return a caller that no session knows."""
    return Client(raise_request_exception=False, SERVER_NAME="localhost")
