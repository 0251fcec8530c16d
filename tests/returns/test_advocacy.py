"""Advocacy: does the line give the hand computation, with bounds where no share is told?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from rapport.core.estimate import IntervalKind, Refusal
from rapport.returns.advocacy import Referred, worth_of
from rapport.returns.statement import make_statement
from rapport.returns.terms import read_terms

from .small_accounts import YEAR, SmallAccounts, brought, order

HALF = {"margin_rate": "0.5"}
TOLD = HALF | {"incremental_share": "0.6"}


def advocacy(settings, purchase, referral):
    book = SmallAccounts({"purchase": purchase, "referral": referral}, settings)
    statement = make_statement(book, YEAR)
    return statement.lines[0], {caveat.code for caveat in statement.caveats}


def test_sixty_per_cent_of_half_of_two_hundred_euros_is_sixty_euros():
    line, _ = advocacy(TOLD, [order(1, 1, 999), order(2, 2, 20000)], [brought(1, 2)])
    assert line.answer.value == pytest.approx(60.0)


def test_newcomers_who_would_have_come_save_the_cost_of_winning_them():
    orders = [order(1, 2, 20000), order(2, 3, 10000, date(2023, 5, 1)), order(3, 3, 10000)]
    referrals = [brought(1, 2), brought(1, 3, date(2023, 1, 1))]
    line, _ = advocacy(TOLD | {"acquisition_cost": "12"}, orders, referrals)
    assert line.answer.value == pytest.approx(0.6 * 150 + 0.4 * 12)
    assert sum(part.answer.value for part in line.of_which) == pytest.approx(line.answer.value)


def test_without_a_told_share_the_line_is_the_middle_of_none_and_all():
    line, caveats = advocacy(HALF, [order(1, 2, 20000)], [brought(1, 2)])
    interval = line.answer.interval
    assert (line.answer.value, interval.low, interval.high) == (50.0, 0.0, 100.0)
    assert interval.kind is IntervalKind.BOUNDS
    assert {"referral-share-unknown", "acquisition-cost-unknown"} <= caveats


def test_somebody_named_after_their_first_order_was_not_brought():
    line, _ = advocacy(TOLD, [order(1, 2, 20000)], [brought(1, 2, date(2024, 3, 2))])
    assert isinstance(line.answer, Refusal)


def test_a_referral_of_oneself_brings_nobody():
    line, _ = advocacy(TOLD, [order(1, 2, 20000)], [brought(2, 2)])
    assert isinstance(line.answer, Refusal)


def test_a_family_of_one_root_tells_less_than_as_many_strangers():
    orders = [order(n, n, 10000) for n in range(1, 41)]
    family, _ = advocacy(TOLD, orders, [brought(n, n + 1) for n in range(1, 40)])
    pairs, _ = advocacy(TOLD, orders, [brought(100 + n, n) for n in range(2, 41)])
    assert family.answer.value == pytest.approx(pairs.answer.value)
    assert family.answer.interval.high > 2 * pairs.answer.interval.high


def test_people_who_name_each_other_in_a_circle_end_the_climb():
    line, _ = advocacy(TOLD, [order(1, 1, 100), order(2, 2, 100)], [brought(1, 2), brought(2, 1)])
    assert line.answer.n == 2


def test_the_interval_covers_what_the_ones_who_would_not_have_come_brought():
    draw, terms = np.random.default_rng(5), read_terms(SmallAccounts({}, TOLD))
    hits = np.zeros(2)
    for _ in range(600):
        margins = draw.lognormal(8, 0.7, draw.poisson(60)).round()
        realised = margins[draw.random(len(margins)) < 0.6].sum()
        seen = Referred(len(margins), 0, int(margins.sum()), float((margins**2).sum()), 0.0)
        interval = worth_of(seen, terms, round(0.6 * margins.sum())).interval
        expected = 0.6 * 60 * np.exp(8 + 0.49 / 2)
        hits += [interval.holds(realised), interval.holds(expected)]
    assert (hits / 600 >= 0.95).all()
