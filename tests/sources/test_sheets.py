"""Does the door open every file that companies bring, and refuse the rest in words?"""

import gzip
import hashlib
import json

import duckdb
import pytest

from rapport.core.errors import UnreadableFile
from rapport.core.source import DayOrder, Recipe, SheetFormat
from rapport.sources import files_in, open_sheets

from .files import one_sheet, raw_workbook, rows, scan, workbook

ORDERS = "order_id,ordered_at,email,amount\n1,2025-03-01,a@example.com,10.00\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_encoding_gives_the_same_columns(tmp_path, encoding):
    sheet = one_sheet(tmp_path, "N° client;Prénom\n12;Zoé\n13;Noël\n".encode(encoding))
    assert sheet.columns == ("N° client", "Prénom")
    assert sheet.sample == (("12", "Zoé"), ("13", "Noël"))


def test_windows_1252_is_read_and_said(tmp_path):
    sheet = one_sheet(tmp_path, "Nom;Prix\nThé à la menthe;3,50 €\n".encode("cp1252"))
    assert sheet.sample == (("Thé à la menthe", "3,50 €"),)
    assert [str(note) for note in sheet.notes] == ["read as CP1252"]


def test_nul_bytes_are_dropped_and_counted(tmp_path):
    sheet = one_sheet(tmp_path, b"name,amount\nA\x00nn,1\x00\n" + b"Bob,2\n" * 50)
    assert sheet.sample[0] == ("Ann", "1")
    assert "2 NUL bytes were dropped" in map(str, sheet.notes)


def test_one_broken_byte_in_a_utf_8_file_does_not_turn_its_accents_to_noise(tmp_path):
    sheet = one_sheet(tmp_path, b"name,city\n" + "Zoé,Orléans\n".encode() * 9 + b"\xe9,x\n")
    assert sheet.sample[0] == ("Zoé", "Orléans")
    assert "1 unreadable bytes were replaced with �" in map(str, sheet.notes)


def test_preamble_and_total_rows_are_no_records(tmp_path):
    sheet = one_sheet(
        tmp_path,
        "Campaign report\n1 May 2026 - 31 May 2026\nCampaign,Day,Cost,Currency code\n"
        "Spring | sale,2026-05-01,12.50,EUR\nTotal: account, --,12.50,EUR\n",
    )
    assert sheet.header_line == 3
    assert sheet.columns == ("Campaign", "Day", "Cost", "Currency code")
    everything = Recipe("spend", {"campaign": '"Campaign"'})
    assert rows(sheet, everything, "campaign") == [("Spring | sale",)]


def test_a_customer_called_total_is_kept(tmp_path):
    sheet = one_sheet(
        tmp_path,
        "name;date;montant\nTotal Energie;03/05/2024;12,00\nTotal;13/05/2024;9,00\nTotal;;21,00\n",
    )
    kept = rows(sheet, Recipe("purchase", {"name": '"name"', "day": '"date"'}), "name", "day")
    assert kept == [("Total Energie", "03/05/2024"), ("Total", "13/05/2024")]


def test_google_analytics_comments_and_french_grand_totals_are_left_out(tmp_path):
    sheet = one_sheet(
        tmp_path,
        "# ----\n# Session campaign\n# Start date: 20260101\n\nDate,Session campaign,Sessions\n"
        "20260101,Spring,12\n20260102,Spring,10\n,,22,Grand total\n",
    )
    assert sheet.columns == ("Date", "Session campaign", "Sessions")
    assert sheet.header_line == 5


@pytest.mark.parametrize(
    ("text", "order", "mark"),
    [
        ("Date;Montant\n03/05/2024;1 234,50\n", DayOrder.DAY_FIRST, ","),
        ("Date,Amount\n25/12/2024,12.50\n", DayOrder.DAY_FIRST, "."),
        ("Date,Amount\n12/25/2024,12.50\n", DayOrder.MONTH_FIRST, "."),
        ("Date,Amount\n03/05/2024,12.50\n", DayOrder.UNDECIDED, "."),
        ("Date,Amount\n2024-05-03,12.50\n", DayOrder.YEAR_FIRST, "."),
        ('Date,Amount\n2024-05-03,"12,50"\n', DayOrder.DAY_FIRST, ","),
    ],
)
def test_days_and_decimals_are_decided_by_the_file_or_left_undecided(tmp_path, text, order, mark):
    sheet = one_sheet(tmp_path, text)
    assert (sheet.day_order, sheet.decimal_mark) == (order, mark)


def test_a_late_row_decides_the_order_of_days(tmp_path):
    body = "03/05/2024,1.00\n" * 300_000 + "31/05/2024,1.00\n" * 20
    assert one_sheet(tmp_path, "Date,Amount\n" + body).day_order is DayOrder.DAY_FIRST


def test_duplicate_and_empty_headers_are_made_unique(tmp_path):
    sheet = one_sheet(tmp_path, "Name, name ,,Total\na,b,c,d\n")
    assert sheet.columns == ("Name", "name (2)", "column 3", "Total")


def test_the_digest_is_of_the_told_bytes(tmp_path):
    told = gzip.compress(ORDERS.encode())
    expected = hashlib.blake2b(told, digest_size=16).hexdigest()
    assert one_sheet(tmp_path, told, "orders.csv.gz").digest == expected


def test_a_compressed_file_reads_as_the_plain_one(tmp_path):
    plain = one_sheet(tmp_path, ORDERS)
    packed = one_sheet(tmp_path, gzip.compress(ORDERS.encode()), "orders.csv.gz")
    assert (packed.columns, packed.sample) == (plain.columns, plain.sample)


def test_json_lines_and_lists_flatten_to_the_same_columns(tmp_path):
    items = [{"id": 1, "reviewer": {"name": "Zoé"}}, {"id": 2, "tags": ["a"]}]
    lines = one_sheet(tmp_path, "\n".join(map(json.dumps, items)), "a.jsonl")
    listed = one_sheet(tmp_path, json.dumps(items, indent=2), "a.json")
    assert lines.columns == listed.columns == ("id", "reviewer.name", "tags")
    assert lines.sample == listed.sample == (("1", "Zoé", None), ("2", None, '["a"]'))
    assert listed.format is SheetFormat.JSON_LINES


def test_a_workbook_becomes_a_sheet_with_its_name(tmp_path):
    path = workbook(tmp_path / "orders.xlsx", [["Order", "Prix"], ["1001", "12.50"]])
    (sheet,) = open_sheets(path, tmp_path / "workshop")
    assert sheet.told_as == "orders.xlsx › Orders"
    assert (sheet.columns, sheet.sample) == (("Order", "Prix"), (("1001", "12.50"),))


def test_a_formula_cell_gives_its_value(tmp_path):
    cells = '<row r="1"><c r="A1" t="str"><v>Total</v></c><c r="B1" t="str"><v>Day</v></c></row>'
    cells += '<row r="2"><c r="A2"><f>6*7</f><v>42</v></c><c r="B2" t="str"><v>x</v></c></row>'
    (sheet,) = open_sheets(raw_workbook(tmp_path / "f.xlsx", cells), tmp_path / "workshop")
    assert sheet.sample == (("42", "x"),)


def test_a_zip_bomb_is_refused(tmp_path):
    path = raw_workbook(tmp_path / "bomb.xlsx", " " * 300_000_000)
    with pytest.raises(UnreadableFile, match="swells beyond reason"):
        open_sheets(path, tmp_path / "workshop")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \n\n", b"\x00" * 50])
def test_an_empty_file_is_refused_in_words(tmp_path, content):
    with pytest.raises(UnreadableFile, match=r"file\.csv is empty: export it again"):
        one_sheet(tmp_path, content)


def test_a_picture_is_refused_in_words(tmp_path):
    with pytest.raises(UnreadableFile, match="is not a table"):
        one_sheet(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "logo.csv")


def test_a_cut_off_archive_is_refused_in_words(tmp_path):
    with pytest.raises(UnreadableFile, match="cut off or damaged"):
        one_sheet(tmp_path, gzip.compress(ORDERS.encode() * 99)[:-20], "orders.csv.gz")


def test_a_cell_of_ten_megabytes_is_read(tmp_path):
    sheet = one_sheet(tmp_path, f'id,text\n1,"{"long " * 2_000_000}"\n2,b\n')
    assert sheet.columns == ("id", "text")
    assert len(sheet.sample[0][1]) == 10_000_000


def test_a_folder_gives_its_readable_files_and_says_the_rest(tmp_path):
    for name in ("b.csv", "a.xlsx", ".hidden.csv", "readme.md", "c.csv.gz", "~$a.xlsx"):
        (tmp_path / name).write_text("x")
    folder = files_in(tmp_path)
    assert [path.name for path in folder.files] == ["a.xlsx", "b.csv", "c.csv.gz"]
    assert [path.name for path in folder.passed_over] == [".hidden.csv", "readme.md", "~$a.xlsx"]


def test_what_is_not_there_is_said(tmp_path):
    with pytest.raises(UnreadableFile, match="does not exist"):
        files_in(tmp_path / "nowhere.csv")


def test_the_engine_scans_what_the_header_promises(tmp_path):
    sheet = one_sheet(tmp_path, "\ufeffReport\r\n\r\nid;text\r\n1;a\r\n2;b\r\n")
    assert duckdb.connect().execute(scan(sheet)).fetchall() == [("1", "a"), ("2", "b")]


def test_rows_without_a_header_keep_their_first_row_and_are_named_by_place(tmp_path):
    sheet = one_sheet(tmp_path, "1,2024-01-01,a@example.com,5\n2,2024-01-02,b@example.com,6\n")
    assert sheet.columns == ("column 1", "column 2", "column 3", "column 4")
    assert duckdb.connect().execute(f"SELECT count(*) FROM ({scan(sheet)})").fetchone() == (2,)


def test_rows_that_end_in_a_lone_delimiter_leave_the_header_its_names(tmp_path):
    sheet = one_sheet(tmp_path, "id;date;amount\n1;2024-01-01;5,00;\n2;2024-01-02;6,00;\n")
    assert sheet.columns == ("id", "date", "amount", "column 4")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_ending_and_a_header_of_two_lines_are_scanned(tmp_path, newline):
    sheet = one_sheet(tmp_path, f'id,"order{newline}date",amount{newline}1,2024-01-01,5{newline}')
    assert sheet.columns == ("id", "order date", "amount")
    assert duckdb.connect().execute(scan(sheet)).fetchall() == [("1", "2024-01-01", "5")]


def test_a_million_cells_in_a_row_are_no_table(tmp_path):
    with pytest.raises(UnreadableFile):
        one_sheet(tmp_path, "a," * 1_000_000)
