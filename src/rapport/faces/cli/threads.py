"""Threads: which conversations wait for us, and how is one moved on?"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from rapport.conversations import OPEN, Move
from rapport.core.calendar import read_day
from rapport.core.errors import UserError
from rapport.core.heard import Conversation
from rapport.core.message import Cause
from rapport.core.phrase import mark, say
from rapport.faces.cli.arguments import (
    AsOfOption,
    BookPath,
    FormatOption,
    LangOption,
    chosen,
    teach,
)
from rapport.faces.cli.correct import MessageOption, TellerOption
from rapport.faces.cli.door import open_book
from rapport.faces.cli.machine import Format, write_csv, write_json
from rapport.faces.cli.screen import show_cells, show_phrase
from rapport.faces.present.heard import STATE_WORDS, conversations_of
from rapport.faces.present.language import Language, speak

HELP = teach(
    mark(
        "Show the conversations that wait, the longest first; or move a message on.\n\n"
        "A message is waiting, then seen, understood (its cause named, and acknowledged in a "
        "text), answered, and in public closed. Nothing can be skipped; --undo takes the last "
        "step back.\n\n"
        "\b\nExamples:\n"
        "  rapport threads shop.rapport\n"
        "  rapport threads shop.rapport --state seen --owner Léa\n"
        "  rapport threads shop.rapport --message M12 --state seen --owner Léa\n"
        "  rapport threads shop.rapport --message M12 --state understood --cause delivery "
        "--text “Lost by the carrier; we told her so.”"
    )
)
_COLUMNS = tuple(Conversation.__dataclass_fields__)


class State(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SEEN = "seen"
    UNDERSTOOD = "understood"
    ANSWERED = "answered"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What came of a message."""

    CHANGED = "changed"
    DECLINED = "declined"


StateOption = Annotated[
    State | None,
    typer.Option("--state", help=teach(mark("Only these; with --message its next state."))),
]
OwnerOption = Annotated[
    str | None,
    typer.Option(
        "--owner", metavar="NAME", help=teach(mark("Only theirs; with --message who answers."))
    ),
]
LimitOption = Annotated[
    int, typer.Option("--limit", min=1, help=teach(mark("How many are shown.")))
]
CauseOption = Annotated[
    Cause | None, typer.Option("--cause", help=teach(mark("What the message is about.")))
]
TextOption = Annotated[
    str | None,
    typer.Option("--text", help=teach(mark("What was acknowledged, answered or said in public."))),
]
OutcomeOption = Annotated[
    Outcome | None,
    typer.Option("--outcome", help=teach(mark("What came of it: changed, or declined (why)."))),
]
UndoOption = Annotated[
    bool, typer.Option("--undo", help=teach(mark("Take the message's last step back.")))
]


def threads(
    book: BookPath,
    state: StateOption = None,
    owner: OwnerOption = None,
    limit: LimitOption = 20,
    message: MessageOption = None,
    source: TellerOption = None,
    cause: CauseOption = None,
    text: TextOption = None,
    outcome: OutcomeOption = None,
    undo: UndoOption = False,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TEXT,
    lang: LangOption = None,
) -> None:
    """Show what waits, or move one message on."""
    if message is None:
        if cause or text or outcome or undo or source:
            raise UserError(say("say of which message: --message ID"))
        day = read_day(as_of) if as_of else None
        states = (state.value,) if state else OPEN
        with open_book(book, read_only=True) as house:
            told = house.listening.conversations(states, owner or "", limit, day)
        _show(told, form, chosen(lang))
        return
    if (state is None) != undo:
        raise UserError(say("say where message {key} stands: --state, or --undo", key=message))
    with open_book(book) as house:
        if state is None:
            stands = house.listening.move_back(message, source)
        else:
            step = Move(message, state.value, owner, cause, text, outcome, source)
            stands = house.listening.move(step)
    _show_standing(message, stands.state, stands.following, chosen(lang))


def _show(told: tuple[Conversation, ...], form: Format, lang: Language) -> None:
    """Show conversations for people or for programs."""
    plain = [one.plain() for one in told]
    if form is Format.JSON:
        write_json(plain)
    elif form is Format.CSV:
        write_csv(plain, _COLUMNS)
    elif told:
        show_cells(conversations_of(told, lang))
    else:
        show_phrase(say("No such message: nobody waits."), lang)


def _show_standing(message: str, state: str, following: str | None, lang: Language) -> None:
    """Say where a message stands, and what may come next."""
    told = say("Message {key}: {state}.", key=message, state=speak(STATE_WORDS[state], lang))
    show_phrase(told, lang, "bold")
    if following:
        show_phrase(say("Next: {state}", state=speak(STATE_WORDS[following], lang)), lang)
