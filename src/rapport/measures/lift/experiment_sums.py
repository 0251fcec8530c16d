"""Experiment sums: what did invited and held-out customers spend before and since, in sums?"""

from __future__ import annotations

from rapport.core.measure import Step

PAST_DAYS = 365
"""Days before the outcome window whose spend explains a part of what comes."""
OURS = "rapport"
"""The source under which stands what was drawn and registered in Rapport itself."""
HELD_OUT_WORDS = (
    "held out", "held-out", "held_out", "holdout", "hold out", "hold-out", "control",
    "control group", "témoin", "groupe témoin", "contrôle", "non invité", "not invited", "0",
)  # fmt: skip
"""What files call the arm that was not invited."""

ARMS = Step(
    "arms",
    """
    SELECT
        told.experiment,
        told.person,
        MIN(told.day) AS drawn_day,
        COALESCE(MIN(told.stratum), '') AS stratum,
        BOOL_AND(LIST_CONTAINS($held_out_words, LOWER(TRIM(told.arm)))) AS held_out,
        BOOL_AND(LIST_CONTAINS($held_out_words, LOWER(TRIM(told.arm))))
            IS DISTINCT FROM BOOL_OR(LIST_CONTAINS($held_out_words, LOWER(TRIM(told.arm))))
            AS mixed,
        MIN(trial.question) AS question,
        MIN(trial.share_held_out) AS share,
        MIN(trial.invited + trial.held_out) AS registered,
        MIN(trial.status) AS status,
        MIN(CAST(trial.starts_at AS DATE)) AS starts,
        MIN(CAST(trial.ends_at AS DATE)) AS ends,
        MIN(CAST(trial.closed_at AS DATE)) AS closed
    FROM experiment AS told
    LEFT JOIN trial
        ON trial.name = told.experiment
        AND trial.source = $ours
    WHERE told.person IS NOT NULL
        AND (trial.name IS NULL OR told.source = $ours)
        AND trial.status IS DISTINCT FROM 'withdrawn'
    GROUP BY told.experiment, told.person
    """,
    ("experiment", "trial"),
)
"""Everybody's arm. Where an experiment is registered, only who was drawn by Rapport counts."""
ASSIGNED = Step(
    "assigned",
    """
    SELECT
        experiment,
        person,
        stratum,
        held_out,
        drawn_day,
        COALESCE(starts, drawn_day + 1) AS opens,
        LEAST(
            CAST($as_of AS DATE),
            COALESCE(ends - 1, CAST($as_of AS DATE)),
            COALESCE(closed - 1, CAST($as_of AS DATE))
        ) AS closes
    FROM arms
    WHERE NOT mixed
    """,
)
"""Who counts, in which arm and stratum, and from which to which day (both included)."""
MONEY = Step(
    "money",
    """
    SELECT
        assigned.experiment,
        assigned.person,
        told.period,
        told.day >= assigned.opens AS since,
        SUM(told.amount) AS amount
    FROM assigned
    JOIN (
        SELECT person, day, period, amount FROM purchase
        UNION ALL
        SELECT person, day, period, -amount FROM refund
    ) AS told
        ON told.person = assigned.person
    WHERE told.day BETWEEN assigned.opens - CAST($past_days AS INTEGER) AND assigned.closes
    GROUP BY assigned.experiment, assigned.person, told.period, since
    """,
    ("purchase", "refund"),
)
"""What each spent, refunds taken off, before the outcome window and in it."""
PERIODS = Step(
    "periods",
    """
    SELECT experiment, period
    FROM money
    WHERE since
    UNION
    SELECT experiment, NULL::VARCHAR AS period
    FROM assigned
    """,
)
"""The periods in which anybody bought, and always one without a name."""
CAME = Step(
    "came",
    """
    SELECT DISTINCT
        assigned.experiment,
        assigned.person
    FROM assigned
    JOIN follow
        ON follow.person = assigned.person
    WHERE follow.day BETWEEN assigned.drawn_day AND assigned.closes
        AND LIST_CONTAINS(STRING_SPLIT($counted, ','), follow.kind)
    """,
    ("follow",),
)
"""Who connected since the draw, by what the setting counts as connected."""
PEOPLE = Step(
    "people",
    """
    SELECT
        assigned.experiment,
        assigned.stratum,
        assigned.held_out,
        periods.period,
        COALESCE(past.amount, 0) AS past,
        COALESCE(spent.amount, 0) AS spend,
        CAST(came.person IS NOT NULL AS INTEGER) AS uptake
    FROM assigned
    JOIN periods
        ON periods.experiment = assigned.experiment
    LEFT JOIN (
        SELECT experiment, person, SUM(amount) AS amount
        FROM money
        WHERE NOT since
        GROUP BY experiment, person
    ) AS past
        ON past.experiment = assigned.experiment
        AND past.person = assigned.person
    LEFT JOIN money AS spent
        ON spent.experiment = assigned.experiment
        AND spent.person = assigned.person
        AND spent.period IS NOT DISTINCT FROM periods.period
        AND spent.since
    LEFT JOIN came
        ON came.experiment = assigned.experiment
        AND came.person = assigned.person
    """,
)
CELL_SUMS = Step(
    "cell_sums",
    """
    SELECT
        experiment,
        period,
        stratum,
        held_out,
        COUNT(*) AS n,
        COUNT(*) FILTER (WHERE spend <> 0) AS buyers,
        CAST(SUM(past) AS DOUBLE) AS past,
        CAST(SUM(spend) AS DOUBLE) AS spend,
        CAST(SUM(uptake) AS DOUBLE) AS uptake,
        CAST(SUM(CAST(past AS HUGEINT) * past) AS DOUBLE) AS past_past,
        CAST(SUM(CAST(past AS HUGEINT) * spend) AS DOUBLE) AS past_spend,
        CAST(SUM(CAST(past AS HUGEINT) * uptake) AS DOUBLE) AS past_uptake,
        CAST(SUM(CAST(spend AS HUGEINT) * spend) AS DOUBLE) AS spend_spend,
        CAST(SUM(CAST(spend AS HUGEINT) * uptake) AS DOUBLE) AS spend_uptake
    FROM people
    GROUP BY experiment, period, stratum, held_out
    ORDER BY experiment, period, stratum, held_out
    """,
)
"""Whole sums by experiment, period, stratum and arm, whatever the order they are added in."""
SUMS = (MONEY, PERIODS, CAME, PEOPLE, CELL_SUMS)
"""From a step `assigned` to sums; bound: $past_days and $counted (what counts as connected)."""

WINDOWS = Step(
    "windows",
    """
    SELECT
        arms.experiment,
        MIN(arms.drawn_day) AS drawn_day,
        MIN(arms.question) AS question,
        MIN(arms.share) AS share,
        MIN(arms.registered) AS registered,
        MIN(arms.status) AS status,
        MIN(arms.ends) AS ends,
        MIN(arms.closed) AS closed,
        MIN(assigned.opens) AS opens,
        MAX(assigned.closes) AS closes,
        COUNT(*) AS people,
        COUNT(*) FILTER (WHERE arms.mixed) AS mixed
    FROM arms
    LEFT JOIN assigned
        ON assigned.experiment = arms.experiment
        AND assigned.person = arms.person
    GROUP BY arms.experiment
    ORDER BY drawn_day DESC, arms.experiment
    """,
)
"""One row an experiment, the newest first: when it was drawn, its outcome window, its people."""
