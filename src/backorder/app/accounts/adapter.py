"""What allauth asks us: who may sign up, where a caller is, and where to go next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter

from backorder.app.web.frame import client_of

if TYPE_CHECKING:
    from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """allauth's adapter of local accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth's shape)
        """Refuse: an owner invites people."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the caller's address as the proxies that we trust tell it."""
        return client_of(request)
