"""What are the parameters of the process in the default world?"""

from __future__ import annotations

# Made by `process_parameters(customers=4_000_000)`; their own standard errors are about 1/60 of
# those of 1,000 customers. A test compares them with a smaller run of another seed.
OF_THE_DEFAULT_WORLD: dict[str, float] = {
    "average_order_value": 53.09542,
    "purchase_frequency": 2.71546,
    "repeat_rate": 0.63787,
    "raw_connection_gap": 96.18524,
    "referral_share": 0.11907,
    "response_rate": 0.67798,
    "net_promoter_score": 13.25110,
    "customer_satisfaction": 0.76689,
}
