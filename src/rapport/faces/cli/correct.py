"""Correct: how does a person say what messages really mean?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rapport.core.errors import UserError
from rapport.core.phrase import mark, say
from rapport.faces.cli.arguments import BookPath, LangOption, chosen, teach
from rapport.faces.cli.door import open_book
from rapport.faces.cli.screen import show_phrase

SAMPLE_HELP = teach(
    mark(
        "Draw messages by lot, and write them with what was read, for a person to correct.\n\n"
        "Correct the words in any spreadsheet, then give the file back to rapport voice correct. "
        "The file holds what customers wrote: personal data.\n\n"
        "\b\nExamples:\n"
        "  rapport voice sample shop.rapport --out sample.csv\n"
        "  rapport voice sample shop.rapport --out sample.csv --size 200 --seed 2"
    )
)
CORRECT_HELP = teach(
    mark(
        "Say what messages really mean: a corrected sample, or one message.\n\n"
        "A person's word goes before the engine's. A sample drawn by lot also tells how well the "
        "engine reads here, so give it back whole, its right lines too.\n\n"
        "\b\nExamples:\n"
        "  rapport voice correct shop.rapport sample.csv\n"
        "  rapport voice correct shop.rapport --message M12 --field sentiment --value negative\n"
        "  rapport voice correct shop.rapport --message M12 --field sentiment --take-back"
    )
)

MessageOption = Annotated[
    str | None,
    typer.Option("--message", metavar="ID", help=teach(mark("A message, by its key."))),
]
TellerOption = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="NAME",
        help=teach(mark("Where the message comes from, where two systems number alike.")),
    ),
]
ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help=teach(mark("Who says so."))),
]
SampleArgument = Annotated[
    Path | None,
    typer.Argument(metavar="[SAMPLE]", help=teach(mark("A corrected sample.")), show_default=False),
]
FieldOption = Annotated[
    str | None,
    typer.Option(
        "--field",
        metavar="FIELD",
        help=teach(
            mark("sentiment, complaint, praise, question, break_up, cause, purpose or language.")
        ),
    ),
]
ValueOption = Annotated[
    str | None,
    typer.Option("--value", metavar="WORD", help=teach(mark("What it really is."))),
]
TakeBackOption = Annotated[
    bool,
    typer.Option("--take-back", help=teach(mark("Take the message's correction back."))),
]


def sample(
    book: BookPath,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help=teach(mark("Where to write it.")))
    ],
    size: Annotated[
        int, typer.Option("--size", min=1, max=100_000, help=teach(mark("How many messages.")))
    ] = 100,
    seed: Annotated[
        int, typer.Option("--seed", help=teach(mark("The same seed draws the same messages.")))
    ] = 1,
    lang: LangOption = None,
) -> None:
    """Write a sample to correct."""
    with open_book(book, read_only=True) as house:
        written = house.listening.write_sample(out, size=size, seed=seed)
    show_phrase(
        say("{n} messages of the last year are in {path}.", n=written, path=str(out)), chosen(lang)
    )
    show_phrase(
        say(
            "Put yes in the column checked of every message you looked at, corrected or not; "
            "then: rapport voice correct BOOK {path}",
            path=str(out),
        ),
        chosen(lang),
    )
    show_phrase(
        say("The file holds personal data: keep it as your book, and delete it after use."),
        chosen(lang),
        "yellow",
    )


def correct(
    book: BookPath,
    file: SampleArgument = None,
    message: MessageOption = None,
    field: FieldOption = None,
    value: ValueOption = None,
    source: TellerOption = None,
    take_back: TakeBackOption = False,
    by: ByOption = None,
    lang: LangOption = None,
) -> None:
    """Take corrections in."""
    if (file is None) == (message is None) or (
        message and not (field and bool(value) != take_back)
    ):
        raise UserError(
            say(
                "give a corrected sample, or one message: --message ID --field sentiment "
                "--value negative (or --take-back)"
            )
        )
    with open_book(book) as house:
        listening = house.listening
        if file is not None:
            kept = listening.correct_sample(file, by)
        elif take_back:
            kept = listening.take_back(message or "", field or "", source=source)
        else:
            kept = listening.correct(message or "", field or "", value or "", source=source, by=by)
    told = (
        say("Taken back: the message is again what the engine reads.")
        if take_back
        else say("{n} words were kept; they go before what the engine reads.", n=kept)
    )
    show_phrase(told, chosen(lang))
