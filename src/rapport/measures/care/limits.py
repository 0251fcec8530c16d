"""Limits: how many days does a setting give, if the measure was not told?"""

from __future__ import annotations

from rapport.core.errors import BadSetting
from rapport.core.measure import Snapshot
from rapport.core.phrase import say


def days_of(snapshot: Snapshot, setting: str, told: int | None) -> int:
    """Days of a measure's own field, else of the book's setting; raises BadSetting."""
    if told is not None:
        return told
    value = snapshot.setting(setting).value
    if not value.isdecimal() or int(value) < 1:
        raise BadSetting(
            say("{setting} is “{told}”: set a whole number of days", setting=setting, told=value)
        )
    return int(value)
