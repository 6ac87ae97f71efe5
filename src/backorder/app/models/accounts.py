"""Who may call: tokens of programs. They are no part of the books."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from . import columns as col


class ApiToken(models.Model):
    """A program's right to call the API: its SHA-256, never the token itself.

    ``prefix`` is the part of the token that may be shown. The name is the actor of every verb that
    it calls. ``last_used_at`` is written once a minute at most.
    """

    name = col.code(40)
    prefix = col.code(12)
    hash = col.code(64)
    scopes = ArrayField(col.code(40))
    created_at = col.instant()
    created_by = col.code(200)
    expires_at = col.instant(null=True, blank=True)
    last_used_at = col.instant(null=True, blank=True)
    revoked_at = col.instant(null=True, blank=True)

    class Meta:
        db_table = "api_token"
        constraints = [
            models.UniqueConstraint(fields=["prefix"], name="api_token_prefix_once"),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(revoked_at__isnull=True),
                name="api_token_name_once",
            ),
        ]
