"""Proves the engine wrong, or fails to: runs it and this oracle on the same draws and compares every series.

    python check.py FABCAST_BINARY [SCENARIO …] [--draws N] [--relax GROUP,GROUP …] [--each] [--random N]
    python check.py --compare DIR [--relax GROUP,GROUP]      # a run that is already there

Without a scenario: all that the engine carries, with nothing, each group and everything relaxed, and `--random`
random scenarios (random_scenarios.py), with nothing and with some groups relaxed. A run's directory holds
`scenario.toml`, `draws.parquet` and `trace.parquet` (columns `draw`, `month`, then one per series).

Compared are all series and outcomes that the engine gives. What agreement means, and when a difference can only be
rounding, is told in agreement.py. Exit status: 0 they agree, 1 they do not, 2
nothing could be compared.
"""

import argparse
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

import agreement  # noqa: E402
import engine as facade  # noqa: E402
import random_scenarios  # noqa: E402
from fabcast_oracle import Case, outcomes, run  # noqa: E402
from fabcast_oracle.basics import GROUPS  # noqa: E402

DRAWS, RANDOM = 200, 20


class Comparison:
    """Compares the runs of one scenario; the plan, the same in all of them, is computed once."""

    def __init__(self, tolerance=agreement.TOLERANCE, out=print):
        self.tolerance, self.out = tolerance, out
        self.plan, self.engine_plan = None, None

    def compare(self, folder, relax=()):
        """Compares a run's directory; returns the verdict."""
        case = Case.load(folder)
        engine = facade.series_of_engine(folder, case.T, case.D)
        plan_names = {name for name in engine if name.startswith("plan_")}
        theirs = {name.removeprefix("plan_"): engine.pop(name) for name in plan_names}
        log = run(case, relax)
        engine |= facade.outcomes_of_engine(case)
        if self.plan is None and theirs:
            self.plan = run(case, GROUPS)
            ours = facade.series_of_oracle(self.plan)
            engine |= {f"plan_{name}": values for name, values in theirs.items()}
            oracle = {f"plan_{name}": values for name, values in ours.items()}
            self.engine_plan = theirs
        else:
            # The same plan in every run of a scenario, bit for bit, is compared once.
            oracle = {}
            for name, values in theirs.items():
                if not np.array_equal(values, self.engine_plan[name], equal_nan=True):
                    engine[f"plan_{name}"] = values
                    oracle[f"plan_{name}"] = self.engine_plan[name]
        oracle |= facade.series_of_oracle(log) | facade.outcomes_of_oracle(log, self.plan)
        # Where a hurdle of 0 gives back just what was drawn, rounding decides the month of payback.
        if "payback_months" in engine and case.names("plan"):
            for tie in outcomes.payback_ties(log):
                ours, there = oracle["payback_months"], engine["payback_months"]
                equal = (tie == there) | (np.isnan(tie) & np.isnan(there))
                oracle["payback_months"] = np.where(equal, there, ours)

        def shake(rows):
            many = agreement.moved(case, rows)
            shaken_log = run(many, relax)
            plan = run(many, GROUPS) if self.plan is not None else None
            shaken = facade.series_of_oracle(shaken_log) | facade.outcomes_of_oracle(shaken_log, plan)
            if plan is not None:
                series = facade.series_of_oracle(plan)
                shaken |= {f"plan_{name}": values for name, values in series.items()}
            for name in oracle.keys() - shaken.keys():
                shaken[name] = np.repeat(oracle[name][:, rows], agreement.COPIES, axis=1)
            return shaken

        sizes = facade.sizes_of_oracle(log)
        if self.plan is not None:
            of_plan = facade.sizes_of_oracle(self.plan)
            sizes |= {f"plan_{name}": size for name, size in of_plan.items()}
        verdict = agreement.judge(engine, oracle, shake, self.tolerance, sizes)
        agreement.tell(verdict, self.out)
        return verdict


def check_scenario(binary, scenario, draws, seed, relaxed, changes, keep, tolerance):
    """Runs and compares one scenario under each list of relaxed groups. Returns status, compared and what to print."""
    lines, status, compared = [], 0, 0
    comparison = Comparison(tolerance, lines.append)
    for relax in relaxed:
        began = time.perf_counter()
        what = "all" if len(relax) == len(GROUPS) else ", ".join(relax) or "nothing"
        lines.append(f"{Path(scenario).stem}, relaxed: {what}")
        with tempfile.TemporaryDirectory() as scratch:
            place = f"{Path(scenario).stem}-{'-'.join(relax) or 'base'}"
            folder = Path(keep) / place if keep else Path(scratch)
            folder.mkdir(parents=True, exist_ok=True)
            failed = facade.simulate(binary, scenario, folder, draws, seed, relax, changes)
            if failed:
                return 2, compared, [*lines, f"  the engine failed: {failed}"]

            verdict = comparison.compare(folder, relax)
        compared += verdict.compared
        status = max(status, int(not verdict.agree))
        lines.append(f"  {time.perf_counter() - began:.1f} s")
    return status, compared, lines


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("binary", nargs="?", help="the engine's executable")
    parser.add_argument("scenarios", nargs="*", default=[])
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--relax", action="append", default=[], metavar="GROUP,GROUP", help="or all; repeatable"
    )
    parser.add_argument(
        "--each", action="store_true", help="relax nothing, each group alone, and all"
    )
    parser.add_argument("--random", type=int, metavar="N", help="compare N random scenarios")
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE")
    parser.add_argument("--tolerance", type=float, default=agreement.TOLERANCE)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--compare", metavar="DIR", help="compare a run that is already there")
    parser.add_argument("--keep", metavar="DIR", help="keep the runs there")
    options = parser.parse_args()
    if not options.binary and not options.compare:
        parser.error("an executable or --compare is needed")

    relaxed = [GROUPS if text == "all" else tuple(text.split(",")) for text in options.relax]
    if options.compare:
        verdict = Comparison(options.tolerance).compare(
            options.compare, relaxed[0] if relaxed else ()
        )
        return 2 if not verdict.compared else int(not verdict.agree)

    every = [(), *((group,) for group in GROUPS), GROUPS]
    whole = not options.scenarios and options.random is None
    scenarios = facade.embedded(options.binary) if whole else options.scenarios
    relaxed = relaxed or (every if options.each or whole else [(), GROUPS])
    n_random = RANDOM if whole else options.random or 0
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(options.keep) if options.keep else Path(scratch)
        place.mkdir(parents=True, exist_ok=True)
        common = (options.seed, options.set, options.keep, options.tolerance)

        def job(scenario, draws, groups):
            seed, changes, keep, tolerance = common
            return (options.binary, scenario, draws, seed, groups, changes, keep, tolerance)

        jobs = [job(scenario, options.draws, relaxed) for scenario in scenarios]
        for seed in range(n_random):
            file, groups = random_scenarios.write(place, seed)
            jobs.append(job(str(file), options.draws, groups))
        status, total = 0, 0
        with ProcessPoolExecutor(options.processes) as pool:
            for done, compared, lines in pool.map(check_scenario, *zip(*jobs)):
                print("\n".join(lines), flush=True)
                status, total = max(status, done), total + compared
    words = ("they agree", "they do not agree", "the engine failed")
    print(words[status] if total else "nothing was compared")
    return status if total else 2


if __name__ == "__main__":
    sys.exit(main())
