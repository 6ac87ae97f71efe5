"""People in the database: add, list, find, change. They are disabled, never deleted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg

from backorder.app.statements import statement
from backorder.domain.errors import ConflictError, InvalidError, NotFoundError

from .roles import ROLES

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

LANGUAGES = ("", "en", "de")
THEMES = ("", "light", "dark")
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
    two_factor: bool


def add(  # noqa: PLR0913 (what a person is)
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


def anybody(conn: Connection[Any]) -> bool:
    """Tell whether there is anybody who may sign in."""
    row = conn.execute(statement("person_any")).fetchone()
    assert row is not None
    return bool(row[0])


def find(conn: Connection[Any], email: str) -> Known:
    """Return one person; raise ``NotFoundError`` where nobody has this e-mail address."""
    row = conn.execute(statement("person_find"), {"email": checked_email(email)}).fetchone()
    if row is None:
        raise NotFoundError("unknown_person", f"Nobody here is {email}.", email=email)
    return Known(*row)


def numbered(conn: Connection[Any], person_id: int) -> Known:
    """Return one person; raise ``NotFoundError`` where there is none of this number."""
    row = conn.execute(statement("person_by_id"), {"id": person_id}).fetchone()
    if row is None:
        raise NotFoundError("unknown_person", "There is no such person.", person=person_id)
    return Known(*row)


def change(
    conn: Connection[Any],
    person: Known,
    *,
    role: str | None = None,
    is_active: bool | None = None,
) -> None:
    """Give a person another role or standing; who is disabled is signed out everywhere.

    Raises ``ConflictError`` (``last_owner``) where nobody would be left who can undo it.
    """
    values = {
        "id": person.id,
        "role": checked_role(person.role if role is None else role),
        "is_active": person.is_active if is_active is None else is_active,
    }
    with conn.transaction():
        if conn.execute(statement("person_change"), values).fetchone() is None:
            raise ConflictError(
                "last_owner",
                f"{person.email} is the only owner; make somebody else an owner first.",
                email=person.email,
            )
        if not values["is_active"]:
            conn.execute(statement("person_sessions_end"), {"id": person.id})


def choose(conn: Connection[Any], person_id: int, *, name: str, language: str, theme: str) -> None:
    """Keep what a person has chosen for himself."""
    if language not in LANGUAGES or theme not in THEMES:
        raise InvalidError("unknown_preference", "There is no such language or theme.")
    values = {"id": person_id, "name": checked_name(name), "language": language, "theme": theme}
    conn.execute(statement("person_preferences"), values)


def keep_password(conn: Connection[Any], person: Known, password: str) -> None:
    """Keep another password, given as Django's hash; the person is signed out everywhere."""
    with conn.transaction():
        conn.execute(statement("person_password"), {"id": person.id, "password": password})
        conn.execute(statement("person_sessions_end"), {"id": person.id})


def forget_factors(conn: Connection[Any], person: Known) -> None:
    """Forget a person's second factors, passkeys and recovery codes, and sign him out."""
    with conn.transaction():
        conn.execute(statement("person_factors_drop"), {"id": person.id})
        conn.execute(statement("person_sessions_end"), {"id": person.id})


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
