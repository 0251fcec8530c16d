"""Status: what does the book hold, what is missing, and what to bring next?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rapport.core.measure import Setting
from rapport.core.phrase import Phrase, say
from rapport.ledger.book import Book
from rapport.ledger.rejects import reason
from rapport.ledger.schema import EDITION
from rapport.ledger.tables import RECORD_TABLES
from rapport.people.matching import matched_share
from rapport.voice.scoring import unread

_BRING: tuple[tuple[str, Phrase, Phrase], ...] = (
    (
        "purchase",
        say("No orders: no value can be told"),
        say("Import orders (Shopify, WooCommerce, Stripe or any table of sales)"),
    ),
    (
        "message",
        say("No messages: how you answer cannot be told"),
        say("Import messages or tickets, theirs and yours"),
    ),
    (
        "answer",
        say("No survey answers: trust cannot be told"),
        say("Import survey answers (NPS, CSAT)"),
    ),
    (
        "follow",
        say("No followers or subscribers: connection cannot be told"),
        say("Import followers, subscribers, members, with e-mails where you have them"),
    ),
    (
        "referral",
        say("No referrals: recommendation cannot be told"),
        say("Import referrals: who brought whom, when"),
    ),
    (
        "effort",
        say("No hours: the cost of relations is unknown"),
        say("Import hours of relation work by day"),
    ),
    (
        "spend",
        say("No spend: the cost of relations is unknown"),
        say("Import what was spent by day and programme"),
    ),
)

_SET: tuple[tuple[str, Phrase, Phrase], ...] = (
    (
        "margin_rate",
        say("The margin rate is not set: no value in margin can be told"),
        say("rapport set BOOK margin_rate=0.45"),
    ),
    (
        "hourly_cost",
        say("The cost of an hour is not set"),
        say("rapport set BOOK hourly_cost=30"),
    ),
    (
        "zone",
        say("The time zone is not set: times without an offset are taken as told"),
        say("rapport set BOOK zone=Europe/Paris"),
    ),
)


def tell_status(book: Book, settings: Mapping[str, Setting]) -> dict[str, Any]:
    """Everything about the book that is no measure; Phrases where people read, else JSON-able."""
    tables = _tables(book)
    day = book.last_day()
    share = matched_share(book.engine)
    silent = unread(book.engine)
    return {
        "path": book.path.name,
        "digest": book.digest(),
        "edition": EDITION,
        "as_of": day.isoformat() if day else None,
        "simulated": settings["simulated"].value == "yes",
        "tables": tables,
        "people": book.engine.value("SELECT count(DISTINCT person) FROM identity"),
        "contacts": book.engine.value("SELECT count(*) FROM contact"),
        "matched_share": share.share,
        "rejected": _rejected(book),
        "settings": [
            {
                "name": setting.name,
                "value": setting.value,
                "since": setting.since.isoformat() if setting.since else None,
            }
            for _, setting in sorted(settings.items())
        ],
        "mappings": [row[0] for row in book.engine.rows("SELECT name FROM mapping ORDER BY name")],
        "batches": book.engine.value("SELECT count(*) FROM batch"),
        "unread": silent,
        "gaps": _gaps({row["table"] for row in tables}, settings, silent),
    }


def _tables(book: Book) -> list[dict[str, Any]]:
    """Records, versions and span of every table that holds something."""
    query = " UNION ALL ".join(
        f"SELECT {number} AS place, '{table.name}' AS record, count(*) AS versions, "
        f"count(*) - (SELECT count(*) FROM {table.name} SEMI JOIN revision ON "
        f"(revision.record = '{table.name}' AND revision.source = {table.name}.source "
        f"AND revision.key = {table.name}.key)) + "
        f"(SELECT count(*) FROM revision WHERE record = '{table.name}') AS records, "
        f"min(happened_at)::DATE AS first, max(happened_at)::DATE AS last FROM {table.name}"
        for number, table in enumerate(RECORD_TABLES)
    )
    rows = book.engine.rows(f"SELECT * FROM ({query}) WHERE versions > 0 ORDER BY place")
    return [
        {
            "table": record,
            "records": records,
            "versions": versions,
            "first_day": first.isoformat() if first else None,
            "last_day": last.isoformat() if last else None,
        }
        for _, record, versions, records, first, last in rows
    ]


def _rejected(book: Book) -> list[dict[str, Any]]:
    rows = book.engine.rows(
        "SELECT file, fault, field, count(*), min(line) FROM rejected "
        "GROUP BY file, fault, field ORDER BY file, fault, field"
    )
    return [
        {
            "file": file,
            "fault": fault,
            "field": field,
            "reason": reason(fault, field),
            "rows": count,
            "first_line": line,
        }
        for file, fault, field, count, line in rows
    ]


def _gaps(held: set[str], settings: Mapping[str, Setting], silent: int) -> list[dict[str, Any]]:
    """What is missing, and what to bring or set."""
    missing = [(name, text, remedy) for name, text, remedy in _BRING if name not in held]
    missing += [(name, text, remedy) for name, text, remedy in _SET if settings[name].is_default]
    if silent:
        text = say("{n} messages have not been read: what they say cannot be told", n=silent)
        missing.append(("reading", text, say("rapport voice score BOOK")))
    return [{"code": code, "text": text, "remedy": remedy} for code, text, remedy in missing]
