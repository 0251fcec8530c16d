"""Main: which words does the command line know, and how does it end?"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from rapport.core.errors import RapportError
from rapport.core.phrase import Phrase, mark, say
from rapport.faces.cli import (
    ask,
    backtest,
    bring,
    demonstrate,
    experiment,
    explain,
    keep,
    returns,
    threads,
    voice,
)
from rapport.faces.cli.arguments import asked_language, teach
from rapport.faces.cli.door import version
from rapport.faces.present.language import speak

FAILED = 1
_PAIR = re.compile(r"[A-Za-z_]\w*=.+", re.DOTALL)

HELP = teach(
    mark(
        "What are relations with customers worth, and how sure are we?\n\n"
        "\b\nA first quarter of an hour:\n"
        "  rapport demo                             see everything at work, on simulated data\n"
        "  rapport import shop.rapport exports/     take your own files in\n"
        "  rapport status shop.rapport              what the book holds, what to bring next\n"
        "  rapport report shop.rapport              one page to open, print and pass on"
    )
)


def _tell_version(asked: bool) -> None:
    """Tell the version and leave, where that is asked."""
    if asked:
        typer.echo(f"rapport {version()}")
        raise typer.Exit


def front(
    show_version: Annotated[
        bool,
        typer.Option(
            "--version",
            help=teach(mark("Show the version and leave.")),
            is_eager=True,
            callback=_tell_version,
        ),
    ] = False,
) -> None:
    """Answer what is asked of the whole program."""


def build() -> typer.Typer:
    """Return the command line with all its commands."""
    app = typer.Typer(
        name="rapport", help=HELP, no_args_is_help=True, pretty_exceptions_enable=False
    )
    app.callback(help=HELP)(front)
    app.command("demo", help=demonstrate.HELP)(demonstrate.demo)
    app.command("import", help=bring.HELP)(bring.bring)
    app.command("set", help=keep.SET_HELP)(keep.set_value)
    app.command("status", help=keep.STATUS_HELP)(keep.status)
    app.command("measure", help=ask.MEASURE_HELP)(ask.measure)
    app.command("explain", help=explain.HELP)(explain.explain)
    app.command("returns", help=returns.HELP)(returns.returns)
    app.command("backtest", help=backtest.HELP)(backtest.backtest)
    app.command("report", help=ask.REPORT_HELP)(ask.report)
    app.add_typer(voice.build(), name="voice", help=voice.HELP)
    app.command("threads", help=threads.HELP)(threads.threads)
    app.add_typer(experiment.build(), name="experiment", help=experiment.HELP)
    app.command("join", help=keep.JOIN_HELP)(keep.join)
    app.command("split", help=keep.SPLIT_HELP)(keep.split)
    return app


app = build()
"""The command line, for whoever wants to read its commands."""


def main(words: Sequence[str] | None = None) -> None:
    """Run the command line and leave: 0 done, 1 with one plain line, 2 for usage."""
    told = list(sys.argv[1:] if words is None else words)
    try:
        app(args=spread_pairs(told), prog_name="rapport")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except RapportError as error:
        _fail(error.phrase, told)
    except OSError as error:
        _fail(_of_system(error), told)
    except KeyboardInterrupt:
        _fail(say("stopped; what was not finished was not kept"), told)


def spread_pairs(words: Sequence[str]) -> list[str]:
    """Repeat --map before every FIELD=COLUMN that follows one.

    >>> spread_pairs(["--map", "a=A", "b=B", "file.csv"])
    ['--map', 'a=A', '--map', 'b=B', 'file.csv']
    """
    spread: list[str] = []
    mapping = False
    for place, word in enumerate(words):
        pair = _PAIR.fullmatch(word) is not None and not Path(word).exists()
        if mapping and pair and words[place - 1] != "--map":
            spread.append("--map")
        mapping = word == "--map" or (mapping and (pair or words[place - 1] == "--map"))
        spread.append(word)
    return spread


def _of_system(error: OSError) -> Phrase:
    """Say what the system refused, and where."""
    why = error.strerror or str(error)
    if error.filename is None:
        return say("the system refused: {why}", why=why)
    return say("{path}: {why}", path=str(error.filename), why=why)


def _fail(phrase: Phrase, words: Sequence[str]) -> None:
    """Say in one line what went wrong, and leave."""
    line = " ".join(speak(phrase, asked_language(words)).split())
    sys.stderr.write(f"rapport: {line}\n")
    sys.exit(FAILED)
