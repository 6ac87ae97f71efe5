"""People in the database: create, list, find, change. They are disabled, never deleted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg

from backorder.app.statements import statement
from backorder.domain.errors import ConflictError, InvalidError

from .roles import ROLES

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

NO_PASSWORD = "!"  # noqa: S105 (Django's mark of an account that no password opens)
_EMAIL = re.compile(r"[^@\s\x00]{1,64}@[^@\s\x00]{1,120}")
_LONGEST_NAME = 200


class Known(NamedTuple):
    """What is kept of a person, without what opens the account."""

    id: int
    email: str
    name: str
    role: str
    is_active: bool
    created_at: datetime
    created_by: str
    last_login: datetime | None


def create(  # noqa: PLR0913 (what a person is)
    conn: Connection[Any],
    email: str,
    role: str,
    *,
    now: datetime,
    actor: str,
    name: str = "",
    password: str = NO_PASSWORD,
) -> Known:
    """Let somebody sign in from now on; ``password`` is Django's hash of one."""
    values = {
        "email": checked_email(email),
        "name": checked_name(name),
        "role": checked_role(role),
        "password": password,
        "now": now,
        "actor": actor,
    }
    try:
        row = conn.execute(statement("person_create"), values).fetchone()
    except psycopg.errors.UniqueViolation:
        raise ConflictError(
            "person_known", f"{values['email']} is known already.", email=values["email"]
        ) from None
    assert row is not None
    return Known(*row)


def every(conn: Connection[Any]) -> list[Known]:
    """Return everybody, disabled ones too."""
    return [Known(*row) for row in conn.execute(statement("person_list")).fetchall()]


def checked_email(text: str) -> str:
    """Return an e-mail address as it is kept; raise ``InvalidError`` where it is none.

    >>> checked_email(" Ann@Example.com ")
    'ann@example.com'
    """
    email = text.strip().lower()
    if not _EMAIL.fullmatch(email):
        raise InvalidError("email_invalid", f"{text!r} is not an e-mail address.", email=text)
    return email


def checked_name(text: str) -> str:
    """Return a person's name as it is kept."""
    name = " ".join(text.split())
    if len(name) > _LONGEST_NAME or "\x00" in name:
        raise InvalidError("name_invalid", f"A name has at most {_LONGEST_NAME} letters.")
    return name


def checked_role(role: str) -> str:
    """Return a role; raise ``InvalidError`` where there is none of that name."""
    if role not in ROLES:
        raise InvalidError(
            "unknown_role", f"There is no role {role!r}; there are {', '.join(ROLES)}.", role=role
        )
    return role
