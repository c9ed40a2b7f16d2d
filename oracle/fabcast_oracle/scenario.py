"""§0: a scenario and its draws, as the engine writes them.

`scenario.toml` gives the structure (names, words, whole numbers, spreads) and
`draws.parquet` the numbers: a column per numeric parameter, in the engine's
unit, and the latent columns behind the random numbers of projects, approvals,
cancellations and events.
"""

import math
import re
import tomllib
from pathlib import Path

import numpy as np

from .medians import median

_NUMBER = r"[-+]?(?:\d[\d,_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_WITH_INTERVAL = re.compile(
    rf"^\s*(?P<m>{_NUMBER})\s*(?P<u>[^()]*?)\s*\(\s*(?P<a>{_NUMBER})[^()]*?\s+to\s+(?P<b>{_NUMBER})\s*(?P<u2>[^()]*?)\s*\)\s*(?P<u3>.*)$"
)
_INTERVAL = re.compile(
    rf"^\s*(?P<a>{_NUMBER})\s*(?P<u2>[^()\d]*?)\s*to\s+(?P<b>{_NUMBER})\s*(?P<u>.*)$"
)
_EQUAL_SIDES = re.compile(rf"^\s*(?P<m>{_NUMBER})\s*(?P<u>[^±]*?)\s*±\s*(?P<p>{_NUMBER})\s*%\s*$")
_PLAIN = re.compile(rf"^\s*(?P<m>{_NUMBER})\s*(?P<u>.*)$")
_DATE = re.compile(r"^\s*(\d{4})-(\d{2})\s*(?:\(.*\))?\s*$")

Z_95 = 1.6448536269514722
"""The normal quantile that the document writes as 1.645."""

_MONTHS = {
    "month": 1.0,
    "months": 1.0,
    "mo": 1.0,
    "yr": 12.0,
    "year": 12.0,
    "years": 12.0,
    "y": 12.0,
}
_CAPACITY = {"kwspm": 1.0, "wspm": 1e-3, "kwpm": 1.0, "wpm": 1e-3, "GW": 1.0, "MW": 1e-3}
_PACE = {"GW/month": 1.0, "MW/month": 1e-3}


def number(text):
    return float(text.replace(",", "").replace("_", ""))


def scale(unit):
    """Factor to the engine's unit, for the few leaves that are read from their text."""
    unit = unit.strip()
    if unit in ("", "1"):
        return 1.0
    if unit == "%":
        return 0.01
    for table in (_MONTHS, _CAPACITY, _PACE):
        if unit in table:
            return table[unit]
    raise ValueError(f"unknown unit {unit!r}")


def interval(text, unit=scale):
    """Median and 90 % interval (or None) of a leaf's text, in the engine's unit.

    `m`, `a to b` (median `√ab`, or the middle if an end is not positive), `m (a to b)` and `m ± p %`.
    """
    if isinstance(text, (int, float)):
        return float(text), None
    found = _WITH_INTERVAL.match(text)
    if found:
        factor = unit(found["u"] or found["u2"] or found["u3"])
        a, b = number(found["a"]) * factor, number(found["b"]) * factor
        return number(found["m"]) * factor, (a, b)
    found = _EQUAL_SIDES.match(text)
    if found:
        m, p = number(found["m"]) * unit(found["u"]), number(found["p"]) * 0.01
        return m, (m * (1.0 - p), m * (1.0 + p))
    found = _INTERVAL.match(text)
    if found:
        factor = unit(found["u"] or found["u2"])
        a, b = number(found["a"]) * factor, number(found["b"]) * factor
        middle = math.sqrt(a * b) if a > 0.0 and b > 0.0 else 0.5 * (a + b)
        return middle, (a, b)
    found = _PLAIN.match(text)
    if not found:
        raise ValueError(f"not a quantity: {text!r}")
    return number(found["m"]) * unit(found["u"]), None


def month_number(text):
    """`"2024-02"` as months since year 0."""
    year, month = (int(part) for part in text.strip().split("-")[:2])
    return 12 * year + month - 1


class Case:
    """A scenario's structure and the values of its parameters, draw by draw.

    `tree`: the scenario as nested tables. `draws`: path → array of one value per
    draw. `centres`: path → central value, where the scenario's text does not say it.
    """

    def __init__(self, tree, draws, centres=None):
        self.tree = tree
        self.draws = {path: np.asarray(values, float) for path, values in draws.items()}
        self.centres = dict(centres or {})
        self.D = max((len(v) for v in self.draws.values()), default=1)
        self.start = month_number(str(self.leaf("start")))
        self.end = month_number(str(self.leaf("end")))
        self.T = self.end - self.start + 1

    @classmethod
    def load(cls, folder):
        """Reads `scenario.toml` and `draws.parquet` of a run."""
        from pyarrow import parquet

        folder = Path(folder)
        with open(folder / "scenario.toml", "rb") as file:
            tree = tomllib.load(file)
        table = parquet.read_table(folder / "draws.parquet")
        draws = {
            name: table[name].to_numpy()
            for name in table.column_names
            if table[name].type in _numeric_types()
        }
        return cls(tree, draws)

    def select(self, rows):
        """The same scenario with only some of the draws."""
        return Case(self.tree, {p: v[rows] for p, v in self.draws.items()}, self.centres)

    # Structure

    def _node(self, path):
        node = self.tree
        for name in path.split("."):
            if not isinstance(node, dict) or name not in node:
                return None
            node = node[name]
        return node

    def leaf(self, path, default=None):
        """What stands at a path: text, number or list."""
        node = self._node(path)
        while isinstance(node, dict):
            if "value" in node:
                node = node["value"]
            elif "same_as" in node:
                node = self._node(node["same_as"])
            else:
                return default
        return default if node is None else node

    def names(self, prefix):
        """Names defined under a prefix, in the order of the file."""
        node = self._node(prefix)
        return list(node) if isinstance(node, dict) else []

    def words(self, path):
        """Some words or names."""
        leaf = self.leaf(path, [])
        return [w.strip() for w in leaf.split(",")] if isinstance(leaf, str) else list(leaf)

    # Values

    def has(self, path):
        return path in self.draws

    def value(self, path, default=None):
        """A numeric parameter, one value per draw."""
        if path in self.draws:
            return self.draws[path]
        if default is None:
            raise KeyError(f"no values for {path}")
        return np.full(self.D, float(default))

    def centre(self, path, default=None):
        """A numeric parameter at its centre: the median, whatever the interval (§0)."""
        if path in self.centres:
            return float(self.centres[path])
        node = self._node(path)
        while isinstance(node, dict) and "same_as" in node:
            node = self._node(node["same_as"])
        if isinstance(node, dict) and "dist" in node:
            return median(node["dist"], lambda name: interval(node[name])[0])
        leaf = self.leaf(path)
        if leaf is not None:
            date = _DATE.match(leaf) if isinstance(leaf, str) else None
            if date:
                return float(12 * int(date[1]) + int(date[2]) - 1 - self.start)
            try:
                return interval(leaf)[0]
            except ValueError:
                pass
        values = self.draws.get(path)
        if values is not None and np.all(values == values[0]):
            return float(values[0])
        if default is None:
            raise KeyError(f"no central value of {path}: {leaf!r}")
        return float(default)

    def whole(self, path, default=None):
        """A whole number, the same in all draws."""
        leaf = self.leaf(path, default)
        if leaf is None:
            raise KeyError(f"no value of {path}")
        return round(interval(leaf)[0])

    def spread(self, path):
        """Median of a duration or overrun and the `s` below and above it, `ln(median/low)/1.645` and
        `ln(high/median)/1.645`; None without an interval (§0)."""
        leaf = self.leaf(path)
        if leaf is None:
            raise KeyError(f"no value of {path}")
        median, ends = interval(leaf)
        if ends is None:
            return median, None
        low, high = ends
        return median, (math.log(median / low) / Z_95, math.log(high / median) / Z_95)

    def latent(self, name, default):
        """A latent column: standard normal or uniform."""
        return self.draws.get(f"latent.{name}", np.full(self.D, float(default)))

    def z(self, what, region, project):
        """`z_j = √ρ_g·G + √ρ_r·R_region + √(1-ρ_g-ρ_r)·ε_j` of durations, overruns or grid (§0)."""
        rho_g = self.value("uncertainty.global_share")
        rho_r = self.value("uncertainty.region_share")
        G = self.latent(f"{what}.world", 0.0)
        R = self.latent(f"{what}.region.{region}", 0.0)
        epsilon = self.latent(f"{what}.project.{project}", 0.0)
        own = np.maximum(0.0, 1.0 - rho_g - rho_r)
        return np.sqrt(rho_g) * G + np.sqrt(rho_r) * R + np.sqrt(own) * epsilon

    def months(self, date):
        """Month of a date such as `"2030-12"`, counted from the start."""
        return month_number(date) - self.start


def _numeric_types():
    import pyarrow as pa

    return (pa.float64(), pa.float32(), pa.int64(), pa.int32(), pa.uint64(), pa.uint32())
