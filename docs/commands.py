"""Commands: what does the page of commands say, made from the command line itself?"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

ENTRY = "rapport.faces.cli.main"


def commands() -> tuple[str, ...]:
    """Names of every command, in the order of the help; none while there is no command line."""
    if importlib.util.find_spec(ENTRY) is None:
        return ()
    return tuple(re.findall(r"^[│ |]{1,3}([a-z][a-z-]+)(?:  |$)", _told("--help"), re.MULTILINE))


def commands_page(made: str) -> str:
    """Every command with its own help, or nothing while there is no command line."""
    parts = [f"## {name}\n\n```text\n{_told(name, '--help').strip()}\n```\n" for name in commands()]
    if not parts:
        return ""
    rule = "Exit status: 0; 1 with one plain line on a mistake; 2 for wrong usage."
    return "\n".join(["# Commands", "", made, "", rule, "", *parts])


def _told(*words: str) -> str:
    """What the command line says in English, plain and 100 columns wide."""
    run = f"import sys; sys.argv[0] = 'rapport'; from {ENTRY} import main; main()"
    plain = {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "COLUMNS": "100", "NO_COLOR": "1",
             "TERM": "dumb", "PATH": str(Path(sys.executable).parent)}  # fmt: skip
    told = subprocess.run([sys.executable, "-c", run, *words], capture_output=True, text=True,
                          env=plain, check=False, encoding="utf-8")  # fmt: skip
    return "\n".join(line.rstrip() for line in told.stdout.splitlines())
