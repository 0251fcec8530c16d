"""How well do the designs tell a truth that we know? One row a replication of a test world."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

import numpy as np

from rapport.stats.cells import count_cells
from rapport.stats.connection_verdict import ALLOWANCE, Evidence, Verdict, verdict
from rapport.stats.event_study import overall
from rapport.stats.group_time import Comparison, GroupTime, group_time_effects
from rapport.stats.landmark import DEFAULT, NORMAL_95, Lift, lift
from rapport.stats.landmark_histories import Histories
from rapport.stats.landmark_strata import READINGS, Landmark, cohorts
from rapport.stats.panel import Labels, Panel
from truth.lift_world import WORLDS, History, World, simulate

SECOND = Comparison(base_months=3, anticipation=1, ratio=True, fewest_controls=10)


@dataclass(frozen=True)
class Trial:
    """One replication: what each design says, and the truth on exactly what it covers."""

    truth: float
    naive: float
    naive_error: float
    naive_truth: float
    second: float
    second_error: float
    second_truth: float
    effect: float
    error: float
    with_tie: float
    placebo: float
    placebo_error: float
    verdict: Verdict
    connected: int
    covered: float
    depletion: float
    critical: float


def trial(seed: int, world: World, design: Landmark = DEFAULT) -> Trial:
    """Live one history and ask every design."""
    history = simulate(world, seed)
    found = lift(history.told, design)
    assert found is not None
    second = entered_ratio(history)
    said = verdict(evidence(history.told, found, second[0]))
    return Trial(
        truth_on_covered(history, design), *naive_gap(history), *second,
        float(found.effect[0]), float(found.errors[0]), float(found.with_tie[0]),
        found.placebo, float(found.errors[-1]), said.verdict,
        int((history.told.connection < history.told.months).sum()), found.covered, found.depletion,
        found.critical,
    )  # fmt: skip


def evidence(told: Histories, found: Lift, second: float) -> Evidence:
    """What the verdict is made of."""
    dates = np.bincount(told.connection[told.connection < told.months])
    return Evidence(
        effect=float(found.effect[0]), error=float(found.errors[0]),
        with_tie=float(found.with_tie[0]), second=second, placebo=found.placebo,
        placebo_error=float(found.errors[-1]), breakdown=found.breakdown(),
        connected=found.connected, controls=found.controls, cohorts=found.cohorts,
        base_months=DEFAULT.fewest_base, one_date_share=float(dates.max() / dates.sum()),
        depletion=found.depletion, critical=found.critical,
    )  # fmt: skip


def truth_on_covered(history: History, design: Landmark) -> float:
    """Expected money per month that the tie brought on exactly the months that are covered."""
    told, total, months = history.told, 0.0, 0
    for cohort in cohorts(told, design):
        last = min(cohort.month + design.horizon, told.months)
        for reading in READINGS:
            used = cohort.people[cohort.connects & (cohort.stratum[reading] >= 0)]
            total += float(history.effect[cohort.month : last, used].sum())
            months += len(used) * (last - cohort.month)
    return total / months


def naive_gap(history: History) -> tuple[float, float, float]:
    """Money per month of the last year, connected minus never: what surveys of fans compare.

    Returns gap, standard error and the truth of these customers' last year.
    """
    told = history.told
    spend = told.amounts[-12:].mean(axis=0)
    tied = told.connection < told.months
    sides = spend[tied], spend[~tied]
    error = math.sqrt(sum(float(side.var(ddof=1)) / len(side) for side in sides))
    gap = float(sides[0].mean() - sides[1].mean())
    return gap, error, float(history.effect[-12:, tied].mean())


def entered_ratio(history: History) -> tuple[float, float, float]:
    """The second design: Callaway & Sant'Anna among customers entered, in the ratio form.

    Strata of the month of entry, controls not connected yet, base the mean of 3 months before
    the month of joining; no sign of life, no frequency. Returns effect, error and truth.
    """
    told = history.told
    money = Panel(tuple(month[:1] for month in history.panel.months))
    cells = count_cells(money, Labels(told.connection, told.entry))
    effects = group_time_effects(cells, SECOND, np.arange(told.months) + 1)
    found = overall(effects, DEFAULT.horizon)
    return float(found.effect[0]), float(found.error[0]), _truth_of_second(history, effects)


def _truth_of_second(history: History, effects: GroupTime) -> float:
    """Expected money per month that the tie brought where the second design looks."""
    told, size = history.told, history.told.months
    tied = told.connection < size
    home = told.entry[tied] * size + told.connection[tied]
    people = np.bincount(home, minlength=size * size)
    money = np.array([np.bincount(home, row[tied], size * size) for row in history.effect])
    since = effects.event_month
    asked = np.flatnonzero((since >= 0) & (since < DEFAULT.horizon))
    place = effects.strata[:, None] * size + effects.cohort[asked]
    seen = effects.covered[:, asked]
    total = (money[effects.period[asked][None], place] * seen).sum()
    return float(total / (people[place] * seen).sum())


def trials(name: str, seeds: Sequence[int], workers: int = 2) -> list[Trial]:
    """Many replications of a world of `WORLDS`, in processes of their own."""
    ask = partial(trial, world=WORLDS[name])
    if workers == 1:
        return [ask(seed) for seed in seeds]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(ask, seeds, chunksize=10))


def column(told: Sequence[Trial], name: str) -> np.ndarray:
    """One number of every replication."""
    return np.array([getattr(one, name) for one in told], dtype=float)


def covers(told: Sequence[Trial], allowance: float = 0.0) -> float:
    """Share of replications whose interval holds the truth."""
    granted = allowance + column(told, "depletion") * (allowance > 0)
    reach = column(told, "critical") * column(told, "error") + granted * column(told, "with_tie")
    return float(np.mean(np.abs(column(told, "effect") - column(told, "truth")) <= reach))


def says(told: Sequence[Trial], said: Verdict) -> float:
    """Share of replications with a verdict."""
    return float(np.mean([one.verdict is said for one in told]))


def placebo_rejects(told: Sequence[Trial]) -> float:
    """Share of replications whose placebo differs from zero."""
    return float(
        np.mean(np.abs(column(told, "placebo")) > NORMAL_95 * column(told, "placebo_error"))
    )


HEAD = (
    f"{'world':16}{'tied':>6}{'share':>6}{'truth':>7} |{'naive':>12} |{'second':>12} |"
    f"{'landmark':>9}{'s.e.':>6}{'s.d.':>6}{'cov':>5}{'+5%':>5} |{'placebo':>8}{'rej':>5} |"
    f"{'proven':>7}{'likely':>7}{'none':>6}{'mute':>6}"
)


def line(name: str, told: Sequence[Trial]) -> str:
    """One world's row: biases (coverage in %), spread, verdicts in % of replications."""
    gap = column(told, "effect") - column(told, "truth")

    def other(key: str) -> str:
        off = column(told, key) - column(told, f"{key}_truth")
        holds = np.mean(np.abs(off) <= NORMAL_95 * column(told, f"{key}_error"))
        return f"{off.mean():+8.2f}{100 * holds:4.0f}"

    shares = [100 * says(told, one) for one in Verdict]
    return (
        f"{name:16}{column(told, 'connected').mean():6.0f}{column(told, 'covered').mean():6.2f}"
        f"{column(told, 'truth').mean():7.2f} |{other('naive')} |{other('second')} |"
        f"{gap.mean():+9.2f}{column(told, 'error').mean():6.2f}{gap.std(ddof=1):6.2f}"
        f"{100 * covers(told):5.0f}{100 * covers(told, ALLOWANCE):5.0f} |"
        f"{column(told, 'placebo').mean():+8.2f}{100 * placebo_rejects(told):5.0f} |"
        f"{shares[0]:7.0f}{shares[1]:7.0f}{shares[2]:6.0f}{shares[3]:6.0f}"
    )
