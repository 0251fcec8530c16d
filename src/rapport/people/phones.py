"""Phones: how is a told phone number written so that equal means the same?

E.164, by the phonenumbers library. The ordinary ways of writing are read by an SQL expression that
is generated from the library's own numbering plans; whatever it does not settle goes to the
library itself, each distinct text once. Both say the same (a property test holds them together).
"""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

from rapport.core.errors import BadSetting, ContractError
from rapport.core.phrase import say
from rapport.ledger.engine import Engine

CHUNK = 50_000
"""How many odd texts go through the library at a time, so that memory stays bounded."""

WORTH_A_BRANCH = 5_000
"""From how many phones on a country's plan is worth its branch of SQL (0.1 s of the library)."""

ORDINARY = r"^''*\(?\+?[0-9][0-9 .()/\x{a0}-]{0,38}$"
"""Writings whose only meaning is their digits: no letters, no extension, one leading plus."""

_TYPES = (
    "premium_rate",
    "toll_free",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
    "fixed_line",
    "mobile",
)


def clean_phone(text: str, region: str = "FR") -> str | None:
    """The number in E.164, or None where it is no valid number; `region` reads national forms.

    >>> clean_phone("06 12 34 56 78"), clean_phone("+44 20 7946 0958"), clean_phone("1234")
    ('+33612345678', '+442079460958', None)
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def known_region(region: str) -> str:
    """The region's two letters in capitals; raises BadSetting where there is no such plan.

    >>> known_region("fr")
    'FR'
    """
    if region.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise BadSetting(
            say("no phone region {region}: give two letters, such as FR or CH", region=region)
        )
    return region.upper()


def clean_phones(engine: Engine, region: str) -> None:
    """Make the step `people_phone` (contact, normalised): every valid phone of `contact`."""
    engine.run(dialled_step(region))
    often = engine.rows(_OFTEN, {"worth": WORTH_A_BRANCH})
    engine.run(phone_step(region, tuple(sorted(int(code) for (code,) in often))))
    for statement in _ODD:
        engine.run(statement)
    done = 0
    while told := list(engine.columns(_CHUNK, {"low": done, "high": done + CHUNK})["told"]):
        engine.run(_READ, {"told": told, "normalised": [clean_phone(t, region) for t in told]})
        done += CHUNK
    for statement in _SETTLED:
        engine.run(statement)


def drop_phones(engine: Engine) -> None:
    """Take the step `people_phone` away, once it has been read."""
    engine.run("DROP VIEW people_phone")
    engine.run("DROP TABLE people_phone_told")
    engine.run("DROP TABLE people_phone_read")


_OFTEN = """
SELECT code
FROM people_phone_dialled
WHERE abroad IS NOT NULL AND code <> ''
GROUP BY code
HAVING count(*) >= $worth
"""

_ODD = (
    """
CREATE OR REPLACE TEMP TABLE people_phone_odd AS
WITH odd AS (
    SELECT DISTINCT told
    FROM people_phone_told
    WHERE normalised IS NULL
)
SELECT told, row_number() OVER () - 1 AS place
FROM odd
""",
    "CREATE OR REPLACE TEMP TABLE people_phone_read (told VARCHAR, normalised VARCHAR)",
)

_CHUNK = "SELECT told FROM people_phone_odd WHERE place >= $low AND place < $high"

_READ = """
INSERT INTO people_phone_read
SELECT unnest($told::VARCHAR[]), unnest($normalised::VARCHAR[])
"""

_SETTLED = (
    """
CREATE OR REPLACE TEMP VIEW people_phone AS
SELECT contact, normalised
FROM people_phone_told
WHERE normalised <> ''
UNION ALL
SELECT contact, odd.normalised
FROM people_phone_told AS told
JOIN people_phone_read AS odd USING (told)
WHERE told.normalised IS NULL AND odd.normalised IS NOT NULL
""",
    "DROP TABLE people_phone_odd",
    "DROP TABLE people_phone_dialled",
)


_DIGITS = f"""digits AS (
    SELECT
        contact,
        phone AS told,
        CASE WHEN regexp_matches(phone, '{ORDINARY}')
            THEN regexp_replace(phone, '[^0-9]', '', 'g') END AS digits,
        contains(phone, '+') AS plus
    FROM contact
    WHERE phone IS NOT NULL
)"""
"""The step `digits`: what is dialled, where a writing means nothing but its digits."""


def dialled_step(region: str) -> str:
    """The SQL that parts ordinary writings: `code` and digits `abroad`, or digits at `home`.

    `home` may still carry its national prefix; `bare` is what follows a calling code told without
    its plus. All three are NULL where only the library can tell.
    """
    plan = _plan(region)
    code = str(plan.country_code)
    return f"""
CREATE OR REPLACE TEMP TABLE people_phone_dialled AS
WITH {_DIGITS},
dialled AS (
    SELECT
        contact,
        told,
        CASE WHEN plus THEN digits WHEN {_dials_abroad(plan)} END AS abroad,
        CASE WHEN NOT plus THEN digits END AS home
    FROM digits
),
coded AS (
    SELECT
        contact,
        told,
        coalesce(regexp_extract(abroad, '^(?:{_codes()})'), '') AS code,
        abroad,
        home
    FROM dialled
)
SELECT
    contact,
    told,
    code,
    CASE WHEN code <> '{code}' THEN abroad[length(code) + 1:] END AS abroad,
    CASE WHEN abroad IS NULL AND NOT starts_with(home, '{code}') THEN home
        WHEN code = '{code}' THEN abroad[length(code) + 1:] END AS home,
    CASE WHEN abroad IS NULL AND starts_with(home, '{code}')
        AND NOT {_viable("home", plan)} THEN home[{len(code) + 1}:] END AS bare
FROM coded
"""


@lru_cache(maxsize=8)
def phone_step(region: str, often: tuple[int, ...]) -> str:
    """The SQL that reads what was parted, at home and in the countries told `often`.

    `normalised` is NULL where the library must decide, '' where the digits are plainly those of
    a number at home, and no such number exists.
    """
    plan = _plan(region)
    code = str(plan.country_code)
    return f"""
CREATE OR REPLACE TEMP TABLE people_phone_told AS
WITH national AS (
    SELECT
        contact,
        told,
        code,
        abroad,
        {_national("home", plan)} AS home,
        CASE WHEN {_viable("bare", plan)} THEN {_unprefixed("bare", plan)} END AS bare
    FROM people_phone_dialled
)
SELECT
    contact,
    told,
    CASE
        WHEN {_valid("home", code)} THEN '+{code}' || home
        WHEN {_valid("bare", code)} THEN '+{code}' || bare
        WHEN {_valid_abroad(often)} THEN '+' || code || abroad
        WHEN home IS NOT NULL AND bare IS NULL AND abroad IS NULL THEN ''
    END AS normalised
FROM national
"""


def _dials_abroad(plan: PhoneMetadata) -> str:
    """What follows the region's international prefix, where that is plain digits."""
    prefix = plan.international_prefix or ""
    if not prefix.isdigit():
        return "FALSE THEN NULL"
    rest = f"digits[{len(prefix) + 1}:]"
    return f"starts_with(digits, '{prefix}') AND NOT starts_with({rest}, '0') THEN {rest}"


def _codes() -> str:
    """Every calling code, as alternatives (none is the start of another)."""
    return "|".join(str(code) for code in sorted(COUNTRY_CODE_TO_REGION_CODE))


def _plan(region: str) -> PhoneMetadata:
    """The region's numbering plan; the region is known (see `known_region`)."""
    plan = PhoneMetadata.metadata_for_region(region)
    if plan is None:
        raise ContractError(say("no numbering plan of {region}", region=region))
    return plan


def _viable(column: str, plan: PhoneMetadata) -> str:
    """Whether the digits look like a national number of the plan."""
    pattern, _ = _described(plan)
    return f"regexp_full_match({column}, '{pattern}')"


def _described(plan: PhoneMetadata) -> tuple[str, tuple[int, ...]]:
    """The pattern and possible lengths of every national number of the plan."""
    described = plan.general_desc
    if described is None or not described.national_number_pattern:
        return "", ()
    return described.national_number_pattern, tuple(described.possible_length)


def _unprefixed(column: str, plan: PhoneMetadata) -> str:
    """The digits where they do not start with a national prefix, else NULL."""
    prefix = plan.national_prefix_for_parsing
    if not prefix:
        return column
    return f"CASE WHEN NOT regexp_matches({column}, '^(?:{prefix})') THEN {column} END"


def _national(column: str, plan: PhoneMetadata) -> str:
    """The digits without their national prefix; NULL where only the library can tell."""
    prefix = plan.national_prefix_for_parsing
    if not prefix or plan.national_prefix_transform_rule:
        return _unprefixed(column, plan)
    return (
        f"CASE WHEN NOT regexp_matches({column}, '^(?:{prefix})') THEN {column} "
        f"WHEN NOT {_viable(column, plan)} "
        f"THEN regexp_replace({column}, '^(?:{prefix})', '') END"
    )


def _valid_abroad(often: tuple[int, ...]) -> str:
    """Whether code and number abroad belong together, for the countries told often."""
    branches = [
        f"WHEN '{code}' THEN {_unprefixed_abroad(code)}{_valid('abroad', str(code))}"
        for code in often
    ]
    if not branches:
        return "FALSE"
    return "CASE code\n        " + "\n        ".join(branches) + "\n        ELSE FALSE END"


def _plans(code: int) -> list[PhoneMetadata]:
    regions = COUNTRY_CODE_TO_REGION_CODE[code]
    plans = (PhoneMetadata.metadata_for_region_or_calling_code(code, r) for r in regions)
    return [plan for plan in plans if plan is not None]


def _unprefixed_abroad(code: int) -> str:
    prefix = _plans(code)[0].national_prefix_for_parsing
    return f"NOT regexp_matches(abroad, '^(?:{prefix})') AND " if prefix else ""


def _valid(column: str, code: str) -> str:
    """Whether digits are a valid number of the first region of this code that claims them."""
    branches = []
    for plan in _plans(int(code)):
        if plan.leading_digits:
            claim = f"regexp_matches({column}, '^(?:{plan.leading_digits})')"
            branches.append(f"WHEN {claim} THEN {_typed(column, plan)}")
        else:
            branches.append(f"WHEN {_typed(column, plan)} THEN TRUE")
    if len(branches) == 1 and branches[0].endswith("THEN TRUE"):
        return _typed(column, _plans(int(code))[0])
    return f"CASE {' '.join(branches)} ELSE FALSE END"


def _typed(column: str, plan: PhoneMetadata) -> str:
    """Whether digits are a number of any type of the plan: fixed, mobile, free …"""
    patterns: dict[tuple[int, ...], list[str]] = {}
    for name in _TYPES:
        kind = getattr(plan, name)
        if kind is not None and kind.national_number_pattern:
            patterns.setdefault(kind.possible_length, []).append(kind.national_number_pattern)
    tests = [
        _sized(column, lengths or _described(plan)[1])
        + f"regexp_full_match({column}, '{'|'.join(alternatives)}')"
        for lengths, alternatives in patterns.items()
    ]
    if not tests:
        return "FALSE"
    return f"({_viable(column, plan)} AND ({' OR '.join(tests)}))"


def _sized(column: str, lengths: tuple[int, ...]) -> str:
    allowed = ", ".join(str(length) for length in lengths)
    return f"length({column}) IN ({allowed}) AND " if allowed else ""
