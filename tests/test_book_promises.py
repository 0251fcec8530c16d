"""Does the book keep its promises: twice is once, order is nothing, the past stays, no loss?"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from datetime import date, datetime
from itertools import pairwise

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import rapport
from rapport.core.errors import BookBusy, BookForeign, BookMissing, RapportError
from rapport.core.estimate import Refusal
from rapport.ledger.book import open_book
from rapport.ledger.schema import EDITION
from rapport.ledger.upgrades import bring_up
from worlds import Clock, fresh_house, house_at, table, tidy, write

pytestmark = pytest.mark.slow

AS_OF = date(2025, 12, 31)
FUZZ = settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # books are slow to shrink
    suppress_health_check=[HealthCheck.too_slow],
)
HEADERS = {
    "orders": "order_id,ordered_at,updated_at,email,phone,amount,currency",
    "refunds": "refund_id,refunded_at,order_id,email,refund_amount,currency",
    "messages": "message_id,thread,sent_at,email,direction,author_type,text",
    "answers": "survey,question,submitted_at,email,score,comment",
    "follows": "email,followed_at,unfollowed_at,kind",
}
"""Files of several kinds; the last two tell no ids."""


def rows_of(kind: str, seed: int, count: int) -> list[str]:
    """Rows of a kind: keys come back with other contents; some rows are equal, some bad.

    Equal rows have ids: without, the book cannot know whether a split file tells one row or two.
    """
    chance = random.Random(f"{kind}{seed}")
    day = lambda: f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02} 10:00:00"  # noqa: E731
    made = []
    for _ in range(count):
        mail = f"c{chance.randint(1, 9)}@example.com"
        price, number = f"{chance.randint(1, 99)}.{chance.randint(10, 99)}", chance.randint(1, 25)
        made.append(
            {
                "orders": f"A{number},{day()},{day()},{mail},06123456{number:02},{price},EUR",
                "refunds": f"R{number},{day()},A{number},{mail},{price},EUR",
                "messages": f"M{number},T{number % 7},{day()},{mail},in,customer,Hello {number}",
                "answers": f"spring,nps,{day()},{mail},{chance.randint(0, 10)},fine",
                "follows": f"{mail},{day()},,membership",
            }[kind]
        )
    bad = "not,a,row" if kind == "orders" else made[0].replace("2025-", "notaday-")
    has_ids = kind in ("orders", "refunds", "messages")
    return [*made, bad, made[-1]] if has_ids else [*dict.fromkeys(made), bad]


def file_of(kind: str, rows: list[str]) -> str:
    return "\n".join([HEADERS[kind], *rows, ""])


def told(imports: list[dict[str, str]]) -> tuple[str, list[object]]:
    """Digest and every result of a book after imports, each a set of files."""
    clock = Clock()
    with fresh_house(clock) as (house, folder):
        for number, files in enumerate(imports):
            house.ingest(*write(folder / str(number), files))
            clock.wait()
        return house.book.digest(), [row for row in tidy(house, AS_OF) if isinstance(row, dict)]


def test_files_again_turned_round_and_split_are_the_same_book():
    rows = {kind: rows_of(kind, 7, 12) for kind in HEADERS}
    whole = {f"{kind}.csv": file_of(kind, rows[kind]) for kind in HEADERS}
    halves = [
        {f"{kind}.csv": file_of(kind, rows[kind][::-1][part::2]) for kind in HEADERS}
        for part in (1, 0)
    ]
    assert digest_after([whole]) == digest_after([whole, whole]) == digest_after(halves)


def digest_after(imports: list[dict[str, str]]) -> str:
    """A book's digest after imports, each a set of files."""
    with fresh_house() as (house, folder):
        for number, files in enumerate(imports):
            house.ingest(*write(folder / str(number), files))
        return house.book.digest()


@pytest.mark.slow
@FUZZ
@given(seed=st.integers(0, 10_000), count=st.integers(5, 40), data=st.data())
def test_the_same_rows_in_any_order_and_parts_are_the_same_book(seed, count, data):
    rows = {kind: rows_of(kind, seed, count) for kind in HEADERS}
    whole = {f"{kind}.csv": file_of(kind, rows[kind]) for kind in HEADERS}
    once = told([whole])
    names = data.draw(st.permutations(list(whole)))
    assert told([{name: whole[name]} for name in names]) == once
    assert told([whole, whole]) == once
    mixed = {kind: data.draw(st.permutations(rows[kind])) for kind in HEADERS}
    place = data.draw(st.integers(1, 4))
    first = {f"{kind}_1.csv": file_of(kind, mixed[kind][:place]) for kind in HEADERS}
    second = {f"{kind}_2.csv": file_of(kind, mixed[kind][place:]) for kind in HEADERS}
    assert told([second, first]) == once


def test_the_version_that_its_source_updated_last_counts_whenever_it_came():
    old = file_of("orders", ["A1,2025-01-01,2025-01-02,a@example.com,,10.00,EUR"])
    new = file_of("orders", ["A1,2025-01-01,2025-03-02,a@example.com,,12.00,EUR"])
    for files in ((old, new), (new, old)):
        with fresh_house() as (house, folder):
            for number, content in enumerate(files):
                house.ingest(*write(folder, {f"{number}.csv": content}))
            assert house.measure("revenue", as_of=AS_OF).headline.answer.value == 12.00
            assert house.status()["tables"][0]["versions"] == 2
            assert house.status()["tables"][0]["records"] == 1


def test_equal_rows_without_an_id_in_one_file_are_as_many_records():
    row = "spring,nps,2025-01-01,a@example.com,9,fine"
    with fresh_house() as (house, folder):
        paths = write(folder, {"a.csv": file_of("answers", [row, row])})
        assert house.ingest(*paths).written == 2
        again = write(folder / "again", {"a.csv": file_of("answers", [row, row])})
        assert house.ingest(*again).written == 0


def test_a_past_report_is_made_again_to_the_digit_after_later_imports():
    clock = Clock()
    with fresh_house(clock) as (house, folder):
        kinds = {f"{kind}.csv": file_of(kind, rows_of(kind, 1, 60)) for kind in HEADERS}
        house.ingest(*write(folder, kinds))
        before, known_at = tidy(house, AS_OF), clock.wait()
        later = {f"{kind}_2.csv": file_of(kind, rows_of(kind, 2, 60)) for kind in HEADERS}
        house.set("answer_within_days", "3")
        house.join("c1@example.com", "c2@example.com")
        house.ingest(*write(folder, later))
        assert tidy(house, AS_OF) != before
        assert tidy(house, AS_OF, known_at) == before


def test_people_whom_a_later_record_joins_are_two_in_the_past_report():
    clock = Clock()
    apart = ["A1,2025-01-01,,a@example.com,,10,EUR", "A2,2025-01-01,,,0612345678,10,EUR"]
    with fresh_house(clock) as (house, folder):
        house.ingest(*write(folder, {"a.csv": file_of("orders", apart)}))
        known_at = clock.wait()
        joined = ["A3,2025-01-02,,a@example.com,0612345678,10,EUR"]
        house.ingest(*write(folder, {"b.csv": file_of("orders", joined)}))
        now, then = (house.measure("customers", known_at=at).headline for at in (None, known_at))
        assert (now.answer.value, then.answer.value) == (1, 2)


def test_as_of_a_day_only_what_had_happened_by_its_end_counts():
    rows = [f"A{n},2025-01-{n:02} 23:59:59,,a@example.com,,1,EUR" for n in range(1, 29)]
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"a.csv": file_of("orders", rows)}))
        told = [house.measure("revenue", as_of=date(2025, 1, n)) for n in (1, 5, 28)]
        assert [result.headline.answer.value for result in told] == [1, 5, 28]


CRAFTED = (
    "order_id,ordered_at,email,amount,currency\n"  # 1
    'A1,2025-01-01,"a@\nexample.com",3,EUR\n'  # 2-3
    "A2,notaday,b@example.com,1,EUR\n"  # 4
    "A3,2025-01-01,c@example.com,1\n"  # 5: a cell short
    "A4,2025-01-01,c@example.com,1,EUR,more\n"  # 6: a cell too many
    'A5,2025-01-01,"d\n\ne",one,EUR\n'  # 7-9
    "\n"  # 10
    "A6,2025-02-30,f@example.com,1,EUR\n"  # 11
    "A7,2025-01-01,g@example.com,1,EUR\n"  # 12
    "A8,2025-01-01,h@example.com,1,ZZZ\n"  # 13
    "Total,,,9,\n"  # 14
)
WRONG = [
    (4, "unreadable", "happened_at"),
    (5, "broken", None),
    (6, "broken", None),
    (7, "unreadable", "amount"),
    (11, "unreadable", "happened_at"),
    (13, "unreadable", "currency"),
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rejected_rows_stand_with_the_line_on_which_they_begin(end):
    with fresh_house() as (house, folder):
        (path,) = write(folder, {"a.csv": CRAFTED.replace("\n", end)})
        (file,) = house.ingest(path).files
        assert (file.read, file.written, file.rejected, file.dropped) == (9, 2, 6, 1)
        rejected = table(house, "SELECT line, fault, field FROM rejected ORDER BY line")
        assert rejected == WRONG
        lines = path.read_text().splitlines()
        raw = table(house, "SELECT line, raw FROM rejected")
        assert all(lines[line - 1].startswith(str(text)[:3]) for line, text in raw)


def test_lines_that_end_in_two_ways_are_read_all_the_same():
    mixed = CRAFTED.replace("EUR\n", "EUR\r\n")
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"a.csv": mixed}))
        rejected = table(house, "SELECT line, fault, field FROM rejected ORDER BY line")
        assert rejected == WRONG


def test_a_rejected_row_told_again_is_rejected_once():
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"a.csv": CRAFTED}))
        house.ingest(*write(folder, {"a.csv": CRAFTED + "A9,2025-01-01,i@example.com,1,EUR\n"}))
        assert table(house, "SELECT count(*) FROM rejected") == [(6,)]


def orders_in(*amounts: tuple[str, str, str]) -> str:
    rows = [
        f"A{n},{day},,c{n}@example.com,,{amount},{code}"
        for n, (day, amount, code) in enumerate(amounts)
    ]
    return file_of("orders", rows)


@pytest.mark.parametrize(
    ("code", "amount", "minor", "value"),
    [("JPY", "1234", 1234, 1234), ("TND", "1.234", 1234, 1.234), ("CHF", "12.34", 1234, 12.34)],
)
def test_amounts_keep_the_decimals_of_their_own_currency(code, amount, minor, value):
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"a.csv": orders_in(("2025-01-01", amount, code))}))
        assert table(house, "SELECT amount FROM purchase") == [(minor,)]
        answer = house.measure("revenue", as_of=AS_OF).headline.answer
        assert answer.value == pytest.approx(value)
        assert code in str(answer.unit)


def test_a_file_without_a_currency_is_told_with_a_caveat():
    with fresh_house() as (house, folder):
        content = "order_id,ordered_at,email,amount\nA1,2025-01-01,a@example.com,2.50\n"
        house.ingest(*write(folder, {"a.csv": content}))
        result = house.measure("revenue")
        assert result.headline.answer.value == 2.50
        assert "currency-untold" in {caveat.code for caveat in result.caveats}


RATES = "day,base,quote,rate\n2025-01-01,USD,EUR,0.90\n2025-02-01,EUR,USD,1.25\n"


def test_mixed_currencies_are_refused_without_a_rate_and_converted_with_the_days():
    mixed = (("2025-01-15", "100", "USD"), ("2025-02-15", "100", "USD"), ("2025-02-15", "7", "EUR"))
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"a.csv": orders_in(*mixed)}))
        assert isinstance(house.measure("revenue").headline.answer, Refusal)
        house.set("currency", "EUR")
        assert "USD" in str(house.measure("revenue").headline.answer.reason)
        house.ingest(*write(folder, {"rates.csv": RATES}))
        assert house.measure("revenue").headline.answer.value == pytest.approx(90 + 80 + 7)


def test_an_amount_before_the_first_rate_is_refused():
    with fresh_house() as (house, folder):
        files = {"a.csv": orders_in(("2024-12-31", "1", "USD"), ("2025-02-15", "7", "EUR"))}
        house.ingest(*write(folder, {**files, "rates.csv": RATES}))
        house.set("currency", "EUR")
        assert "2024-12-31" in str(house.measure("revenue").headline.answer.reason)


def test_an_import_that_fails_leaves_the_book_as_it_was():
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"a.csv": file_of("orders", rows_of("orders", 1, 9))}))
        before = house.book.digest(), house.status()
        with pytest.raises(RapportError):
            house.ingest(*write(folder, {"b.csv": CRAFTED, "c.csv": "no table at all\n"}))
        assert (house.book.digest(), house.status()) == before


def test_the_clock_moves_nothing_but_what_was_learnt_when():
    told_at = []
    for now in (datetime(2026, 1, 1), datetime(2027, 6, 1)):
        with fresh_house(Clock(now)) as (house, folder):
            house.ingest(*write(folder, {"a.csv": file_of("orders", rows_of("orders", 3, 30))}))
            told_at.append((house.book.digest(), tidy(house, AS_OF)))
    assert all(one == other for one, other in pairwise(told_at))


def test_an_older_edition_is_upgraded_in_place_after_a_copy(tmp_path):
    path = tmp_path / "a.book"
    house_at(path).close()
    aged = duckdb.connect(str(path))
    aged.execute("UPDATE about SET value = '0' WHERE name = 'edition'")
    aged.close()
    steps = {0: ("CREATE TABLE added (one INTEGER)", "INSERT INTO added VALUES (1)"), 1: (), 2: ()}
    book = open_book(path, upgrades=steps)
    assert book.engine.rows("SELECT one FROM added") == [(1,)]
    assert book.engine.rows("SELECT value FROM about WHERE name = 'edition'") == [(str(EDITION),)]
    book.close()
    assert (tmp_path / "a.book.edition0").exists()


def test_an_upgrade_that_fails_leaves_the_book_as_it_was(tmp_path):
    path = tmp_path / "a.book"
    house_at(path).close()
    with pytest.raises(RapportError):
        bring_up(path, 0, {0: ("CREATE TABLE added (one INTEGER)", "SELECT nothing"), 1: (), 2: ()})
    with rapport.open(path) as house:
        assert table(house, "SELECT 1 FROM duckdb_tables() WHERE table_name = 'added'") == []


@pytest.mark.parametrize(("edition", "word"), [("0", "import the files again"), ("99", "newer")])
def test_an_edition_that_no_way_leads_from_is_refused_with_what_to_do(edition, word, tmp_path):
    path = tmp_path / "a.book"
    house_at(path).close()
    aged = duckdb.connect(str(path))
    aged.execute("UPDATE about SET value = ? WHERE name = 'edition'", [edition])
    aged.close()
    before = path.read_bytes()
    with pytest.raises(BookForeign, match=word):
        rapport.open(path)
    assert path.read_bytes() == before


def test_what_is_no_book_is_refused_and_left_alone(tmp_path):
    text = write(tmp_path, {"a.book": "order_id,amount\n" * 999})[0]
    other = duckdb.connect(str(tmp_path / "b.book"))
    other.execute("CREATE TABLE theirs (one INTEGER)")
    other.close()
    for path in (text, tmp_path / "b.book", tmp_path):
        with pytest.raises(BookForeign):
            rapport.open(path, create=True)
    with pytest.raises(BookMissing):
        rapport.open(tmp_path / "c.book", create=False)
    assert text.read_text() == "order_id,amount\n" * 999


HOLD = """
import sys, rapport
house = rapport.open(sys.argv[1], create=True)
print("open", flush=True)
sys.stdin.readline()
"""


def test_a_book_that_another_process_holds_is_said_to_be_busy_by_its_number(tmp_path):
    path = tmp_path / "a.book"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], **pipes) as holder:
        holder.stdout.readline()
        with pytest.raises(BookBusy, match=str(holder.pid)):
            rapport.open(path)
        holder.communicate(b"done\n")
    rapport.open(path).close()


def test_a_book_carried_to_another_place_is_the_same_book(tmp_path):
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"a.csv": file_of("orders", rows_of("orders", 1, 9))}))
        before, path = house.book.digest(), house.book.path
        house.close()
        shutil.copy(path, tmp_path / "moved.book")
    with rapport.open(tmp_path / "moved.book", read_only=True) as house:
        assert house.book.digest() == before
        assert house.measure("customers").headline.answer.value > 0
