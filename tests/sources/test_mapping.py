"""Can a person say what columns mean, keep it, and be told what is wrong with it?"""

from pathlib import Path

import pytest

from rapport.core.errors import BadMapping
from rapport.sources import SavedMapping, by_hand, recognise, saved_mapping

from .files import one_sheet, rows

TEXT = "No;Order date;Total;Who\n1;03/05/2024;12,50;a@example.com\n"
TOLD = {
    "ordered_at": "Order date",
    "amount": "total",
    "order_id": "No",
    "email": "Who",
    "currency": "=EUR",
}


def test_told_columns_and_constants_fill_the_fields(tmp_path):
    sheet = one_sheet(tmp_path, TEXT)
    recognition = by_hand(sheet, "purchases", TOLD)
    told = rows(sheet, recognition.recipes[0], "happened_at", "amount", "currency", "email")
    assert told == [("03/05/2024", "12,50", "EUR", "a@example.com")]
    assert recognition.confidence == 1.0


def test_a_kept_mapping_reads_the_next_file_of_the_same_header(tmp_path):
    sheet = one_sheet(tmp_path, TEXT)
    kept = SavedMapping.from_json(saved_mapping("till", sheet, "purchases", TOLD, "till").as_json())
    later = one_sheet(tmp_path, TEXT.replace("12,50", "99,00"), "later.csv")
    assert recognise(later, (kept,)) == by_hand(later, "purchases", TOLD, "till")


@pytest.mark.parametrize(
    ("kind", "told", "words"),
    [
        ("purchase", {"amont": "Total"}, r"no field “amont” \(amount\?\)"),
        ("purchases", {"amount": "Totl"}, r"no column “Totl” \(Total\?\)"),
        ("purchaces", {}, r"no kind “purchaces” \(purchases\?\)"),
        ("purchases", {"amount": ""}, "lacks amount"),
    ],
)
def test_a_wrong_mapping_is_told_what_is_right(tmp_path, kind, told, words):
    with pytest.raises(BadMapping, match=words):
        by_hand(one_sheet(tmp_path, TEXT), kind, TOLD | told)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": 1}', "null", '{"told": []}'])
def test_a_kept_mapping_that_cannot_be_read_is_refused(text):
    with pytest.raises(BadMapping, match="cannot be read"):
        SavedMapping.from_json(text)


def test_constants_with_quotes_stay_constants(tmp_path):
    sheet = one_sheet(tmp_path, TEXT)
    recognition = by_hand(sheet, "purchases", TOLD | {"channel": "=l'atelier'); DROP TABLE x--"})
    assert rows(sheet, recognition.recipes[0], "channel") == [("l'atelier'); DROP TABLE x--",)]


def test_cancelled_orders_of_a_hand_mapping_count_unless_the_status_is_told(tmp_path):
    sheet = one_sheet(tmp_path, "id,date,total,order_status\n1,2024-01-01,5,canceled\n")
    told = {"order_id": "id", "happened_at": "date", "amount": "total"}
    assert len(rows(sheet, by_hand(sheet, "purchases", told).recipes[0], "key")) == 1
    told["status"] = "order_status"
    assert rows(sheet, by_hand(sheet, "purchases", told).recipes[0], "key") == []


@pytest.mark.parametrize("name", ["orders", "reviews"])
def test_the_example_mappings_can_be_read(name):
    path = Path(__file__).parents[2] / "examples" / "olist" / f"{name}.json"
    assert SavedMapping.from_json(path.read_text()).source == "olist"
