"""Shopify orders: how does Shopify's export of orders, one row a line item, become records?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.phrase import say
from rapport.core.source import Recipe, Recognition, Sheet, column, constant
from rapport.sources.expressions import (
    NO_CURRENCY,
    bare,
    first_filled,
    is_above_zero,
    is_among,
    is_filled,
    number,
    written,
)
from rapport.sources.headers import by_fold

_NEEDED = (
    "name",
    "financialstatus",
    "total",
    "createdat",
    "lineitemquantity",
    "lineitemname",
    "lineitemprice",
)
_COUNTED = ("paid", "partially_paid", "refunded", "partially_refunded", "")
_SALES_CHANNELS = ("", "web", "pos", "shopify_draft_order", "iphone", "android", "instagram")
"""What Shopify itself writes under Source; anything else tells what brought the customer."""


@dataclass(frozen=True, slots=True)
class ShopifyOrders:
    """Orders › Export of Shopify's admin: order fields stand only on an order's first row."""

    name: str = "shopify"

    def recognise(self, sheet: Sheet) -> Recognition | None:
        """The export by the seven columns it always has."""
        columns = by_fold(sheet.columns)
        if not columns.keys() >= set(_NEEDED):
            return None
        purchase, refund, line = (
            _purchase(columns, sheet.decimal_mark),
            _refund(columns, sheet.decimal_mark),
            _line(columns, sheet.decimal_mark),
        )
        return Recognition(
            source=self.name,
            confidence=0.99,
            reason=say(
                "columns of Shopify's order export: {columns}",
                columns="Financial Status, Lineitem name, Lineitem price",
            ),
            recipes=(purchase, refund, line),
            mapping=_mapping(columns),
            notes=(
                say("orders neither paid nor refunded (pending, voided, authorized) are left out"),
                say("a refund without a day of its own is dated with its order"),
            ),
        )


def _cell(columns: dict[str, str], *names: str) -> list[str]:
    """The columns among these that the file has, as SQL."""
    return [column(columns[name]) for name in names if name in columns]


def _counted(columns: dict[str, str]) -> str:
    """The order's first row, of an order that counts."""
    status = is_among(column(columns["financialstatus"]), *_COUNTED)
    return f"{is_filled(column(columns['total']))} AND {status}"


def _order_id(columns: dict[str, str]) -> str:
    return bare(column(columns["name"]))


def _key(columns: dict[str, str]) -> str:
    told = [bare(cell) for cell in _cell(columns, "id", "name")]
    return first_filled(*told)


def _currency(columns: dict[str, str]) -> str:
    told = _cell(columns, "currency")
    return told[0] if told else NO_CURRENCY


def _who(columns: dict[str, str]) -> dict[str, str]:
    told = {
        "email": _cell(columns, "email"),
        "phone": [bare(c) for c in _cell(columns, "phone", "billingphone", "shippingphone")],
        "name": _cell(columns, "billingname", "shippingname"),
    }
    return {handle: first_filled(*cells) for handle, cells in told.items() if cells}


def _purchase(columns: dict[str, str], mark: str) -> Recipe:
    fields = {
        "key": _key(columns),
        "order_id": _order_id(columns),
        "happened_at": column(columns["createdat"]),
        "amount": column(columns["total"]),
        "currency": _currency(columns),
        **_who(columns),
    }
    told = {
        "cancelled_at": _cell(columns, "cancelledat"),
        "discount": _cell(columns, "discountamount"),
        "code": _cell(columns, "discountcode"),
        "country": _cell(columns, "billingcountry", "shippingcountry"),
    }
    fields |= {name: first_filled(*cells) for name, cells in told.items() if cells}
    notes = _cell(columns, "noteattributes", "notes")
    if notes:
        written_there = f"concat_ws(' ', {', '.join(notes)})"
        fields["promised_at"] = _day_after(written_there, "promised|expected|estimated|promis")
        fields["delivered_at"] = _day_after(written_there, "delivered|livré")
    fields["channel"] = constant("web")
    if "source" in columns:
        source = column(columns["source"])
        sells = f"({is_among(source, *_SALES_CHANNELS)} OR regexp_matches({source}, '^[0-9]+$'))"
        fields["channel"] = f"CASE WHEN {is_among(source, 'pos')} THEN 'shop' ELSE 'web' END"
        fields["first_touch"] = f"CASE WHEN NOT {sells} THEN {source} END"
    return Recipe("purchase", fields, _counted(columns))


def _day_after(text: str, words: str) -> str:
    """The first day written soon after one of these words, as delivery apps leave it in notes."""
    pattern = f"(?i)({words})[^0-9]{{0,24}}([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})"
    return f"nullif(regexp_extract({text}, {constant(pattern)}, 2), '')"


def _refund(columns: dict[str, str], mark: str) -> Recipe:
    """Money back on an order that stands; a cancelled order is no order, so nothing comes back."""
    cancelled = [is_filled(cell) for cell in _cell(columns, "cancelledat")]
    refunded = _cell(columns, "refundedamount")
    stands = f"NOT {cancelled[0]}" if cancelled else "TRUE"
    some = is_above_zero(refunded[0], mark) if refunded else "FALSE"
    fields = {
        "key": _key(columns),
        "order_id": _order_id(columns),
        "happened_at": column(columns["createdat"]),
        "amount": refunded[0] if refunded else "NULL",
        "currency": _currency(columns),
        "kind": constant("refund"),
        **_who(columns),
    }
    return Recipe("refund", fields, f"{_counted(columns)} AND {stands} AND {some}")


def _line(columns: dict[str, str], mark: str) -> Recipe:
    """A line item; its day and currency stand on the order's first row, so it tells none itself.

    Each line says only what its own row says: a file cut in two tells the same lines.
    """
    quantity, price = (column(columns[f"lineitem{name}"]) for name in ("quantity", "price"))
    gross = f"{number(quantity, mark)} * {number(price, mark)}"
    less = [f"coalesce({number(c, mark)}, 0)" for c in _cell(columns, "lineitemdiscount")]
    fields = {
        "order_id": _order_id(columns),
        "product": first_filled(*_cell(columns, "lineitemsku", "lineitemname")),
        "description": column(columns["lineitemname"]),
        "quantity": quantity,
        "unit_price": price,
        "amount": written(" - ".join((gross, *less)), mark),
    }
    return Recipe("purchase_line", fields, is_filled(column(columns["lineitemname"])))


def _mapping(columns: dict[str, str]) -> tuple[tuple[str, str], ...]:
    pairs = {
        "order_id": "name",
        "key": "id",
        "happened_at": "createdat",
        "amount": "total",
        "currency": "currency",
        "email": "email",
        "phone": "phone",
        "name": "billingname",
        "code": "discountcode",
        "discount": "discountamount",
        "country": "billingcountry",
        "first_touch": "source",
        "refund.amount": "refundedamount",
        "product": "lineitemsku",
        "description": "lineitemname",
        "quantity": "lineitemquantity",
        "unit_price": "lineitemprice",
    }
    return tuple((field, columns[name]) for field, name in pairs.items() if name in columns)
