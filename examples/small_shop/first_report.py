"""First report: what can a small shop tell from five exports?

Run it from anywhere: `python examples/small_shop/first_report.py [FOLDER]` writes the book into a
new folder (or the one named) and prints every measure, an honest refusal included.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import rapport

EXPORTS = Path(__file__).resolve().parent


def told(answer: rapport.Estimate | rapport.Refusal) -> str:
    """An answer in words: the number with its interval and n, or why there is none."""
    if isinstance(answer, rapport.Refusal):
        return f"cannot tell, {answer.reason}"
    low, high = answer.interval.low, answer.interval.high
    return f"{answer.value:.4g} {answer.unit} ({low:.4g} to {high:.4g}, n = {answer.n})"


def main(folder: Path) -> None:
    """Import the exports, set what no export tells, and print each measure's headline."""
    with rapport.open(folder / "shop.rapport", create=True) as house:
        summary = house.ingest(*sorted(EXPORTS.glob("*.csv")))
        print(f"{summary.written} records written, {summary.rejected} rows refused")
        house.set("margin_rate", "0.45")
        house.set("hourly_cost", "24")
        for card in house.measures():
            print(f"{card.name}: {told(house.measure(card.key).headline.answer)}")
        statement = house.returns()
        print(f"{statement.costs.name}: {told(statement.costs.answer)}")
        print(f"{statement.ror.name}: {told(statement.ror.answer)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()))
