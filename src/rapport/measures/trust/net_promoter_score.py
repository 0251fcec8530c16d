"""Net promoter score: how many would recommend us, less those who would warn others?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.group import FEWEST, FEWEST_TO_RANK, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_ANSWERS
from rapport.measures.sums import CLUSTER_SUMS
from rapport.measures.trust.survey_answers import CLUSTER, NON_RESPONSE, PERSONS

ANSWERS = Unit(Dimension.COUNT, "answers")
JUDGED = Step(
    "judged",
    """
    SELECT
        segment,
        period,
        person,
        CASE
            WHEN score >= 9 THEN 'high'
            WHEN score > 6 THEN 'middle'
            ELSE 'low'
        END AS verdict,
        0 AS points
    FROM answer
    WHERE question = 'nps'
        AND score BETWEEN 0 AND 10
        AND COALESCE(scale_low, 0) = 0
        AND COALESCE(scale_high, 10) = 10
    """,
    ("answer",),
)


@dataclass(frozen=True, slots=True)
class NetPromoterScore:
    """Percentage of 9–10 minus percentage of 0–6, among answers to the 0–10 question.

    >>> str(NetPromoterScore().card.unit)
    'points'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="net_promoter_score",
            name=say("Net promoter score"),
            question=say("How many would recommend us, less those who would not?"),
            family="trust",
            claim=Claim.DESCRIBES,
            unit=Unit(Dimension.SCORE, "points"),
            better=Better.HIGHER,
            needs=("answer",),
            sampled=say("people who answered"),
            method=say(
                "100 × (promoters − detractors) / answers; a person is one voice; Wilson's interval"
                " with the effective number of voices"
            ),
            assumes=(
                say("only answers to the 0–10 question of recommendation count"),
                say("a segment under thirty people is not compared"),
            ),
            sources=(
                Reference("Reichheld 2003, Harvard Business Review 81(12):46-54"),
                Reference("Korn & Graubard 1998, Survey Methodology 24:193-201"),
            ),
            segments=OF_ANSWERS,
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """The score, the three shares it is made of, and the number of answers."""
        steps = (JUDGED, PERSONS, CLUSTER, CLUSTER_SUMS)
        return read(self, snapshot, Reading(steps, self._parts, caveats=(NON_RESPONSE,)))

    def _parts(self, group: Group) -> Parts:
        fewest = FEWEST if group.is_whole else FEWEST_TO_RANK
        net = group.moments("net")
        score = group.share(net, self.card.unit, fewest, ends=(-1.0, 1.0), factor=100.0)
        yield mark("nps"), score
        yield mark("promoters"), group.share(group.moments("high"), SHARE, fewest)
        yield mark("passives"), group.share(group.moments("middle"), SHARE, fewest)
        yield mark("detractors"), group.share(group.moments("low"), SHARE, fewest)
        yield mark("answers"), group.counted(int(net.x), ANSWERS, net.n)
