"""Referral share: which share of customers came because a customer named us?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension, Unit
from rapport.measures.advocacy.family_tree import TREES
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_PEOPLE
from rapport.measures.sums import CLUSTER_SUMS

CUSTOMERS = Unit(Dimension.COUNT, "customers")


@dataclass(frozen=True, slots=True)
class ReferralShare:
    """Customers who came by a named referral, over customers (in a period: who first bought in it).

    >>> str(ReferralShare().card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="referral_share",
            name=say("Share of customers who were referred"),
            question=say("Which share of customers came because another one named us?"),
            family="advocacy",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.HIGHER,
            needs=("purchase", "referral"),
            sampled=say("first customers with all who came through them"),
            method=say(
                "referred customers over customers; everybody who came through one first"
                " customer is one voice; Wilson's interval with the effective number of voices"
            ),
            assumes=(
                say("a referral that nobody wrote down is not counted"),
                say("families of referrals grow independently of each other"),
            ),
            sources=(
                Reference("Schmitt, Skiera & Van den Bulte 2011, Journal of Marketing 75:46-59"),
                Reference("Korn & Graubard 1998, Survey Methodology 24:193-201"),
            ),
            segments=tuple(name for name in OF_PEOPLE if name != "referred"),
        )

    def measure(self, snapshot: Snapshot) -> Result:
        """The share, how many they are, and how many of them by a code."""
        return read(self, snapshot, Reading((*TREES, CLUSTER_SUMS), self._parts))

    def _parts(self, group: Group) -> Parts:
        sums, by_code = group.moments("referred"), group.moments("by code")
        customers = int(sums.x)
        yield mark("share"), group.share(sums, SHARE)
        yield mark("referred customers"), group.counted(int(sums.y), CUSTOMERS, customers)
        yield mark("referred with a code"), group.counted(int(by_code.y), CUSTOMERS, customers)
