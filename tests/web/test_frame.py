"""The frame around every page: who may come in, the menu, search, saved views, the look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.conftest import PHONE, WIDE

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.web.conftest import Visitor

pytestmark = pytest.mark.usefixtures("company")


def test_nobody_is_sent_to_log_in_and_back(web: Callable[..., Client]) -> None:
    answer = web("").get("/search?q=MUG")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=%2Fsearch%3Fq%3DMUG"
    partly = web("").get("/search?q=MUG", headers={"HX-Request": "true"})
    assert (partly.status_code, partly["HX-Redirect"]) == (200, answer["Location"])


def test_a_page_takes_its_methods_only(web: Callable[..., Client]) -> None:
    answer = web().post("/search")
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert web().get("/views/save").status_code == 405


def test_the_menu_says_where_one_is(web: Callable[..., Client]) -> None:
    page = web().get("/").content.decode()
    assert page.count('aria-current="page"') == 1


def test_search_finds_by_sku_name_and_customer(web: Callable[..., Client]) -> None:
    found = web().get("/search?q=teap", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in found
    for text in ("%", "_", "\\", "'", "\x00", "SO-999999999999999999", "x" * 5000):
        assert web().get("/search", {"q": text}).status_code in {200, 302}


def test_a_view_is_kept_shown_and_forgotten(web: Callable[..., Client]) -> None:
    client = web()
    kept = {"page": "orders", "name": "Mine", "query": "status=open", "back": "/search"}
    answer = client.post("/views/save", kept)
    assert answer["Location"] == "/search?status=open"
    from backorder.app.models import SavedView  # noqa: PLC0415 (once Django is set up)

    (view,) = SavedView.objects.values_list("person__email", "page", "name", "query")
    assert view == ("owner@example.com", "orders", "Mine", "status=open")
    mine = str(SavedView.objects.get().pk)
    web("buyer").post("/views/forget", {"view": mine})
    assert SavedView.objects.count() == 1  # another person's
    client.post("/views/forget", {"view": mine, "back": "//evil.example.com"})
    assert SavedView.objects.count() == 0


@pytest.mark.parametrize("back", ["https://evil.example.com/", "//evil.example.com", "/x?y=1"])
def test_one_is_led_back_to_our_own_pages_only(web: Callable[..., Client], back: str) -> None:
    answer = web().post("/views/save", {"page": "o", "name": "n", "query": "", "back": back})
    assert answer["Location"] == "/"


def test_a_reader_keeps_no_views(web: Callable[..., Client]) -> None:
    assert web("reader").post("/views/save", {"name": "n"}).status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_has_no_serious_fault(
    visit: Callable[..., Visitor], size: Any, scheme: str
) -> None:
    window = visit("owner", size, scheme)
    for path in ("/", "/search?q=mu"):
        window.go(path)
        window.shot(f"frame-{path.strip('/?=q') or 'overview'}-{scheme}-{size['width']}")
        assert window.axe() == []
        assert window.overflow() <= 0
    assert window.faults == []


@pytest.mark.slow
def test_keys_lead_everywhere(visit: Callable[..., Visitor]) -> None:
    page = visit().go("/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("MUG")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.locator("#palette input").fill("over")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.url.endswith("/")
