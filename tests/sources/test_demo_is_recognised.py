"""Does the simulated company come in through the same door as real files?"""

import pytest

from rapport.sources import files_in, open_sheets, recognise
from rapport.sources.demo import simulate

KINDS = {
    "simulated_shopify_orders.csv": ("purchase", "refund", "purchase_line"),
    "simulated_ventes_boutique.csv": ("purchase", "refund"),
    "simulated_refunds.csv": ("refund",),
    "simulated_messages.csv": ("message",),
    "simulated_survey_answers.csv": ("answer",),
    "simulated_referrals.csv": ("referral",),
    "simulated_follows.csv": ("follow",),
    "simulated_posts.csv": ("post",),
    "simulated_reactions.csv": ("reaction",),
    "simulated_audience.csv": ("audience",),
    "simulated_moderation.csv": ("moderation",),
    "simulated_spend.csv": ("spend",),
    "simulated_effort.csv": ("effort",),
    "simulated_staff.csv": ("staff",),
}


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    folder = tmp_path_factory.mktemp("company") / "files"
    simulate(folder, customers=60, seed=3)
    return folder


def test_every_export_of_the_demo_is_told_for_what_it_is(company, tmp_path):
    told = {}
    for path in files_in(company).files:
        if path.name.startswith("simulated_"):
            (sheet,) = open_sheets(path, tmp_path)
            told[path.name] = tuple(recipe.kind for recipe in recognise(sheet).recipes)
    assert told == KINDS


def test_every_column_of_the_demo_s_plain_exports_is_understood(company, tmp_path):
    for name in KINDS.keys() - {"simulated_shopify_orders.csv"}:
        (sheet,) = open_sheets(company / name, tmp_path)
        assert {cell for _, cell in recognise(sheet).mapping} == set(sheet.columns)


def test_the_till_is_read_as_french_tills_write(company, tmp_path):
    (sheet,) = open_sheets(company / "simulated_ventes_boutique.csv", tmp_path)
    assert (sheet.delimiter, sheet.decimal_mark, sheet.day_order.value) == (";", ",", "dmy")
    assert sheet.drop_rows is not None
