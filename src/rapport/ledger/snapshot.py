"""Snapshot: what did the book hold as of a day, as it was known at a time?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from rapport.core.errors import ContractError, UnknownName
from rapport.core.estimate import Caveat, Refusal
from rapport.core.measure import Columns, Made, Setting, Step
from rapport.core.phrase import say
from rapport.core.result import Provenance
from rapport.ledger import (
    facts,
    heard,
    message_states,
    published,
    relations,
    rounds,
    talks,
    threads,
    working_time,
)
from rapport.ledger.cautions import cautions
from rapport.ledger.currencies import minor_units
from rapport.ledger.cuts import Cut
from rapport.ledger.engine import Engine
from rapport.ledger.hearing import find_heard
from rapport.ledger.homing import Home, find_home
from rapport.ledger.pipeline import Pipeline
from rapport.ledger.relations import View
from rapport.ledger.settings import in_force
from rapport.ledger.tables import TABLES

_RELATIONS: dict[str, Callable[[View], Step]] = {
    "purchase": relations.purchase,
    "purchase_line": relations.purchase_line,
    "refund": relations.refund,
    "answer": relations.answer,
    "referral": relations.referral,
    "follow": relations.follow,
    "reaction": published.reaction,
    "post_of": published.post_of,
    "spend": relations.spend,
    "effort": relations.effort,
    "wage": relations.wage,
    "line_sum": relations.line_sum,
    "order_of": relations.order_of,
    "rate_of": lambda view: view.money.rate_step(),
    "connection": facts.connection,
    "connected_follow": facts.connected_follow,
    "first_purchase": facts.first_purchase,
    "referred": facts.referred,
    "referral_root": facts.referral_root,
    "customer": facts.customer,
    "person_purchases": facts.person_purchases,
    "message_round": rounds.message_round,
    "whole_round": rounds.whole_round,
    "paired": rounds.paired,
    "turn": rounds.turn,
    "office": rounds.office,
    "message_state": message_states.message_state,
    "whole_state": message_states.whole_state,
    "reached": message_states.reached,
    "followed": message_states.followed,
    "handled_message": message_states.handled_message,
    "message_intent": message_states.message_intent,
    "working_day": working_time.working_day,
    "talk": talks.talk,
    "voice": talks.voice,
    "meaning": talks.meaning,
    "vanished": talks.vanished,
    "untied": threads.untied,
    "reply_chain": threads.reply_chain,
    "hearing": threads.hearing,
    "addressed": threads.addressed,
    "crowd_message": threads.crowd_message,
    "told_twice": threads.told_twice,
    "same_thread": threads.same_thread,
    "told_reading": heard.told_reading,
    "told_survey_reading": heard.told_survey_reading,
    "survey_reading": heard.survey_reading,
    "corrected": heard.corrected,
    "reading": heard.reading,
    "told_complaint_group": heard.told_complaint_group,
    "complaint_group": heard.complaint_group,
}
_WORKED_OUT = {
    name: Step("counted", f"SELECT count(*) AS n FROM {name}", (name,))
    for name in ("reading", "complaint_group")
}
"""How to count the tables that are worked out, not told."""
_SHARED = ("person_purchases", "customer", "voice", "whole_round", "whole_state")
"""Relations that are worked out once per snapshot and kept, where nothing is cut."""
_UNCUT = ("customer", "voice", "whole_round", "whole_state")
"""Of these, those that no cut changes."""


@dataclass
class _Memory:
    """What all cuts of one snapshot share: kept relations, work done and the SQL read so far."""

    kept: dict[str, str] = field(default_factory=dict)
    done: dict[tuple[object, ...], object] = field(default_factory=dict)
    sql: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    caveats: dict[tuple[str, ...], tuple[Caveat, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class BookSnapshot:
    """The book's Snapshot (see the protocol in core): reads, and changes nothing."""

    engine: Engine
    as_of: date
    known_at: datetime
    settings: Mapping[str, Setting]
    home: Home
    digest: str
    version: str
    view: View
    memory: _Memory = field(default_factory=_Memory)

    @property
    def currency(self) -> str | Refusal:
        """ISO 4217 code of the home currency, or why amounts cannot be added up."""
        return self.home.refusal or self.home.currency

    @property
    def minor_units(self) -> int:
        """How many minor units make one unit of the home currency."""
        return minor_units(self.home.currency)

    def cut(self, by: str | None = None, per: str | None = None) -> BookSnapshot:
        """The same book whose relations carry `segment` and `period`; raises UnknownName."""
        return replace(self, view=replace(self.view, cut=Cut(by, per)))

    def read(self, *steps: Step, parameters: Mapping[str, object] | None = None) -> Columns:
        """Run the steps as one statement and return the last one's columns."""
        sql = self._composed(steps)
        self.memory.sql.append(sql)
        return self.engine.columns(sql, self._bound(sql, parameters or {}))

    def keep(
        self,
        name: str,
        *steps: Step,
        parameters: Mapping[str, object] | None = None,
        given: Mapping[str, Columns] | None = None,
    ) -> str:
        """Keep the last step's rows as a table until the snapshot is forgotten; its name."""
        table = f"kept_{name}_{id(self.memory)}"
        with self.engine.lent(given or {}) as lent:
            told = [Step(one, f"SELECT *\nFROM {place}") for one, place in lent.items()]
            sql = self._composed((*told, *steps))
            bound = self._bound(sql, parameters or {})
            self.engine.run(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql}", bound)
        self.memory.sql.append(sql)
        self.memory.kept[name] = table
        return table

    def once(self, key: tuple[object, ...], work: Callable[[], Made]) -> Made:
        """Work that several measures of one snapshot share, done at first use."""
        if key not in self.memory.done:
            self.memory.done[key] = work()
        return cast("Made", self.memory.done[key])

    def _composed(self, steps: Sequence[Step]) -> str:
        pipeline = Pipeline(self._relation)
        for step in steps:
            pipeline.add(step)
        return pipeline.compose()

    def count(self, table: str) -> int:
        """How many current records of a table happened by the as-of day."""
        if table not in self.memory.counts:
            step = _WORKED_OUT.get(table) or Step(
                "counted",
                f"SELECT count(*) AS n FROM told_{table} AS told "
                f"WHERE CAST({relations.clock_sql(self.view)} AS DATE) <= $as_of",
                (f"told_{table}",),
            )
            pipeline = Pipeline(self._relation)
            pipeline.add(step)
            sql = pipeline.compose()
            self.memory.counts[table] = int(self.engine.rows(sql, self._bound(sql, {}))[0][0])
        return self.memory.counts[table]

    def setting(self, name: str) -> Setting:
        """A setting in force on the as-of day; raises UnknownName."""
        try:
            return self.settings[name]
        except KeyError as cause:
            raise UnknownName(say("there is no setting “{name}”", name=name)) from cause

    def caveats(self, *tables: str) -> tuple[Caveat, ...]:
        """What the reader of any number from these tables must know."""
        if tables not in self.memory.caveats:
            self.memory.caveats[tables] = cautions(
                self, self.engine, self.home, tables, self.known_at
            )
        return self.memory.caveats[tables]

    def provenance(self, seed: int | None = None) -> Provenance:
        """How to get the same reading again."""
        told = tuple(
            (name, setting.value)
            for name, setting in sorted(self.settings.items())
            if not setting.is_default
        )
        return Provenance(self.digest, self.version, told, seed, tuple(self.memory.sql))

    def forget(self) -> None:
        """Drop what was kept; the snapshot is not used after."""
        for table in self.memory.kept.values():
            self.engine.run(f"DROP TABLE IF EXISTS {table}")
        self.memory.kept.clear()
        self.memory.done.clear()
        if self.view.identity != "identity":
            self.engine.run(f"DROP TABLE IF EXISTS {self.view.identity}")

    def _relation(self, name: str) -> Step:
        """The step behind a relation's name; shared ones are worked out once and kept."""
        if name.startswith("told_") and name not in _RELATIONS:
            return relations.told(self.view, name.removeprefix("told_"))
        whole = self.view.cut == Cut()
        if name in _SHARED and (whole or name in _UNCUT):
            return Step(name, f"SELECT *\nFROM {self._kept(name)}")
        if name in _RELATIONS:
            return _RELATIONS[name](self.view)
        if name in self.memory.kept:
            return Step(name, f"SELECT *\nFROM {self.memory.kept[name]}")
        if name in TABLES:
            return relations.plain(self.view, name)
        raise ContractError(f"a step reads “{name}”, which no snapshot has")

    def _kept(self, name: str) -> str:
        """Name of the temporary table that keeps a shared relation, made at first use."""
        if name not in self.memory.kept:
            uncut = replace(self.view, cut=Cut())
            pipeline = Pipeline(replace(self, view=uncut)._inner_relation)
            pipeline.add(_RELATIONS[name](uncut))
            sql = pipeline.compose()
            table = f"kept_{name}_{id(self.memory)}"
            self.engine.run(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql}", self._bound(sql, {}))
            self.memory.kept[name] = table
        return self.memory.kept[name]

    def _inner_relation(self, name: str) -> Step:
        return self._relation(name)

    def _bound(self, sql: str, parameters: Mapping[str, object]) -> dict[str, object]:
        """The parameters that a statement names."""
        known: dict[str, object] = {
            "as_of": self.as_of,
            "known_at": self.known_at,
            "zone": self.settings["zone"].value,
            "connected": self.settings["connected"].value,
            "hourly_cost": self._hourly_cost(),
        }
        if "$opening" in sql:
            known |= self._working_time()
        named = set(re.findall(r"\$([a-z_]+)", sql))
        return {name: value for name, value in {**known, **parameters}.items() if name in named}

    def _working_time(self) -> dict[str, object]:
        return {
            "opening": working_time.opening(self.settings["working_hours"].value),
            "days_off": list(working_time.days_off(self.settings["holidays"].value, self.as_of)),
        }

    def _hourly_cost(self) -> int | None:
        told = self.settings["hourly_cost"].value
        return round(Decimal(told) * self.minor_units) if told else None


def take_snapshot(
    engine: Engine,
    *,
    as_of: date,
    known_at: datetime,
    digest: str,
    version: str,
    identity: str = "identity",
) -> BookSnapshot:
    """Look at the book as of a day (end included), as it was known at a time (naive UTC).

    `identity` names the table of who is behind a contact, as known at that time.
    """
    settings = in_force(engine, as_of, known_at)
    home = find_home(engine, settings["currency"].value, as_of, known_at)
    view = View(
        cut=Cut(),
        money=home.money,
        revised=frozenset(row[0] for row in engine.rows("SELECT DISTINCT record FROM revision")),
        all_known=_all_known(engine, known_at),
        home_utc=settings["zone"].value == "UTC",
        line_sums=bool(engine.rows("SELECT 1 FROM purchase WHERE amount IS NULL LIMIT 1")),
        identity=identity,
        twice_refunded=bool(engine.rows(_TWICE_REFUNDED)),
        heard=find_heard(engine, settings["working_hours"].value),
    )
    return BookSnapshot(engine, as_of, known_at, settings, home, digest, version, view)


_TWICE_REFUNDED = """
SELECT 1
FROM refund AS part
SEMI JOIN (
    SELECT source, order_id
    FROM refund
    WHERE key = order_id
) AS whole
ON (whole.source = part.source AND whole.order_id = part.order_id AND part.key <> part.order_id)
LIMIT 1
"""


def _all_known(engine: Engine, known_at: datetime) -> bool:
    """Whether the book learnt nothing after a time."""
    last = engine.rows("SELECT value FROM about WHERE name = 'last_seen_at'")
    return not last or datetime.fromisoformat(last[0][0]) <= known_at
