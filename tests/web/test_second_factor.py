"""Second factors in a real browser, and what becomes of somebody who guesses passwords."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from typing import TYPE_CHECKING, Any

from tests.web.conftest import Visitor, person_of
from tests.web.visitors import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg
    from django.test import Client
    from playwright.sync_api import Page

    Visit = Callable[..., Visitor]

STEP_SECONDS = 30
EMAIL = "owner@example.com"


def code_of(secret: str, steps_ahead: int = 0) -> str:
    """Return the six digits that an authenticator app shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int(time.time()) // STEP_SECONDS + steps_ahead)
    digest = hmac.new(key, counter, "sha1").digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def sign_in(window: Visitor) -> Page:
    """Type e-mail address and password."""
    page = window.go("/accounts/login/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("form[action='/accounts/login/'] button")
    return page


def sign_out(page: Page, window: Visitor) -> None:
    window.go("/accounts/logout/")
    with page.expect_navigation():
        page.click("main form button")


def confirm_password(page: Page) -> None:
    """Say the password again, as allauth asks before it changes a second factor."""
    page.wait_for_url("**/accounts/reauthenticate/**")
    page.fill("main [name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("main form button[type=submit]")


def test_an_authenticator_app_is_set_up_and_asked_for(visit: Visit) -> None:
    person_of("owner")
    window = visit("")
    page = sign_in(window)
    window.go("/accounts/2fa/totp/activate/")
    confirm_password(page)
    assert page.locator(".qr svg path").count() == 1
    assert window.axe() == []
    secret = page.inner_text("#secret")
    page.fill("[name=code]", code_of(secret))
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    codes = re.findall(r"\b\d{8}\b", page.input_value("#recovery_codes"))
    assert len(codes) == 10
    sign_out(page, window)

    sign_in(window)
    page.wait_for_url("**/accounts/2fa/authenticate/**")
    assert window.axe() == []
    page.fill("[name=code]", "000000")
    page.click("main form button[type=submit]")
    window.reads("Incorrect code")
    page.fill("[name=code]", code_of(secret, 1))
    page.click("main form button[type=submit]")
    page.wait_for_url(f"{window.address}/")
    sign_out(page, window)

    for code, works in ((codes[0], True), (codes[0], False)):
        sign_in(window)
        page.fill("[name=code]", code)
        with page.expect_navigation():
            page.click("main form button[type=submit]")
        assert (page.url == f"{window.address}/") == works
        if works:
            sign_out(page, window)
    assert window.faults == []


def test_a_passkey_lets_in_without_a_password(visit: Visit) -> None:
    person_of("owner")
    window = visit("")
    # Passkeys are bound to a name, never to a number; of plain HTTP browsers allow localhost alone.
    window.address = window.address.replace("127.0.0.1", "localhost")
    page = sign_in(window)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    window.go("/accounts/2fa/webauthn/add/")
    confirm_password(page)
    assert window.axe() == []
    page.fill("[name=name]", "My laptop")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    assert "My laptop" in window.go("/settings/account").inner_text("main")
    sign_out(page, window)

    window.go("/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url(f"{window.address}/")
    assert EMAIL in window.go("/settings/account").inner_text("main")
    assert window.faults == []


def test_who_guesses_passwords_is_kept_out_for_a_while(
    web: Callable[..., Client], conn: psycopg.Connection[Any]
) -> None:
    person_of("owner")
    person_of("buyer")
    thief = web("")
    for _ in range(5):
        wrong = thief.post("/accounts/login/", {"login": EMAIL, "password": "guess"})
        assert b"not correct" in wrong.content
    late = thief.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert b"Too many failed login attempts" in late.content
    assert "_auth_user_id" not in thief.session
    # The count stands in the database: every process of the server knows of it.
    assert conn.execute("SELECT count(*) > 0 FROM app_cache").fetchone() == (True,)
    other = {"login": "buyer@example.com", "password": PASSWORD}
    assert web("").post("/accounts/login/", other).status_code == 302
    conn.execute("DELETE FROM app_cache")  # as time does
    assert thief.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD}).status_code == 302


def test_who_tries_everybodys_account_is_told_to_wait(web: Callable[..., Client]) -> None:
    person_of("owner")
    thief = web("")
    answers = [
        thief.post("/accounts/login/", {"login": f"n{n}@example.com", "password": "guess"})
        for n in range(31)
    ]
    assert b"Too many failed login attempts" in answers[20].content
    assert answers[-1].status_code == 429
    assert b"too many attempts from here" in answers[-1].content
    assert int(answers[-1]["Retry-After"]) > 0
