"""What a page is: its address, its name, its view, and the permission that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

NOBODY = "nobody"  # no permission is needed, not even to be signed in
SEE = "see"  # whoever may sign in
READ = ("GET",)
POST = ("POST",)
BOTH = ("GET", "POST")


class Page(NamedTuple):
    """One address; ``needs`` is a permission of `backorder.app.accounts.roles`.

    ``methods`` is what it takes (HEAD goes with GET); the guard refuses the rest. A view that also
    changes something asks for the verb's own permission when it calls it.
    """

    path: str
    name: str
    view: Callable[..., HttpResponse]
    needs: str = SEE
    methods: tuple[str, ...] = READ
