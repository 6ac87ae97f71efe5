"""Links to the pages of things, where there is such a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def link(page: str, name: str, text: str = "") -> SafeString:
    """Return a link to the page of something, or its name alone where no address can hold it.

    >>> str(link("no_such_page", "<b>"))
    '&lt;b&gt;'
    """
    shown = text or name
    try:
        address = reverse(f"pages:{page}", args=[name])
    except NoReverseMatch:
        return conditional_escape(shown)
    return format_html('<a href="{}">{}</a>', address, shown)
