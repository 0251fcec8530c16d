"""Purchase recipes: which rows of a list of orders are orders, lines, or money given back?"""

from __future__ import annotations

from rapport.core.source import Recipe, constant
from rapport.sources.expressions import (
    NO_CURRENCY,
    fingerprint,
    is_cancelled,
    is_negative,
    is_yes,
    number,
    written,
)
from rapport.sources.headers import fold
from rapport.sources.reading import Reading

_CREDIT_NOTE = "^[Cc][0-9]{5,}$"
"""Invoice numbers of credit notes, as "C489449"."""

_LINE_AMOUNTS = frozenset(
    fold(name)
    for name in (
        "line total",
        "line amount",
        "item total",
        "extended price",
        "sales value",
        "total ligne",
        "montant ligne",
    )
)
"""Names that can only mean a line's amount; a bare "total" may be the whole order's."""

_WHO = ("customer_id", "email", "phone", "account", "network", "name")
_REFUND = (*_WHO, "happened_at", "updated_at", "order_id", "amount", "currency", "channel")
_HEADER = ("margin", "discount", "campaign", "code", "country", "first_touch")


def purchase_recipes(reading: Reading) -> tuple[Recipe, ...]:
    """One row an order: orders, and cancellations where the amount or a flag says so.

    Rows that a status calls cancelled, at a positive amount, were never paid: neither.
    """
    amount = reading.sql("amount")
    back = _or(
        is_negative(amount) if amount else None,
        is_yes(flag) if (flag := reading.sql("cancelled")) else None,
        _credit_note(reading),
    )
    void = is_cancelled(status) if (status := reading.sql("status")) else None
    fields = _fields(reading, tuple(reading.cells))
    if "order_id" in fields:
        fields.setdefault("key", fields["order_id"])
    else:
        told = (reading.sql(field) for field in ("happened_at", "amount", *_WHO))
        fields["order_id"] = fingerprint(*(sql for sql in told if sql is not None))
    refund = {name: sql for name, sql in fields.items() if name in (*_REFUND, "key")}
    refund["kind"] = constant("cancellation")
    return (
        Recipe("purchase", fields, _and(_not(back), _not(void))),
        Recipe("refund", refund, back or "FALSE"),
    )


def line_recipes(reading: Reading) -> tuple[Recipe, ...]:
    """One row a product: the order (its amount the sum of its lines), its lines, what came back."""
    mark = reading.sheet.decimal_mark
    amount, price, quantity = (reading.sql(f) for f in ("amount", "unit_price", "quantity"))
    if price is not None and fold(reading.cells.get("amount", "")) not in _LINE_AMOUNTS:
        each = number(price, mark)
        amount = written(f"{each} * {number(quantity, mark)}" if quantity else each, mark)
    told = (reading.sql("amount"), price, quantity)
    back = _or(*(is_negative(sql) for sql in told if sql is not None), _credit_note(reading))
    line = _fields(
        reading,
        ("happened_at", "updated_at", *_WHO, "order_id", "product", "description", "quantity",
         "unit_price", "currency"),
    )  # fmt: skip
    line |= {"amount": amount or "NULL"}
    line.setdefault("product", line.get("description", "NULL"))
    header = ("happened_at", "updated_at", *_WHO, "order_id", "currency", "channel", *_HEADER)
    purchase = _fields(reading, header)
    purchase["key"] = purchase["order_id"]
    refund = _fields(reading, _REFUND) | {
        "amount": amount or "NULL",
        "kind": constant("cancellation"),
    }
    if "description" in line:
        refund["reason"] = line["description"]
    sold = _not(back)
    return (
        Recipe("purchase_line", line, sold),
        Recipe("purchase", purchase, sold),
        Recipe("refund", refund, back or "FALSE"),
    )


def _fields(reading: Reading, names: tuple[str, ...]) -> dict[str, str]:
    """Those fields that something fills, and a currency in any case."""
    fields = {name: sql for name in names if (sql := reading.sql(name)) is not None}
    told = reading.currency()
    fields["currency"] = told or NO_CURRENCY
    return fields


def _credit_note(reading: Reading) -> str | None:
    """Invoices that begin with C are credit notes, unless most invoices of the sheet do."""
    cell = reading.cells.get("order_id", "")
    if "invoice" not in fold(cell) and "facture" not in fold(cell):
        return None
    told = reading.values("order_id")
    if sum(value[:1] in "Cc" for value in told) * 2 > len(told):
        return None
    number_told = f"coalesce(trim({reading.sql('order_id')}), '')"
    starts = f"left({number_told}, 1) IN ('C', 'c')"
    return f"({starts} AND regexp_matches({number_told}, '{_CREDIT_NOTE}'))"


def _or(*conditions: str | None) -> str | None:
    told = [condition for condition in conditions if condition]
    return f"({' OR '.join(told)})" if told else None


def _and(*conditions: str | None) -> str:
    told = [condition for condition in conditions if condition]
    return " AND ".join(told) or "TRUE"


def _not(condition: str | None) -> str:
    return f"NOT {condition}" if condition else "TRUE"
