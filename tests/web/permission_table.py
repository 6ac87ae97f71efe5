"""Who may do what, written out by hand: a new address or verb needs a row here.

It repeats what `accounts.roles` and the pages say, on purpose: whoever changes a permission there
by mistake is told here.
"""

from __future__ import annotations

ALL = "owner operations buyer warehouse service reader"
BUT_READERS = "owner operations buyer warehouse service"
OWNER = "owner"
OFFICE = "owner operations"
BUYERS = "owner operations buyer"
SHELF = "owner operations warehouse"
SERVICE = "owner operations service"
# Addresses outside the pages: everybody may, or everybody who is signed in.
OPEN, SIGNED_IN = "nobody " + ALL, ALL

# Pages: the route, and who gets past the guard.
PAGES: dict[str, str] = {
    "": ALL,
    "needs-you": ALL,
    "needs-you/assign": BUT_READERS,
    "needs-you/buy": BUYERS,
    "backorders": ALL,
    "backorders/by-product": ALL,
    "backorders/by-customer": ALL,
    "backorders/by-supplier": ALL,
    "backorders/<str:order>/<int:line_no>": ALL,
    "orders": ALL,
    "orders/new": SERVICE,
    "orders/quotes": ALL,
    "orders/quotes/confirm": SERVICE,
    "orders/quotes/withdraw": SERVICE,
    "orders/<path:name>": ALL,
    "products": ALL,
    "products/new": BUYERS,
    "products/<path:sku>": ALL,
    "customers": ALL,
    "customers/<path:ref>": ALL,
    "search": ALL,
    "views/save": BUT_READERS,
    "views/forget": BUT_READERS,
    "settings/account": ALL,
    "settings/account/choose": ALL,
    "settings/people": OWNER,
    "settings/people/invite": OWNER,
    "settings/people/<int:person>/link": OWNER,
    "settings/people/<int:person>/role": OWNER,
    "settings/people/<int:person>/disable": OWNER,
    "settings/people/<int:person>/enable": OWNER,
    "settings/people/<int:person>/reset": OWNER,
    "settings/tokens": OWNER,
    "settings/tokens/create": OWNER,
    "settings/tokens/revoke": OWNER,
}

# The way in, and one's own account.
ACCOUNTS: dict[str, str] = {
    "welcome/": OPEN,
    "accounts/login/": OPEN,
    "accounts/link/<str:text>/": OPEN,
    "accounts/logout/": OPEN,
    "accounts/inactive/": OPEN,
    "accounts/signup/": OPEN,  # says that it is closed
    "accounts/reauthenticate/": SIGNED_IN,
    "accounts/password/change/": SIGNED_IN,
    "accounts/password/set/": SIGNED_IN,
    "accounts/password/reset/": OPEN,
    "accounts/password/reset/done/": OPEN,
    "^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": OPEN,
    "accounts/password/reset/key/done/": OPEN,
    "accounts/2fa/": SIGNED_IN,
    "accounts/2fa/authenticate/": SIGNED_IN,  # or half-way in
    "accounts/2fa/reauthenticate/": SIGNED_IN,
    "accounts/2fa/totp/activate/": SIGNED_IN,
    "accounts/2fa/totp/deactivate/": SIGNED_IN,
    "accounts/2fa/recovery-codes/": SIGNED_IN,
    "accounts/2fa/recovery-codes/generate/": SIGNED_IN,
    "accounts/2fa/recovery-codes/download/": SIGNED_IN,
    "accounts/2fa/webauthn/": SIGNED_IN,
    "accounts/2fa/webauthn/add/": SIGNED_IN,
    "accounts/2fa/webauthn/reauthenticate/": SIGNED_IN,
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": SIGNED_IN,
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": SIGNED_IN,
    "accounts/2fa/webauthn/login/": OPEN,
    "accounts/sessions/": SIGNED_IN,
    "accounts/3rdparty/": SIGNED_IN,
    "accounts/3rdparty/login/cancelled/": OPEN,
    "accounts/3rdparty/login/error/": OPEN,
    "accounts/3rdparty/signup/": OPEN,  # leads to the log-in page
    "accounts/oidc/(?P<provider_id>[^/]+)/login/": OPEN,
    "accounts/oidc/(?P<provider_id>[^/]+)/login/callback/": OPEN,
}

VERBS: dict[str, str] = {
    "availability": ALL,
    "explain": ALL,
    "exceptions": ALL,
    "place_orders": SERVICE,
    "cancel": SERVICE,
    "change_order": SERVICE,
    "quote": SERVICE,
    "hold": SERVICE,
    "confirm": SERVICE,
    "withdraw": SERVICE,
    "expire": OFFICE,
    "order_supply": BUYERS,
    "change_supply": BUYERS,
    "receive": "owner operations buyer warehouse",
    "review": BUYERS,
    "adjust": SHELF,
    "count": SHELF,
    "transfer": "owner operations buyer warehouse",
    "release": SHELF,
    "ship": SHELF,
    "return": "owner operations warehouse service",
    "reallocate": OFFICE,
    "sweep": OFFICE,
    "assign": BUT_READERS,
    "set_products": BUYERS,
    "set_locations": OFFICE,
    "set_suppliers": BUYERS,
    "set_supplier_items": BUYERS,
    "set_customers": SERVICE,
    "set_policies": OFFICE,
    "set_substitutes": BUYERS,
    "set_calendars": OFFICE,
    "set_lanes": OFFICE,
    "set_sourcing": OFFICE,
}

OF_THE_APP: dict[str, str] = {
    "see": ALL,
    "views": BUT_READERS,
    "import": BUYERS,
    "settings": OFFICE,
    "people": OWNER,
    "tokens": OWNER,
    "webhooks": OFFICE,
    "jobs": OFFICE,
}
