"""Generate: which pages are made from the code, and are they fresh?

`python -m docs.generate` writes them, and the statement in the README; with `--check` it only
tells which are stale.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from docs import excerpt
from docs.commands import commands_page
from docs.keeping import MEANINGS, ROWS
from rapport.core.card import Card
from rapport.faces.present.families import FAMILIES
from rapport.ledger.columns import COMMON, HANDLES, Column, Table
from rapport.ledger.schema import EDITION, KEEPING, record_table_sql
from rapport.ledger.tables import RECORD_TABLES
from rapport.measures.catalog import CATALOG

DOCS = Path(__file__).resolve().parent
MADE = "<!-- Made by `make docs`; change the code it comes from, not this page. -->"
BOOK = f"""# The book: what is told

{MADE}

Edition {EDITION}. Records are only ever added: a changed record is a new version of its key
`(source, kind, key)`. Money is kept in integer minor units with its currency, times in UTC, or,
where no offset was told, on the wall clock of the home zone (`zone` is then NULL). What the book
keeps about itself stands on [a page of its own](keeping.md).

## Columns of every record

Each table of records begins with these, then has its own.
"""
KEPT = f"""# The book: what it keeps about itself

{MADE}

Beside [the tables of records](book.md) the book keeps who is who, what was refused, and what was
taken in.
"""


def pages() -> dict[Path, str]:
    """Every page that is made, by its path."""
    made = {DOCS / "measures" / f"{card.key}.md": measure_page(card) for card in cards()}
    made[DOCS / "measures" / "README.md"] = measures_index()
    made |= {DOCS / "book.md": book_page(), DOCS / "keeping.md": keeping_page()}
    return made | {DOCS / "commands.md": commands_page(MADE)}


def cards() -> list[Card]:
    """The card of every measure, in the catalog's order."""
    return [measure.card for measure in CATALOG]


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '∣') for cell in line)} |" for line in lines)


def _table_link(name: str) -> str:
    """A link to the table's page: of what is told, or of what the book keeps about itself."""
    page = "book" if name not in ROWS else "keeping"
    return f"[`{name}`](../{page}.md#{name})"


def measure_page(card: Card) -> str:
    """What a measure is, as its card says."""
    facts = [
        ("key", f"`{card.key}`"),
        ("family", card.family),
        ("claim", f"{card.claim} (see [GLOSSARY](../../GLOSSARY.md))"),
        ("unit", f"{card.unit.dimension}: {card.unit}"),
        ("good news when", str(card.better)),
        ("needs", ", ".join(_table_link(name) for name in card.needs)),
        ("builds on", ", ".join(f"[`{key}`]({key}.md)" for key in card.needs_results) or "nothing"),
        ("n counts", str(card.sampled)),
        ("cut by", ", ".join(card.segments) or "nothing"),
    ]
    method = str(card.method)
    return "\n".join([
        f"# {card.name}", "", MADE, "", f"*{card.question}*", "",
        table(("", ""), facts), "",
        "**Method.** " + method[0].upper() + method[1:] + ".", "",
        "**Assumes**", "", *(f"- {one}" for one in card.assumes), "",
        "**Sources**", "",
        *(f"- {one.text}" + (f" <{one.where}>" if one.where else "") for one in card.sources),
        "",
    ])  # fmt: skip


def measures_index() -> str:
    """Every measure in one table, family by family."""
    names = {family.key: f"{family.name}: {family.question}" for family in FAMILIES}
    parts = ["# Measures", "", MADE, ""]
    for family, title in names.items():
        rows = [
            (f"[{card.name}]({card.key}.md)", f"`{card.key}`", str(card.question), str(card.claim))
            for card in cards()
            if card.family == family
        ]
        parts += [f"## {title}", "", table(("measure", "key", "question", "claim"), rows), ""]
    return "\n".join(parts)


def column_row(column: Column, types: dict[str, str]) -> tuple[str, ...]:
    """One line of a table's description; `types` says what the engine stores."""
    words = f": {', '.join(f'`{word}`' for word in column.words)}" if column.words else ""
    needed = "yes" if column.required else ""
    kind = f"{column.type} ({types[column.name]})"
    return f"`{column.name}`", kind, column.unit, needed, column.meaning + words


def types_of(one: Table) -> dict[str, str]:
    """The engine's type of every column of a table, from the statement that makes it."""
    return dict(re.findall(r"^    (\w+) ([A-Z]+)", record_table_sql(one), re.MULTILINE))


def record_part(one: Table) -> str:
    """A table of records: what one row is, and its own columns."""
    names = ["customer"] * one.handles + ["friend (`friend`: a second contact)"] * one.friend
    who = f" Names a {' and a '.join(names)}." if names else ""
    head = ("column", "type", "unit", "needed", "meaning")
    rows = [column_row(column, types_of(one)) for column in one.columns]
    return f"## {one.name}\n\nOne row is {one.row}.{who}\n\n{table(head, rows)}\n"


def keeping_part(statement: str) -> str:
    """A table that the book keeps about itself, read from the statement that makes it."""
    name = re.findall(r"CREATE TABLE (\w+)", statement)[0]
    columns = re.findall(r"^    (\w+) ([A-Z]+)( NOT NULL| PRIMARY KEY)?", statement, re.MULTILINE)
    rows = [
        (f"`{column}`", kind, "yes" if needed else "", MEANINGS[column])
        for column, kind, needed in columns
    ]
    head = table(("column", "type", "needed", "meaning"), rows)
    return f"## {name}\n\nOne row is {ROWS[name]}.\n\n{head}\n"


def book_page() -> str:
    """Every table of records: columns, types, units and meanings."""
    head = ("column", "type", "unit", "needed", "meaning")
    types = types_of(RECORD_TABLES[0])
    common = table(head, [column_row(column, types) for column in COMMON])
    handles = ", ".join(f"`{name}`" for name in HANDLES)
    told = f"Handles as told ({handles}) stand once in [`contact`](keeping.md#contact).\n"
    return "\n".join([BOOK, common, "", told, *(record_part(one) for one in RECORD_TABLES)])


def keeping_page() -> str:
    """Every table that the book keeps about itself."""
    return "\n".join([KEPT, *(keeping_part(statement) for statement in KEEPING)])


def stale() -> list[Path]:
    """Made pages that are missing or differ from what the code says, and those left over."""
    made = pages()
    old = [path for path, text in made.items()
           if not path.exists() or path.read_text(encoding="utf-8") != text]  # fmt: skip
    return old + [path for path in (DOCS / "measures").glob("*.md") if path not in made]


def main() -> int:
    """Write every page that is stale, or with --check tell which are; exit status."""
    only_tell = "--check" in sys.argv
    old = stale()
    for path in old:
        sys.stdout.write(f"{path.relative_to(DOCS.parent)}\n")
        if not only_tell:
            write(path)
    told = excerpt.main()
    return int(bool(old) or bool(told)) if only_tell else 0


def write(path: Path) -> None:
    """Make one page anew, or take it away where nothing makes it any more."""
    text = pages().get(path)
    if text is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
