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
    or_else,
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
    return or_else(told[0], NO_CURRENCY) if told else NO_CURRENCY


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
        "discount": _cell(columns, "discountamount"),
        "code": _cell(columns, "discountcode"),
        "country": _cell(columns, "billingcountry", "shippingcountry"),
    }
    fields |= {name: first_filled(*cells) for name, cells in told.items() if cells}
    fields["channel"] = constant("web")
    if "source" in columns:
        source = column(columns["source"])
        sells = f"({is_among(source, *_SALES_CHANNELS)} OR regexp_matches({source}, '^[0-9]+$'))"
        fields["channel"] = f"CASE WHEN {is_among(source, 'pos')} THEN 'shop' ELSE 'web' END"
        fields["first_touch"] = f"CASE WHEN NOT {sells} THEN {source} END"
    return Recipe("purchase", fields, _counted(columns))


def _refund(columns: dict[str, str], mark: str) -> Recipe:
    """Money back: what was refunded, or all of a cancelled order; never both, the larger."""
    cancelled = [is_filled(cell) for cell in _cell(columns, "cancelledat")]
    refunded = _cell(columns, "refundedamount")
    void = cancelled[0] if cancelled else "FALSE"
    back = f"coalesce({number(refunded[0], mark)}, 0)" if refunded else "0"
    total = number(column(columns["total"]), mark)
    amount = f"CASE WHEN {void} THEN greatest({total}, {back}) ELSE {back} END"
    some = is_above_zero(refunded[0], mark) if refunded else "FALSE"
    fields = {
        "key": _key(columns),
        "order_id": _order_id(columns),
        "happened_at": first_filled(*_cell(columns, "cancelledat", "createdat")),
        "amount": written(amount, mark),
        "currency": _currency(columns),
        "kind": f"CASE WHEN {void} THEN 'cancellation' ELSE 'refund' END",
        **_who(columns),
    }
    return Recipe("refund", fields, f"{_counted(columns)} AND ({void} OR {some})")


def _line(columns: dict[str, str], mark: str) -> Recipe:
    """A line item: its day stands on the order's first row only."""
    order, created = _order_id(columns), column(columns["createdat"])
    quantity, price = (column(columns[f"lineitem{name}"]) for name in ("quantity", "price"))
    gross = f"{number(quantity, mark)} * {number(price, mark)}"
    less = [f"coalesce({number(c, mark)}, 0)" for c in _cell(columns, "lineitemdiscount")]
    fields = {
        "order_id": order,
        "happened_at": f"max(nullif({created}, '')) OVER (PARTITION BY {order})",
        "product": first_filled(*_cell(columns, "lineitemsku", "lineitemname")),
        "description": column(columns["lineitemname"]),
        "quantity": quantity,
        "unit_price": price,
        "amount": written(" - ".join((gross, *less)), mark),
        "currency": _currency(columns),
    }
    if "currency" in columns:
        told = f"max(nullif({column(columns['currency'])}, '')) OVER (PARTITION BY {order})"
        fields["currency"] = f"coalesce({told}, {NO_CURRENCY})"
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
