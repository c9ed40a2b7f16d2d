"""Runs the engine, and puts its results and the oracle's under the same names, in the same units."""

import json
import subprocess
from pathlib import Path

import numpy as np
from pyarrow import parquet

from fabcast_oracle import outcomes

MILLION, YEARLY = 1e-6, 12.0
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
"""Series that have the same name and unit in both."""


def embedded(binary):
    """Names of the scenarios that the engine carries."""
    command = [binary, "list", "--format", "json"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [scenario["name"] for scenario in json.loads(listed)]


def simulate(binary, scenario, folder, draws, seed, relax=(), changes=()):
    """Runs a scenario with its trace into a folder; returns what the engine said if it failed."""
    command = [binary, "run", scenario, "--draws", str(draws), "--seed", str(seed), "--threads", "1"]
    command += ["--trace", "--quiet", "--no-why", "--out", str(folder)]
    for group in relax:
        command += ["--relax", group]
    for change in changes:
        command += ["--set", change]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else f"exit status {done.returncode}\n{done.stderr}"


def series_of_engine(folder, months, draws):
    """Series of a trace as (months, draws) arrays."""
    table = parquet.read_table(Path(folder) / "trace.parquet")
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


def outcomes_of_engine(case):
    """Outcomes of a run: the columns of `draws.parquet` that are no parameter and no latent number."""
    return {
        name: values[None, :]
        for name, values in case.draws.items()
        if "." not in name and name != "draw"
    }


def sizes_of_oracle(log):
    """Most posts of each labour market, by draw: a shortage is the difference of these and of staff."""
    s = log.series
    pools = [name.removeprefix("shortage_") for name in s if name.startswith("shortage_")]
    posts = {pool: s[f"staff_{pool}"] + s[f"others_staff_{pool}"] + s[f"shortage_{pool}"] for pool in pools}
    return {f"shortage_{pool}": np.max(values, axis=0) for pool, values in posts.items()}


def series_of_oracle(log):
    """The oracle's series under the engine's names: million H100e, money a year."""
    s = log.series
    renamed = {
        "logic_starts_kwafer": s["wafers_started_logic"],
        "hbm_starts_kwafer": s["wafers_started_hbm"],
        "own_h100e": s["own_h100e"] * MILLION,
        "sold_h100e": s["sold_h100e"] * MILLION,
        "delivered_h100e": s["delivered_h100e"] * MILLION,
        "delivered_flops": s["delivered_h100e"] * 1.979e15,
        "others_h100e": (s["others_h100e"] - s["sold_h100e"]) * MILLION,
        "others_gw": s["others_gw"] - s["sold_gw"],
        "others_purchases": s["others_bought_h100e"] * MILLION * YEARLY,
        "revenue": s["revenue"] * YEARLY,
        "operating_cost": s["operating_cost"] * YEARLY,
        "debt": s["debt_outstanding"],
        "grants": s["grants_received"],
        "capex_paid": np.cumsum(s["capex_paid"] + s["equip_paid"], axis=0),
        "projects_started": s["started"],
        "projects_cancelled": s["cancelled"],
        "frontier_run": s["frontier_run_flop"],
    }
    for name, values in s.items():
        if name.startswith("supplier_output_"):
            renamed["supply_" + name.removeprefix("supplier_output_")] = values
        elif name.split("_")[0] in ("shortage", "backlog") or name in SAME:
            renamed[name] = values
    return renamed


def outcomes_of_oracle(log, plan):
    """The oracle's outcomes as (1, draws) arrays; without a plan only those of the run itself."""
    own = outcomes.of_run(log)
    every = outcomes.with_plan(log.model.case, own, own if plan is None else outcomes.of_run(plan))
    if plan is None:
        case = log.model.case
        every |= {name: np.full(log.D, np.nan) for name in (*outcomes.of_plan(case), *outcomes.shares(case))}
    return {name: np.asarray(values, float)[None, :] for name, values in every.items()}
