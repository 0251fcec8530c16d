"""Covered months: of which customers' months do the effects of connecting and answering speak?

A statement may tell an effect of these months only, so they are kept as relations by person.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rapport.core.measure import Snapshot, Step
from rapport.measures.lift.answer_effect import whole_answers
from rapport.measures.lift.answer_effect_rounds import limit_days
from rapport.measures.lift.connected_groups import whole_case
from rapport.measures.lift.connected_months import ConnectedMonths, connected_months
from rapport.stats.landmark import DEFAULT
from rapport.stats.landmark_histories import Histories
from rapport.stats.landmark_strata import cohorts

Codes = NDArray[np.int64]

BY_CONNECTION, BY_ANSWER = "connection_covered", "answer_covered"
MONTHS = """
    SELECT DISTINCT
        person,
        CAST(CAST($opens AS DATE) + TO_MONTHS(CAST(place AS INTEGER)) AS DATE) AS month
    FROM covered_place
    """


def keep_covered_months(snapshot: Snapshot) -> None:
    """Keep the relations `connection_covered` and `answer_covered`: person, month (first day).

    A customer-month stands there once; without any to tell of the relation is empty.
    """
    months = connected_months(snapshot)
    if months is None:
        return
    tied = whole_case(snapshot, months)
    person, place = _none() if not tied.can_say else by_connection(tied.told)
    _keep(snapshot, BY_CONNECTION, months, months.person[person], place)
    rounds, case = whole_answers(snapshot, months, limit_days(snapshot, None))
    person, place = _none()
    if case.can_say and case.found:
        told = rounds.asked.of(case.found.covered)
        lag, row = np.nonzero(told.seen)
        person, place = rounds.who[told.person[row]], told.month[row] + 1 + lag
    _keep(snapshot, BY_ANSWER, months, person, place)


def by_connection(told: Histories) -> tuple[Codes, Codes]:
    """Customers' codes and months that the default design covers, (r,) each."""
    people, places = [], []
    for cohort in cohorts(told, DEFAULT):
        used = (cohort.stratum[0] >= 0) | (cohort.stratum[1] >= 0)
        chosen = cohort.people[used & cohort.connects]
        last = np.minimum(cohort.month + DEFAULT.horizon, told.until[chosen])
        for month in range(cohort.month, min(cohort.month + DEFAULT.horizon, told.months)):
            inside = chosen[last > month]
            people.append(inside)
            places.append(np.full(len(inside), month))
    if not people:
        return _none()
    return np.concatenate(people), np.concatenate(places)


def _keep(
    snapshot: Snapshot, name: str, months: ConnectedMonths, person: Codes, place: Codes
) -> None:
    given = {"covered_place": {"person": person, "place": place}}
    snapshot.keep(name, Step(name, MONTHS), parameters={"opens": months.opens}, given=given)


def _none() -> tuple[Codes, Codes]:
    return np.empty(0, np.int64), np.empty(0, np.int64)
