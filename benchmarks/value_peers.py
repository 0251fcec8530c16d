"""The peers' way: from a log of purchases to every customer's discounted value of 12 months?

As their documentation tells it, penalties and priors off; runs in their own environments and
reads nothing of Rapport. Their months have 30 days.
python value_peers.py lifetimes|pymc-marketing LOG TABLE REPORT UNTIL
"""

from __future__ import annotations

import sys
import warnings

from value_meter import Meter

MONTHLY = 0.01


def lifetimes(log, until):
    """lifetimes: summary, BG/NBD, Gamma-Gamma, customer_lifetime_value."""
    import pandas as pd
    from lifetimes import BetaGeoFitter, GammaGammaFitter
    from lifetimes.utils import summary_data_from_transaction_data

    meter = Meter()
    rows = pd.read_parquet(log)
    told = summary_data_from_transaction_data(
        rows, "customer_id", "date", monetary_value_col="amount", observation_period_end=until
    )
    meter.mark("histories")
    history = (told["frequency"], told["recency"], told["T"])
    model = BetaGeoFitter()
    model.fit(*history)
    meter.mark("purchase model")
    repeated = told[(told["frequency"] > 0) & (told["monetary_value"] > 0)]
    spend = GammaGammaFitter()
    spend.fit(repeated["frequency"], repeated["monetary_value"])
    meter.mark("spend model")
    told["lifetime_value"] = spend.customer_lifetime_value(
        model, *history, told["monetary_value"], time=12, discount_rate=MONTHLY, freq="D"
    )
    p, q, gamma = (float(spend.params_[name]) for name in "pqv")
    purchases = {name: float(value) for name, value in model.params_.items()}
    return meter, told.reset_index(), purchases, {"p": p, "q": q, "gamma": gamma}


def pymc_marketing(log, until):
    """pymc-marketing: rfm_summary, BG/NBD and Gamma-Gamma by MAP, lifetime value."""
    import pandas as pd
    from pymc_extras.prior import Prior
    from pymc_marketing.clv import BetaGeoModel, GammaGammaModel
    from pymc_marketing.clv.utils import rfm_summary

    meter = Meter()
    rows = pd.read_parquet(log)
    told = rfm_summary(rows, "customer_id", "date", "amount", observation_period_end=until)
    meter.mark("histories")
    flat = {name: Prior("HalfFlat") for name in ("r", "alpha", "a", "b")}
    model = BetaGeoModel(model_config=flat)
    model.fit(data=told, method="map", progressbar=False)
    meter.mark("purchase model")
    repeated = told[(told["frequency"] > 0) & (told["monetary_value"] > 0)]
    spend = GammaGammaModel(model_config={name: Prior("HalfFlat") for name in "pqv"})
    spend.fit(data=repeated, method="map", progressbar=False)
    meter.mark("spend model")
    worth = spend.expected_customer_lifetime_value(
        model, told, future_t=12, discount_rate=MONTHLY, time_unit="D"
    )
    told["lifetime_value"] = worth.to_numpy().ravel()
    found, paid = model.fit_result, spend.fit_result
    purchases = {name: float(found[name].mean()) for name in ("r", "alpha", "a", "b")}
    p, q, gamma = (float(paid[name].mean()) for name in "pqv")
    return meter, told, purchases, {"p": p, "q": q, "gamma": gamma}


WAYS = {"lifetimes": lifetimes, "pymc-marketing": pymc_marketing}


def main():
    """Run one way over a log and write its table and its report."""
    warnings.simplefilter("ignore")
    way, log, table, report, until = sys.argv[1:6]
    meter, told, purchases, spends = WAYS[way](log, until)
    told = told.rename(columns={"T": "age", "monetary_value": "spend"})
    told.to_parquet(table)
    meter.mark("values")
    meter.write(report, purchases, spends)


if __name__ == "__main__":
    main()
