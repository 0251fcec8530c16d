"""The emotive lexicon: does it hear French and English feeling, in every form of a word?"""

import pytest

from rapport.voice.rules import lexicon_english, lexicon_french
from rapport.voice.rules.emoji import EMOJI
from rapport.voice.rules.inflections import fold, french_adjectives, french_verbs
from rapport.voice.rules.polarity import CLEAR, COLUMNS, polarity
from rapport.voice.tokens import tokens

LEXICONS = (lexicon_english, lexicon_french)


def score(text, language):
    return float(polarity(tokens([text]), [language]).score[0])


def felt(text, language):
    value = score(text, language)
    return "positive" if value > CLEAR else "negative" if value < -CLEAR else "neutral"


@pytest.mark.parametrize("one", LEXICONS)
def test_a_lexicon_has_at_least_900_words_between_minus_3_and_3(one):
    assert len(one.WORDS) >= 900
    assert all(-3 <= value <= 3 for value in one.WORDS.values())


@pytest.mark.parametrize("one", LEXICONS)
def test_words_are_folded_single_tokens(one):
    assert [word for word in one.WORDS if word != fold(word) or not word.isalpha()] == []


@pytest.mark.parametrize("one", LEXICONS)
def test_idioms_have_two_to_four_words(one):
    assert [idiom for idiom in one.IDIOMS if not 2 <= len(idiom) <= 4] == []


def test_french_forms_of_an_adjective_are_made():
    assert {"affreux", "affreuse", "affreuses"} <= set(french_adjectives("affreux"))
    assert {"decevant", "decevante", "decevants"} <= set(french_adjectives("decevant"))


def test_french_forms_of_a_verb_are_made():
    assert {"adore", "adorons", "adorait", "adoree"} <= set(french_verbs("adorer"))


@pytest.mark.parametrize("text", [
    "Produit excellent, livraison rapide", "Rien à redire", "Pas mal du tout", "Un coup de cœur",
    "J'ai hâte de lire la suite", "Je recommande les yeux fermés", "super 👍", "Jamais déçue",
    "tres bon hotel, personnel adorable", "Livre passionnant, dévoré en deux jours",
])  # fmt: skip
def test_french_praise_is_positive(text):
    assert felt(text, "fr") == "positive"


@pytest.mark.parametrize("text", [
    "À fuir", "Plus jamais", "Le service laisse à désirer", "Ce film m'a laissé de marbre",
    "Je ne recommande pas", "c nul", "Une perte de temps", "Ça ne marche pas", "😡",
    "Accueil desagreable et chambre sale", "Livre ennuyeux, il m'est tombé des mains",
])  # fmt: skip
def test_french_blame_is_negative(text):
    assert felt(text, "fr") == "negative"


@pytest.mark.parametrize("text", [
    "Can't fault them", "Not bad at all", "Absolutely love it!", "No complaints",
    "Worth every penny",
    "cant wait to go back", "The staff were lovely", "never disappoints", "😍",
    "hats off to the team",
])  # fmt: skip
def test_english_praise_is_positive(text):
    assert felt(text, "en") == "positive"


@pytest.mark.parametrize("text", [
    "Waste of money", "Avoid at all costs", "It doesn't work", "Not worth it", "never again",
    "The food was not good", "Rude staff, filthy room", "what a joke", "don't buy this", "👎",
])  # fmt: skip
def test_english_blame_is_negative(text):
    assert felt(text, "en") == "negative"


@pytest.mark.parametrize(("text", "language"), [
    ("Bonjour, merci de me rappeler, bonne journée", "fr"), ("Ma commande 1234", "fr"),
    ("S'il vous plaît, envoyez la facture", "fr"), ("Kind regards", "en"),
    ("I would like to know the opening hours", "en"), ("", "en"),
])  # fmt: skip
def test_courtesies_and_facts_are_neutral(text, language):
    assert felt(text, language) == "neutral"


def test_a_word_counts_in_its_own_language_only():
    assert score("Le pain est sur la table", "fr") == 0
    assert score("The pain is real", "en") < 0


def test_strength_raises_and_lowers():
    assert score("very good", "en") > score("good", "en") > score("fairly good", "en")
    assert score("très déçu", "fr") <= score("déçu", "fr") < score("un peu déçu", "fr")


def test_what_follows_a_but_weighs_more():
    assert score("Joli mais fragile", "fr") < score("Fragile mais joli", "fr")


def test_an_emoji_of_any_skin_counts():
    assert score("👍🏽", "en") == score("👍", "en") > 0
    assert EMOJI[":("] < 0 < EMOJI[":)"]


def test_columns_are_small_and_named():
    found = polarity(tokens(["great great great " * 50, ""]), ["en", "en"])
    assert found.columns.shape == (2, len(COLUMNS))
    assert abs(found.columns).max() < 4
    assert not found.columns[1].any()


def test_sentences_can_be_scored_apart():
    found = tokens(["Great room. Awful food."])
    rows = polarity(found, ["en"], found.sentences, 2)
    assert rows.score[0] > 0 > rows.score[1]
