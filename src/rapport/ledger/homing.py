"""Homing: which currency is at home in the book, and can every amount be told in it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rapport.core.estimate import Refusal
from rapport.core.phrase import say
from rapport.ledger.currencies import NO_CURRENCY
from rapport.ledger.engine import Engine
from rapport.ledger.money import Money

_MONEY_TABLES = ("purchase", "refund", "spend")


@dataclass(frozen=True, slots=True)
class Home:
    """The home currency; why amounts cannot be added up, where they cannot; what was untold."""

    currency: str
    money: Money
    refusal: Refusal | None
    untold: bool


def find_home(engine: Engine, setting: str, as_of: date, known_at: datetime) -> Home:
    """Find the home currency: the one set, else the only one told by then, else none."""
    told = _currencies(engine, as_of, known_at)
    named = sorted(told - {NO_CURRENCY})
    untold = NO_CURRENCY in told
    if not setting and len(named) > 1:
        refusal = Refusal(
            say("amounts stand in several currencies ({names})", names=", ".join(named)),
            say("Set the home currency (rapport set BOOK currency=EUR) and import dated rates"),
        )
        return Home(NO_CURRENCY, Money(NO_CURRENCY, False), refusal, untold)
    home = setting or (named[0] if named else NO_CURRENCY)
    foreign = [code for code in named if code != home]
    money = Money(home, bool(foreign))
    return Home(home, money, _missing_rate(engine, foreign, home, as_of, known_at), untold)


def _currencies(engine: Engine, as_of: date, known_at: datetime) -> set[str]:
    query = " UNION ".join(
        f"SELECT DISTINCT currency FROM {table} "
        "WHERE CAST(happened_at AS DATE) <= $as_of AND seen_at <= $known_at"
        for table in _MONEY_TABLES
    )
    return {row[0] for row in engine.rows(query, {"as_of": as_of, "known_at": known_at})}


def _missing_rate(
    engine: Engine, foreign: list[str], home: str, as_of: date, known_at: datetime
) -> Refusal | None:
    """Refuse where an amount happened before the first rate of its currency."""
    for code in foreign:
        first = engine.rows(
            " UNION ALL ".join(
                f"SELECT min(happened_at)::DATE AS day, count(*) AS n FROM {table} "
                "WHERE currency = $code AND CAST(happened_at AS DATE) <= $as_of "
                "AND seen_at <= $known_at"
                for table in _MONEY_TABLES
            ),
            {"code": code, "as_of": as_of, "known_at": known_at},
        )
        days = [day for day, _ in first if day is not None]
        if not days:
            continue
        rated = engine.rows(
            "SELECT min(happened_at)::DATE FROM rate "
            "WHERE ((base = $code AND quote = $home) OR (base = $home AND quote = $code)) "
            "AND rate > 0 AND seen_at <= $known_at",
            {"code": code, "home": home, "known_at": known_at},
        )[0][0]
        if rated is None or rated > min(days):
            return Refusal(
                say(
                    "there is no rate from {code} to {home} on {day}",
                    code=code,
                    home=home,
                    day=min(days).isoformat(),
                ),
                say("Import dated rates (a file with day, base, quote, rate)"),
                sum(n for _, n in first),
            )
    return None
