"""What can be read: every list with its columns, its filters, and how one object is named."""

from __future__ import annotations

from backorder.app.tokens.scopes import WEBHOOKS
from backorder.domain.causes import CAUSES

from .listing import Listing

_NOTICES = ("waiting", "held", "merged", "suppressed", "sent", "failed", "bounced")
_TWO = ("_place", "_place2")

# Where there is no such place, nothing is looked through.
_A_PLACE = 'EXISTS (SELECT FROM location AS x WHERE x.code = {{0}}) AND r."{}" = {{0}}'
_ASKED = "r.closed_at IS NULL AND r._asked"  # a delay whose last notice waits for an answer
LISTINGS: dict[str, Listing] = {
    listing.name: listing
    for listing in (
        Listing(
            "products",
            "What is sold.",
            "sku name unit_price:money unit_cost:money currency category unit discontinued:flag "
            "attributes:object",
            "sku category discontinued",
            "sku",
        ),
        Listing(
            "locations",
            "Where units can be.",
            "code name kind sellable:flag site calendar cutoff timezone handling_days:integer "
            "priority:integer daily_capacity:integer",
            "code kind sellable",
            "code",
        ),
        Listing(
            "suppliers",
            "Who sells to us.",
            "code name email calendar attributes:object",
            "code",
            "code",
        ),
        Listing(
            "supplier-items",
            "Products as suppliers offer them.",
            "supplier sku unit_cost:money currency moq:integer multiple:integer "
            "lead_time_days:integer spread_days:integer capacity_per_week:integer priority:integer",
            "supplier sku",
        ),
        Listing(
            "customers",
            "Who buys from us.",
            "ref name email phone locale class attributes:object",
            "ref class email",
            "ref",
        ),
        Listing(
            "policies",
            "Whether and how far products may be sold ahead of stock.",
            "scope match mode cap:integer cap_from buffer:integer max_wait_days:integer "
            "min_confidence:integer promise_quantile:integer tell_later_days:integer "
            "tell_earlier_days:integer valid_from:date valid_until:date",
            "scope match mode",
        ),
        Listing(
            "substitutes",
            "What was decided of products as alternatives to others.",
            "sku substitute rank:integer standing",
            "sku standing",
        ),
        Listing(
            "orders",
            "Accepted orders with their lines as they stand.",
            "order:order key channel customer ship currency destination wait_until:date "
            "placed_at:instant status lines:list",
            "order key channel customer status",
            "order key",
            newest_first=True,
            at="placed_at",
            choices={"status": {one: f"r.status = '{one}'" for one in ("open", "closed")}},
        ),
        Listing(
            "quotes",
            "Offers that claim their units until they expire, ended ones too.",
            "quote:quote key channel customer ship currency destination wait_until:date "
            "made_at:instant expires_at:instant ended_at:instant ended_as lines:list",
            "quote key channel customer ended_as",
            "quote key",
            newest_first=True,
            at="made_at",
        ),
        Listing(
            "holds",
            "Carts that claim their units while their buyers pay, ended ones too.",
            "hold:hold key channel customer ship currency destination wait_until:date "
            "made_at:instant expires_at:instant ended_at:instant ended_as lines:list",
            "hold key channel customer ended_as",
            "hold key",
            newest_first=True,
            at="made_at",
        ),
        Listing(
            "backorders",
            "Accepted units that wait: each part of a line with its own date, oldest line first.",
            "order:order key placed_at:instant channel customer sku quantity:integer "
            "unit_price:money currency on:date expected_on:date basis supply",
            "order key sku customer channel basis supply on",
            at="placed_at",
            place=_TWO,
            choices={
                "basis": {
                    **{kind: f"r._kind = '{kind}'" for kind in ("purchase", "transfer", "planned")},
                    "unknown": "r._supply IS NULL",
                }
            },
        ),
        Listing(
            "supplies",
            "Where units come from: stock, purchases, transfers and plans.",
            "supply kind sku location supplier quantity:integer pegged:integer free:integer "
            "available_on:date spread_days:integer",
            "supply kind sku location supplier available_on",
        ),
        Listing(
            "suggestions",
            "Purchases that customers were promised and nobody has ordered yet.",
            "suggestion sku supplier location quantity:integer available_on:date",
            "sku supplier location",
            "suggestion",
        ),
        Listing(
            "proposals",
            "What is proposed to be bought, or to be taken off a purchase, and what came of it.",
            "proposal:proposal kind sku supplier location state emergency:flag needed:integer "
            "quantity:integer unit_cost:integer currency order_on:date expected_on:date "
            "total_cost:integer extra_cost:integer reason:object alternatives:list supply "
            "decided_at:instant decided_by dismissed_until:date",
            "sku supplier location state kind",
            "proposal",
        ),
        Listing(
            "purchase-orders",
            "What was ordered from suppliers, and what of it is still to come.",
            "purchase_order:purchase_order key supplier location ordered_at:instant stage "
            "approved_at:instant sent_at:instant lines:list said:list",
            "purchase_order key supplier location stage",
            "purchase_order key",
            newest_first=True,
            at="ordered_at",
        ),
        Listing(
            "receipts",
            "What came in.",
            "receipt:receipt key purchase_order:purchase_order transfer:transfer location "
            "at:instant lines:list",
            "key purchase_order transfer location",
            "receipt key",
            newest_first=True,
            at="at",
        ),
        Listing(
            "shipments",
            "Parcels that left for customers.",
            "shipment:shipment key order:order at:instant carrier tracking tracking_url lines:list",
            "key order carrier tracking",
            "shipment key",
            newest_first=True,
            at="at",
        ),
        Listing(
            "transfers",
            "Units sent from one of our places to another.",
            "transfer:transfer key from to at:instant lines:list",
            "key from to",
            "transfer key",
            newest_first=True,
            at="at",
        ),
        Listing(
            "returns",
            "Goods that customers sent back.",
            "return:return key order:order location at:instant lines:list",
            "key order location",
            "return key",
            newest_first=True,
            at="at",
        ),
        Listing(
            "counts",
            "What was found when places were counted.",
            "key location at:instant lines:list",
            "key location",
            "key",
            newest_first=True,
            at="at",
        ),
        Listing(
            "adjustments",
            "Corrections of what is on hand.",
            "key location sku quantity:integer cause at:instant",
            "key location sku cause",
            "key",
            newest_first=True,
            at="at",
        ),
        Listing(
            "stock",
            "What is on hand in places that sell, and what of it is free.",
            "sku location on_hand:integer allocated:integer available:integer",
            "sku location",
        ),
        Listing(
            "movements",
            "Units that went from one place to another.",
            "at:instant sku from to quantity:integer kind journal:integer",
            "sku from to kind journal",
            newest_first=True,
            at="at",
            place=_TWO,
            found_by={name: _A_PLACE.format(name) for name in ("from", "to")},
        ),
        Listing(
            "journal",
            "Every verb that was carried out: who, when, what was asked, what came of it.",
            "journal:integer verb key actor at:instant input:object result:object",
            "journal verb key actor",
            "journal",
            newest_first=True,
            at="at",
        ),
        Listing(
            "reallocations",
            "Units that were handed out anew, and what was undone of it.",
            "reallocation:reallocation key name actor at:instant undone:flag undone_at:instant "
            "before after marks:object",
            "key actor undone",
            "reallocation key",
            newest_first=True,
            at="at",
        ),
        Listing(
            "calendars",
            "Working days by name: a week, and the days that differ from it.",
            "code days closed:days opened:days",
            "code days",
            "code",
        ),
        Listing(
            "lanes",
            "The ways to customers: days and cost from a place, or from any, to a zone.",
            "location zone transit_days:integer calendar parcel_cost:money unit_cost:money "
            "currency",
            "location zone calendar",
        ),
        Listing(
            "sourcing",
            "Which places serve a zone, the preferred first.",
            "zone rank:integer location",
            "zone location",
        ),
        Listing(
            "promotions",
            "What is planned to move demand, withdrawn promotions too.",
            "name sku from:date to:date uplift:integer announced_by note withdrawn:flag",
            "name sku announced_by withdrawn",
        ),
        Listing(
            "webhooks",
            "Who is told what happens.",
            "webhook:integer name url events:words enabled:flag failing_since:instant "
            "disabled_at:instant disabled_reason old_secret_until:instant created_at:instant "
            "created_by",
            "name enabled",
            "webhook name",
            scope=WEBHOOKS,
        ),
        Listing(
            "webhook-deliveries",
            "Messages on their way to webhooks, or there.",
            "delivery:integer webhook:integer name event type journal:integer at:instant state "
            "attempts:integer next_attempt_at:instant delivered_at:instant last_status:integer "
            "last_error created_at:instant",
            "webhook event type journal state",
            "delivery",
            newest_first=True,
            at="created_at",
            choices={
                "state": {one: f"r.state = '{one}'" for one in ("pending", "delivered", "given_up")}
            },
            scope=WEBHOOKS,
        ),
        Listing(
            "count-sheets",
            "Sheets on which stock is counted; what the books say is not among it.",
            "sheet:count_sheet location state note lines:integer counted:integer to_count:integer "
            "opened_at:instant opened_by closed_at:instant closed_by live:flag",
            "sheet location state live",
            "sheet",
            newest_first=True,
            at="opened_at",
        ),
        Listing(
            "causes",
            "Why units were backordered: the last label of each opening and closing.",
            "order:order line_no:integer sku supplier event at:instant units:integer value:money "
            "currency cause shares:object parts:object evidence:object",
            "order sku supplier event cause",
            newest_first=True,
            at="at",
            place=_TWO,
            choices={"cause": {code: f"jsonb_exists(r.parts, '{code}')" for code in CAUSES}},
        ),
        Listing(
            "alternatives",
            "What is or was offered instead of products, by pair: how often it was offered in "
            "messages, shown and taken, and the share with its 95 percent interval.",
            "sku name substitute substitute_name standing found:flag offered:integer "
            "shown:integer accepted:integer units:integer rate low high last_on:date",
            "sku substitute standing",
            place=("_put", "_taken", *_TWO),
            orders={
                "shown": ("_put", "_taken", *_TWO),
                "taken": ("_taken", "_put", *_TWO),
                "units": ("_units", "_put", *_TWO),
                "rate": ("_rate", "_put", *_TWO),
                "last": ("_last", "_put", *_TWO),
                "product": _TWO,
            },
        ),
        Listing(
            "delays",
            "Delay cases with their last notice, ended ones too.",
            "case:delay_case order:order line_no:integer customer customer_name sku name "
            "quantity:integer value:money currency state pack kind notice:integer sent:integer "
            "draft:flag cause due:date from:date to:date silence respond_by:date "
            "agreed_until:date agreed_open:flag period_until:date opened_at:instant "
            "closed_at:instant outcome refund_by:date",
            "case order customer sku pack state",
            "case",
            newest_first=True,
            at="opened_at",
            choices={
                "state": {
                    "to_approve": f"{_ASKED} AND r.draft",
                    "waiting": f"{_ASKED} AND NOT r.draft",
                    "settled": "r.closed_at IS NULL AND NOT r._asked",
                    "ended": "r.closed_at IS NOT NULL",
                }
            },
        ),
        Listing(
            "exceptions",
            "What a person must see, closed ones too.",
            "exception:integer code sku order:order supply owner days:integer value:money currency "
            "facts:object opened_at:instant closed_at:instant open:flag",
            "code sku order owner open",
            "exception",
            at="opened_at",
        ),
        Listing(
            "notices",
            "What customers, suppliers and people of the shop were told, or are to be told.",
            "notice:integer event audience customer supplier channel address language order:order "
            "purchase_order:purchase_order journal:integer state reason within:integer "
            "attempts:integer due_at:instant sent_at:instant subject error created_at:instant",
            "event audience customer channel order purchase_order journal state",
            "notice",
            newest_first=True,
            at="created_at",
            choices={"state": {one: f"r.state = '{one}'" for one in _NOTICES}},
        ),
    )
}
