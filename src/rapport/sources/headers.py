"""Headers: when do two column names, however written, mean the same?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from iso4217 import Currency

from rapport.core.phrase import say

_IN_BRACKETS = re.compile(r"[(\[]\s*([A-Za-z]{3})\s*[)\]]")
_LONGEST_NAME = 200
"""Characters of a header cell that are kept: longer ones are no names."""


def fold(name: str) -> str:
    """Fold case, accents and punctuation away: what is equal then means the same.

    >>> fold("N° de Commande") == fold("n_de_commande")
    True
    >>> fold("InvoiceNo")
    'invoiceno'
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def unique_names(cells: Iterable[str | None]) -> tuple[str, ...]:
    """Trimmed header cells, made unique whatever their case; empty ones are numbered.

    >>> unique_names([" Name", "name", None])
    ('Name', 'name (2)', 'column 3')
    """
    taken: set[str] = set()
    names = []
    for place, cell in enumerate(cells, start=1):
        bare = re.sub(r"[\x00-\x1f\x7f\ufeff]+", " ", cell or "").strip()[:_LONGEST_NAME].strip()
        name = bare = bare or str(say("column {n}", n=place))
        count = 1
        while name.lower() in taken or not name:
            count += 1
            name = f"{bare} ({count})"
        taken.add(name.lower())
        names.append(name)
    return tuple(names)


def told_currency(name: str) -> str | None:
    """The ISO 4217 code that a header carries in brackets, or None.

    >>> told_currency("Amount spent (USD)"), told_currency("Created (UTC)")
    ('USD', None)
    """
    found = _IN_BRACKETS.search(name)
    if found is None:
        return None
    try:
        return str(Currency(found.group(1).upper()).code)
    except ValueError:
        return None


def without_currency(name: str) -> str:
    """The folded name without the currency in brackets.

    >>> without_currency("Coût (EUR)")
    'cout'
    """
    return fold(_IN_BRACKETS.sub("", name) if told_currency(name) else name)


def by_fold(columns: Iterable[str]) -> dict[str, str]:
    """Folded name → the column that bears it first.

    >>> by_fold(["Order #", "Net Sales"])
    {'order': 'Order #', 'netsales': 'Net Sales'}
    """
    found: dict[str, str] = {}
    for name in columns:
        found.setdefault(fold(name), name)
    return found
