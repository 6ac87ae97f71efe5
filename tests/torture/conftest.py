"""A second, empty database beside the test's own: the books that a journal is replayed into."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import pytest
from psycopg.conninfo import conninfo_to_dict

from backorder import database
from tests.support import temporary_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection


@pytest.fixture
def other(server_url: str, template_url: str) -> Iterator[Connection[Any]]:
    """Return a connection to empty books."""
    template = str(conninfo_to_dict(template_url)["dbname"])
    name = f"backorder_other_{secrets.token_hex(6)}"
    with (
        temporary_database(server_url, name, template) as address,
        database.connect(address) as connection,
    ):
        yield connection
