"""Turn checked rows into the requests of verbs. Pure: a sheet in, requests out.

A request's records are built column by column; what nothing was said about is left out, so that
the verb keeps what it has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from .cells import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .checking import Sheet


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a verb; ``at`` is the instant it happened, where the file says so."""

    verb: str
    request: dict[str, Any]
    at: datetime | None = None


@dataclass(slots=True)
class _Paper:
    """The rows of one order, purchase order, receipt or count."""

    key: Any
    at: Any
    places: list[int] = field(default_factory=list)


def calls(sheet: Sheet, key: str, *, dated: bool) -> list[Call]:
    """Return the calls that carry a sheet out.

    ``key`` begins the keys of papers that have none of their own in the file. ``dated`` says that
    the file's instants are used: then there is a call for each instant, in their order.
    """
    if sheet.kind.group:
        return _paper_calls(sheet, key, dated=dated)
    found = [Call(sheet.kind.verb, {sheet.kind.verb.removeprefix("set_"): _records(sheet)})]
    if any(value is not ABSENT for value in sheet.get("substitutes")):
        found.append(Call("set_substitutes", {"substitutes": list(_substitutes(sheet))}))
    return [call for call in found if all(call.request.values())]


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value as JSON has it."""
    return value.isoformat() if isinstance(value, date | time) else value


def _rows(sheet: Sheet, names: list[str]) -> Iterator[dict[str, Any]]:
    """Yield one record a row, without what is absent."""
    columns = [[_plain(value) for value in sheet.get(name)] for name in names]
    for cells in zip(*columns, strict=True):
        yield {name: cell for name, cell in zip(names, cells, strict=True) if cell is not ABSENT}


def _records(sheet: Sheet) -> list[dict[str, Any]]:
    """Return master data, one record a row."""
    names = [name for name in sheet.values if name != "substitutes"]
    records = list(_rows(sheet, names))
    for name, values in sheet.attributes.items():
        for record, value in zip(records, values, strict=True):
            if value is not ABSENT:
                record.setdefault("attributes", {})[name] = value
    return records


def _substitutes(sheet: Sheet) -> Iterator[dict[str, Any]]:
    """Yield the substitutes of a file of products, ranked as they stand in their cell."""
    for sku, others in zip(sheet.get("sku"), sheet.get("substitutes"), strict=True):
        if others is not ABSENT:
            for rank, other in enumerate(others, start=1):
                yield {"sku": sku, "substitute": other, "rank": rank}


_INSTANT = {"orders": "placed_at", "purchase-orders": "ordered_at", "receipts": "received_at"}
_NAMES = {
    "stock": "counts",
    "orders": "orders",
    "purchase-orders": "purchase_orders",
    "receipts": "receipts",
}
_LINE = {
    "stock": ["sku", "quantity"],
    "orders": ["sku", "quantity", "unit_price", "requested_on"],
    "purchase-orders": ["sku", "quantity", "expected_on"],
    "receipts": ["sku", "quantity"],
}


def _papers(sheet: Sheet) -> list[_Paper]:
    """Return the papers of a sheet in the order of their first rows.

    Goods of one purchase order that came at different instants are different receipts.
    """
    instants = sheet.get(_INSTANT.get(sheet.kind.name, ""))
    found: dict[Any, _Paper] = {}
    for place, (key, at) in enumerate(zip(sheet.get(sheet.kind.group), instants, strict=True)):
        found.setdefault((key, at), _Paper(key, at)).places.append(place)
    return list(found.values())


def _paper_calls(sheet: Sheet, key: str, *, dated: bool) -> list[Call]:
    kind = sheet.kind.name
    lines = list(_rows(sheet, _LINE[kind]))
    instants: dict[Any, list[dict[str, Any]]] = {}
    for paper in _papers(sheet):
        at = paper.at if dated and paper.at is not ABSENT else None
        own = [lines[place] for place in paper.places]
        instants.setdefault(at, []).append(_paper(sheet, paper, own, key))
    known = sorted(at for at in instants if at is not None)
    order = [*known, *([None] if None in instants else [])]
    return [Call(sheet.kind.verb, {_NAMES[kind]: instants[at]}, at) for at in order]


def _paper(sheet: Sheet, paper: _Paper, lines: list[dict[str, Any]], key: str) -> dict[str, Any]:
    """Return one paper as its verb takes it."""
    first = paper.places[0]
    if sheet.kind.name == "stock":
        return {"key": f"{key}:{paper.key}", "location": paper.key, "lines": lines}
    if sheet.kind.name == "receipts":
        at = "" if paper.at is ABSENT else f":{paper.at:%Y%m%dT%H%M%S.%f}"
        return {
            "key": f"{key}:{paper.key}{at}",
            "purchase_order": paper.key,
            "lines": _received(lines, [sheet.get("condition")[place] for place in paper.places]),
        }
    if sheet.kind.name == "purchase-orders":
        return {"key": paper.key, "supplier": sheet.get("supplier")[first], "lines": lines}
    order = {"key": paper.key, "lines": lines}
    channel, customer = sheet.get("channel")[first], sheet.get("customer")[first]
    if channel is not ABSENT:
        order["channel"] = channel
    if customer is not ABSENT:
        order["customer"] = {"ref": customer}
    return order


def _received(lines: list[dict[str, Any]], conditions: list[Any]) -> list[dict[str, Any]]:
    """Return one line a product: good units, and damaged ones on top."""
    found: dict[str, dict[str, Any]] = {}
    for line, condition in zip(lines, conditions, strict=True):
        own = found.setdefault(line["sku"], {"sku": line["sku"], "quantity": 0})
        name = "damaged" if condition == "damaged" else "quantity"
        own[name] = own.get(name, 0) + line["quantity"]
    return list(found.values())
