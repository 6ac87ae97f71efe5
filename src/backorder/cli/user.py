"""``user``: the people who sign in to the pages, and links that let them in once."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backorder.domain.errors import ConflictError

from . import _output
from ._span import span
from ._user import user as at_keyboard

if TYPE_CHECKING:
    from backorder.app.accounts.people import Known

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The person's e-mail address.")]
Role = Annotated[
    str,
    typer.Argument(help="owner, operations, buyer, warehouse, service or reader."),
]
FromInput = Annotated[
    bool, typer.Option("--stdin", help="Read the password from standard input, one line.")
]
LISTENING = "http://127.0.0.1:8080"  # where `serve` listens unless told otherwise
COLUMNS = ("email", "name", "role", "state", "two_factor", "last_login")


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(help="People who sign in to the pages.", no_args_is_help=True)
    group.command()(create)
    group.command("list")(list_)
    group.command()(role)
    group.command()(disable)
    group.command()(enable)
    group.command()(password)
    group.command()(reset)
    group.command()(link)
    app.add_typer(group, name="user")


def create(
    email: Email,
    *,
    role: Annotated[str, typer.Option(metavar="ROLE", help="What the person may do.")] = "reader",
    name: Annotated[str, typer.Option(metavar="NAME", help="How to address the person.")] = "",
    as_json: _output.Json = False,
) -> None:
    """Let somebody sign in; `user link` or `user password` says how."""
    from backorder import database  # noqa: PLC0415 (slow, and --help does not need it)
    from backorder.app.accounts import people  # noqa: PLC0415 (as above)

    with database.connect() as conn:
        made = people.add(conn, email, role, now=_now(), actor=_actor(), name=name)
    _say(as_json, {"email": made.email, "role": made.role}, f"{made.email} is {made.role} now.")


def list_(*, as_json: _output.Json = False) -> None:  # noqa: ARG001 (read by _output.show)
    """List the people, disabled ones too."""
    from backorder import database  # noqa: PLC0415 (as above)
    from backorder.app.accounts import people  # noqa: PLC0415 (as above)

    with database.connect() as conn:
        found = people.every(conn)
    rows = [
        (p.email, p.name, p.role, "active" if p.is_active else "disabled", p.two_factor, _at(p))
        for p in found
    ]
    _output.show(
        {"people": [dict(zip(COLUMNS, row, strict=True)) for row in rows]},
        lambda: _output.table("People", COLUMNS, [_shown(row) for row in rows]),
    )


def role(email: Email, role: Role, *, as_json: _output.Json = False) -> None:
    """Give a person another role."""
    from backorder import database  # noqa: PLC0415 (as above)
    from backorder.app.accounts import people  # noqa: PLC0415 (as above)

    with database.connect() as conn:
        found = people.find(conn, email)
        people.change(conn, found, role=role)
    _say(as_json, {"email": found.email, "role": role}, f"{found.email} is {role} now.")


def disable(email: Email, *, as_json: _output.Json = False) -> None:
    """Let a person in no more, and sign him out everywhere."""
    _set_active(email, to=False, as_json=as_json)


def enable(email: Email, *, as_json: _output.Json = False) -> None:
    """Let a person in again."""
    _set_active(email, to=True, as_json=as_json)


def password(email: Email, *, stdin: FromInput = False, as_json: _output.Json = False) -> None:
    """Set a person's password, and sign him out everywhere."""
    from backorder import database  # noqa: PLC0415 (as above)
    from backorder.app.accounts import people, shell  # noqa: PLC0415 (as above)

    with database.connect() as conn:
        found = people.find(conn, email)
        text = (
            sys.stdin.readline().rstrip("\n")
            if stdin
            else typer.prompt("New password", hide_input=True, confirmation_prompt=True)
        )
        kept = shell.hashed(text, email=found.email, name=found.name)
        people.keep_password(conn, found, kept)
    _say(as_json, {"email": found.email}, f"{found.email} has a new password.")


def reset(email: Email, *, as_json: _output.Json = False) -> None:
    """Forget a person's second factors and passkeys, for one who has lost them."""
    from backorder import database  # noqa: PLC0415 (as above)
    from backorder.app.accounts import people  # noqa: PLC0415 (as above)

    with database.connect() as conn:
        found = people.find(conn, email)
        people.forget_factors(conn, found)
    _say(as_json, {"email": found.email}, f"{found.email} has no second factor any more.")


def link(
    email: Email,
    *,
    expires: Annotated[
        str, typer.Option(metavar="TIME", help="How long it works, as in 15m, 12h or 3d.")
    ] = "15m",
    url: Annotated[
        str, typer.Option(metavar="URL", help="Where the app is, if not where the setting says.")
    ] = "",
    as_json: _output.Json = False,
) -> None:
    """Print a link that lets a person in once; a second factor is still asked for."""
    from backorder import database  # noqa: PLC0415 (as above)
    from backorder.app.accounts import links, people  # noqa: PLC0415 (as above)

    lasts = span(expires, "--expires")
    with database.connect() as conn:
        found = people.find(conn, email)
        if not found.is_active:
            raise ConflictError("person_disabled", f"{found.email} is disabled.", email=found.email)
        text = links.make(conn, found.id, now=_now(), actor=_actor(), lasts=lasts)
    address = f"{_base(url)}{links.path(text)}"
    end = _now() + min(lasts, links.LONGEST)
    _say(as_json, {"email": found.email, "link": address, "expires_at": end}, address)


def _set_active(email: str, *, to: bool, as_json: bool) -> None:
    from backorder import database  # noqa: PLC0415 (as above)
    from backorder.app.accounts import people  # noqa: PLC0415 (as above)

    with database.connect() as conn:
        found = people.find(conn, email)
        people.change(conn, found, is_active=to)
    told = "may sign in again" if to else "is signed out and may not sign in"
    _say(as_json, {"email": found.email, "active": to}, f"{found.email} {told}.")


def _base(given: str) -> str:
    from backorder import settings  # noqa: PLC0415 (as above)

    return (given or settings.get("BACKORDER_URL") or LISTENING).rstrip("/")


def _say(as_json: bool, data: dict[str, Any], text: str) -> None:  # noqa: FBT001 (an option's value)
    _output.line(_output.dump(data) if as_json else text)


def _shown(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(("yes" if cell else "no") if isinstance(cell, bool) else cell for cell in row)


def _at(person: Known) -> datetime | None:
    return None if person.last_login is None else person.last_login.replace(microsecond=0)


def _now() -> datetime:
    return datetime.now(UTC)


def _actor() -> str:
    return f"cli:{at_keyboard()}"
