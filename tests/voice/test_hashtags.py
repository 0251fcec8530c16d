"""Hashtags and mentions: which does a text hold, and what only looks like one?"""

from rapport.voice.rules.hashtags import hashtags, mentions


def test_a_tag_counts_once_whatever_its_accents():
    assert hashtags(["#Été à #Paris2024, encore #ete"]) == [("ete", "paris2024")]


def test_numbers_links_and_entities_are_no_tags():
    assert hashtags(["client #1 http://example.com/#a &#39; n°#12"]) == [()]


def test_a_mention_is_no_mail_address():
    assert mentions(["@Bob, bob@example.com et @bob"]) == [("bob",)]


def test_a_text_without_any_has_none():
    assert hashtags(["", "rien"]) == [(), ()]
