"""Result: what does a measure answer?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rapport.core.card import Card
from rapport.core.errors import ContractError
from rapport.core.estimate import Caveat, Estimate, Refusal

TidyRow = dict[str, str | float | int | None]

TIDY_COLUMNS = (
    "measure",
    "part",
    "segment",
    "period",
    "estimate",
    "conf_low",
    "conf_high",
    "conf_level",
    "unit",
    "n",
    "method",
    "as_of",
    "refusal",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: of what part, for whom (segment), when (period); None means all of them."""

    answer: Estimate | Refusal
    part: str | None = None
    segment: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """How to get the same number again: book, version, settings, seed and the SQL that ran."""

    digest: str
    version: str
    settings: tuple[tuple[str, str], ...] = ()
    seed: int | None = None
    sql: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The answers of one measure on one day; `rows[0]` is the headline.

    `by` names the segmentation that the rows' `segment` speaks of, `per` the period's length;
    `people` names a table in the engine with one row a person, where the measure has one.
    """

    card: Card
    as_of: date
    rows: tuple[Row, ...]
    caveats: tuple[Caveat, ...] = ()
    provenance: Provenance = field(default_factory=lambda: Provenance("", ""))
    people: str | None = None
    by: str | None = None
    per: str | None = None

    def __post_init__(self) -> None:
        if not self.rows:
            raise ContractError(f"{self.card.key} answered nothing: a refusal is an answer")

    @property
    def headline(self) -> Row:
        """The first answer: the number people quote."""
        return self.rows[0]

    def tidy(self) -> list[TidyRow]:
        """One flat dictionary per row, headline first, with broom's column names."""
        return [self._tidy_row(row) for row in self.rows]

    def _tidy_row(self, row: Row) -> TidyRow:
        told: TidyRow = dict.fromkeys(TIDY_COLUMNS)
        told |= {
            "measure": self.card.key,
            "part": row.part,
            "segment": row.segment,
            "period": row.period,
            "n": row.answer.n,
            "method": str(self.card.method),
            "as_of": self.as_of.isoformat(),
        }
        if isinstance(row.answer, Refusal):
            told["unit"] = str(self.card.unit)
            told["refusal"] = f"{row.answer.reason}. {row.answer.remedy}"
            return told
        interval = row.answer.interval
        told["estimate"] = row.answer.value
        told["unit"] = str(row.answer.unit)
        return told | {
            "conf_low": interval.low,
            "conf_high": interval.high,
            "conf_level": interval.level,
        }
