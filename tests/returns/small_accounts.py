"""Small accounts: which relations does the statement see when we write them by hand?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

import duckdb

from rapport.core.calendar import Window
from rapport.core.estimate import Caveat, Estimate, Interval, Refusal
from rapport.core.measure import Columns, Setting, Step
from rapport.core.phrase import say
from rapport.core.result import Provenance, Result, Row
from rapport.ledger.facts import CLIMB
from rapport.measures.catalog import CATALOG

YEAR = Window(date(2024, 1, 1), date(2025, 1, 1))
COLUMNS = {
    "purchase": 'person INTEGER, day DATE, "at" TIMESTAMP, source VARCHAR, key VARCHAR,'
    " order_id VARCHAR, amount BIGINT, margin BIGINT, first_touch VARCHAR, campaign VARCHAR",
    "refund": "person INTEGER, day DATE, order_id VARCHAR, amount BIGINT, kind VARCHAR",
    "referral": 'person INTEGER, friend INTEGER, day DATE, "at" TIMESTAMP, code VARCHAR,'
    " order_id VARCHAR",
    "spend": "day DATE, amount BIGINT, programme VARCHAR, campaign VARCHAR, category VARCHAR",
    "effort": "day DATE, hours DOUBLE, programme VARCHAR, agent VARCHAR, hourly_cost BIGINT",
    "gesture": "day DATE, amount BIGINT, currency VARCHAR",
    "follow": "person INTEGER, day DATE",
    "message": "person INTEGER, day DATE",
    "connection_covered": "person INTEGER, month DATE",
    "answer_covered": "person INTEGER, month DATE",
}
CUSTOMER = """
    CREATE VIEW customer AS
    SELECT person, MIN(day) AS first_day FROM purchase WHERE person IS NOT NULL GROUP BY person
"""
UNSET = {
    "margin_rate": "",
    "incremental_share": "",
    "acquisition_cost": "",
    "attribution_days": "30",
}


@dataclass
class SmallAccounts:
    """A Snapshot over hand-written rows: each table is a list of dictionaries."""

    tables: dict[str, list[dict]]
    settings: dict[str, str] = field(default_factory=dict)
    currency: object = "EUR"
    minor_units: int = 100
    as_of: date = date(2024, 12, 31)

    def __post_init__(self):
        self.engine = duckdb.connect()
        for name, columns in COLUMNS.items():
            self.engine.execute(f"CREATE TABLE {name} ({columns})")
            self._fill(name, [one.split()[0].strip('"') for one in columns.split(",")])
        self.engine.execute(CUSTOMER)
        self.engine.execute(f"CREATE VIEW referral_root AS {CLIMB}")

    def read(self, *steps: Step, parameters: Mapping[str, object] | None = None) -> Columns:
        named = ",\n".join(f"{step.name} AS ({step.sql})" for step in steps)
        sql = f"WITH {named} SELECT * FROM {steps[-1].name}"
        used = set(re.findall(r"\$([a-z_]+)", sql))
        bound = {name: value for name, value in (parameters or {}).items() if name in used}
        return self.engine.execute(sql, bound).fetchnumpy()

    def count(self, table: str) -> int:
        return len(self.tables.get(table, []))

    def setting(self, name: str) -> Setting:
        value = self.settings.get(name, UNSET[name])
        return Setting(name, value, date(2024, 1, 1) if name in self.settings else None)

    def caveats(self, *tables: str):
        return ()

    def provenance(self, seed: int | None = None) -> Provenance:
        return Provenance("small", "0", (), seed)

    def cut(self, by=None, per=None):
        return self

    def _fill(self, table: str, names: list[str]) -> None:
        rows = [[row.get(name) for name in names] for row in self.tables.get(table, [])]
        if rows:
            quoted = ", ".join(f'"{name}"' for name in names)
            places = ", ".join(["(" + ", ".join("?" * len(names)) + ")"] * len(rows))
            values = [value for row in rows for value in row]
            self.engine.execute(f"INSERT INTO {table} ({quoted}) VALUES {places}", values)


def order(number: int, person: int | None, amount: int, day: date = date(2024, 3, 1), **more):
    """An order, its number its key and order_id."""
    return {
        "person": person, "day": day, "at": datetime.combine(day, time(12)), "source": "shop",
        "key": f"k{number}", "order_id": f"o{number}", "amount": amount, **more,
    }  # fmt: skip


def back(number: int, amount: int, day: date = date(2024, 4, 1), person=None, kind="refund"):
    """Money back for an order."""
    return {"person": person, "day": day, "order_id": f"o{number}", "amount": amount, "kind": kind}


def brought(referrer: int, friend: int, day: date = date(2024, 1, 1)):
    """Somebody named us to a friend."""
    return {"person": referrer, "friend": friend, "day": day, "at": datetime.combine(day, time())}


def spent(amount: int, category: str, campaign=None, day: date = date(2024, 6, 1)):
    """Money spent on a programme."""
    return {
        "day": day, "amount": amount, "programme": "Club", "campaign": campaign,
        "category": category,
    }  # fmt: skip


def worked(hours: float, hourly_cost: int | None = 3000, agent="Nora", day=date(2024, 6, 1)):
    """Hours of a member of staff."""
    return {
        "day": day, "hours": hours, "programme": "Club", "agent": agent,
        "hourly_cost": hourly_cost,
    }  # fmt: skip


def covered(person: int, *months: int):
    """Months of 2024 of a customer that an effect's design covers."""
    return [{"person": person, "month": date(2024, month, 1)} for month in months]


def effect(key: str, value: float, half: float, verdict: str = "proven", n: int = 300) -> Result:
    """What a measure of lift says: EUR a customer-month, value ± half, and its verdict."""
    card = next(one.card for one in CATALOG if one.card.key == key)
    answer = Estimate(value, Interval(value - half, value + half), card.unit.in_currency("EUR"), n)
    caveats = (Caveat(f"verdict-{verdict}", say("so it is")),)
    return Result(card, date(2024, 12, 31), (Row(answer),), caveats)


def no_effect(key: str) -> Result:
    """A measure of lift that cannot say."""
    card = next(one.card for one in CATALOG if one.card.key == key)
    refusal = Refusal(say("too few connect"), say("invite more"), 12)
    return Result(card, date(2024, 12, 31), (Row(refusal),))
