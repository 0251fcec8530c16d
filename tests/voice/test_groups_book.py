"""Does the book keep its groups of complaints, and what people ruled on them?"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from rapport.ledger.engine import DuckDBEngine
from rapport.ledger.schema import create_book
from rapport.voice.groups.book import regroup

pytestmark = pytest.mark.slow

START = datetime(2026, 3, 1, 9)
TOLD = (
    "Ma carte n'est pas arrivée",
    "ma carte n'est toujours pas arrivée !\n\nCordialement,\nAnne",
    "livraison en retard de trois jours",
    "la livraison est très en retard",
    "vos prix ont doublé sans prévenir",
)

_MESSAGE = """
INSERT INTO message
    (source, key, happened_at, seen_at, contact, content, direction, text)
VALUES ('desk', $key, $at, $at, $contact, $content, 'in', $text)
"""
_READING = """
INSERT INTO reading
    (source, key, content, text_key, engine, version, prior, language, language_p, negative,
     neutral, positive, sentiment, is_uncertain, complaint, praise, question, break_up,
     is_complaint, is_praise, is_question, is_break_up, is_spam, is_automatic, courtesy,
     is_signed, words)
SELECT source, key, content, 0, 'linear', '1', '', 'fr', 1, 1, 0, 0, 'negative', FALSE,
    1, 0, 0, 0, $complaint, FALSE, FALSE, FALSE, FALSE, FALSE, 0, FALSE, 5
FROM message
WHERE key = $key
"""
_RULING = """
INSERT INTO group_ruling
    (source, key, happened_at, seen_at, verdict, teller, message_id, other_teller,
     other_message_id, label)
VALUES ('rapport', $key, $at, $at, $verdict, 'desk', $one, $teller, $other, $label)
"""


class Desk:
    """A book with complaints, told one by one."""

    def __init__(self) -> None:
        self.engine = DuckDBEngine()
        create_book(self.engine)
        self.told = 0

    def tell(self, text, contact=None, complaint=True):
        key, at = f"m{self.told}", START + timedelta(days=self.told)
        row = {"key": key, "at": at, "contact": contact, "content": self.told, "text": text}
        self.engine.run(_MESSAGE, row)
        self.engine.run(_READING, {"key": key, "complaint": complaint})
        self.told += 1
        return key

    def rule(self, verdict, one, other=None, label=None):
        at = START + timedelta(days=100 + self.told)
        self.told += 1
        row = {"key": str(self.told), "at": at, "verdict": verdict, "one": one, "label": label}
        self.engine.run(_RULING, {**row, "other": other, "teller": other and "desk"})
        return self

    def groups(self, **how):
        with self.engine.transaction():
            regroup(self.engine, **how)
        rows = self.engine.rows("SELECT key, group_key, label FROM complaint_group ORDER BY key")
        return {key: (group_key, label) for key, group_key, label in rows}


@pytest.fixture
def desk():
    desk = Desk()
    for text in TOLD:
        desk.tell(text)
    return desk


def test_every_complaint_stands_in_one_group_and_other_messages_in_none(desk):
    desk.tell("merci beaucoup", complaint=False)
    groups = desk.groups()
    assert sorted(groups) == ["m0", "m1", "m2", "m3", "m4"]
    assert groups["m0"] == groups["m1"] != groups["m2"] == groups["m3"]


def test_grouping_again_changes_nothing(desk):
    assert desk.groups() == desk.groups() == desk.groups(afresh=True)


def test_a_new_complaint_joins_without_moving_any_other(desk):
    before = desk.groups()
    key = desk.tell("toujours pas de carte arrivée")
    after = desk.groups()
    assert after[key][0] == before["m0"][0]
    assert {name: after[name][0] for name in before} == {
        name: group for name, (group, _) in before.items()
    }


def test_what_people_ruled_holds_when_groups_are_made_anew(desk):
    desk.rule("merge", "m0", "m4").rule("rename", "m4", label="Cartes et prix")
    for afresh in (False, True, False):
        groups = desk.groups(afresh=afresh)
        assert {groups[key] for key in ("m0", "m1", "m4")} == {groups["m0"]}
        assert groups["m0"][1] == "Cartes et prix"


def test_a_merge_that_is_split_again_is_undone_though_it_stood(desk):
    desk.rule("merge", "m0", "m4").groups()
    groups = desk.rule("split", "m0", "m4").groups()
    assert groups["m0"][0] == groups["m1"][0] != groups["m4"][0]


def test_a_ruling_on_a_message_that_is_no_complaint_is_passed_over(desk):
    before = desk.groups()
    assert desk.rule("merge", "m0", "gone").rule("rename", "gone", label="x").groups() == before


def test_a_persons_word_that_it_is_no_complaint_takes_it_out(desk):
    desk.engine.run(
        "INSERT INTO correction (source, key, happened_at, seen_at, teller, message_id, field, "
        "value) VALUES ('rapport', 'c', $at, $at, 'desk', 'm4', 'complaint', 'no')",
        {"at": START},
    )
    assert "m4" not in desk.groups()


def test_of_a_long_message_only_what_complains_is_compared(desk):
    part = "la livraison est encore en retard"
    key = desk.tell("J'aime ce magasin et ses vendeurs. " * 20 + part)
    desk.engine.run(
        "UPDATE reading SET words = 150, evidence = $told WHERE key = $key",
        {"key": key, "told": '[{"signal": "complaint", "start": 700, "end": 733}]'},
    )
    groups = desk.groups()
    assert groups[key][0] == groups["m2"][0]


def test_an_empty_book_has_no_groups():
    assert Desk().groups() == {}


def test_doubling_one_angry_author_adds_nobody(desk):
    desk.engine.run("INSERT INTO identity VALUES (1, 0)")
    for _ in range(20):
        desk.tell("la livraison est très en retard", contact=1)
    with desk.engine.transaction():
        groups = regroup(desk.engine)
    late = int(np.argmax(groups.sizes))
    assert (int(groups.sizes[late]), int(groups.authors[late])) == (22, 3)
