"""Advocacy: what did customers bring who came because somebody named us to them?

Kumar's two types (Kumar, Petersen & Leone 2010, Journal of Marketing 74(5):1-17): the margin of
those who would not have come otherwise, and the cost saved of winning those who would.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from rapport.core.calendar import Window
from rapport.core.card import Claim
from rapport.core.estimate import Caveat, Refusal, Weight
from rapport.core.measure import Snapshot, Step
from rapport.core.phrase import say
from rapport.core.statement import Line
from rapport.returns.account import Account, Title, amount
from rapport.returns.doubt import Side, Worth
from rapport.returns.margin_steps import ENTRIES, bound
from rapport.returns.margins import Margins
from rapport.returns.terms import Terms

TITLE = Title(
    "advocacy",
    say("Advocacy: customers who came by a referral"),
    Claim.DESCRIBES,
    say(
        "margin in the window of customers whom a friend named before their first order, times"
        " the share who would not have come otherwise, plus the cost saved of winning the others;"
        " 95 % interval over families of referrals (everybody who came through one customer)"
    ),
)
FAMILY = Step(
    "family",
    """
    SELECT
        COALESCE(root.root, split.person) AS root,
        CAST(SUM(split.cents) AS HUGEINT) AS cents,
        COUNT(DISTINCT split.person) AS people,
        COUNT(DISTINCT split.person) FILTER (
            WHERE first_order.first_day >= $window_start
                AND first_order.first_day < $window_end
        ) AS newcomers
    FROM split
    LEFT JOIN referral_root AS root
        ON root.person = split.person
    JOIN first_order
        ON first_order.person = split.person
    WHERE split.line = 'referred'
    GROUP BY COALESCE(root.root, split.person)
    """,
    ("referral_root",),
)
FAMILIES = Step(
    "families",
    """
    SELECT
        CAST(COALESCE(SUM(people), 0) AS BIGINT) AS people,
        CAST(COALESCE(SUM(newcomers), 0) AS BIGINT) AS newcomers,
        CAST(COALESCE(SUM(cents), 0) AS BIGINT) AS cents,
        CAST(COALESCE(SUM(cents * cents), 0) AS DOUBLE) AS squares,
        CAST(COALESCE(SUM(newcomers * newcomers), 0) AS DOUBLE) AS newcomer_squares
    FROM family
    """,
)


@dataclass(frozen=True, slots=True)
class Referred:
    """Referred customers with an order or refund in the window, summed over families.

    `cents`: their whole margin (minor units); `newcomers`: those whose first order lies in the
    window; the squares are sums over families.
    """

    people: int
    newcomers: int
    cents: int
    squares: float
    newcomer_squares: float


def advocacy(
    snapshot: Snapshot, window: Window, terms: Terms, margins: Margins | Refusal
) -> Account:
    """The line of advocacy: an estimate with its interval, or bounds where no share is told."""
    if isinstance(margins, Refusal):
        return TITLE.refused(margins)
    if not snapshot.count("referral"):
        return TITLE.refused(
            Refusal(
                say("the book holds no referrals up to this day"),
                say("import a file of referrals: rapport import BOOK referrals.csv"),
            )
        )
    found = snapshot.read(*ENTRIES, FAMILY, FAMILIES, parameters=bound(window, terms))
    told = {name: values[0] for name, values in found.items()}
    referred = Referred(
        int(told["people"]), int(told["newcomers"]), int(told["cents"]),
        float(told["squares"]), float(told["newcomer_squares"]),
    )  # fmt: skip
    if not referred.people:
        return TITLE.refused(
            Refusal(
                say("no customer who came by a named referral bought in this window"),
                say("take a longer window, or import the referrals that are missing"),
            )
        )
    return _told(referred, terms, margins)


def worth_of(referred: Referred, terms: Terms, margin: int) -> Worth:
    """Advocacy's worth (minor units), `margin` being the share's part summed order by order.

    A family's total enters with the told share p and the saved cost otherwise; its variance is
    the compound Poisson's, p Σm² + (1 − p) a² Σk² (m: a family's margin, k: its newcomers, a:
    the acquisition cost), so that both the people we met and who of them would have come count.
    """
    cost, share = terms.acquisition_cost or 0, float(terms.used_share)
    come = Side(referred.cents, referred.squares)
    saved = Side(cost * referred.newcomers, cost * cost * referred.newcomer_squares)
    value = margin + (1 - share) * saved.value
    if terms.incremental_share is None:
        return Worth(value, come, saved)
    return Worth.known(value, share * come.variance + (1 - share) * saved.variance)


def _told(referred: Referred, terms: Terms, margins: Margins) -> Account:
    """The line with its two types under it."""
    worth = worth_of(referred, terms, margins.advocacy)
    unknown = terms.incremental_share is None
    interval = worth.bounds if unknown else worth.interval
    answer = amount(worth.value, interval, referred.people, terms)
    parts = _types(referred, terms, margins.advocacy)
    return Account(TITLE.line(answer, parts), worth, _caveats(terms))


def _types(referred: Referred, terms: Terms, margin: int) -> tuple[Line, ...]:
    """Kumar's two types, which add up to the line; none where no acquisition cost is told."""
    if not terms.acquisition_cost or not referred.newcomers:
        return ()
    without = worth_of(referred, replace(terms, acquisition_cost=None), margin)
    share = float(terms.used_share)
    whole = Side(terms.acquisition_cost * referred.newcomers)
    spread = terms.acquisition_cost**2 * referred.newcomer_squares
    value = (1 - share) * whole.value
    saved = Worth.known(value, (1 - share) * spread)
    if terms.incremental_share is None:
        saved = Worth(value, Side(0.0), Side(whole.value, spread))
    first = Title("advocacy_margin", say("margin of those who would not have come otherwise"),
                  Claim.DESCRIBES, TITLE.how)  # fmt: skip
    second = Title("advocacy_saved", say("cost saved of winning those who would have come"),
                   Claim.DESCRIBES, TITLE.how)  # fmt: skip
    unknown = terms.incremental_share is None
    return tuple(
        title.line(amount(one.value, one.bounds if unknown else one.interval, n, terms))
        for title, one, n in (
            (first, without, referred.people),
            (second, saved, referred.newcomers),
        )
    )


def _caveats(terms: Terms) -> tuple[Caveat, ...]:
    """What was not told, or only told and never measured."""
    caveats = []
    if terms.incremental_share is None:
        text = say(
            "nobody told which share of referred customers would not have come otherwise: the"
            " advocacy line is the middle between none and all of them, not a measurement"
            " (rapport set BOOK incremental_share=0.6, best from an experiment)"
        )
        caveats.append(Caveat("referral-share-unknown", text, Weight.SERIOUS))
    else:
        text = say(
            "{share:.1%} of referred customers would not have come otherwise: told, not measured",
            share=float(terms.incremental_share),
        )
        caveats.append(Caveat("referral-share-told", text, Weight.WARNING))
    if terms.acquisition_cost is None:
        text = say(
            "the cost saved of winning referred customers otherwise is not counted: nobody told it"
            " (rapport set BOOK acquisition_cost=12)"
        )
        caveats.append(Caveat("acquisition-cost-unknown", text))
    return tuple(caveats)
