"""Numbers: is each estimate written in its unit, with no more digits than are known?"""

from __future__ import annotations

import pytest

from rapport.core.estimate import Estimate, Interval, IntervalKind
from rapport.core.units import Dimension, Unit
from rapport.faces.present.language import Language
from rapport.faces.present.numbers import tell_cents, tell_estimate, tell_interval

EN, FR = Language.EN, Language.FR


def told(value, low, high, dimension, symbol="", per=None):
    unit = Unit(Dimension(dimension), symbol, per)
    return Estimate(value, Interval(low, high), unit, 100)


@pytest.mark.parametrize(
    ("estimate", "english", "french"),
    [
        (told(52.314, 50, 54, "money", "EUR", "order"), "€52.31 per order", "52,31 € par commande"),
        (told(8831016.0, 8.7e6, 8.9e6, "money", "GBP"), "£8,831,016", "8 831 016 £GB"),
        (told(1234.0, 1200, 1300, "money", "JPY"), "¥1,234", "1 234 JPY"),
        (told(0.6712, 0.66, 0.68, "share"), "67.1%", "67,1 %"),
        (told(0.5, 0.3, 0.7, "share"), "50%", "50 %"),
        (told(4314.0, 4314, 4326, "count", "customers"), "4,314 customers", "4 314 clients"),
        (told(1.873, 1.78, 1.96, "ratio"), "1.87", "1,87"),
        (told(51.04, 49.8, 52.2, "duration", "hours"), "51 hours", "51 heures"),
        (told(-0.4, -20.0, 20.0, "score"), "0", "0"),
    ],
)
def test_a_number_is_written_in_its_unit(estimate, english, french):
    plain = str.maketrans({"\u00a0": " ", "\u202f": " "})
    assert tell_estimate(estimate, EN).translate(plain) == english
    assert tell_estimate(estimate, FR).translate(plain) == french


def test_an_interval_says_what_it_promises():
    share = told(0.5, 0.4, 0.6, "share")
    assert tell_interval(share, EN) == "between 40% and 60% (95% confidence)"


def test_bounds_of_no_width_are_exact():
    counted = Estimate(3.0, Interval.exact(3.0), Unit(Dimension.COUNT, "orders"), 3)
    assert tell_interval(counted, EN) == "exact"


def test_bounds_are_certain():
    kind = IntervalKind.BOUNDS
    bounded = Estimate(3.0, Interval(3.0, 5.0, 1.0, kind), Unit(Dimension.COUNT, "orders"), 3)
    assert tell_interval(bounded, EN) == "between 3 and 5 (certain bounds)"


def test_cents_are_told_to_the_last_of_them():
    assert tell_cents(123456789, "EUR", 100, EN) == "€1,234,567.89"
    assert tell_cents(1234, "JPY", 1, EN) == "¥1,234"
