"""What messages say: versions of templates, only ever added."""

from __future__ import annotations

from django.db import models

from . import columns as col


class MessageTemplate(models.Model):
    """A version of a message's wording; the newest of an event and language holds if enabled."""

    event = col.code(40)
    language = col.code(8)
    version = models.IntegerField()
    subject = col.text()
    body_text = col.text()
    body_mjml = col.text()
    sms = col.text()
    made_by = col.code(200)
    made_at = col.instant()
    enabled = models.BooleanField(db_default=True, default=True)

    class Meta:
        db_table = "message_template"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "language", "version"], name="message_template_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="message_template_version_counts"
            ),
        ]
