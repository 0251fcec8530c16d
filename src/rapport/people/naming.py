"""Naming: how does a whole book's every contact get its person, with the book's own settings?"""

from __future__ import annotations

from collections.abc import Mapping

from rapport.core.measure import Setting
from rapport.ledger.engine import Engine
from rapport.ledger.tables import RECORD_TABLES
from rapport.people.handles import PlusTags
from rapport.people.resolve import Resolution, resolve


def resolve_book(engine: Engine, settings: Mapping[str, Setting]) -> Resolution:
    """Replace `identity` and `handle` of a book, persons numbered by their first record.

    Runs inside the caller's transaction. Raises BadSetting for an unknown region.
    """
    firsts = [
        f"SELECT {contact} AS contact, min(happened_at) AS first_at FROM {table.name} GROUP BY 1"
        for table in RECORD_TABLES
        if table.handles and table.name != "ruling"
        for contact in (("contact", "friend") if table.friend else ("contact",))
    ]
    engine.run(
        "CREATE OR REPLACE TEMP VIEW contact_first AS "
        "SELECT contact, min(first_at) AS first_at "
        f"FROM ({' UNION ALL '.join(firsts)}) WHERE contact IS NOT NULL GROUP BY contact"
    )
    resolution = resolve(
        engine,
        region=settings["region"].value,
        plus_tags=PlusTags(settings["plus_tags"].value),
        dated=True,
    )
    engine.run("DROP VIEW contact_first")
    return resolution
