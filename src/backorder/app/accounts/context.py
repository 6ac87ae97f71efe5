"""What the account pages need of the frame around every page: they are drawn by allauth's views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject

if TYPE_CHECKING:
    from django.http import HttpRequest


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Return the menu and the page's own address; pages of our own give theirs themselves."""
    from backorder.app.pages import frame  # noqa: PLC0415 (the pages import accounts)

    return {"menu": SimpleLazyObject(lambda: frame.menu(request)), "here": request.path_info}
