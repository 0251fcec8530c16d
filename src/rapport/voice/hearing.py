"""Hearing: what do the rules find in a batch of messages?

Rules read the cleaned text of customers' messages; courtesy and signature are read of our own
replies, uncut, and what is automatic of both, uncut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rapport.core.message import Cause, Message, Purpose
from rapport.voice.cleaning import Cleaned
from rapport.voice.spans import Places

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Heard:
    """What rules say of n messages, each (n,): strengths from 0 to 1 with the spans in the
    cleaned text that show them, courtesy from 0 to 1, and what is there or not.
    """

    question: Floats
    question_places: Places
    break_up: Floats
    break_up_places: Places
    irony: Floats
    courtesy: Floats
    is_signed: Bools
    is_automatic: Bools
    is_spam: Bools
    causes: Sequence[Cause | None]
    purposes: Sequence[Purpose | None]


def hear(
    messages: Sequence[Message],
    cleaned: Sequence[Cleaned],
    languages: Sequence[str],
    complains: Bools,
) -> Heard:
    """Ask every rule about a batch; `languages` (n,) the code of each message's language,
    `complains` (n,) whether it may complain, so that a cause is looked for. The rules are made
    ready at the first call, not when the engine is imported.
    """
    from rapport.voice.rules import (
        automatic,
        break_up,
        causes,
        courtesy,
        irony,
        purposes,
        questions,
    )

    texts = [one.text for one in cleaned]
    uncut = [one.normal for one in cleaned]
    asked, asked_places = questions.questions(texts, languages)
    leaving, leaving_places = break_up.break_ups(texts, languages)
    own_posts = np.fromiter((message.is_ours for message in messages), bool, len(messages))
    ours = np.flatnonzero(own_posts).tolist()
    own = [uncut[place] for place in ours]
    kindness, is_signed = np.zeros(len(texts)), np.zeros(len(texts), bool)
    if ours:
        kindness[ours] = courtesy.courtesy(own)
        is_signed[ours] = courtesy.signed(own)
    return Heard(
        asked,
        asked_places,
        leaving,
        leaving_places,
        irony.ironies(texts, languages)[0],
        kindness,
        is_signed,
        automatic.automatic(uncut),
        automatic.spam(texts),
        only(causes.causes, texts, languages, complains),
        only(purposes.purposes, texts, languages, ~own_posts),
    )


def only(
    rule: Callable[[Sequence[str], Sequence[str]], Sequence[Told | None]],
    texts: Sequence[str],
    languages: Sequence[str],
    asked: Bools,
) -> list[Told | None]:
    """What a rule says of the texts it is asked about, None of the others."""
    places = np.flatnonzero(asked).tolist()
    found: list[Told | None] = [None] * len(texts)
    told = rule([texts[place] for place in places], [languages[place] for place in places])
    for place, one in zip(places, told, strict=True):
        found[place] = one
    return found
