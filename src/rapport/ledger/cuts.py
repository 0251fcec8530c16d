"""Cuts: by which segments and periods can each relation be read?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.errors import UnknownName
from rapport.core.phrase import say

UNTOLD = "(not told)"
"""The segment of what was not told."""

PERIODS = {
    "month": "strftime({day}, '%Y-%m')",
    "quarter": "strftime({day}, '%Y') || '-Q' || quarter({day})",
    "year": "strftime({day}, '%Y')",
}
"""SQL of a day's period by the period's name."""

PERSON_SEGMENTS = {
    "connected": "CASE WHEN connection.person IS NULL THEN 'not connected' ELSE 'connected' END",
    "cohort": "strftime(first_purchase.first_day, '%Y-%m')",
    "referred": "CASE WHEN referred.person IS NULL THEN 'not referred' ELSE 'referred' END",
}
"""SQL of a person's segment, over the relations of PERSON_RELATIONS."""

PERSON_RELATIONS = {
    "connected": "connection",
    "cohort": "first_purchase",
    "referred": "referred",
}
"""The relation (with a column `person`) that a person's segment is read from."""

_PROMISE = "CASE WHEN delivered_at <= promised_at THEN 'kept' WHEN delivered_at > promised_at THEN 'broken' END"  # noqa: E501

_ANSWERING = "CASE WHEN told.answered_at IS NULL THEN '(nobody yet)' ELSE told.{who} END"
"""Who answered a question: nobody answers for what still waits."""

_OF_POSTS = {
    "campaign": "campaign",
    "type": "type",
    "topic": "topic",
    "sponsored": "CASE WHEN sponsored THEN 'sponsored' WHEN NOT sponsored THEN 'organic' END",
}
"""What a post is."""

OWN_SEGMENTS: dict[str, dict[str, str]] = {
    "purchase": {
        "channel": "channel",
        "campaign": "campaign",
        "country": "country",
        "first_touch": "first_touch",
        "promise": _PROMISE,
    },
    "refund": {
        "channel": "coalesce(channel, order_channel)",
        "campaign": "order_campaign",
        "country": "order_country",
        "first_touch": "order_first_touch",
        "promise": "order_promise",
    },
    "message": {"channel": "channel", "visibility": "visibility"},
    "message_round": {
        "channel": "told.channel",
        "visibility": "told.visibility",
        "language": "told.language",
        "hour": "strftime(told.asked_at, '%H')",
        "weekday": "strftime(told.asked_at, '%u %a')",
        "week_hour": "strftime(told.asked_at, '%u %a %H')",
        "agent": _ANSWERING.format(who="agent"),
        "role": _ANSWERING.format(who="role"),
        "team": _ANSWERING.format(who="team"),
    },
    "message_state": {
        "channel": "told.channel",
        "visibility": "told.visibility",
        "cause": "told.cause",
        "owner": "coalesce(told.owner, '(nobody)')",
    },
    "reading": {
        "agent": "agent",
        "channel": "channel",
        "visibility": "visibility",
        "language": "language",
        "cause": "cause",
    },
    "survey_reading": {"channel": "channel", "language": "language", "cause": "cause"},
    "answer": {"survey": "survey", "channel": "channel", "promise": "promise"},
    "reaction": {"channel": "told.channel", **_OF_POSTS},
    "follow": {"channel": "channel"},
    "post": {"channel": "channel", **_OF_POSTS},
    "referral": {"programme": "programme"},
}
"""SQL of each relation's own segments, over its own columns."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A segmentation and a period asked for, or neither."""

    by: str | None = None
    per: str | None = None

    def __post_init__(self) -> None:
        if self.per is not None and self.per not in PERIODS:
            raise UnknownName(
                say(
                    "there is no period “{name}”: choose among {names}",
                    name=self.per,
                    names=", ".join(PERIODS),
                )
            )
        if self.by is not None and self.by not in all_segments():
            raise UnknownName(
                say(
                    "there is no segment “{name}”: choose among {names}",
                    name=self.by,
                    names=", ".join(sorted(all_segments())),
                )
            )

    def columns_sql(self, relation: str, own: str = "told") -> str:
        """SQL of `segment` and `period` for a relation aliased `own`."""
        return f"{self._segment_sql(relation)} AS segment,\n    {self._period_sql(own)} AS period"

    def joins_sql(self, relation: str, own: str = "told") -> str:
        """SQL of the join that the segment needs, "" where it needs none."""
        if self._is_own(relation) or self.by is None:
            return ""
        other = PERSON_RELATIONS[self.by]
        return f"LEFT JOIN {other} ON ({other}.person = {own}.person)"

    def reads(self, relation: str) -> tuple[str, ...]:
        """Relations that the segment's join reads."""
        if self._is_own(relation) or self.by is None:
            return ()
        return (PERSON_RELATIONS[self.by],)

    def _is_own(self, relation: str) -> bool:
        return self.by in OWN_SEGMENTS.get(relation, {})

    def _segment_sql(self, relation: str) -> str:
        if self.by is None:
            return "NULL::VARCHAR"
        if self._is_own(relation):
            return f"coalesce({OWN_SEGMENTS[relation][self.by]}, '{UNTOLD}')"
        if self.by in PERSON_SEGMENTS:
            return f"coalesce({PERSON_SEGMENTS[self.by]}, '{UNTOLD}')"
        raise UnknownName(
            say(
                "“{relation}” cannot be cut by {name}: choose among {names}",
                relation=relation,
                name=self.by,
                names=", ".join(sorted({*OWN_SEGMENTS.get(relation, {}), *PERSON_SEGMENTS})),
            )
        )

    def _period_sql(self, own: str) -> str:
        if self.per is None:
            return "NULL::VARCHAR"
        return PERIODS[self.per].format(day=f"{own}.day")


def all_segments() -> set[str]:
    """Every segment's name."""
    return {*PERSON_SEGMENTS, *(name for own in OWN_SEGMENTS.values() for name in own)}
