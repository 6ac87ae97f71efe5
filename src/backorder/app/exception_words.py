"""What kinds of exceptions are called, in the language of whoever reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KINDS: dict[str, _StrPromise] = {
    "date_unknown": gettext_lazy("Date unknown"),
    "promise_at_risk": gettext_lazy("Promise at risk"),
    "over_commitment": gettext_lazy("Promised beyond supply"),
    "ship_complete_stuck": gettext_lazy("Parcel waits for its rest"),
    "cap_reached": gettext_lazy("Cap reached"),
    "pick_short": gettext_lazy("Pick short"),
    "win_unsatisfied": gettext_lazy("Could not be served first"),
    "purchase_overdue": gettext_lazy("Purchase overdue"),
    "purchase_unconfirmed": gettext_lazy("Purchase not acknowledged"),
    "delay_overdue": gettext_lazy("Delay not settled"),
    "refund_due": gettext_lazy("Refund due"),
    "authorisation_ends": gettext_lazy("Authorisation ends"),
}
