"""Figures over the whole books, kept where working them out takes long. No part of them."""

from __future__ import annotations

from django.db import models

from . import columns as col


class KeptFigure(models.Model):
    """A figure, or a list in a table of its own, as the books were at ``as_of``."""

    name = col.code(40, primary_key=True)
    as_of = col.instant()
    took_ms = models.IntegerField()
    due_at = col.instant()
    body = models.JSONField()

    class Meta:
        db_table = "kept_figure"


class WaitingCustomer(models.Model):
    """What a customer waits for in one currency; customer 0 are orders without one."""

    pk = models.CompositePrimaryKey("customer_id", "currency")
    customer_id = models.BigIntegerField()
    currency = col.code(3)
    units = col.quantity()
    lines = col.quantity()
    orders = col.quantity()
    unknown = col.quantity()
    late = col.quantity()
    next_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    value = col.money()

    class Meta:
        db_table = "waiting_customer"
        indexes = [models.Index(fields=["units", "customer_id"], name="waiting_customer_by_units")]


class WaitingSupplier(models.Model):
    """What is waited for from a supplier."""

    supplier_id = models.BigIntegerField(primary_key=True)
    units = col.quantity()
    ordered = col.quantity()
    planned = col.quantity()
    lines = col.quantity()
    orders = col.quantity()
    products = col.quantity()
    late = col.quantity()
    next_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "waiting_supplier"
