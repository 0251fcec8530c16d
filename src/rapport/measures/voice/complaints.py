"""Complaints: which share of people complained, once the reader's errors are taken out?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE
from rapport.measures.segments import OF_READINGS
from rapport.measures.voice.error_rates import COMPLAINT
from rapport.measures.voice.signal_share import SignalShare

SPOKEN = Step(
    "spoken",
    """
    SELECT
        segment,
        period,
        who,
        text_key,
        complaint AS said,
        complaint_read AS was_read,
        is_drawn
    FROM heard
    """,
)


@dataclass(frozen=True, slots=True)
class Complaints:
    """Share of people who complained, of those who wrote; `seed` draws the doubt.

    The headline asks whether somebody ever did; beside it, how much of what each person wrote
    does, each person one voice. Both with the reader's errors taken out.

    >>> str(Complaints().card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None
    seed: int = 20_240_229

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="complaints",
            name=say("People who complain"),
            question=say("Which share of the people who write complain?"),
            family="voice",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.LOWER,
            needs=("reading",),
            sampled=say("people who wrote"),
            method=say(
                "likeliest share given how often the reader errs, each person one voice and the"
                " same words counted once; interval by drawing people and error rates together"
            ),
            assumes=(
                say("the reader errs here as on one more source like those it was tested on"),
                say("what people checked was drawn by lot, and they checked it well"),
            ),
            sources=(
                Reference("Rogan & Gladen 1978, American Journal of Epidemiology 107:71-76"),
                Reference("Forman 2008, Data Mining and Knowledge Discovery 17:164-206"),
            ),
            segments=OF_READINGS,
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """Share of people, share of what they wrote, and what was counted as read."""
        signal = SignalShare(
            spoken=SPOKEN,
            rates=COMPLAINT,
            ever=mark("people who complained"),
            voices=mark("of what each wrote, complaints"),
            messages=mark("messages read as complaints"),
            people=mark("people read as complaining"),
            seed=self.seed,
        )
        return signal.result(self, snapshot)
