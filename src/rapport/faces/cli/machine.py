"""Machine: how are answers handed to another program, the same in every language?"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from rapport.core.phrase import Phrase
from rapport.core.result import TIDY_COLUMNS, TidyRow


class Format(StrEnum):
    """How answers are written: for people, or for programs."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def write_rows(rows: Sequence[TidyRow], form: Format) -> None:
    """Write tidy rows as JSON or CSV to standard output."""
    if form is Format.JSON:
        write_json(rows)
    else:
        write_csv(rows, TIDY_COLUMNS)


def write_json(told: Any) -> None:  # noqa: ANN401 - anything JSON-able
    """Write strict JSON; phrases in English, days in ISO; raises ValueError on NaN."""
    text = json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False, default=_plain)
    sys.stdout.write(f"{text}\n")


def write_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Write rows as CSV with a header; nothing told is an empty cell."""
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({k: _plain_cell(v) for k, v in row.items()} for row in rows)


def _plain(told: Any) -> Any:  # noqa: ANN401 - anything JSON-able
    """Return what JSON has no word for: phrases and days as text, mappings as dictionaries."""
    return dict(told) if isinstance(told, Mapping) else str(told)


def _plain_cell(told: Any) -> Any:  # noqa: ANN401 - anything JSON-able
    """Return a cell of CSV."""
    return str(told) if isinstance(told, Phrase) else told
