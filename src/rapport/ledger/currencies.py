"""Currencies: which codes exist, and how many decimals does each have?"""

from __future__ import annotations

from functools import cache

from iso4217 import Currency as IsoCurrency

NO_CURRENCY = "XXX"
"""ISO 4217's own code for “no currency”: what a file without a currency column is stored as."""

UNTOLD_DECIMALS = 2
"""Decimals kept for amounts whose currency was not told."""

SYMBOLS = {"€": "EUR", "£": "GBP", "¥": "JPY", "CHF.": "CHF", "FR.": "CHF", "EURO": "EUR"}
"""Unambiguous signs that exports use for a code; "$" is none: it names twenty currencies."""


@cache
def decimals() -> dict[str, int]:
    """Decimals of every ISO 4217 code (units without minor units count as 2)."""
    known = {entry.value.upper(): entry.exponent for entry in IsoCurrency}
    return {code: UNTOLD_DECIMALS if digits is None else digits for code, digits in known.items()}


def minor_units(code: str) -> int:
    """How many minor units make one unit.

    >>> minor_units("EUR"), minor_units("JPY"), minor_units("TND")
    (100, 1, 1000)
    """
    return int(10 ** decimals().get(code, UNTOLD_DECIMALS))


def code_sql(text: str) -> str:
    """SQL that reads a text expression as an ISO 4217 code, NULL where it is none.

    By an enumeration, not by `IN`: the engine makes a join of a long `IN`, and carries every
    column of the row through it.
    """
    codes = ", ".join(f"'{code}'" for code in sorted(decimals()))
    symbols = " ".join(f"WHEN '{sign}' THEN '{code}'" for sign, code in SYMBOLS.items())
    upper = f"upper(trim({text}))"
    named = f"CASE {upper} {symbols} ELSE {upper} END"
    return (
        f"CASE WHEN TRY_CAST({text} AS ENUM ({codes})) IS NOT NULL THEN {text} "
        f"ELSE CAST(TRY_CAST({named} AS ENUM ({codes})) AS VARCHAR) END"
    )


def minor_units_sql(code: str) -> str:
    """SQL for the minor units of a code column (an expression giving ISO codes)."""
    groups: dict[int, list[str]] = {}
    for name, digits in sorted(decimals().items()):
        if digits != UNTOLD_DECIMALS:
            groups.setdefault(digits, []).append(f"{code} = '{name}'")
    cases = " ".join(
        f"WHEN {' OR '.join(tests)} THEN {10**digits}" for digits, tests in sorted(groups.items())
    )
    return f"CASE {cases} ELSE {10**UNTOLD_DECIMALS} END"
