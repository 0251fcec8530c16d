"""Rulings: what did people decide about doubtful identities, and how does it hold?

A ruling names two contacts: "the same person" (join) or "not the same" (split). Each contact is
taken for its strongest handle (customer id, e-mail, phone, account), so a ruling means the handle
and not the record, and holds whatever is imported before or after. Of several rulings on the same
two handles the latest in the world counts; at the same instant, the split.

- join: one more link.
- split, where the two are one person without it: everybody who carries the second handle without
  the first is no longer joined by phones and accounts other than the second handle itself; and if
  the second handle is itself a phone or an account, it no longer joins those who carry both.
- split, if that was not enough: everybody who carries the second handle without the first becomes
  a person of their own, held together by that handle alone. A split is stronger than a join.
"""

from __future__ import annotations

from rapport.ledger.engine import Engine


def read_rulings(engine: Engine) -> None:
    """Make the steps `people_ruling` (contact, friend, verdict and both keys), `people_join`
    (contact, friend) and an empty `people_cut` (contact, kind, handle).

    Reads `ruling` (current versions: contact, friend, verdict, happened_at), `handle`, and
    `people_carried`.
    """
    for statement in (_NAMED, _KEY, _RULING, _JOIN, _GROUP, _CUT):
        engine.run(statement)


def still_joined(engine: Engine) -> bool:
    """Make the step `people_still_joined` (contact, friend); whether any split is not obeyed."""
    engine.run(_STILL_JOINED)
    return bool(engine.rows("SELECT 1 FROM people_still_joined LIMIT 1"))


def cut_weak(engine: Engine) -> None:
    """Add to `people_cut` the phones and accounts that keep a split from being obeyed."""
    engine.run(_CUT_WEAK)


def cut_hard(engine: Engine) -> None:
    """Set the second handle apart: it alone holds its carriers together, and nothing joins them."""
    engine.run(_CUT_HARD)
    engine.run(_UNJOIN)


_NAMED = """
CREATE OR REPLACE TEMP TABLE people_named AS
SELECT contact
FROM ruling
WHERE contact IS NOT NULL AND friend IS NOT NULL
UNION
SELECT friend
FROM ruling
WHERE contact IS NOT NULL AND friend IS NOT NULL
"""

_KEY = """
CREATE OR REPLACE TEMP TABLE people_key AS
WITH strongest AS (
    SELECT
        contact,
        arg_min(
            kind,
            CASE kind WHEN 'customer_id' THEN 1 WHEN 'email' THEN 2 WHEN 'phone' THEN 3 ELSE 4 END
        ) AS kind
    FROM handle
    SEMI JOIN people_named USING (contact)
    GROUP BY contact
)
SELECT
    named.contact,
    coalesce(strongest.kind, '') AS kind,
    coalesce(carried.handle, named.contact) AS handle
FROM people_named AS named
LEFT JOIN strongest USING (contact)
LEFT JOIN people_carried AS carried
    ON carried.contact = named.contact AND carried.kind = strongest.kind
"""

_RULING = """
CREATE OR REPLACE TEMP TABLE people_ruling AS
WITH keyed AS (
    SELECT
        ruling.contact,
        ruling.friend,
        verdict,
        happened_at,
        one.kind AS kind,
        one.handle AS handle,
        two.kind AS friend_kind,
        two.handle AS friend_handle,
        (one.kind, one.handle) AS first,
        (two.kind, two.handle) AS second
    FROM ruling
    JOIN people_key AS one ON one.contact = ruling.contact
    JOIN people_key AS two ON two.contact = ruling.friend
)
SELECT contact, friend, verdict, kind, handle, friend_kind, friend_handle
FROM keyed
WHERE first <> second
QUALIFY row_number() OVER (
    PARTITION BY least(first, second), greatest(first, second)
    ORDER BY happened_at DESC, verdict = 'split' DESC, contact, friend
) = 1
"""

_JOIN = """
CREATE OR REPLACE TEMP TABLE people_join AS
SELECT contact, friend
FROM people_ruling
WHERE verdict = 'join'
"""

_GROUP = """
CREATE OR REPLACE TEMP TABLE people_group AS
WITH second AS (
    SELECT ruling.*, carried.contact AS carrier
    FROM people_ruling AS ruling
    JOIN people_carried AS carried
        ON carried.kind = friend_kind AND carried.handle = friend_handle
    WHERE verdict = 'split'
    UNION
    SELECT ruling.*, friend AS carrier
    FROM people_ruling AS ruling
    WHERE verdict = 'split'
)
SELECT
    second.*,
    carrier <> friend AND (carrier = second.contact OR first.contact IS NOT NULL) AS both_told
FROM second
LEFT JOIN people_carried AS first
    ON first.contact = carrier AND first.kind = second.kind AND first.handle = second.handle
"""

_CUT = """
CREATE OR REPLACE TEMP TABLE people_cut AS
SELECT contact, kind, handle
FROM people_carried
WHERE FALSE
"""

_CUT_WEAK = """
INSERT INTO people_cut
SELECT DISTINCT carried.contact, carried.kind, carried.handle
FROM people_group AS grouped
SEMI JOIN people_still_joined AS still
    ON still.contact = grouped.contact AND still.friend = grouped.friend
JOIN people_carried AS carried ON carried.contact = carrier
WHERE carried.kind IN ('phone', 'account')
    AND both_told = ((carried.kind, carried.handle) = (friend_kind, friend_handle))
"""

_STILL_JOINED = """
CREATE OR REPLACE TEMP TABLE people_still_joined AS
SELECT ruling.contact, friend
FROM people_ruling AS ruling
LEFT JOIN people_label AS one ON one.contact = ruling.contact
LEFT JOIN people_label AS two ON two.contact = friend
WHERE verdict = 'split'
    AND coalesce(one.label, ruling.contact) = coalesce(two.label, friend)
"""

_CUT_HARD = """
INSERT INTO people_cut
SELECT DISTINCT carried.contact, carried.kind, carried.handle
FROM people_group AS grouped
SEMI JOIN people_still_joined AS still
    ON still.contact = grouped.contact AND still.friend = grouped.friend
JOIN people_carried AS carried ON carried.contact = carrier
WHERE both_told = ((carried.kind, carried.handle) = (friend_kind, friend_handle))
"""

_UNJOIN = """
DELETE FROM people_join
WHERE EXISTS (
    SELECT 1
    FROM people_group AS grouped
    SEMI JOIN people_still_joined AS still
        ON still.contact = grouped.contact AND still.friend = grouped.friend
    WHERE NOT both_told AND carrier IN (people_join.contact, people_join.friend)
)
"""
