"""Find PostgreSQL: ``DATABASE_URL``, else the embedded server. Open connections that are safe."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from . import embedded, settings
from .domain.errors import DatabaseError

OLDEST_VERSION = 15
NAME = "backorder"
_MIGRATIONS = Path(__file__).parent / "app" / "migrations"
_MIGRATE_LOCK = 0x6261636B  # advisory: one migration at a time, one creation at a time
_SESSION = {
    "plan_cache_mode": "force_generic_plan",
    "TimeZone": "UTC",
    "lock_timeout": "30s",
    "statement_timeout": "10min",
    "idle_in_transaction_session_timeout": "60s",
}

_RECOVERY_SECONDS = 60.0
_COMMITS = ("on", "remote_apply", "remote_write", "local")
_DURABILITY = """
SELECT jsonb_build_object('recovering', pg_is_in_recovery()) || jsonb_object_agg(name, setting)
FROM pg_settings
WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'synchronous_standby_names',
               'server_encoding')
"""

_embedded: dict[str, Path] = {}  # address -> folder of the embedded servers that we use
_safe: set[str] = set()  # addresses whose server and schema have been checked


def url() -> str:
    """Return the database's address, starting or joining the embedded server where it is used."""
    given: str | None = settings.get("DATABASE_URL")
    if given:
        return given
    home = settings.home()
    name = settings.get("BACKORDER_DATABASE")
    for address, folder in _embedded.items():
        if folder == home and conninfo_to_dict(address)["dbname"] == name:
            return address
    return _embedded_url(home, name)


_default_url = url  # for functions with a parameter of that name


def connect(url: str | None = None, *, check: bool = True) -> psycopg.Connection[tuple[Any, ...]]:
    """Open a connection in autocommit mode, for the verbs of the ledger.

    The first connection of this process to an address checks that the server is new enough, set
    up safely, and has the schema that this program needs; ``check=False`` leaves the schema out.
    Raises ``DatabaseError``.
    """
    address = url or _default_url()
    try:
        conn = _open(address)
    except DatabaseError:
        if address not in _embedded:
            raise
        name = str(conninfo_to_dict(address)["dbname"])
        address, conn = _rejoin(_embedded.pop(address), name)
    if address in _safe:
        return conn
    try:
        check_server(conn)
        if check:
            check_schema(conn)
            _safe.add(address)
    except BaseException:
        conn.close()
        raise
    return conn


def check_server(conn: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Refuse a server that is too old, read-only, or may lose what it has acknowledged."""
    version = conn.info.server_version // 10_000
    if version < OLDEST_VERSION:
        raise DatabaseError(
            "database_too_old",
            f"PostgreSQL {version} is too old: {OLDEST_VERSION} or newer is needed.",
            version=version,
            needed=OLDEST_VERSION,
        )
    row = conn.execute(_DURABILITY).fetchone()
    refuse_unsafe(dict(row[0]) if row else {})


def refuse_unsafe(reported: dict[str, Any]) -> None:
    """Refuse what a server reports of itself, if an acknowledged order could be lost.

    >>> refuse_unsafe({"fsync": "off", "full_page_writes": "on", "synchronous_commit": "on"})
    Traceback (most recent call last):
    ...
    backorder.domain.errors.DatabaseError: PostgreSQL runs with fsync = off and may lose accepted \
orders; set it to on.
    """
    safe = {"fsync": {"on"}, "full_page_writes": {"on"}, "synchronous_commit": {*_COMMITS}}
    if reported.get("synchronous_standby_names"):
        safe["synchronous_commit"].discard("local")
    risky = {name: reported.get(name) for name in safe if reported.get(name) not in safe[name]}
    if risky:
        said = ", ".join(f"{name} = {value}" for name, value in risky.items())
        raise DatabaseError(
            "database_unsafe",
            f"PostgreSQL runs with {said} and may lose accepted orders; set it to on.",
            settings=risky,
        )
    if reported["server_encoding"] != "UTF8":
        raise DatabaseError(
            "database_encoding",
            f"The database keeps text as {reported['server_encoding']}; create it with UTF8.",
            encoding=reported["server_encoding"],
        )
    if reported["recovering"]:
        raise DatabaseError(
            "database_is_replica", "This PostgreSQL is a replica: connect to its primary."
        )


def check_schema(conn: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Refuse a database whose schema is not the one that this program was written for."""
    needed = {path.stem for path in _MIGRATIONS.glob("[0-9]*.py")}
    applied = applied_migrations(conn)
    if missing := sorted(needed - applied):
        raise DatabaseError(
            "schema_outdated",
            f"The database lacks {len(missing)} migration(s), the newest {missing[-1]}; "
            "apply them with: backorder migrate",
            missing=missing,
            command="backorder migrate",
        )
    if unknown := sorted(applied - needed):
        raise DatabaseError(
            "schema_newer",
            f"The database was migrated by a newer backorder ({unknown[-1]}); "
            "this one is too old for it.",
            unknown=unknown,
        )


def applied_migrations(conn: psycopg.Connection[tuple[Any, ...]]) -> set[str]:
    """Return the names of our migrations that the database has."""
    row = conn.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
    if row is None or not row[0]:
        return set()
    rows = conn.execute("SELECT name FROM django_migrations WHERE app = 'backorder' ORDER BY name")
    return {name for (name,) in rows}


def migrate(url: str | None = None) -> list[str]:
    """Bring the database's schema up to date; return the migrations that were applied."""
    address = url or _default_url()
    with connect(address, check=False) as conn:
        _wait_for_turn(conn)
        before = applied_migrations(conn)
        _run_django(address)
        return sorted(applied_migrations(conn) - before)


def _wait_for_turn(conn: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Wait, as long as it takes, until no other process creates or migrates this database."""
    conn.execute("SET lock_timeout = 0")
    conn.execute("SET statement_timeout = 0")
    conn.execute("SELECT pg_advisory_lock(%s)", [_MIGRATE_LOCK])


def _run_django(address: str) -> None:
    """Let Django migrate, in a process of its own: it is slow to set up, and keeps one address."""
    environ = os.environ | {
        "BACKORDER_DJANGO_DATABASE": address,
        "PYTHONPATH": os.pathsep.join(
            filter(None, [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH")])
        ),
    }
    command = [sys.executable, "-P", "-m", "django", "migrate", "--no-input", "--verbosity", "0"]
    command.append("--skip-checks")  # of addresses and templates, which a migration needs none of
    done = subprocess.run(  # noqa: S603 (our own command, no shell)
        [*command, "--settings", "backorder.app.settings"],
        check=False,
        capture_output=True,
        text=True,
        env=environ,
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise DatabaseError(
            "migration_failed",
            f"The migration failed: {lines[-1]}",
            output=lines[-20:],
        )


def _open(address: str) -> psycopg.Connection[tuple[Any, ...]]:
    """Open a connection with our session settings; report failure without any password."""
    given: dict[str, Any] = {}
    try:
        given = conninfo_to_dict(address)
        ours = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
        given["options"] = f"{ours} {given.get('options') or ''}".strip()
        given.setdefault("connect_timeout", 10)
        given.setdefault("application_name", NAME)
        given["client_encoding"] = "UTF8"
        info = make_conninfo("", **given)
        return psycopg.connect(info, autocommit=True, prepare_threshold=0)
    except psycopg.ProgrammingError as error:
        raise DatabaseError(
            "database_url_invalid", "The database address is not one that PostgreSQL understands."
        ) from error
    except psycopg.OperationalError as error:
        where = {name: str(given[name]) for name in ("host", "port", "dbname") if given.get(name)}
        lines = str(error).strip().splitlines() or ["no reason given"]
        raise DatabaseError(
            "database_unreachable", f"PostgreSQL cannot be reached: {lines[0]}", **where
        ) from error


def forget() -> None:
    """Forget which addresses were checked and which are embedded: the next connection looks."""
    _safe.clear()
    _embedded.clear()


# --- the embedded database ---------------------------------------------------------------------


def _embedded_url(home: Path, name: str) -> str:
    """Join the embedded server; create and migrate its database if this is the first time."""
    maintenance = embedded.attach(home)
    address = with_database(maintenance, name)
    with _open(maintenance) as conn:
        if not _exists(conn, name):
            _wait_for_turn(conn)
            if not _exists(conn, name):
                _create_database(conn, maintenance, name)
    _embedded[address] = home
    return address


def _rejoin(home: Path, name: str) -> tuple[str, psycopg.Connection[tuple[Any, ...]]]:
    """Connect again to an embedded server that has died since we joined it, or is recovering."""
    deadline = time.monotonic() + _RECOVERY_SECONDS
    while True:
        try:
            address = _embedded_url(home, name)
            return address, _open(address)
        except DatabaseError as error:
            if error.code != "database_unreachable" or time.monotonic() > deadline:
                raise
        time.sleep(0.1)


def _create_database(
    conn: psycopg.Connection[tuple[Any, ...]], maintenance: str, name: str
) -> None:
    """Create and migrate the database under another name: a half-made one is never used."""
    if sys.stderr.isatty():
        sys.stderr.write(f"backorder: making the database in {settings.home()}\n")
    new = sql.Identifier(f"{name}_new")
    conn.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(new))
    conn.execute(sql.SQL("CREATE DATABASE {}").format(new))
    migrate(with_database(maintenance, f"{name}_new"))
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    conn.execute(rename.format(new, sql.Identifier(name)))


def make_scratch(conn: psycopg.Connection[tuple[Any, ...]], name: str, address: str) -> None:
    """Make an empty database with today's schema on the server of a connection.

    It is copied from ``BACKORDER_TEMPLATE`` where there is one, which takes a moment, and migrating
    some seconds; what the copy lacks is migrated.
    """
    wanted = settings.get("BACKORDER_TEMPLATE")
    template = wanted if wanted and _exists(conn, wanted) else "template0"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
    conn.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
    with connect(address, check=False) as made:
        try:
            check_schema(made)
        except DatabaseError:
            migrate(address)


def _exists(conn: psycopg.Connection[tuple[Any, ...]], name: str) -> bool:
    return bool(conn.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def with_database(address: str, name: str) -> str:
    """Return the address of another database on the same server.

    >>> with_database("postgresql:///postgres?host=/run/pg", "shop")
    'postgresql:///shop?host=/run/pg'
    """
    server, mark, query = address.partition("?")
    scheme, _, rest = server.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/{quote(name)}{mark}{query}"
