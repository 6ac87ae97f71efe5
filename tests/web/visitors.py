"""People who visit the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from backorder.app.accounts import people

if TYPE_CHECKING:
    import psycopg

PASSWORD = "four wide mugs"  # noqa: S105 (of nobody)


def new_person(
    conn: psycopg.Connection[Any], role: str = "owner", email: str = "", password: str = PASSWORD
) -> people.Known:
    """Make a person of a role, who may sign in with the password."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 (once Django is set up)

    return people.add(
        conn,
        email or f"{role}@example.com",
        role,
        now=datetime.now(UTC),
        actor="test",
        name=f"The {role}",
        password=make_password(password),
    )
