"""Do sentences end where they end, and does a "but" turn them?"""

import pytest

from rapport.voice.tokens import tokens


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Il est nul. Rendez-moi tout !", 2),
        ("M. Dupont et Mme. Durand sont là.", 1),
        ("Payé 12.50 euros pour 3.5 kg", 1),
        ("Bof... mais ça marche", 2),
        ("Voir www.example.com pour tout", 1),
        ("Super 😍 Je reviendrai", 2),
        ("Super 😍 et rapide", 1),
        ("Bonjour\nJe veux un avoir", 2),
        ("une ligne\ncoupée par le courriel", 1),
        ("J. K. Rowling wrote it. Great", 2),
        ("Why?! Nobody answers", 2),
    ],
)
def test_a_text_has_so_many_sentences(text, count):
    assert tokens([text]).sentence_messages.size == count


def test_what_follows_a_but_is_turned_up_to_the_end_of_its_sentence():
    found = tokens(["Good food but slow service. Nice"])
    turned = [index for index, flag in enumerate(found.turned) if flag]
    assert turned == [3, 4, 5]


def test_the_last_sentence_is_marked():
    found = tokens(["Un. Deux trois", "Seul"])
    assert found.is_last.tolist() == [False, False, True, True, True]
