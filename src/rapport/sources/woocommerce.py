"""WooCommerce: how do its own order report and the export plugins' files become records?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.phrase import say
from rapport.core.source import Recipe, Recognition, Sheet, column
from rapport.sources.expressions import (
    NO_CURRENCY,
    first_filled,
    is_among,
    is_filled,
    number,
    written,
)
from rapport.sources.headers import by_fold

_SOLD = ("completed", "processing", "refunded", "terminée", "en cours", "remboursée", "")
_SOLD_STATUSES = (*_SOLD, *(f"wc-{status}" for status in _SOLD[:3]))
_BACK = ("refunded", "wc-refunded", "remboursée")

_REPORT = {
    "order_id": ("order", "commande", "ncommande"),
    "happened_at": ("date",),
    "status": ("status", "etat", "statut"),
    "name": ("customer", "client"),
    "amount": ("netsales", "ventesnettes"),
    "code": ("coupons", "coupon", "codespromo"),
    "first_touch": ("attribution",),
}
_REPORT_MARKS = frozenset(
    {"customertype", "itemssold", "nrevenueformatted", "products", "typedeclient", "articlesvendus"}
)
_PLUGIN = {
    "order_id": ("ordernumber", "orderid"),
    "happened_at": ("orderdate",),
    "status": ("orderstatus",),
    "amount": ("ordertotalamount", "ordertotal"),
    "email": ("billingemail", "emailbilling", "billingemailaddress", "customeremail"),
    "phone": ("billingphone", "phonebilling"),
    "currency": ("ordercurrency", "currency"),
    "country": ("billingcountry", "countrycodebilling", "countrybilling"),
    "code": ("couponcode", "coupons", "couponcodes"),
    "discount": ("cartdiscountamount", "discountamount", "orderdiscount"),
    "customer_id": ("customeruserid", "customerid"),
    "product": ("sku", "itemsku", "productid"),
    "description": ("itemname", "productname"),
    "quantity": ("itemquantity", "quantity", "quantityrefund"),
    "unit_price": ("itemcost", "itemprice", "productprice"),
    "line_amount": ("orderlinesubtotal", "ordersubtotal", "itemtotal", "linetotal"),
}
_PURCHASE = (
    "happened_at",
    "amount",
    "email",
    "phone",
    "name",
    "customer_id",
    "country",
    "code",
    "discount",
    "first_touch",
)


@dataclass(frozen=True, slots=True)
class WooCommerceAnalytics:
    """Analytics › Orders of WooCommerce itself: no e-mail, the customer's name only."""

    name: str = "woocommerce"

    def recognise(self, sheet: Sheet) -> Recognition | None:
        """The report by its net sales beside the columns that only it has."""
        found = _found(sheet, _REPORT)
        marks = _REPORT_MARKS & by_fold(sheet.columns).keys()
        if len(marks) < 2 or not found.keys() >= {"order_id", "happened_at", "amount"}:
            return None
        return Recognition(
            source=self.name,
            confidence=0.97,
            reason=say("columns of WooCommerce's own order report (no e-mail in it)"),
            recipes=_orders(found),
            mapping=tuple(found.items()),
            notes=(
                say("this report tells no e-mail: people are known by name only"),
                say("no currency is told: amounts stand as XXX until --map currency==EUR"),
                say("only completed, processing and refunded orders count"),
            ),
        )


@dataclass(frozen=True, slots=True)
class WooCommerceOrders:
    """What the order export plugins of WooCommerce write, one row an order or an item."""

    name: str = "woocommerce"

    def recognise(self, sheet: Sheet) -> Recognition | None:
        """The file by order number, status, date, total and a billing column."""
        found = _found(sheet, _PLUGIN)
        billing = [name for name in by_fold(sheet.columns) if "billing" in name]
        if not billing or not found.keys() >= {"order_id", "happened_at", "status", "amount"}:
            return None
        return Recognition(
            source=self.name,
            confidence=0.96,
            reason=say(
                "columns of a WooCommerce order export: {columns}",
                columns=", ".join((found["order_id"], found["status"], found["amount"])),
            ),
            recipes=(*_orders(found), *_lines(found, sheet.decimal_mark)),
            mapping=tuple(found.items()),
            notes=(say("only completed, processing and refunded orders count"),),
        )


def _found(sheet: Sheet, names: dict[str, tuple[str, ...]]) -> dict[str, str]:
    columns = by_fold(sheet.columns)
    return {
        field: columns[name]
        for field, known in names.items()
        if (name := next((one for one in known if one in columns), None)) is not None
    }


def _orders(found: dict[str, str]) -> tuple[Recipe, ...]:
    """Orders that were sold; a refunded one is an order and its money back."""
    order = column(found["order_id"])
    fields = {name: column(found[name]) for name in _PURCHASE if name in found}
    fields |= {"key": order, "order_id": order, "currency": _currency(found)}
    kept = ("key", "order_id", "happened_at", "amount", "currency", "email", "phone", "name")
    refund = {name: fields[name] for name in kept if name in fields} | {"kind": "'refund'"}
    status = column(found["status"]) if "status" in found else "''"
    return (
        Recipe("purchase", fields | {"channel": "'web'"}, is_among(status, *_SOLD_STATUSES)),
        Recipe("refund", refund, is_among(status, *_BACK)),
    )


def _lines(found: dict[str, str], mark: str) -> tuple[Recipe, ...]:
    """The item of a row, where the plugin writes one row an item."""
    if "description" not in found or not {"unit_price", "line_amount"} & found.keys():
        return ()
    text = {field: column(name) for field, name in found.items()}
    amount = text.get("line_amount")
    if amount is None:
        pieces = number(text["quantity"], mark) if "quantity" in text else "1"
        amount = written(f"{pieces} * {number(text['unit_price'], mark)}", mark)
    told = ("happened_at", "order_id", "description", "quantity", "unit_price")
    fields = {name: text[name] for name in told if name in text}
    fields |= {"amount": amount, "currency": _currency(found)}
    names = [text[name] for name in ("product", "description") if name in text]
    fields["product"] = first_filled(*names)
    sold = is_among(text["status"], *_SOLD_STATUSES)
    return (Recipe("purchase_line", fields, f"{sold} AND {is_filled(text['description'])}"),)


def _currency(found: dict[str, str]) -> str:
    return column(found["currency"]) if "currency" in found else NO_CURRENCY
