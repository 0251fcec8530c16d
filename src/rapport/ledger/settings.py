"""Settings: what did the user tell that no export tells, and since when?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rapport.core.errors import BadSetting, UnknownName
from rapport.core.measure import Setting
from rapport.core.phrase import Phrase, say
from rapport.ledger.currencies import decimals
from rapport.ledger.engine import Engine
from rapport.ledger.working_time import read_holidays, read_working_hours

CONNECTIONS = ("follow", "community", "subscription", "membership")


@dataclass(frozen=True, slots=True)
class Rule:
    """One setting: its default, what it means, and how a value is checked and normalised."""

    default: str
    meaning: Phrase
    read: Callable[[str], str]


def _share(text: str) -> str:
    value = _decimal(text.rstrip("% "))
    value = value / 100 if text.strip().endswith("%") else value
    if not 0 <= value <= 1:
        raise ValueError(text)
    return str(value)


def _amount(text: str) -> str:
    value = _decimal(text)
    if value < 0:
        raise ValueError(text)
    return str(value)


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation as cause:
        raise ValueError(text) from cause
    if not value.is_finite():
        raise ValueError(text)
    return value


def _days(text: str) -> str:
    if not 1 <= int(text) <= 3650:
        raise ValueError(text)
    return str(int(text))


def _code(text: str) -> str:
    if text.strip().upper() not in decimals():
        raise ValueError(text)
    return text.strip().upper()


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text.strip()).key
    except (ZoneInfoNotFoundError, OSError) as cause:
        raise ValueError(text) from cause


def _kinds(text: str) -> str:
    names = [name.strip() for name in text.lower().split(",") if name.strip()]
    if not names or not set(names) <= set(CONNECTIONS):
        raise ValueError(text)
    return ",".join(name for name in CONNECTIONS if name in names)


def _listed(text: str) -> str:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise ValueError(text)
    return ",".join(dict.fromkeys(names))


def _choice(*names: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.strip().lower() not in names:
            raise ValueError(text)
        return text.strip().lower()

    return read


def _region(text: str) -> str:
    if len(text.strip()) != 2 or not text.strip().isalpha():
        raise ValueError(text)
    return text.strip().upper()


RULES: dict[str, Rule] = {
    "currency": Rule("", say("home currency, an ISO 4217 code such as EUR"), _code),
    "zone": Rule("UTC", say("home time zone such as Europe/Paris"), _zone),
    "margin_rate": Rule("", say("share of a sale that is margin, from 0 to 1"), _share),
    "hourly_cost": Rule("", say("cost of an hour of relation work, in home currency"), _amount),
    "connected": Rule(
        ",".join(CONNECTIONS),
        say("which ties count as connected: follow, community, subscription, membership"),
        _kinds,
    ),
    "answer_within_days": Rule("7", say("days within which an answer counts"), _days),
    "resolved_after_days": Rule(
        "7", say("days of silence after our answer, after which a question is resolved"), _days
    ),
    "working_hours": Rule(
        "mon-fri 09:00-18:00",
        say("when we work, such as mon-fri 09:00-12:00, mon-fri 14:00-18:00, or 24/7"),
        read_working_hours,
    ),
    "holidays": Rule(
        "",
        say("days off, by commas: countries such as FR, or days such as 2026-12-24"),
        read_holidays,
    ),
    "incremental_share": Rule(
        "", say("share of referred customers who would not have come otherwise"), _share
    ),
    "acquisition_cost": Rule(
        "", say("cost of winning a customer by other means, in home currency"), _amount
    ),
    "discount_rate": Rule(
        "0.1", say("yearly discount of money still to come, from 0 to 1"), _share
    ),
    "attribution_days": Rule("30", say("days within which a sale answers to a campaign"), _days),
    "untouched_products": Rule(
        "",
        say("products that a connection cannot touch, by commas: what they do tests the effect"),
        _listed,
    ),
    "brand": Rule(
        "", say("what people call us, by commas: brand, account names, usual spellings"), _listed
    ),
    "competitors": Rule(
        "", say("other brands that people could speak of instead of ours, by commas"), _listed
    ),
    "simulated": Rule(
        "no", say("whether the book tells of a simulated company"), _choice("no", "yes")
    ),
    "plus_tags": Rule(
        "keep", say("whether name+tag@… is the same as name@…"), _choice("keep", "drop")
    ),
    "region": Rule("FR", say("country of phone numbers without a country code"), _region),
}


def checked(name: str, value: str) -> str:
    """Check a value and write it the one way; raises UnknownName or BadSetting."""
    rule = RULES.get(name)
    if rule is None:
        raise UnknownName(
            say("there is no setting “{name}”: choose among {names}", name=name, names=_names())
        )
    try:
        return rule.read(value)
    except ValueError as cause:
        raise BadSetting(
            say(
                "“{value}” does not fit {name} ({meaning})",
                value=value,
                name=name,
                meaning=str(rule.meaning),
            )
        ) from cause


def _names() -> str:
    return ", ".join(sorted(RULES))


_IN_FORCE = """
SELECT name, arg_max(value, (happened_at, seen_at, value)), max(happened_at)::DATE
FROM setting
WHERE happened_at::DATE <= $as_of
    AND seen_at <= $known_at
GROUP BY name
"""


def in_force(engine: Engine, as_of: date, known_at: datetime) -> dict[str, Setting]:
    """Every setting in force on a day, defaults included."""
    told = engine.rows(_IN_FORCE, {"as_of": as_of, "known_at": known_at})
    settings = {name: Setting(name, rule.default) for name, rule in RULES.items()}
    return settings | {name: Setting(name, value, since) for name, value, since in told}
