"""Incentives: rules, what was given to whom, what was redeemed, and what a budget still allows."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from backorder.domain.incentives import EVENTS, KINDS, PERIODS

from . import columns as col

OUTCOMES = ("given", "held_out", "none", "no_budget")


class IncentiveRule(models.Model):
    """What is given to whom for waiting: ``amount``, ``most`` and ``budget`` in minor units.

    ``response``: by how much one unit of money (not minor) raises the logit of staying.
    """

    name = col.code()
    event = col.code(20)
    slip_days = models.IntegerField()
    customer_class = col.code(40, blank=True, default="", db_default="")
    category = col.code(200, blank=True, default="", db_default="")
    kind = col.code(10)
    amount = col.money()
    percent = models.IntegerField()
    response = models.FloatField()
    most = col.money(null=True, blank=True)
    currency = col.code(3)
    budget = col.money()
    period = col.code(10)
    expires_days = models.IntegerField()
    holdout_percent = models.IntegerField()
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    active = models.BooleanField()
    set_at = col.instant()

    class Meta:
        db_table = "incentive_rule"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="incentive_rule_once"),
            models.CheckConstraint(condition=Q(event__in=EVENTS), name="incentive_rule_event"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="incentive_rule_kind"),
            models.CheckConstraint(condition=Q(period__in=PERIODS), name="incentive_rule_period"),
            models.CheckConstraint(
                condition=Q(percent__lte=100, holdout_percent__lte=100),
                name="incentive_rule_percents",
            ),
            *col.positive("incentive_rule", "amount", "percent", "most", "budget"),
            *col.positive("incentive_rule", "holdout_percent"),
            *col.positive("incentive_rule", "slip_days", "expires_days", least=1),
        ]


class IncentiveSpend(models.Model):
    """What of a rule's budget was given in one period: never more than the budget."""

    pk = models.CompositePrimaryKey("rule_id", "period_from")
    rule = col.ref("IncentiveRule")
    period_from = models.DateField()
    given = col.money()
    budget = col.money()

    class Meta:
        db_table = "incentive_spend"
        constraints = [
            models.CheckConstraint(
                condition=Q(given__lte=F("budget")), name="incentive_spend_within_budget"
            ),
            *col.positive("incentive_spend", "given"),
        ]


class Incentive(models.Model):
    """An order that was considered under a rule, once, and what came of it; only ever added.

    *given* has a code, and an amount of at least 1. The other outcomes have neither: the customer
    is *held_out* to measure the effect, giving nothing is best (*none*), or *no_budget* was left.
    ``waiting`` is what the units that wait were sold for.
    """

    id = models.BigIntegerField(primary_key=True)
    rule = col.ref("IncentiveRule")
    order = col.ref("SalesOrder", enforced=False)
    customer = col.ref("Customer", index=True)
    outcome = col.code(10)
    amount = col.money()
    currency = col.code(3)
    waiting = col.money()
    code = col.code(40, null=True, blank=True)
    at = col.instant()
    period_from = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    reason = col.facts()
    journal = col.ref("Journal", enforced=False)

    class Meta:
        db_table = "incentive"
        constraints = [
            models.UniqueConstraint(fields=["rule", "order"], name="incentive_once_per_order"),
            models.UniqueConstraint(fields=["code"], name="incentive_code_once"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="incentive_outcome"),
            models.CheckConstraint(
                condition=Q(
                    outcome="given", amount__gt=0, code__isnull=False, expires_on__isnull=False
                )
                | Q(~Q(outcome="given"), amount=0, code__isnull=True, expires_on__isnull=True),
                name="incentive_given_or_nothing",
            ),
            *col.positive("incentive", "amount", "waiting"),
        ]
        indexes = [models.Index(fields=["order"], name="incentive_by_order")]


class IncentiveRedemption(models.Model):
    """The end of a code, once, as its incentive is the key: used, or withdrawn; only ever added."""

    incentive = models.OneToOneField(
        "Incentive",
        on_delete=models.DO_NOTHING,
        primary_key=True,
        related_name="+",
    )
    on_order = col.code(200, blank=True, default="", db_default="")
    at = col.instant()
    by = col.code(200)
    journal = col.ref("Journal", enforced=False)
    withdrawn = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "incentive_redemption"


class IncentiveOutbox(models.Model):
    """A journal entry that may have moved days, and at which the job has not looked yet.

    The database writes it in the entry's own transaction; ``at`` is the entry's instant.
    """

    journal = models.OneToOneField(
        "Journal",
        on_delete=models.DO_NOTHING,
        primary_key=True,
        related_name="+",
        db_constraint=False,
    )
    at = col.instant()

    class Meta:
        db_table = "incentive_outbox"
