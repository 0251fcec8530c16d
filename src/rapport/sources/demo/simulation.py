"""How is the simulated company made, block by block, and its files and truth written?"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from rapport.core.errors import UserError
from rapport.core.phrase import say
from rapport.sources.demo import company
from rapport.sources.demo.blocks import BLOCK, simulate_block
from rapport.sources.demo.clock import DAYS, Whole, calendar_months
from rapport.sources.demo.estimands import added, ratios, sums
from rapport.sources.demo.exported_orders import (
    Numbers,
    OrderBook,
    export_orders,
    export_referrals,
    export_refunds,
    order_book,
)
from rapport.sources.demo.exported_ties import export_answers, export_follows, export_reactions
from rapport.sources.demo.exported_voice import (
    export_messages,
    export_moderation,
    message_columns,
    prepare_wording,
)
from rapport.sources.demo.files import HEADERS, TILL, ExportFiles
from rapport.sources.demo.histories import Customers, Orders, effects, histories
from rapport.sources.demo.parameters import OF_THE_DEFAULT_WORLD
from rapport.sources.demo.surveys import Answers, survey_answers
from rapport.sources.demo.threads import ANSWER, CLOSING, Messages, Threads, messages, threads
from rapport.sources.demo.truth import Truth, advocacy, export_people, planted, suffered
from rapport.sources.demo.truth import effects as true_effects
from rapport.sources.demo.truth_months import export_months
from rapport.sources.demo.world import World

Progress = Callable[[str, float], None]
LEAST, MOST = 50, 10_000_000
FRIENDS_PER_CHANCE = 2.1  # share of friends among customers, per unit of `referral_share`


def simulate(
    folder: Path,
    *,
    customers: int = 10_000,
    seed: int = 1,
    world: World = World(),  # noqa: B008 - a frozen value
    progress: Progress | None = None,
) -> Truth:
    """Write the export files and the truth of about `customers` customers into `folder`.

    Same arguments, same bytes. Raises UserError for a size outside 50 to 10,000,000 and for a
    folder that holds anything but an earlier simulation.
    """
    if not LEAST <= customers <= MOST:
        raise UserError(say("A simulated company has {least} to {most} customers, not {customers}.",
                            least=LEAST, most=MOST, customers=customers))  # fmt: skip
    if seed < 0:
        raise UserError(say("The seed must be 0 or more, not {seed}.", seed=seed))
    _clear(folder)
    return _Simulation(folder, customers, seed, world, progress).run()


def process_parameters(
    world: World = World(),  # noqa: B008 - a frozen value
    *,
    customers: int = 200_000,
    seed: int = 20_260_101,
) -> dict[str, float]:
    """Return each estimand of the process, by one large simulation in memory.

    EUR per order, orders per buyer and year, shares 0..1, EUR per customer and year,
    -100..100 for the net promoter score.
    """
    total: dict[str, float] = {}
    for roots, blocks in _plan(customers, seed, world):
        life, talk = blocks.spawn(2)
        people, orders = histories(world, simulate_block(life, world, roots))
        rng = np.random.default_rng(talk)
        talks = threads(rng, world, people, orders)
        answers = survey_answers(rng, world, people, orders, talks)
        total = added(total, sums(people, orders, talks, answers))
    return ratios(total)


def _plan(customers: int, seed: int, world: World) -> list[tuple[int, np.random.SeedSequence]]:
    """Return the roots of each block and its own stream; friends make up the rest."""
    friends = min(0.5, FRIENDS_PER_CHANCE * world.referral_share)
    roots = round(customers * (1.0 - friends))
    sizes = [min(BLOCK, roots - start) for start in range(0, roots, BLOCK)]
    # Spawn key 0 is the company's own stream, so that blocks do not depend on their number.
    return [
        (size, np.random.SeedSequence(seed, spawn_key=(1 + place,)))
        for place, size in enumerate(sizes)
    ]


def _clear(folder: Path) -> None:
    """Make the folder; take away the files of an earlier simulation, and refuse anything else."""
    if folder.exists() and not folder.is_dir():
        raise UserError(say("{folder} is a file: give a folder.", folder=str(folder)))
    folder.mkdir(parents=True, exist_ok=True)
    truth = folder / "truth.json"
    if any(folder.iterdir()):
        try:
            mine = json.loads(truth.read_text(encoding="utf-8"))["simulated"] is True
        except (OSError, ValueError, KeyError, TypeError):
            mine = False
        if not mine:
            raise UserError(say("{folder} is not empty and holds no earlier simulation: "
                                "give an empty folder.", folder=str(folder)))  # fmt: skip
        for name in HEADERS:
            (folder / name).unlink(missing_ok=True)
    # So that an interrupted run is known again as ours.
    truth.write_text('{"simulated": true, "complete": false}\n', encoding="utf-8")


class _Simulation:
    """One run: the open files, and what is carried from block to block."""

    def __init__(
        self, folder: Path, customers: int, seed: int, world: World, progress: Progress | None
    ) -> None:
        self.folder, self.customers, self.seed, self.world = folder, customers, seed, world
        self.progress = progress
        self.first = Numbers()
        self.total: dict[str, float] = {}
        self.counts: dict[str, int] = {}
        self.till_cents = 0
        self.gestures = 0
        self.rewards = np.zeros(36)
        self.answered = np.zeros((DAYS, company.STAFF_SIZE), dtype=np.int64)

    def run(self) -> Truth:
        """Write everything; return the truth."""
        own = np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(0,)))
        self.posts = company.draw_posts(own, self.world)
        self.files = ExportFiles(self.folder)
        try:
            prepare_wording(self.files)
            plan = _plan(self.customers, self.seed, self.world)
            for place, (roots, stream) in enumerate(plan):
                self._block(roots, stream)
                self._tell("simulating", (place + 1) / (len(plan) + 1))
            self._company(own)
        finally:
            self.files.close()
        truth = self._truth()
        (self.folder / "truth.json").write_text(truth.as_json(), encoding="utf-8")
        self._tell("simulated", 1.0)
        return truth

    def _tell(self, what: str, share: float) -> None:
        if self.progress is not None:
            self.progress(what, share)

    def _block(self, roots: int, stream: np.random.SeedSequence) -> None:
        """Simulate and write one block of people."""
        life, talk = stream.spawn(2)
        generations = simulate_block(life, self.world, roots)
        people, orders = histories(self.world, generations)
        never = np.concatenate([np.isinf(one.lived[-1].start) for one in generations])
        rng = np.random.default_rng(talk)
        talks = threads(rng, self.world, people, orders)
        answers = survey_answers(rng, self.world, people, orders, talks)
        said = messages(rng, self.world, talks)
        book = order_book(rng, orders, self.first)
        block = sums(people, orders, talks, answers) | effects(people)
        self.total = added(self.total, block | advocacy(people, never) | suffered(people, orders))
        export_months(self.files, self.world, generations, people, self.first)
        self._write(rng, people, orders, book, talks, said, answers)
        self._keep(people, orders, book, said)

    def _write(
        self, rng: np.random.Generator, people: Customers, orders: Orders, book: OrderBook,
        talks: Threads, said: Messages, answers: Answers,
    ) -> None:  # fmt: skip
        """Append a block to the files and move the numbers on."""
        files, first, world = self.files, self.first, self.world
        export_orders(files, people, orders, book, first)
        refunds = export_refunds(files, orders, book, first)
        referrals = export_referrals(files, people, orders, book, first)
        follows = export_follows(files, people, first)
        columns = message_columns(
            rng, world, people, orders, book, talks, said, first, company.TEAM, self.posts.day
        )
        export_messages(files, columns)
        moderated = export_moderation(rng, files, world, columns, first)
        export_answers(files, people, orders, book, talks, answers, first)
        reactions = export_reactions(rng, files, people, self.posts.day, first)
        export_people(files, world, people, orders, first)
        made = {
            "person": len(people), "web": int((~orders.in_shop).sum()),
            "shop": int(orders.in_shop.sum()), "refund": refunds, "referral": referrals,
            "follow": follows, "reaction": reactions, "thread": 2 * len(talks.sent),
            "message": len(said.thread), "inbound": int((columns["direction"] == "in").sum()),
            "answer": len(answers.person), "moderated": moderated,
        }  # fmt: skip
        self.first = replace(first, **{k: getattr(first, k) + n for k, n in made.items()})
        for name, count in made.items():
            self.counts[name] = self.counts.get(name, 0) + count

    def _keep(self, people: Customers, orders: Orders, book: OrderBook, said: Messages) -> None:
        """Keep what the company's own books need: till total, rewards, gestures, answers."""
        self.till_cents += int(orders.cents[orders.in_shop].sum())
        brought = calendar_months(people.start[people.referred])
        self.rewards += np.bincount(brought, minlength=36) * self.world.referral_reward
        self.gestures += int(book.gesture.sum())
        rows = np.isin(said.role, (ANSWER, CLOSING))
        places = said.day[rows].astype(np.int64) * company.STAFF_SIZE + said.agent[rows]
        done: Whole = np.bincount(places, minlength=self.answered.size)
        self.answered += done.reshape(self.answered.shape)

    def _company(self, rng: np.random.Generator) -> None:
        """Write what the company does itself."""
        files, world, size = self.files, self.world, self.customers
        euros = f"{self.till_cents / 100:.2f}".replace(".", ",")
        files.append_rows(TILL, [("Total", "", "", "", "", euros, "EUR", "", "", "")])
        company.export_posts(rng, files, self.posts)
        company.export_audience(rng, files, company.audience(rng, world, self.posts, size), size)
        company.export_staff(files)
        self.spent = company.export_spend(files, world, size, self.rewards)
        self.hours = company.export_effort(files, world, self.answered)

    def _counts(self) -> dict[str, int]:
        """Return how many of everything there are."""
        total, made = self.total, self.counts
        return {
            "customers_known": int(total["people"]), "orders_known": int(total["orders"]),
            "referred_people": int(total["referred_people"]),
            "people": made["person"], "web_orders": made["web"], "shop_orders": made["shop"],
            "messages": made["message"], "threads": made["thread"] // 2,
            "rounds": int(total["rounds"]),
            "survey_answers": made["answer"], "follows": made["follow"],
            "referrals_named": made["referral"], "reactions": made["reaction"],
            "refunds": made["refund"], "moderated": made["moderated"],
            "left_unheard": int(total["left_unheard"]),
            "faulty_exposed_orders": int(total["faulty_exposed"]),
            "faulty_orders": int(total["faulty"]),
            "faulty_complaints": int(total["faulty_written"]),
        }  # fmt: skip

    def _truth(self) -> Truth:
        """Return the truth of this run."""
        total = self.total
        brought = total["referred_people"]
        shares = {
            "would_not_have_come": total["type_one_people"] / brought if brought else 0.0,
            "connected": total["connected"] / total["people"],
        }
        gestures = self.gestures / 100.0
        costs = {"spend": self.spent, "gestures": gestures, "hours": self.hours}
        known = OF_THE_DEFAULT_WORLD if self.world == World() else None
        return Truth(
            customers=self.customers, seed=self.seed, world=asdict(self.world),
            effects=true_effects(total) | costs, counts=self._counts(), shares=shares,
            realised=ratios(total), parameters=known, planted=planted(self.world),
        )  # fmt: skip
