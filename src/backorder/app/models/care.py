"""What customers may do by themselves."""

from __future__ import annotations

from django.db import models

from . import columns as col


class OrderLink(models.Model):
    """Which links to an order work: those of this generation; without a row, of generation 0.

    Links are signed, not kept. To end them all, the generation moves on.
    """

    order = models.OneToOneField(
        "SalesOrder", models.DO_NOTHING, primary_key=True, related_name="+"
    )
    generation = models.IntegerField()
    revoked_at = col.instant()
    revoked_by = col.code(200)

    class Meta:
        db_table = "order_link"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(generation__gte=1, generation__lt=2**16),
                name="order_link_generation_fits",
            )
        ]


WAITING_STATES = ("unconfirmed", "waiting", "told", "ended")


class WaitlistEntry(models.Model):
    """Somebody who wants to hear when a product can be had again; the id is the place in the queue.

    ``told_units`` are those that were free for this one when it was told; until ``window_ends_at``
    they are offered to nobody else. ``ended_why`` of what ended untold: ``left``, ``discontinued``.
    """

    product = col.ref("Product")
    email = col.code(254)
    customer = col.ref("Customer", null=True, blank=True)
    quantity = col.quantity()
    language = col.code(8, blank=True, default="", db_default="")
    joined_at = col.instant()
    confirmed_at = col.instant(null=True, blank=True)
    told_at = col.instant(null=True, blank=True)
    told_units = col.zero()
    window_ends_at = col.instant(null=True, blank=True)
    state = col.code(12)
    ended_at = col.instant(null=True, blank=True)
    ended_why = col.code(20, blank=True, default="", db_default="")

    class Meta:
        db_table = "waitlist_entry"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=WAITING_STATES), name="waitlist_entry_state"
            ),
            models.CheckConstraint(
                condition=models.Q(told_units__lte=models.F("quantity")),
                name="waitlist_entry_told_most",
            ),
            models.CheckConstraint(
                condition=models.Q(state="told", told_at__isnull=False, told_units__gte=1)
                | (~models.Q(state="told") & models.Q(told_units=0)),
                name="waitlist_entry_told_of_units",
            ),
            models.UniqueConstraint(
                fields=["product", "email"],
                condition=models.Q(state__in=("unconfirmed", "waiting")),
                name="waitlist_entry_once",
            ),
            *col.positive("waitlist_entry", "quantity", least=1),
            *col.positive("waitlist_entry", "told_units"),
        ]
        indexes = [
            models.Index(
                fields=["product", "id"],
                condition=models.Q(state="waiting"),
                name="waitlist_entry_queue",
            ),
            models.Index(
                fields=["product", "window_ends_at"],
                condition=models.Q(state="told"),
                name="waitlist_entry_windows",
            ),
        ]
