"""Relations: what do a snapshot's steps read, told record by told record?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.measure import Step
from rapport.ledger.cuts import Cut
from rapport.ledger.money import Money
from rapport.ledger.tables import TABLES


@dataclass(frozen=True, slots=True)
class Heard:
    """What telling messages apart must look at, found out before any is read.

    `several_tellers`: messages come from several sources; `is_read`: some have been read;
    `threadless`: some tell no thread; `vanishes`: some disappeared; `spans`: how many spans of
    work a day has at most.
    """

    several_tellers: bool = False
    is_read: bool = False
    threadless: bool = False
    vanishes: bool = False
    spans: int = 1


@dataclass(frozen=True, slots=True)
class View:
    """What the relations depend on, beside bound parameters ($as_of, $known_at, $zone).

    `revised` names tables with keys of several versions; `all_known` that nothing was learnt
    after the time asked for; `home_utc` that the home zone is UTC; `line_sums` that some
    orders are the sum of their lines;
    `identity` names the table of who is behind a contact; `twice_refunded` that some
    cancellation is told both whole and line by line.
    """

    cut: Cut
    money: Money
    revised: frozenset[str]
    all_known: bool
    home_utc: bool
    line_sums: bool
    identity: str = "identity"
    twice_refunded: bool = False
    heard: Heard = Heard()


def told(view: View, table: str) -> Step:
    """Current versions of a table's records: one row a key, as known at the time."""
    if table == "refund" and view.twice_refunded:
        return Step("told_refund", f"{_current_sql(view, table)}{_WHOLE_REFUNDS}")
    return Step(f"told_{table}", _current_sql(view, table))


_WHOLE_REFUNDS = """
) AS told
ANTI JOIN (
    SELECT source AS teller, order_id AS whole
    FROM refund
    WHERE key = order_id
) ON (teller = told.source AND whole = told.order_id AND told.key <> told.order_id)"""
"""A cancellation told whole (by its order's number) silences the same one told line by line."""


def _current_sql(view: View, table: str) -> str:
    known = "" if view.all_known else "WHERE seen_at <= $known_at"
    opened = "SELECT *\nFROM (\n" if table == "refund" and view.twice_refunded else ""
    if table not in view.revised:
        return f"{opened}SELECT *\nFROM {table}\n{known}"
    keys = f"(SELECT source, key FROM revision WHERE record = '{table}')"
    return f"""{opened}SELECT *
FROM {table}
ANTI JOIN {keys} AS revised USING (source, key)
{known}
UNION ALL BY NAME
SELECT *
FROM {table}
SEMI JOIN {keys} AS revised USING (source, key)
{known}
QUALIFY row_number() OVER (
    PARTITION BY source, key
    ORDER BY updated_at DESC NULLS LAST, content DESC
) = 1"""


def clock_sql(view: View, alias: str = "told") -> str:
    """SQL of a record's time on the wall clock of the home zone."""
    if view.home_utc:
        return f"{alias}.happened_at"
    return local_sql(f"{alias}.happened_at", f"{alias}.zone")


def local_sql(moment: str, zone: str) -> str:
    """SQL of a moment on the home clock: as told where no zone was told."""
    home = f"timezone($zone, timezone('UTC', {moment}))"
    return f"CASE WHEN {zone} IS NULL THEN {moment} ELSE {home} END"


def happened(
    view: View, table: str, columns: str, joins: str = "", *, person: bool = True, also: str = ""
) -> str:
    """SQL of a table's records up to the as-of day (`also`: a further condition on them)."""
    who = "identity.person," if person else ""
    names = named_sql(view) if person else ""
    at = clock_sql(view)
    return f"""SELECT
    {who}
    CAST({at} AS DATE) AS day,
    {at} AS at,
    {columns}
FROM told_{table} AS told
{names}
{joins}
WHERE CAST({at} AS DATE) <= $as_of{also}"""


def named_sql(view: View, contact: str = "told.contact", alias: str = "identity") -> str:
    """SQL of the join that puts a person to a contact."""
    return f"LEFT JOIN {view.identity} AS {alias} ON ({alias}.contact = {contact})"


def _listed(table: str, *, but: tuple[str, ...] = ()) -> str:
    """A table's own columns, aliased, without some."""
    return ",\n    ".join(f"told.{name}" for name in TABLES[table].column_names if name not in but)


def plain(view: View, table: str) -> Step:
    """A relation whose columns are its table's, cut by segment and period."""
    person = TABLES[table].handles
    inner = happened(
        view, table, f"told.key,\n    told.source,\n    {_listed(table)}", person=person
    )
    if not person and view.cut.by is not None and table != "post":
        return Step(table, inner, (f"told_{table}",))
    return _cut(view, table, inner, (f"told_{table}",))


def _cut(view: View, table: str, inner: str, reads: tuple[str, ...]) -> Step:
    """Put segment and period beside the rows of an inner query."""
    return Step(
        table,
        f"""SELECT
    told.*,
    {view.cut.columns_sql(table)}
FROM (
{inner}
) AS told
{view.cut.joins_sql(table)}""",
        (*reads, *view.cut.reads(table)),
    )


def purchase(view: View) -> Step:
    """Orders in home currency; those told line by line sum their lines."""
    return _cut(view, "purchase", purchase_rows(view), purchase_reads(view))


def purchase_reads(view: View) -> tuple[str, ...]:
    """Relations that the orders' rows read."""
    lines = ("line_sum",) if view.line_sums else ()
    return ("told_purchase", *lines, *view.money.reads)


def purchase_rows(view: View, columns: str = "") -> str:
    """SQL of the orders' rows, uncut."""
    amount = "coalesce(told.amount, line_sum.amount, 0)" if view.line_sums else "told.amount"
    joins = view.money.join_sql(clock_sql(view))
    if view.line_sums:
        joins += (
            "\nLEFT JOIN line_sum "
            "ON (line_sum.source = told.source AND line_sum.order_id = told.order_id)"
        )
    listed = columns or (
        "told.key,\n    told.source,\n    "
        + _listed("purchase", but=("amount", "margin", "discount", "currency", "cancelled_at"))
    )
    return happened(
        view,
        "purchase",
        f"""{listed},
    {view.money.home_sql(amount)} AS amount,
    {view.money.home_sql("told.margin")} AS margin,
    {view.money.home_sql("told.discount")} AS discount""",
        joins,
        also="\n    AND (told.cancelled_at IS NULL OR CAST(told.cancelled_at AS DATE) > $as_of)",
    )


def line_sum(_: View) -> Step:
    """What an order's lines add up to, where the order itself tells no amount."""
    return Step(
        "line_sum",
        """SELECT
    source,
    order_id,
    sum(amount)::BIGINT AS amount
FROM told_purchase_line
GROUP BY source, order_id""",
        ("told_purchase_line",),
    )


def purchase_line(_: View) -> Step:
    """Products of orders, on the day and under the name of their order: lines tell none."""
    return Step(
        "purchase_line",
        """SELECT
    purchase.person,
    purchase.day,
    purchase.at,
    told.key,
    told.source,
    told.order_id,
    told.product,
    told.description,
    told.quantity,
    told.unit_price,
    told.amount,
    told.currency,
    purchase.segment,
    purchase.period
FROM told_purchase_line AS told
JOIN purchase
ON (purchase.source = told.source AND purchase.order_id = told.order_id)""",
        ("told_purchase_line", "purchase"),
    )


def refund(view: View) -> Step:
    """Money back, in home currency, with the segments of the order it belongs to."""
    amount = view.money.home_sql("told.amount")
    reads: tuple[str, ...] = ("told_refund", *view.money.reads)
    columns = f"{_listed('refund', but=('amount', 'currency'))},\n    {amount} AS amount"
    joins = view.money.join_sql(clock_sql(view))
    if view.cut.by in {"channel", "campaign", "country", "first_touch", "promise"}:
        columns += """,
    orders.channel AS order_channel,
    orders.campaign AS order_campaign,
    orders.country AS order_country,
    orders.first_touch AS order_first_touch,
    orders.promise AS order_promise"""
        joins += "\nLEFT JOIN order_of AS orders ON (orders.order_id = told.order_id)"
        reads = (*reads, "order_of")
    return _cut(view, "refund", happened(view, "refund", columns, joins), reads)


def order_of(_: View) -> Step:
    """One row an order number: what a refund or a survey answer inherits from its order."""
    return Step(
        "order_of",
        """SELECT
    order_id,
    min(channel) AS channel,
    min(campaign) AS campaign,
    min(country) AS country,
    min(first_touch) AS first_touch,
    min(CASE
        WHEN delivered_at <= promised_at THEN 'kept'
        WHEN delivered_at > promised_at THEN 'broken'
    END) AS promise
FROM told_purchase
GROUP BY order_id""",
        ("told_purchase",),
    )


def answer(view: View) -> Step:
    """Survey answers, with whether the order's delivery promise was kept."""
    columns = f"told.key,\n    {_listed('answer')},\n    orders.promise"
    joins = "LEFT JOIN order_of AS orders ON (orders.order_id = told.order_id)"
    inner = happened(view, "answer", columns, joins)
    return _cut(view, "answer", inner, ("told_answer", "order_of"))


def referral(view: View) -> Step:
    """Who brought whom; nobody brings themselves."""
    columns = f"told.key,\n    friends.person AS friend,\n    {_listed('referral')}"
    joins = named_sql(view, "told.friend", "friends")
    inner = happened(view, "referral", columns, joins)
    return _cut(view, "referral", inner, ("told_referral",))


def follow(view: View) -> Step:
    """Connections, with the day on which they ended by the as-of day."""
    columns = """told.kind,
    told.channel,
    CASE WHEN CAST(told.ended_at AS DATE) <= $as_of THEN CAST(told.ended_at AS DATE) END
        AS ended_day"""
    return _cut(view, "follow", happened(view, "follow", columns), ("told_follow",))


def spend(view: View) -> Step:
    """Money spent, in home currency."""
    columns = f"""{_listed("spend", but=("amount", "currency"))},
    {view.money.home_sql("told.amount")} AS amount"""
    sql = happened(view, "spend", columns, view.money.join_sql(clock_sql(view)), person=False)
    return Step("spend", sql, ("told_spend", *view.money.reads))


def effort(view: View) -> Step:
    """Hours worked, with the cost of an hour: the person's own, else the setting's, else NULL."""
    columns = f"""{_listed("effort")},
    coalesce(wages.hourly_cost, CAST($hourly_cost AS BIGINT)) AS hourly_cost"""
    joins = "LEFT JOIN wage AS wages ON (wages.agent = told.agent)"
    sql = happened(view, "effort", columns, joins, person=False)
    return Step("effort", sql, ("told_effort", "wage"))


def wage(view: View) -> Step:
    """The last known cost of an hour of each member of staff, in home currency."""
    cost = view.money.home_sql("told.hourly_cost")
    inner = happened(
        view,
        "staff",
        f"told.agent,\n    {cost} AS hourly_cost",
        view.money.join_sql(clock_sql(view)),
        person=False,
    )
    return Step(
        "wage",
        f"""SELECT
    agent,
    arg_max(hourly_cost, "at") AS hourly_cost
FROM (
{inner}
)
GROUP BY agent""",
        ("told_staff", *view.money.reads),
    )
