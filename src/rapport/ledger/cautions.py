"""Cautions: what must the reader of any number from these tables know?"""

from __future__ import annotations

from datetime import datetime

from rapport.core.estimate import Caveat, Weight
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import say
from rapport.ledger.engine import Engine
from rapport.ledger.homing import Home

_MONEY = {"purchase", "refund", "spend"}


def cautions(
    snapshot: Snapshot,
    engine: Engine,
    home: Home,
    tables: tuple[str, ...],
    known_at: datetime,
) -> tuple[Caveat, ...]:
    """Caveats that follow from the book itself, whatever is measured."""
    found = [
        _simulated(snapshot),
        _untold_currency(home) if _MONEY & set(tables) else None,
        _rejected(engine, tables, known_at),
        _unknown_customers(snapshot) if "purchase" in tables else None,
        _told_twice(snapshot, engine) if "purchase" in tables else None,
        _matched_share(snapshot) if "follow" in tables else None,
    ]
    return tuple(caveat for caveat in found if caveat)


_ALIKE = Step(
    "alike",
    """SELECT
    count(*) AS n
FROM (
    SELECT person, day, amount
    FROM purchase
    WHERE person IS NOT NULL
        AND amount > 0
    GROUP BY person, day, amount
    HAVING count(DISTINCT source) > 1
)""",
    ("purchase",),
)
"""Orders of several sources with the same customer, day and amount."""


def _told_twice(snapshot: Snapshot, engine: Engine) -> Caveat | None:
    """Say where two sources may tell the same order: a payment beside the order it paid."""
    sources = engine.rows("SELECT count(DISTINCT source) FROM purchase")[0][0]
    alike = int(snapshot.read(_ALIKE)["n"][0]) if sources > 1 else 0
    if not alike:
        return None
    return Caveat(
        "told-twice",
        say(
            "{n} orders stand under several sources with the same customer, day and amount: "
            "where a payment tells an order that another file tells too, import only one of them",
            n=alike,
        ),
        Weight.SERIOUS,
    )


_MATCHED = Step(
    "matched",
    """SELECT
    count(*) AS follows,
    count(customer.person) AS matched
FROM follow
LEFT JOIN customer
ON (customer.person = follow.person)""",
    ("follow", "customer"),
)
"""How many follows lead to a customer."""


def _matched_share(snapshot: Snapshot) -> Caveat | None:
    """Say which share of the connections leads to a customer, beside every connected number."""
    counts = snapshot.read(_MATCHED)
    follows, matched = int(counts["follows"][0]), int(counts["matched"][0])
    if not follows:
        return None
    return Caveat(
        "matched-share",
        say(
            "{share:.1%} of {follows} follows lead to a known customer; whoever is behind the "
            "others is unknown, and may stand among those called not connected",
            share=matched / follows,
            follows=follows,
        ),
        Weight.WARNING,
    )


def _simulated(snapshot: Snapshot) -> Caveat | None:
    if snapshot.setting("simulated").value != "yes":
        return None
    return Caveat("simulated", say("This company is simulated"), Weight.WARNING)


def _untold_currency(home: Home) -> Caveat | None:
    if not home.untold:
        return None
    return Caveat(
        "currency-untold",
        say(
            "Some files told no currency; their amounts are taken as {code}",
            code=home.currency,
        ),
        Weight.WARNING,
    )


def _rejected(engine: Engine, tables: tuple[str, ...], known_at: datetime) -> Caveat | None:
    refused = engine.rows(
        "SELECT count(*) FROM rejected "
        "WHERE list_contains($tables, record) AND fault <> 'unclaimed' AND seen_at <= $known_at",
        {"tables": list(tables), "known_at": known_at},
    )[0][0]
    if not refused:
        return None
    return Caveat(
        "rows-rejected",
        say("{n} rows of the files behind this could not be read (see rapport status)", n=refused),
    )


_UNKNOWN = Step(
    "unknown_orders",
    """SELECT count(*) AS n
FROM purchase
WHERE person IS NULL""",
    ("purchase",),
)


def _unknown_customers(snapshot: Snapshot) -> Caveat | None:
    orders = snapshot.count("purchase")
    unknown = int(snapshot.read(_UNKNOWN)["n"][0])
    if not orders or not unknown:
        return None
    return Caveat(
        "unknown-customers",
        say("{n} of {orders} orders name no customer", n=unknown, orders=orders),
    )
