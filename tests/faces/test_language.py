"""Language: does every text speak French, in the French manner?"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

import rapport
from rapport.core.phrase import say
from rapport.faces.present.language import (
    Language,
    catalogue,
    environment_language,
    speak,
    tell_day,
    tell_period,
)

PACKAGE = Path(rapport.__file__).parent
KEYWORDS = dict.fromkeys(("say", "mark", "speak", "_"))
FIELDS = re.compile(r"{(\w+)")


def extracted():
    with (PACKAGE.parent.parent / "babel.cfg").open() as told:
        methods, options = parse_mapping_cfg(told)
    found = extract_from_dir(PACKAGE, methods, options, KEYWORDS)
    return {message for _, _, message, _, _ in found if message}


def test_every_message_has_its_french():
    assert extracted() - set(catalogue(Language.FR)) == set()


def test_every_french_message_has_the_fields_of_its_template():
    for template, told in catalogue(Language.FR).items():
        assert set(FIELDS.findall(told)) == set(FIELDS.findall(template)), template


def test_numbers_and_days_in_a_phrase_follow_the_language():
    phrase = say(
        "{share:.1%} of referred customers would not have come otherwise: told, not measured",
        share=0.25,
    )
    assert speak(phrase, Language.EN).startswith("25.0% of")
    assert speak(phrase, Language.FR).startswith("25,0\u202f% des")


@pytest.mark.parametrize(("value", "told"), [(1.25, "+1.25"), (-1.25, "-1.25"), (0.0, "0.00")])
def test_a_template_may_ask_for_the_sign(value, told):
    assert speak(say("{gain:+.2f}", gain=value), Language.EN) == told


def test_a_text_without_translation_stays_as_it_is():
    assert speak("Boutique Lyon", Language.FR) == "Boutique Lyon"


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LC_ALL": "C", "LANG": "fr_FR"}, "en"),
        ({"LC_MESSAGES": "fr", "LANG": "en_GB"}, "fr"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_the_environment_chooses_the_language(environment, lang):
    assert environment_language(environment) == lang


def test_days_and_periods_are_told_in_words():
    assert tell_day(date(2024, 5, 1), Language.FR) == "1er mai 2024"
    assert tell_period("2024-03", Language.FR) == "mars 2024"
    assert tell_period("2024-Q2", Language.EN) == "Q2 2024"
    assert tell_period("2024", Language.FR) == "2024"
