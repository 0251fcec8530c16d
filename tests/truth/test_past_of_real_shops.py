"""Past of real shops: do forecasts beat plain rivals on public purchase logs, and how far off?"""

from __future__ import annotations

from functools import cache

import pytest

from rapport.core.backtest import Backtest

from .past_of_real_shops import LOGS, SHARED, back_test_of, back_test_of_online_retail

pytestmark = [
    pytest.mark.truth,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the public data are not beside the project"),
]


@cache
def told(name: str) -> Backtest:
    """A log's back-test, made once and printed."""
    found = back_test_of_online_retail() if name == "online_retail" else back_test_of(name)
    lines = [f"\n{name}: {found.model}, {found.customers} customers, {found.hold_out} days"]
    lines += [
        f"  {one.name!s:32} total {one.orders:9.1f} ({one.error:+.1%}) MAE {one.mae:.4f}"
        for one in found.forecasters
    ]
    low, high = found.orders.interval.low, found.orders.interval.high
    lines.append(f"  came {found.actual_orders}, foretold between {low:.0f} and {high:.0f}")
    print("\n".join(lines))
    return found


@pytest.mark.parametrize("name", LOGS)
def test_the_model_comes_closer_to_single_customers_than_plain_rivals(name):
    assert told(name).better


@pytest.mark.parametrize("name", LOGS)
def test_the_model_comes_closer_to_the_total_than_plain_rivals(name):
    mine, *rivals = (abs(one.error) for one in told(name).forecasters)
    assert all(mine < other for other in rivals)


def test_cdnow_is_as_close_to_its_total_as_the_best_published_forecast():
    # Fader, Hardie & Lee 2005: the Pareto/NBD foretells 1,665.7 of the 1,882 days that came.
    assert abs(told("cdnow_sample").forecasters[0].error) <= 1 - 1665.688 / 1882
    assert told("cdnow_sample").holds


def test_apparel_lies_within_its_interval():
    assert told("apparel").holds


def test_a_shop_with_one_christmas_is_as_hard_as_it_is():
    # One year cannot tell Christmas from growth: no model foretells the last four months of
    # Online Retail's year better than "as in the last period"; ours is not far off.
    mine, last, _ = told("online_retail").forecasters
    assert mine.mae <= 1.02 * last.mae
    assert abs(mine.error) < 0.15
