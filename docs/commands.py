"""Commands: what does the page of commands say, made from the command line itself?"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

RUN = """
import sys
from rapport.faces.cli.main import main

sys.argv[0] = "rapport"
main()
"""
HELPS = """
import sys
from rapport.faces.cli.main import app, main

def names(told, *above):
    for one in told.registered_commands:
        yield *above, one.name or one.callback.__name__
    for group in told.registered_groups:
        yield *above, group.name
        yield from names(group.typer_instance, *above, group.name)


for words in names(app):
    sys.argv = ["rapport", *words, "--help"]
    print(f"\\f{' '.join(words)}")
    try:
        main()
    except SystemExit:
        pass
"""


@cache
def helps() -> dict[str, str]:
    """The help of every command and group, in their order; raises CalledProcessError."""
    shown = _told(HELPS)
    shown.check_returncode()
    told = (part.partition("\n") for part in shown.stdout.split("\f")[1:])
    return {name: text.strip() for name, _, text in told}


def commands_page(made: str) -> str:
    """Every command with its own help."""
    parts = [f"## {name}\n\n```text\n{text}\n```\n" for name, text in helps().items()]
    rule = "Exit status: 0; 1 with one plain line on a mistake; 2 for wrong usage."
    return "\n".join(["# Commands", "", made, "", rule, "", *parts])


def run(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What the command line answers in a folder, in English, plain and 100 columns wide."""
    return _told(RUN, *words, folder=folder)


def _told(
    program: str, *words: str, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program whose surroundings decide nothing."""
    plain = {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "COLUMNS": "100", "NO_COLOR": "1",
             "TERM": "dumb", "PATH": str(Path(sys.executable).parent)}  # fmt: skip
    told = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True,
                          cwd=folder, env=plain, check=False, encoding="utf-8")  # fmt: skip
    told.stdout = "".join(f"{line.rstrip()}\n" for line in told.stdout.split("\n"))
    return told
