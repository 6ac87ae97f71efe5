"""The demo's database: beside the real one on the same server, made anew for every run."""

from __future__ import annotations

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from backorder import database

SUFFIX = "_demo"


def address() -> str:
    """Return the address of the demo's database, whether it is there or not."""
    real = database.url()
    return database.with_database(real, f"{_name(real)}{SUFFIX}")


def make_new() -> str:
    """Drop the demo's database if there is one, create it with its schema, return its address."""
    real = database.url()
    name = sql.Identifier(f"{_name(real)}{SUFFIX}")
    with database.connect(real, check=False) as conn:
        conn.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        conn.execute(sql.SQL("CREATE DATABASE {}").format(name))
    demo = address()
    database.migrate(demo)
    return demo


def _name(url: str) -> str:
    return str(conninfo_to_dict(url).get("dbname") or database.NAME)
