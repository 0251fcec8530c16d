"""Groups at scale: how well and how fast are messages that say the same brought together?

Quality on intents of customers (../shared/data/voice): the threshold was chosen on banking77 and
is shown on the two others, and on all three mixed with other people's messages. A pair is right
where its two messages have the same intent (of NLU++, where half or more of the intents of both
are the same). Speed and peak memory on 100,000 distinct messages of all the files, in seven
languages; stability when the order changes, and when one message in a hundred is added.
python benchmarks/groups.py [--messages 100000] [--quick]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import resource
import time
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from rapport.voice.groups.grouping import group

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "voice"
CROWD = (
    "sentiment_mabsa",
    "emotions_goemotions_en",
    "intents_en",
    "sentiment_deft2017_fr",
    "sentiment_umsab",
    "complaints_twitter_en",
)
NOTE = {"banking77 1,000": (0.39, 0.33)}
BAR = 20.0


def rows(name):
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def intents(seed=1):
    """Named sets of (text, intents): banking77, bitext, NLU++."""
    told = rows("intents_en")
    banking = [(row["text"], row["intent"]) for row in told if row["source"] == "banking77"]
    bitext = [(row["text"], row["intent"]) for row in told if row["source"] != "banking77"]
    nlupp = [(row["text"], row["intents"]) for row in rows("intents_nlupp_en") if row["intents"]]
    rng = np.random.default_rng(seed)
    return {
        "banking77 1,000": drawn(rng, banking, 1000),
        "banking77": banking,
        "bitext": bitext,
        "nlupp": nlupp,
    }


def drawn(rng, rows_of, count):
    return [rows_of[place] for place in rng.permutation(len(rows_of))[:count]]


def grouped(texts, languages=None, rng=None):
    count = len(texts)
    rng = rng or np.random.default_rng(0)
    authors, days = rng.integers(0, count // 2 + 1, count), rng.integers(0, 365, count)
    return group(texts, authors, days, languages or ["en"] * count)


def pairs(labels, found):
    """Precision, recall and F1 of pairs of messages; `labels` sets of intents told by |."""
    told, row, column = {}, [], []
    for place, label in enumerate(labels):
        for one in label.split("|"):
            row.append(place)
            column.append(told.setdefault(one, len(told)))
    has = csr_matrix((np.ones(len(row), np.float32), (row, column)))
    sizes = np.asarray(has.sum(axis=1)).ravel()
    right = same = together = 0
    for start in range(0, len(labels), 1000):
        shared = (has[start : start + 1000] @ has.T).toarray()
        alike = shared / (sizes[start : start + 1000, None] + sizes - shared) >= 0.5
        joined = (found[start : start + 1000, None] == found) & (found >= 0)
        later = np.arange(len(labels)) > np.arange(start, start + len(alike))[:, None]
        right += (alike & joined & later).sum()
        same += (alike & later).sum()
        together += (joined & later).sum()
    precision, recall = right / max(together, 1), right / max(same, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def quality():
    """Pairs of each set alone, and of all mixed with others' messages."""
    sets = intents()
    for name, told in sets.items():
        found = grouped([text for text, _ in told])
        tell(name, told, found.group, len(found.keys))
    rng = np.random.default_rng(2)
    mixed = {name: drawn(rng, sets[name], 2500) for name in ("banking77", "bitext", "nlupp")}
    others = [row["text"] for row in rows("sentiment_mabsa") if row["lang"] == "en"]
    texts = [text for told in mixed.values() for text, _ in told] + others
    found, start = grouped(texts), 0
    for name, told in mixed.items():
        tell(f"{name}, mixed", told, found.group[start : start + len(told)], len(found.keys))
        start += len(told)


def tell(name, told, found, groups):
    precision, recall, f1 = pairs([label for _, label in told], found)
    note = "   (the note: precision {:.2f}, F1 {:.2f})".format(*NOTE[name]) if name in NOTE else ""
    print(
        f"{name:18} {len(told):6,} messages {groups:6,} groups   precision {precision:.3f}   "
        f"recall {recall:.3f}   F1 {f1:.3f}{note}",
        flush=True,
    )


def stability():
    """The same partition in another order; how few move when one in a hundred is added."""
    told = [text for text, _ in intents()["banking77"][:6000]]
    tweets = [row["text"] for row in rows("complaints_twitter_en")]
    for name, texts in (("banking77", told), ("tweets to firms", tweets)):
        whole, turned = told_keys(grouped(texts)), told_keys(grouped(texts[::-1]))[::-1]
        stood = told_keys(grouped(texts[: len(texts) * 99 // 100]))
        worded = np.flatnonzero(np.array(stood) != "")
        apart = np.unique(whole, return_inverse=True)[1]
        precision, recall, _ = pairs(np.array(stood)[worded], apart[worded])
        standing = stood + [""] * (len(texts) - len(stood))
        nothing = np.zeros(len(texts), np.int64)
        joined = told_keys(group(texts, nothing, nothing, ["en"] * len(texts), standing=standing))
        print(
            f"{name}: another order changes {differing(whole, turned)} messages; "
            f"1 % more, made afresh: {precision:.2f} and {recall:.2f} of pairs stay; "
            f"joined to what stands: {differing(stood, joined[: len(stood)])} messages move",
            flush=True,
        )


def told_keys(groups):
    """The key of each message's group, "" where it has no word."""
    return [groups.keys[one] if one >= 0 else "" for one in groups.group.tolist()]


def differing(one, other):
    return sum(left != right for left, right in zip(one, other, strict=True))


def speed(count):
    """Seconds and memory for many messages in seven languages."""
    told = {row["text"]: row["lang"] for name in CROWD for row in rows(name)}
    rng = np.random.default_rng(0)
    chosen = drawn(rng, list(told.items()), count)
    started, busy = time.perf_counter(), time.process_time()
    found = grouped([text for text, _ in chosen], [language for _, language in chosen], rng)
    wall, cpu = time.perf_counter() - started, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    joining = time.perf_counter()
    found.join([text for text, _ in chosen[:1000]], [language for _, language in chosen[:1000]])
    joining = time.perf_counter() - joining
    print(
        f"{len(chosen):,} messages: {wall:.1f} s ({cpu:.1f} CPU s; bar {BAR:.0f} s), peak "
        f"{peak:,.0f} MB, {len(found.keys):,} groups; 1,000 new ones join in {joining:.2f} s",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--quick", action="store_true", help="speed only")
    asked = parser.parse_args()
    speed(asked.messages)
    if not asked.quick:
        quality()
        stability()


if __name__ == "__main__":
    main()
