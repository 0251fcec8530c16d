"""Recognise: which source's export is this sheet, and how sure are we?"""

from __future__ import annotations

from rapport.core.errors import UnknownFile
from rapport.core.phrase import Phrase, say
from rapport.core.source import Recognition, Sheet
from rapport.sources.catalog import SOURCES
from rapport.sources.generic import Nearness, nearest
from rapport.sources.mapping import SavedMapping, by_saved, signature


def recognise(sheet: Sheet, saved: tuple[SavedMapping, ...] = ()) -> Recognition:
    """Ask the kept mappings, then every source; the surest answer counts.

    Raises UnknownFile, which says the columns seen, the nearest kinds and what to type.
    """
    header = signature(sheet)
    for mapping in reversed(saved):
        if mapping.signature == header:
            return by_saved(sheet, mapping)
    answers = [answer for source in SOURCES if (answer := source.recognise(sheet)) is not None]
    if not answers:
        raise UnknownFile(_unknown(sheet, nearest(sheet)[:3]))
    return max(answers, key=lambda answer: answer.confidence)


def _unknown(sheet: Sheet, near: tuple[Nearness, ...]) -> Phrase:
    best = near[0]
    told = " ".join(f'{field}="COLUMN"' for field in best.missing)
    return say(
        "{file} is of no kind that is known (columns: {columns}); nearest: {kinds}. "
        "Say what it is: --as {kind} --map {told}",
        file=sheet.told_as,
        columns=", ".join(sheet.columns[:30]),
        kinds=", ".join(one.shape.plural for one in near),
        kind=best.shape.plural,
        told=told or 'FIELD="COLUMN"',
    )
