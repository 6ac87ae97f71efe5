"""Settings: people and their roles, API tokens, one's own account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from backorder.app.accounts import people
from tests.api.conftest import Api
from tests.web.conftest import person_of
from tests.web.visitors import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

    Conn = psycopg.Connection[Any]
    Web = Callable[..., Client]


def told(client: Client, path: str, **form: Any) -> str:
    """Send a form and return the page that comes of it."""
    return str(client.post(path, form, follow=True).content.decode())


def link_in(page: str) -> str:
    found = re.search(r"http://localhost(/accounts/link/[\w-]+/)", page)
    assert found is not None, page
    return found[1]


def test_an_owner_invites_somebody_who_comes_in_by_the_link(web: Web, conn: Conn) -> None:
    owner = web("owner")
    page = told(owner, "/settings/people/invite", email="Eve@example.com", name="Eve", role="buyer")
    eve = people.find(conn, "eve@example.com")
    assert (eve.role, eve.name, eve.created_by) == ("buyer", "Eve", "owner@example.com")
    newcomer = web("")
    assert newcomer.post(link_in(page)).status_code == 302
    assert newcomer.get("/settings/account").status_code == 200
    assert link_in(page) not in owner.get("/settings/people").content.decode()
    again = told(owner, "/settings/people/invite", email="eve@example.com", role="buyer")
    assert "eve@example.com is known already." in again


def test_a_role_changes_at_once(web: Web, conn: Conn) -> None:
    owner, other = web("owner"), web("buyer")
    buyer = people.find(conn, "buyer@example.com")
    assert other.post("/views/save").status_code == 302
    assert "is Reader now" in told(owner, f"/settings/people/{buyer.id}/role", role="reader")
    assert other.post("/views/save").status_code == 403
    assert "There is no role" in told(owner, f"/settings/people/{buyer.id}/role", role="king")


def test_who_is_disabled_is_out_at_once_and_can_come_back(web: Web, conn: Conn) -> None:
    owner, other = web("owner"), web("")
    buyer = person_of("buyer")
    form = {"login": buyer.email, "password": PASSWORD}
    other.post("/accounts/login/", form)
    assert other.get("/settings/account").status_code == 200
    told(owner, f"/settings/people/{buyer.pk}/disable")
    assert other.get("/settings/account").status_code == 302
    assert conn.execute("SELECT count(*) FROM usersessions_usersession").fetchone() == (0,)
    told(owner, f"/settings/people/{buyer.pk}/enable")
    assert other.get("/settings/account").status_code == 302
    other.post("/accounts/login/", form)
    assert other.get("/settings/account").status_code == 200


def test_an_owner_is_always_left(web: Web, conn: Conn) -> None:
    owner = web("owner")
    me = people.find(conn, "owner@example.com")
    assert "is the only owner" in told(owner, f"/settings/people/{me.id}/role", role="reader")
    assert "cannot disable yourself" in told(owner, f"/settings/people/{me.id}/disable")
    assert people.find(conn, me.email).role == "owner"


def test_a_token_is_shown_once_and_works_until_it_is_revoked(web: Web, conn: Conn) -> None:
    owner = web("owner")
    form = {"name": "shop", "scope": ["read", ""], "days": "30"}
    page = told(owner, "/settings/tokens/create", **form)
    found = re.search(r"bko_\w{8}_\w+", page)
    assert found is not None
    api = Api(found[0])
    assert api.get("/api/v1/orders").status == 200
    assert api.post("/api/v1/orders", {}).status == 403
    listed = owner.get("/settings/tokens").content.decode()
    assert found[0] not in listed
    assert found[0][:12] in listed
    assert "not yet" not in listed
    kept = conn.execute(
        "SELECT created_by, expires_at - created_at = '30 days', hash FROM api_token"
    ).fetchone()
    assert kept is not None
    assert kept[:2] == ("owner@example.com", True)
    assert kept[2] not in found[0]
    assert "is revoked" in told(owner, "/settings/tokens/revoke", prefix=found[0][4:12])
    from backorder.app.tokens import checking  # noqa: PLC0415 (as the application has it)

    checking.forget()
    assert api.get("/api/v1/orders").status == 401
    assert "at least one scope" in told(owner, "/settings/tokens/create", name="x")


def test_everybody_chooses_name_language_and_look(web: Web, conn: Conn) -> None:
    reader = web("reader")
    chosen = {"name": "Rae", "language": "de", "theme": "dark"}
    page = told(reader, "/settings/account/choose", **chosen)
    assert '<html lang="de" data-theme="dark">' in page
    assert 'value="Rae"' in page
    wrong = told(reader, "/settings/account/choose", name="Rae", language="xx", theme="dark")
    assert "no such language" in wrong
    kept = conn.execute("SELECT name, language, theme, role FROM person").fetchone()
    assert kept == ("Rae", "de", "dark", "reader")


def test_one_signs_out_everywhere_else(web: Web) -> None:
    person = person_of("buyer")
    here, there = web(""), web("")
    for client in (here, there):
        client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert b"Sign out everywhere else" in here.get("/settings/account").content
    here.post("/accounts/sessions/")
    assert here.get("/settings/account").status_code == 200
    assert there.get("/settings/account").status_code == 302
