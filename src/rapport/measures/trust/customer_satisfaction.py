"""Customer satisfaction: which share of those who answer is satisfied?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.group import FEWEST, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_ANSWERS
from rapport.measures.sums import CLUSTER_SUMS
from rapport.measures.trust.survey_answers import CLUSTER, NON_RESPONSE, PERSONS

ANSWERS = Unit(Dimension.COUNT, "answers")
STARS = Unit(Dimension.SCORE, "points of 5")
JUDGED = Step(
    "judged",
    """
    SELECT
        segment,
        period,
        person,
        CASE
            WHEN score >= 4 THEN 'high'
            WHEN score > 2 THEN 'middle'
            ELSE 'low'
        END AS verdict,
        CAST(ROUND(1000 * score) AS BIGINT) AS points
    FROM answer
    WHERE question IN ('csat', 'rating')
        AND score BETWEEN 1 AND 5
        AND COALESCE(scale_low, 1) = 1
        AND COALESCE(scale_high, 5) = 5
    """,
    ("answer",),
)


@dataclass(frozen=True, slots=True)
class CustomerSatisfaction:
    """Share of 4 and 5 among scores from 1 to 5, and the mean score beside it.

    >>> str(CustomerSatisfaction().card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="customer_satisfaction",
            name=say("Customer satisfaction"),
            question=say("Which share of those who answered is satisfied?"),
            family="trust",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("answer",),
            sampled=say("people who answered"),
            method=say(
                "answers of 4 and 5 over answers from 1 to 5; a person is one voice; Wilson's"
                " interval with the effective number of voices"
            ),
            assumes=(
                say("satisfaction and star ratings from 1 to 5 count alike"),
                say("answers on another scale are left out"),
            ),
            sources=(
                Reference("Farris et al. 2010, Marketing Metrics, 2nd ed., ch. 2"),
                Reference("Korn & Graubard 1998, Survey Methodology 24:193-201"),
            ),
            segments=OF_ANSWERS,
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """The share, the mean score, and the number of answers."""
        steps = (JUDGED, PERSONS, CLUSTER, CLUSTER_SUMS)
        return read(self, snapshot, Reading(steps, self._parts, caveats=(NON_RESPONSE,)))

    def _parts(self, group: Group) -> Parts:
        satisfied, points = group.moments("high"), group.moments("points")
        mean_score = group.share(points, STARS, FEWEST, ends=(1000.0, 5000.0), factor=0.001)
        yield mark("satisfied"), group.share(satisfied, SHARE)
        yield mark("mean score"), mean_score
        yield mark("answers"), group.counted(int(satisfied.x), ANSWERS, satisfied.n)
