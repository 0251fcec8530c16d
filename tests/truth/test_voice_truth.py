"""Do the shares that are told of what people say cover what the simulated people truly said?"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from .heard_companies import CUSTOMERS, FEELINGS, SEEDS, SIGNALS, Told, companies

pytestmark = pytest.mark.truth


@pytest.fixture(scope="module")
def shares() -> dict[str, list[Told]]:
    """Every company's shares by part."""
    found: dict[str, list[Told]] = defaultdict(list)
    for told, _ in companies():
        for one in told:
            found[one.part].append(one)
    print(table(found))
    return found


def table(found: dict[str, list[Told]]) -> str:
    """Truth, estimate, width and coverage of each part."""
    lines = [f"\n{SEEDS} seeds of {CUSTOMERS} customers",
             f"{'part':20}{'truth':>8}{'told':>8}{'width':>8}{'covered':>9}"]  # fmt: skip
    for part, told in found.items():
        means = [np.mean([getattr(one, name) for one in told]) for name in ("truth", "value")]
        width = np.mean([one.high - one.low for one in told])
        covered = np.mean([one.is_covered for one in told])
        lines.append(f"{part:20}{means[0]:8.3f}{means[1]:8.3f}{width:8.3f}{covered:9.3f}")
    return "\n".join(lines)


PARTS = [f"{key} {kind}" for key in SIGNALS for kind in ("ever", "voices")] + list(FEELINGS)


@pytest.mark.parametrize("part", PARTS)
def test_the_interval_covers_what_people_truly_said(part, shares):
    covered = np.mean([one.is_covered for one in shares[part]])
    assert covered >= 0.95 - 2.5 * np.sqrt(0.05 * 0.95 / SEEDS)


DOUBTFUL = ("questions ever", "questions voices", "neutral")
"""Files with known answers tell the reader's errors in these too differently from each other."""


@pytest.mark.parametrize("part", [one for one in PARTS if one not in DOUBTFUL])
def test_the_interval_is_narrower_than_knowing_nothing(part, shares):
    assert np.mean([one.high - one.low for one in shares[part]]) < 0.95


@pytest.mark.parametrize("part", DOUBTFUL)
def test_what_is_too_doubtful_is_mostly_refused_until_some_are_checked(part, shares):
    assert np.mean([one.high - one.low == 1.0 for one in shares[part]]) > 0.5
