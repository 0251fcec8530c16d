"""Resolve: who is behind each contact of the book?

From `contact` (what records told) and `ruling` to `handle` (cleaned) and `identity` (contact →
person), whole, by named steps in the engine. The outcome is a function of what the tables hold:
neither the order of rows nor the order of imports matters.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.phrase import Phrase, say
from rapport.ledger.engine import Engine
from rapport.people.clusters import carry, components, crowd, link
from rapport.people.handles import (
    Cleaning,
    PlusTags,
    account_sql,
    customer_id_sql,
    email_sql,
    network_sql,
)
from rapport.people.phones import clean_phones, drop_phones, known_region
from rapport.people.rulings import cut_hard, cut_weak, read_rulings, still_joined


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about identities that a reader must know: a code, how many, in words."""

    code: str
    count: int
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Resolution:
    """What resolving found.

    `contacts`: rows of `contact`; `handles`: distinct cleaned handles; `people`: persons behind
    them, numbered 0 … people - 1; `unknown`: contacts without a valid handle, which have no row in
    `identity`; `doubts`: what was set aside, only where there is any.
    """

    contacts: int
    handles: int
    people: int
    unknown: int
    doubts: tuple[Doubt, ...]


def resolve(
    engine: Engine,
    *,
    region: str = "FR",
    plus_tags: PlusTags = PlusTags.KEEP,
    dated: bool = False,
) -> Resolution:
    """Replace `handle` (kind, realm, normalised, contact) and `identity` (contact, person).

    Runs inside the caller's transaction. `region` reads phones told without their country;
    `plus_tags` keeps or drops `+tag` of addresses; with `dated`, the relation
    `contact_first` (contact, first_at) numbers persons by their first record. A contact without a
    valid handle has no row in `identity`: a name alone makes nobody. Raises
    BadSetting for an unknown region.
    """
    clean_phones(engine, known_region(region))
    engine.run(handle_step(plus_tags))
    drop_phones(engine)
    carry(engine)
    crowd(engine)
    read_rulings(engine)
    link(engine)
    components(engine)
    for cut in (cut_weak, cut_hard):
        if not still_joined(engine):
            break
        cut(engine)
        link(engine)
        components(engine)
    engine.run(_NOBODY)
    engine.run(_FIRST_TOLD if dated else _FIRST_UNTOLD)
    engine.run(_IDENTITY)
    resolution = _resolution(engine)
    for table in _STEPS:
        engine.run(f"DROP TABLE IF EXISTS {table}")
    return resolution


def handle_step(plus_tags: PlusTags) -> str:
    """The SQL that makes `handle` of `contact` and `people_phone`: one row a cleaned handle.

    Each kind's texts are made once (MATERIALIZED: else the engine repeats them in every test).
    """
    kinds = {
        "customer_id": customer_id_sql("customer_id"),
        "email": email_sql("email", plus_tags),
        "account": account_sql("account"),
    }
    network = network_sql("network", "account", "source")
    realms = {"customer_id": "source", "email": "''", "account": network}
    made = ",\n".join(_made_step(kind, realms[kind], kinds[kind]) for kind in kinds)
    kept = "\nUNION ALL\n".join(_kept_step(kind, kinds[kind]) for kind in kinds)
    return f"""
CREATE OR REPLACE TABLE handle AS
WITH {made}
{kept}
UNION ALL
SELECT 'phone', '', normalised, contact
FROM people_phone
"""


def _made_step(kind: str, realm: str, cleaning: Cleaning) -> str:
    """Clean one column of `contact`."""
    return f"""told_{kind} AS MATERIALIZED (
    SELECT {realm} AS realm, {cleaning.text} AS normalised, contact
    FROM contact
    WHERE {kind} IS NOT NULL
)"""


def _kept_step(kind: str, cleaning: Cleaning) -> str:
    """Keep what one column of `contact` truly tells."""
    return f"""SELECT '{kind}' AS kind, realm, normalised, contact
FROM told_{kind}
WHERE {cleaning.holds}"""


_NOBODY = """
CREATE OR REPLACE TEMP TABLE people_nobody AS
SELECT contact
FROM contact
ANTI JOIN handle USING (contact)
ANTI JOIN people_named USING (contact)
"""

_FIRST_TOLD = """
CREATE OR REPLACE TEMP TABLE people_first AS
SELECT contact, min(first_at) AS first_at
FROM contact_first
GROUP BY contact
"""

_FIRST_UNTOLD = """
CREATE OR REPLACE TEMP TABLE people_first AS
SELECT contact, NULL::TIMESTAMP AS first_at
FROM contact
WHERE FALSE
"""

_IDENTITY = """
CREATE OR REPLACE TABLE identity AS
WITH rooted AS (
    SELECT known.contact, coalesce(label, known.contact) AS root, first_at
    FROM contact AS known
    ANTI JOIN people_nobody AS nobody ON nobody.contact = known.contact
    LEFT JOIN people_label AS label ON label.contact = known.contact
    LEFT JOIN people_first AS first ON first.contact = known.contact
),
person AS (
    SELECT root, min(first_at) AS first_at
    FROM rooted
    GROUP BY root
),
numbered AS (
    SELECT
        root,
        CAST(row_number() OVER (ORDER BY first_at NULLS LAST, root) - 1 AS INTEGER) AS person
    FROM person
)
SELECT contact, person
FROM rooted
JOIN numbered USING (root)
"""

_COUNTS = """
SELECT
    (SELECT count(*) FROM contact),
    (SELECT count(*) FROM handle)
        - (SELECT count(*) FROM people_carried WHERE contact <> handle),
    (SELECT coalesce(max(person) + 1, 0) FROM identity),
    (SELECT count(*) FROM people_nobody)
"""

_DOUBTS = """
SELECT
    (SELECT count(*) FROM people_crowded WHERE kind = 'email'),
    (SELECT count(*) FROM people_crowded WHERE kind = 'phone'),
    (SELECT count(*) FROM people_crowded WHERE kind = 'account'),
    (SELECT count(phone) FROM contact) - (SELECT count(*) FROM handle WHERE kind = 'phone'),
    (SELECT count(email) FROM contact) - (SELECT count(*) FROM handle WHERE kind = 'email')
"""

_STEPS = (
    "people_carried",
    "people_crowded",
    "people_named",
    "people_key",
    "people_ruling",
    "people_join",
    "people_group",
    "people_cut",
    "people_still_joined",
    "people_link",
    "people_label",
    "people_nobody",
    "people_first",
)
"""Steps that live as long as one resolution."""


def _resolution(engine: Engine) -> Resolution:
    contacts, handles, people, unknown = (int(n) for n in engine.rows(_COUNTS)[0])
    emails, phones, accounts, odd_phones, odd_emails = (int(n) for n in engine.rows(_DOUBTS)[0])
    doubts = _crowded(emails, phones, accounts) + _unread(odd_phones, odd_emails, unknown)
    told = tuple(doubt for doubt in doubts if doubt.count)
    return Resolution(contacts, handles, people, unknown, told)


def _crowded(emails: int, phones: int, accounts: int) -> tuple[Doubt, ...]:
    """Handles that are shared by too many to join anybody."""
    return (
        Doubt(
            "shared_email",
            emails,
            say("{n} e-mail addresses are told by too many customers to join them", n=emails),
        ),
        Doubt(
            "shared_phone",
            phones,
            say("{n} phone numbers are told by too many customers to join them", n=phones),
        ),
        Doubt(
            "shared_account",
            accounts,
            say("{n} accounts are told by too many customers to join them", n=accounts),
        ),
    )


def _unread(phones: int, emails: int, unknown: int) -> tuple[Doubt, ...]:
    """Contacts that tell less than they seem to."""
    return (
        Doubt(
            "invalid_phone",
            phones,
            say("{n} contacts tell a phone that is no valid number", n=phones),
        ),
        Doubt(
            "invalid_email",
            emails,
            say("{n} contacts tell an e-mail that is no valid address, or nobody's", n=emails),
        ),
        Doubt(
            "nobody",
            unknown,
            say("{n} contacts tell nobody: their records are of unknown customers", n=unknown),
        ),
    )
