"""The verbs page: the fields of each verb's input, read from the records that check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import NODEFAULT, inspect

from backorder import ledger

from .markdown import table

if TYPE_CHECKING:
    from collections.abc import Iterator

SIMPLE: dict[type[inspect.Type], str] = {
    inspect.AnyType: "anything",
    inspect.BoolType: "`true` or `false`",
    inspect.DateTimeType: "instant",
    inspect.DateType: "date",
    inspect.DictType: "object",
    inspect.NoneType: "`null`",
    inspect.TimeType: "time of day",
}


def _spaced(value: int | None) -> str:
    return "…" if value is None else f"{value:,}".replace(",", " ")


def holds(kind: inspect.Type) -> str:  # noqa: PLR0911 (one per type)
    """Return in words what a field holds."""
    kind = kind.type if isinstance(kind, inspect.Metadata) else kind
    if isinstance(kind, inspect.StrType):
        if kind.pattern:
            return f"text like `{kind.pattern}`"
        return f"text, {kind.min_length or 0} to {_spaced(kind.max_length)} characters"
    if isinstance(kind, inspect.IntType):
        return f"integer, {_spaced(kind.ge)} to {_spaced(kind.le)}"
    if isinstance(kind, inspect.FloatType):
        return f"number, {_spaced(int(kind.ge or 0))} to {_spaced(int(kind.le or 0))}"
    if isinstance(kind, inspect.LiteralType):
        return " or ".join(f"`{value}`" for value in kind.values)
    if isinstance(kind, inspect.ListType):
        of_what = kind.item_type
        inner = "" if isinstance(of_what, inspect.StructType) else f" of {holds(of_what)}"
        most = f", at most {_spaced(kind.max_length)}" if kind.max_length else ""
        return f"list{inner}{most}"
    if isinstance(kind, inspect.StructType):
        return "object"
    if isinstance(kind, inspect.UnionType):
        return " or ".join(holds(one) for one in kind.types)
    if isinstance(kind, inspect.DictType) and not isinstance(kind.value_type, inspect.AnyType):
        return f"object of {holds(kind.value_type)}"
    return SIMPLE[type(kind)]


def _inner(kind: inspect.Type, path: str) -> tuple[inspect.StructType, str] | None:
    """Return the record inside a field, with the path of its own fields."""
    if isinstance(kind, inspect.StructType):
        return kind, f"{path}."
    if isinstance(kind, inspect.ListType):
        return _inner(kind.item_type, f"{path}[]")
    if isinstance(kind, inspect.UnionType):
        return next((found for one in kind.types if (found := _inner(one, path))), None)
    return None


def _default(field: inspect.Field) -> str:
    if field.required:
        return "required"
    value: Any = field.default
    if value is NODEFAULT or value is None:
        return ""
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def rows(record: inspect.StructType, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield path, contents and default of every field of a record, and of those inside it."""
    for field in record.fields:
        here = f"{path}{field.encode_name}"
        yield f"`{here}`", holds(field.type), _default(field)
        if inner := _inner(field.type, here):
            yield from rows(*inner)


def write(about: str) -> str:
    """Return the table of one verb's input."""
    record = inspect.type_info(ledger.VERBS[about].request)
    assert isinstance(record, inspect.StructType)
    return table(["field", "holds", "default"], rows(record))
