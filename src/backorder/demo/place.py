"""Databases to play in: beside the real one on the same server, made anew for every run."""

from __future__ import annotations

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from backorder import database

DEMO = "_demo"
REPLAY = "_replay"


def address(suffix: str = DEMO) -> str:
    """Return the address of such a database, whether it is there or not."""
    return database.with_database(database.url(), _beside(suffix))


def make_new(suffix: str = DEMO) -> str:
    """Drop the database of that suffix if there is one, make it anew, return its address."""
    drop(suffix)
    made = address(suffix)
    with database.connect(database.url(), check=False) as conn:
        database.make_scratch(conn, _beside(suffix), made)
    return made


def drop(suffix: str = DEMO) -> None:
    """Drop the database of that suffix, if there is one."""
    with database.connect(database.url(), check=False) as conn:
        name = sql.Identifier(_beside(suffix))
        conn.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def _beside(suffix: str) -> str:
    real = str(conninfo_to_dict(database.url()).get("dbname") or database.NAME)
    return f"{real}{suffix}"
