"""Ten million messages: what do the care measures cost beside one bare window aggregation?

Makes a book with messages of 1.5 million people in conversations (a question, most often an
answer, sometimes a bot between, a second question, a second answer), written straight into its
table: what import costs is measured elsewhere. Then, in one process on the same book:
1. one bare window aggregation of the message table: for each message the one before and the one
   after in its thread, summed up (the best of two runs);
2. every care measure, in the order of the catalog; the rounds are worked out by the first one.
Prints CPU seconds (user + system), ratios to the bare aggregation and peak memory.
    python benchmarks/care.py [--messages 10000000] [--zone UTC]
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

import rapport
from rapport.measures.catalog import measure_named

AS_OF = date(2025, 12, 31)

MESSAGES = """
INSERT INTO message BY NAME
SELECT
    'file:message_id' AS source,
    'M' || i AS key,
    TIMESTAMP '2024-01-01' + to_seconds(
        hash(thread) % 62000000 + CASE place
            WHEN 0 THEN 0
            WHEN 1 THEN 40
            WHEN 2 THEN 600 + hash(thread, 'a') % 200000
            WHEN 3 THEN 260000 + hash(thread, 'b') % 90000
            ELSE 360000 + hash(thread, 'c') % 200000
        END::BIGINT
    ) AS happened_at,
    'UTC' AS zone,
    TIMESTAMP '2025-12-31' AS seen_at,
    hash(thread) % ($messages * 15 // 100) + 1 AS contact,
    hash(i) AS content,
    'conversation-' || thread AS thread,
    CASE WHEN place IN (0, 3) THEN 'in' ELSE 'out' END AS direction,
    CASE WHEN place IN (0, 3) THEN 'customer' WHEN place = 1 THEN 'bot' ELSE 'staff' END AS author,
    CASE WHEN place IN (2, 4) THEN 'agent ' || hash(thread, 'd') % 20 END AS agent,
    CASE hash(thread, 'e') % 3
        WHEN 0 THEN 'email'
        WHEN 1 THEN 'chat'
        ELSE 'instagram'
    END AS channel,
    CASE hash(thread, 'e') % 3 WHEN 2 THEN 'public' ELSE 'private' END AS visibility
FROM (
    SELECT
        i,
        i // 5 AS thread,
        i % 5 AS place
    FROM range($messages * 2) AS told(i)
)
WHERE place = 0
    OR (place = 1 AND hash(thread, 'f') % 10 < 3)
    OR (place = 2 AND hash(thread, 'g') % 10 < 7)
    OR (place = 3 AND hash(thread, 'h') % 10 < 3)
    OR (place = 4 AND hash(thread, 'i') % 10 < 2)
"""
PEOPLE = """
INSERT INTO identity BY NAME
SELECT DISTINCT
    contact,
    contact::INTEGER AS person
FROM message
"""
BARE = """
SELECT
    count(*) AS changes,
    sum(epoch(later) - epoch(happened_at)) AS waited
FROM (
    SELECT
        direction,
        happened_at,
        lag(direction) OVER talk AS before,
        lead(happened_at) OVER talk AS later
    FROM message
    WINDOW talk AS (PARTITION BY thread ORDER BY happened_at)
)
WHERE direction IS DISTINCT FROM before
"""


def timed(work):
    """CPU seconds that some work takes, and what it gives."""
    start = time.process_time()
    told = work()
    return time.process_time() - start, told


def make(folder: Path, messages: int, zone: str):
    """A house over a book with about so many messages."""
    house = rapport.open(folder / "care.rapport", create=True)
    house.set("zone", zone)
    house.book.engine.run(MESSAGES, {"messages": messages})
    house.book.engine.run(PEOPLE)
    return house


def main() -> None:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000_000)
    parser.add_argument("--zone", default="UTC")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rapport-care-") as name:
        house = make(Path(name), asked.messages, asked.zone)
        told = house.book.engine.rows("SELECT count(*) FROM message")[0][0]
        print(f"{told:,} messages, zone {asked.zone}")
        bare = min(timed(lambda: house.book.engine.rows(BARE))[0] for _ in range(2))
        print(f"{'bare window aggregation':28}{bare:8.2f} s")
        snapshot = house.snapshot(AS_OF)
        total = 0.0
        for card in (card for card in house.measures() if card.family == "care"):
            measure = measure_named(card.key)
            seconds, _ = timed(lambda one=measure: one.measure(snapshot))
            total += seconds
            print(f"{card.key:28}{seconds:8.2f} s{seconds / bare:7.2f} x")
        print(f"{'all care measures':28}{total:8.2f} s{total / bare:7.2f} x")
        house.close()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


if __name__ == "__main__":
    main()
