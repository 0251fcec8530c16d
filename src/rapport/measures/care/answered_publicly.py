"""Answered publicly: of public questions that we answer, which share do we answer in public?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.estimate import Refusal
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE
from rapport.measures.care.answer_times import BOTS_APART, QUESTIONS
from rapport.measures.care.limits import days_of
from rapport.measures.care.waiting import WHO, not_answering
from rapport.measures.group import Answer, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_ROUNDS
from rapport.measures.sums import CLUSTER_SUMS

ASKERS = Step(
    "askers",
    f"""
    SELECT
        segment,
        period,
        {WHO} AS who,
        COUNT(*) FILTER (WHERE is_public) AS asked,
        COUNT(*) FILTER (WHERE is_public AND is_answered) AS answered,
        COUNT(*) FILTER (WHERE is_public AND is_answered AND seen = 'public') AS in_public,
        COUNT(*) FILTER (WHERE is_public AND is_answered AND seen = 'private') AS in_private
    FROM (
        SELECT
            *,
            visibility IS NOT DISTINCT FROM 'public' AS is_public,
            answered_at IS NOT NULL AND waited <= 86400 * $days AS is_answered,
            answer_visibility AS seen
        FROM message_round
        WHERE withdrawn_at IS NULL
            AND asked_at + INTERVAL 1 DAY * $days <= CAST(CAST($as_of AS DATE) + 1 AS TIMESTAMP)
    )
    GROUP BY segment, period, who
    """,
    ("message_round",),
)
"""One row a person who asked: public questions as old as the limit, and answers within it."""
CLUSTER = Step(
    "cluster",
    """
    SELECT 'of answers' AS part, segment, period, in_public + in_private AS x, in_public AS y
    FROM askers
    WHERE in_public + in_private > 0
    UNION ALL
    SELECT 'public', segment, period, asked, in_public
    FROM askers
    WHERE asked > 0
    UNION ALL
    SELECT 'private', segment, period, asked, in_private
    FROM askers
    WHERE asked > 0
    UNION ALL
    SELECT 'answered', segment, period, asked, answered
    FROM askers
    """,
)
NOT_PUBLIC = Refusal(
    say("the book holds no question known to be public and old enough to be answered"),
    say("import who can read each message: --map visibility=… (public or private)"),
)
NOT_TOLD = Refusal(
    say("no answer to a public question tells whether it was public itself"),
    say("import who can read each message: --map visibility=… (public or private)"),
)


@dataclass(frozen=True, slots=True)
class AnsweredPublicly:
    """Share of the answers to public questions that were public, too.

    Only questions as old as the limit count, and answers within it: all had the same time, so
    that the quicker way of answering is not favoured. `answer_within_days` None: the book's own.

    >>> str(AnsweredPublicly(answer_within_days=3).card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None
    answer_within_days: int | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="answered_publicly",
            name=say("Answered in public"),
            question=say("Which share of public questions that we answer is answered in public?"),
            family="care",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("message",),
            sampled=say("people who were answered"),
            method=say(
                "of public questions older than the limit and answered within it, those whose first"
                " human answer is public; beside it, of all such questions, those answered in"
                " public and in private; Wilson's interval, people (not messages) as voices"
            ),
            assumes=(
                say("who can read a message is told for questions and answers alike"),
                say("a public answer that only asks to go on in private is a public answer"),
            ),
            sources=(
                Reference("Wilson 1927, Journal of the American Statistical Association"
                          " 22:209-212"),
                Reference("Korn & Graubard 1998, Survey Methodology 24:193-201"),
            ),
            segments=tuple(one for one in OF_ROUNDS if one != "visibility"),
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Shares in public, of answers and of questions, and how many; raises BadSetting."""
        days = days_of(snapshot, "answer_within_days", self.answer_within_days)
        refusal = not_answering(snapshot)

        def parts(group: Group) -> Parts:
            asked = group.moments("answered")
            nothing = None if asked.x else NOT_PUBLIC
            refused, people = nothing or refusal, group.moments("public").n
            yield mark("of answers, in public"), refused or self._of_answers(group)
            yield mark("answered in public"), refused or group.share(group.moments("public"), SHARE)
            private = group.moments("private")
            yield mark("answered in private"), refused or group.share(private, SHARE)
            number = group.counted(round(asked.x), QUESTIONS, people)
            yield mark("public questions"), nothing or number
            answered = group.counted(round(asked.y), QUESTIONS, people)
            yield mark("public questions answered"), refused or answered

        bound = {"as_of": snapshot.as_of, "days": days}
        steps = (ASKERS, CLUSTER, CLUSTER_SUMS)
        return read(self, snapshot, Reading(steps, parts, bound, (BOTS_APART,)))

    def _of_answers(self, group: Group) -> Answer:
        """The share of answers in public, of those that tell whether they were."""
        sums, answered = group.moments("of answers"), group.moments("answered").y
        return NOT_TOLD if answered and not sums.n else group.share(sums, SHARE)
