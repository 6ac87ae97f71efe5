"""The WSGI application of one process: Django with our settings, and connections of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import django
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

from backorder import ledger, settings

from . import connections

if TYPE_CHECKING:
    from collections.abc import Callable


def application(address: str) -> Callable[..., Any]:
    """Return the application for the database at an address."""
    os.environ["BACKORDER_DJANGO_DATABASE"] = address
    os.environ["DJANGO_SETTINGS_MODULE"] = "backorder.app.settings"
    django.setup(set_prefix=False)
    size = settings.get("BACKORDER_CONNECTIONS")
    connections.use(connections.Connections(address, size))
    handler = WSGIHandler()
    _warm_up()
    return handler


def _warm_up() -> None:
    """Make now, in one thread, what the first requests would make in several at once."""
    for verb in ledger.VERBS.values():
        verb.prepare()
    assert get_resolver().reverse_dict is not None  # asking for it imports every view
