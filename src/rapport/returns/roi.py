"""ROI: what did media bring back directly, beside what relations bring?"""

from __future__ import annotations

from collections.abc import Mapping

from rapport.core.calendar import Window
from rapport.core.card import Claim
from rapport.core.estimate import Caveat, Estimate, Interval, Refusal, Weight
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import say
from rapport.core.units import Dimension, Unit
from rapport.returns.account import Account, Title
from rapport.returns.doubt import LEVEL, Worth
from rapport.returns.margin_steps import ENTRIES, bound
from rapport.returns.margins import Margins
from rapport.returns.terms import Terms
from rapport.returns.touches import MEDIA

RATE = Unit(Dimension.RATIO)
TITLE = Title(
    "roi",
    say("ROI of media: direct response"),
    Claim.DESCRIBES,
    say(
        "(margin of orders that answer to media − media cost) / media cost; an order answers to"
        " media of its own campaign, or as a first order whose first touch names an ad, within the"
        " attribution days after a day of that media; 95 % interval over people"
    ),
)
MEDIA_DAY = Step(
    "media_day",
    """
    SELECT
        day,
        campaign,
        amount
    FROM spend
    WHERE REGEXP_MATCHES(
            REGEXP_REPLACE(STRIP_ACCENTS(LOWER(category)), '[^a-z0-9]+', ' ', 'g'), $media_words
        )
        AND amount > 0
    """,
    ("spend",),
)
CAMPAIGN_DAY = Step(
    "campaign_day",
    """
    SELECT DISTINCT
        STRIP_ACCENTS(LOWER(TRIM(campaign))) AS campaign,
        day
    FROM media_day
    WHERE campaign IS NOT NULL
    """,
)
ANY_DAY = Step(
    "any_day",
    """
    SELECT DISTINCT
        day
    FROM media_day
    """,
)
ANSWERED = Step(
    "answered",
    """
    SELECT
        split.kind,
        split.person,
        split.cents,
        split.campaign IS NOT NULL OR split.is_paid_touch IS TRUE AS is_tracked,
        COALESCE(DATE_DIFF('day', campaign_day.day, split.order_day) <= $attribution_days, FALSE)
            OR COALESCE(
                split.is_paid_touch
                AND (split.is_first_order OR split.person IS NULL)
                AND DATE_DIFF('day', any_day.day, split.order_day) <= $attribution_days,
                FALSE
            ) AS is_response
    FROM split
    ASOF LEFT JOIN campaign_day
        ON campaign_day.campaign = STRIP_ACCENTS(LOWER(TRIM(split.campaign)))
        AND campaign_day.day <= split.order_day
    ASOF LEFT JOIN any_day
        ON any_day.day <= split.order_day
    """,
)
RESPONDENT = Step(
    "respondent",
    """
    SELECT
        CAST(SUM(cents) AS HUGEINT) AS cents,
        SUM(CAST(cents AS HUGEINT) * cents) AS squares,
        person IS NULL AS is_unknown,
        COUNT(*) FILTER (WHERE kind = 'order') AS orders
    FROM answered
    WHERE is_response
    GROUP BY person
    """,
)
RESPONSE = Step(
    "response",
    """
    SELECT
        CAST(COALESCE(SUM(cents), 0) AS BIGINT) AS cents,
        CAST(COALESCE(
            SUM(CASE WHEN is_unknown THEN squares ELSE cents * cents END), 0
        ) AS DOUBLE) AS squares,
        CAST(COALESCE(SUM(orders), 0) AS BIGINT) AS orders,
        (SELECT COUNT(*) FILTER (WHERE is_tracked) FROM answered) AS tracked,
        (
            SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT)
            FROM media_day
            WHERE day >= $window_start
                AND day < $window_end
        ) AS media
    FROM respondent
    """,
)
"""Sums over people; an unknown customer's orders count as one voice each."""

STEPS = (*ENTRIES, MEDIA_DAY, CAMPAIGN_DAY, ANY_DAY, ANSWERED, RESPONDENT, RESPONSE)


def return_on_investment(
    snapshot: Snapshot, window: Window, terms: Terms, margins: Margins | Refusal
) -> Account:
    """The rate of media, net: refused without media, or where no order can be traced to it."""
    if isinstance(margins, Refusal):
        return TITLE.refused(margins)
    named: Mapping[str, object] = {
        **bound(window, terms),
        "attribution_days": terms.attribution_days,
        "media_words": MEDIA,
    }
    found = snapshot.read(*STEPS, parameters=named)
    media, orders = int(found["media"][0]), int(found["orders"][0])
    if media <= 0:
        return TITLE.refused(
            Refusal(
                say("no money spent on media is told in this window"),
                say("import spend with the category “media”: rapport import BOOK spend.csv"),
            )
        )
    if not orders:
        return TITLE.refused(_untraced(int(found["tracked"][0])))
    worth = Worth.known(float(found["cents"][0]), float(found["squares"][0]))
    return Account(TITLE.line(rate(worth, media, orders)), None, (_caveat(terms),))


def rate(worth: Worth, cost: float, n: int) -> Estimate:
    """(value − cost) / cost; the cost is counted, so only the value's interval travels."""
    interval = worth.interval
    value = worth.value / cost - 1
    low, high = interval.low / cost - 1, interval.high / cost - 1
    return Estimate(value, Interval(min(low, value), max(high, value), LEVEL), RATE, n)


def _untraced(tracked: int) -> Refusal:
    """Why no order answers to media."""
    if not tracked:
        return Refusal(
            say("no order of this window tells a campaign or an ad as its first touch"),
            say("import orders with a column campaign or first_touch (the shop's “source”)"),
        )
    return Refusal(
        say("no order answers to a campaign with media spend within the attribution days"),
        say("spell campaigns alike in orders and spend, or set attribution_days"),
        tracked,
    )


def _caveat(terms: Terms) -> Caveat:
    """Direct response is what can be traced, and claims every order that it can."""
    text = say(
        "ROI counts every order that can be traced to media within {days} days, also those that"
        " would have come without it, and none that cannot be traced",
        days=terms.attribution_days,
    )
    return Caveat("roi-direct-response", text, Weight.WARNING)
