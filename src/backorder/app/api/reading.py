"""Lists and objects: one statement a page, wrapped in what the caller asks for.

Names of columns come from our own table of lists, values go along as parameters.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg import ClientCursor, sql

from backorder.app.statements import statement
from backorder.domain.errors import NotFoundError
from backorder.domain.names import number, row_id

from .asking import LARGEST, LONGEST_VALUE, Asked, cursor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection

    from .listing import Column, Listing


class Page(NamedTuple):
    """Rows of a list, the cursor of the next page, and the currency of each row's money."""

    columns: Sequence[Column]
    rows: list[tuple[Any, ...]]
    currencies: list[str]
    next: str | None

    def items(self) -> list[dict[str, Any]]:
        """Return the rows as objects."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def page(conn: Connection[Any], listing: Listing, asked: Asked) -> Page:
    """Return one page of a list."""
    conditions: list[sql.Composable] = []
    place = listing.placed(asked.order)
    values: dict[str, Any] = {"limit": asked.limit + 1}
    for name, value in asked.filters.items():
        if name in listing.choices:
            conditions.append(sql.SQL(listing.choices[name][_choice(value)]))
            continue
        conditions.append(_found(listing, name, name, "="))
        values[f"f_{name}"] = value
    for operator, name, instant in ((">=", "since", asked.since), ("<", "until", asked.until)):
        if instant is not None:
            conditions.append(_found(listing, name, listing.at, operator))
            values[f"f_{name}"] = instant
    if asked.after is not None:
        beyond = "<" if listing.newest_first else ">"
        conditions.append(
            sql.SQL("({}) {} ({})").format(
                _places(place),
                sql.SQL(beyond),
                sql.SQL(", ").join(map(sql.Placeholder, place)),
            )
        )
        values |= dict(zip(place, asked.after, strict=True))
    found = _select(conn, listing, asked.columns, conditions, values, place)
    shown = found[: asked.limit]
    more = len(found) > asked.limit
    width = len(asked.columns)
    places = len(place)
    return Page(
        asked.columns,
        [_shown(asked.columns, row) for row in shown],
        [row[width + places] if len(row) > width + places else "" for row in shown],
        cursor(listing, tuple(shown[-1][width : width + places]), asked.order) if more else None,
    )


def one(conn: Connection[Any], listing: Listing, name: str) -> dict[str, Any]:
    """Return the object of a name: its number, else the caller's key or code."""
    if len(name) <= LONGEST_VALUE and "\x00" not in name:
        for by in listing.named_by.split():
            column = listing.column(by)
            value = _named(column, name)
            if value is None:
                continue
            rows = _select(
                conn,
                listing,
                listing.columns,
                [_compare(by, "=", "name")],
                {"name": value, "limit": 1},
                listing.place,
            )
            if rows:
                shown = _shown(listing.columns, rows[0])
                return dict(zip((c.name for c in listing.columns), shown, strict=True))
    raise NotFoundError(
        "not_found",
        f"There is no {name[:LONGEST_VALUE]!r} among the {listing.name}.",
        name=name[:LONGEST_VALUE],
    )


def _choice(value: Any) -> str:  # noqa: ANN401 (text, or a flag)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _named(column: Column, name: str) -> Any:  # noqa: ANN401 (of the column's kind)
    if column.numbered:
        return row_id(column.kind, name)
    if column.kind == "integer":
        whole = name.isascii() and name.isdecimal() and int(name) <= LARGEST
        return int(name) if whole else None
    return name


def _select(  # noqa: PLR0913, PLR0917 (what a list is asked for)
    conn: Connection[Any],
    listing: Listing,
    columns: Sequence[Column],
    conditions: Sequence[sql.Composable],
    values: dict[str, Any],
    place: Sequence[str],
) -> list[tuple[Any, ...]]:
    """Return rows of a list: the columns, the place, and the currency where money is among them."""
    wanted = [sql.Identifier("r", column.name) for column in columns]
    wanted += [sql.Identifier("r", name) for name in place]
    if any(column.kind == "money" for column in columns):
        wanted.append(sql.Identifier("r", "_currency"))
    direction = " DESC" if listing.newest_first else ""
    rows = sql.SQL("({}) AS r").format(sql.SQL(statement(listing.statement)))
    where = sql.SQL(" AND ").join(conditions) if conditions else sql.SQL("true")
    end = sql.SQL("ORDER BY {} LIMIT %(limit)s").format(
        sql.SQL(", ").join(
            sql.SQL("{}{}").format(sql.Identifier("r", name), sql.SQL(direction)) for name in place
        ),
    )
    if listing.narrow:
        places = _places(place)
        where = sql.SQL("({}) IN (SELECT {} FROM {} WHERE {} {})").format(
            places, places, rows, where, end
        )
    query = sql.SQL("SELECT {} FROM {} WHERE {} {}").format(
        sql.SQL(", ").join(wanted), rows, where, end
    )
    # Values stand in the text, quoted: a plan made without them would read a whole table where the
    # newest fifty rows are wanted, or where no row has the value.
    return ClientCursor(conn).execute(query, values).fetchall()


def _found(listing: Listing, name: str, column: str, operator: str) -> sql.Composable:
    """Return the condition of a filter: the list's own, or the comparison with a column."""
    if name in listing.found_by:
        return sql.SQL(listing.found_by[name]).format(sql.Placeholder(f"f_{name}"))
    return _compare(column, operator, f"f_{name}")


def _compare(column: str, operator: str, parameter: str) -> sql.Composable:
    return sql.SQL("{} {} {}").format(
        sql.Identifier("r", column),
        sql.SQL(operator),
        sql.Placeholder(parameter),
    )


def _places(place: Sequence[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier("r", name) for name in place)


def _shown(columns: Sequence[Column], row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row as people and programs read it: numbers of documents, instants in UTC."""
    return tuple(_value(column, value) for column, value in zip(columns, row, strict=False))


def _value(column: Column, value: Any) -> Any:  # noqa: ANN401 (of the column's kind)
    if value is None:
        return None
    if column.numbered:
        return number(column.kind, value)
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return value
