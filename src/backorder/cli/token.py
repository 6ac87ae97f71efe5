"""``token``: make, list and revoke the tokens with which programs call the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from . import _output
from ._span import span
from ._user import user

if TYPE_CHECKING:
    from backorder.app.tokens.keeping import Token


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(help="Tokens with which programs call the API.", no_args_is_help=True)
    group.command()(create)
    group.command("list")(list_)
    group.command()(revoke)
    app.add_typer(group, name="token")


def create(
    name: Annotated[str, typer.Argument(help="Who will call: the actor of its verbs.")],
    *,
    scope: Annotated[
        list[str],
        typer.Option(metavar="SCOPE", help="What it may do: a group, a verb, `read` or `all`."),
    ],
    expires: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="How long it lives, as in 90d or 12h; for ever without."),
    ] = None,
    as_json: _output.Json = False,
) -> None:
    """Make a token and print it: this is the only time that it is shown."""
    from backorder import database  # noqa: PLC0415 (slow, and --help does not need it)
    from backorder.app.tokens import keeping  # noqa: PLC0415 (as above)

    now = datetime.now(UTC)
    end = None if expires is None else now + span(expires, "--expires")
    with database.connect() as conn:
        text = keeping.create(conn, name, scope, now=now, actor=f"cli:{user()}", expires_at=end)
    if as_json:
        _output.line(_output.dump({"name": name, "token": text, "expires_at": end}))
    else:
        _output.line(text)
        _output.reason("keep this token now: it is not shown again")


def list_(*, as_json: _output.Json = False) -> None:  # noqa: ARG001 (read by _output.show)
    """List the tokens, revoked ones too."""
    from backorder import database  # noqa: PLC0415 (as above)
    from backorder.app.tokens import keeping  # noqa: PLC0415 (as above)

    with database.connect() as conn:
        tokens = keeping.every(conn)
    now = datetime.now(UTC)
    rows = [
        (t.name, t.prefix, " ".join(t.scopes), _state(t, now), t.expires_at, t.last_used_at)
        for t in tokens
    ]
    names = ("name", "prefix", "scopes", "state", "expires_at", "last_used_at")
    _output.show(
        {"tokens": [dict(zip(names, row, strict=True)) for row in rows]},
        lambda: _output.table("Tokens", names, rows),
    )


def revoke(
    name: Annotated[str, typer.Argument(help="The token's name or prefix.")],
    *,
    as_json: _output.Json = False,
) -> None:
    """End a token at once and for good."""
    from backorder import database  # noqa: PLC0415 (as above)
    from backorder.app.tokens import keeping  # noqa: PLC0415 (as above)

    with database.connect() as conn:
        token = keeping.revoke(conn, name, now=datetime.now(UTC))
    if as_json:
        _output.line(_output.dump({"revoked": token.name, "prefix": token.prefix}))
    else:
        _output.line(f"Revoked {token.name} ({token.prefix}).")


def _state(token: Token, now: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "expired" if token.expires_at is not None and token.expires_at <= now else "valid"
