"""The pages for selling: the overview, backorders, orders, products, customers."""

from __future__ import annotations

from . import (
    backorder,
    backorders,
    customer_order,
    customers,
    delay_case,
    delays,
    forecasts,
    incentives,
    money,
    offers,
    order_new,
    orders,
    overview,
    payment_messages,
    product,
    products,
    promotions,
    quotes,
    remedies,
    waitlist,
)

PAGES = (
    *overview.PAGES,
    *remedies.PAGES,
    *backorders.PAGES,
    *backorder.PAGES,
    *order_new.PAGES,
    *quotes.PAGES,
    *delays.PAGES,
    *delay_case.PAGES,
    *money.PAGES,
    *orders.PAGES,
    *products.PAGES,
    *forecasts.PAGES,
    *promotions.PAGES,
    *offers.PAGES,
    *incentives.PAGES,
    *product.PAGES,
    *customers.PAGES,
    *customer_order.PAGES,
    *waitlist.PAGES,
    *payment_messages.PAGES,
)
