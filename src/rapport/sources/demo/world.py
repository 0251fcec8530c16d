"""What is true in the simulated company: every mechanism, its switch and its size?"""

from __future__ import annotations

from dataclasses import dataclass, fields

from rapport.core.errors import BadSetting
from rapport.core.phrase import say

SHARES = (
    "problem_share", "problem_writes", "question_share", "praise_share",
    "early_question_share", "public_share", "threat_share", "repeat_share", "follow_up_share",
    "spam_share", "answered_share", "referral_share", "would_not_have_come", "named_referrals",
    "won_back", "nps_asked", "csat_asked", "late_share", "defect_share", "hidden_negatives",
    "french_share", "shop_share", "cancelled_share", "bridged_share", "connection_share",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """The sizes of all mechanisms; 0 (or False) switches one off. Days are days, money is EUR.

    Shares lie in 0..1 and are chances; `per year` rates are means over people.
    """

    # What a euro sold leaves, as a share of it.
    margin_rate: float = 0.45
    # 1. Buying: orders per living person and year (gamma, `rate_shape`), EUR per order
    # (gamma-gamma: a person's own mean with `value_shape_people`, noise with `value_shape`),
    # chance to leave per year (gamma, `dropout_shape`), correlations with latent quality.
    orders_a_year: float = 2.8
    rate_shape: float = 1.4
    order_value: float = 52.0
    value_shape: float = 6.0
    value_shape_people: float = 8.0
    dropout_a_year: float = 0.45
    dropout_shape: float = 2.0
    quality_rate: float = 0.5
    quality_dropout: float = -0.4
    quality_value: float = 0.15
    arrival_growth: float = 0.25
    cancelled_share: float = 0.012
    # 2. Seasons: how much of the yearly shape holds (0 flat, 1 as in `clock.SEASON`).
    seasons: float = 1.0
    # 3. Connection: chance per order at median quality, log-odds per unit of quality; lift on
    # the rate at the first day, halved every `lift_half_life` days (0: never fades); share of
    # the chance to leave that connection takes away; chance per year that a connection ends.
    connection_share: float = 0.14
    connection_quality: float = 0.7
    connection_lift: float = 0.18
    lift_half_life: float = 540.0
    connection_retention: float = 0.0
    connection_ends_a_year: float = 0.25
    bridged_share: float = 0.45
    # 4. Own growth: spread of people's own log growth per year; those on the way up connect.
    own_growth: float = 0.0
    # 5. Talk: chances per order (early questions: per person), and within threads.
    problem_share: float = 0.09
    late_share: float = 0.4
    problem_writes: float = 0.65
    question_share: float = 0.07
    praise_share: float = 0.04
    early_question_share: float = 0.10
    public_share: float = 0.3
    threat_share: float = 0.2
    repeat_share: float = 0.45
    follow_up_share: float = 0.3
    spam_share: float = 0.04
    # A faulty product sold in one period: chance that such an order has a problem.
    defect_share: float = 0.5
    # 6. Answers: share ever answered (email; other channels relative to it), median hours at
    # work and the log spread of the heavy tail.
    answered_share: float = 0.86
    answer_hours: float = 4.0
    answer_spread: float = 1.7
    # 7. Break-ups: what being unheard multiplies the chance to leave by, during 60 days.
    unheard_leaves: float = 6.0
    # 8. Referrals: chance per order, at most so many per person, share who would not have come
    # otherwise, days by which the others would have come later, EUR paid per referral.
    referral_share: float = 0.067
    referrals_at_most: int = 3
    # The novelty wears off: the chance after the n-th order falls as n to this power.
    referral_novelty: float = 0.7
    referral_quality: float = 0.2
    would_not_have_come: float = 0.6
    comes_anyway_days: float = 240.0
    named_referrals: float = 0.85
    referral_reward: float = 5.0
    # 9. Critics won back: share of those answered in time who are; their referrals times this.
    won_back: float = 0.7
    won_back_refers: float = 1.7
    # 10. Surveys: chance to be asked per order (NPS, and CSAT about delivery) or thread (CSAT).
    nps_asked: float = 0.3
    csat_asked: float = 0.25
    # 11.-13. Posts a week; honest spike of one campaign and the bought week, as multiples of a
    # usual day; share of negative public messages that are hidden or deleted.
    posts_a_week: float = 3.0
    campaign_spike: float = 4.0
    bought_followers: float = 12.0
    hidden_negatives: float = 0.25
    # 14. Spend and hours, as multiples of a plausible plan.
    spend: float = 1.0
    effort: float = 1.0
    # Who the customers are.
    french_share: float = 0.8
    shop_share: float = 0.3

    def __post_init__(self) -> None:
        """Refuse sizes that mean nothing."""
        for field in fields(self):
            value = getattr(self, field.name)
            bounded = field.name in SHARES
            if bounded and not 0.0 <= value <= 1.0:
                raise BadSetting(
                    say(
                        "World.{name} is a share: give 0 to 1, not {value}.",
                        name=field.name,
                        value=value,
                    )
                )
        if self.connection_lift <= -1.0 or self.rate_shape <= 0.0 or self.value_shape_people <= 1.0:
            raise BadSetting(say("World: the lift must be above -1, the shapes above 0 and 1."))
