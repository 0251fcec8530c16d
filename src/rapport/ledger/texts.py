"""Texts: how is what a file says in letters read as money, a moment, a number, a word?

Every function takes an SQL expression that gives trimmed text (NULL where empty) and returns an
SQL expression of the type, NULL where the text cannot be read. Nothing is guessed: an amount or
a day that could mean two things is NULL, hence a row in `rejected`.
"""

from __future__ import annotations

from rapport.core.source import DayOrder
from rapport.ledger.columns import Column, ColumnType
from rapport.ledger.currencies import code_sql, decimals

_TRUE = "('true', 't', '1', 'yes', 'y', 'oui', 'o', 'vrai', 'x')"
_FALSE = "('false', 'f', '0', 'no', 'n', 'non', 'faux')"
_CODES = "|".join(sorted(decimals()))
_MARKS = f"(?i)[\\s\\x{{00A0}}\\x{{202F}}\\x{{2009}}'’€£¥$]|({_CODES})\\.?$|^({_CODES})\\.?"
"""Spaces of every width, apostrophes, currency signs and codes that stand beside an amount."""


def typed_sql(column: Column, text: str, day_order: DayOrder, decimal_mark: str) -> str:
    """SQL that reads a text expression as a column's type (money: in currency units)."""
    match column.type:
        case ColumnType.MONEY | ColumnType.NUMBER:
            number = decimal_sql(text, decimal_mark)
            return number if column.type is ColumnType.MONEY else f"CAST({number} AS DOUBLE)"
        case ColumnType.MOMENT:
            return moment_sql(text, day_order)
        case ColumnType.INTEGER:
            return f"TRY_CAST(round({decimal_sql(text, decimal_mark)}) AS BIGINT)"
        case ColumnType.BOOLEAN:
            word = f"lower({text})"
            return f"CASE WHEN {word} IN {_TRUE} THEN TRUE WHEN {word} IN {_FALSE} THEN FALSE END"
        case ColumnType.CURRENCY:
            return code_sql(text)
        case ColumnType.WORD:
            words = ", ".join(f"'{word}'" for word in column.words)
            return f"CASE WHEN lower({text}) IN ({words}) THEN lower({text}) END"
        case _:
            return text


def decimal_sql(text: str, decimal_mark: str) -> str:
    """SQL that reads an amount written in any of the usual ways as DECIMAL(18, 4).

    Both marks: the last is the decimal one. One mark followed by three digits ("1,234"): decimal
    only if it is the sheet's `decimal_mark`, thousands if the sheet's is the other, else NULL.
    """
    written = _written_sql(text, decimal_mark)
    if decimal_mark == ".":
        return f"coalesce(TRY_CAST({text} AS DECIMAL(18, 4)), {written})"
    if decimal_mark == ",":
        plain = f"TRY_CAST(replace({text}, ',', '.') AS DECIMAL(18, 4))"
        return f"coalesce(CASE WHEN NOT contains({text}, '.') THEN {plain} END, {written})"
    return written


def _written_sql(text: str, decimal_mark: str) -> str:
    """The slow way, for what is not a plain number."""
    bare = f"regexp_replace({text}, '{_quoted(_MARKS)}', '', 'g')"
    signed = f"regexp_replace({bare}, '^\\((.*)\\)$|^(.*)[-−]$|^−(.*)$', '-\\1\\2\\3')"
    dots = f"replace({signed}, ',', '')"
    commas = f"replace(replace({signed}, '.', ''), ',', '.')"
    lone = "'^[-+]?[0-9]{1,3}[.,][0-9]{3}$'"
    last_is_comma = f"(instr(reverse({signed}), ',') < instr(reverse({signed}), '.'))"
    three_digits = {
        ".": f"WHEN regexp_matches({signed}, {lone}) THEN {dots}",
        ",": f"WHEN regexp_matches({signed}, {lone}) THEN {commas}",
    }.get(decimal_mark, f"WHEN regexp_matches({signed}, {lone}) THEN NULL")
    chosen = f"""CASE
        WHEN NOT regexp_matches({text}, '[0-9]') THEN NULL
        {three_digits}
        WHEN NOT contains({signed}, ',') THEN
            CASE WHEN regexp_matches({signed}, '^[-+]?[0-9]{{1,3}}([.][0-9]{{3}}){{2,}}$')
                 THEN replace({signed}, '.', '') ELSE {signed} END
        WHEN NOT contains({signed}, '.') THEN
            CASE WHEN regexp_matches({signed}, '^[-+]?[0-9]{{1,3}}(,[0-9]{{3}}){{2,}}$')
                 THEN replace({signed}, ',', '') ELSE replace({signed}, ',', '.') END
        WHEN regexp_matches({signed}, '^[-+]?[0-9]{{1,3}}(,[0-9]{{3}})+[.][0-9]*$') THEN {dots}
        WHEN {last_is_comma}
             AND regexp_matches({signed}, '^[-+]?[0-9]{{1,3}}([.][0-9]{{3}})+,[0-9]*$')
             THEN {commas}
    END"""
    return f"TRY_CAST({chosen} AS DECIMAL(18, 4))"


_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", " %H:%M:%S.%f")
_OFFSET_CLOCKS = (" %H:%M:%S %z", " %H:%M %z")
_PLAIN = ("____-__-__ __:__:__", "____-__-__", "____-__-__T__:__:__")
"""What most exports write, without an offset: recognised without a regular expression."""

_ZULU = "____-__-__T__:__:__Z"
"""The same in UTC, as programs write it."""

_EPOCH = "^1[0-9]{9}([0-9]{3})?$"
_ISO = "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"


def moment_sql(text: str, day_order: DayOrder) -> str:
    """SQL that reads a day or time; with an offset it becomes UTC, without it stays as told."""
    ways = [_iso_sql(text)]
    days = _days(day_order)
    ways.append(_strptime_sql(text, [day + clock for day in days for clock in _CLOCKS]))
    zoned = [day + clock for day in days for clock in _OFFSET_CLOCKS]
    zoned.append("%a %b %d %H:%M:%S %z %Y")
    ways.append(f"CAST({_strptime_sql(text, zoned)} AS TIMESTAMP)")
    ways.append(_epoch_sql(text))
    low, high = "TIMESTAMP '1969-12-31'", "TIMESTAMP '2100-01-02'"
    # Clamped, then the clamps are nothing: so the text is read once, not once to test it.
    clamped = f"greatest(least(coalesce({', '.join(ways)}), {high}), {low})"
    return f"nullif(nullif({clamped}, {low}), {high})"


def zone_sql(text: str) -> str:
    """SQL for the offset that a moment's text tells ("+02:00"), NULL where it tells none."""
    told = f"regexp_extract({text}, '([+-][0-9]{{2}}(:?[0-9]{{2}})?|Z|UTC)( [0-9]{{4}})?$', 1)"
    return (
        f"CASE WHEN {_is_plain(text)} THEN NULL "
        f"WHEN {text} LIKE '{_ZULU}' THEN '+00:00' "
        f"WHEN regexp_matches({text}, '{_EPOCH}') THEN '+00:00' "
        f"WHEN length({text}) > 16 THEN CASE {told} WHEN '' THEN NULL WHEN 'Z' THEN '+00:00' "
        f"WHEN 'UTC' THEN '+00:00' "
        f"ELSE left({told}, 3) || ':' || rpad(ltrim(right({told}, -3), ':'), 2, '0') END END"
    )


def _is_plain(text: str) -> str:
    return "(" + " OR ".join(f"{text} LIKE '{form}'" for form in _PLAIN) + ")"


def _iso_sql(text: str) -> str:
    """Year-first days and times; those long enough to hold an offset are turned into UTC."""
    glued = (
        f"regexp_replace(regexp_replace({text}, ' UTC$', 'Z'), "
        f"' ?([+-][0-9]{{2}}):?([0-9]{{2}})$', '\\1:\\2')"
    )
    return (
        f"CASE WHEN {_is_plain(text)} THEN TRY_CAST({text} AS TIMESTAMP) "
        f"WHEN {text} LIKE '{_ZULU}' THEN TRY_CAST(left({text}, 19) AS TIMESTAMP) "
        f"WHEN NOT regexp_matches({text}, '{_ISO}') THEN NULL "
        f"WHEN NOT regexp_matches({text}, ':[0-9]{{2}}(:[0-9.]+)? ?([+-][0-9]{{2}}|Z|UTC)') "
        f"THEN TRY_CAST({text} AS TIMESTAMP) "
        f"ELSE CAST(TRY_CAST({glued} AS TIMESTAMPTZ) AS TIMESTAMP) END"
    )


def _days(day_order: DayOrder) -> list[str]:
    """The strptime formats of days that are not ISO's."""
    numbers = {
        DayOrder.DAY_FIRST: ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y"],
        DayOrder.MONTH_FIRST: ["%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y"],
    }.get(day_order, [])
    return [*numbers, "%Y/%m/%d", "%Y%m%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y"]


def _strptime_sql(text: str, formats: list[str]) -> str:
    """SQL that tries formats one after the other."""
    return f"try_strptime({text}, [{', '.join(repr(form) for form in formats)}])"


def _epoch_sql(text: str) -> str:
    """Seconds or milliseconds since 1970, as machines write them."""
    return (
        f"CASE WHEN regexp_matches({text}, '^1[0-9]{{9}}$') "
        f"THEN make_timestamp(TRY_CAST({text} AS BIGINT) * 1000000) "
        f"WHEN regexp_matches({text}, '^1[0-9]{{12}}$') "
        f"THEN make_timestamp(TRY_CAST({text} AS BIGINT) * 1000) END"
    )


def _quoted(text: str) -> str:
    """Double the quotes of a text that stands inside an SQL literal."""
    return text.replace("'", "''")
