"""Excerpt: what does the demonstration's statement say, as it stands in the README?

`python -m docs.excerpt` runs the demonstration (seed 1) in a folder that is thrown away and writes
its statement between the marks of README.md; with `--check` it only tells whether it is stale.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import rapport
from docs.commands import run

README = Path(__file__).resolve().parent.parent / "README.md"
START, END = "<!-- statement -->\n", "<!-- end of statement -->"
CAVEATS = "\n  ! "
"""How caveats begin: from the first one on, the excerpt leaves out what follows."""


def excerpt() -> str:
    """The statement of the demonstration, as a terminal shows it, down to its caveats.

    Raises CalledProcessError where the command line fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "demo.rapport"
        rapport.demo(book, customers=10_000, seed=1).close()
        shown = run("returns", "demo.rapport", folder=Path(folder))
    shown.check_returncode()
    return f"```text\n$ rapport returns demo.rapport\n{shown.stdout.split(CAVEATS)[0]}\n…\n```\n"


def fresh() -> str:
    """README.md with the excerpt as it is now."""
    before, rest = README.read_text(encoding="utf-8").split(START)
    return before + START + excerpt() + END + rest.split(END)[1]


def main() -> int:
    """Write the excerpt, or with --check tell whether it is stale; exit status."""
    now = fresh()
    if "--check" in sys.argv:
        return int(now != README.read_text(encoding="utf-8"))
    README.write_text(now, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
