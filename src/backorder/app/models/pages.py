"""What the pages keep for the people who use them. It is no part of the books."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from . import columns as col


class SavedView(models.Model):
    """A person's name for a list with its filters; ``query`` is what stands after the ``?``."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False)
    page = col.code(80)
    name = col.code(60)
    query = col.text()

    class Meta:
        db_table = "saved_view"
        constraints = [
            models.UniqueConstraint(fields=["person", "page", "name"], name="saved_view_name_once"),
        ]
