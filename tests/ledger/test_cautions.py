"""Is the reader told what the book itself makes doubtful?"""

from __future__ import annotations

import pytest
from tests.worlds import house_at, write

ORDERS = "order_id,ordered_at,email,amount,currency\n1,2024-05-01,a@example.fr,12.00,EUR\n"
PAYMENTS = "payment_id,paid_at,email,amount,currency\nch_1,{day},a@example.fr,12.00,EUR\n"


def codes(house, key="revenue"):
    return {caveat.code for caveat in house.measure(key).caveats}


@pytest.mark.parametrize(("day", "twice"), [("2024-05-01", True), ("2024-05-02", False)])
def test_a_payment_beside_the_order_it_paid_is_said(day, twice, tmp_path):
    files = write(tmp_path, {"o.csv": ORDERS, "p.csv": PAYMENTS.format(day=day)})
    with house_at(tmp_path / "a.book") as house:
        house.ingest(files[0], source="shop")
        house.ingest(files[1], kind="purchases", mapping={"order_id": "payment_id"}, source="pay")
        assert ("told-twice" in codes(house)) is twice


def test_one_source_never_tells_twice(tmp_path):
    files = write(tmp_path, {"o.csv": ORDERS + "2,2024-05-01,a@example.fr,12.00,EUR\n"})
    with house_at(tmp_path / "a.book") as house:
        house.ingest(files[0])
        assert "told-twice" not in codes(house)
