"""Proves the engine wrong, or fails to: runs it and this oracle on the same draws and compares every series.

    python check.py FABCAST_BINARY [SCENARIO …] [--draws N] [--relax GROUP,GROUP …] [--each] [--keep DIR]
    python check.py --compare DIR [--relax GROUP,GROUP]      # a run that is already there

A run's directory holds `scenario.toml`, `draws.parquet` and `trace.parquet` (columns `draw`, `month`, then one
per series). Exit status: 0 they agree, 1 they do not, 2 nothing could be compared.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from pyarrow import parquet

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fabcast_oracle import Case, run  # noqa: E402
from fabcast_oracle.basics import GROUPS  # noqa: E402

TOLERANCE = 1e-7
"""Largest relative difference allowed. Most series agree to 1e-10; where stocks run down to nothing, rounding is
amplified to 1e-8 in some draws."""
AMPLIFIED = 0.02
"""Share of draws that may part: where a programme is starved of cash, rounding grows from month to month."""
DUST = 1e-9
"""Differences below this, in the series' own unit, are no difference."""
FLOOR = 1e-6
"""Share of a series' largest value in a draw below which differences are taken relative to that share."""
SCENARIOS = ("no-programme", "hindcast-2022", "one-fab", "seven-trillion")
"""Compared by default. `stargate` is not among them: in 3 of 48 draws, starved of cash, rounding of 1e-11 grows to
1e-3 over four years through what is built, earned and spent again. It looks like rounding amplified;
that no equation differs there is not proven."""


def difference(engine, oracle):
    """Relative difference of two series (months, draws); what is next to nothing in a draw's history counts
    against that history, since the last digits of a large stock are all that is left when it is used up."""
    both = np.maximum(np.abs(engine), np.abs(oracle))
    both = np.where(np.isfinite(both), both, 0.0)
    scale = np.maximum(both, FLOOR * np.max(both, axis=0, keepdims=True, initial=0.0))
    same = (engine == oracle) | (np.isnan(engine) & np.isnan(oracle))
    with np.errstate(invalid="ignore"):
        same |= np.abs(engine - oracle) < DUST
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = np.abs(engine - oracle) / np.where(scale > 0.0, scale, 1.0)
    return np.where(same, 0.0, np.where(np.isnan(relative), np.inf, relative))


def in_engine_terms(series):
    """The oracle's series under the engine's names and in its units: million H100e, money a year."""
    million, yearly = 1e-6, 12.0
    spent = series["capex_paid"] + series["equip_paid"]
    renamed = {
        "logic_starts_kwafer": series["wafers_started_logic"],
        "hbm_starts_kwafer": series["wafers_started_hbm"],
        "own_h100e": series["own_h100e"] * million,
        "sold_h100e": series["sold_h100e"] * million,
        "delivered_h100e": series["delivered_h100e"] * million,
        "delivered_flops": series["delivered_h100e"] * 1.979e15,
        "others_h100e": (series["others_h100e"] - series["sold_h100e"]) * million,
        "others_gw": series["others_gw"] - series["sold_gw"],
        "others_purchases": series["others_bought_h100e"] * million * yearly,
        "revenue": series["revenue"] * yearly,
        "operating_cost": series["operating_cost"] * yearly,
        "debt": series["debt_outstanding"],
        "grants": series["grants_received"],
        "capex_paid": np.cumsum(spent, axis=0),
        "projects_started": series["started"],
        "frontier_run": series["frontier_run_flop"],
    }
    for name, values in series.items():
        if name.startswith("supplier_output_"):
            renamed["supply_" + name.removeprefix("supplier_output_")] = values
    same = {
        name: values
        for name, values in series.items()
        if name.split("_")[0] in ("shortage", "backlog") or name in SAME
    }
    return same | renamed


SETTLED_OTHERWISE = ("irr",)
"""Outcomes that the two settle differently: of several rates of return the engine gives the one nearest to
zero, the oracle none."""

SAME = (
    "logic_capacity_kwspm",
    "hbm_capacity_kwspm",
    "packaging_capacity_kwpm",
    "datacentre_gw",
    "accelerators_made",
    "stock_gw",
    "own_gw",
    "delivered_gw",
    "ai_power_gw",
    "merchant_packaging_kwpm",
    "price_h100_hour",
    "capital_drawn",
    "cash",
    "distributions",
    "training_cost",
)


def read_trace(path, months, draws):
    """Series of a trace as (months, draws) arrays."""
    table = parquet.read_table(path)
    draw = table["draw"].to_numpy().astype(int)
    month = table["month"].to_numpy().astype(int)
    draw, month = draw - draw.min(), month - month.min()
    series = {}
    for name in table.column_names:
        if name not in ("draw", "month"):
            values = np.full((months, draws), np.nan)
            values[month, draw] = table[name].to_numpy().astype(float)
            series[name] = values
    return series


def compare(engine, oracle, tolerance=TOLERANCE, out=print, quiet_missing=False):
    """Compares the series that both have; reports the worst and, of each that differs, the first place.
    Returns whether they agree and how many were compared."""
    common = sorted(set(engine) & set(oracle))
    rows = []
    for name in common:
        gap = difference(engine[name], oracle[name])
        worst = np.unravel_index(np.argmax(gap), gap.shape)
        bad = np.argwhere(gap > tolerance)
        rows.append((gap[worst], name, worst, bad))
    rows.sort(key=lambda row: -row[0])
    draws = max((engine[name].shape[1] for name in common), default=1)
    wrong = [row for row in rows if row[0] > tolerance]
    apart = [row for row in wrong if len(np.unique(row[3][:, 1])) > AMPLIFIED * draws]
    wrong.sort(key=lambda row: (row[3][0][0], -row[0]))
    for gap, name, _, bad in wrong:
        t, d = bad[0]
        out(
            f"  {name}: first in month {t}, draw {d}: engine {engine[name][t, d]!r}, oracle "
            f"{oracle[name][t, d]!r}; worst {gap:.3g}; {len(np.unique(bad[:, 1]))} draws"
        )
    if rows and not wrong:
        gap, name, (t, d), _ = rows[0]
        out(f"  worst of {len(rows)} series: {name}, month {t}, draw {d}: {gap:.3g}")
    for missing, where in (
        (set(engine) - set(oracle), "oracle"),
        (set(oracle) - set(engine), "engine"),
    ):
        if missing and not quiet_missing:
            out(f"  not in the {where}: {', '.join(sorted(missing))}")
    return not apart, len(common)


def compare_run(folder, relax, tolerance):
    """Compares a run's trace, and the outcomes of its draws that carry the oracle's names."""
    folder = Path(folder)
    case = Case.load(folder)
    log = run(case, relax)
    engine = read_trace(folder / "trace.parquet", case.T, case.D)
    oracle = in_engine_terms(log.series)
    if any(name.startswith("plan_") for name in engine):
        plan = in_engine_terms(run(case, GROUPS).series)
        oracle |= {f"plan_{name}": values for name, values in plan.items()}
    agree, compared = compare(engine, oracle, tolerance)
    if set(engine) - set(oracle):
        agree = False
    outcomes = {
        name: values[None, :] * (1e-6 if "h100e" in name else 1.0)
        for name, values in log.outcomes.items()
        if name not in SETTLED_OTHERWISE and "plan" in case.tree
    }
    theirs = {n: case.draws[n][None, :] for n in outcomes if n in case.draws}
    if theirs:
        print("  outcomes:")
        same, count = compare(
            theirs, {n: outcomes[n] for n in theirs}, 10 * tolerance, quiet_missing=True
        )
        agree, compared = agree and same, compared + count
    return agree, compared


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("binary", nargs="?", help="the engine's executable")
    parser.add_argument("scenarios", nargs="*", default=[])
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--relax", action="append", default=[], metavar="GROUP,GROUP", help="or all; repeatable"
    )
    parser.add_argument(
        "--each", action="store_true", help="relax nothing, each group alone, and all"
    )
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE")
    parser.add_argument("--tolerance", type=float, default=TOLERANCE)
    parser.add_argument("--compare", metavar="DIR", help="compare a run that is already there")
    parser.add_argument("--keep", metavar="DIR", help="keep the runs there")
    options = parser.parse_args()
    if not options.binary and not options.compare:
        parser.error("an executable or --compare is needed")

    relaxed = [GROUPS if text == "all" else tuple(text.split(",")) for text in options.relax]
    if options.each:
        relaxed += [(), *((group,) for group in GROUPS), GROUPS]
    relaxed = relaxed or [(), GROUPS]
    if options.compare:
        relax = relaxed[0] if options.relax else ()
        agree, compared = compare_run(options.compare, relax, options.tolerance)
        return 2 if not compared else int(not agree)

    status, total = 0, 0
    for scenario in options.scenarios or SCENARIOS:
        for relax in relaxed:
            label = f"{scenario}, relaxed: {'all' if len(relax) == 8 else ', '.join(relax) or 'nothing'}"
            with tempfile.TemporaryDirectory() as scratch:
                place = f"{Path(scenario).stem}-{'-'.join(relax) or 'base'}"
                folder = Path(options.keep) / place if options.keep else Path(scratch)
                folder.mkdir(parents=True, exist_ok=True)
                command = [options.binary, "run", scenario, "--draws", str(options.draws)]
                command += ["--seed", str(options.seed), "--trace", "--quiet", "--out", str(folder)]
                for group in relax:
                    command += ["--relax", group]
                for change in options.set:
                    command += ["--set", change]
                print(label, flush=True)
                done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
                if done.returncode != 0:
                    print(f"  the engine failed: exit status {done.returncode}")
                    return 2
                agree, compared = compare_run(folder, relax, options.tolerance)
                total += compared
                status = status or int(not agree)
    print(
        "they agree"
        if status == 0 and total
        else "they do not agree"
        if total
        else "nothing was compared"
    )
    return status if total else 2


if __name__ == "__main__":
    sys.exit(main())
