"""The pages of messages in a real browser: the preview follows what is typed, on any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.conftest import LOOKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Visitor


@pytest.mark.slow
@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_preview_follows_and_no_page_has_a_fault(
    visit: Callable[..., Visitor], size: Any, scheme: str
) -> None:
    window = visit("owner", size, scheme)
    for name, path in (
        ("messages", "/settings/messages"),
        ("message", "/settings/messages/delay_notice/de"),
    ):
        page = window.go(path)
        page.wait_for_load_state("networkidle")
        window.shot(f"{name}-{size['width']}")
        assert window.axe() == []
        assert window.overflow() == 0
    page.fill("input[name=subject]", "Neu: {{order}}")
    page.locator("#preview strong", has_text="Neu: SO-000184").wait_for()
    mail = page.frame_locator("iframe.mail")
    assert mail.locator("h1").inner_text() == "Neuer Termin: 4. Dezember 2026"
    page.fill("textarea[name=mjml]", "<mj-raw><script>alert(1)</script></mj-raw>")
    page.locator("#preview .notice.bad").wait_for()
    assert "<mj-raw> may not be used." in page.inner_text("#preview")
    assert window.faults == []
