"""Django's ``migrate``, with our executor of migrations."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate as of_django

from backorder.app.migrating import Executor


class Command(of_django.Command):
    """Django's command; a command of an application stands before Django's of the same name."""

    def handle(self, *args: Any, **options: Any) -> str | None:  # noqa: ANN401 (Django's shape)
        """Migrate. Django's command offers no other way to say which executor it is to use."""
        of_django.MigrationExecutor = Executor  # type: ignore[attr-defined] # its types leave it out
        return super().handle(*args, **options)
