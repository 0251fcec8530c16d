"""Costs: what did relations cost in the window, in hours, money spent and gestures?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from rapport.core.calendar import Window
from rapport.core.card import Claim
from rapport.core.estimate import Caveat, Refusal, Weight
from rapport.core.measure import Columns, Snapshot
from rapport.core.phrase import Phrase, mark, say
from rapport.core.statement import Line
from rapport.returns.account import Account, Title, exact_amount
from rapport.returns.cost_steps import GESTURES, HOURS, SPENT
from rapport.returns.doubt import Worth
from rapport.returns.terms import Terms

TITLE = Title(
    "costs",
    say("Cost: hours, gestures, incentives, tools and media"),
    Claim.DESCRIBES,
    say(
        "hours worked times what an hour costs, plus everything spent, plus refunds made as a"
        " gesture and priced gestures, all of the window"
    ),
)
_NAMES = 5
_GAP = np.timedelta64(45, "D")  # a month told on its last day is no gap


@dataclass(frozen=True, slots=True)
class _Part:
    """One line under the cost: key, name, minor units, from how many records."""

    key: str
    name: Phrase
    cents: int
    records: int


def costs(snapshot: Snapshot, window: Window, terms: Terms) -> Account:
    """The cost line, exact, with its parts; refused while any of it is unknown."""
    if terms.refusal:
        return TITLE.refused(terms.refusal)
    named = {"window_start": window.start, "window_end": window.end, "currency": terms.currency}
    hours = snapshot.read(HOURS, parameters=named)
    spent = snapshot.read(SPENT, parameters=named)
    gestures = snapshot.read(*GESTURES, parameters=named)
    refusal = _unknown(hours, spent, gestures)
    if refusal:
        return TITLE.refused(refusal)
    parts = (*_hour_parts(hours), *_spent_parts(spent), *_gesture_parts(gestures))
    total = sum(part.cents for part in parts)
    records = sum(part.records for part in parts)
    lines = tuple(_line(part, terms) for part in parts)
    answer = exact_amount(total, records, terms)
    caveats = (*_coverage(hours, spent, window), *_twice(spent, gestures, terms))
    return Account(TITLE.line(answer, lines), Worth.known(total, 0.0), caveats)


def _unknown(hours: Columns, spent: Columns, gestures: Columns) -> Refusal | None:
    """Why the cost cannot be told: unknown cost is never 0."""
    if not len(hours["records"]):
        return Refusal(
            say("nobody told the hours worked on relations in this window"),
            say("import a file of hours: rapport import BOOK effort.csv (0 hours is an answer)"),
        )
    if int(hours["unpriced"].sum()):
        return _unpriced_hours(hours)
    if not len(spent["records"]):
        return Refusal(
            say("nobody told the money spent on relations in this window"),
            say("import a file of spend: rapport import BOOK spend.csv (0 is an answer)"),
        )
    unpriced = int(spent["unpriced"].sum()) + int(gestures["unpriced"].sum())
    if unpriced:
        return Refusal(
            say("{n} amounts spent or given stand in a currency without a rate", n=unpriced),
            say("import dated rates (a file with day, base, quote, rate)"),
            unpriced,
        )
    return None


def _unpriced_hours(hours: Columns) -> Refusal:
    """Name those whose hour has no cost."""
    lists = [str(one) for one in np.ma.compressed(np.ma.asarray(hours["unpriced_agents"]))]
    names = sorted({name for one in lists for name in one.split("|")})
    shown = ", ".join(names[:_NAMES]) + (" …" if len(names) > _NAMES else "")
    return Refusal(
        say("what an hour costs is not told for {names}", names=shown),
        say(
            "rapport set BOOK hourly_cost=35 for everybody, or import a file of staff with a"
            " column hourly_cost"
        ),
        int(hours["unpriced"].sum()),
    )


def _hour_parts(hours: Columns) -> tuple[_Part, ...]:
    """Hours by programme."""
    return tuple(
        _Part(
            f"costs.hours.{name}",
            say("Hours ({hours:.1f} h): {programme}", hours=float(worked), programme=name),
            int(cents),
            int(records),
        )
        for name, worked, cents, records in zip(
            _texts(hours, "programme"), hours["hours"], hours["cents"], hours["records"],
            strict=True,
        )
    )  # fmt: skip


def _spent_parts(spent: Columns) -> tuple[_Part, ...]:
    """Money spent by programme and category."""
    return tuple(
        _Part(
            f"costs.spend.{name}.{category}",
            say("{category}: {programme}", category=category, programme=name),
            int(cents),
            int(records),
        )
        for name, category, cents, records in zip(
            _texts(spent, "programme"), _texts(spent, "category"), spent["cents"],
            spent["records"], strict=True,
        )
    )  # fmt: skip


def _gesture_parts(gestures: Columns) -> tuple[_Part, ...]:
    """Gestures to single customers, told as refunds or noted in Rapport."""
    names: Mapping[str, Phrase] = {
        "refund": say("Gestures told as refunds"),
        "gesture": say("Gestures told one by one"),
    }
    return tuple(
        _Part(f"costs.gestures.{told_as}", names[told_as], int(cents), int(records))
        for told_as, cents, records in zip(
            _texts(gestures, "told_as"), gestures["cents"], gestures["records"], strict=True
        )
    )


def _texts(columns: Columns, name: str) -> list[str]:
    """A column of texts."""
    return [str(one) for one in np.ma.filled(np.ma.asarray(columns[name]), "")]


def _line(part: _Part, terms: Terms) -> Line:
    """A part of the cost as a line of its own."""
    title = Title(part.key, part.name, Claim.DESCRIBES, TITLE.how)
    return title.line(exact_amount(part.cents, part.records, terms))


def _coverage(hours: Columns, spent: Columns, window: Window) -> tuple[Caveat, ...]:
    """Months at an end of the window without a told cost: the cost may be too low."""
    caveats = []
    for what, columns in ((mark("work"), hours), (mark("spending"), spent)):
        first, last = columns["first_day"].min(), columns["last_day"].max()
        start, end = np.datetime64(window.start), np.datetime64(window.last_day)
        if (first - start) > _GAP or (end - last) > _GAP:
            text = say(
                "{what} of this window is told only from {first} to {last}: cost may be too low",
                what=what, first=_day(first), last=_day(last),
            )  # fmt: skip
            caveats.append(Caveat(f"{what}-partly-told", text, Weight.WARNING))
    return tuple(caveats)


def _day(moment: np.datetime64) -> date:
    """An engine's day as a day."""
    told: date = moment.astype("datetime64[D]").item()
    return told


def _twice(spent: Columns, gestures: Columns, terms: Terms) -> tuple[Caveat, ...]:
    """Gestures told both as spend and one by one might be the same money."""
    one_by_one = int(gestures["cents"].sum()) if len(gestures["cents"]) else 0
    as_spend = int(spent["gesture_cents"].sum())
    if not (one_by_one and as_spend):
        return ()
    text = say(
        "gestures are told as spend ({spent:.2f}) and customer by customer ({given:.2f}); both are"
        " counted: if they are the same money, the cost is too high by the smaller",
        spent=as_spend / terms.scale, given=one_by_one / terms.scale,
    )  # fmt: skip
    return (Caveat("gestures-told-twice", text, Weight.WARNING),)
