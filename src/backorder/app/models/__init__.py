"""The schema. Django keeps it and its migrations; the ledger alone writes these tables."""

from .accounts import ApiToken
from .advice import Advice, AdviceChange, AdviceTerms
from .audits import BackorderCause, CountEntry, CountSheet, CountSheetLine
from .books import OrderLine, Peg, Promise, SalesOrder, Supply
from .buying import Proposal, StockPolicy, StockPolicyChange, SupplyOutage
from .care import OrderLink, WaitlistEntry
from .catalog import (
    CatalogState,
    Customer,
    Location,
    Policy,
    Product,
    Substitute,
    Supplier,
    SupplierItem,
)
from .claims import Hold, HoldLine, Reallocation, ReallocationPeg
from .delays import DelayAnswer, DelayCase, DelayNotice, DelayTold
from .documents import (
    Adjustment,
    CountLine,
    PurchaseLine,
    PurchaseOrder,
    Receipt,
    ReceiptLine,
    ReturnLine,
    SalesReturn,
    Shipment,
    ShipmentLabel,
    ShipmentLine,
    StockCount,
    Transfer,
    TransferLine,
)
from .figures import KeptFigure, WaitingCustomer, WaitingSupplier
from .forecasts import ForecastAccuracy, ProductForecast, Promotion
from .hooks import (
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookOutbox,
)
from .incentives import (
    Incentive,
    IncentiveOutbox,
    IncentiveRedemption,
    IncentiveRule,
    IncentiveSpend,
)
from .jobs import Alarm, JobSchedule
from .keeping import AppSetting, Upload
from .learning import LeadTime, LeadTimeCheck
from .money import MoneyEntry, Payment, PaymentEvent, PaymentTerm, RefundDue
from .network import Lane, ShippingLoad, SourcingRule, WorkCalendar
from .notices import (
    Notice,
    NoticeAttempt,
    NoticeOutbox,
    NoticePreference,
    NoticeRule,
    NoticeSuppression,
    SmsIn,
)
from .pages import SavedView
from .paying import PaymentMessage, PaymentRequest
from .people import AppSecret, Person, SignInLink
from .purchasing import (
    PurchaseMail,
    PurchaseSending,
    SupplierLink,
    SupplierMessage,
    SupplierMessageLine,
)
from .records import ExceptionCase, Journal, StockMovement
from .storefront import Alternative, AlternativeShown, Swap
from .wording import MessageTemplate

__all__ = [
    "Adjustment",
    "Advice",
    "AdviceChange",
    "AdviceTerms",
    "Alarm",
    "Alternative",
    "AlternativeShown",
    "ApiToken",
    "AppSecret",
    "AppSetting",
    "BackorderCause",
    "CatalogState",
    "CountEntry",
    "CountLine",
    "CountSheet",
    "CountSheetLine",
    "Customer",
    "DelayAnswer",
    "DelayCase",
    "DelayNotice",
    "DelayTold",
    "ExceptionCase",
    "ForecastAccuracy",
    "Hold",
    "HoldLine",
    "Incentive",
    "IncentiveOutbox",
    "IncentiveRedemption",
    "IncentiveRule",
    "IncentiveSpend",
    "JobSchedule",
    "Journal",
    "KeptFigure",
    "Lane",
    "LeadTime",
    "LeadTimeCheck",
    "Location",
    "MessageTemplate",
    "MoneyEntry",
    "Notice",
    "NoticeAttempt",
    "NoticeOutbox",
    "NoticePreference",
    "NoticeRule",
    "NoticeSuppression",
    "OrderLine",
    "OrderLink",
    "Payment",
    "PaymentEvent",
    "PaymentMessage",
    "PaymentRequest",
    "PaymentTerm",
    "Peg",
    "Person",
    "Policy",
    "Product",
    "ProductForecast",
    "Promise",
    "Promotion",
    "Proposal",
    "PurchaseLine",
    "PurchaseMail",
    "PurchaseOrder",
    "PurchaseSending",
    "Reallocation",
    "ReallocationPeg",
    "Receipt",
    "ReceiptLine",
    "RefundDue",
    "ReturnLine",
    "SalesOrder",
    "SalesReturn",
    "SavedView",
    "Shipment",
    "ShipmentLabel",
    "ShipmentLine",
    "ShippingLoad",
    "SignInLink",
    "SmsIn",
    "SourcingRule",
    "StockCount",
    "StockMovement",
    "StockPolicy",
    "StockPolicyChange",
    "Substitute",
    "Supplier",
    "SupplierItem",
    "SupplierLink",
    "SupplierMessage",
    "SupplierMessageLine",
    "Supply",
    "SupplyOutage",
    "Swap",
    "Transfer",
    "TransferLine",
    "Upload",
    "WaitingCustomer",
    "WaitingSupplier",
    "WaitlistEntry",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
    "WebhookOutbox",
    "WorkCalendar",
]
