"""Register: how does an experiment stand in the book, written before any result can be seen?

A `trial` is the register of one experiment, an `experiment` one person's arm in it. Both are
only added to: a decision, and taking one back, are new versions of the trial.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rapport.ledger.acts import TRIAL
from rapport.ledger.engine import Engine
from rapport.ledger.landing import hash_sql
from rapport.ledger.telling import OURS, tell_act

_ASSIGNMENT_PARTS = [
    "'experiment'",
    "$seen_at::TIMESTAMP",
    "contact",
    "$name::VARCHAR",
    "arm",
    "stratum",
]


def tell_trial(
    engine: Engine, told: Mapping[str, object], happened_at: datetime, seen_at: datetime
) -> None:
    """Write a version of an experiment's register; `told` holds every column of the table."""
    tell_act(engine, TRIAL, str(told["name"]), told, happened_at, seen_at)


def tell_assignments(engine: Engine, drawn: str, name: str, seen_at: datetime) -> None:
    """Write the arm of everybody in a table that `drawing` made (contact, arm, stratum)."""
    engine.run(
        f"""INSERT INTO experiment
    (source, key, happened_at, seen_at, updated_at, contact, content, experiment, arm, stratum)
SELECT
    '{OURS}',
    concat_ws(' ', $name, contact),
    $seen_at,
    $seen_at,
    $seen_at,
    contact,
    {hash_sql(_ASSIGNMENT_PARTS)},
    $name,
    arm,
    stratum
FROM {drawn}""",
        {"name": name, "seen_at": seen_at},
    )


_REGISTERED = ("happened_at", *TRIAL.column_names)

_TRIALS = f"""
SELECT {", ".join(_REGISTERED)}
FROM trial
WHERE source = '{OURS}'
QUALIFY row_number() OVER (
    PARTITION BY key
    ORDER BY updated_at DESC NULLS LAST, content DESC
) = 1
ORDER BY happened_at, name
"""


def trials(engine: Engine) -> list[dict[str, Any]]:
    """The register as it stands: one dictionary an experiment, oldest first."""
    return [dict(zip(_REGISTERED, row, strict=True)) for row in engine.rows(_TRIALS)]


_FINGERPRINT = """
SELECT md5(string_agg(concat_ws(' ', contact, arm), chr(10) ORDER BY contact))
FROM {assigned}
"""


def fingerprint(engine: Engine, drawn: str) -> str:
    """The fingerprint of a drawn table's arms (contact, arm), whatever the order of its rows."""
    return str(engine.rows(_FINGERPRINT.format(assigned=drawn))[0][0])


def fingerprint_kept(engine: Engine, name: str) -> str:
    """The fingerprint of the arms that the book holds of a registered experiment."""
    kept = f"(SELECT contact, arm FROM experiment WHERE source = '{OURS}' AND experiment = $name)"
    return str(engine.rows(_FINGERPRINT.format(assigned=kept), {"name": name})[0][0])
