"""Money: how do amounts of several currencies come to be told in one?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.measure import Step
from rapport.ledger.currencies import NO_CURRENCY, minor_units, minor_units_sql


@dataclass(frozen=True, slots=True)
class Money:
    """The home currency, and whether amounts in others must be converted on their way."""

    home: str
    converts: bool

    @property
    def reads(self) -> tuple[str, ...]:
        """Relations that a conversion reads."""
        return ("rate_of",) if self.converts else ()

    def home_sql(self, amount: str, alias: str = "told") -> str:
        """SQL of an amount in minor units of the home currency; NULL where no rate is known."""
        home = minor_units(self.home)
        if not self.converts:
            untold = minor_units(NO_CURRENCY)
            if home == untold or self.home == NO_CURRENCY:
                return amount
            scaled = f"CAST(round({amount} * {home} / {untold}.0) AS BIGINT)"
            return f"CASE WHEN {alias}.currency = '{NO_CURRENCY}' THEN {scaled} ELSE {amount} END"
        units = minor_units_sql(f"{alias}.currency")
        return (
            f"CASE WHEN {alias}.currency = '{self.home}' THEN {amount} "
            f"WHEN {alias}.currency = '{NO_CURRENCY}' "
            f"THEN CAST(round({amount} * {home} / 100.0) AS BIGINT) "
            f"ELSE CAST(round({amount} * rate_of.rate * {home} / {units}) AS BIGINT) END"
        )

    def join_sql(self, at: str, alias: str = "told") -> str:
        """SQL of the join to the rate in force on a record's day."""
        if not self.converts:
            return ""
        return (
            f"ASOF LEFT JOIN rate_of ON (rate_of.currency = {alias}.currency "
            f"AND CAST({at} AS DATE) >= rate_of.day)"
        )

    def rate_step(self) -> Step:
        """Units of home currency for one unit of another, from a day on, told either way round."""
        return Step(
            "rate_of",
            f"""SELECT
    currency,
    day,
    median(rate) AS rate
FROM (
    SELECT base AS currency, CAST(happened_at AS DATE) AS day, rate
    FROM told_rate
    WHERE quote = '{self.home}' AND rate > 0
    UNION ALL
    SELECT quote, CAST(happened_at AS DATE), 1.0 / rate
    FROM told_rate
    WHERE base = '{self.home}' AND rate > 0
)
GROUP BY currency, day""",
            ("told_rate",),
        )
