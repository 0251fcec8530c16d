"""Does any file, however hostile, make the door raise anything but its own words?"""

import gzip
import json
import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.core.errors import SourceError
from rapport.core.source import SheetFormat
from rapport.sources import open_sheets, recognise

from .files import scan, workbook

pytestmark = pytest.mark.slow

CELLS = st.text(
    st.sampled_from("ab1=,;\t\"'|\r\n\x00é€.-/ ") | st.characters(codec="utf-8"), max_size=12
)
MAGIC = (b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"[", b"{", b"%PDF")
FUZZ = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def take_in(content: bytes, name: str) -> None:
    """Open, recognise, and let the engine scan; only a SourceError may come out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            for sheet in open_sheets(path, Path(folder) / "workshop"):
                assert len({column.lower() for column in sheet.columns}) == len(sheet.columns)
                assert all(len(row) == len(sheet.columns) for row in sheet.sample)
                if sheet.format is not SheetFormat.JSON_LINES:
                    duckdb.connect().execute(f"SELECT count(*) FROM ({scan(sheet)})")
                recognise(sheet)
        except SourceError:
            return


@FUZZ
@given(st.binary(max_size=600))
def test_random_bytes_are_read_or_refused(content):
    take_in(content, "file.csv")


@FUZZ
@given(st.lists(CELLS, min_size=1, max_size=6), st.lists(st.lists(CELLS, max_size=7), max_size=6))
def test_random_headers_and_rows_are_read_or_refused(header, rows):
    text = "\n".join(";".join(row) for row in [header, *rows])
    take_in(text.encode("utf-8", "replace"), "file.csv")


@FUZZ
@given(st.recursive(st.none() | st.integers() | CELLS, lambda of: st.dictionaries(CELLS, of)))
def test_random_json_is_read_or_refused(item):
    take_in(json.dumps([item, item]).encode(), "file.json")
    take_in(json.dumps(item).encode(), "file.jsonl")


@FUZZ
@given(st.sampled_from(MAGIC), st.binary(max_size=300))
def test_files_that_lie_about_their_format_are_refused(magic, rest):
    take_in(magic + rest, "file.bin")


@pytest.fixture(scope="module")
def good_files(tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("good")
    book = workbook(folder / "a.xlsx", [["order_id", "date"], *[["1", "2024-01-01"]] * 50])
    parquet = folder / "a.parquet"
    duckdb.connect().execute(
        f"COPY (SELECT range AS order_id, 'x' AS email FROM range(500)) TO '{parquet}'"
    )
    packed = gzip.compress(b"order_id,date\n1,2024-01-01\n" * 200)
    return {"a.xlsx": book.read_bytes(), "a.parquet": parquet.read_bytes(), "a.csv.gz": packed}


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet", "a.csv.gz"])
def test_cut_off_files_are_refused_at_every_length(good_files, name):
    content = good_files[name]
    for length in range(0, len(content), max(1, len(content) // 60)):
        take_in(content[:length], name)


@FUZZ
@given(data=st.data(), name=st.sampled_from(["a.xlsx", "a.parquet", "a.csv.gz"]))
def test_flipped_bytes_are_read_or_refused(good_files, data, name):
    content = bytearray(good_files[name])
    for _ in range(3):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    take_in(bytes(content), name)


def test_two_thousand_columns_are_no_trouble(tmp_path):
    take_in((",".join(f"c{n}" for n in range(2000)) + "\n" + "1," * 1999 + "1\n").encode(), "w.csv")


def test_deeply_nested_json_is_refused():
    take_in(b"[" + b'{"a":' * 100_000, "deep.json")
    take_in(b'{"a":' * 100_000, "deep.jsonl")


def test_an_unclosed_quote_does_not_swallow_the_header():
    take_in(b'order_id,email,amount,date\n1,"a@example.com,3,2024-01-01\n' * 3000, "quote.csv")
