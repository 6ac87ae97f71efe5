"""People who visit the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from backorder.app.accounts import people

if TYPE_CHECKING:
    import psycopg

PASSWORD = "four wide mugs"  # noqa: S105 (of nobody)


@cache
def hashed(password: str) -> str:
    """Return a password's hash, which takes half a second to make: once for all tests."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 (once Django is set up)

    return make_password(password)


def new_person(
    conn: psycopg.Connection[Any], role: str = "owner", email: str = "", password: str = PASSWORD
) -> people.Known:
    """Make a person of a role, who may sign in with the password."""
    return people.add(
        conn,
        email or f"{role}@example.com",
        role,
        now=datetime.now(UTC),
        actor="test",
        name=f"The {role}",
        password=hashed(password),
    )
