"""Clusters: which contacts are one person, because one record carried their handles together?

Steps, all in the engine: `people_carried` (a contact carries a handle that others carry too),
`people_crowded` (handles shared by too many to join anybody), `people_link` (pairs of contacts)
and `people_label` (contact → smallest contact of its component).
"""

from __future__ import annotations

from rapport.ledger.engine import Engine

EMAILS_OF_A_PHONE = 5
"""A phone or an account told with more distinct e-mails than this belongs to no one person."""

CUSTOMERS_OF_A_PHONE = 20
"""The same for distinct customer ids, where no e-mails are told."""

CUSTOMERS_OF_AN_EMAIL = 20
"""An e-mail with more customer ids *and* more phones than this is a till's or a shop's."""


def carry(engine: Engine) -> None:
    """Make the step `people_carried` (contact, kind, handle, carriers) from `handle`.

    A handle is named by its kind and by the smallest contact that carries it.
    """
    engine.run(_CARRIED)


def crowd(engine: Engine) -> None:
    """Make the step `people_crowded` (kind, handle, carriers): handles that join nobody."""
    engine.run(
        _CROWDED,
        {
            "emails": EMAILS_OF_A_PHONE,
            "customers": CUSTOMERS_OF_A_PHONE,
            "many": CUSTOMERS_OF_AN_EMAIL,
            "fewest": min(EMAILS_OF_A_PHONE, CUSTOMERS_OF_A_PHONE, CUSTOMERS_OF_AN_EMAIL),
        },
    )


def link(engine: Engine) -> None:
    """Make the step `people_link` (low, high) of contacts that are one person.

    Each contact is tied to the smallest that carries the same handle; crowded handles and what
    rulings cut (`people_cut`) tie nobody; what rulings join (`people_join`) is tied as well.
    """
    engine.run(_LINK)


def components(engine: Engine) -> int:
    """Make the step `people_label` (contact, label) from `people_link`; the number of rounds.

    Each round hooks every contact to its smallest neighbour, jumps along the hooks to their end,
    and goes on with the links that still run between ends. Hooks only run downwards, so a label is
    the smallest contact of its component; contacts without a label stand alone or are the smallest.
    """
    engine.run(_NO_LABEL)
    engine.run(_FIRST_EDGE)
    rounds = 0
    while engine.rows("SELECT 1 FROM people_edge LIMIT 1"):
        engine.run(_HOOK)
        while engine.rows(_UNFINISHED):
            engine.run(_JUMP)
            engine.run("DROP TABLE people_hook")
            engine.run("ALTER TABLE people_jump RENAME TO people_hook")
        for statement in _CONTRACT:
            engine.run(statement)
        rounds += 1
    engine.run("DROP TABLE people_edge")
    return rounds


_CARRIED = """
CREATE OR REPLACE TEMP TABLE people_carried AS
WITH shared AS (
    SELECT kind, realm, normalised, min(contact) AS handle, count(*) AS carriers
    FROM handle
    GROUP BY kind, realm, normalised
    HAVING count(*) > 1
)
SELECT contact, kind, shared.handle, carriers
FROM handle
JOIN shared USING (kind, realm, normalised)
"""

_CROWDED = """
CREATE OR REPLACE TEMP TABLE people_crowded AS
WITH told_with AS (
    SELECT
        carried.kind,
        carried.handle,
        any_value(carriers) AS carriers,
        count(DISTINCT normalised) FILTER (other.kind = 'email') AS emails,
        count(DISTINCT normalised) FILTER (other.kind = 'phone') AS phones,
        count(DISTINCT (realm, normalised)) FILTER (other.kind = 'customer_id') AS customers
    FROM people_carried AS carried
    JOIN handle AS other
        ON other.contact = carried.contact AND other.kind <> carried.kind
    WHERE carriers > $fewest AND carried.kind <> 'customer_id'
    GROUP BY carried.kind, carried.handle
)
SELECT kind, handle, carriers
FROM told_with
WHERE CASE
    WHEN kind = 'email' THEN customers > $many AND phones > $many
    ELSE emails > $emails OR customers > $customers
END
"""

_LINK = """
CREATE OR REPLACE TEMP TABLE people_link AS
WITH carried AS (
    SELECT contact, kind, handle
    FROM people_carried AS carried
    ANTI JOIN people_crowded AS crowded
        ON crowded.kind = carried.kind AND crowded.handle = carried.handle
    ANTI JOIN people_cut AS cut
        ON cut.kind = carried.kind AND cut.handle = carried.handle
        AND cut.contact = carried.contact
),
still AS (
    SELECT kind, handle, min(contact) AS low
    FROM carried
    GROUP BY kind, handle
),
told AS (
    SELECT low, contact AS high
    FROM carried
    JOIN still USING (kind, handle)
    UNION ALL
    SELECT least(contact, friend) AS low, greatest(contact, friend) AS high
    FROM people_join
)
SELECT DISTINCT low, high
FROM told
WHERE low < high
"""

_NO_LABEL = """
CREATE OR REPLACE TEMP TABLE people_label AS
SELECT low AS contact, high AS label
FROM people_link
WHERE FALSE
"""

_FIRST_EDGE = """
CREATE OR REPLACE TEMP TABLE people_edge AS
SELECT low, high
FROM people_link
"""

_HOOK = """
CREATE OR REPLACE TEMP TABLE people_hook AS
SELECT high AS contact, min(low) AS label
FROM people_edge
GROUP BY high
"""

_UNFINISHED = """
SELECT 1
FROM people_hook AS hook
SEMI JOIN people_hook AS further ON further.contact = hook.label
LIMIT 1
"""

_JUMP = """
CREATE OR REPLACE TEMP TABLE people_jump AS
SELECT hook.contact, coalesce(further.label, hook.label) AS label
FROM people_hook AS hook
LEFT JOIN people_hook AS further ON further.contact = hook.label
"""

_CONTRACT = (
    """
CREATE OR REPLACE TEMP TABLE people_left AS
WITH moved AS (
    SELECT coalesce(one.label, low) AS one, coalesce(two.label, high) AS two
    FROM people_edge
    LEFT JOIN people_hook AS one ON one.contact = low
    LEFT JOIN people_hook AS two ON two.contact = high
)
SELECT DISTINCT least(one, two) AS low, greatest(one, two) AS high
FROM moved
WHERE one <> two
""",
    "DROP TABLE people_edge",
    "ALTER TABLE people_left RENAME TO people_edge",
    """
CREATE OR REPLACE TEMP TABLE people_moved AS
SELECT former.contact, coalesce(hook.label, former.label) AS label
FROM people_label AS former
LEFT JOIN people_hook AS hook ON hook.contact = former.label
UNION ALL
SELECT contact, label
FROM people_hook
""",
    "DROP TABLE people_label",
    "ALTER TABLE people_moved RENAME TO people_label",
    "DROP TABLE people_hook",
)
