"""Do groups say who says the same, honestly and always the same way?"""

from __future__ import annotations

import numpy as np
import pytest

from rapport.core.errors import BadSetting
from rapport.voice.groups.clustering import cluster, extend
from rapport.voice.groups.grouping import Groups, group
from rapport.voice.groups.near_duplicates import families
from rapport.voice.groups.rulings import Ruling
from rapport.voice.groups.vectors import unit
from rapport.voice.groups.wording import word_texts

pytestmark = pytest.mark.slow

CARD = ("ma carte n'est pas arrivée", "Ma carte n'est toujours pas arrivée !!", "pas reçu ma carte")
LATE = ("livraison en retard de trois jours", "la livraison est très en retard")
PRICE = ("vos prix ont doublé sans prévenir",)
TEXTS = (*CARD, *LATE, *PRICE)


def grouped(texts, authors=None, days=None, rulings=(), standing=(), language="fr") -> Groups:
    count = len(texts)
    who = np.arange(count) if authors is None else np.array(authors)
    when = np.zeros(count, dtype=np.int64) if days is None else np.array(days)
    return group(texts, who, when, [language] * count, rulings, standing)


def sets(groups: Groups) -> set[frozenset[int]]:
    """The groups as sets of numbers of messages."""
    return {
        frozenset(np.flatnonzero(groups.group == one).tolist()) for one in range(len(groups.keys))
    }


def test_what_says_the_same_is_one_group_and_what_does_not_is_another():
    assert sets(grouped(TEXTS)) == {frozenset({0, 1, 2}), frozenset({3, 4}), frozenset({5})}


def test_no_message_or_no_word_makes_no_group():
    assert grouped([]).keys == ()
    assert grouped(["", "😡😡", "\x00"]).group.tolist() == [-1, -1, -1]


def test_the_order_of_messages_changes_neither_groups_nor_keys_nor_names():
    there, back = grouped(TEXTS), grouped(TEXTS[::-1])
    assert {there.keys[one] for one in there.group} == {back.keys[one] for one in back.group}
    assert [there.keys[one] for one in there.group] == [back.keys[one] for one in back.group[::-1]]
    assert sorted(there.labels) == sorted(back.labels)


def test_forty_messages_of_one_author_are_one_person():
    groups = grouped(CARD * 14, authors=[7] * 42)
    assert (groups.sizes.tolist(), groups.authors.tolist()) == ([42], [1])


def test_unknown_authors_of_one_copied_text_count_as_one():
    groups = grouped([CARD[0]] * 5 + [CARD[2]], authors=[-1] * 6)
    assert (groups.sizes.tolist(), groups.authors.tolist()) == ([6], [2])


def test_growth_compares_people_of_thirty_days_with_those_of_the_thirty_before():
    groups = grouped([CARD[0]] * 6, authors=[1, 1, 2, 3, 3, 4], days=[100, 99, 71, 70, 41, 40])
    assert (groups.recent.tolist(), groups.before.tolist()) == ([2], [1])


def test_a_group_is_named_by_its_own_words_with_their_accents():
    groups = grouped([*TEXTS, "carte pas arrivée"])
    assert {"carte", "arrivée"} <= set(groups.labels[0].split())


def test_examples_are_of_different_people_and_at_most_three():
    groups = grouped([*CARD, "ma carte pas arrivée du tout"], authors=[1, 1, 2, 3])
    authors = np.array([1, 1, 2, 3])[groups.examples(0)]
    assert sorted(authors.tolist()) == [1, 2, 3]


def test_a_number_a_link_or_an_accent_does_not_make_another_text():
    groups = grouped(["Où est la 12345 ?", "ou est la 98765 http://example.com/a", "OU EST LA 777"])
    assert len(set(groups.family.tolist())) == 1


def test_languages_are_grouped_apart():
    texts = ["information transaction", "information transaction"]
    apart = group(texts, np.arange(2), np.zeros(2, dtype=np.int64), ["fr", "en"])
    assert len(apart.keys) == 2
    assert {key.split("-")[0] for key in apart.keys} == {"fr", "en"}


def test_a_new_message_joins_its_group_and_a_strange_one_is_new():
    groups = grouped(TEXTS)
    joined = groups.join(["toujours pas de carte arrivée", "abonnement résilié hier"], ["fr", "fr"])
    assert joined.group.tolist() == [groups.group[0], -1]
    assert joined.closeness[0] > 0.5


def test_a_message_of_a_language_without_groups_is_new():
    assert grouped(TEXTS).join(["my card"], ["en"]).group.tolist() == [-1]


def test_what_stands_keeps_together_and_keeps_its_key_whoever_joins():
    first = grouped(TEXTS)
    keys = [first.keys[one] for one in first.group]
    again = grouped([*TEXTS, "ma carte pas arrivée", "prix doublé"], standing=[*keys, "", ""])
    assert [again.keys[one] for one in again.group[:6]] == keys
    assert again.keys[again.group[6]] == keys[0]


def test_a_merge_holds_for_every_message_of_both_groups():
    groups = grouped(TEXTS, rulings=[Ruling("merge", 0, 5)])
    assert sets(groups) == {frozenset({0, 1, 2, 5}), frozenset({3, 4})}


def test_a_split_sends_each_message_with_the_one_it_is_more_like():
    texts = (*CARD[:2], "ma carte est bloquée", "carte bloquée encore une fois")
    whole = [Ruling("merge", 0, 2), Ruling("merge", 1, 3), Ruling("merge", 0, 1)]
    parted = grouped(texts, rulings=[*whole, Ruling("split", 1, 2)])
    assert parted.group[0] == parted.group[1] != parted.group[2] == parted.group[3]


def test_of_a_merge_and_a_split_of_the_same_two_the_later_holds():
    both = [Ruling("merge", 0, 5), Ruling("split", 0, 5)]
    assert sets(grouped(TEXTS, rulings=both)) == sets(grouped(TEXTS))
    assert sets(grouped(TEXTS, rulings=both[::-1])) != sets(grouped(TEXTS))


def test_the_last_name_given_is_the_name():
    named = [Ruling("rename", 0, label="Cartes"), Ruling("rename", 1, label="Cartes perdues")]
    groups = grouped(TEXTS, rulings=named)
    assert groups.labels[groups.group[2]] == "Cartes perdues"


def test_a_ruling_is_a_merge_a_split_or_a_rename():
    with pytest.raises(BadSetting, match="not by “hide”"):
        Ruling("hide", 0)


def test_average_linkage_is_that_of_scipy():
    from scipy.cluster.hierarchy import fcluster, linkage

    vectors = unit(np.random.default_rng(5).normal(size=(300, 12)).astype(np.float32))
    ours = cluster(vectors, 0.2)
    theirs = fcluster(linkage(vectors, "average", "cosine"), 0.8, "distance")
    assert (np.equal.outer(ours, ours) == np.equal.outer(theirs, theirs)).all()


def test_nothing_that_stands_is_moved():
    vectors = unit(np.random.default_rng(6).normal(size=(60, 8)).astype(np.float32))
    standing = np.arange(60) % 4 - 1
    label = extend(vectors, standing, 0.3)
    kept = standing >= 0
    assert all(len(set(label[standing == one].tolist())) == 1 for one in range(3))
    assert len(set(label[kept].tolist())) == 3


def test_near_duplicates_are_found_and_half_likes_are_not():
    base = "le colis que j'attendais depuis deux semaines a été livré chez ma voisine sans avis"
    texts = [base, base + " merci", base.replace("voisine", "concierge"), "le colis est arrivé"]
    wording = word_texts(texts)
    assert families(*wording.shingles(), wording.n).tolist() == [0, 0, 0, 3]
