"""Central values of the embedded scenarios, read straight from their files.

Enough units to read worlds/ and scenarios/; the engine's own reader is not used, so that the two can be compared.
"""

import re
import tomllib
from pathlib import Path

import numpy as np

from fabcast_oracle.basics import CLASSES
from fabcast_oracle.scenario import Case, interval, month_number

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "crates/fabcast-model/src"

ATOMS = {
    "": ("", 1.0),
    "1": ("", 1.0),
    "%": ("", 0.01),
    "month": ("time", 1.0),
    "months": ("time", 1.0),
    "yr": ("time", 12.0),
    "year": ("time", 12.0),
    "years": ("time", 12.0),
    "$": ("money", 1.0),
    "k$": ("money", 1e3),
    "M$": ("money", 1e6),
    "bn$": ("money", 1e9),
    "T$": ("money", 1e12),
    "W": ("power", 1e-3),
    "kW": ("power", 1.0),
    "MW": ("power", 1e3),
    "GW": ("power", 1e6),
    "MWh": ("energy", 1.0),
    "GWh": ("energy", 1e3),
    "wafer": ("wafer", 1.0),
    "kwafer": ("wafer", 1e3),
    "interposer": ("interposer", 1.0),
    "kinterposer": ("interposer", 1e3),
}


def split_unit(unit):
    """Dimension and factor of a unit such as `bn$/kwspm/yr`, `FTE yr/GW` or `M H100e`."""
    dimension, factor = {}, 1.0
    for place, text in enumerate(unit.split("/")):
        text = text.strip()
        sign = 1 if place == 0 else -1
        for word in [text] if text == "M H100e" else re.split(r"[ *]+", text):
            name, size = ("H100e", 1e6) if word == "M H100e" else ATOMS.get(word, (word, 1.0))
            if name:
                dimension[name] = dimension.get(name, 0) + sign
            factor *= size**sign
    return {k: n for k, n in dimension.items() if n}, factor


def converter(engine_unit):
    """Factor from a written unit to the engine's."""

    def factor(unit):
        best = None
        for choice in engine_unit.split("|"):
            here, there = split_unit(unit or choice), split_unit(choice)
            if here[0] == there[0]:
                best = here[1] / there[1]
        if best is None:
            raise ValueError(f"{unit!r} is not {engine_unit!r}")
        return best

    return factor


def rows():
    """Pattern, form and unit of every numeric row of the parameter table."""
    text = "".join(file.read_text() for file in sorted(MODEL.rglob("*.rs")))
    found = []
    for kind, pattern, rest in re.findall(
        r"\b(q|share|growth|spread|when|whole)\(\s*\"([^\"]+)\",\s*(\"[^\"]*\")?", text
    ):
        unit = {"share": "1", "growth": "1/yr", "when": "month"}.get(kind, rest.strip('"'))
        form = {"spread": "spread", "when": "when", "whole": "whole"}.get(kind, "quantity")
        parts = [
            "[^.]+"
            if p == "*"
            else "|".join(map(re.escape, p.strip("{}").split(",")))
            if p.startswith("{")
            else re.escape(p).replace(r"\{1,2,3\}", "[123]").replace("_{1,2,3}", "_[123]")
            for p in re.split(r"\.(?![^{]*\})", pattern)
        ]
        parts = [
            re.sub(r"\\\{([^}]*)\\\}", lambda m: "(?:" + m[1].replace(",", "|") + ")", p)
            for p in parts
        ]
        found.append((re.compile(r"\.".join(f"(?:{p})" for p in parts) + "$"), form, unit))
    return found


def merge(under, over):
    """`over` laid upon `under`."""
    out = dict(under)
    for name, node in over.items():
        leaf = isinstance(node, dict) and ("value" in node or "same_as" in node)
        if isinstance(node, dict) and isinstance(out.get(name), dict) and not leaf:
            out[name] = merge(out[name], node)
        else:
            out[name] = node
    return out


def tree(name):
    """A scenario with its world."""
    with open(ROOT / f"scenarios/{name}.toml", "rb") as file:
        scenario = tomllib.load(file)
    with open(ROOT / f"worlds/{scenario['world']}.toml", "rb") as file:
        world = tomllib.load(file)
    return merge(world, scenario)


def leaves(node, prefix=""):
    for name, child in node.items():
        path = f"{prefix}{name}"
        if isinstance(child, dict) and not ("value" in child or "same_as" in child):
            yield from leaves(child, path + ".")
        else:
            yield path, child


def text_of(whole, leaf):
    while isinstance(leaf, dict):
        if "value" in leaf:
            leaf = leaf["value"]
        else:
            node = whole
            for part in leaf["same_as"].split("."):
                node = node[part]
            leaf = node
    return leaf


def quantities(whole):
    """Path → (form, median, interval) of every numeric leaf, in the engine's unit."""
    table, out = rows(), {}
    start = month_number(whole["start"])
    for path, leaf in leaves(whole):
        row = next((r for r in table if r[0].match(path)), None)
        if row is None or row[2] == "":
            continue
        text = text_of(whole, leaf)
        if row[1] == "when" and isinstance(text, str) and re.match(r"\s*\d{4}-\d{2}", text):
            out[path] = (row[1], float(month_number(text) - start), None)
            continue
        out[path] = (row[1], *interval(text, converter(row[2])))
    return out


def centre(name, changes=None):
    """The central run of a scenario: every parameter at its centre, no events, approvals given."""
    whole = merge(tree(name), changes or {})
    draws = {
        p: np.array([m])
        for p, (form, m, _) in quantities(whole).items()
        if form in ("quantity", "when")
    }
    return Case(whole, draws, {p: v[0] for p, v in draws.items()})


def sampled(name, draws, seed=0, changes=None, widen=1.0):
    """Random draws of a scenario, intervals as lognormal or normal, for tests of laws."""
    whole = merge(tree(name), changes or {})
    rng = np.random.default_rng(seed)
    found = quantities(whole)
    columns, centres = {}, {}
    shared = {
        p: leaf["same_as"]
        for p, leaf in leaves(whole)
        if isinstance(leaf, dict) and "same_as" in leaf
    }
    for path, (form, m, ends) in found.items():
        if form not in ("quantity", "when"):
            continue
        centres[path] = m
        z = rng.standard_normal(draws)
        if ends is None:
            columns[path] = np.full(draws, m)
            continue
        a, b = ends
        if a > 0.0 and m > 0.0:
            side = np.where(z > 0.0, np.log(b / m), np.log(m / a)) / 1.645 * widen
            columns[path] = m * np.exp(side * z)
        else:
            side = np.where(z > 0.0, b - m, m - a) / 1.645 * widen
            columns[path] = np.maximum(0.0, m + side * z)
        if m <= 1.0 and b <= 1.0:
            columns[path] = np.minimum(columns[path], 1.0)
    for path, other in shared.items():
        if path in columns:
            columns[path] = columns[other]
    columns["capital.gearing"] = np.minimum(columns["capital.gearing"], 0.95)
    # As the engine's bounds have it: no hall is fitted out in less than a month.
    columns["deploy.fit_out"] = np.maximum(columns["deploy.fit_out"], 1.0)
    normal = ["duration", "overrun", "grid", "halls", "own"]
    for what in normal:
        columns[f"latent.{what}.world"] = rng.standard_normal(draws)
        for r in whole.get("region", {}):
            columns[f"latent.{what}.region.{r}"] = rng.standard_normal(draws)
        for line in whole.get("plan", {}):
            for n in range(1, int(np.ceil(centres[f"plan.{line}.count"])) + 1):
                columns[f"latent.{what}.project.{line}.{n}"] = rng.standard_normal(draws)
    for i in whole.get("capital", {}).get("investor", {}):
        columns[f"latent.approval.{i}"] = rng.random(draws)
    for g in whole.get("policy", {}).get("grant", {}):
        columns[f"latent.cancellation.{g}"] = rng.random(draws)
    for e in whole.get("event", {}):
        for k in (1, 2, 3):
            columns[f"latent.arrival.{e}.{k}"] = rng.random(draws)
    years = range(int(str(whole["start"])[:4]) - 1, int(str(whole["end"])[:4]) + 2)
    for name in ("common", "demand", *CLASSES):
        for year in years:
            columns[f"latent.cycle.{name}.{year}"] = rng.standard_normal(draws)
    return Case(whole, columns, centres)
