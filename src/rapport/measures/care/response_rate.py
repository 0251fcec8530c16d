"""Response rate: which share of customers' questions gets a human answer in time?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.errors import BadSetting
from rapport.core.estimate import Caveat
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.care.waiting import REPLIES, WAITS, answered_share, no_replies
from rapport.measures.group import FEWEST, Answer, Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_MESSAGES

QUESTIONS = Unit(Dimension.COUNT, "questions")
BOTS_APART = Caveat("bots-apart", say("an answer by a bot does not count as an answer"))


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """Share of rounds answered by a human within some days; a young round is still undecided.

    `answer_within_days` None: the book's own setting. `seed` draws the people of the interval.

    >>> str(ResponseRate(answer_within_days=3).card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None
    answer_within_days: int | None = None
    seed: int = 20_240_229

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="response_rate",
            name=say("Response rate"),
            question=say("Which share of customers' questions gets a human answer in time?"),
            family="care",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("message",),
            sampled=say("people who asked"),
            method=say(
                "Kaplan–Meier over rounds (from a customer's first unanswered message to the first"
                " human reply), read at the limit; interval by resampling people"
            ),
            assumes=(
                say("a message that is still young says nothing yet about being unanswered"),
                say("how long an answer takes does not depend on how late the question came"),
            ),
            sources=(
                Reference("Kaplan & Meier 1958, Journal of the American Statistical Association"
                          " 53:457-481"),
                Reference("Hanley & MacGibbon 2006, Computer Methods and Programs in Biomedicine"
                          " 83:57-62"),
                Reference("CHAOSS, Time to First Response", "https://chaoss.community"),
            ),
            segments=OF_MESSAGES,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Share answered in time, and how many are still waiting; raises BadSetting."""
        hours = 24 * self._days(snapshot)
        bound = {"as_of": snapshot.as_of, "hours": hours}
        replied = bool(snapshot.read(REPLIES)["replies"][0])

        def parts(group: Group) -> Parts:
            asked = group.total("asked")
            share = self._answered(group, hours) if replied else no_replies(asked)
            yield mark("answered"), share
            yield mark("still waiting"), group.counted(group.total("waiting"), QUESTIONS, asked)

        return read(self, snapshot, Reading(WAITS, parts, bound, (BOTS_APART,), self.seed))

    def _answered(self, group: Group, hours: int) -> Answer:
        people = group.total("asked")
        too_few = group.refused(people, FEWEST)
        return too_few or answered_share(group, hours, people, self.seed)

    def _days(self, snapshot: Snapshot) -> int:
        """The limit in days, of this measure or of the book; raises BadSetting."""
        if self.answer_within_days is not None:
            return self.answer_within_days
        told = snapshot.setting("answer_within_days").value
        if not told.isdecimal() or int(told) < 1:
            raise BadSetting(
                say("answer_within_days is “{told}”: set a whole number of days", told=told)
            )
        return int(told)
