"""Small book: which relations does a measure see when we write them by hand?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb

from rapport.core.estimate import Caveat, Refusal
from rapport.core.measure import Columns, Setting, Step
from rapport.core.result import Provenance
from rapport.ledger.facts import CLIMB

COLUMNS = {
    "purchase": 'person INTEGER, day DATE, "at" TIMESTAMP, order_id VARCHAR, amount BIGINT,'
    " channel VARCHAR",
    "refund": "person INTEGER, day DATE, amount BIGINT, channel VARCHAR",
    "message": "person INTEGER, day DATE, thread VARCHAR, direction VARCHAR, author VARCHAR,"
    " channel VARCHAR, text VARCHAR, visibility VARCHAR, post_id VARCHAR, key VARCHAR",
    "message_round": "person INTEGER, conversation UBIGINT, day DATE, asked_at TIMESTAMP,"
    " answered_at TIMESTAMP, channel VARCHAR, waited BIGINT, worked BIGINT, withdrawn_at TIMESTAMP",
    "answer": "person INTEGER, day DATE, question VARCHAR, score DOUBLE, promise VARCHAR,"
    " scale_low DOUBLE, scale_high DOUBLE, comment VARCHAR, survey VARCHAR, key VARCHAR,"
    " channel VARCHAR",
    "post": "key VARCHAR, day DATE, channel VARCHAR, type VARCHAR, topic VARCHAR, text VARCHAR",
    "reaction": "person INTEGER, day DATE, post_id VARCHAR, kind VARCHAR, type VARCHAR,"
    " topic VARCHAR, message_id VARCHAR",
    "audience": "day DATE, page VARCHAR, channel VARCHAR, followers BIGINT",
    "referral": 'person INTEGER, friend INTEGER, day DATE, "at" TIMESTAMP, code VARCHAR',
    "follow": "person INTEGER, day DATE, ended_day DATE, kind VARCHAR",
    "reading": 'person INTEGER, day DATE, "at" TIMESTAMP, key VARCHAR, thread VARCHAR,'
    " text_key BIGINT, sentiment VARCHAR, cause VARCHAR, purpose VARCHAR, complaint BOOLEAN,"
    " praise BOOLEAN, question BOOLEAN, complaint_read BOOLEAN, praise_read BOOLEAN,"
    " question_read BOOLEAN,"
    " is_spam BOOLEAN, is_drawn BOOLEAN, source VARCHAR, direction VARCHAR, author VARCHAR,"
    " is_automatic BOOLEAN, sentiment_read VARCHAR",
    "complaint_group": "person INTEGER, day DATE, key VARCHAR, thread VARCHAR,"
    " group_key VARCHAR, label VARCHAR",
    "talk": "day DATE, conversation VARCHAR, source VARCHAR, key VARCHAR, direction VARCHAR,"
    ' "at" TIMESTAMP',
    "handling": "day DATE, teller VARCHAR, message_id VARCHAR, state VARCHAR, text VARCHAR,"
    " outcome VARCHAR",
}
SUMMARY = """
    WITH told AS (
        SELECT person, segment, period, day, 1 AS orders, amount, 0 AS refunded FROM purchase
        UNION ALL
        SELECT person, segment, period, NULL, 0, 0, amount FROM refund
    )
    SELECT
        segment, period, person,
        SUM(orders)::BIGINT AS orders,
        SUM(amount)::BIGINT AS amount,
        SUM(refunded)::BIGINT AS refunded,
        SUM(orders) FILTER (WHERE day > $as_of::DATE - 365)::BIGINT AS recent_orders,
        SUM(amount) FILTER (WHERE day > $as_of::DATE - 365)::BIGINT AS recent_amount,
        SUM(SUM(orders)) OVER (PARTITION BY segment, person ORDER BY period)::BIGINT
            AS orders_to_date,
        MIN(day) AS first_day, MAX(day) AS last_day
    FROM told GROUP BY segment, period, person
"""
CUSTOMER = """
    SELECT
        p.person, MIN(p.day) AS first_day, MIN(f.day) IS NOT NULL AS connected,
        MIN(f.day) AS connected_since, MIN(r.friend) IS NOT NULL AS referred
    FROM purchase p LEFT JOIN follow f USING (person)
    LEFT JOIN referral r ON r.friend = p.person
    WHERE p.person IS NOT NULL GROUP BY p.person
"""
PERIODS = {
    "month": "STRFTIME(day, '%Y-%m')",
    "quarter": "YEAR(day) || '-Q' || QUARTER(day)",
    "year": "STRFTIME(day, '%Y')",
}


class SmallBook:
    """A Snapshot over hand-written rows: each table is a list of tuples, columns as above."""

    minor_units = 100

    def __init__(self, as_of=date(2024, 12, 31), currency="EUR", by=None, per=None, **tables):
        self.as_of, self.currency, self.by, self.per = as_of, currency, by, per
        self.tables: Mapping[str, list[tuple]] = tables
        self.settings = {"answer_within_days": "7", "brand": "", "competitors": ""}
        self.kept: dict[str, Columns] = {}

    def cut(self, by=None, per=None):
        same = SmallBook(self.as_of, self.currency, by, per, **self.tables)
        same.kept, same.settings = self.kept, self.settings
        return same

    def keep(self, name, *steps, parameters=None, given=None) -> str:
        """Keep arrays that are given, as they are, or what the steps read."""
        told = given or {name: self.read(*steps, parameters=parameters)}
        (self.kept[name],) = told.values()
        return name

    def read(self, *steps: Step, parameters: Mapping[str, object] | None = None) -> Columns:
        engine = duckdb.connect()
        for name, columns in COLUMNS.items():
            self._make(engine, name, columns)
        engine.execute(f"CREATE TABLE person_purchases AS {SUMMARY}", {"as_of": self.as_of})
        engine.execute(f"CREATE TABLE customer AS {CUSTOMER}")
        engine.execute(f"CREATE TABLE referral_root AS {CLIMB}")
        for name, columns in self.kept.items():
            engine.register(name, dict(columns))
        *before, last = steps
        named = ", ".join(f"{step.name} AS ({step.sql})" for step in before)
        text = f"WITH {named} {last.sql}" if before else last.sql
        bound = {k: v for k, v in (parameters or {}).items() if f"${k}" in text}
        return engine.execute(text, bound or None).fetchnumpy()

    def count(self, table: str) -> int:
        return len(self.tables.get(table, []))

    def setting(self, name: str) -> Setting:
        return Setting(name, self.settings[name])

    def caveats(self, *tables: str) -> tuple[Caveat, ...]:
        return ()

    def provenance(self, seed: int | None = None) -> Provenance:
        return Provenance("small", "0", (), seed)

    def _make(self, engine, name: str, columns: str) -> None:
        engine.execute(f"CREATE TABLE told ({columns})")
        rows = self.tables.get(name, [])
        if rows:
            blank = [None] * (len(columns.split(",")) - len(rows[0]))
            place = f"({', '.join('?' * (len(rows[0]) + len(blank)))})"
            values = [value for row in rows for value in (*row, *blank)]
            engine.execute(f"INSERT INTO told VALUES {', '.join([place] * len(rows))}", values)
        known = [column.split()[0].strip(chr(34)) for column in columns.split(",")]
        told = f"{self.by}::VARCHAR" if self.by in known else "NULL::VARCHAR"
        segment = f"COALESCE({told}, '(not told)')" if self.by else "NULL::VARCHAR"
        period = PERIODS[self.per] if self.per else "NULL::VARCHAR"
        engine.execute(
            f"CREATE TABLE {name} AS SELECT *, {segment} AS segment, {period} AS period FROM told"
        )
        engine.execute("DROP TABLE told")


def amounts(result) -> dict[str | None, float]:
    """The headline group's parts by name; a refusal is left out."""
    return {
        row.part: row.answer.value
        for row in result.rows
        if row.segment is None and row.period is None and not isinstance(row.answer, Refusal)
    }
