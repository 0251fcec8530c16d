"""Upgrades: how does a book of an older edition become one of this edition, safely?"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from rapport.core.errors import BookForeign
from rapport.core.phrase import say
from rapport.ledger.engine import DuckDBEngine
from rapport.ledger.schema import EDITION
from rapport.ledger.voice_tables import VOICE

Upgrades = Mapping[int, tuple[str, ...]]
"""Statements that lead from an edition to the next, by the edition they start from."""

_REGISTER_OF_EXPERIMENTS = """
CREATE TABLE trial (
    source VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    zone VARCHAR,
    seen_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP,
    contact UBIGINT,
    content UBIGINT,
    name VARCHAR,
    question VARCHAR,
    who VARCHAR,
    design VARCHAR,
    seed BIGINT,
    share_held_out DOUBLE,
    invited BIGINT,
    held_out BIGINT,
    starts_at TIMESTAMP,
    ends_at TIMESTAMP,
    smallest_effect BIGINT,
    currency VARCHAR,
    assignment VARCHAR,
    status VARCHAR,
    closed_at TIMESTAMP,
    reason VARCHAR
)
"""
_CORRECTION = """
CREATE TABLE correction (
    source VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    zone VARCHAR,
    seen_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP,
    contact UBIGINT,
    content UBIGINT,
    teller VARCHAR,
    message_id VARCHAR,
    field VARCHAR,
    value VARCHAR,
    drawn BOOLEAN,
    decided_by VARCHAR
)
"""
_GROUP_RULING = """
CREATE TABLE group_ruling (
    source VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    zone VARCHAR,
    seen_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP,
    contact UBIGINT,
    content UBIGINT,
    verdict VARCHAR,
    teller VARCHAR,
    message_id VARCHAR,
    other_teller VARCHAR,
    other_message_id VARCHAR,
    label VARCHAR,
    decided_by VARCHAR
)
"""
_HANDLING = """
CREATE TABLE handling (
    source VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    zone VARCHAR,
    seen_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP,
    contact UBIGINT,
    content UBIGINT,
    teller VARCHAR,
    message_id VARCHAR,
    state VARCHAR,
    owner VARCHAR,
    cause VARCHAR,
    text VARCHAR,
    outcome VARCHAR
)
"""
_TEAM = "ALTER TABLE staff ADD COLUMN team VARCHAR"
_VOICE = (_CORRECTION, _GROUP_RULING, _HANDLING, _TEAM, *VOICE)

UPGRADES: Upgrades = {1: (_REGISTER_OF_EXPERIMENTS,), 2: _VOICE}
"""Edition 1 is the first: nothing leads to it."""


def bring_up(path: Path, edition: int, upgrades: Upgrades = UPGRADES, *, to: int = EDITION) -> Path:
    """Copy the book beside itself, then upgrade it in one transaction; return the copy's path.

    Raises BookForeign where no way leads from its edition to this one; the book is then as it
    was.
    """
    missing = [step for step in range(edition, to) if step not in upgrades]
    if missing:
        raise BookForeign(
            say(
                "{path} is of edition {edition}, which this Rapport cannot upgrade: "
                "import the files again into a new book",
                path=str(path),
                edition=edition,
            )
        )
    copy = path.with_name(f"{path.name}.edition{edition}")
    shutil.copy2(path, copy)
    engine = DuckDBEngine(path)
    try:
        with engine.transaction():
            for step in range(edition, to):
                for statement in upgrades[step]:
                    engine.run(statement)
            engine.run("UPDATE about SET value = $to WHERE name = 'edition'", {"to": str(to)})
    finally:
        engine.close()
    return copy
