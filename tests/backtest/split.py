"""Is the calibration of the back-test more than a fit to its own rows?

    cargo build -p buqi-cli && python tests/backtest/split.py CASES.csv [MORE.csv ...]

Two figures were set with the published totals in view. `named-works-spread` is
chosen on some rows and looked at on the others: leaving out one row at a time,
and on 2,000 seeded random halves. `unnamed-works` is chosen on all tables but
one, so that the geometric mean of predicted per published is nearest to 1, and
looked at on the one left out. Needs nothing but Python; the first table of
cases is not part of this repository, the others are beside this file. BUQI may
name another build of the command line.
"""

import math
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPREADS = [1 + step / 8 for step in range(25)]
# Yuan per m² of floor area, works only.
UNNAMED = range(5, 81, 5)
AIM = 0.8


def run(cases, buqi, catalogue):
    """Per compared row: predicted per published, and whether it is inside."""
    command = [buqi, "backtest", cases, "--min-works", "3", "--lang", "en", "--catalogue", catalogue]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    verdicts = re.findall(r"predicted per published ([\d.]+), (inside the likely range)?", text)
    return [(float(ratio), bool(inside)) for ratio, inside in verdicts]


def figures_of(file, entry, values):
    """The same catalogue with other figures in one of its entries, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Path(folder) / "catalogue"
        shutil.copytree(ROOT / "catalogue", catalogue)
        text = (catalogue / file).read_text()
        figures = rf"({entry}:.*?)low: \S+\n  typical: \S+\n  high: \S+"
        for low, typical, high in values:
            new = rf"\g<1>low: {low}\n  typical: {typical}\n  high: {high}"
            (catalogue / file).write_text(re.sub(figures, new, text, count=1, flags=re.S))
            yield catalogue


def inside_by_spread(cases, buqi):
    values = [(1, spread, 9) for spread in SPREADS]
    runs = [
        run(cases, buqi, catalogue)
        for catalogue in figures_of("conventions/project.yaml", "named-works-spread", values)
    ]
    return [ratio for ratio, _ in runs[-1]], [[inside for _, inside in rows] for rows in runs]


def across_tables(tables, buqi):
    values = [(0, price, 3 * price + 1) for price in UNNAMED]
    logarithms = [
        [[math.log(ratio) for ratio, _ in run(cases, buqi, catalogue)] for cases in tables]
        for catalogue in figures_of("prices/site.yaml", "unnamed-works", values)
    ]

    def best(left_out):
        def off(at):
            rows = [it for n, table in enumerate(logarithms[at]) if n != left_out for it in table]
            return abs(statistics.mean(rows))

        return min(range(len(UNNAMED)), key=off)

    print(f"all tables: {UNNAMED[best(None)]} yuan per m² of unnamed works")
    for n, cases in enumerate(tables):
        at = best(n)
        middle = math.exp(statistics.median(logarithms[at][n]))
        print(f"without {Path(cases).name}: {UNNAMED[at]} yuan per m², its median ratio {middle:.2f}")


def choose(table, rows):
    """The position of the least spread with which enough of `rows` lie inside."""
    for at, inside in enumerate(table):
        if sum(inside[row] for row in rows) >= AIM * len(rows):
            return at
    return len(table) - 1


def main():
    buqi = os.environ.get("BUQI", ROOT / "target" / "debug" / "buqi")
    results = [inside_by_spread(cases, buqi) for cases in sys.argv[1:]]
    ratios = [it for of_one, _ in results for it in of_one]
    table = [sum(tables, []) for tables in zip(*[it for _, it in results])]
    everyone = list(range(len(ratios)))
    print(f"{len(ratios)} rows, median ratio {statistics.median(ratios):.2f}")
    print(f"all rows: spread {SPREADS[choose(table, everyone)]}")

    chosen = [choose(table, [it for it in everyone if it != row]) for row in everyone]
    hits = sum(table[at][row] for row, at in enumerate(chosen))
    spreads = [SPREADS[at] for at in chosen]
    print(f"leave one out: {hits / len(ratios):.2f} inside, spreads {min(spreads)} to {max(spreads)}")

    dice = random.Random(1)
    shares, spreads, medians = [], [], []
    for _ in range(2000):
        dice.shuffle(everyone)
        half = len(everyone) // 2
        at = choose(table, everyone[:half])
        other = everyone[half:]
        shares.append(sum(table[at][row] for row in other) / len(other))
        spreads.append(SPREADS[at])
        medians.append(statistics.median(ratios[row] for row in other))
    tenths = lambda values: statistics.quantiles(values, n=10)
    for name, values in [("inside", shares), ("spread", spreads), ("median ratio", medians)]:
        low, high = tenths(values)[0], tenths(values)[8]
        print(f"halves: {name} {statistics.mean(values):.2f}, four of five from {low:.2f} to {high:.2f}")
    if len(sys.argv) > 2:
        across_tables(sys.argv[1:], buqi)


if __name__ == "__main__":
    main()
