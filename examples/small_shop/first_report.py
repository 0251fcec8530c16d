"""First report: what can a small shop tell from four exports?

Run it from anywhere: `python examples/small_shop/first_report.py [FOLDER]` writes the book into a
new folder (or the one named) and prints every measure, an honest refusal included.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import rapport

EXPORTS = Path(__file__).resolve().parent


def main(folder: Path) -> None:
    """Import the exports, set what no export tells, and print each measure's headline."""
    with rapport.open(folder / "shop.rapport", create=True) as house:
        summary = house.ingest(*sorted(EXPORTS.glob("*.csv")))
        print(f"{summary.written} records written, {summary.rejected} rows refused")
        house.set("margin_rate", "0.45")
        house.set("hourly_cost", "24")
        for card in house.measures():
            answer = house.measure(card.key).headline.answer
            if isinstance(answer, rapport.Refusal):
                print(f"{card.name}: cannot tell, {answer.reason}")
            else:
                low, high = answer.interval.low, answer.interval.high
                print(f"{card.name}: {answer.value:.4g} {answer.unit} ({low:.4g} to {high:.4g})")
        costs = house.returns().costs.answer
        print(f"Cost of relations in a year: {costs}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()))
