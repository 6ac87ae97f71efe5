"""What a sheet refers to must exist, and its money is in the currency of the product it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backorder.domain.names import number, row_id

from .cells import ABSENT, MOST_MONEY, Bad
from .money import DEFAULT_CURRENCY, Amount, decimals, minor_units
from .statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psycopg import Connection

    from .checking import Problems, Sheet

_STATEMENTS = {
    "product": "known_products",
    "supplier": "known_suppliers",
    "location": "known_locations",
    "purchase order": "known_purchases",
}


def resolve(conn: Connection[Any], sheet: Sheet, problems: Problems) -> None:
    """Note every reference to nothing, and put in place what verbs take.

    Decimals become minor units, and purchase orders are called by their numbers.
    """
    products = _known(conn, "product", _mentioned(sheet, "product"))
    for column in sheet.kind.columns:
        if column.refers and column.name in sheet.values:
            known = products
            if column.refers != "product":
                known = _known(conn, column.refers, _mentioned(sheet, column.refers))
            _check_references(sheet, column.name, column.refers, set(known), problems)
            if column.refers == "purchase order":
                sheet.values[column.name] = [
                    number("purchase_order", known[name]) if name in known else name
                    for name in sheet.values[column.name]
                ]
    currencies = _currencies(conn, sheet, products)
    for column in sheet.kind.columns:
        if column.type in {"money", "breaks"} and column.name in sheet.values:
            values = sheet.values[column.name]
            sheet.values[column.name] = _minor(sheet, column.name, values, currencies, problems)


def _flat(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from value


def _mentioned(sheet: Sheet, what: str) -> set[str]:
    """Return every name of a product, supplier, location or purchase order in a sheet."""
    names = [c.name for c in sheet.kind.columns if c.refers == what]
    if what == "product":
        names.append("sku")
    return {name for column in names for name in _flat(sheet.get(column))}


def _known(conn: Connection[Any], what: str, names: set[str]) -> dict[str, Any]:
    """Return those of the names that exist: products with currency, purchase orders with id."""
    asked = sorted(names)
    params: dict[str, Any] = {"names": asked}
    if what == "purchase order":
        params["ids"] = [row_id("purchase_order", name) or 0 for name in asked]
    return dict(conn.execute(statement(_STATEMENTS[what]), params).fetchall())


def _check_references(
    sheet: Sheet, name: str, what: str, known: set[str], problems: Problems
) -> None:
    if sheet.kind.name == "products":
        known = known | {sku for sku in sheet.get("sku") if isinstance(sku, str)}
    for row, value in zip(sheet.rows, sheet.values[name], strict=True):
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, str) and part not in known:
                problems.add(row, name, part, f"is not a known {what}")


def _currencies(conn: Connection[Any], sheet: Sheet, products: dict[str, str]) -> list[str | None]:
    """Return the currency of each row's money: its own, its product's, or what a supplier sells in.

    Where none is known it is `DEFAULT_CURRENCY`; None where what would tell is a fault itself.
    """
    of, known = sheet.get("sku"), products
    if sheet.kind.name == "suppliers":
        of = sheet.get("code")
        asked = {"names": sorted({code for code in of if isinstance(code, str)})}
        known = dict(conn.execute(statement("supplier_currencies"), asked).fetchall())
    return [
        None
        if isinstance(own, Bad) or isinstance(name, Bad)
        else known.get(name, DEFAULT_CURRENCY)
        if own is ABSENT
        else own
        for own, name in zip(sheet.get("currency"), of, strict=True)
    ]


def _minor(
    sheet: Sheet, name: str, values: list[Any], currencies: list[str | None], problems: Problems
) -> list[Any]:
    """Return a money column in minor units; an amount finer than its currency is a fault."""
    known: dict[tuple[Amount, str], int | str] = {}

    def minor(row: int, amount: Any, currency: str | None) -> Any:  # noqa: ANN401
        if isinstance(amount, dict):
            return {units: minor(row, price, currency) for units, price in amount.items()}
        if not isinstance(amount, Amount) or currency is None:
            return amount
        pair = amount, currency
        if pair not in known:
            known[pair] = _in_minor(amount, currency)
        value = known[pair]
        if isinstance(value, str):
            problems.add(row, name, _written(amount), value)
        return value

    return [
        minor(row, amount, currency)
        for row, amount, currency in zip(sheet.rows, values, currencies, strict=True)
    ]


def _in_minor(amount: Amount, currency: str) -> int | str:
    """Return an amount in minor units, or what is wrong with it."""
    value = minor_units(amount, currency)
    if value is None:
        return f"has {amount.places} decimals; {currency} has {decimals(currency)}"
    return f"is above {MOST_MONEY} minor units" if value > MOST_MONEY else value


def _written(amount: Amount) -> str:
    """Return an amount as it stood in the file."""
    if amount.places == 0:
        return str(amount.digits)
    digits = f"{amount.digits:0{amount.places + 1}d}"
    return f"{digits[: -amount.places]}.{digits[-amount.places :]}"
