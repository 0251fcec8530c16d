"""Expressions: how is what a column tells turned, in SQL text, into what the book reads?

Every function takes SQL expressions over a sheet's text columns and returns one.
"""

from __future__ import annotations

from collections.abc import Mapping

from rapport.core.source import constant

NO_CURRENCY = constant("XXX")
"""The ISO 4217 code that says that no currency was told."""

_YES = "('true', 't', '1', 'yes', 'y', 'oui', 'o', 'vrai', 'x')"
_CANCELLED = (
    "('cancelled', 'canceled', 'cancelled by customer', 'annulé', 'annulée', 'annule', 'annulee', "
    "'annulation', 'cancellation', 'wc-cancelled', 'voided')"
)


def filled(text: str) -> str:
    """The text without blanks around it, NULL where nothing is left."""
    return f"nullif(trim({text}), '')"


def is_filled(text: str) -> str:
    """TRUE where something is told."""
    return f"(coalesce(trim({text}), '') <> '')"


def is_negative(text: str) -> str:
    """TRUE where an amount is told as negative: -12, EUR -12, (12.00), 12-."""
    told = f"coalesce({text}, '')"
    signs = " OR ".join(f"contains({told}, '{sign}')" for sign in "-−(")  # cheap, nearly always no
    return f"(({signs}) AND regexp_matches({told}, '^[^0-9]*[-−(]|[-−][^0-9]*$'))"


def is_yes(text: str) -> str:
    """TRUE where a flag is set."""
    return f"(coalesce(lower(trim({text})), '') IN {_YES})"


def is_cancelled(text: str) -> str:
    """TRUE where a status says that an order was cancelled."""
    return f"(coalesce(lower(trim({text})), '') IN {_CANCELLED})"


def is_above_zero(text: str, decimal_mark: str) -> str:
    """TRUE where an amount is told that is not zero (its sign left aside)."""
    return f"(coalesce({number(text, decimal_mark)}, 0) <> 0)"


def number(text: str, decimal_mark: str) -> str:
    """The number that a text tells, as DECIMAL(18, 4), NULL where it tells none."""
    plain = f"TRY_CAST({text} AS DECIMAL(18, 4))"
    if decimal_mark == ",":
        bare = f"replace(regexp_replace({text}, '[^0-9,-]', '', 'g'), ',', '.')"
        return f"TRY_CAST({bare} AS DECIMAL(18, 4))"
    bare = f"regexp_replace({text}, '[^0-9.-]', '', 'g')"
    return f"coalesce({plain}, TRY_CAST({bare} AS DECIMAL(18, 4)))"


def written(value: str, decimal_mark: str) -> str:
    """A number as text in the sheet's own way, without zeros at the end."""
    text = f"regexp_replace(CAST(CAST({value} AS DECIMAL(28, 4)) AS VARCHAR), '\\.?0+$', '')"
    return f"replace({text}, '.', ',')" if decimal_mark == "," else text


def one_of(text: str, words: Mapping[str, str]) -> str:
    """The book's word for a told one; what is not known stays as told, and is rejected there."""
    known: dict[str, list[str]] = {}
    for told, word in words.items():
        known.setdefault(word, []).append(constant(told))
    ways = " ".join(
        f"WHEN lower(trim({text})) IN ({', '.join(told)}) THEN {constant(word)}"
        for word, told in known.items()
    )
    return f"CASE {ways} ELSE {filled(text)} END"


def or_else(text: str, other: str) -> str:
    """The first where it tells something, else the second."""
    return f"coalesce({filled(text)}, {other})"


def fingerprint(*texts: str) -> str:
    """A name made of contents, for what was told without one."""
    return f"md5(concat_ws('|', {', '.join(texts)}))"


def is_among(text: str, *words: str) -> str:
    """TRUE where the text, whatever its case, is one of these words ("" where none is told)."""
    return f"(coalesce(lower(trim({text})), '') IN ({', '.join(map(constant, words))}))"


def first_filled(*texts: str) -> str:
    """The first of these that tells something; NULL for none at all."""
    return f"coalesce({', '.join(map(filled, texts))})" if texts else "NULL"


def bare(text: str) -> str:
    """The text without the apostrophe that keeps spreadsheets from reading a number."""
    return f"ltrim(trim({text}), '''')"


def in_utc(text: str) -> str:
    """A year-first time whose header says UTC, with that said in the text."""
    iso = "^\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:.]+\\s*$"
    return f"CASE WHEN regexp_matches({text}, '{iso}') THEN trim({text}) || ' UTC' ELSE {text} END"
