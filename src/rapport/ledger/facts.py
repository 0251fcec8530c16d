"""Facts: which derived relations do many measures share?"""

from __future__ import annotations

from rapport.core.measure import Step
from rapport.ledger.relations import View, clock_sql, named_sql, purchase_reads, purchase_rows

RECENT_DAYS = 365
"""How many days up to the as-of day count as recent."""

_RECENT = f"day > $as_of - INTERVAL {RECENT_DAYS} DAY"


CLIMB = """WITH RECURSIVE brought AS (
    SELECT
        friend,
        arg_min(person, ("at", coalesce(code, ''), person)) AS referrer
    FROM referral
    WHERE person IS NOT NULL
        AND friend IS NOT NULL
        AND friend <> person
    GROUP BY friend
), climb AS (
    SELECT
        friend AS person,
        referrer AS ancestor,
        1 AS depth
    FROM brought
    UNION ALL
    SELECT
        climb.person,
        brought.referrer,
        climb.depth + 1
    FROM climb
    JOIN brought
    ON (brought.friend = climb.ancestor)
    WHERE climb.depth < 50
)
SELECT
    person,
    arg_max(ancestor, depth) AS root
FROM climb
GROUP BY person"""
"""Through which first customer everybody came who was named by somebody.

People of one root came together, so intervals count them as one draw. The climb stops after 50
generations, so that people who name each other in a circle end it.
"""


def referral_root(_: View) -> Step:
    """Who came through whom, in the end."""
    return Step("referral_root", CLIMB, ("referral",))


def connection(_: View) -> Step:
    """People connected on the as-of day, and since when, by what the setting counts."""
    return Step(
        "connection",
        """SELECT
    person,
    min(day) AS connected_since
FROM connected_follow
WHERE person IS NOT NULL
GROUP BY person""",
        ("connected_follow",),
    )


def connected_follow(view: View) -> Step:
    """Follows in force on the as-of day of the kinds that count as connected."""
    return Step(
        "connected_follow",
        f"""SELECT
    identity.person,
    CAST({clock_sql(view)} AS DATE) AS day
FROM told_follow AS told
{named_sql(view)}
WHERE CAST({clock_sql(view)} AS DATE) <= $as_of
    AND (told.ended_at IS NULL OR CAST(told.ended_at AS DATE) > $as_of)
    AND list_contains(string_split($connected, ','), told.kind)""",
        ("told_follow",),
    )


def first_purchase(view: View) -> Step:
    """Each known customer's first day."""
    return Step(
        "first_purchase",
        f"""SELECT
    person,
    min(day) AS first_day,
    arg_min(first_touch, ("at", key)) AS first_touch,
    arg_min(code, ("at", key)) AS first_code
FROM (
{purchase_rows(view)}
)
WHERE person IS NOT NULL
GROUP BY person""",
        purchase_reads(view),
    )


def referred(view: View) -> Step:
    """People whom somebody else brought by name, and when first."""
    return Step(
        "referred",
        f"""SELECT
    friends.person,
    min(CAST({clock_sql(view)} AS DATE)) AS referred_day,
    arg_min(identity.person, (told.happened_at, told.key)) AS referrer
FROM told_referral AS told
JOIN {view.identity} AS friends ON (friends.contact = told.friend)
{named_sql(view)}
WHERE CAST({clock_sql(view)} AS DATE) <= $as_of
    AND friends.person IS DISTINCT FROM identity.person
GROUP BY friends.person""",
        ("told_referral",),
    )


def customer(_: View) -> Step:
    """One row a known customer: since when, connected, referred, by what first touch."""
    return Step(
        "customer",
        """SELECT
    first_purchase.person,
    first_purchase.first_day,
    strftime(first_purchase.first_day, '%Y-%m') AS cohort,
    connection.person IS NOT NULL AS connected,
    connection.connected_since,
    referred.person IS NOT NULL AS referred,
    referred.referrer,
    first_purchase.first_touch,
    first_purchase.first_code
FROM first_purchase
LEFT JOIN connection USING (person)
LEFT JOIN referred USING (person)""",
        ("first_purchase", "connection", "referred"),
    )


def person_purchases(view: View) -> Step:
    """What each person bought in a cut; unknown customers together in a row without a person."""
    if view.cut.by is None and view.cut.per is None:
        return _whole_person_purchases(view)
    return Step(
        "person_purchases",
        f"""SELECT
    segment,
    period,
    person,
    sum(orders)::BIGINT AS orders,
    sum(amount)::BIGINT AS amount,
    sum(refunded)::BIGINT AS refunded,
    sum(sum(orders)) OVER (
        PARTITION BY segment, person
        ORDER BY period
    )::BIGINT AS orders_to_date,
    sum(recent_orders)::BIGINT AS recent_orders,
    sum(recent_amount)::BIGINT AS recent_amount,
    min(first_day) AS first_day,
    max(last_day) AS last_day
FROM (
    SELECT segment, period, person, {_sums("amount", "0")}
    FROM purchase
    GROUP BY segment, period, person
    UNION ALL
    SELECT segment, period, person, 0, 0, sum(amount), 0, 0, NULL, NULL
    FROM refund
    GROUP BY segment, period, person
)
GROUP BY segment, period, person""",
        ("purchase", "refund"),
    )


def _sums(amount: str, refunded: str) -> str:
    """The sums of one group of orders."""
    return f"""
        count(*) AS orders,
        sum({amount}) AS amount,
        {refunded} AS refunded,
        count(*) FILTER (WHERE {_RECENT}) AS recent_orders,
        coalesce(sum({amount}) FILTER (WHERE {_RECENT}), 0) AS recent_amount,
        min(day) AS first_day,
        max(day) AS last_day"""


def _whole_person_purchases(view: View) -> Step:
    """The uncut summary: one pass by contact, then from contacts to people."""
    orders = (
        purchase_rows(view, "told.contact")
        .replace("identity.person,", "")
        .replace(named_sql(view), "")
    )
    return Step(
        "person_purchases",
        f"""SELECT
    NULL::VARCHAR AS segment,
    NULL::VARCHAR AS period,
    identity.person,
    sum(orders)::BIGINT AS orders,
    sum(amount)::BIGINT AS amount,
    sum(refunded)::BIGINT AS refunded,
    sum(orders)::BIGINT AS orders_to_date,
    sum(recent_orders)::BIGINT AS recent_orders,
    sum(recent_amount)::BIGINT AS recent_amount,
    min(first_day) AS first_day,
    max(last_day) AS last_day
FROM (
    SELECT contact, {_sums("amount", "0")}
    FROM (
{orders}
    )
    GROUP BY contact
    UNION ALL
    SELECT told.contact, 0, 0, sum({view.money.home_sql("told.amount")}), 0, 0, NULL, NULL
    FROM told_refund AS told
    {view.money.join_sql(clock_sql(view))}
    WHERE CAST({clock_sql(view)} AS DATE) <= $as_of
    GROUP BY told.contact
) AS sums
{named_sql(view, "sums.contact")}
GROUP BY identity.person""",
        (*purchase_reads(view), "told_refund"),
    )
