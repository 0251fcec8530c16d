"""Does a book survive kill -9 at any moment of an import?"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import rapport

pytestmark = pytest.mark.slow

MOMENTS = 10
SEED = 20260115
ORDERS = 40_000
IMPORT = """
import sys, rapport
print("ready", flush=True)
with rapport.open(sys.argv[1], create=True) as house:
    house.ingest(*sys.argv[2:])
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> tuple[Path, Path]:
    """A small file that the book holds before, and one whose import is cut off."""
    folder = tmp_path_factory.mktemp("files")
    header = "order_id,ordered_at,email,amount,currency\n"
    row = "{n},2025-03-{day:02},c{who}@example.com,{n}.5,EUR\n"
    for name, numbers in (("first", range(50)), ("second", range(100, ORDERS))):
        rows = (row.format(n=n, day=n % 28 + 1, who=n % 9_000) for n in numbers)
        (folder / f"{name}.csv").write_text(header + "".join(rows))
    return folder / "first.csv", folder / "second.csv"


@pytest.fixture(scope="module")
def undisturbed(files, tmp_path_factory) -> tuple[str, str, float]:
    """Digest before and after an import that nobody disturbs, and how long it takes."""
    path = tmp_path_factory.mktemp("undisturbed") / "a.book"
    digests = []
    for file in files:
        started = time.monotonic()
        importing(path, file).wait()
        digests.append(digest(path))
    return digests[0], digests[1], time.monotonic() - started


def importing(path: Path, file: Path) -> subprocess.Popen[bytes]:
    """Start an import in a process of its own; return once Rapport is loaded there."""
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(path), str(file)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    return process


def digest(path: Path) -> str:
    """A book's digest, opened and closed."""
    with rapport.open(path) as house:
        house.measure("customers")
        return house.book.digest()


def kill_after(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Kill a process that we started, without warning."""
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_the_book_holds_the_earlier_state_and_the_rerun_completes(files, undisturbed, tmp_path):
    before, after, whole = undisturbed
    chance = random.Random(SEED)
    states = []
    importing(tmp_path / "first.book", files[0]).wait()
    for moment in range(MOMENTS):
        path = tmp_path / f"{moment}.book"
        shutil.copy(tmp_path / "first.book", path)
        kill_after(importing(path, files[1]), chance.uniform(0, whole * 0.7))
        states.append(digest(path))
        importing(path, files[1]).wait()
        assert digest(path) == after
    assert set(states) <= {before, after}
    assert before in states


def test_a_book_whose_making_was_cut_off_can_be_made_again(files, undisturbed, tmp_path):
    chance = random.Random(SEED + 1)
    for moment in range(4):
        path = tmp_path / f"{moment}.book"
        kill_after(importing(path, files[0]), chance.uniform(0, 0.05))
        importing(path, files[0]).wait()
        assert digest(path) == undisturbed[0]
