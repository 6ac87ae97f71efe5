"""Policies: rules of what may be sold ahead of stock, and which products each of them governs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backorder.app.api.listings import LISTINGS
from backorder.app.statements import statement

from . import acting, frame, given, lists
from .page import POST, Page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

VERB = "set_policies"
_SHOWN = 15
SCOPES = (
    ("product", gettext_lazy("a product")),
    ("category", gettext_lazy("a category")),
    ("channel", gettext_lazy("a channel")),
    ("class", gettext_lazy("a customer class")),
    ("location", gettext_lazy("a location")),
    ("default", gettext_lazy("all others")),
)
MODES = (
    ("allow", gettext_lazy("may be backordered")),
    ("deny", gettext_lazy("only from stock")),
    ("preorder", gettext_lazy("preorder")),
    ("made_to_order", gettext_lazy("made to order")),
)
_CAPS = (
    ("fixed", gettext_lazy("this many units")),
    ("incoming", gettext_lazy("what is on its way")),
)
_QUANTILES = (("50", "P50"), ("80", "P80"), ("95", "P95"))
_KEY = ("scope", "match", "valid_from")
_WHOLE = (
    "cap",
    "max_wait_days",
    "buffer",
    "min_confidence",
    "tell_later_days",
    "tell_earlier_days",
)


def policies(request: HttpRequest) -> HttpResponse:
    """List the rules."""
    listing = LISTINGS["policies"]
    filters = (
        lists.Filter("scope", gettext_lazy("Rule for"), SCOPES),
        lists.Filter("match", gettext_lazy("Which")),
        lists.Filter("mode", gettext_lazy("Mode"), MODES),
    )
    with frame.books() as conn:
        if (file := lists.export(conn, request, listing)) is not None:
            return file
        found = lists.listed(conn, request, listing, filters)
    words = dict(SCOPES), dict(MODES)
    for row in found.rows:
        row["address"] = _address(row)
        row["scope_word"], row["mode_word"] = words[0][row["scope"]], words[1][row["mode"]]
    return frame.render(request, "backorder/pages/policies.html", {"list": found})


def policy(request: HttpRequest) -> HttpResponse:
    """Show one rule as a form, with the products that it governs; without a name a new one."""
    asked = {name: given.text(request.GET, name, 200).replace("\x00", "") for name in _KEY}
    found: dict[str, Any] = {"scope": asked["scope"] or "product", "match": asked["match"]}
    with frame.books() as conn:
        cursor = conn.execute(statement("list_policies"))
        names = [column.name for column in cursor.description or ()]
        for values in cursor:
            row = dict(zip(names, values, strict=True))
            if all(str(row[name] or "") == asked[name] for name in _KEY):
                found = row
        limits = {"scope": found["scope"], "match": found["match"], "limit": _SHOWN + 1}
        governed = conn.execute(statement("page_policy_products"), limits).fetchall()
    context = {
        "rule": found,
        "known": "mode" in found,
        "scopes": _chosen(SCOPES, found["scope"]),
        "modes": _chosen(MODES, found.get("mode", "allow")),
        "caps": _chosen(_CAPS, found.get("cap_from", "fixed")),
        "quantiles": _chosen(_QUANTILES, str(found.get("promise_quantile", 80))),
        "governed": governed[:_SHOWN],
        "more": len(governed) > _SHOWN,
        "by_order": found["scope"] in {"channel", "class", "location"},
    }
    return frame.render(request, "backorder/pages/policy.html", context)


def save(request: HttpRequest) -> HttpResponse:
    """Set one rule; the whole of it is replaced."""
    form = request.POST
    key = {name: given.text(form, name, 200) for name in _KEY}
    if key["scope"] == "default":
        key["match"] = ""

    def body() -> dict[str, Any]:
        numbers = {name: given.whole(form, name) for name in _WHOLE}
        rule = given.filled(
            scope=key["scope"],
            match=key["match"],
            mode=given.text(form, "mode"),
            cap_from=given.text(form, "cap_from") or None,
            promise_quantile=given.whole(form, "promise_quantile"),
            valid_from=key["valid_from"] or None,
            valid_until=given.text(form, "valid_until") or None,
            **numbers,
        )
        return {"policies": [rule], "key": acting.key_of(request)}

    if given.attempted(request, VERB, body, _("Saved; it counts for new orders from now on.")):
        return HttpResponseRedirect(reverse("pages:policies"))
    return HttpResponseRedirect(_address(key))


def _address(row: dict[str, Any]) -> str:
    named = {name: str(row[name]) for name in _KEY if row[name]}
    return f"{reverse('pages:policy')}?{urlencode(named)}"


def _chosen(options: Any, value: str) -> list[tuple[str, Any, bool]]:  # noqa: ANN401 (pairs)
    return [(code, label, code == value) for code, label in options]


PAGES = (
    Page("settings/policies", "policies", policies),
    Page("settings/policy", "policy", policy),
    Page("settings/policy/save", "policy_save", save, VERB, POST),
)
