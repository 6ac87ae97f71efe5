"""The WSGI application of one process: Django with our settings, and connections of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import django
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

from backorder import database, ledger, settings

from . import connections

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_WAIT = 5  # seconds for one of Django's connections
_LIMITS = "-c lock_timeout=10s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"


def application(address: str, secret: str = "") -> Callable[..., Any]:
    """Return the application for the database at an address.

    ``secret`` is the key that signs sessions; it is looked up where it is not given.
    """
    os.environ["BACKORDER_DJANGO_DATABASE"] = address
    os.environ["DJANGO_SETTINGS_MODULE"] = "backorder.app.settings"
    django.setup(set_prefix=False)
    size = settings.get("BACKORDER_CONNECTIONS")
    _let_django_use(address, size, secret or secret_of(address))
    connections.use(connections.Connections(address, size))
    handler = WSGIHandler()
    _warm_up()
    from backorder.app.storefront.door import Door  # noqa: PLC0415 (Django is set up by now)

    return Door(handler)


def _warm_up() -> None:
    """Make now, in one thread, what the first requests would make in several at once."""
    for verb in ledger.VERBS.values():
        verb.prepare()
    assert get_resolver().reverse_dict is not None  # asking for it imports every view


def secret_of(address: str) -> str:
    """Return the key that signs sessions of the app with this database."""
    from backorder.app.accounts import secret  # noqa: PLC0415 (the server asks before Django is up)

    with database.connect(address) as conn:
        return secret.key(conn)


def _let_django_use(address: str, size: int, secret: str) -> None:
    """Give Django its key, and a few connections for sessions and people that its threads share."""
    from django.conf import settings as of_django  # noqa: PLC0415 (once it is set up)
    from django.db import connections as of_threads  # noqa: PLC0415 (as above)

    from backorder.app.settings import database as described  # noqa: PLC0415 (as above)

    of_django.SECRET_KEY = secret
    mine = of_threads["default"]
    mine.close()
    mine.close_pool()  # type: ignore[attr-defined] # of PostgreSQL's alone
    wanted = described(address)
    options = wanted["OPTIONS"]
    options["options"] = f"{_LIMITS} {options.get('options') or ''}".strip()
    options["pool"] = {"min_size": 0, "max_size": size, "timeout": LONGEST_WAIT}
    mine.settings_dict.update(wanted, CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=True)
