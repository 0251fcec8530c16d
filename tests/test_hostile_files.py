"""Does any file, however hostile, crash the house, lose a row, or harm the book?"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.core.errors import RapportError
from rapport.core.summary import ImportSummary
from rapport.house import House
from sources.files import raw_workbook, workbook
from worlds import fresh_house, table, write

HEADER = "order_id,ordered_at,email,amount,currency\n"
GOOD = HEADER + "".join(
    f"{n},2025-03-{n % 28 + 1:02},c{n % 7}@example.com,{n}.50,EUR\n" for n in range(40)
)
FUZZ = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def home():
    """One book with something in it, and a folder; hostile files come one after the other."""
    with fresh_house() as (house, folder):
        house.ingest(*write(folder, {"good.csv": GOOD}))
        yield house, folder


def bring(
    home: tuple[House, Path], content: bytes | str, name: str = "f.csv"
) -> ImportSummary | None:
    """Take a file in; only Rapport's own words may come out, and then nothing has changed."""
    house, folder = home
    before = house.book.digest()
    said = "\n"
    try:
        return house.ingest(*write(folder, {name: content}))
    except RapportError as error:
        said = str(error)
    assert said
    assert "\n" not in said
    assert house.book.digest() == before
    return None


def accounted(home: tuple[House, Path], content: str) -> tuple[int, int, int, int]:
    """Rows read, written, refused, dropped; each row is one of them or known already."""
    with fresh_house() as fresh:
        summary = bring(fresh, content)
        assert summary is not None
        (file,) = summary.files
        assert file.read == file.written + file.known + file.rejected + file.dropped
        assert table(fresh[0], "SELECT count(*) FROM rejected") == [(file.rejected,)]
        return file.read, file.written, file.rejected, file.dropped


@pytest.mark.slow
@FUZZ
@given(st.binary(max_size=400))
def test_random_bytes_are_taken_in_or_refused_in_words(home, content):
    bring(home, content)


@pytest.mark.slow
@FUZZ
@given(data=st.data())
def test_a_mutated_good_file_is_taken_in_or_refused_in_words(home, data):
    content = bytearray(GOOD.encode())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    bring(home, bytes(content))


CELLS = st.one_of(
    st.text("0123456789.,-+eE€$%/: TZ", max_size=14),
    st.sampled_from(["2025-02-30", "=1+1", "NaN", "inf", "1e400", "9" * 40, "\x00", "Total", "''"]),
    st.text(max_size=10),
)


@pytest.mark.slow
@FUZZ
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_every_row_of_random_cells_is_in_the_book_or_rejected(rows):
    quoted = ('"' + cell.replace('"', '""') + '"' for row in rows for cell in row)
    lines = [",".join(cells) for cells in zip(*[iter(quoted)] * 5, strict=True)]
    with fresh_house() as fresh:
        summary = bring(fresh, GOOD + "\n".join(lines) + "\n")
        if summary is not None:
            (file,) = summary.files
            assert file.read == 40 + len(rows)
            assert file.read == file.written + file.known + file.rejected + file.dropped


def test_impossible_days_and_amounts_are_rejected_row_by_row(home):
    odd = ("2025-02-30,1", "0000-00-00,1", "9999-12-31,1", "x,1", "2025-01-01,1e18",
           "2025-01-01,NaN", "2025-01-01,99999999999999.9999", "2025-01-01,12abc")  # fmt: skip
    rows = [f"o{n},{cells.replace(',', ',a@example.com,')},EUR\n" for n, cells in enumerate(odd)]
    assert accounted(home, GOOD + "".join(rows)) == (48, 40, 8, 0)


def test_formula_cells_are_texts_and_run_nowhere(home):
    rows = "=cmd|' /C calc'!A0,2025-01-01,@SUM(A1),1,EUR\nf2,2025-01-01,a@example.com,=1+1,EUR\n"
    assert accounted(home, GOOD + rows) == (42, 41, 1, 0)


def test_a_file_cut_off_in_mid_row_loses_that_row_alone_and_says_so(home):
    assert accounted(home, GOOD + "o1,2025-01-01,a@exa") == (41, 40, 1, 0)


def test_an_unclosed_quote_rejects_what_it_swallows(home):
    read, written, rejected, _ = accounted(home, GOOD + 'o1,2025-01-01,"a@example.com,1,EUR\n')
    assert (read, written, rejected) == (41, 40, 1)


def test_nul_bytes_are_dropped_and_said(home):
    with fresh_house() as fresh:
        summary = bring(fresh, GOOD.replace("c1@", "c\x001@"))
        assert summary is not None
        assert summary.written == 40
        assert any("NUL" in str(note) for note in summary.files[0].notes)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "utf-16-be"])
def test_other_encodings_tell_the_same_names(encoding):
    text = GOOD.replace("\n", ",Zoé\n").replace("currency,Zoé", "currency,name")
    with fresh_house() as (house, folder):
        assert house.ingest(*write(folder, {"f.csv": text.encode(encoding)})).written == 40
        assert table(house, "SELECT DISTINCT name FROM contact") == [("Zoé",)]


def test_a_wrong_encoding_harms_no_more_than_the_cell():
    with fresh_house() as (house, folder):
        content = GOOD.encode().replace(b"c1@", b"c\xff\xfe1@")
        assert house.ingest(*write(folder, {"f.csv": content})).read == 40


def test_a_cell_of_ten_megabytes_is_kept_or_rejected(home):
    long = f'o1,2025-01-01,"{"x" * 10_000_000}@example.com",1,EUR\n'
    read, written, rejected, _ = accounted(home, GOOD + long)
    assert (read, written + rejected) == (41, 41)


def test_duplicate_headers_are_two_columns(home):
    header = "order_id,ordered_at,email,amount,amount,currency\n"
    with fresh_house() as fresh:
        summary = bring(fresh, header + "1,2025-01-01,a@example.com,1,2,EUR\n")
        assert summary is None or summary.read == 1


NOTHING = (b"", b"\n\n\n", b"\x00" * 500, random.Random(1).randbytes(3_000), b"PK\x03\x04")


@pytest.mark.parametrize("content", NOTHING, ids=["empty", "lines", "nul", "noise", "zip"])
def test_files_that_hold_nothing_are_refused_in_words(home, content):
    assert bring(home, content) is None


@pytest.mark.slow
def test_a_workbook_that_swells_beyond_reason_is_refused(home):
    _, folder = home
    bomb = raw_workbook(folder / "bomb.xlsx", "<row>" + "<c><v>0</v></c>" * 30_000_000 + "</row>")
    assert bomb.stat().st_size < 2_000_000
    assert bring(home, bomb.read_bytes(), "bomb.xlsx") is None


def test_a_workbook_is_read_and_one_with_a_broken_part_is_refused(home):
    _, folder = home
    cells = [row.split(",") for row in GOOD.splitlines()]
    good = workbook(folder / "a.xlsx", cells)
    assert bring(home, good.read_bytes(), "a.xlsx") is not None
    with zipfile.ZipFile(folder / "b.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    assert bring(home, (folder / "b.xlsx").read_bytes(), "b.xlsx") is None


def test_a_folder_a_broken_link_and_a_locked_file_are_spoken_of(home):
    house, folder = home
    (folder / "empty").mkdir()
    (folder / "link.csv").symlink_to(folder / "nowhere.csv")
    house.ingest(folder / "empty")
    locked = write(folder, {"locked.csv": GOOD})[0]
    locked.chmod(0)
    for path in [folder / "link.csv", folder / "missing.csv", *([locked] if os.getuid() else [])]:
        with pytest.raises(RapportError):
            house.ingest(path)


def test_one_bad_file_named_by_the_user_keeps_all_the_others_out(home):
    house, folder = home
    before = house.book.digest()
    paths = write(folder, {"fine.csv": GOOD.replace(",c", ",d"), "bad.csv": b"\x00\x01\x02" * 99})
    with pytest.raises(RapportError):
        house.ingest(*paths)
    assert house.book.digest() == before


COMMAND = [sys.executable, "-c", "from rapport.faces.cli.main import main; main()"]
MAIN = Path(__file__).parents[1] / "src" / "rapport" / "faces" / "cli" / "main.py"


@pytest.mark.skipif(not MAIN.exists(), reason="there is no command line yet")
@pytest.mark.parametrize("name", ["binary.csv", "empty.csv", "missing.csv", "prose.txt"])
def test_the_command_line_answers_in_one_plain_line(name, tmp_path):
    contents = {"binary.csv": b"\x00\x01\x02" * 99, "empty.csv": b"", "prose.txt": b"Hello.\n" * 9}
    if name in contents:
        write(tmp_path, {name: contents[name]})
    command = [*COMMAND, "import", str(tmp_path / "a.book"), str(tmp_path / name)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 1
    assert len(told.stderr.strip().splitlines()) == 1
    assert "Traceback" not in told.stderr
