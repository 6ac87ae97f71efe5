"""People who sign in elsewhere: whoever the provider vouches for must be known here already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backorder.app.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest


class Elsewhere(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth has no types
    """allauth's adapter of accounts with others."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401, ARG002 (allauth's shape)
        """Refuse: an owner invites people."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401 (allauth's shape)
        """Bind the account there to the person with the e-mail address that it has verified."""
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        vouched = {one.email.lower() for one in sociallogin.email_addresses if one.verified}
        person = Person.objects.filter(email__in=vouched, is_active=True).order_by("id").first()
        if person is None:
            messages.error(request, _("Nobody here has that e-mail address; ask an owner."))
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        sociallogin.connect(request, person)
