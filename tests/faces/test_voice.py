"""Voice: can somebody read, correct, teach, group and deal with messages from the command line?"""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

import rapport
from rapport.faces.cli.main import main
from rapport.faces.cli.voice import build
from rapport.listening import Listening

pytestmark = pytest.mark.slow

NAMES = [command.name for command in build().registered_commands]
BROKEN = ("broken", "all broken", "broken and torn", "broken again", "completely broken")
MESSAGES = "message_id,thread,sent_at,email,direction,author_type,channel,visibility,text\n" + (
    "".join(
        f"m{n},t{n},2024-05-0{1 + n}T10:00,c{n}@example.com,in,customer,web,public,"
        f'"My parcel arrived {how}, I am very angry. Write to c{n}@example.com"\n'
        for n, how in enumerate(BROKEN)
    )
    + 'q,t0,2024-05-08T10:00,c0@example.com,in,customer,web,public,"When do you open?"\n'
)


def run(capsys, *words):
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    told = capsys.readouterr()
    return end.value.code, told.out, told.err


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A book of messages that nobody has read, and the same once read."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "messages.csv").write_text(MESSAGES)
    with rapport.open(folder / "unread.rapport") as house:
        house.ingest(folder / "messages.csv")
    shutil.copy(folder / "unread.rapport", folder / "read.rapport")
    with rapport.open(folder / "read.rapport") as house:
        house.listening.score()
    return folder


@pytest.fixture
def unread(made, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    return Path(shutil.copy(made / "unread.rapport", tmp_path / "shop.rapport"))


@pytest.fixture
def book(made, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    return Path(shutil.copy(made / "read.rapport", tmp_path / "shop.rapport"))


@pytest.mark.parametrize("name", NAMES)
def test_every_help_teaches_by_example(name, capsys):
    code, out, _ = run(capsys, "voice", name, "--help")
    assert code == 0
    assert f"rapport voice {name}" in out.split("Example")[1]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_text_is_read_without_a_book_in_both_languages(capsys, lang):
    words = ("I hate it, this is awful.", "--lang", lang)
    code, out, err = run(capsys, "voice", "try", *words)
    assert (code, err) == (0, "")
    assert {"en": "English", "fr": "anglais"}[lang] in out
    assert "%" in out


def test_programs_get_every_reading_of_standard_input(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("I hate it, this is awful.\n\nMerci, parfait !\n"))
    _, out, _ = run(capsys, "voice", "try", "-", "--format", "json")
    first, second = json.loads(out)
    assert (first["sentiment"], second["sentiment"]) == ("negative", "positive")
    assert (first["language"], second["language"]) == ("en", "fr")
    assert sum(first[name] for name in ("negative", "neutral", "positive")) == pytest.approx(1)


def test_evidence_is_words_of_the_text(capsys):
    text = "Hello. The parcel came broken, I am so angry! Thanks."
    (told,) = json.loads(run(capsys, "voice", "try", text, "--format", "json")[1])
    assert told["evidence"]
    assert all(text[one["start"] : one["end"]] == one["text"] for one in told["evidence"])


def test_status_says_how_many_are_unread_and_what_to_do(unread, capsys):
    out = run(capsys, "status", unread)[1]
    assert "6 messages have not been read" in " ".join(out.split())
    assert "rapport voice score" in out


def test_a_book_is_read_once_and_status_is_quiet_then(book, capsys):
    assert "0 of 6 messages" in run(capsys, "voice", "score", book)[1]
    assert json.loads(run(capsys, "status", book, "--format", "json")[1])["unread"] == 0


def test_who_stops_the_reading_is_told_that_it_goes_on(unread, capsys, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(Listening, "score", stopped)
    code, out, err = run(capsys, "voice", "score", unread)
    assert (code, out) == (1, "")
    assert "goes on from there" in err


def drawn_sample(book, capsys):
    place = book.with_name("sample.csv")
    assert "personal data" in run(capsys, "voice", "sample", book, "--out", place)[1]
    return place, list(csv.DictReader(place.read_text(encoding="utf-8-sig").splitlines()))


def saved(place, rows, encoding="utf-8", delimiter=","):
    with place.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return place


# A French spreadsheet writes semicolons and its own encoding.
@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("cp1252", ";")])
def test_a_sample_comes_back_as_corrections(book, capsys, encoding, delimiter):
    place, rows = drawn_sample(book, capsys)
    checked = [row | {"checked": "oui", "sentiment": "positive"} for row in rows]
    assert run(capsys, "voice", "correct", book, saved(place, checked, encoding, delimiter))[0] == 0
    told = run(capsys, "measure", book, "sentiment", "--format", "json")[1]
    assert json.loads(told)[0]["n"] == 5


def test_rows_of_a_sample_that_nobody_checked_say_nothing(book, capsys):
    place, rows = drawn_sample(book, capsys)
    code, _, err = run(capsys, "voice", "correct", book, saved(place, rows))
    assert (code, "checked" in err) == (1, True)


def test_one_message_is_corrected_and_taken_back(book, capsys):
    one = ("voice", "correct", book, "--message", "m1", "--field", "complaint")
    assert "1 " in run(capsys, *one, "--value", "no")[1]
    assert "Taken back" in run(capsys, *one, "--take-back")[1]


def test_groups_show_their_people_and_examples_and_take_a_name(book, capsys):
    (group,) = json.loads(run(capsys, "voice", "groups", book, "--format", "json")[1])
    assert group["authors"] == 5
    code, out, _ = run(capsys, "voice", "groups", book, "--rename", group["key"], "Torn parcels")
    assert code == 0
    assert "Torn parcels" in out
    assert "@example.com" not in out


def test_too_few_outcomes_teach_nothing(book, capsys):
    code, out, _ = run(capsys, "voice", "learn", book)
    assert (code, "Nothing was kept" in out) == (0, True)
    assert "Nothing had been learnt" in run(capsys, "voice", "learn", book, "--forget")[1]


def test_conversations_wait_until_they_are_dealt_with(book, capsys):
    seen = ("threads", book, "--message", "m0", "--state", "seen", "--owner", "Lea")
    assert "seen" in run(capsys, *seen)[1]
    told = json.loads(run(capsys, "threads", book, "--owner", "Lea", "--format", "json")[1])
    assert [(one["message_id"], one["state"]) for one in told] == [("m0", "seen")]
    understood = (*seen[:4], "--state", "understood", "--cause", "product", "--text", "We saw it")
    assert run(capsys, *understood)[0] == 0
    assert "waiting" not in run(capsys, "threads", book, "--message", "m0", "--undo")[1]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_waits_is_listed_in_both_languages(book, capsys, lang):
    words = ("threads", book, "--as-of", "2024-05-08", "--limit", "1", "--lang", lang)
    code, out, _ = run(capsys, *words)
    assert code == 0
    assert {"en": "8 days", "fr": "8 jours"}[lang] in " ".join(out.split())


def test_help_of_threads_teaches_by_example(capsys):
    assert "rapport threads shop" in run(capsys, "threads", "--help")[1].split("Example")[1]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_address_of_the_book_stands_in_the_reports_sample(book, capsys, lang):
    page = book.with_name("page.html")
    assert run(capsys, "report", book, "-o", page, "--lang", lang)[0] == 0
    text = page.read_text(encoding="utf-8")
    assert 'id="heard-sample"' in text
    assert "[email]" in text
    assert not any(f"c{n}@example.com" in text for n in range(5))


@pytest.mark.parametrize(
    "words",
    [
        ("voice", "correct"),
        ("voice", "correct", "--message", "m1", "--field", "mood", "--value", "bad"),
        ("voice", "correct", "--message", "m1", "--field", "sentiment"),
        ("voice", "groups", "--merge", "one", "two"),
        ("voice", "score", "--engine", "nobody"),
        ("voice", "score", "--engine", "llm", "--with", "send"),
        ("threads", "--message", "m1"),
        ("threads", "--undo"),
        ("threads", "--message", "m1", "--state", "answered"),
        ("threads", "--message", "nothing", "--state", "seen"),
    ],
)
def test_a_mistake_ends_in_one_plain_line(words, book, capsys):
    place = 1 if words[0] == "threads" else 2
    code, out, err = run(capsys, *words[:place], book, *words[place:])
    assert (code, out, err.count("\n")) == (1, "", 1)
