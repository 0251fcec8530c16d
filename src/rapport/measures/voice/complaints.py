"""Complaints: which share of people complained, once the reader's errors are taken out?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim
from rapport.core.measure import Snapshot
from rapport.core.message import Signal
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE
from rapport.measures.segments import OF_READINGS
from rapport.measures.voice.error_rates import COMPLAINT
from rapport.measures.voice.signal_share import ASSUMES, METHOD, SOURCES, SignalShare, spoken


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
            method=METHOD,
            assumes=ASSUMES,
            sources=SOURCES,
            segments=OF_READINGS,
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """Share of people, share of what they wrote, and what was counted as read."""
        signal = SignalShare(
            spoken=spoken(Signal.COMPLAINT),
            rates=COMPLAINT,
            ever=mark("people who complained"),
            voices=mark("of what each wrote, complaints"),
            messages=mark("messages read as complaints"),
            people=mark("people read as complaining"),
            seed=self.seed,
        )
        return signal.result(self, snapshot)
