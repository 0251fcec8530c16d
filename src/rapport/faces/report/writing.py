"""Writing: which questions does a report ask of the house, and where is its page kept?"""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

from rapport.core.card import Card
from rapport.core.result import Result
from rapport.faces.present.language import Language, environment_language
from rapport.faces.report.html import render
from rapport.house import House

PERIOD = "month"


def write_report(house: House, path: Path, *, as_of: date | None, lang: str | None) -> Path:
    """Ask every measure, write the page at `path` whole or not at all, and return the path.

    Raises OSError where the page cannot be written.
    """
    language = Language(lang) if lang else environment_language(os.environ)
    day = as_of or house.last_day
    results = tuple(result for card in house.measures() for result in ask(house, card, day))
    statement = house.returns(end=day + timedelta(days=1))
    page = render(house.status(), results, statement, lang=language)
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.write_text(page, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def ask(house: House, card: Card, day: date) -> tuple[Result, ...]:
    """Ask one measure for all, and cut by month and by its first segmentation where it can be."""
    results = [house.measure(card.key, as_of=day, per=PERIOD)]
    if card.segments:
        results.append(house.measure(card.key, as_of=day, by=card.segments[0]))
    return tuple(results)
