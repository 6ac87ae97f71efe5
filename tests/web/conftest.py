"""The web app within the test's process, and a real server, with people who sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from backorder.app.accounts import people
from tests.api.conftest import app, serve  # noqa: F401 (fixtures)
from tests.web.visitors import new_person

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg


@pytest.fixture
def web(app: None, conn: psycopg.Connection[Any]) -> Callable[[str], Client]:  # noqa: F811 (a fixture)
    """Return what makes a browser in which a person of a role is signed in; '' for nobody."""

    def signed_in(role: str) -> Client:
        from backorder.app.models import Person  # noqa: PLC0415 (once Django is set up)

        client = Client(raise_request_exception=False, SERVER_NAME="localhost")
        if role:
            email = f"{role}@example.com"
            if not any(one.email == email for one in people.every(conn)):
                new_person(conn, role)
            client.force_login(Person.objects.get(email=email))
        return client

    return signed_in
