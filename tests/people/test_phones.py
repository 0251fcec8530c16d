"""Does the engine read phone numbers exactly as the phonenumbers library does?"""

from __future__ import annotations

import random

import phonenumbers
import pytest

from rapport.core.errors import BadSetting
from rapport.ledger.engine import DuckDBEngine
from rapport.people.phones import clean_phone, clean_phones, dialled_step, known_region, phone_step

pytestmark = pytest.mark.slow

CODES = tuple(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE))


def slow(region: str) -> object:
    return pytest.param(region, marks=pytest.mark.slow)


def engine_with(texts: list[str]) -> DuckDBEngine:
    engine = DuckDBEngine()
    engine.run("CREATE TABLE contact (contact UBIGINT, phone VARCHAR)")
    engine.run(
        "INSERT INTO contact SELECT row_number() OVER (), t FROM (SELECT unnest($told) AS t)",
        {"told": texts},
    )
    return engine


def by_library(text: str, region: str) -> str | None:
    """The library's own reading, written apart from ours."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, 0) if valid else None


def texts_of_the_world() -> list[str]:
    """The library's example numbers of every plan and type, as people write them, and misprints."""
    random_ = random.Random(20261122)
    told: set[str] = set()
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in range(11):
            number = phonenumbers.example_number_for_type(region, kind)
            if number is None:
                continue
            digits = list(phonenumbers.national_significant_number(number))
            digits[random_.randrange(len(digits))] = random_.choice("0123456789")
            code = number.country_code
            told |= {phonenumbers.format_number(number, style) for style in range(4)}
            told |= {p + "".join(digits) for p in ("", "0", f"+{code}", f"00{code}", f"{code}")}
    return sorted(told)


def random_texts(count: int) -> list[str]:
    random_ = random.Random(7)
    starts = ("", "+", "0", "00", "+33", "33", "0033", "+1", "+44", "'+33", "+33 (0)", "06")
    signs = "0123456789" * 4 + " .-()/+x#\u00a0'a"
    return [
        random_.choice(starts) + "".join(random_.choices(signs, k=random_.randint(1, 12)))
        for _ in range(count)
    ]


@pytest.mark.parametrize("region", ["FR", *map(slow, ("US", "GB", "IT", "AR", "CH"))])
def test_whatever_the_fast_way_reads_the_library_reads_alike(region):
    texts = texts_of_the_world() + random_texts(2_000)
    engine = engine_with(texts)
    engine.run(dialled_step(region))
    engine.run(phone_step(region, CODES))
    read = engine.rows(
        "SELECT told, normalised FROM people_phone_told WHERE normalised IS NOT NULL"
    )
    assert len(read) > 1_000
    # What the fast way reads as '' is what the library reads as no number at all.
    assert [row for row in read if (row[1] or None) != by_library(row[0], region)] == []


def test_every_phone_is_read_as_the_library_reads_it():
    texts = sorted(set(texts_of_the_world() + random_texts(2_000)))
    engine = engine_with(texts)
    clean_phones(engine, "FR")
    read = dict(
        engine.rows("SELECT phone, normalised FROM people_phone JOIN contact USING (contact)")
    )
    truth = {text: number for text in texts if (number := by_library(text, "FR"))}
    assert read == truth


WRITTEN = (
    "0612345678",
    "06 12 34 56 78",
    "06.12.34.56.78",
    "+33 6 12 34 56 78",
    "0033612345678",
    "+33 (0)6 12 34 56 78",
    "'+33612345678",
    "33612345678",
    "tel:+33-6-12-34-56-78",
)


@pytest.mark.parametrize("text", WRITTEN)
def test_one_number_however_written_is_one_handle(text):
    assert clean_phone(text) == "+33612345678"


@pytest.mark.parametrize(
    "text", ["0000000000", "1234", "none", "", "+33", "06 12 34 56", "9" * 300]
)
def test_what_is_no_number_is_no_handle(text):
    assert clean_phone(text) is None


def test_the_region_reads_numbers_told_without_their_country():
    assert clean_phone("079 123 45 67", "CH") == "+41791234567"


def test_an_unknown_region_is_refused_with_what_to_do():
    with pytest.raises(BadSetting, match="two letters"):
        known_region("ZZ")
