"""Experiment: can somebody draw, list, read, decide and take back from the command line?"""

from __future__ import annotations

import csv
import json

import pytest

from rapport.faces.cli.experiment import build
from rapport.faces.cli.main import main

pytestmark = pytest.mark.slow

ORDERS = "Order ID,Order date,Customer ID,Email,Amount,Currency\n" + "".join(
    f"{n},2024-0{1 + n % 9}-1{n % 10},c{n % 300},c{n % 300}@example.com,{20 + n * n % 47}.50,EUR\n"
    for n in range(900)
)
NEW = ("--name", "Spring, 1", "--question", "Does it pay?", "--share-held-out", "0.2")
NAMES = [command.name for command in build().registered_commands]


def run(capsys, *words):
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    told = capsys.readouterr()
    return end.value.code, told.out, told.err


@pytest.fixture
def book(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", "C")
    (tmp_path / "orders.csv").write_text(ORDERS)
    assert run(capsys, "import", tmp_path / "shop.rapport", tmp_path / "orders.csv")[0] == 0
    return tmp_path / "shop.rapport"


@pytest.mark.parametrize("name", NAMES)
def test_every_help_teaches_by_example(name, capsys):
    code, out, _ = run(capsys, "experiment", name, "--help")
    assert code == 0
    assert f"rapport experiment {name}" in out.split("Example")[1]


def test_a_draw_says_how_many_until_when_and_what_could_be_seen(book, capsys):
    code, out, err = run(capsys, "experiment", "new", book, *NEW)
    assert (code, err) == (0, "")
    assert "240 customers are invited and 60 held out" in out
    assert "per invited customer would be seen 8 times out of 10" in " ".join(out.split())
    with book.with_name("shop-spring-1.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 300


def test_a_dry_run_writes_neither_list_nor_register(book, capsys):
    code, out, _ = run(capsys, "experiment", "new", book, *NEW, "--dry-run")
    assert (code, "Nothing was written" in out) == (0, True)
    assert list(book.parent.glob("*-spring-1.csv")) == []
    assert "No experiment" in run(capsys, "experiment", "list", book)[1]


def test_the_register_is_listed_for_people_and_programs(book, capsys):
    run(capsys, "experiment", "new", book, *NEW)
    (one,) = json.loads(run(capsys, "experiment", "list", book, "--format", "json")[1])
    assert (one["name"], one["status"], one["held_out"]) == ("Spring, 1", "running", 60)
    assert one["is_intact"] is True
    assert "240" in run(capsys, "experiment", "list", book, "--lang", "fr")[1]
    assert run(capsys, "experiment", "list", book, "--format", "csv")[1].count("\n") == 2


def test_a_decision_is_written_and_taken_back(book, capsys):
    run(capsys, "experiment", "new", book, *NEW)
    words = ("experiment", "close", book, "Spring, 1", "--drop", "--why", "too dear")
    assert "to drop" in run(capsys, *words)[1]
    assert run(capsys, *words)[0] == 1
    assert "running" in run(capsys, "experiment", "undo", book, "Spring, 1")[1]
    assert "withdrawn" in run(capsys, "experiment", "undo", book, "Spring, 1")[1]


@pytest.mark.parametrize(
    "words",
    [
        ("close", "Spring, 1"),
        ("close", "other", "--keep"),
        ("undo", "other"),
        ("new", "--name", "a", "--question", "b", "--share-held-out", "2"),
        ("new", "--name", "a", "--question", "b", "--from", "2024-01-01"),
    ],
)
def test_a_mistake_ends_in_one_plain_line(words, book, capsys):
    code, out, err = run(capsys, "experiment", words[0], book, *words[1:])
    assert (code, out, err.count("\n")) == (1, "", 1)
