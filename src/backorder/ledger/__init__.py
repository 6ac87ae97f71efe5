"""The books. One transaction per verb; this is the list of verbs and nothing else.

Orders: `place_orders`, `availability`, `cancel`, `change_order`, `swap`. Claims that expire:
`quote`, `hold`, `confirm`, `withdraw`, `expire`.
Supply: `order_supply`, `change_supply`, `receive`.
The life of a purchase: `approve_purchases`, `mark_sent`, `acknowledge`, `announce`, `close_short`.
Stock: `adjust`, `count`, `transfer`. Counting by sheets: `open_counts`, `enter_counts`,
`approve_counts`. Leaving and coming back: `release`, `ship`, `label_shipments`, `return_`. Time:
`review`.
Money: `arrange_payments`, `record_payments`, `refund`.
Master data: `set_products`, `set_locations`, `set_suppliers`, `set_supplier_items`,
`set_customers`, `set_policies`, `set_substitutes`.
Scarcity: `reallocate`.
What was learned of lead times: `set_lead_times`.
What to hold on the shelf, and what to buy: `set_stock_policies`, `propose`,
`decide_proposals`, `set_outages`.
What will be asked for: `set_promotions`, `set_forecasts`.
Between places and customers: `set_calendars`, `set_lanes`, `set_sourcing`.
What is given for waiting: `set_incentives`, `give_incentives`, `redeem_incentive`.
When it is late: `mark_notified`, `answer_delays`, `review_delays`, `approve_delays`.
What needs a person: `sweep`, `exceptions`, `assign`. Why: `explain`, `label_backorders`.
"""

from .catalog import forecasts, master_data, network
from .catalog.lead_times import VERB as set_lead_times
from .catalog.stocking import VERB as set_stock_policies
from .delays.answering import VERB as answer_delays
from .delays.reviewing import VERB as review_delays
from .delays.sending import APPROVE as approve_delays
from .delays.sending import MARK as mark_notified
from .figures.labelling import VERB as label_backorders
from .holds.confirming import VERB as confirm
from .holds.ending import EXPIRE as expire
from .holds.ending import WITHDRAW as withdraw
from .holds.holding import HOLD as hold
from .holds.holding import QUOTE as quote
from .inbox.listing import ASSIGN as assign
from .inbox.listing import LIST as exceptions
from .inbox.sweeping import VERB as sweep
from .incentives.giving import VERB as give_incentives
from .incentives.redeeming import VERB as redeem_incentive
from .incentives.rules import VERB as set_incentives
from .journal.verb import Verb
from .money.recording import VERB as record_payments
from .money.refunding import VERB as refund
from .money.terms import VERB as arrange_payments
from .orders.availability import VERB as availability
from .orders.cancelling import VERB as cancel
from .orders.changes import VERB as change_order
from .orders.explaining import VERB as explain
from .orders.placing import VERB as place_orders
from .orders.swapping import VERB as swap
from .proposals.deciding import VERB as decide_proposals
from .proposals.proposing import VERB as propose
from .purchasing.announcing import ANNOUNCE as announce
from .purchasing.approving import APPROVE as approve_purchases
from .purchasing.changing import VERB as change_supply
from .purchasing.confirming import ACKNOWLEDGE as acknowledge
from .purchasing.ordering import VERB as order_supply
from .purchasing.outages import VERB as set_outages
from .purchasing.overdue import VERB as review
from .purchasing.sending import CLOSE_SHORT as close_short
from .purchasing.sending import MARK_SENT as mark_sent
from .reallocation.reallocating import VERB as reallocate
from .warehouse.auditing import ENTER as enter_counts
from .warehouse.auditing import OPEN as open_counts
from .warehouse.counting import ADJUST as adjust
from .warehouse.counting import COUNT as count
from .warehouse.parcels import VERB as label_shipments
from .warehouse.picking import VERB as release
from .warehouse.receiving import VERB as receive
from .warehouse.returning import VERB as return_
from .warehouse.sheet_posting import VERB as approve_counts
from .warehouse.shipping import VERB as ship
from .warehouse.transfers import VERB as transfer

(
    set_products,
    set_locations,
    set_suppliers,
    set_supplier_items,
    set_customers,
    set_policies,
    set_substitutes,
) = master_data.VERBS
set_calendars, set_lanes, set_sourcing = network.VERBS
set_promotions, set_forecasts = forecasts.VERBS

VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        place_orders,
        availability,
        cancel,
        change_order,
        swap,
        quote,
        hold,
        confirm,
        withdraw,
        expire,
        order_supply,
        approve_purchases,
        mark_sent,
        acknowledge,
        announce,
        change_supply,
        close_short,
        receive,
        reallocate,
        adjust,
        count,
        transfer,
        open_counts,
        enter_counts,
        approve_counts,
        label_backorders,
        mark_notified,
        answer_delays,
        review_delays,
        approve_delays,
        release,
        review,
        ship,
        label_shipments,
        return_,
        arrange_payments,
        record_payments,
        refund,
        sweep,
        exceptions,
        assign,
        explain,
        set_stock_policies,
        set_lead_times,
        propose,
        decide_proposals,
        set_outages,
        set_incentives,
        give_incentives,
        redeem_incentive,
        *master_data.VERBS,
        *network.VERBS,
        *forecasts.VERBS,
    )
}

__all__ = [
    "VERBS",
    "Verb",
    "acknowledge",
    "adjust",
    "announce",
    "answer_delays",
    "approve_counts",
    "approve_delays",
    "approve_purchases",
    "arrange_payments",
    "assign",
    "availability",
    "cancel",
    "change_order",
    "change_supply",
    "close_short",
    "confirm",
    "count",
    "decide_proposals",
    "enter_counts",
    "exceptions",
    "expire",
    "explain",
    "give_incentives",
    "hold",
    "label_backorders",
    "label_shipments",
    "mark_notified",
    "mark_sent",
    "open_counts",
    "order_supply",
    "place_orders",
    "propose",
    "quote",
    "reallocate",
    "receive",
    "record_payments",
    "redeem_incentive",
    "refund",
    "release",
    "return_",
    "review",
    "review_delays",
    "set_customers",
    "set_forecasts",
    "set_incentives",
    "set_lead_times",
    "set_locations",
    "set_outages",
    "set_policies",
    "set_products",
    "set_promotions",
    "set_stock_policies",
    "set_substitutes",
    "set_supplier_items",
    "set_suppliers",
    "ship",
    "swap",
    "sweep",
    "transfer",
    "withdraw",
]
