"""Drawing: who of the known customers is invited, and who is held out, by lot?

The lot is a hash of the experiment's name, its seed and the contact: who knows them can draw
again and finds the same people, and nobody can choose whom it falls on. Within each stratum the
share held out is kept to one person: of the customers in a row, stratum by stratum and by lot
inside, every so manieth is held out.
"""

from __future__ import annotations

from pathlib import Path

from rapport.core.measure import Step
from rapport.ledger.engine import Engine

HELD_OUT, INVITED = "held out", "invited"
"""The two arms."""

ELIGIBLE = Step(
    "eligible",
    """
    SELECT
        customer.person,
        CAST($as_of AS DATE) - bought.last_day AS recency,
        bought.orders AS frequency,
        bought.amount AS spend
    FROM customer
    JOIN person_purchases AS bought
        ON bought.person = customer.person
    WHERE $who = 'customers'
        OR customer.connected = ($who = 'connected')
    """,
    ("customer", "person_purchases"),
)
REACHED = Step(
    "reached",
    """
    SELECT
        identity.person,
        arg_min(
            contact.contact,
            (
                contact.email IS NULL,
                contact.customer_id IS NULL,
                contact.phone IS NULL,
                contact.contact
            )
        ) AS contact
    FROM identity
    JOIN contact
        ON contact.contact = identity.contact
    GROUP BY identity.person
    """,
)
THIRDS = Step(
    "thirds",
    """
    SELECT
        quantile_disc(recency, [1 / 3, 2 / 3]) AS recency,
        quantile_disc(frequency, [1 / 3, 2 / 3]) AS frequency,
        quantile_disc(spend, [1 / 3, 2 / 3]) AS spend
    FROM eligible
    """,
)
STRATIFIED = Step(
    "stratified",
    """
    SELECT
        eligible.person,
        reached.contact,
        concat(
            'R', 1 + len(list_filter(thirds.recency, lambda cut: eligible.recency > cut)),
            ' F', 1 + len(list_filter(thirds.frequency, lambda cut: eligible.frequency > cut)),
            ' S', 1 + len(list_filter(thirds.spend, lambda cut: eligible.spend > cut))
        ) AS stratum
    FROM eligible
    JOIN reached
        ON reached.person = eligible.person
    CROSS JOIN thirds
    """,
)
PLACED = Step(
    "placed",
    """
    SELECT
        person,
        contact,
        stratum,
        row_number() OVER (
            ORDER BY
                stratum,
                md5_number(concat_ws(chr(31), $name, $seed, contact)),
                contact
        ) AS place,
        (md5_number(concat_ws(chr(31), $name, $seed)) >> 64)::DOUBLE / pow(2, 64) AS first
    FROM stratified
    """,
)
DRAWN = Step(
    "drawn",
    f"""
    SELECT
        person,
        contact,
        stratum,
        CASE
            WHEN floor(place * $share + first) > floor((place - 1) * $share + first)
                THEN '{HELD_OUT}'
            ELSE '{INVITED}'
        END AS arm
    FROM placed
    """,
)
DRAW = (ELIGIBLE, REACHED, THIRDS, STRATIFIED, PLACED, DRAWN)
"""Steps of the draw; bound: $who (customers, connected, not connected), $name, $seed, $share."""

_LIST = """
SELECT
    $name AS experiment,
    $day AS assigned_at,
    contact.customer_id,
    contact.email,
    contact.phone,
    drawn.arm,
    drawn.stratum
FROM {drawn} AS drawn
JOIN contact
ON (contact.contact = drawn.contact)
ORDER BY drawn.arm DESC, contact.email, contact.customer_id, contact.phone
"""


def write_list(engine: Engine, drawn: str, path: Path, name: str, day: str) -> None:
    """Write whom to invite and whom to hold out as a CSV that `rapport import` reads too.

    Raises StepError where it cannot be written.
    """
    engine.run(
        f"COPY ({_LIST.format(drawn=drawn)}) TO $path (FORMAT csv, HEADER)",
        {"name": name, "day": day, "path": str(path)},
    )
