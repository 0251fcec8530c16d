"""Statement: what did relations bring and cost, every euro once, and how sure are we?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rapport.core.calendar import Window
from rapport.core.card import Claim
from rapport.core.errors import ContractError
from rapport.core.estimate import Caveat, Estimate, Refusal
from rapport.core.phrase import Phrase
from rapport.core.result import TIDY_COLUMNS, Provenance, Result, TidyRow


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the statement: what it is, what it claims, its answer, and its parts.

    `how` says in a sentence how the number came about; `of_which` lines add up to this one.
    """

    key: str
    name: Phrase
    answer: Estimate | Refusal
    claim: Claim = Claim.DESCRIBES
    how: Phrase | None = None
    of_which: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Total margin of the window and the lines it is split into, in minor units.

    It closes to the cent or cannot be made: raises ContractError.
    """

    total: int
    parts: tuple[tuple[Phrase, int], ...]

    def __post_init__(self) -> None:
        if sum(amount for _, amount in self.parts) != self.total:
            raise ContractError("the reconciliation does not close: nothing is printed")


@dataclass(frozen=True, slots=True)
class Statement:
    """Real value by line, cost, RoR beside ROI, what is still to come, and the perceived column.

    `ror` is the whole rate (refused while a line is refused); `ror_told` the rate of the lines
    that can be told. Perceived results are never summed with money.
    """

    window: Window
    as_of: date
    currency: str
    lines: tuple[Line, ...]
    costs: Line
    ror: Line
    ror_told: Line
    roi: Line
    still_to_come: Line
    perceived: tuple[Result, ...]
    reconciliation: Reconciliation | Refusal
    minor_units: int
    caveats: tuple[Caveat, ...] = ()
    provenance: Provenance = field(default_factory=lambda: Provenance("", ""))

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """Every line from top to bottom, parts after their whole."""
        tops = (*self.lines, self.costs, self.ror, self.ror_told, self.roi, self.still_to_come)
        return tuple(line for top in tops for line in (top, *top.of_which))

    def tidy(self) -> list[TidyRow]:
        """One flat dictionary per line, in the columns of every result."""
        period = f"{self.window.start.isoformat()}/{self.window.end.isoformat()}"
        return [self._tidy_line(line, period) for line in self.all_lines]

    def _tidy_line(self, line: Line, period: str) -> TidyRow:
        told: TidyRow = dict.fromkeys(TIDY_COLUMNS)
        told |= {
            "measure": "returns",
            "part": line.key,
            "period": period,
            "n": line.answer.n,
            "method": str(line.how) if line.how else None,
            "as_of": self.as_of.isoformat(),
        }
        if isinstance(line.answer, Refusal):
            return told | {"refusal": f"{line.answer.reason}. {line.answer.remedy}"}
        interval = line.answer.interval
        return told | {
            "estimate": line.answer.value,
            "conf_low": interval.low,
            "conf_high": interval.high,
            "conf_level": interval.level,
            "unit": str(line.answer.unit),
        }
