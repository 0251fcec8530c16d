"""How are follows, reactions and survey answers of the simulated people told?"""

from __future__ import annotations

import numpy as np

from rapport.sources.demo.clock import DAYS, Floats, wall, web_hours
from rapport.sources.demo.connection import FOLLOW
from rapport.sources.demo.exported_orders import Numbers, OrderBook, reached
from rapport.sources.demo.files import ExportFiles
from rapport.sources.demo.histories import Customers, Orders
from rapport.sources.demo.surveys import CSAT_ORDER, CSAT_THREAD, NPS, Answers
from rapport.sources.demo.talk import INSTAGRAM
from rapport.sources.demo.threads import Threads

REACTIONS_A_YEAR = 5.0

FOLLOW_ROWS = """
    SELECT
        'F' || number, iso(since), iso(until),
        list_extract(['follow', 'subscription', 'community'], kind + 1),
        list_extract(['instagram', 'newsletter', 'forum'], kind + 1),
        CASE WHEN kind <> 0 OR bridged THEN email_of(serial, name, french) END,
        CASE WHEN kind = 0 THEN account_of(serial, name) END
    FROM source
    ORDER BY number
"""
REACTION_ROWS = """
    SELECT
        'L' || number, iso(reacted_at),
        CASE WHEN style < 75 THEN 'like' WHEN style < 92 THEN 'click' ELSE 'share' END,
        'POST' || post, 'instagram', account_of(serial, name),
        CASE WHEN bridged AND style % 10 = 0 THEN email_of(serial, name, french) END
    FROM source
    ORDER BY number
"""
ANSWER_ROWS = """
    SELECT
        'S' || number, iso(submitted_at),
        CASE WHEN mail THEN email_of(serial, name, french) END,
        survey, question, low, high, score, NULL, order_name,
        CASE WHEN thread >= 0 THEN 'T' || thread END
    FROM source
    ORDER BY number
"""


def export_follows(files: ExportFiles, customers: Customers, first: Numbers) -> int:
    """Append follows, subscriptions and memberships, second ones too; return how many."""
    one = np.flatnonzero(customers.came & (customers.since < DAYS))
    two = np.flatnonzero(customers.came & np.isfinite(customers.second_since))
    person = np.concatenate([one, two])
    since = np.concatenate([customers.since[one], customers.second_since[two]])
    kind = np.concatenate([customers.kind[one], customers.second_kind[two]])
    by_time = np.argsort(since, kind="stable")
    person, since, kind = person[by_time], since[by_time], kind[by_time]
    if not len(person):
        return 0
    until = customers.until[person]
    files.append(
        "simulated_follows.csv",
        FOLLOW_ROWS,
        {
            **reached(customers, person, first),
            "number": first.follow + np.arange(len(person)),
            "since": wall(_after_midnight(since)),
            "until": wall(np.where(until < DAYS, until, np.inf)),
            "kind": kind,
            "bridged": customers.people.bridged[person],
        },
    )
    return len(person)


def _after_midnight(days: Floats) -> Floats:
    """Return the moment a few minutes after the order that made people connect, same day."""
    hours = web_hours(days) + 4.0 / 1440.0
    return np.minimum(hours, np.floor(days) + 0.9999)


def export_reactions(
    rng: np.random.Generator,
    files: ExportFiles,
    customers: Customers,
    posts: Floats,
    first: Numbers,
) -> int:
    """Append likes, clicks and shares of people who follow; return how many."""
    begins = np.where(customers.kind == FOLLOW, customers.since, customers.second_since)
    follows = np.flatnonzero(
        customers.came
        & (begins < DAYS)
        & ((customers.kind == FOLLOW) | (customers.second_kind == FOLLOW))
    )
    span = np.minimum(customers.until[follows], DAYS) - begins[follows]
    counts = rng.poisson(np.maximum(span, 0.0) / 365.0 * REACTIONS_A_YEAR)
    person = np.repeat(follows, counts)
    day = np.repeat(begins[follows], counts) + rng.random(len(person)) * np.repeat(span, counts)
    post = np.searchsorted(posts, day)
    kept = np.flatnonzero(post > 0)
    kept = kept[np.argsort(day[kept], kind="stable")]
    if not len(kept):
        return 0
    person = person[kept]
    files.append(
        "simulated_reactions.csv",
        REACTION_ROWS,
        {
            **reached(customers, person, first),
            "number": first.reaction + np.arange(len(kept)),
            "reacted_at": wall(day[kept]),
            "post": post[kept],
            "bridged": customers.people.bridged[person],
            "style": rng.integers(0, 100, len(kept)),
        },
    )
    return len(kept)


def export_answers(
    files: ExportFiles,
    customers: Customers,
    orders: Orders,
    book: OrderBook,
    talks: Threads,
    answers: Answers,
    first: Numbers,
) -> None:
    """Append the survey answers."""
    if not len(answers.person):
        return
    thread = np.maximum(answers.thread, 0)
    bridged = customers.people.bridged[answers.person]
    channel = talks.channel[thread] if len(talks.channel) else thread
    by_mail = (channel < INSTAGRAM) | ((channel == INSTAGRAM) & bridged)
    nps = answers.question == NPS
    survey = np.where(nps, "Recommandation après achat",
                      np.where(answers.question == CSAT_ORDER, "Satisfaction livraison",
                               "Satisfaction réponse"))  # fmt: skip
    files.append(
        "simulated_survey_answers.csv",
        ANSWER_ROWS,
        {
            **reached(customers, answers.person, first),
            "number": first.answer + np.arange(len(answers.person)),
            "submitted_at": wall(answers.day),
            "mail": (answers.question != CSAT_THREAD) | by_mail,
            "survey": survey.astype(object),
            "question": np.where(nps, "nps", "csat").astype(object),
            "low": np.where(nps, 0, 1),
            "high": np.where(nps, 10, 5),
            "score": answers.score,
            "order_name": book.of(answers.order, orders),
            "thread": np.where(answers.thread >= 0, first.thread + answers.thread, -1),
        },
    )
