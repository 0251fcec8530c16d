"""Which hashtags and mentions does each text hold?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapport.voice.rules.inflections import fold

_HASHTAG = re.compile(r"(?<![\w/&#.])[#＃](\w*[^\W\d_]\w*)")
_MENTION = re.compile(r"(?<![\w/@.])@(\w{1,30})")
_LINK = re.compile(r"https?://\S+|www\.\S+")


def hashtags(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The tags of each text without `#`, folded so that #Été and #ete are one, each once.

    Numbers (#1), parts of links and HTML entities are none.
    """
    return [_found(_HASHTAG, text) if "#" in text or "＃" in text else () for text in texts]


def mentions(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The accounts that each text names, without `@`, in lower case, each once; no e-mails."""
    return [_found(_MENTION, text) if "@" in text else () for text in texts]


def _found(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    """What a pattern finds outside of links, folded, in order, each once."""
    spoken = _LINK.sub(" ", text) if "://" in text or "www." in text else text
    return tuple(dict.fromkeys(fold(found) for found in pattern.findall(spoken)))
