"""What a list is: its columns, its filters, and how one object is named."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from backorder.app.tokens.scopes import READ
from backorder.domain.names import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping


class Column(NamedTuple):
    """A column: text unless its kind says otherwise; a kind of number is one that people read."""

    name: str
    kind: str = "text"

    @property
    def numbered(self) -> bool:
        """Tell whether the column shows the number of a document."""
        return self.kind in PREFIXES


class Listing(NamedTuple):
    """A list: columns as ``name:kind``; ``named_by`` are the columns that name one object.

    ``choices`` are the values of a column that has only a few, each with the condition that finds
    its rows; ``found_by`` are the conditions of other filters, with ``{}`` for the value, where the
    column itself would be looked for in all rows.

    ``narrow`` lists find the places of a page's rows first, and read what is shown for those alone:
    what their statement joins to a row by LEFT JOIN costs nothing for the rows passed over.

    Rows come in the order of ``place``; ``newest_first`` turns it round. ``orders`` are others that
    a caller may ask for, each by the columns of whole numbers it goes by, the first of them first;
    the first one is ``place``. ``at`` is the column that
    `since` and `until` look at.
    """

    name: str
    about: str
    fields: str
    filters: str = ""
    named_by: str = ""
    newest_first: bool = False
    at: str = ""
    place: tuple[str, ...] = ("_place",)
    choices: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    found_by: Mapping[str, str] = MappingProxyType({})
    narrow: bool = False
    orders: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    reads: str = ""  # the statement, where it is not that of the list's own name
    scope: str = READ

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns in order."""
        return tuple(Column(*part.split(":")) for part in self.fields.split())

    def placed(self, order: str) -> tuple[str, ...]:
        """Return what rows are ordered by in an order, empty for the usual one."""
        return self.orders[order] if order else self.place

    def column(self, name: str) -> Column:
        """Return a column that there is."""
        return next(column for column in self.columns if column.name == name)

    @property
    def statement(self) -> str:
        """Return the name of its statement."""
        return f"list_{(self.reads or self.name).replace('-', '_')}"
