"""Command line: does each command answer, and does each mistake end in one plain line?"""

from __future__ import annotations

import csv
import json

import pytest

from rapport.faces.cli.main import app, main

pytestmark = pytest.mark.slow

ORDERS = "Order ID,Order date,Customer ID,Email,Amount,Currency\n" + "".join(
    f"{n},2024-0{1 + n % 9}-1{n % 10},c{n % 40},c{n % 40}@example.com,{20 + n}.50,EUR\n"
    for n in range(120)
)
NAMES = [command.name for command in app.registered_commands]


def run(capsys, *words):
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    told = capsys.readouterr()
    return end.value.code, told.out, told.err


@pytest.fixture
def orders(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    (tmp_path / "orders.csv").write_text(ORDERS)
    return tmp_path / "orders.csv"


@pytest.fixture
def book(orders, capsys):
    place = orders.with_name("shop.rapport")
    assert run(capsys, "import", place, orders)[0] == 0
    return place


@pytest.mark.parametrize("name", NAMES)
def test_every_help_teaches_by_example(name, capsys):
    code, out, _ = run(capsys, name, "--help")
    assert code == 0
    assert f"rapport {name}" in out.split("Example")[1]


def test_measures_come_as_tidy_rows_with_the_headline_first(book, capsys):
    _, out, _ = run(capsys, "measure", book, "customers", "--per", "month", "--format", "json")
    rows = json.loads(out)
    assert rows[0]["measure"] == "customers"
    assert rows[0]["period"] is None
    assert rows[0]["estimate"] == 40


@pytest.mark.parametrize("form", ["json", "csv"])
def test_what_programs_read_does_not_change_with_the_language(book, capsys, form):
    asked = [
        run(capsys, "measure", book, "--format", form, "--lang", lang)[1] for lang in ("en", "fr")
    ]
    assert asked[0] == asked[1]
    assert form == "json" or len(list(csv.DictReader(asked[0].splitlines()))) > 10


def test_status_tells_the_digest(book, capsys):
    _, out, _ = run(capsys, "status", book, "--format", "json")
    assert json.loads(out)["digest"]


def test_the_statement_speaks_french_on_request(book, capsys):
    code, out, _ = run(capsys, "returns", book, "--lang", "fr")
    assert code == 0
    assert "ne peut être dit" in out


def test_the_report_is_written_whole(book, capsys):
    page = book.with_name("page.html")
    assert run(capsys, "report", book, "-o", page, "--lang", "fr")[0] == 0
    assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert not page.with_name("page.html.part").exists()


def test_a_dry_run_writes_nothing_and_masks_contacts(orders, capsys):
    code, out, _ = run(capsys, "import", orders.with_name("no.rapport"), orders, "--dry-run")
    assert code == 0
    assert "@example.com" not in out
    assert not orders.with_name("no.rapport").exists()


def test_several_pairs_may_follow_one_map(orders, capsys):
    words = ("--as", "purchases", "--map", "happened_at=Order date", "amount=Amount")
    more = ("customer_id=Customer ID", "order_id=Order ID", "currency=Currency")
    code, out, err = run(capsys, "import", orders.with_name("b.rapport"), orders, *words, *more)
    assert (code, err) == (0, "")
    assert "120" in out


def test_a_setting_is_kept_from_its_day(book, capsys):
    code, out, _ = run(capsys, "set", book, "margin_rate=0.4", "--from", "2024-01-01")
    assert code == 0
    assert "1 January 2024" in out


def test_rulings_are_taken(book, capsys):
    handles = ("c1@example.com", "c2@example.com")
    assert run(capsys, "join", book, *handles)[0] == 0
    assert run(capsys, "split", book, *handles)[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        ("status", "nothing.rapport"),
        ("explain", "no_such_measure"),
        ("import", "new.rapport", "nothing.csv"),
        ("returns", "nothing.rapport", "--from", "yesterday"),
        ("set", "nothing.rapport", "margin_rate"),
    ],
)
def test_a_mistake_ends_in_one_plain_line(words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *words)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert list(tmp_path.iterdir()) == []


def test_wrong_usage_ends_with_two(capsys):
    assert run(capsys, "measure")[0] == 2
    assert run(capsys, "returns", "b", "--format", "xml")[0] == 2


def test_the_version_is_told(capsys):
    assert run(capsys, "--version")[1] == "rapport 0.1.0\n"


def test_a_card_is_explained_in_both_languages(capsys):
    assert "Welch" in run(capsys, "explain", "raw_connection_gap")[1]
    assert "Écart brut" in run(capsys, "explain", "raw_connection_gap", "--lang", "fr")[1]


TILL = {
    "name": "till",
    "kind": "purchases",
    "source": "till",
    "told": {"order_id": "a", "happened_at": "b", "amount": "c", "currency": "=EUR"},
    "signature": ["a", "b", "c"],
}


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_a_kept_mapping_reads_the_files_of_its_header(tmp_path, capsys, more):
    (tmp_path / "till.json").write_text(json.dumps(TILL))
    (tmp_path / "t.csv").write_text("a,b,c\n1,2024-01-02,3\n")
    book = tmp_path / "shop.rapport"
    words = ["import", book, tmp_path / "t.csv", "--mapping", tmp_path / "till.json", *more]
    code, out, _ = run(capsys, *words)
    assert (code, "till" in out, book.exists()) == (0, True, not more)


def test_one_of_something_is_told_in_the_singular(tmp_path, capsys):
    (tmp_path / "o.csv").write_text(
        "Order ID,Order date,Email,Amount\n1,2024-01-02,a@example.fr,3\n"
    )
    run(capsys, "import", tmp_path / "b.rapport", tmp_path / "o.csv")
    _, out, _ = run(capsys, "measure", tmp_path / "b.rapport", "customers", "--lang", "en")
    assert "1 customer," in out


def test_a_backtest_says_what_was_foretold_and_what_came(book, capsys):
    place = book.with_name("tracking.svg")
    words = ("backtest", book, "--hold-out", "8w", "--picture", place)
    code, out, err = run(capsys, *words)
    assert (code, err) == (0, "")
    assert "foretold" in out
    assert "What came" in out
    assert place.read_text(encoding="utf-8").startswith("<svg")


def test_a_backtest_on_too_little_ends_in_one_plain_line(book, capsys):
    code, out, err = run(capsys, "backtest", book, "--hold-out", "20m")
    assert (code, out) == (1, "")
    assert "hold out fewer days" in err
    assert len(err.splitlines()) == 1


def test_people_go_to_a_file_with_a_warning_that_it_is_personal(book, capsys):
    place = book.with_name("people.csv")
    code, out, _ = run(capsys, "measure", book, "lifetime_value", "--people", place)
    assert code == 0
    assert "40 people are in" in out
    assert "personal data" in out
    with place.open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 40


@pytest.mark.parametrize("keys", [(), ("revenue",), ("revenue", "customers")])
def test_people_want_one_measure_that_has_them(book, capsys, keys):
    code, _, err = run(capsys, "measure", book, *keys, "--people", book.with_name("p.csv"))
    assert code == 1
    assert "people" in err
    assert not book.with_name("p.csv").exists()
