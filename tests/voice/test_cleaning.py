"""Is a message left with what its author wrote, and do spans point into the original?"""

import pytest

from rapport.voice.cleaning import LONGEST, clean


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Colis cassé. Cordialement, Jean Dupont", "Colis cassé."),
        ("Colis cassé.\n\nBonne journée,\nJean Dupont\nDirecteur\n01 02 03 04 05", "Colis cassé."),
        ("My phone is broken. Kind regards, Anna", "My phone is broken."),
        ("It is broken\n-- \nAnna\nSales", "It is broken"),
        ("Nul. Envoyé de mon iPhone", "Nul."),
        ("Broken again\n\nSent from my Galaxy", "Broken again"),
        ("Merci, bonne journée à vous", "Merci,"),
        ("It broke.\nThanks,\nAnna", "It broke."),
        ("Hello, I hope you are well. It broke", "Hello, It broke"),
        ("Colis cassé, remboursez-moi. Merci de votre réponse", "Colis cassé, remboursez-moi."),
        ("Nul !\nCordialement,\nLéa Petit\nService achats\n+33 6 12 34 56 78", "Nul !"),
        ("Lo quiero devolver. Un saludo, Marta", "Lo quiero devolver."),
    ],
)
def test_closings_and_signatures_are_cut(written, left):
    assert clean(written).text.strip() == left


@pytest.mark.parametrize(
    "written",
    [
        "Bonne soirée passée au restaurant",
        "Best regards from a happy customer",
        "Cheers for the help with my order",
        "I have the best regards for this brand, really!",
        "Il m'a écrit : non",
        "On my phone it says wrote: nothing",
        "5 > 3 and 2 < 4",
        "Thanks\nAnna",
    ],
)
def test_look_alikes_stay_whole(written):
    assert clean(written).text == written


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Rien.\nLe lun. 12 mars 2024 à 10:12, SAV a écrit :\nParfait, merci", "Rien."),
        ("No.\nOn Mon, Mar 3, 2024 at 9:12 AM Help <h@example.com>\nwrote:\nGreat", "No."),
        ("Rien.\n-----Original Message-----\nFrom: us\nGreat news", "Rien."),
        ("Non.\nDe : SAV\nEnvoyé : lundi\nObjet : ok\nMerci beaucoup", "Non."),
        ("> Great service?\nNo.", "No."),
    ],
)  # fmt: skip
def test_quoted_replies_are_cut(written, left):
    assert clean(written).text.strip() == left


def test_what_follows_a_formula_and_is_no_name_stays():
    assert clean("Merci d'avance,\nmon colis est cassé").text.strip() == "mon colis est cassé"
    assert "abîmé" in clean("Cordialement,\nLéa Petit\nPS : le colis est abîmé").text


def test_mere_thanks_are_more_than_a_courtesy():
    assert not clean("Thanks in advance").is_courtesy


@pytest.mark.parametrize("written", ["Bonne journée !", "Kind regards", "Sent from my iPhone"])
def test_a_mere_courtesy_is_kept_and_said_to_be_one(written):
    cleaned = clean(written)
    assert cleaned.text == written
    assert cleaned.is_courtesy


def test_entities_markup_and_escapes_are_read():
    assert clean("Caf&eacute; &amp; cr\\u00e8me<br>d&#233;&ccedil;u").text == "Café & crème\ndéçu"


def test_spans_point_into_the_original():
    written = "> old\nCaf&eacute; froid, d&eacute;&ccedil;u. Cordialement"
    cleaned = clean(written)
    start = cleaned.text.index("déçu")
    first, end = cleaned.span(start, start + 4)
    assert written[first:end] == "d&eacute;&ccedil;u"


def test_an_address_is_no_word_of_the_message():
    cleaned = clean("Write to happy.love@example.com please")
    assert "happy" not in cleaned.text
    assert len(cleaned.text) == len(cleaned.original)


def test_only_the_beginning_of_a_huge_text_is_read():
    assert len(clean("a " * LONGEST).text) == LONGEST
