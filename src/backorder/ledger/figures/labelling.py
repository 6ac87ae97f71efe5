"""label_backorders: why units were backordered, kept beside their line. Nothing else moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.causes import CAUSES, WHOLE
from backorder.domain.errors import InvalidError, NotFoundError
from backorder.domain.names import require_id
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.transaction import encode
from backorder.ledger.journal.verb import Verb
from backorder.ledger.warehouse import sheet_inputs as inputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.journal.transaction import Transaction


class Known(NamedTuple):
    """A line that is labelled, and the last label of the same event."""

    line: int | None
    product: int | None
    version: int
    shares: dict[str, int] | None
    parts: dict[str, int] | None


def label_backorders(tx: Transaction, request: inputs.LabelBackorders) -> dict[str, Any]:
    """Keep why units were backordered when that opened or closed; all of the request or none.

    A label that says what the last one of its line and event said is not written again; another
    becomes the next version. Labels are never edited.
    """
    labels = request.labels
    _check(labels)
    columns = {
        "order": Ints(require_id("order", one.order) for one in labels),
        "line_no": Ints(one.line_no for one in labels),
        "event": [one.event for one in labels],
    }
    looked = tx.rows("cause_lines", columns)
    products = sorted({row[1] for row in looked if row[1] is not None})
    tx.run("lock_products_by_id", {"products": Ints(products)})
    tx.take({"journal": 1})
    known = [Known(*row) for row in tx.rows("cause_lines", columns)]
    _refuse_unknown(labels, known)
    fresh = [
        (one, line)
        for one, line in zip(labels, known, strict=True)
        if (line.shares, line.parts) != (_told(one.shares), _told(one.parts))
    ]
    if fresh:
        tx.run("causes_save", {"journal": tx.journal_id, **_columns(fresh)})
    return {"labelled": len(fresh), "unchanged": len(labels) - len(fresh)}


def _columns(fresh: Sequence[tuple[inputs.Label, Known]]) -> dict[str, Any]:
    labels = [one for one, _ in fresh]
    return {
        "line": Ints(known.line or 0 for _, known in fresh),
        "event": [one.event for one in labels],
        "version": Ints(known.version + 1 for _, known in fresh),
        "happened": [one.at for one in labels],
        "units": Ints(one.units for one in labels),
        "shares": [encode(_told(one.shares)).decode() for one in labels],
        "parts": [encode(_told(one.parts)).decode() for one in labels],
        "evidence": [encode(one.evidence).decode() for one in labels],
        "supplier": [one.supplier or "" for one in labels],
    }


def _told(shares: dict[str, int]) -> dict[str, int]:
    """Return the shares that are any, so that the same label is spelled in one way."""
    return {code: share for code, share in shares.items() if share}


def _check(labels: Sequence[inputs.Label]) -> None:
    """Refuse shares that are none, and a line that is labelled twice."""
    seen: set[tuple[str, int, str]] = set()
    for one in labels:
        facts = {"order": one.order, "line_no": one.line_no, "event": one.event}
        where = f"of line {one.line_no} of {one.order}"
        unknown = sorted({*one.shares, *one.parts} - set(CAUSES))
        if unknown:
            raise InvalidError(
                "unknown_cause", f"{unknown[0]!r} is no cause of a backorder.", **facts
            )
        if sum(one.shares.values()) != WHOLE or sum(one.parts.values()) != one.units:
            raise InvalidError(
                "shares_do_not_sum",
                f"The shares {where} are {sum(one.shares.values())} per mille and "
                f"{sum(one.parts.values())} of {one.units} units.",
                **facts,
            )
        if one.at.tzinfo is None:
            raise InvalidError("naive_instant", "An instant needs its time zone.", **facts)
        if (one.order, one.line_no, one.event) in seen:
            raise InvalidError("labelled_twice", f"The label {where} stands twice.", **facts)
        seen.add((one.order, one.line_no, one.event))


def _refuse_unknown(labels: Sequence[inputs.Label], known: Sequence[Known]) -> None:
    missing = [
        f"{one.order}/{one.line_no}"
        for one, line in zip(labels, known, strict=True)
        if line.line is None
    ]
    if missing:
        raise NotFoundError(
            "unknown_line",
            f"There is no line {', '.join(missing[:5])}.",
            lines=missing[:100],
            count=len(missing),
        )


VERB = Verb("label_backorders", inputs.LabelBackorders, label_backorders)
