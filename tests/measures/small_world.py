"""Small world: what does a measure answer about a company's files?"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from rapport.core.result import Result
from rapport.measures.catalog import measure_named

from .small_book import SmallBook
from .small_company import Company


def measured(company: Company, key: str, as_of: date, by: str | None = None,
             per: str | None = None) -> Result:  # fmt: skip
    """The result of a measure over a company's files."""
    end = datetime.combine(as_of + timedelta(days=1), time())
    return measure_named(key, by, per).measure(_book(company.until(end), as_of))


def _book(company: Company, as_of: date) -> SmallBook:
    """The relations that a ledger would make of the files."""
    files, number = company.files, lambda mail: int(mail[1:5])
    messages = [(number(r["email"]), r["sent_at"].date(), r["thread"], r["direction"],
                 r["author_type"], r["channel"]) for r in files["messages"]]  # fmt: skip
    replies = {r["thread"]: r["sent_at"] for r in files["messages"] if r["direction"] == "out"}
    return SmallBook(
        as_of,
        purchase=[(number(r["email"]), r["ordered_at"].date(), r["ordered_at"], r["order_id"],
                   100 * r["amount"], r["channel"]) for r in files["purchases"]],
        refund=[(number(r["email"]), r["refunded_at"].date(), 100 * r["amount"], None)
                for r in files["refunds"]],
        message=messages,
        message_round=[
            (number(r["email"]), r["thread"], r["sent_at"].date(), r["sent_at"],
             replies.get(r["thread"]), r["channel"])
            for r in files["messages"] if r["direction"] == "in"
        ],
        answer=[(number(r["email"]), r["submitted_at"].date(), r["question"], r["score"],
                 None, r["scale_low"], r["scale_high"]) for r in files["answers"]],
        referral=[(number(r["referrer_email"]), number(r["friend_email"]), r["referred_at"].date(),
                   r["referred_at"], r["code"]) for r in files["referrals"]],
        follow=[(number(r["email"]), r["followed_at"].date(), None, r["kind"])
                for r in files["follows"]],
    )  # fmt: skip
