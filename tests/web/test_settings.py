"""Settings on pages: each change is a verb of the signed-in person, or refused with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from backorder.app import branding

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client

pytestmark = pytest.mark.usefixtures("company")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def text(client: Client, address: str, query: dict[str, str] | None = None) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def last_entry(conn: psycopg.Connection[Any]) -> tuple[str, str]:
    row = conn.execute("SELECT verb, actor FROM journal ORDER BY id DESC LIMIT 1").fetchone()
    assert row is not None
    return row[0], row[1]


def test_the_rooms_are_those_that_one_may_enter(web: Callable[..., Client]) -> None:
    assert "/settings/company" in text(web(), "/settings")
    assert "/settings/people" not in text(web("reader"), "/settings")


def test_name_colour_and_logo_are_seen_everywhere(web: Callable[..., Client]) -> None:
    client = web()
    form = {"name": "Mugs & Co", "own_colour": "yes", "accent": "#ffdd00"}
    logo = SimpleUploadedFile("logo.png", PNG)
    client.post("/settings/company/save", form | {"logo": logo})
    page = text(client, "/settings")
    assert "Mugs &amp; Co" in page
    assert "/brand/look.css?v=" in page
    stranger = web("")
    assert "Mugs &amp; Co" in text(stranger, "/accounts/login/")
    assert stranger.get("/brand/logo").content == PNG
    assert stranger.get("/brand/logo")["Content-Type"] == "image/png"
    assert "--accent: #" in stranger.get("/brand/look.css").content.decode()
    client.post("/settings/company/save", {"name": "", "no_logo": "yes"})
    page = text(client, "/settings")
    assert "/brand/look.css" not in page
    assert stranger.get("/brand/logo").status_code == 404


@pytest.mark.parametrize(
    ("form", "logo"),
    [
        ({"name": "x" * 61}, None),
        ({"name": "x\x00"}, None),
        ({"contact": "two\nlines"}, None),
        ({"contact": "x" * 121}, None),
        ({"own_colour": "yes", "accent": "red;}"}, None),
        ({}, b"<svg onload=alert(1)>"),
        ({}, PNG + b"\0" * branding.LARGEST_LOGO),
    ],
)
def test_a_bad_look_changes_nothing(
    web: Callable[..., Client],
    conn: psycopg.Connection[Any],
    form: dict[str, Any],
    logo: bytes | None,
) -> None:
    client = web()
    sent = form | ({"logo": SimpleUploadedFile("logo.png", logo)} if logo else {})
    assert client.post("/settings/company/save", sent).status_code == 302
    assert 'class="error"' in text(client, "/settings/company")
    assert conn.execute("SELECT count(*) FROM app_setting").fetchone() == (0,)


@pytest.mark.parametrize("accent", ["#ffff00", "#000000", "#ffffff", "#777777", "#2b4acb"])
def test_any_colour_can_be_read(accent: str) -> None:
    css = branding.stylesheet(accent)
    for block, ground in ((css.splitlines()[0], "#ffffff"), (css.splitlines()[2], "#171b23")):
        said = dict(part.strip().split(": ") for part in block.split("{ ")[1].split(";")[:4])
        for one, other in (
            (said["--accent"], ground),
            (said["--accent-ink"], said["--accent"]),
            (said["--link"], said["--accent-soft"]),
            (said["--link"], ground),
        ):
            assert branding.contrast(_rgb(one), _rgb(other)) >= 4.5


def _rgb(text: str) -> tuple[int, int, int]:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def test_a_location_is_made_and_changed(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    client = web()
    assert "MAIN" in text(client, "/settings/locations")
    form = {"code": "EAST", "kind": "store", "calendar": "mon-sat", "cutoff": "14:00"}
    client.post("/settings/location/save", form | {"handling_days": "2", "daily_capacity": "50"})
    row = conn.execute(
        "SELECT kind, calendar, cutoff::text, handling_days, daily_capacity FROM location"
        " WHERE code = 'EAST'"
    ).fetchone()
    assert row == ("store", "mon-sat", "14:00:00", 2, 50)
    assert last_entry(conn) == ("set_locations", "owner@example.com")
    assert "EAST" in text(client, "/settings/locations/EAST")
    client.post("/settings/location/save", {"code": "EAST", "was": "EAST", "daily_capacity": ""})
    row = conn.execute("SELECT daily_capacity FROM location WHERE code = 'EAST'").fetchone()
    assert row == (None,)


def test_a_calendar_with_holidays(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    client = web()
    page = text(client, "/settings/calendars/+", {"country": "de", "from": "2026"})
    assert "2026-12-25" in page
    assert conn.execute("SELECT count(*) FROM calendar").fetchone() == (0,)
    form = {"code": "SHOP", "days": ["mon", "tue", "sat"], "closed": "2026-12-25\n2026-12-26"}
    client.post("/settings/calendar/save", form | {"opened": "2026-12-20"})
    row = conn.execute("SELECT days, closed::text, opened::text FROM calendar").fetchone()
    assert row == ("mon,tue,sat", "{2026-12-25,2026-12-26}", "{2026-12-20}")
    page = text(client, "/settings/calendars/SHOP")
    assert "2026-12-26" in page
    for wrong in ({"country": "XX"}, {"country": "DE", "from": "1"}, {"country": "DE", "to": "x"}):
        assert 'class="error"' in text(client, "/settings/calendars/SHOP", wrong)
    assert client.get("/settings/calendars/NONE").status_code == 404


def test_a_policy_and_what_it_governs(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    client = web()
    form = {"scope": "product", "match": "MUG", "mode": "deny", "promise_quantile": "95"}
    client.post("/settings/policy/save", form)
    assert last_entry(conn) == ("set_policies", "owner@example.com")
    assert "MUG" in text(client, "/settings/policies")
    page = text(client, "/settings/policy", {"scope": "product", "match": "MUG"})
    assert "/products/MUG" in page
    assert '<option value="deny" selected>' in page
    page = text(client, "/settings/policy", {"scope": "default"})
    assert "has its own rule" in page


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/settings/location/save", {"code": ""}),
        ("/settings/location/save", {"code": "E", "calendar": "never"}),
        ("/settings/location/save", {"code": "E", "handling_days": "two"}),
        ("/settings/location/save", {"code": "E", "cutoff": "99:99"}),
        ("/settings/location/save", {"code": "E\x00"}),
        ("/settings/calendar/save", {"code": "C"}),
        ("/settings/calendar/save", {"code": "C", "days": "mon", "closed": "Christmas"}),
        ("/settings/policy/save", {"scope": "product", "match": "NONE", "mode": "allow"}),
        ("/settings/policy/save", {"scope": "default", "mode": "sometimes"}),
        ("/settings/policy/save", {"scope": "default", "mode": "allow", "cap": "-1"}),
    ],
)
def test_bad_input_is_told_and_changes_nothing(
    web: Callable[..., Client], conn: psycopg.Connection[Any], address: str, form: dict[str, str]
) -> None:
    client = web()
    before = last_entry(conn)
    answer = client.post(address, form)
    assert answer.status_code == 302
    assert 'class="error"' in text(client, answer["Location"])
    assert last_entry(conn) == before


@pytest.mark.parametrize("role", ["buyer", "warehouse", "service", "reader"])
def test_who_may_not(web: Callable[..., Client], role: str) -> None:
    client = web(role)
    for address in ("company", "location", "calendar", "policy"):
        assert client.post(f"/settings/{address}/save", {"code": "X"}).status_code == 403
    assert client.get("/settings/locations").status_code == 200
