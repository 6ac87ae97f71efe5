"""Guess which column of a file is which of ours, by names that people give them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .kinds import Kind

# Other names of our columns, as letters and digits alone; the better ones first.
OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "sku": (
        *("productcode", "itemcode", "itemno", "itemnumber", "articleno", "articlenumber", "item"),
        *("article", "product", "productid", "partno", "partnumber", "artikelnr", "artikelnummer"),
        *("artnr", "artikel", "variantsku"),
    ),
    "name": ("title", "description", "productname", "bezeichnung", "beschreibung", "fullname"),
    "unit_price": ("price", "salesprice", "listprice", "unitprice", "preis", "verkaufspreis", "vk"),
    "unit_cost": ("cost", "costprice", "purchaseprice", "einkaufspreis", "ek", "buyingprice"),
    "currency": ("curr", "currencycode", "waehrung", "währung"),
    "category": ("group", "productgroup", "family", "type", "kategorie", "warengruppe"),
    "unit": ("uom", "unitofmeasure", "einheit", "me"),
    "quantity": (
        *("qty", "units", "amount", "count", "pieces", "pcs", "menge", "anzahl", "stück", "stk"),
        *("onhand", "stock", "bestand", "instock", "available"),
    ),
    "location": ("warehouse", "site", "store", "place", "lager", "standort", "lagerort"),
    "supplier": ("vendor", "vendorcode", "suppliercode", "lieferant", "lieferantennr"),
    "customer": ("customerref", "customerid", "customerno", "client", "buyer", "kunde", "kundennr"),
    "order": ("orderno", "ordernumber", "orderid", "salesorder", "so", "auftrag", "bestellung"),
    "po": ("purchaseorder", "ponumber", "pono", "purchaseorderno", "bestellnummer", "bestellnr"),
    "placed_at": ("orderdate", "date", "createdat", "orderedat", "datum", "auftragsdatum"),
    "ordered_at": ("orderdate", "date", "createdat", "bestelldatum", "datum"),
    "received_at": ("receiptdate", "receivedon", "date", "wareneingang", "datum"),
    "expected_on": ("eta", "duedate", "expected", "deliverydate", "expecteddate", "liefertermin"),
    "requested_on": ("wanted", "requesteddate", "needby", "deliverydate", "wunschtermin"),
    "lead_time_days": ("leadtime", "leaddays", "lieferzeit", "wiederbeschaffungszeit"),
    "moq": ("minimumorderquantity", "minorder", "minqty", "mindestmenge"),
    "multiple": ("packsize", "ordermultiple", "casepack", "vpe", "verpackungseinheit"),
    "ref": (
        "customer",
        "customerref",
        "customerid",
        "customerno",
        "kundennr",
        "kundennummer",
        "id",
    ),
    "code": ("id", "number", "no", "short", "kürzel", "nummer"),
    "email": ("mail", "emailaddress", "epost"),
    "phone": ("telephone", "tel", "mobile", "telefon"),
    "locale": ("language", "lang", "sprache"),
    "class": ("tier", "segment", "customerclass", "kundenklasse", "customergroup"),
    "channel": ("source", "saleschannel", "kanal", "shop"),
    "substitute": ("alternative", "replacement", "ersatz", "ersatzartikel"),
    "rank": ("order", "priority", "position", "rang"),
    "priority": ("rank", "prio", "priorität"),
    "condition": ("state", "quality", "zustand"),
    "match": ("value", "applies", "appliesto"),
}


def guess(kind: Kind, theirs: Iterable[str]) -> dict[str, str]:
    """Return a mapping of our columns to theirs, as far as names tell; required columns first.

    >>> from .kinds import KINDS
    >>> guess(KINDS["stock"], ["Art.-Nr", "Warehouse", "Qty", "Remark"])
    {'sku': 'Art.-Nr', 'location': 'Warehouse', 'quantity': 'Qty'}
    """
    found = list(theirs)
    free = {name: _plain(name) for name in found if name}
    mapping: dict[str, str] = {}
    for column in kind.columns:  # names that are ours already
        same = next((name for name in free if name.strip() == column.name), None)
        same = same or next((n for n, plain in free.items() if plain == _plain(column.name)), None)
        if same is not None:
            mapping[column.name] = same
            del free[same]
    for column in sorted(kind.columns, key=lambda one: not one.required):
        if column.name in mapping:
            continue
        names = (kind.name.removesuffix("s") + _plain(column.name), *_other_names(column.name))
        for name in names:
            same = next((one for one, plain in free.items() if plain == name), None)
            if same is not None:
                mapping[column.name] = same
                del free[same]
                break
    order = [column.name for column in kind.columns]
    return {name: mapping[name] for name in sorted(mapping, key=order.index)}


def _other_names(name: str) -> tuple[str, ...]:
    return OTHER_NAMES.get(name, ())


def _plain(name: str) -> str:
    """Return the letters and digits of a name, small.

    >>> _plain(" Unit Price (EUR)")
    'unitprice'
    """
    return re.sub(r"[\W_]+", "", re.sub(r"\(.*?\)", "", name)).lower()
