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


WAITING_STATES = ("unconfirmed", "waiting", "offering", "told", "taken", "ended")
_OFFERED = models.Q(state__in=("offering", "told", "taken"))


class WaitlistEntry(models.Model):
    """Somebody who wants to hear when a product can be had again; the id is the place in the queue.

    ``told_units`` are those that were free for this one when it was told; until ``window_ends_at``
    they are offered to nobody else. With ``hold`` they are held until then: ``offering`` while the
    hold is made and nobody is told yet, ``taken`` once it became an order. ``offers`` counts how
    often a hold was tried. ``ended_why``: ``left``, ``discontinued``, ``declined`` and ``expired``.
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
    hold = col.ref("Hold", null=True, blank=True)
    offers = models.IntegerField(default=0, db_default=0)
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
                condition=(_OFFERED & models.Q(told_at__isnull=False, told_units__gte=1))
                | models.Q(state__in=("unconfirmed", "waiting"), told_units=0)
                | models.Q(state="ended"),
                name="waitlist_entry_told_of_units",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("told", "ended"))
                | models.Q(state="taken", hold__isnull=False)
                | (~models.Q(state="taken") & models.Q(hold__isnull=True)),
                name="waitlist_entry_held",
            ),
            models.UniqueConstraint(
                fields=["product", "email"],
                condition=models.Q(state__in=("unconfirmed", "waiting", "offering")),
                name="waitlist_entry_once",
            ),
            models.UniqueConstraint(fields=["hold"], name="waitlist_entry_hold_once"),
            *col.positive("waitlist_entry", "quantity", least=1),
            *col.positive("waitlist_entry", "told_units", "offers"),
        ]
        indexes = [
            models.Index(
                fields=["product", "id"],
                condition=models.Q(state="waiting"),
                name="waitlist_entry_queue",
            ),
            models.Index(
                fields=["product", "window_ends_at"],
                condition=models.Q(state__in=("offering", "told")),
                name="waitlist_entry_windows",
            ),
        ]
