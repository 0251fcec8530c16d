"""Arguments: which words may follow several commands, and what do they mean?"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from rapport.core.phrase import mark
from rapport.faces.cli.machine import Format
from rapport.faces.present.language import Language, environment_language, speak


def asked_language(words: Sequence[str]) -> Language:
    """Return the language that a command line asks for, else the environment's.

    >>> asked_language(["status", "--lang", "fr"])
    <Language.FR: 'fr'>
    """
    told = [after for word, after in pairwise(words) if word == "--lang"]
    told += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    if told and told[-1] in set(Language):
        return Language(told[-1])
    return environment_language(os.environ)


def chosen(lang: Language | None) -> Language:
    """Return the language given to a command, else the environment's."""
    return lang or environment_language(os.environ)


def teach(text: str) -> str:
    """Say a text of the help in the language of the command line."""
    return speak(text, asked_language(sys.argv))


BookPath = Annotated[
    Path,
    typer.Argument(
        metavar="BOOK",
        help=teach(mark("The book: a file such as shop.rapport.")),
        show_default=False,
    ),
]
LangOption = Annotated[
    Language | None,
    typer.Option(
        "--lang",
        help=teach(mark("Language of the text; without it the locale's.")),
        show_default=False,
    ),
]
FormatOption = Annotated[
    Format,
    typer.Option(
        "--format", help=teach(mark("text for people; json and csv for programs, in no language."))
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help=teach(mark("The last day that counts, as 2024-05-31; without it the book's last.")),
        show_default=False,
    ),
]
