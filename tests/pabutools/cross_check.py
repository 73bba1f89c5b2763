"""Solves random budget problems with pabutools, an independent library for
participatory budgeting, and writes them down for a Rust test to compare.

    pip install pabutools
    python tests/pabutools/cross_check.py          # compare with the file
    python tests/pabutools/cross_check.py --write  # write it anew
"""

import random
import sys
from pathlib import Path

from pabutools.election import (
    Additive_Cardinal_Sat,
    CardinalBallot,
    CardinalProfile,
    Instance,
    Project,
)
from pabutools.rules import max_additive_utilitarian_welfare

FILE = Path(__file__).with_name("instances.txt")
N_INSTANCES = 60
# Budgets stay below the number of money units, so that nothing is rounded.
MAX_BUDGET = 5_000


def instances():
    dice = random.Random(20261124)
    for number in range(N_INSTANCES):
        n_projects = dice.randint(1, 40)
        costs = [dice.randint(1, 600) for _ in range(n_projects)]
        if number % 3 == 0:
            # Equal ratios are the hard case of a knapsack.
            worths = [cost * 3 for cost in costs]
        else:
            worths = [dice.randint(1, 4000) for _ in range(n_projects)]
        budget = min(MAX_BUDGET, max(1, int(sum(costs) * dice.choice([0.1, 0.5, 0.9]))))
        yield budget, costs, worths


def solve(budget, costs, worths):
    projects = [Project(f"p{n}", cost) for n, cost in enumerate(costs)]
    instance = Instance(projects, budget_limit=budget)
    ballot = CardinalBallot(dict(zip(projects, worths)))
    profile = CardinalProfile([ballot], instance=instance)
    outcome = max_additive_utilitarian_welfare(
        instance, profile, sat_class=Additive_Cardinal_Sat
    )
    assert sum(it.cost for it in outcome) <= budget
    return sum(ballot[it] for it in outcome)


def text():
    lines = []
    for budget, costs, worths in instances():
        best = solve(budget, costs, worths)
        projects = " ".join(f"{cost}:{worth}" for cost, worth in zip(costs, worths))
        lines.append(f"{budget} {int(best)} {projects}\n")
    return "".join(lines)


if __name__ == "__main__":
    if "--write" in sys.argv:
        FILE.write_text(text())
    elif FILE.read_text() != text():
        sys.exit(f"{FILE.name} is not what pabutools says")
