"""What `label_shipments` takes."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from backorder.ledger.journal.fields import Input, Key, LabelText


class ShipmentLabel(Input):
    """What the label of a parcel says, named by its number or its caller's key.

    It takes the place of what was said before; one that says nothing takes a wrong label off.
    """

    shipment: Key
    carrier: LabelText = ""
    tracking: LabelText = ""
    tracking_url: LabelText = ""


class LabelShipments(Input):
    """Labels of parcels that have left; all or none."""

    labels: Annotated[list[ShipmentLabel], Meta(min_length=1, max_length=10_000)]
    key: Key | None = None
