"""Negation: what does it reach, in French and English, and what is left of a feeling it denies?"""

import pytest

from rapport.voice.rules.polarity import polarity
from rapport.voice.tokens import tokens


def score(text, language):
    return float(polarity(tokens([text]), [language]).score[0])


@pytest.mark.parametrize("text", [
    "Je ne suis pas satisfait", "c'est pas bon", "Ce n'est vraiment pas pratique", "Rien de bon",
    "Aucun plaisir", "Ni beau ni pratique", "Sans charme", "Je n'ai guère apprécié",
    "pas du tout utile",
])  # fmt: skip
def test_french_praise_denied_is_blame(text):
    assert score(text, "fr") < 0


@pytest.mark.parametrize("text", [
    "I am not happy", "it isn't good", "dont like it", "never enjoyed it", "hardly useful",
    "Without any charm", "nothing good about it", "The room was not at all clean",
])  # fmt: skip
def test_english_praise_denied_is_blame(text):
    assert score(text, "en") < 0


@pytest.mark.parametrize(("text", "language"), [
    ("Pas mauvais", "fr"), ("Je n'ai pas été déçu", "fr"), ("Aucun problème", "fr"),
    ("not bad", "en"), ("no complaints", "en"), ("I wasn't disappointed", "en"),
])  # fmt: skip
def test_blame_denied_is_praise(text, language):
    assert score(text, language) > 0


def test_a_mark_ends_the_reach():
    assert score("Non, c'est parfait", "fr") > 0
    assert score("No, it is perfect", "en") > 0


def test_plus_alone_denies_nothing():
    assert score("plus rapide et plus pratique", "fr") > 0


def test_a_question_denies_nothing():
    assert score("Isn't it beautiful?", "en") > 0


def test_a_denial_is_milder_than_what_it_denies():
    assert abs(score("pas excellent", "fr")) < abs(score("excellent", "fr"))
