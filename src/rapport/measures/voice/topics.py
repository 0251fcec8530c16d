"""Topics: what do people write to us about?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.card import Better, Card, Claim, Reference
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import mark, say
from rapport.core.result import Result
from rapport.core.units import SHARE
from rapport.measures.as_read import AS_READ
from rapport.measures.group import Group, Parts
from rapport.measures.reading import Reading, read
from rapport.measures.segments import OF_READINGS
from rapport.measures.sums import CLUSTER_SUMS
from rapport.measures.voice.heard import HEARD

PERSONS = Step(
    "persons",
    """
    SELECT
        segment,
        period,
        BOOL_OR(cause IS NOT NULL) AS any_cause,
        BOOL_OR(cause IS NOT DISTINCT FROM 'product') AS product,
        BOOL_OR(cause IS NOT DISTINCT FROM 'delivery') AS delivery,
        BOOL_OR(cause IS NOT DISTINCT FROM 'price') AS price,
        BOOL_OR(cause IS NOT DISTINCT FROM 'service') AS service,
        BOOL_OR(cause IS NOT DISTINCT FROM 'communication') AS communication
    FROM heard
    GROUP BY segment, period, who
    """,
)
CLUSTER = Step(
    "cluster",
    """
    UNPIVOT (
        SELECT
            segment,
            period,
            1 AS x,
            CAST(COLUMNS(* EXCLUDE (segment, period)) AS INTEGER)
        FROM persons
    )
    ON any_cause, product, delivery, price, service, communication
    INTO NAME part VALUE y
    """,
)
"""One row a person and cause: whether they ever wrote about it."""
CAUSES = (
    (mark("any of these"), "any_cause"),
    (mark("product"), "product"),
    (mark("delivery"), "delivery"),
    (mark("price"), "price"),
    (mark("service"), "service"),
    (mark("communication"), "communication"),
)


@dataclass(frozen=True, slots=True)
class Topics:
    """Share of the people who wrote that wrote about each cause at least once.

    >>> str(Topics().card.unit)
    'share'
    """

    by: str | None = None
    per: str | None = None

    @property
    def card(self) -> Card:
        """What it is, before any data."""
        return Card(
            key="topics",
            name=say("Topics"),
            question=say("What do people write to us about?"),
            family="voice",
            claim=Claim.DESCRIBES,
            unit=SHARE,
            better=Better.NEITHER,
            needs=("reading",),
            sampled=say("people who wrote"),
            method=say(
                "people who wrote about a cause at least once, each person one voice;"
                " somebody may write about several; Wilson's interval"
            ),
            assumes=(say("the reader tells the cause of most messages that name one"),),
            sources=(
                Reference("Wilson 1927, Journal of the American Statistical Association"
                          " 22:209-212"),
            ),
            segments=OF_READINGS,
        )  # fmt: skip

    def measure(self, snapshot: Snapshot) -> Result:
        """Share of people by cause, as read."""
        steps = (HEARD, PERSONS, CLUSTER, CLUSTER_SUMS)
        return read(self, snapshot, Reading(steps, self._parts, None, (AS_READ,)))

    def _parts(self, group: Group) -> Parts:
        for part, column in CAUSES:
            yield part, group.share(group.moments(column), self.card.unit)
