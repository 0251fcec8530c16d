"""Handled: which step may come next for a customer's message, and how is it noted or taken back?

waiting → seen → understood → answered → closed. Nothing is skipped: who understood has named the
cause and acknowledged it, who closes says it in public. Each step stands once in the book, under
the message and its state; taking one back writes a version that only waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapport.core.errors import UserError
from rapport.core.message import Cause
from rapport.core.phrase import say
from rapport.ledger.acts import HANDLING
from rapport.ledger.engine import Engine
from rapport.ledger.telling import OURS, tell_act

STATES = ("waiting", "seen", "understood", "answered", "closed")
"""In the order in which a message goes through them."""
OUTCOMES = ("changed", "declined")
"""What may come of a message."""
_TOLD = ("owner", "cause", "text", "outcome")

_MESSAGE = """
SELECT
    direction,
    visibility
FROM message
WHERE source = $teller
    AND key = $message_id
ORDER BY updated_at DESC NULLS LAST, content DESC
LIMIT 1
"""
_REPLIED = """
SELECT 1
FROM message AS asked
JOIN message AS reply
ON (reply.thread = asked.thread OR reply.reply_to = asked.key)
WHERE asked.source = $teller
    AND asked.key = $message_id
    AND reply.direction = 'out'
    AND reply.author IS DISTINCT FROM 'bot'
    AND reply.happened_at >= asked.happened_at
    AND NOT EXISTS (
        SELECT 1
        FROM reading
        WHERE reading.source = reply.source
            AND reading.key = reply.key
            AND reading.is_automatic
    )
    AND NOT EXISTS (
        SELECT 1
        FROM message AS other
        WHERE other.thread = reply.thread
            AND other.direction = 'in'
            AND other.contact IS DISTINCT FROM asked.contact
            AND (other.key = reply.reply_to OR other.contact = reply.contact)
    )
LIMIT 1
"""
"""A human answer after it, in its thread or to it, that does not answer somebody else there."""
_STEPS = f"""
SELECT
    source,
    key,
    state,
    happened_at,
    {", ".join(_TOLD)}
FROM handling
WHERE teller = $teller
    AND message_id = $message_id
QUALIFY row_number() OVER (
    PARTITION BY source, key
    ORDER BY updated_at DESC NULLS LAST, content DESC
) = 1
ORDER BY happened_at, key
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a message stands now: `state`, the steps noted (by state, in order), who can read it.

    `has_reply`: somebody of ours (no bot) wrote after it in its thread, or in reply to it.
    """

    state: str
    steps: dict[str, dict[str, Any]]
    is_public: bool
    has_reply: bool

    @property
    def following(self) -> str | None:
        """The state that comes next; None where there is no further one."""
        place = STATES.index(self.state) + 1
        last = len(STATES) if self.is_public else len(STATES) - 1
        return STATES[place] if place < last else None


def standing(engine: Engine, teller: str, message_id: str) -> Standing:
    """Where a customer's message stands; raises UserError where the book has none such."""
    of = {"teller": teller, "message_id": message_id}
    found = engine.rows(_MESSAGE, of)
    if not found:
        raise UserError(
            say("the book has no message {key} of {source}", key=message_id, source=teller)
        )
    direction, visibility = found[0]
    if direction == "out":
        raise UserError(
            say("message {key} is ours: only what customers write is dealt with", key=message_id)
        )
    names = ("source", "key", "state", "happened_at", *_TOLD)
    steps = [dict(zip(names, row, strict=True)) for row in engine.rows(_STEPS, of)]
    has_reply = bool(engine.rows(_REPLIED, of))
    told = {step["state"] for step in steps} | ({"answered"} if has_reply else set())
    state = max(told | {"waiting"}, key=STATES.index)
    by_state = {str(step["state"]): step for step in steps if not _is_undone(step, of)}
    return Standing(state, by_state, visibility == "public", has_reply)


def tell_handling(
    engine: Engine,
    teller: str,
    message_id: str,
    state: str,
    owner: str | None,
    cause: str | None,
    text: str | None,
    seen_at: datetime,
    outcome: str | None = None,
) -> Standing:
    """Note a step and return where the message stands then; `seen_at` in naive UTC.

    What is told as None stays as it was told with the same step before. Raises UserError where
    the step skips one or goes back, lacks what it needs, or uses a word that there is not.
    """
    _check_words(state, cause, outcome)
    now = standing(engine, teller, message_id)
    _check_order(now, message_id, state)
    before = now.steps.get(state, {})
    given = {"owner": owner, "cause": cause, "text": _worded(text), "outcome": outcome}
    told = {name: value or before.get(name) for name, value in given.items()}
    if state != now.state:
        _check_content(now, message_id, state, told)
    row = {"teller": teller, "message_id": message_id, "state": state, **told}
    happened_at = before.get("happened_at", seen_at)
    tell_act(engine, HANDLING, _key(teller, message_id, state), row, happened_at, seen_at)
    return standing(engine, teller, message_id)


def undo_handling(engine: Engine, teller: str, message_id: str, seen_at: datetime) -> Standing:
    """Take the last step that was noted in Rapport back; raises UserError where there is none.

    What it told (owner, cause, text, outcome) is taken back with it.
    """
    now = standing(engine, teller, message_id)
    ours = [one for one in STATES if now.steps.get(one, {}).get("source") == OURS]
    if not ours:
        raise UserError(
            say("nothing was noted of message {key} that could be taken back", key=message_id)
        )
    row: dict[str, object] = dict.fromkeys(_TOLD)
    row |= {"teller": teller, "message_id": message_id, "state": "waiting"}
    happened_at = now.steps[ours[-1]]["happened_at"]
    tell_act(engine, HANDLING, _key(teller, message_id, ours[-1]), row, happened_at, seen_at)
    return standing(engine, teller, message_id)


def _key(teller: str, message_id: str, state: str) -> str:
    return f"{teller} {message_id} {state}"


def _is_undone(step: dict[str, Any], of: dict[str, str]) -> bool:
    """Whether a step was noted in Rapport and taken back."""
    key = _key(of["teller"], of["message_id"], step["state"])
    return bool(step["source"] == OURS and step["key"] != key)


def _worded(text: str | None) -> str | None:
    """A text without the space around it; None where nothing is left."""
    return (text or "").strip() or None


def _check_words(state: str, cause: str | None, outcome: str | None) -> None:
    """Raise UserError for a state, cause or outcome that there is not."""
    checks = (("state", state, STATES), ("cause", cause, tuple(Cause)),
              ("outcome", outcome, OUTCOMES))  # fmt: skip
    for name, word, words in checks:
        if word is not None and word not in words:
            raise UserError(
                say(
                    "“{word:s}” is no {name}: choose among {words}",
                    word=word,
                    name=name,
                    words=", ".join(words),
                )
            )


def _check_order(now: Standing, message_id: str, state: str) -> None:
    """Raise UserError where a step skips one, or goes back."""
    place, reached = STATES.index(state), STATES.index(now.state)
    if place < reached:
        raise UserError(
            say(
                "message {key} is {state} already: what was noted can only be taken back",
                key=message_id,
                state=now.state,
            )
        )
    if place > reached + 1:
        raise UserError(
            say(
                "message {key} is {state}: “{first}” comes first",
                key=message_id,
                state=now.state,
                first=STATES[reached + 1],
            )
        )


def _check_content(now: Standing, message_id: str, state: str, told: dict[str, Any]) -> None:
    """Raise UserError where a new step lacks what it needs."""
    lack = None
    if state == "understood" and not (told["cause"] and told["text"]):
        lack = say("message {key} is not understood yet: name its cause, and say how you "
                   "acknowledged it (a text)", key=message_id)  # fmt: skip
    if state == "answered" and not (now.has_reply or told["text"]):
        lack = say("the book has no reply to message {key}: say what was answered (a text)",
                   key=message_id)  # fmt: skip
    if state == "closed" and not now.is_public:
        lack = say("message {key} is not known to be public: only what others can read is closed",
                   key=message_id)  # fmt: skip
    if state == "closed" and not lack and not told["text"]:
        lack = say("message {key} is not closed yet: say what was said in public (a text)",
                   key=message_id)  # fmt: skip
    if lack is not None:
        raise UserError(lack)
