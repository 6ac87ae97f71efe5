"""label_shipments: who carries a parcel that has left, and its number. Nothing else moves.

A label often comes after the packing. It is never edited: another becomes the next version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from backorder.domain.errors import ConflictError, NotFoundError
from backorder.domain.names import number, row_id
from backorder.domain.parcels import Label, check
from backorder.ledger.journal.arrays import Ints
from backorder.ledger.journal.verb import Verb

from .parcel_inputs import LabelShipments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backorder.ledger.journal.transaction import Transaction

    from .inputs import NewShipment
    from .parcel_inputs import ShipmentLabel


class Known(NamedTuple):
    """A parcel that is labelled: its order, products and lines, and what was said last."""

    id: int
    order: int
    products: list[int]
    lines: list[dict[str, Any]]
    version: int
    label: Label


def label_of(given: NewShipment | ShipmentLabel) -> Label:
    """Return what a request says of a parcel's label; raises ``InvalidError``."""
    return check(Label(given.carrier, given.tracking, given.tracking_url))


def said(label: Label) -> dict[str, str]:
    """Return a label as answers tell it: what is empty is left out."""
    return {name: value for name, value in label._asdict().items() if value}


def save(tx: Transaction, rows: Sequence[tuple[int, int, Label]]) -> None:
    """Append labels: parcel, version, what is said."""
    if not rows:
        return
    tx.run(
        "shipment_labels_save",
        {
            "at": tx.now,
            "journal": tx.journal_id,
            "shipment": Ints(row[0] for row in rows),
            "version": Ints(row[1] for row in rows),
            "carrier": [row[2].carrier for row in rows],
            "tracking": [row[2].tracking for row in rows],
            "tracking_url": [row[2].tracking_url for row in rows],
        },
    )


def label_shipments(tx: Transaction, request: LabelShipments) -> dict[str, Any]:
    """Keep what parcels' labels say; all of the request or none.

    A label that says what the last one of its parcel said is not written again.
    """
    labels = [label_of(one) for one in request.labels]
    known = _known(tx, request.labels)
    tx.run(
        "lock_products_by_id",
        {"products": Ints(sorted({product for one in known for product in one.products}))},
    )
    tx.take({"journal": 1})
    known = _known(tx, request.labels)  # as it stands now that nobody else labels them
    fresh = [pair for pair in zip(known, labels, strict=True) if pair[1] != pair[0].label]
    save(tx, [(one.id, one.version + 1, label) for one, label in fresh])
    return {
        "labelled": [
            {
                "shipment": number("shipment", one.id),
                "order": number("order", one.order),
                "version": one.version + 1,
                "lines": one.lines,
                **said(label),
            }
            for one, label in fresh
        ],
        "unchanged": len(labels) - len(fresh),
    }


def _known(tx: Transaction, labels: Sequence[ShipmentLabel]) -> list[Known]:
    """Return the parcels that are named, in that order; raises where one is not there."""
    names = [one.shipment for one in labels]
    ids = [row_id("shipment", name) or 0 for name in names]
    rows = tx.rows("shipment_labels_known", {"id": Ints(ids), "key": names})
    missing = [name for name, row in zip(names, rows, strict=True) if row[0] is None]
    if missing:
        raise NotFoundError(
            "unknown_shipment",
            f"There is no shipment {', '.join(missing[:5])}.",
            shipments=missing[:100],
        )
    if len({row[0] for row in rows}) < len(rows):
        raise ConflictError("labelled_twice", "A shipment stands twice in the request.")
    return [
        Known(parcel, order, products, lines, version, Label(*label))
        for parcel, order, products, lines, version, *label in rows
    ]


VERB = Verb("label_shipments", LabelShipments, label_shipments)
