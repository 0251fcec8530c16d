"""How does a test write a few contacts and rulings, and ask who is who?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapport.ledger.engine import DuckDBEngine
from rapport.people.resolve import Resolution, resolve

FIELDS = ("source", "customer_id", "email", "phone", "account", "network", "name")


class Names:
    """An empty ledger in memory, with the tables that people/ reads."""

    def __init__(self) -> None:
        self.engine = DuckDBEngine()
        columns = ", ".join(f"{field} VARCHAR" for field in FIELDS)
        self.engine.run(f"CREATE TABLE contact (contact UBIGINT, {columns})")
        self.engine.run(
            "CREATE TABLE ruling "
            "(contact UBIGINT, friend UBIGINT, verdict VARCHAR, happened_at TIMESTAMP)"
        )

    def tell(self, contact: int, **told: str) -> Names:
        """Write one contact; its source is `shop` unless told."""
        row = {"source": "shop"} | told
        bound = {field: row.get(field) for field in FIELDS} | {"contact": contact}
        marks = ", ".join(f"${field}" for field in FIELDS)
        self.engine.run(f"INSERT INTO contact VALUES ($contact, {marks})", bound)
        return self

    def rule(self, verdict: str, contact: int, friend: int, day: str = "2026-01-01") -> Names:
        """Write one ruling on two contacts."""
        bound = {"contact": contact, "friend": friend, "verdict": verdict, "day": day}
        self.engine.run(
            "INSERT INTO ruling VALUES ($contact, $friend, $verdict, $day::TIMESTAMP)", bound
        )
        return self

    def resolve(self, *, dated: bool = False) -> Resolution:
        """Resolve the whole ledger."""
        return resolve(self.engine, dated=dated)

    def identity(self) -> dict[int, int]:
        """Contact → person, after resolving."""
        self.resolve()
        return dict(self.engine.rows("SELECT contact, person FROM identity"))

    def people(self) -> list[set[int]]:
        """Contacts of each person, in the persons' order, after resolving."""
        return grouped(self.identity())


def grouped(identity: Mapping[int, int]) -> list[set[int]]:
    """Sets of contacts by person, in the persons' order."""
    found: dict[int, set[int]] = {}
    for contact, person in identity.items():
        found.setdefault(person, set()).add(contact)
    return [found[person] for person in sorted(found)]


def told(rows: Iterable[Mapping[str, str]]) -> Names:
    """Names with one contact a row, numbered from 1."""
    names = Names()
    for number, row in enumerate(rows, start=1):
        names.tell(number, **row)
    return names
