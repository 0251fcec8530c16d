"""Voice: what does a message mean, and how is a whole book read, and read better?"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from rapport.core.errors import UserError
from rapport.core.phrase import mark, say
from rapport.faces.cli import alike, correct
from rapport.faces.cli.arguments import BookPath, FormatOption, LangOption, chosen, teach
from rapport.faces.cli.door import open_book
from rapport.faces.cli.machine import Format, write_csv, write_json
from rapport.faces.cli.screen import progress_bar, show, show_facts, show_phrase, show_places
from rapport.faces.present.language import Language
from rapport.faces.present.readings import plain_reading, tell_reading
from rapport.listening import analyzer_named, read_texts

HELP = teach(
    mark(
        "Hear what customers write: read messages, correct and teach the reader, group complaints."
        "\n\n"
        "\b\nExamples:\n"
        "  rapport voice try “Still no parcel. Where is it?”\n"
        "  rapport voice score shop.rapport\n"
        "  rapport voice groups shop.rapport"
    )
)
TRY_HELP = teach(
    mark(
        "Read texts, and show what they mean, how surely, and where in the text that shows.\n\n"
        "Needs no book, and sends nothing anywhere. “-” reads standard input, a message a line.\n\n"
        "\b\nExamples:\n"
        "  rapport voice try “Still no parcel. Where is it?” “Merci, parfait !”\n"
        "  rapport voice try - --format json < messages.txt"
    )
)
SCORE_HELP = teach(
    mark(
        "Read every message of a book that was not read yet, and group complaints anew.\n\n"
        "What was read stays where it is stopped (Ctrl-C): the same command goes on from there. "
        "A dearer engine reads again only what the shipped one is unsure of.\n\n"
        "\b\nExamples:\n"
        "  rapport voice score shop.rapport\n"
        "  rapport voice score shop.rapport --engine transformer --with folder=models/sentiment"
    )
)
LEARN_HELP = teach(
    mark(
        "Learn from the company's own scores, from who left, and from corrections.\n\n"
        "What was learnt is kept only if it reads messages held back better, beyond doubt; "
        "--forget takes it back.\n\n"
        "\b\nExamples:\n"
        "  rapport voice learn shop.rapport\n"
        "  rapport voice learn shop.rapport --forget"
    )
)
_COLUMNS = (
    "text",
    "language",
    "language_p",
    "sentiment",
    "is_uncertain",
    "negative",
    "neutral",
    "positive",
    "complaint_p",
    "praise_p",
    "question_p",
    "break_up_p",
    "cause",
    "purpose",
    "is_spam",
    "is_automatic",
    "engine",
    "version",
)

TextsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="TEXT…",
        help=teach(mark("Messages; “-” for standard input, one a line.")),
        show_default=False,
    ),
]
EngineOption = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help=teach(mark("Who reads: linear (shipped, the default), embed, transformer, llm …")),
        show_default=False,
    ),
]
WithOption = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="NAME=VALUE",
        help=teach(mark("A setting of the engine, as folder=models/sentiment; may be repeated.")),
        show_default=False,
    ),
]


def build() -> typer.Typer:
    """Return the commands on what customers write."""
    app = typer.Typer(no_args_is_help=True)
    app.command("try", help=TRY_HELP)(try_texts)
    app.command("score", help=SCORE_HELP)(score)
    app.command("sample", help=correct.SAMPLE_HELP)(correct.sample)
    app.command("correct", help=correct.CORRECT_HELP)(correct.correct)
    app.command("learn", help=LEARN_HELP)(learn)
    app.command("groups", help=alike.HELP)(alike.groups)
    return app


def try_texts(
    texts: TextsArgument,
    engine: EngineOption = None,
    given: WithOption = None,
    form: FormatOption = Format.TEXT,
    lang: LangOption = None,
) -> None:
    """Read texts and show what they mean."""
    told = [line for text in texts for line in (_lines() if text == "-" else [text])]
    readings = read_texts(told, analyzer_named(engine, read_settings(given or ())))
    if form is not Format.TEXT:
        plain = [plain_reading(text, one) for text, one in zip(told, readings, strict=True)]
        write_json(plain) if form is Format.JSON else write_csv(plain, _COLUMNS)
        return
    for text, reading in zip(told, readings, strict=True):
        words = tell_reading(text, reading, chosen(lang))
        show("")
        show_places(text, words.places)
        show_facts(words.facts, indent=2)
        for note in words.notes:
            show(note, "yellow", indent=2)
    if readings:
        show("")
        read_by = say("Read by {engine}, version {version}; nothing was sent or kept.",
                      engine=readings[0].engine, version=readings[0].version)  # fmt: skip
        if not engine:
            show_phrase(read_by, chosen(lang), "dim")


def _lines() -> Sequence[str]:
    """The messages of standard input, one a line."""
    return [line for line in sys.stdin.read().splitlines() if line.strip()]


def read_settings(pairs: Sequence[str]) -> Mapping[str, str]:
    """Read NAME=VALUE pairs; raises UserError.

    >>> read_settings(["folder=models/sentiment"])
    {'folder': 'models/sentiment'}
    """
    settings: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name.strip() and equals):
            raise UserError(say("--with {pair}: write it as NAME=VALUE", pair=pair))
        settings[name.strip()] = value
    return settings


def score(
    book: BookPath,
    engine: EngineOption = None,
    given: WithOption = None,
    lang: LangOption = None,
) -> None:
    """Read what was not read yet, and say how many messages that were."""
    with open_book(book) as house, progress_bar() as progress:
        listening = house.listening
        reader = listening.analyzer(engine, read_settings(given or ()))
        try:
            done = listening.score(engine=reader, progress=progress)
        except KeyboardInterrupt as stopped:
            raise UserError(
                say("stopped; what was read is kept: the same command goes on from there")
            ) from stopped
    told = say(
        "{new} of {total} messages were newly read, by {engine} (version {version}).",
        new=min(done.messages, done.total),
        total=done.total,
        engine=done.engine,
        version=done.version,
    )
    show_phrase(told, chosen(lang), "bold")
    if done.messages:
        show_phrase(say("What they say: rapport measure BOOK sentiment complaints"), chosen(lang))


def learn(
    book: BookPath,
    forget: Annotated[
        bool, typer.Option("--forget", help=teach(mark("Take back what was learnt.")))
    ] = False,
    lang: LangOption = None,
) -> None:
    """Learn from the company's own outcomes, or take it back."""
    language = chosen(lang)
    with open_book(book) as house:
        if forget:
            _show_forgotten(house.listening.forget(), language)
            return
        learnt = house.listening.learn()
    for reason in learnt.reasons:
        show_phrase(reason, language)
    for name, trial in learnt.scores:
        told = say(
            "{signal}, on {messages} messages of {persons} people held back: macro-F1 {before:.2f} "
            "before, {after:.2f} after",
            signal=name,
            messages=trial.messages,
            persons=trial.persons,
            before=trial.before,
            after=trial.after,
        )
        show_phrase(told, language)
    if learnt.kept:
        show_phrase(
            say("Kept. To read all messages with it: rapport voice score BOOK"), language, "bold"
        )
    else:
        show_phrase(
            say("Nothing was kept: messages are read by the shipped weights, or as before."),
            language,
            "bold",
        )


def _show_forgotten(had: bool, lang: Language) -> None:
    """Say whether there was anything to forget."""
    if had:
        show_phrase(
            say("Taken back. To read all messages as shipped: rapport voice score BOOK"), lang
        )
    else:
        show_phrase(say("Nothing had been learnt: all stays as it is."), lang)
