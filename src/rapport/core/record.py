"""Record: what happened, as a source told it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rapport.core.person import Handle
from rapport.core.phrase import Value


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that happened: who told it, what it is, when, to whom, and its content.

    `(source, kind, key)` is its name for ever: writing it twice is the same as once, and a
    changed one is a new version. `happened_at` is the world's clock (naive UTC), `seen_at` the
    book's. `body` maps column names of the kind's table to values.
    """

    source: str
    kind: str
    key: str
    happened_at: datetime
    seen_at: datetime
    handles: tuple[Handle, ...] = ()
    body: Mapping[str, Value | datetime | None] = field(default_factory=dict)
