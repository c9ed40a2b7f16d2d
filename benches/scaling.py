"""How time and memory of a run grow with draws, projects and months, as Markdown tables.

    python3 benches/scaling.py target/release/fabcast [--ten-million] [--rounds N] [--tiny] [--only draws|projects|months]

Python 3.11 or later, nothing else. Measure on an idle machine; the whole takes some five minutes, with
`--ten-million` half an hour. `--tiny` runs everything at small sizes, to see that it works.

- Draws: `one-fab` with `--no-draws` and all other files, all threads.
- Projects: `seven-trillion` with the counts of its plan lines scaled, and the capacity of each project and the months
  between starts scaled the other way, so that as much is built over the same years by more and smaller projects.
- Months: `seven-trillion` with another end.

Projects and months are measured with one thread. Every run is also made with eight draws: the difference is the time
of draws beyond the fixed cost of reading, checking and reporting. The exponent between two neighbouring rows is that
of the power of the size by which this time grows: 1 means in proportion. Times are processor time, which other load
disturbs least; of several rounds the least counts. Memory is the most that was resident, of the larger run.
"""

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLAN_SCENARIO, DRAWS_SCENARIO = "seven-trillion", "one-fab"
# A group of draws that the engine simulates together.
LANES = 8
# A point is not repeated beyond this many seconds.
PATIENCE = 60.0


@dataclass
class Cost:
    """What a run took: seconds on the clock, seconds of processors, bytes resident at most."""

    wall: float
    processor: float
    memory: float


@dataclass
class Point:
    size: int
    draws: int
    cost: Cost
    fixed: Cost

    def beyond(self) -> float:
        """Processor time of the draws beyond the first eight."""
        return self.cost.processor - self.fixed.processor


def once(command: list[str]) -> tuple[Cost, dict]:
    """Runs the command, which prints one JSON document."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said = process.stdout.read()
    complaint = process.stderr.read().decode()
    # Of this child alone; RUSAGE_CHILDREN keeps the largest memory of all there have been.
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{complaint}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit), json.loads(said)


def least(command: list[str], rounds: int) -> tuple[Cost, dict]:
    costs, began = [], time.perf_counter()
    while len(costs) < rounds and (not costs or time.perf_counter() - began < PATIENCE):
        cost, document = once(command)
        costs.append(cost)
    smallest = Cost(*(min(getattr(c, name) for c in costs) for name in ("wall", "processor", "memory")))
    return smallest, document


def measure(program: str, scenario: str, draws: int, arguments: list[str], rounds: int, size) -> Point:
    """`size` tells the size of a run by its document."""
    base = [program, "run", scenario, "--quiet", "--format", "json", *arguments]
    fixed, _ = least([*base, "--draws", str(LANES)], rounds)
    cost, document = least([*base, "--draws", str(draws)], rounds)
    point = Point(size(document), draws, cost, fixed)
    print(f"  {point.size:,}: {cost.wall:.2f} s", file=sys.stderr)
    return point


def draws_of(document: dict) -> int:
    return document["draws"]


def projects_of(document: dict) -> int:
    return sum(document["scenario"]["project_counts"].values())


def month_number(text: str) -> int:
    year, month = map(int, text.split("-"))
    return 12 * year + month - 1


def months_of(document: dict) -> int:
    scenario = document["scenario"]
    return month_number(scenario["end"]) - month_number(scenario["start"]) + 1


def embedded(name: str) -> dict:
    return tomllib.loads((ROOT / "scenarios" / f"{name}.toml").read_text())


def scaled(quantity: str, factor: float) -> str:
    """`30 kwspm` times a factor; further numbers, of an interval, are scaled as well."""
    return re.sub(r"\d+(?:\.\d+)?", lambda number: f"{float(number[0]) * factor:.9g}", quantity)


def apportioned(counts: dict[str, float], total: int) -> dict[str, int]:
    """Whole numbers in proportion to the counts that add up to the total, by largest remainders."""
    share = {name: total * count / sum(counts.values()) for name, count in counts.items()}
    whole = {name: math.floor(s) for name, s in share.items()}
    by_remainder = sorted(counts, key=lambda name: whole[name] - share[name])
    for name in by_remainder[: total - sum(whole.values())]:
        whole[name] += 1
    return whole


def plan_of(projects: int) -> list[str]:
    """Settings that make the plan of so many projects."""
    plan = embedded(PLAN_SCENARIO)["plan"]
    counts = apportioned({name: line["count"]["value"] for name, line in plan.items()}, projects)
    settings = []
    for name, line in plan.items():
        count = counts[name]
        settings.append(f"plan.{name}.count={count}")
        if count == 0:
            continue
        factor = line["count"]["value"] / count
        for key in ("capacity", "every"):
            if key in line:
                settings.append(f"plan.{name}.{key}={scaled(line[key]['value'], factor)}")
    return [argument for setting in settings for argument in ("--set", setting)]


def end_after(months: int) -> list[str]:
    last = month_number(embedded(PLAN_SCENARIO)["start"]) + months - 1
    return ["--set", f"end={last // 12}-{last % 12 + 1:02}"]


def exponent(before: Point, after: Point) -> str:
    """Of the power of the size by which the time beyond the fixed cost grows."""
    if before.beyond() <= 0 or after.beyond() <= 0:
        return "lost in noise"
    return f"{math.log(after.beyond() / before.beyond()) / math.log(after.size / before.size):.2f}"


def table(what: str, points: list[Point]) -> str:
    lines = [
        f"| {what} | clock, s | processor, s | of it fixed, s | per draw, ms | exponent | memory, MB |",
        "|--:|--:|--:|--:|--:|--:|--:|",
    ]
    before = None
    for point in points:
        grown = "" if before is None else exponent(before, point)
        per_draw = 1000 * point.beyond() / (point.draws - LANES)
        cost = point.cost
        lines.append(
            f"| {point.size:,} | {cost.wall:.2f} | {cost.processor:.2f} | {point.fixed.processor:.2f} "
            f"| {per_draw:.3f} | {grown} | {cost.memory / 1e6:.0f} |"
        )
        before = point
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the fabcast to measure")
    parser.add_argument("--ten-million", action="store_true", help="10,000,000 draws as well")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each point that takes less than a minute")
    parser.add_argument("--tiny", action="store_true", help="small sizes, to see that all works")
    parser.add_argument("--only", choices=("draws", "projects", "months"))
    given = parser.parse_args()

    draws = [1_000, 10_000, 100_000, 1_000_000] + [10_000_000] * given.ten_million
    projects, months, few = [10, 30, 100, 300, 1_000, 2_000], [60, 100, 150, 200, 300, 400], 1_000
    if given.tiny:
        draws, projects, months, few = [16, 64], [10, 40], [60, 100], 16
    alone = ["--threads", "1"]

    def series(scenario, size, sizes, settings):
        print(f"{scenario}: {size.__name__.removesuffix('_of')}", file=sys.stderr)
        return [measure(given.program, scenario, *settings(n), given.rounds, size) for n in sizes]

    if given.only in (None, "draws"):
        with tempfile.TemporaryDirectory() as folder:
            files = ["--no-draws", "--force", "--out", f"{folder}/out"]
            points = series(DRAWS_SCENARIO, draws_of, draws, lambda n: (n, files))
        print(f"Draws of `{DRAWS_SCENARIO}`, all threads:\n\n{table('draws', points)}\n")
    if given.only in (None, "projects"):
        points = series(PLAN_SCENARIO, projects_of, projects, lambda n: (few, [*alone, *plan_of(n)]))
        print(f"Projects of `{PLAN_SCENARIO}`, {few} draws, one thread:\n\n{table('projects', points)}\n")
    if given.only in (None, "months"):
        points = series(PLAN_SCENARIO, months_of, months, lambda n: (few, [*alone, *end_after(n)]))
        print(f"Months of `{PLAN_SCENARIO}`, {few} draws, one thread:\n\n{table('months', points)}")


if __name__ == "__main__":
    main()
