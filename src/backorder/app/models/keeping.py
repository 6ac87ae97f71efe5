"""What the app keeps beside the books: files on their way in, and settings of the company."""

from __future__ import annotations

from django.db import models

from . import columns as col


class Upload(models.Model):
    """A file that a person brought, from the upload to the import; then only what came of it.

    ``id`` cannot be guessed, and only who brought the file may look at it. ``content`` is gone once
    the file is in the books. ``mapping`` names our columns with theirs.
    """

    id = col.code(32, primary_key=True)
    brought_by = col.code(200)
    kind = col.code(40)
    name = col.code(200)
    suffix = col.code(10)
    digest = col.code(64)
    size = models.BigIntegerField()
    mapping = col.facts()
    content = models.BinaryField(null=True)
    at = col.instant()
    imported_at = col.instant(null=True, blank=True)
    outcome = models.JSONField(null=True, blank=True)

    class Meta:
        db_table = "upload"
        indexes = [models.Index(fields=["at", "id"], name="upload_by_age")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(imported_at__isnull=True, content__isnull=False)
                | models.Q(imported_at__isnull=False, content__isnull=True),
                name="upload_kept_until_imported",
            ),
        ]


class AppSetting(models.Model):
    """A setting that is made on a page; ``content`` is for one that is a file."""

    name = col.code(40, primary_key=True)
    value = models.JSONField()
    content = models.BinaryField(null=True)
    changed_at = col.instant()
    changed_by = col.code(200)

    class Meta:
        db_table = "app_setting"
