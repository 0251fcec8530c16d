"""Small company: which files would two hundred customers leave behind?"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

TEXTS = ("When?", "When will the parcel come? #parcel", "Is Acme or Rivalia open? #Prices",
         "Does Bexa sell this lamp?", "Acme: is the lamp back? #parcel")  # fmt: skip
START, DAYS = datetime(2023, 1, 1, 9), 730
WHO = ("email", "referrer_email", "friend_email")
IDS = ("order_id", "message_id", "thread", "response_id", "referral_id", "follow_id", "refund_id",
       "assignment_id", "reaction_id")  # fmt: skip
WHEN = ("ordered_at", "sent_at", "submitted_at", "referred_at", "followed_at", "refunded_at",
        "assigned_at", "posted_at", "reacted_at", "day")  # fmt: skip

Rows = list[dict[str, object]]


@dataclass(frozen=True, eq=False)
class Company:
    """Rows of files by kind; each change gives another company."""

    files: dict[str, Rows]

    def changed(self, change) -> Company:
        """Every row passed through a change; a row changed to None is left out."""
        told = {
            kind: [new for row in rows if (new := change(dict(row))) is not None]
            for kind, rows in self.files.items()
        }
        return replace(self, files=told)

    def repeated(self) -> Company:
        """Each person does everything twice, at the same times."""
        again = self.changed(
            lambda row: {k: f"{v}again" if k in IDS else v for k, v in row.items()}
        )
        return Company({kind: rows + again.files[kind] for kind, rows in self.files.items()})

    def shuffled(self, seed: int) -> Company:
        """The same rows in another order."""
        order = np.random.default_rng(seed).permutation
        return Company({k: [rows[i] for i in order(len(rows))] for k, rows in self.files.items()})

    def renamed(self) -> Company:
        """The same people under other names, which sort the other way round."""
        return self.changed(
            lambda row: {
                k: f"z{9999 - int(v[1:5]):04d}@example.com" if k in WHO else v
                for k, v in row.items()
            }
        )

    def with_money_times(self, factor: int) -> Company:
        """The same orders and refunds, each so many times as dear."""
        return self.changed(
            lambda row: row | ({"amount": row["amount"] * factor} if "amount" in row else {})
        )

    def until(self, moment: datetime) -> Company:
        """Only what happened before a moment."""
        return self.changed(
            lambda row: row if all(row[k] < moment for k in WHEN if k in row) else None
        )

    def without(self, *kinds: str) -> Company:
        """The company with some files empty."""
        return Company({k: [] if k in kinds else rows for k, rows in self.files.items()})

    def write(self, folder: Path) -> list[Path]:
        """Write each kind as a CSV file."""
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for kind, rows in self.files.items():
            if rows:
                paths.append(folder / f"{kind}.csv")
                with paths[-1].open("w", newline="", encoding="utf-8") as file:
                    writer = csv.DictWriter(file, list(rows[0]))
                    writer.writeheader()
                    writer.writerows(rows)
        return paths


def small_company(people: int = 200, seed: int = 5) -> Company:
    """A company of some people over two years, seeded."""
    draw = np.random.default_rng(seed)
    files: dict[str, Rows] = {
        kind: [] for kind in ("purchases", "refunds", "follows", "referrals", "messages", "answers")
    }
    for number in range(people):
        _live(files, f"c{number:04d}", number, draw)
    files |= _published(people)
    files["staff"] = [_employed(place) for place in range(7)]
    return Company(files | {"experiments": [_drawn(number) for number in range(people)]})


def _published(people: int) -> dict[str, Rows]:
    """A post every ten days, with followers to see it, and four reactions of most people."""
    posts: Rows = [
        {"post_id": f"p{place}", "posted_at": START + timedelta(days=10 * place),
         "type": ("photo", "video", "article")[place % 3], "channel": "instagram",
         "campaign": "new", "sponsored": "no", "topic": ("recipes", "team")[place % 2],
         "text": ("#Recipe of the day", "Acme")[place % 2]}
        for place in range(DAYS // 10)
    ]  # fmt: skip
    reactions: Rows = [
        {"reaction_id": f"e{number:04d}-{turn}", "email": _mail(number), "post_id": f"p{place}",
         "reacted_at": START + timedelta(days=10 * place + (number + turn) % 9),
         "kind": ("like", "share", "click", "save")[(number + turn) % 4], "channel": "instagram"}
        for number in range(people) if number % 4 != 1
        for turn, place in enumerate((number * 7 + 13 * turn) % len(posts) for turn in range(4))
    ]  # fmt: skip
    audience: Rows = [
        {"day": START + timedelta(days=30 * place), "account": "acme", "channel": "instagram",
         "followers": 1000 + 10 * place, "new_followers": 10}
        for place in range(DAYS // 30)
    ]  # fmt: skip
    return {"posts": posts, "reactions": reactions, "audience": audience}


def _employed(place: int) -> dict[str, object]:
    """One who answers, in one of two teams."""
    return {"staff_id": f"e{place}", "agent": f"agent {place}", "role": "adviser",
            "team": ("service", "marketing")[place % 2], "since": START}  # fmt: skip


def _drawn(number: int) -> dict[str, object]:
    """One person's arm in an invitation drawn by lot."""
    arm = "held out" if number * 7 % 20 < 8 else "invited"
    return {"assignment_id": f"x{number:04d}", "assigned_at": datetime(2024, 1, 10),
            "email": _mail(number), "experiment": "winter", "arm": arm}  # fmt: skip


def _live(files: dict[str, Rows], who: str, number: int, draw: np.random.Generator) -> None:
    """One person's orders, follow, referral, questions and answers."""
    mail = _mail(number)
    when = sorted(int(day) for day in draw.integers(0, DAYS, 1 + draw.poisson(2)))
    for turn, day in enumerate(when):
        files["purchases"].append(
            {"order_id": f"o{who}-{turn}", "ordered_at": _at(day, draw), "email": mail,
             "amount": int(draw.lognormal(3.5, 0.6)) + 1, "currency": "EUR",
             "channel": ("web", "shop")[number % 2], "country": "FR"}
        )  # fmt: skip
    if number % 9 == 0:
        files["refunds"].append(
            {"refund_id": f"r{who}", "order_id": f"o{who}-0", "refunded_at": _at(when[0] + 1, draw),
             "email": mail, "amount": 1, "currency": "EUR"}
        )  # fmt: skip
    if number % 3 == 0:
        files["follows"].append(
            {"follow_id": f"f{who}", "followed_at": _at(when[0], draw), "email": mail,
             "kind": "follow", "channel": "instagram"}
        )  # fmt: skip
    if number % 5 == 4:
        files["referrals"].append(
            {"referral_id": f"b{who}", "referred_at": START, "referrer_email": _mail(number // 2),
             "friend_email": mail, "code": "FRIEND"}
        )  # fmt: skip
    if number % 2 == 0:
        for turn in range(1 + number % 3):
            _ask(files["messages"], number, turn, draw)
        files["answers"].append(
            {"response_id": f"s{who}", "submitted_at": _at(when[0] + 2, draw), "email": mail,
             "question": "nps", "scale_low": 0, "scale_high": 10,
             "comment": ("", "The parcel was late", "A fine lamp")[number % 3],
             "score": int(draw.integers(0, 11))}
        )  # fmt: skip
        files["answers"].append(
            files["answers"][-1]
            | {"response_id": f"t{who}", "question": "csat", "scale_low": 1, "scale_high": 5,
               "score": int(draw.integers(1, 6))}
        )  # fmt: skip


def _ask(messages: Rows, number: int, turn: int, draw: np.random.Generator) -> None:
    """A question, and most often a reply some hours later."""
    who, mail = f"c{number:04d}", _mail(number)
    at, thread = _at(int(draw.integers(0, DAYS)), draw), f"h{who}-{turn}"
    asked = {"message_id": f"q{who}-{turn}", "thread": thread, "sent_at": at, "email": mail,
             "direction": "in", "author_type": "customer", "agent": "", "channel": "email",
             "visibility": ("public", "private")[number % 4 // 2],
             "text": TEXTS[number // 2 % len(TEXTS)]}  # fmt: skip
    messages.append(asked)
    if draw.random() < 0.7:
        later = at + timedelta(hours=int(draw.integers(1, 300)))
        reply = asked | {"message_id": f"a{who}-{turn}", "sent_at": later, "direction": "out",
                         "author_type": "staff", "agent": f"agent {number // 2 % 7}",
                         "text": "Tomorrow."}  # fmt: skip
        reply["visibility"] = "private" if number % 5 == 0 else asked["visibility"]
        messages.append(reply)
        if number % 3 == 0:
            again = {"message_id": f"b{who}-{turn}", "agent": f"agent {(number // 2 + 1) % 7}"}
            messages.append(reply | again | {"sent_at": later + timedelta(hours=1 + number % 40)})


def _mail(number: int) -> str:
    return f"c{number:04d}@example.com"


def _at(day: int, draw: np.random.Generator) -> datetime:
    return START + timedelta(days=day, minutes=int(draw.integers(0, 600)))
