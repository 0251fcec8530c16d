"""Stripe payments: how does Stripe's export of payments become orders and refunds?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.phrase import say
from rapport.core.source import Recipe, Recognition, Sheet, column
from rapport.sources.expressions import (
    NO_CURRENCY,
    first_filled,
    in_utc,
    is_above_zero,
    is_among,
)
from rapport.sources.headers import by_fold

_CREATED = ("createdutc", "createddateutc", "created")
_PAID = (
    "paid",
    "succeeded",
    "refunded",
    "partially refunded",
    "partial refund",
    "partially_refunded",
    "",
)


@dataclass(frozen=True, slots=True)
class StripePayments:
    """Payments › Export of Stripe's dashboard; amounts are in units of the currency."""

    name: str = "stripe"

    def recognise(self, sheet: Sheet) -> Recognition | None:
        """The export by its id, amounts, status and the columns that only Stripe names so."""
        columns = by_fold(sheet.columns)
        created = next((name for name in _CREATED if name in columns), None)
        marks = {"sellermessage", "statementdescriptor", "convertedamount", "cardid", "captured"}
        if created is None or not columns.keys() >= {"id", "amount", "amountrefunded", "status"}:
            return None
        if len(marks & columns.keys()) < 2:
            return None
        fields = _fields(columns, created)
        return Recognition(
            source=self.name,
            confidence=0.99,
            reason=say(
                "columns of Stripe's payments export: {columns}",
                columns=", ".join(columns[name] for name in sorted(marks & columns.keys())),
            ),
            recipes=_recipes(columns, fields, sheet.decimal_mark),
            mapping=_mapping(columns, created),
            notes=(
                say("failed and open payments are left out"),
                say("a refund without a day of its own is dated with its payment"),
            ),
        )


def _fields(columns: dict[str, str], created: str) -> dict[str, str]:
    identity, happened_at = column(columns["id"]), column(columns[created])
    fields = {
        "key": identity,
        "order_id": identity,
        "happened_at": in_utc(happened_at) if created.endswith("utc") else happened_at,
        "currency": NO_CURRENCY,
    }
    if "currency" in columns:
        fields["currency"] = column(columns["currency"])
    for handle in ("customer_id", "email"):
        name = {"customer_id": "customerid", "email": "customeremail"}[handle]
        if name in columns:
            fields[handle] = column(columns[name])
    return fields


def _recipes(
    columns: dict[str, str], fields: dict[str, str], decimal_mark: str
) -> tuple[Recipe, ...]:
    paid = is_among(column(columns["status"]), *_PAID)
    refunded = column(columns["amountrefunded"])
    purchase = {**fields, "amount": column(columns["amount"]), "channel": "'web'"}
    refund = {**fields, "amount": refunded, "kind": "'refund'"}
    if (day := columns.get("refundeddateutc")) is not None:
        refund["happened_at"] = first_filled(in_utc(column(day)), fields["happened_at"])
    return (
        Recipe("purchase", purchase, paid),
        Recipe("refund", refund, f"{paid} AND {is_above_zero(refunded, decimal_mark)}"),
    )


def _mapping(columns: dict[str, str], created: str) -> tuple[tuple[str, str], ...]:
    pairs = {
        "order_id": "id",
        "happened_at": created,
        "amount": "amount",
        "refund.amount": "amountrefunded",
        "currency": "currency",
        "customer_id": "customerid",
        "email": "customeremail",
    }
    return tuple((field, columns[name]) for field, name in pairs.items() if name in columns)
