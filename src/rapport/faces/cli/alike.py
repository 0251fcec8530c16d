"""Alike: which complaints say the same, and how does a person merge, split or name them?"""

from __future__ import annotations

from typing import Annotated

import typer

from rapport.core.errors import UserError
from rapport.core.heard import ComplaintGroup
from rapport.core.phrase import mark, say
from rapport.faces.cli.arguments import BookPath, FormatOption, LangOption, chosen, teach
from rapport.faces.cli.correct import ByOption
from rapport.faces.cli.door import open_book
from rapport.faces.cli.machine import Format, write_csv, write_json
from rapport.faces.cli.screen import show, show_heading, show_phrase
from rapport.faces.present.heard import tell_group
from rapport.house import House

HELP = teach(
    mark(
        "Show the biggest groups of complaints that say the same: by how many people, growing or "
        "not, with three examples.\n\n"
        "Name a group by its key, the beginning of it, or its label. What people merge, split and "
        "rename is remembered, whatever comes in later.\n\n"
        "\b\nExamples:\n"
        "  rapport voice groups shop.rapport\n"
        "  rapport voice groups shop.rapport --merge fr-01a9 fr-04c0\n"
        "  rapport voice groups shop.rapport --split fr-01a9 --message M12\n"
        "  rapport voice groups shop.rapport --rename fr-01a9 “Broken on arrival”"
    )
)
_COLUMNS = ("key", "label", "messages", "authors", "recent", "before")

Pair = tuple[str, str]


MergeOption = Annotated[
    Pair | None,
    typer.Option("--merge", metavar="GROUP GROUP", help=teach(mark("Make one of two."))),
]
SplitOption = Annotated[
    str | None,
    typer.Option("--split", metavar="GROUP", help=teach(mark("Make two of one."))),
]
OddOption = Annotated[
    str | None,
    typer.Option(
        "--message",
        metavar="ID",
        help=teach(mark("With --split: a message that belongs elsewhere; else the oddest.")),
    ),
]
RenameOption = Annotated[
    Pair | None,
    typer.Option("--rename", metavar="GROUP NAME", help=teach(mark("Give it your name."))),
]
LimitOption = Annotated[
    int, typer.Option("--limit", min=1, help=teach(mark("How many are shown.")))
]


def groups(
    book: BookPath,
    merge: MergeOption = None,
    split: SplitOption = None,
    message: OddOption = None,
    rename: RenameOption = None,
    by: ByOption = None,
    limit: LimitOption = 10,
    form: FormatOption = Format.TEXT,
    lang: LangOption = None,
) -> None:
    """Show groups of complaints, after ruling on them where that is asked."""
    asked = [one for one in (merge, split, rename) if one is not None]
    if len(asked) > 1 or (message and not split):
        raise UserError(say("one thing at a time: --merge, --split (with --message) or --rename"))
    with open_book(book, read_only=not asked) as house:
        _rule(house, merge, split, message, rename, by)
        told = house.listening.groups(limit)
    plain = [one.plain() for one in told]
    if form is Format.JSON:
        write_json(plain)
    elif form is Format.CSV:
        write_csv(plain, _COLUMNS)
    else:
        _show(told, lang)


def _rule(
    house: House,
    merge: Pair | None,
    split: str | None,
    message: str | None,
    rename: Pair | None,
    by: str | None,
) -> None:
    """Rule on groups where that is asked."""
    if merge is not None:
        house.listening.merge(*merge, by=by)
    if split is not None:
        house.listening.split(split, message, by=by)
    if rename is not None:
        house.listening.rename(*rename, by=by)


def _show(told: tuple[ComplaintGroup, ...], lang: LangOption) -> None:
    """Show groups, each with its size, growth and examples."""
    if not told:
        show_phrase(
            say("No complaint is grouped: rapport voice score BOOK reads messages and groups them"),
            chosen(lang),
        )
    for one in told:
        words = tell_group(one, chosen(lang))
        show_heading(f"{words.heading} [{one.key}]")
        show(words.size, indent=2)
        show(words.growth, indent=2)
        for example in words.examples:
            show(example, "dim", indent=4)
