"""Phrase: how does a sentence travel with its numbers, so that any face can say it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Value = str | int | float | bool | date


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence template and the values that fill it.

    The template is the message identifier of the translation catalogues; `str()` gives English.

    >>> str(Phrase("{n} customers", (("n", 3),)))
    '3 customers'
    """

    template: str
    values: tuple[tuple[str, Value], ...] = ()

    def filled(self, template: str) -> str:
        """Fill a (translated) template with this phrase's values."""
        return template.format(**dict(self.values)) if self.values else template

    def __str__(self) -> str:
        return self.filled(self.template)


def say(template: str, /, **values: Value) -> Phrase:
    """Make a phrase; translators' tools collect the template from the call.

    >>> str(say("needs {n} more", n=30))
    'needs 30 more'
    """
    return Phrase(template, tuple(sorted(values.items())))


def mark(text: str) -> str:
    """Return a short constant text as it is, marked for translators (a part, a label)."""
    return text
