"""Experiments: how is an invitation drawn by lot, registered, listed, decided and taken back?

The register is written in the same transaction as the draw, and its outcome window may only
begin on a day that the book does not know yet: nobody can have seen the result before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from rapport.core.errors import UserError
from rapport.core.estimate import Refusal
from rapport.core.experiment import Experiment, Plan
from rapport.core.measure import Step
from rapport.core.phrase import say
from rapport.ledger.book import Book
from rapport.ledger.currencies import NO_CURRENCY, minor_units
from rapport.ledger.drawing import DRAW, HELD_OUT, write_list
from rapport.ledger.register import (
    fingerprint,
    fingerprint_kept,
    tell_assignments,
    tell_trial,
    trials,
)
from rapport.ledger.snapshot import BookSnapshot
from rapport.measures.lift.experiment_cells import sums_by_experiment
from rapport.measures.lift.experiment_sums import PAST_DAYS, SUMS
from rapport.stats.experiments import Cells, compare, smallest_effect

DECISIONS = ("kept", "dropped")
"""What an experiment can end in."""
FEWEST = 30
"""People that each arm needs; fewer are never told (see the measure)."""
DESIGN = (
    "lot within strata of recency x frequency x spend (thirds of each); intention to treat, CUPED"
    " on the spend of 365 days before; always-valid 95 % interval while it runs, fixed at its end"
)


def draw_experiment(
    book: Book, snapshot: BookSnapshot, plan: Plan, path: Path | None, now: datetime
) -> Experiment:
    """Draw, register and (where a path is given) list whom to invite; all or nothing.

    Without a path nothing is written. Raises UserError where the name is taken, the outcome
    window has begun, or too few can be drawn.
    """
    if plan.name in {told["name"] for told in trials(book.engine)}:
        raise UserError(
            say("there is an experiment “{name}” already: give another name", name=plan.name)
        )
    if path is not None and path.exists():
        raise UserError(
            say("{path} exists already: give another name, or remove it first", path=str(path))
        )
    starts = _start(plan, snapshot.as_of, now.date())
    bound = {"who": plan.who, "name": plan.name, "seed": plan.seed, "share": plan.share_held_out}
    drawn = snapshot.keep("drawn", *DRAW, parameters=bound)
    cells = _past(snapshot, plan)
    _check_size(cells)
    told = _told(plan, snapshot, cells, starts) | {"assignment": fingerprint(book.engine, drawn)}
    if path is not None:
        with book.engine.transaction():
            tell_trial(book.engine, told, now, now)
            tell_assignments(book.engine, drawn, plan.name, now)
            book.touch(now)
            write_list(book.engine, drawn, path, plan.name, now.date().isoformat())
    return _experiment(told | {"happened_at": now}, is_intact=True)


def experiments(book: Book) -> tuple[Experiment, ...]:
    """The register as it stands, oldest first, withdrawn ones included."""
    return tuple(
        _experiment(
            told, is_intact=fingerprint_kept(book.engine, told["name"]) == told["assignment"]
        )
        for told in trials(book.engine)
    )


def close_experiment(
    book: Book, name: str, decision: str, reason: str | None, now: datetime
) -> Experiment:
    """Write what was decided: kept or dropped; raises UserError where it does not run."""
    if decision not in DECISIONS:
        known = ", ".join(DECISIONS)
        raise UserError(say("“{decision}” is no decision: {known}", decision=decision, known=known))
    told = _registered(book, name)
    if told["status"] != "running":
        raise UserError(
            say(
                "“{name}” does not run: it is {status} (take that back first: rapport experiment"
                " undo)",
                name=name,
                status=told["status"],
            )
        )
    return _rewrite(book, told, {"status": decision, "closed_at": now, "reason": reason}, now)


def undo_experiment(book: Book, name: str, now: datetime) -> Experiment:
    """Take the last act back: a decision (it runs again), else the experiment (withdrawn).

    Raises UserError where it was withdrawn already.
    """
    told = _registered(book, name)
    if told["status"] == "withdrawn":
        raise UserError(say("“{name}” was withdrawn: draw a new one under another name", name=name))
    status = "withdrawn" if told["status"] == "running" else "running"
    return _rewrite(book, told, {"status": status, "closed_at": None, "reason": None}, now)


def _rewrite(
    book: Book, told: Mapping[str, Any], change: Mapping[str, Any], now: datetime
) -> Experiment:
    """Write a new version of an experiment's register."""
    new = {**told, **change}
    with book.engine.transaction():
        tell_trial(book.engine, new, told["happened_at"], now)
        book.touch(now)
    return next(one for one in experiments(book) if one.name == told["name"])


def _registered(book: Book, name: str) -> dict[str, Any]:
    found = {told["name"]: told for told in trials(book.engine)}
    if name not in found:
        known = ", ".join(found) or "-"
        raise UserError(
            say("there is no experiment “{name}”: registered are {known}", name=name, known=known)
        )
    return found[name]


def _start(plan: Plan, last_day: date, today: date) -> date:
    """First day of the outcome window: none that the book knows, or that is over."""
    earliest = max(last_day + timedelta(days=1), today)
    if plan.start is not None and plan.start < earliest:
        raise UserError(
            say(
                "the outcome window cannot begin on {start}: what happened then may be known"
                " already; the first day that can be taken is {earliest}",
                start=plan.start,
                earliest=earliest,
            )
        )
    return plan.start or earliest


_PLACEBO = Step(
    "assigned",
    f"""
    SELECT
        'draw' AS experiment,
        person,
        stratum,
        arm = '{HELD_OUT}' AS held_out,
        CAST($as_of AS DATE) AS drawn_day,
        CAST($as_of AS DATE) - CAST($days AS INTEGER) + 1 AS opens,
        CAST($as_of AS DATE) AS closes
    FROM drawn
    """,
    ("drawn",),
)
"""The drawn people as if the last days that the book knows had been the outcome window."""


def _past(snapshot: BookSnapshot, plan: Plan) -> Cells | None:
    """What the two arms spent in a window of the same length before the draw; None: nobody."""
    bound = {"days": plan.days, "past_days": PAST_DAYS, "counted": ""}
    found = sums_by_experiment(snapshot.read(_PLACEBO, *SUMS, parameters=bound))
    return found["draw"][0].cells if found else None


def _check_size(cells: Cells | None) -> None:
    """Raise UserError where an arm has too few people ever to be read."""
    held_out, invited = cells.people if cells else (0, 0)
    if min(held_out, invited) < FEWEST:
        raise UserError(
            say(
                "only {invited} customers to invite and {held_out} to hold out, where {fewest} of"
                " each are needed: hold out another share, or draw from more customers",
                invited=invited,
                held_out=held_out,
                fewest=FEWEST,
            )
        )


def _told(plan: Plan, snapshot: BookSnapshot, cells: Cells | None, starts: date) -> dict[str, Any]:
    """The register's columns, but for the fingerprint."""
    held_out, invited = cells.people if cells else (0, 0)
    currency = snapshot.currency
    is_told = cells is not None and not isinstance(currency, Refusal)
    smallest = smallest_effect(compare(cells.merged()).error) if cells and is_told else None
    return {
        "name": plan.name,
        "question": plan.question,
        "who": plan.who,
        "design": DESIGN,
        "seed": plan.seed,
        "share_held_out": plan.share_held_out,
        "invited": invited,
        "held_out": held_out,
        "starts_at": datetime.combine(starts, time()),
        "ends_at": datetime.combine(starts + timedelta(days=plan.days), time()),
        "smallest_effect": round(smallest) if smallest else None,
        "currency": NO_CURRENCY if isinstance(currency, Refusal) else currency,
        "status": "running",
        "closed_at": None,
        "reason": None,
    }


def _experiment(told: Mapping[str, Any], *, is_intact: bool) -> Experiment:
    """An experiment from the columns of its register."""
    same = ("name", "question", "who", "design", "seed", "share_held_out", "invited", "held_out",
            "currency", "assignment", "status", "closed_at", "reason")  # fmt: skip
    effect = told["smallest_effect"]
    return Experiment(
        **{name: told[name] for name in same},
        registered_at=told["happened_at"],
        starts=told["starts_at"].date(),
        ends=told["ends_at"].date(),
        smallest_effect=None if effect is None else effect / minor_units(told["currency"]),
        is_intact=is_intact,
    )
