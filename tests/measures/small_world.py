"""Small world: what does a measure answer about a company's files, through the whole house?"""

from __future__ import annotations

import tempfile
from datetime import date
from functools import lru_cache
from pathlib import Path

import rapport
from rapport.core.result import Result

from .readings import read_messages
from .small_company import Company

_WORKSHOP = tempfile.TemporaryDirectory(prefix="rapport-tests-", ignore_cleanup_errors=True)


def measured(company: Company, key: str, as_of: date, by: str | None = None,
             per: str | None = None) -> Result:  # fmt: skip
    """The result of a measure over a company's files, imported once."""
    return house_of(company).measure(key, as_of=as_of, by=by, per=per)


@lru_cache(maxsize=24)
def house_of(company: Company) -> rapport.House:
    """A house over a new book into which the company's files went, its messages read."""
    folder = Path(tempfile.mkdtemp(dir=_WORKSHOP.name))
    house = rapport.open(folder / "small.rapport", create=True)
    house.set("margin_rate", "0.4")
    house.set("brand", "Acme")
    house.set("competitors", "Rivalia, Bexa")
    files = company.write(folder / "files")
    if files:
        house.ingest(*files)
    read_messages(house)
    return house
